"""From a pack's template and a case to what is read: subject, body and short text in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tongban.apps.cases.models import Case
from tongban.core.casework import Definition
from tongban.core.casework.texts import ANSWER, placeholders_in, render
from tongban.core.forms.roc_dates import date_text
from tongban.core.forms.showing import value_text
from tongban.core.text import Text

from .addresses import lookup_url

PASSWORD = "query_password"  # noqa: S105
HIDDEN = "••••"
LINK = "questionnaire_url"
HIDDEN_LINK = Text("〔問卷連結僅申請人可見〕", "[link for the applicant only]")
"""Officers read messages too, and whoever has the link may rate."""
LONGEST_SUBJECT = 250
_DATES = ("due_on", "received_on", "reply_by", "today")


class NoSuchText(LookupError):
    """The kind of case has no message of this code."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts ready to be read. May hold a query password, so its `repr` shows nothing."""

    subject: str = field(repr=False)
    body: str = field(repr=False)
    sms: str = field(default="", repr=False)


def word(definition: Definition, code: str, language: str, values: Mapping[str, str], text: str = "") -> Wording:
    """The message `code` filled with `values`. `text` is an officer's wording in place of body and short text.

    An SMS gets the address of the look-up without the case number: every character is paid for.
    """
    message = definition.messages.get(code)
    if message is None:
        raise NoSuchText(code)
    sms = message.sms.in_(language)
    text = text.replace(HIDDEN_LINK.in_(language), f"(({LINK}))")  # as it stood in what the officer changed
    return Wording(
        subject=one_line(render(message.subject.in_(language), values)),
        body=render(text or message.body.in_(language), values),
        sms=render(text or sms, {**values, "lookup_url": lookup_url()}) if sms else "",
    )


def values_for(
    case: Case, definition: Definition, language: str, *, code: str, given: Mapping[str, str], today: date
) -> dict[str, str]:
    """What fills the ((placeholders)) for this case; what only the citizen may read is hidden.

    `given` are the occasion's own values, dates as ISO.
    """
    outcome = given.get("outcome") or case.outcome
    due_on = given.get("due_on", case.due_on.isoformat() if case.due_on else "")
    step = definition.messages.get(code)
    facts = {
        **given,
        "case_number": case.number,
        "applicant": case.applicant,
        "kind": definition.name.in_(language),
        "owner": case.owner.text.in_(language),
        "unit": case.unit.title.in_(language),
        "unit_phone": case.unit.phone or case.owner.phone,
        "received_on": case.received_on.isoformat(),
        "due_on": due_on,
        "today": today.isoformat(),
        "outcome": definition.outcome_name(outcome).in_(language) if outcome else "",
        "step": one_line(step.subject.in_(language)) if step else "",
        "lookup_url": lookup_url(case.number),
        LINK: HIDDEN_LINK.in_(language),
    }
    facts |= {name: written_day(facts[name], language) for name in _DATES if facts.get(name)}
    return facts | _answers(case, definition, language, code)


def _answers(case: Case, definition: Definition, language: str, code: str) -> dict[str, str]:
    """Answers that the template names and that are not personal; read only when one is named."""
    message = definition.messages.get(code)
    parts = (message.subject, message.body, message.sms) if message else ()
    names = {n.removeprefix(ANSWER) for part in parts for n in placeholders_in(part.in_(language)) if ANSWER in n}
    names -= set(definition.personal_data)
    if not names:
        return {}
    data = case.answers.filter(version=case.answers_version).values_list("data", flat=True).first() or {}
    questions = {q.name: q for form in definition.forms.values() for q in form.questions}
    return {
        f"{ANSWER}{name}": value_text(questions[name], data.get(name), language) for name in names & questions.keys()
    }


def written_day(iso: str, language: str) -> str:
    """A date as the reader expects it: with Republic years in Chinese."""
    try:
        return date_text(date.fromisoformat(iso), language)
    except ValueError:
        return iso


def one_line(text: str) -> str:
    """For subjects: whatever was put into it, one header line and not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_SUBJECT]
