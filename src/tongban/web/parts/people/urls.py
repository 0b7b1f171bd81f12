"""The account pages: only those of allauth's that a house with appointed accounts needs."""

from __future__ import annotations

from allauth.account import views as theirs
from django.urls import include, path, re_path

from . import views

urlpatterns = [
    path("", views.account, name="account"),
    path("position/", views.choose_position, name="account_position"),
    path("here/", views.here, name="account_here"),
    path("login/", views.LogIn.as_view(), name="account_login"),
    path("logout/", theirs.logout, name="account_logout"),
    path("inactive/", theirs.account_inactive, name="account_inactive"),
    path("reauthenticate/", theirs.reauthenticate, name="account_reauthenticate"),
    path("password/change/", theirs.password_change, name="account_change_password"),
    path("password/set/", theirs.password_reset, name="account_set_password"),
    path("password/reset/", theirs.password_reset, name="account_reset_password"),
    path("password/reset/done/", theirs.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        theirs.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", theirs.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", include("allauth.mfa.urls")),
]
