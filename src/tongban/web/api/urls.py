"""`/api/v1/`: the API and its OpenAPI document at `/api/v1/openapi.json`.

The interactive page that comes with the library needs inline script, which our CSP refuses; it is off.
"""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI

from . import cases, documents, kinds, problems
from .access import Token
from .parsing import Body

api = NinjaAPI(
    title="Tongban 通辦",
    version="1",
    description="Single counters, document systems and agencies' own progress systems push and read cases here.",
    auth=Token(),
    docs_url=None,
    parser=Body(),
    urls_namespace="api-1",
)
problems.register(api)
api.add_router("", cases.router)
api.add_router("", documents.router)
api.add_router("", kinds.router)

urlpatterns = [path("api/v1/", api.urls)]
