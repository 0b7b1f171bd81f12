# ruff: noqa: E501  (forms are tables)
from __future__ import annotations

from tests.core.forms.making import YES_NO, faults, form, read
from tongban.core.forms import Group, Question, QuestionType
from tongban.core.text import Text

WHOLE = """
# A form

| survey | | | | | | | | | |
| | type | name | label::中文 (zh-Hant) | label::English (en) | required | relevant | constraint | constraint_message::中文 (zh-Hant) | bind::check |
| | begin_group | who | 申請人 | Applicant | | | | | |
| | text | id_no | 身分證字號 | ID number | yes | | | | national_id |
| | integer | age | 年齡 | Age | | | . >= 0 and . < 150 | 年齡應為 0 至 149 | |
| | end_group | | | | | | | | |
| | note | mind | 請注意 | Mind this | | | | | |
| | select_one yn | again | 是否補發 | | | | | | |
| | select_multiple yn | both | 兩者 | Both | | ${again} = 'y' | | | |
"""


def test_a_form_is_read_with_its_groups_rules_and_both_languages() -> None:
    schema = form(WHOLE, YES_NO)
    who, mind, again, both = schema.fields
    assert isinstance(who, Group) and who.label == Text("申請人", "Applicant")
    id_no, age = who.children
    assert isinstance(id_no, Question) and id_no.check == "national_id" and id_no.is_always_required
    assert isinstance(age, Question) and age.constraint and age.constraint.source == ". >= 0 and . < 150"
    assert age.constraint_message == Text("年齡應為 0 至 149", "年齡應為 0 至 149")
    assert isinstance(mind, Question) and mind.type is QuestionType.NOTE
    assert isinstance(again, Question) and [choice.name for choice in again.choices] == ["y", "n"]
    assert isinstance(both, Question) and both.relevant and both.relevant.names == {"again"}


def test_a_missing_translation_reads_as_the_other_language() -> None:
    assert form(WHOLE, YES_NO).titles["again"] == Text("是否補發", "是否補發")


def test_a_form_in_one_language_is_enough() -> None:
    schema = form("| survey | type | name | label |\n| | text | a | 姓名 |")
    assert schema.titles == {"a": Text("姓名", "姓名")}


def test_a_plain_label_is_in_the_default_language() -> None:
    text = """
    | survey   | type | name | label | label::中文 (zh-Hant) |
    |          | text | a    | Name  | 姓名                  |
    | settings | default_language | form_title |
    |          | English (en)     | 申請       |
    """
    schema = form(text)
    assert schema.titles["a"] == Text("姓名", "Name")
    assert schema.title.zh == "申請"


def test_notes_and_groups_are_no_columns() -> None:
    assert list(form(WHOLE, YES_NO).titles) == ["id_no", "age", "again", "both"]


def test_every_fault_is_found_with_its_sheet_and_row() -> None:
    text = """
    | survey | type | name | label | relevant | constraint | bind::check | default | required |
    | | txt | a | A | | | | | |
    | | text | b c | B | | | | | |
    | | text | d | | | | | | |
    | | text | e | E | ${nobody} = 1 | | | | |
    | | integer | f | F | | . > foo(1) | | many | |
    | | text | f | F | | | | | |
    | | select_one no | g | G | | | | | |
    | | select_one yn | h | H | . = 'y' | | | | |
    | | text | i | I | ${h} = 'maybe' | | horoscope | | |
    | | integer | j | J | selected(${k}, 1) | | phone | | ${h} = '' |
    | | integer | k | K | ${j} > 1 | | | | |
    | | end_group | | | | | | | |
    | | begin_group | l | L | | | | | |
    | | select_one | m | ${zz} | | | | | |
    """
    choices = (
        YES_NO
        + "|         | yn        | y    | 又是                 | again               |\n|         | yn | | x | |\n"
    )
    found = faults(text, choices)
    for place, words in [
        ("survey row 2", "question type “txt”"),
        ("survey row 3", "name “b c”"),
        ("survey row 4", "no label"),
        ("survey row 5", "“nobody”, which is no question"),
        ("survey row 6", "no function “foo”"),
        ("survey row 6", "default"),
        ("survey row 7", "already used in row 6"),
        ("survey row 8", "no list “no”"),
        ("survey row 9", "cannot use “.”"),
        ("survey row 10", "“maybe” is no choice"),
        ("survey row 10", "check “horoscope”"),
        ("survey row 11", "check “phone”"),
        ("survey row 11", "circle"),
        ("survey row 12", "circle"),
        ("survey row 13", "no group to end"),
        ("survey row 14", "not closed"),
        ("survey row 15", "question type “select_one”"),
        ("choices row 4", "“y” is twice"),
        ("choices row 5", "needs list_name"),
    ]:
        assert any(fault.startswith(place + ":") and words in fault for fault in found), (place, words, found)


def test_a_group_must_not_depend_on_what_is_in_it() -> None:
    text = """
    | survey | type        | name | label | relevant  |
    |        | begin_group | g    | G     | ${a} = 1  |
    |        | integer     | a    | A     |           |
    |        | end_group   |      |       |           |
    """
    assert any("circle" in fault and fault.startswith("survey row 2:") for fault in faults(text))


def test_a_question_may_depend_on_a_later_one() -> None:
    text = """
    | survey | type    | name | label | relevant  |
    |        | text    | a    | A     | ${b} = 1  |
    |        | integer | b    | B     |           |
    """
    assert form(text).questions[0].relevant


def test_an_expression_that_refers_to_a_note_is_a_fault() -> None:
    text = """
    | survey | type | name | label | relevant  |
    |        | note | n    | N     |           |
    |        | text | a    | A     | ${n} = '' |
    """
    assert faults(text) == ["survey row 3: relevant refers to “n”, a group or note without an answer."]


def test_a_column_nobody_understands_is_a_fault_unless_it_is_a_remark() -> None:
    found = faults("| survey | type | name | label | relavant |\n| | text | a | A | true() |")
    assert found[0].startswith("survey row 1: The column “relavant” is not understood.")
    assert form("| survey | type | name | label | notes |\n| | text | a | A | ask Ms Lin |")


def test_columns_for_calculation_are_not_silently_dropped() -> None:
    found = faults("| survey | type | name | label | calculation |\n| | integer | a | A | 1 + 1 |")
    assert "“bind::calculate” is not understood" in found[0]


def test_a_language_that_is_not_shown_is_a_fault() -> None:
    found = faults(
        "| survey | type | name | label::中文 (zh-Hant) | label::Tiếng Việt (vi) |\n| | text | a | 名 | Tên |"
    )
    assert "Tiếng Việt" in found[0]


def test_blank_rows_do_not_shift_the_numbers() -> None:
    text = """
    | survey | type | name | label |
    |        |      |      |       |
    |        | text | 1a   | A     |
    """
    assert faults(text)[0].startswith("survey row 3:")


def test_what_pyxform_refuses_is_a_fault_too() -> None:
    found = faults("| survey | type | name | label |\n| | text | meta | A |")
    assert found and found[0].startswith("survey")


def test_full_width_signs_in_expressions_are_named() -> None:
    found = faults("| survey | type | name | label | constraint |\n| | integer | a | A | . ＞ 1 |")
    assert "full-width; write “>”" in found[0]


def test_a_pipe_inside_a_cell_is_escaped() -> None:
    assert form("| survey | type | name | label |\n| | text | a | A \\| B |").titles["a"].zh == "A | B"
    assert "more cells than the header" in faults("| survey | type | name | label |\n| | text | a | A | B |")[0]


def test_an_empty_or_odd_file_is_a_fault_not_a_crash() -> None:
    for text in ("", "hello", "| |", "| x |", "|||||", "| survey |\n", "| survey | type | name | label |\n", "| | a |"):
        schema, found = read(text)
        assert schema is None and found
