from __future__ import annotations

from django.urls import path

from . import case, identity, looks, search

app_name = "callcentre"
urlpatterns = [
    path("", search.search, name="search"),
    path("identity/", identity.identity, name="identity"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/note/", case.note, name="note"),
    path("looks/", looks.looks, name="looks"),
]
