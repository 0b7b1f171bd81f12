"""Messages as the case page and the lists show them, and texts previewed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from tongban.apps.cases.models import Case
from tongban.apps.connectors.sms import segments
from tongban.core.casework import Definition
from tongban.core.casework.texts import PLACEHOLDERS

from .addresses import lookup_url
from .composing import short_text
from .models import UNDELIVERABLE, Message
from .wording import HIDDEN, HIDDEN_LINK, LINK, PASSWORD, Wording, values_for, word, written_day


class Preview(NamedTuple):
    """A message as it will be read. `segments` counts the SMS; 0 without one."""

    subject: str
    body: str
    sms: str
    segments: int


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
