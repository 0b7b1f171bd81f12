"""Prepared texts filled in for one case, as the citizen would read them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tongban.apps.correspondence.wording import HIDDEN, PASSWORD, values_for, word
from tongban.core.casework.definition import Message
from tongban.core.casework.texts import render

from .opening import Opened


def prepared(opened: Opened, code: str) -> tuple[str, str]:
    """(subject, body) of the pack's message, in the applicant's language; what is not known yet is a dash."""
    language = opened.file.language
    values = values_for(opened.row, opened.definition, language, code=code, given={}, today=opened.today)
    wording = word(opened.definition, code, language, {**values, PASSWORD: HIDDEN})
    return wording.subject, wording.body


def changed(typed: str, prepared_body: str) -> str:
    """What was typed when it differs from the prepared text, else nothing: then every channel has its own wording."""
    return "" if _plain(typed) == _plain(prepared_body) else typed.strip()


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def language_name(language: str) -> str:
    return _("English") if language.lower().startswith("en") else _("Chinese")


def prepared_name(message: Message, language: str) -> str:
    """The subject without what is filled in: how officers tell the prepared texts apart."""
    plain = render(message.subject.in_(language), {})
    return " ".join(plain.replace("—", "…").split())
