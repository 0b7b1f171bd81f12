"""Below /studio/kinds/<kind>/process/."""

from __future__ import annotations

from django.urls import path

from . import comparing, pages

urlpatterns = [
    path("", pages.process, name="studio_kind_process"),
    path("compare/", comparing.compare, name="studio_kind_process_compare"),
    path("download/", pages.download, name="studio_kind_process_download"),
]
