"""Statistics for those who lead: /board/."""

from __future__ import annotations

from django.urls import URLPattern, path

from tongban.apps.insight.queries import By

from .late import late
from .monthly import monthly
from .overview import overview
from .satisfaction import satisfaction
from .tables import PLACES, table

urlpatterns: list[URLPattern] = [path("", overview, name="board")]
for by, place in PLACES.items():
    urlpatterns += [
        path(f"{place}/", table, {"by": By(by)}, name=f"board_{place}"),
        path(f"{place}/<str:form>/", table, {"by": By(by)}, name=f"board_{place}_file"),
    ]
for place, page in (("satisfaction", satisfaction), ("late", late), ("monthly", monthly)):
    urlpatterns += [
        path(f"{place}/", page, name=f"board_{place}"),
        path(f"{place}/<str:form>/", page, name=f"board_{place}_file"),
    ]
