"""Made-up values by which a text is shown as a citizen would read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tongban.apps.catalogue.message_files import Parts
from tongban.apps.connectors.sms import segments
from tongban.apps.correspondence.addresses import lookup_url
from tongban.apps.feedback.links import questionnaire_url
from tongban.apps.org.models import Unit
from tongban.core.casework import Definition
from tongban.core.casework.texts import ANSWER, render
from tongban.core.forms import Question, QuestionType
from tongban.core.forms.roc_dates import date_text
from tongban.core.text import Text

_SAMPLES = {
    "applicant": Text("王大明", "Wang Da-ming"),
    "query_password": Text("K7QF-2M9X", "K7QF-2M9X"),
    "missing": Text("身分證影本", "copy of the ID card"),
    "reason": Text("原附影本不清晰", "the copy cannot be read"),
    "consequence": Text("依現有資料審查", "we decide on what we have"),
}
_NUMBER = "{prefix}-{year}-0001234-5"


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as read, with how many SMS its short form takes on the air."""

    language: str
    subject: str
    body: str
    sms: str
    characters: int
    segments: int


def preview(parts: Parts, language: str, values: Mapping[str, str]) -> Preview:
    subject, body, sms = (render(part, values) for part in (parts.subject, parts.body, parts.sms))
    return Preview(language, subject, body, sms, len(sms), segments(sms))


def sample_values(shown: Definition | None, owner: Unit, subject: str, language: str, today: date) -> dict[str, str]:
    number = _NUMBER.format(prefix=owner.prefix or "CASE", year=today.year - 1911)
    days = {"received_on": -2, "today": 0, "due_on": 6, "reply_by": 14}
    values = {name: sample.in_(language) for name, sample in _SAMPLES.items()}
    values |= {name: date_text(today + timedelta(days=n), language) for name, n in days.items()}
    return values | {
        "case_number": number,
        "kind": shown.name.in_(language) if shown else owner.text.in_(language),
        "owner": owner.text.in_(language),
        "unit": owner.text.in_(language),
        "unit_phone": owner.phone or "03-332-2101",
        "outcome": _outcome(shown, language),
        "step": subject,
        "lookup_url": lookup_url(number),
        "questionnaire_url": questionnaire_url(number),
        **_answers(shown, language, today),
    }


def _outcome(shown: Definition | None, language: str) -> str:
    names = [text.in_(language) for text in shown.outcomes.values()] if shown else []
    return names[-1] if names else Text("核准", "Approved").in_(language)


def _answers(shown: Definition | None, language: str, today: date) -> dict[str, str]:
    if shown is None:
        return {}
    questions = [question for form in shown.forms.values() for question in form.questions]
    return {
        f"{ANSWER}{question.name}": _answer(question, language, today)
        for question in questions
        if question.name not in shown.personal_data
    }


def _answer(question: Question, language: str, today: date) -> str:
    if question.choices:
        return question.choices[0].label.in_(language)
    if question.type is QuestionType.DATE:
        return date_text(today, language)
    if question.type in (QuestionType.INTEGER, QuestionType.DECIMAL):
        return "12"
    return f"〔{question.label.in_(language)}〕"
