"""From what a browser or another system sends to an accepted answer.

| question        | takes                                          | gives                                    |
| --------------- | ---------------------------------------------- | ---------------------------------------- |
| text            | text                                           | text, cleaned; with a check its spelling |
| integer         | whole number or its digits, also full-width    | int, at most 15 digits                   |
| decimal         | number or its digits                           | int or float, at most 15 significant digits |
| date            | ISO, Republic or Gregorian spelling            | text `2026-02-28`                        |
| select_one      | name of a choice                               | text                                     |
| select_multiple | list of names, or names with spaces between    | list in the order of the form            |

Fifteen digits pass through a JSON number unharmed: `Decimal(repr(x))` is what was typed. Blank is
None. Converting an accepted answer again gives the same answer.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from tongban.core.forms.checks import CHECKS
from tongban.core.forms.roc_dates import read_date
from tongban.core.forms.schema import Answer, Question, QuestionType
from tongban.core.text import Text

LONGEST_LINE = 500
LONGEST_TEXT = 10_000
MOST_DIGITS = 15

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
# Controls but the line feed, lone surrogates, what turns the direction of writing, invisible spaces.
_UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200b\ufeff]")


class Unconvertible(ValueError):
    """What was sent is no answer to this question; `text` says what is expected."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def convert(question: Question, sent: object, on: date) -> Answer | None:
    """The accepted answer, None when blank; raises Unconvertible. `on` is the day it is judged."""
    if question.type is QuestionType.SELECT_MULTIPLE:
        return _choices(question, sent)
    if isinstance(sent, list | tuple):
        if len(sent) > 1:
            raise Unconvertible("此題只能有一個答案。", "This question takes one answer only.")
        sent = sent[0] if sent else None
    if sent is None or sent == "":
        return None
    return _READ[question.type](question, sent, on)


def clean(text: str, *, multiline: bool = False) -> str:
    """Without control and direction-changing characters, in Unicode form C, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if not multiline:
        text = text.replace("\n", " ")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text)).strip()


def _text(question: Question, sent: object, on: date) -> str | None:
    if not isinstance(sent, str):
        raise Unconvertible("請填寫文字。", "Enter text.")
    longest = LONGEST_TEXT if question.is_multiline else LONGEST_LINE
    text = clean(sent[: longest * 4], multiline=question.is_multiline)
    if len(text) > longest:
        raise Unconvertible(
            f"文字過長：目前 {len(text):,} 字，最多 {longest:,} 字。",
            f"The text is too long: {len(text):,} characters, at most {longest:,} are taken.",
        )
    if not text or question.check is None:
        return text or None
    check = CHECKS[question.check]
    spelled = check.read(text, on)
    if spelled is None or len(spelled) > longest:
        raise Unconvertible(*check.fault)
    return spelled


def _integer(_question: Question, sent: object, _on: date) -> int | None:
    number = _decimal(sent)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise Unconvertible("請填寫整數，不含小數。", "Enter a whole number without decimals.")
    return int(number)


def _number(_question: Question, sent: object, _on: date) -> int | float | None:
    number = _decimal(sent)
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _decimal(sent: object) -> Decimal | None:
    if isinstance(sent, bool) or not isinstance(sent, str | int | float):
        raise Unconvertible("請填寫數字。", "Enter a number.")
    if isinstance(sent, str) and len(sent) <= MOST_DIGITS and sent.isascii() and sent.isdigit():
        return Decimal(sent)
    if isinstance(sent, int) and abs(sent) >= 10**MOST_DIGITS:
        raise _too_many_digits()
    written = unicodedata.normalize("NFKC", clean(sent[:100])) if isinstance(sent, str) else repr(sent)
    if not written:
        return None
    if _THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    if isinstance(sent, str) and not _NUMBER.fullmatch(written):
        raise Unconvertible("請填寫數字，例如 1200 或 12.5。", "Enter a number, for example 1200 or 12.5.")
    number = Decimal(written)
    if not number.is_finite():
        raise Unconvertible("請填寫數字。", "Enter a number.")
    _refuse_too_many_digits(number)
    return number if number else Decimal(0)


def _refuse_too_many_digits(number: Decimal) -> None:
    number = number.normalize()
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if number and (len(digits) > MOST_DIGITS or number.adjusted() >= MOST_DIGITS or exponent < -MOST_DIGITS):
        raise _too_many_digits()


def _too_many_digits() -> Unconvertible:
    return Unconvertible(f"數字最多 {MOST_DIGITS} 位。", f"A number has at most {MOST_DIGITS} digits.")


def _date(_question: Question, sent: object, _on: date) -> str | None:
    if isinstance(sent, str) and not clean(sent[:200]):
        return None
    day = read_date(sent) if isinstance(sent, str) else None
    if day is None:
        raise Unconvertible(
            "日期不正確或不存在；請寫成 115/2/28、民國115年2月28日或 2026-02-28。",
            "This is not a date that exists; write it as 2026-02-28 or, with the year of the Republic, 115/2/28.",
        )
    return day.isoformat()


def _choice(question: Question, sent: object, _on: date) -> str | None:
    if not isinstance(sent, str):
        raise _no_choice(question, sent)
    name = sent.strip()
    if name and question.choice(name) is None:
        raise _no_choice(question, name)
    return name or None


def _choices(question: Question, sent: object) -> list[str] | None:
    if sent is None:
        return None
    names = sent.split() if isinstance(sent, str) else list(sent) if isinstance(sent, list | tuple) else [sent]
    for name in names:
        if name != "" and (not isinstance(name, str) or question.choice(name) is None):
            raise _no_choice(question, name)
    chosen = set(names)
    return [choice.name for choice in question.choices if choice.name in chosen] or None


def _no_choice(question: Question, sent: object) -> Unconvertible:
    shown = clean(str(sent)[:40])
    offered = [choice.label for choice in question.choices[:6]]
    more = len(question.choices) > len(offered)
    return Unconvertible(
        f"沒有「{shown}」這個選項，請從下列選擇：{'、'.join(label.zh for label in offered)}{'…' if more else ''}。",
        f"“{shown}” is not one of the choices: {', '.join(label.en for label in offered)}{' …' if more else ''}.",
    )


_READ = {
    QuestionType.TEXT: _text,
    QuestionType.INTEGER: _integer,
    QuestionType.DECIMAL: _number,
    QuestionType.DATE: _date,
    QuestionType.SELECT_ONE: _choice,
}
