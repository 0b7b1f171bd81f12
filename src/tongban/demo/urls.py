from __future__ import annotations

from django.urls import path

from .phone import phone

app_name = "demo"
urlpatterns = [path("phone/", phone, name="phone")]
