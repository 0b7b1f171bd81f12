from __future__ import annotations

from dataclasses import replace

from tests.core.forms.making import YES_NO, form
from tongban.core.forms import Change, Line

OLD = """
| survey | type | name | label::中文 (zh-Hant) | label::English (en) | relevant | bind::check |
|        | begin_group        | who    | 申請人   | Applicant  |                |       |
|        | text               | phone  | 電話     | Phone      |                | phone |
|        | date               | born   | 生日     | Born       |                |       |
|        | end_group          |        |          |            |                |       |
|        | integer            | sum    | 金額     | Sum        |                |       |
|        | decimal            | share  | 比例     | Share      |                |       |
|        | select_multiple yn | both   | 兩者     | Both       | ${sum} > 1     |       |
|        | note               | hello  | 您好     | Hello      |                |       |
|        | text               | why    | 為何 ${sum} | Why ${sum} |              |       |
"""
ANSWERS = {
    "phone": "+886227208889;ext=12", "born": "2026-02-28", "sum": 1234567, "share": 0.0001,
    "both": ["y", "n"], "why": "x", "gone": 1,
}  # fmt: skip


def test_answers_are_shown_in_words_in_the_order_of_the_form() -> None:
    assert form(OLD, YES_NO).display(ANSWERS, "zh-Hant") == [
        Line("申請人", "電話", "02-2720-8889 #12", "phone"),
        Line("申請人", "生日", "115/2/28 (六)", "born"),
        Line("", "金額", "1,234,567", "sum"),
        Line("", "比例", "0.0001", "share"),
        Line("", "兩者", "是、否", "both"),
        Line("", "為何 1,234,567", "x", "why"),
    ]


def test_answers_are_shown_in_english_too() -> None:
    shown = {line.name: (line.group, line.value) for line in form(OLD, YES_NO).display(ANSWERS, "en")}
    assert shown["born"] == ("Applicant", "Sat 28 Feb 2026")
    assert shown["both"] == ("", "Yes, No")


def test_answers_to_an_older_form_are_shown_as_they_are() -> None:
    odd = {"phone": 5, "born": "some day", "sum": "many", "both": "z"}
    assert [line.value for line in form(OLD, YES_NO).display(odd, "zh-Hant")] == ["5", "some day", "many", "z"]  # type: ignore[arg-type]


def test_columns_give_a_list_its_titles_and_texts() -> None:
    columns = form(OLD, YES_NO).columns
    assert [column.name for column in columns] == ["phone", "born", "sum", "share", "both", "why"]
    assert columns[2].title.en == "Sum"
    assert columns[2].text(ANSWERS, "en") == "1,234,567"
    assert columns[2].text({}, "en") == ""


def test_a_form_does_not_differ_from_itself_however_its_rows_are_numbered() -> None:
    older = form(OLD, YES_NO)
    newer = form(OLD.replace("|        | integer ", "|        |         |\n|        | integer "), YES_NO)
    assert newer.questions[2].row != older.questions[2].row
    assert not newer.difference(older)


def test_what_was_added_removed_and_changed_is_named() -> None:
    older = form(OLD, YES_NO)
    text = OLD.replace("| born   |", "| birthday |").replace("${sum} > 1", "${sum} > 2").replace("| Share ", "| Part ")
    difference = form(text, YES_NO).difference(older)
    assert difference.added == ("birthday",)
    assert difference.removed == ("born",)
    assert difference.changed == (Change("share", ("label",)), Change("both", ("relevant",)))


def test_a_moved_question_is_named_and_not_those_it_passed() -> None:
    older = form(OLD, YES_NO)
    newer = replace(older, fields=(*older.fields[1:], older.fields[0]))
    assert {change.name for change in newer.difference(older).changed} == {"who", "phone", "born"}
    assert all(change.aspects == ("place",) for change in newer.difference(older).changed)


def test_a_question_that_became_a_group_changed_its_type() -> None:
    older = form("| survey | type | name | label |\n| | text | a | A |\n| | text | z | Z |")
    newer = form(
        """
        | survey | type | name | label |
        |        | begin_group | a | A |
        |        | text | z | Z |
        |        | end_group | | |
        """
    )
    assert Change("a", ("type",)) in newer.difference(older).changed
    assert Change("z", ("group",)) in newer.difference(older).changed
