"""The studio's pages, below /studio/."""

from __future__ import annotations

from django.urls import include, path

from . import agency, calendar, receipts, systems
from .kinds import index

urlpatterns = [
    path("", index.index, name="studio"),
    path("kinds/", include("tongban.web.studio.kinds.urls")),
    path("receipts/", receipts.receipts, name="studio_receipts"),
    path("receipts/<slug:code>/", receipts.receipt, name="studio_receipt"),
    path("receipts/<slug:code>/<int:number>/back/", receipts.back, name="studio_receipt_back"),
    path("agency/", agency.agency, name="studio_agency"),
    path("agency/confirm/", agency.confirm, name="studio_agency_confirm"),
    path("agency/passwords/", agency.passwords, name="studio_agency_passwords"),
    path("agency/template/", agency.template, name="studio_agency_template"),
    path("organisation/", include("tongban.web.studio.organisation.urls")),
    path("calendar/", calendar.calendar, name="studio_calendar"),
    path("calendar/upload/", calendar.upload, name="studio_calendar_upload"),
    path("calendar/confirm/", calendar.confirm, name="studio_calendar_confirm"),
    path("calendar/closures/<int:pk>/remove/", calendar.remove, name="studio_closure_remove"),
    path("systems/", systems.systems, name="studio_systems"),
    path("systems/<slug:code>/", systems.system, name="studio_system"),
]
