"""Forms of the account pages that differ from allauth's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tongban.apps.org.actions import ask_for_password_link


class AskForLink(forms.Form):
    """Whatever is typed, the answer is the same: nobody learns which accounts there are."""

    email = forms.EmailField(
        label=_("E-mail address of your account"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        ask_for_password_link(email=email)
        return email
