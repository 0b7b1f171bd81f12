from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tongban.web.api.urls")),
    path("accounts/", include("tongban.web.parts.people.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("tongban.demo.urls")))
