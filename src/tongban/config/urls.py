from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tongban.web.api.urls")),
    path("accounts/", include("tongban.web.parts.people.urls")),
]
