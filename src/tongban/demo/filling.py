"""Valid answers to any form, by knowing it a little and trying the rest."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tongban.core.calendar import TAIPEI
from tongban.core.forms import Answer, FormSchema
from tongban.core.forms.schema import Question, QuestionType

from .people import Citizen, address, identifier, mobile
from .words import ANYTHING, NUMBERS, SAID

ROUNDS = 60
_BOUND = re.compile(r"\.\s*(<=|>=|<|>)\s*(-?\d+)")
_SOMEBODY_ELSE = ("spouse", "other", "agent", "dependant")


class Unanswerable(ValueError):
    """No answers were found that the form accepts."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who fills in, drawing from `rng`, and who else may be named."""

    rng: Random
    citizen: Citizen
    other: Citizen
    at: datetime

    @property
    def today(self) -> date:
        return self.at.astimezone(TAIPEI).date()


def fill_in(form: FormSchema, writer: Writer, previous: Mapping[str, Answer] | None = None) -> dict[str, object]:
    """Answers that `form.check` accepts; what it refuses is thought of anew. Raises Unanswerable."""
    answers = {
        q.name: _propose(q, writer, 0) for q in form.questions if q.required is not None or writer.rng.randint(0, 1)
    }
    for attempt in range(1, ROUNDS):
        given = {name: value for name, value in answers.items() if value is not None}
        checked = form.check(given, at=writer.at, previous=previous)
        if checked.is_complete:
            return dict(checked.answers)
        for fault in checked.faults:
            answers[fault.name] = _propose(form.question_named[fault.name], writer, attempt)
    raise Unanswerable(f"{form.title.en}: " + "; ".join(f"{f.name}: {f.text.en}" for f in checked.faults))


def _propose(question: Question, writer: Writer, attempt: int) -> object:
    rng = writer.rng
    match question.type:
        case QuestionType.SELECT_ONE:
            usual = [1 / (n + 1) for n, _ in enumerate(question.choices)]
            return rng.choices(question.choices, None if attempt else usual)[0].name
        case QuestionType.SELECT_MULTIPLE:
            return [
                choice.name for choice in rng.sample(question.choices, k=min(len(question.choices), rng.randint(1, 2)))
            ]
        case QuestionType.DATE:
            return _day(question, writer, attempt).isoformat()
        case QuestionType.INTEGER | QuestionType.DECIMAL:
            return _number(question, rng, attempt)
        case _:
            return _text(question, writer)


def _day(question: Question, writer: Writer, attempt: int) -> date:
    """A birthday, a day lately, or from the second try on a day to come; never at a weekend."""
    if "born" in question.name:
        return writer.citizen.born
    if attempt % 2:
        day = writer.today + timedelta(writer.rng.randint(1, 10 * attempt))
    else:
        day = writer.today - timedelta(writer.rng.randint(0, 3 if question.name.endswith("ed_on") else 40))
    return day - timedelta(max(0, day.weekday() - 4)) if attempt < ROUNDS // 2 else day


def _number(question: Question, rng: Random, attempt: int) -> int:
    if question.name in NUMBERS and attempt < ROUNDS // 2:
        low, high = NUMBERS[question.name]
        number = rng.randint(low, high)
        return max(low, round(number, -2)) if high > 5_000 else number
    low, high = _bounds(question.constraint.source, 0, 10) if question.constraint is not None else (0, 10)
    if high > 100 * max(low, 1):
        # Small sums are the usual ones.
        return round(math.exp(rng.uniform(math.log(max(low, 1)), math.log(high))))
    return rng.randint(low, high)


def _bounds(rule: str, low: int, high: int) -> tuple[int, int]:
    for sign, number in _BOUND.findall(rule):
        if sign.startswith(">"):
            low = int(number) + (sign == ">")
        else:
            high = int(number) - (sign == "<")
    return low, max(low, high)


def _text(question: Question, writer: Writer) -> str | None:
    rng, name = writer.rng, question.name
    who = writer.other if name.startswith(_SOMEBODY_ELSE) else writer.citizen
    match question.check:
        case "national_id" | "resident_id":
            return who.identifier
        case "citizen_id":
            return who.identifier if who.identifier[1] in "12" else identifier(rng)
        case "company_id":
            return rng.choice(("04595257", "10458575", "12345675"))
        case "phone" | "mobile":
            return who.mobile or mobile(rng)
        case "email":
            return who.email or "citizen@example.tw"
        case "address":
            return who.address if who is writer.citizen and not name.startswith("site") else address(rng)
    if name in SAID:
        return rng.choice(SAID[name])
    if name.endswith("_name"):
        return who.name
    return rng.choice(ANYTHING) if question.required is not None else None
