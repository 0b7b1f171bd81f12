"""What the agent reads out: whole sentences in the order in which callers ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.apps.lookups.queries import PublicCase
from tongban.core.casework import Phase
from tongban.web.parts.formatting import english_date, roc_year

_WEEKDAYS = "一二三四五六日"


def spoken(day: date, language: str) -> str:
    """115年11月30日星期一, as one says it; in English as it is written."""
    if language.lower().startswith("en"):
        return english_date(day)
    return f"{roc_year(day.year)}年{day.month}月{day.day}日星期{_WEEKDAYS[day.weekday()]}"


def script(shown: PublicCase, language: str) -> list[str]:
    return [*_opening(shown, language), *_standing(shown, language), *_contact(shown, language)]


def _opening(shown: PublicCase, language: str) -> Iterator[str]:
    values = {
        "kind": shown.name.in_(language),
        "day": spoken(shown.file.received_on, language),
        "unit": shown.unit.title.in_(language),
    }
    yield _("Your application “%(kind)s” was received on %(day)s. It is handled by %(unit)s.") % values


def _standing(shown: PublicCase, language: str) -> Iterator[str]:
    now = shown.progress
    if now.phase is Phase.WITHDRAWN and now.closed_on:
        yield _("It was withdrawn on %(day)s.") % {"day": spoken(now.closed_on, language)}
    elif now.closed_on:
        outcome = now.outcome.in_(language) or pgettext("outcome", "done")
        yield _("It was closed on %(day)s: %(outcome)s.") % {"day": spoken(now.closed_on, language), "outcome": outcome}
    elif now.correction is not None:
        yield from _missing(shown, language)
    elif now.phase is Phase.SUSPENDED:
        yield _("The work has to stand still for now; the days meanwhile are not counted.")
    else:
        yield from _under_way(shown, language)


def _missing(shown: PublicCase, language: str) -> Iterator[str]:
    correction = shown.progress.correction
    assert correction is not None
    missing = "；".join(line.strip() for line in correction.missing.splitlines() if line.strip())
    values = {"missing": missing, "day": spoken(correction.due_on, language), "unit": shown.unit.title.in_(language)}
    yield _("Something is still missing: %(missing)s.") % values
    yield _("Please bring or send it to %(unit)s by %(day)s, with the case number on it.") % values
    if correction.consequence:
        yield _("Otherwise: %(consequence)s.") % {"consequence": correction.consequence.rstrip("。.")}


def _under_way(shown: PublicCase, language: str) -> Iterator[str]:
    now = shown.progress
    if now.now:
        yield _("It is now at “%(step)s”.") % {"step": now.now.name.in_(language)}
    if now.due_on and now.late:
        yield _("It should have been finished by %(day)s and is late. We are sorry.") % {
            "day": spoken(now.due_on, language)
        }
        yield _("I will leave word that the officer in charge calls you back.")
    elif now.due_on:
        yield _("It is expected to be finished by %(day)s.") % {"day": spoken(now.due_on, language)}


def _contact(shown: PublicCase, language: str) -> Iterator[str]:
    if shown.unit.phone:
        values = {"unit": shown.unit.title.in_(language), "phone": shown.unit.phone}
        yield _("For details you can call %(unit)s, telephone %(phone)s.") % values
