"""The officer's desk: lists, cases, intake."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("tongban.web.desk.lists.urls")),
    path("", include("tongban.web.desk.case.urls")),
    path("", include("tongban.web.desk.intake.urls")),
]
