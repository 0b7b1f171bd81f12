from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tongban.web.api.urls")),
    path("desk/", include("tongban.web.desk.urls")),
    path("studio/", include("tongban.web.studio.urls")),
    path("board/", include("tongban.web.board.urls")),
    path("accounts/", include("tongban.web.parts.people.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("call/", include("tongban.web.callcentre.urls")),
    path("", include("tongban.web.citizen.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("tongban.demo.urls")))
