"""Below /studio/organisation/."""

from __future__ import annotations

from django.urls import path

from . import people, rights, units

urlpatterns = [
    path("", units.organisation, name="studio_organisation"),
    path("units/new/", units.new_unit, name="studio_new_unit"),
    path("units/<slug:code>/", units.unit, name="studio_unit"),
    path("units/<slug:code>/close/", units.close, name="studio_unit_close"),
    path("people/", people.people, name="studio_people"),
    path("people/new/", people.new_person, name="studio_new_person"),
    path("people/<int:pk>/", people.person, name="studio_person"),
    path("people/<int:pk>/account/<slug:what>/", people.account, name="studio_person_account"),
    path("people/<int:pk>/positions/<int:position>/end/", people.end, name="studio_position_end"),
    path("people/<int:pk>/positions/<int:position>/substitute/", people.substitute, name="studio_substitute"),
    path("rights/", rights.rights, name="studio_rights"),
]
