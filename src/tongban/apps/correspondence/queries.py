"""Messages as the case page and the lists show them, and texts previewed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from tongban.apps.cases.models import Case, Incident
from tongban.apps.connectors.sms import segments
from tongban.core.calendar import day_of
from tongban.core.casework import Definition
from tongban.core.casework.texts import PLACEHOLDERS

from .addresses import lookup_url
from .colleagues import keepers
from .composing import short_text
from .models import UNDELIVERABLE, Channel, Message
from .occasions import of_incident
from .wording import HIDDEN, HIDDEN_LINK, LINK, PASSWORD, Wording, values_for, word, written_day


class Preview(NamedTuple):
    """A message as it will be read. `segments` counts the SMS; 0 without one."""

    subject: str
    body: str
    sms: str
    segments: int


class Told(NamedTuple):
    """Names of those who were written to; nobody could be where `is_nobody`, and without either it is under way."""

    people: tuple[str, ...]
    is_nobody: bool


def told_of(incident: Incident, today: date) -> Told:
    """Who was told of an incident: its letters' ids follow from the day, the first or the last it was met on."""
    owner, days = incident.pack_version.pack.owner, {day_of(incident.opened_at), day_of(incident.last_at), today}
    keys = {day: of_incident(incident, day) for day in days}
    wanted = [one.message_id(Channel.EMAIL, p.pk) for day, one in keys.items() for p in keepers(owner, day)]
    wanted += [one.message_id(Channel.NONE) for one in keys.values()]
    rows = Message.objects.filter(pk__in=wanted).order_by("made_at", "pk").values_list("person__name", flat=True)
    people = tuple(dict.fromkeys(name for name in rows if name))
    return Told(people, bool(rows) and not people)


def messages_of(case_id: int) -> QuerySet[Message]:
    """Everything sent, waiting or not sent about a case, newest first, each with its `deliveries` in order."""
    rows = Message.objects.filter(case_id=case_id).select_related("person", "party", "again")
    return rows.prefetch_related("deliveries").order_by("-made_at", "channel", "pk")


def undeliverable(cases: Q) -> QuerySet[Message]:
    """Messages to citizens that did not arrive and nobody has sent again, newest first.

    `cases` is the policy's filter with the prefix `case__`: `grounds(rights, Deed.VIEW).filter("case__")`.
    """
    rows = Message.objects.filter(cases, state__in=UNDELIVERABLE, again=None, person=None, case__closed_on=None)
    return rows.select_related("case", "party").order_by("-changed_at", "pk")


def preview(
    definition: Definition, code: str, language: str, *, today: date, case: Case | None = None, text: str = ""
) -> Preview:
    """The message with this case's facts, or with sample ones. Raises NoSuchText.

    `case` needs its `owner` and `unit`; `text` is a wording of one's own.
    """
    if case is None:
        values = _sample(definition, language, today)
    else:
        values = values_for(case, definition, language, code=code, given={}, today=today)
    wording: Wording = word(definition, code, language, {**values, PASSWORD: HIDDEN}, text)
    sms = short_text(wording.sms, values["case_number"]) if wording.sms else ""
    return Preview(wording.subject, wording.body, sms, segments(sms))


def _sample(definition: Definition, language: str, today: date) -> dict[str, str]:
    """Every placeholder filled: with an example where the pack alone does not know it, else with its own name."""
    number, day = "ABC-115-0001234-5", written_day(today.isoformat(), language)
    outcome = next(iter(definition.outcomes.values()), None)
    return {
        **{name: f"〔{what.in_(language)}〕" for name, what in PLACEHOLDERS.items()},
        **dict.fromkeys(("received_on", "due_on", "today", "reply_by"), day),
        **{f"answer.{q.name}": f"〔{q.label.in_(language)}〕" for q in definition.form.questions},
        "case_number": number,
        "kind": definition.name.in_(language),
        "outcome": outcome.in_(language) if outcome else "",
        "lookup_url": lookup_url(number),
        LINK: HIDDEN_LINK.in_(language),
    }
