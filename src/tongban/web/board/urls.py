"""Statistics for those who lead: /board/."""

from __future__ import annotations

from django.urls import URLPattern, path

from tongban.apps.insight.queries import By

from .deviations import list_deviations
from .late import late
from .monthly import monthly
from .overview import overview
from .penalties import WAYS, penalties
from .process import process
from .satisfaction import satisfaction
from .tables import PLACES, table

urlpatterns: list[URLPattern] = [path("", overview, name="board")]
for by, place in PLACES.items():
    urlpatterns += [
        path(f"{place}/", table, {"by": By(by)}, name=f"board_{place}"),
        path(f"{place}/<str:form>/", table, {"by": By(by)}, name=f"board_{place}_file"),
    ]
for by, (place, _name) in WAYS.items():
    urlpatterns += [
        path(f"penalties/{place}/", penalties, {"by": by}, name=f"board_penalties_{place}"),
        path(f"penalties/{place}/<str:form>/", penalties, {"by": by}, name=f"board_penalties_{place}_file"),
    ]
urlpatterns.append(path("penalties/", penalties, name="board_penalties"))
urlpatterns.append(path("process/", process, name="board_process"))
for place, page in (
    ("deviations", list_deviations),
    ("satisfaction", satisfaction),
    ("late", late),
    ("monthly", monthly),
):
    urlpatterns += [
        path(f"{place}/", page, name=f"board_{place}"),
        path(f"{place}/<str:form>/", page, name=f"board_{place}_file"),
    ]
