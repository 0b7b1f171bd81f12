"""Below /studio/kinds/."""

from __future__ import annotations

from django.urls import include, path

from . import drafts, incidents, kind, offering, rules, texts, uploads, versions

_KIND = "<slug:domain>/<slug:name>/"

urlpatterns = [
    path("new/", uploads.new_kind, name="studio_new_kind"),
    path(_KIND, kind.kind, name="studio_kind"),
    path(f"{_KIND}texts/new/", texts.new_text, name="studio_kind_new_text"),
    path(f"{_KIND}texts/<slug:code>/", texts.text, name="studio_kind_text"),
    path(f"{_KIND}rules/", rules.rules, name="studio_kind_rules"),
    path(f"{_KIND}tables/", include("tongban.web.studio.kinds.tables.urls")),
    path(f"{_KIND}process/", include("tongban.web.studio.kinds.process.urls")),
    path(f"{_KIND}files/", uploads.upload, name="studio_kind_upload"),
    path(f"{_KIND}download/", uploads.download, name="studio_kind_download"),
    path(f"{_KIND}offers/", offering.offer, name="studio_kind_offer"),
    path(f"{_KIND}draft/", drafts.draft, name="studio_kind_draft"),
    path(f"{_KIND}draft/publish/", drafts.publish, name="studio_kind_publish"),
    path(f"{_KIND}draft/discard/", drafts.discard, name="studio_kind_discard"),
    path(f"{_KIND}incidents/", incidents.incidents, name="studio_kind_incidents"),
    path(f"{_KIND}migrations/", include("tongban.web.studio.kinds.migrating.urls")),
    path(f"{_KIND}versions/", versions.versions, name="studio_kind_versions"),
    path(f"{_KIND}versions/<int:number>/back/", versions.back, name="studio_kind_back"),
]
