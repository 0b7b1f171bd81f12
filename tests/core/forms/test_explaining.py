from __future__ import annotations

import pytest

from tests.core.forms.making import YES_NO, form
from tongban.core.forms import FormSchema


def depending(rule: str) -> FormSchema:
    return form(
        f"""
| survey | type               | name  | label::中文 (zh-Hant) | label::English (en) | relevant |
|        | select_one yn      | again | 補發 | Again | |
|        | select_multiple yn | both  | 兩者 | Both  | |
|        | integer            | age   | 年齡 | Age   | |
|        | text               | q     | 問題 | Q     | {rule} |
""",
        YES_NO,
    )


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("${again} = 'y'", "「補發」為「是」", "“Again” is “Yes”"),
        ("selected(${both}, 'n')", "「兩者」為「否」", "“Both” is “No”"),
        ("${age} >= 65", "「年齡」至少「65」", "“Age” is at least “65”"),
        ("${age} != ''", "「年齡」有填", "“Age” is filled in"),
        (
            "${again} = 'y' and ${age} < 18",
            "「補發」為「是」，且「年齡」小於「18」",
            "“Again” is “Yes” and “Age” is less than “18”",
        ),
    ],
)
def test_a_plain_condition_is_said_in_words(rule: str, zh: str, en: str) -> None:
    schema = depending(rule)
    text = schema.applies_when(schema.question_named["q"])
    assert text == (zh, en)


@pytest.mark.parametrize(
    "rule",
    [
        "string-length(${again}) > 1",
        "${age} + 1 = 2",
        "${again} = 'y' and (${age} = 1 or ${age} = 2)",
        "not(${age} = 1)",
        "",
    ],
)
def test_what_has_no_plain_words_is_left_unsaid(rule: str) -> None:
    schema = depending(rule)
    assert schema.applies_when(schema.question_named["q"]) is None
