"""The pages of the intake."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("intake/", views.kinds, name="desk_intake"),
    path("intake/<slug:unit>/<path:kind>/consent.pdf", views.consent_pdf, name="desk_consent_pdf"),
    path("intake/<slug:unit>/<path:kind>/consent/", views.consent_form, name="desk_consent_form"),
    path("intake/<slug:unit>/<path:kind>/", views.take_in, name="desk_intake_form"),
    path("cases/<str:number>/registered/", views.registered, name="desk_registered"),
]
