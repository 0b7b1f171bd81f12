from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.forms.making import AT, YES_NO, ask, check, form, refused

BRACELET = form(
    """
    | survey | type | name | label | required | relevant | constraint | constraint_message | bind::check | appearance |
    | | text | name | 姓名 | yes | | string-length(.) >= 2 | 姓名至少兩個字 | | |
    | | text | id_no | 證號 | | | | | national_id | |
    | | date | born | 生日 | | | . <= today() | 生日不可晚於今天 | | |
    | | select_one yn | again | 補發 | yes | | | | | |
    | | begin_group | why | 原因 | | ${again} = 'y' | | | | |
    | | select_multiple yn | reasons | 理由 | yes | | | | | |
    | | text | details | 說明 | ${age} >= 65 | selected(${reasons}, 'y') | | | | multiline |
    | | end_group | | | | | | | | |
    | | integer | age | 年齡 | | | | | | |
    | | decimal | income | 所得 | | | . >= 0 | | | |
    """,
    YES_NO,
)
GOOD = {"name": "王小明", "again": "n"}


def test_what_a_browser_sends_becomes_typed_answers() -> None:
    sent = {
        "name": ["  王小明 "], "id_no": "a１２３４５６７８９", "born": "民國45年2月29日", "again": "y", "reasons": ["n", "y", "n"],
        "details": "一\r\n二\x00", "age": "７０", "income": "12,345.50",
    }  # fmt: skip
    checked = check(BRACELET, sent)
    assert checked.is_complete
    assert checked.answers == {
        "name": "王小明", "id_no": "A123456789", "born": "1956-02-29", "again": "y", "reasons": ["y", "n"],
        "details": "一\n二", "age": 70, "income": 12345.5,
    }  # fmt: skip
    assert list(checked.answers) == [question.name for question in BRACELET.questions]
    assert json.loads(json.dumps(checked.answers)) == checked.answers


def test_a_required_answer_is_asked_for_by_its_label() -> None:
    checked = check(BRACELET, {"name": "  ", "again": ""})
    assert [(fault.name, fault.text.zh) for fault in checked.faults] == [
        ("name", "請填寫「姓名」。"),
        ("again", "請選擇「補發」。"),
    ]


def test_what_does_not_apply_is_dropped_and_not_required() -> None:
    checked = check(BRACELET, GOOD | {"reasons": ["y"], "details": "x"})
    assert checked.is_complete
    assert checked.answers == GOOD
    assert "why" not in checked.relevant and "details" not in checked.relevant


def test_relevance_is_inherited_from_the_group() -> None:
    checked = check(BRACELET, {"name": "王小明", "again": "y", "reasons": "n", "details": "x"})
    assert "reasons" in checked.answers and "details" not in checked.answers


def test_a_question_can_be_required_on_a_condition() -> None:
    young = GOOD | {"again": "y", "reasons": "y", "age": 20}
    assert refused(check(BRACELET, young)) == []
    assert refused(check(BRACELET, young | {"age": 65})) == ["details"]


def test_a_broken_constraint_says_its_own_message() -> None:
    checked = check(BRACELET, GOOD | {"name": "王"})
    assert checked.faults_of("name")[0].zh == "姓名至少兩個字"
    assert "name" not in checked.answers


def test_a_constraint_is_not_asked_of_a_blank_answer() -> None:
    assert refused(check(BRACELET, GOOD | {"income": ""})) == []
    assert refused(check(BRACELET, GOOD | {"income": "-1"})) == ["income"]


def test_today_is_the_day_in_taipei() -> None:
    just_after_midnight = datetime(2026, 11, 19, 16, 0, 1, tzinfo=ZoneInfo("UTC"))
    sent = GOOD | {"born": "2026-11-20"}
    assert refused(check(BRACELET, sent, just_after_midnight)) == []
    assert refused(check(BRACELET, sent, just_after_midnight - timedelta(seconds=2))) == ["born"]


def test_a_moment_without_time_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="time zone"):
        check(BRACELET, GOOD, datetime(2026, 1, 1))


def test_unknown_fields_are_refused_by_name() -> None:
    checked = check(BRACELET, GOOD | {"is_admin": "1"})
    assert refused(checked) == ["is_admin"]
    assert "is_admin" not in checked.answers


def test_a_flood_of_unknown_fields_is_bounded() -> None:
    checked = check(BRACELET, {f"x{n}" * 50: 1 for n in range(5_000)} | GOOD)
    assert len(checked.faults) == 20
    assert all(len(fault.name) <= 64 for fault in checked.faults)


@pytest.mark.parametrize(
    "sent", ["2026-02-29", "115/2/29", "115/2/30", "yesterday", "13", 20260101, ["2026-01-01", "2026-01-02"], True]
)
def test_a_day_that_does_not_exist_is_refused(sent: object) -> None:
    assert refused(check(ask("date"), {"q": sent})) == ["q"]


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ("12", 12),
        ("１２", 12),
        (" +12 ", 12),
        ("1,200", 1200),
        (12, 12),
        (12.0, 12),
        ("-0", 0),
        ("012", 12),
        ("12.0", 12),
        ("", None),
    ],
)
def test_whole_numbers_are_understood(sent: object, answer: int | None) -> None:
    checked = check(ask("integer"), {"q": sent})
    assert checked.is_complete
    assert checked.answers.get("q") == answer


@pytest.mark.parametrize(
    "sent",
    [
        "1.5",
        "x",
        "1e5",
        "1,2",
        "--1",
        "9" * 16,
        "9" * 10_000,
        10**400,
        True,
        {},
        "十二",
        float("nan"),
        float("inf"),
        "0x1f",
    ],
)
def test_what_is_no_whole_number_is_refused(sent: object) -> None:
    assert refused(check(ask("integer"), {"q": sent})) == ["q"]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_decimals_pass_through_json_unharmed(number: Decimal) -> None:
    answers = check(ask("decimal"), {"q": str(number)}).answers
    assert Decimal(repr(json.loads(json.dumps(answers))["q"])) == number


def test_choices_are_held_to_the_list() -> None:
    checked = check(ask("select_one yn"), {"q": "maybe"})
    assert checked.faults[0].text.zh == "沒有「maybe」這個選項，請從下列選擇：是、否。"
    assert refused(check(ask("select_multiple yn"), {"q": ["y", "maybe"]})) == ["q"]
    assert refused(check(ask("select_one yn"), {"q": ["y", "n"]})) == ["q"]


def test_a_line_of_text_is_one_line_and_bounded() -> None:
    assert check(ask("text"), {"q": "a\r\nb\tc\u202e\u0000"}).answers == {"q": "a b c"}
    assert refused(check(ask("text"), {"q": "字" * 501})) == ["q"]
    assert check(ask("text"), {"q": "字" * 500}).is_complete
    assert check(ask("text", appearance="multiline"), {"q": "字" * 10_000}).is_complete
    assert refused(check(ask("text", appearance="multiline"), {"q": "字" * 10_000_000})) == ["q"]


@pytest.mark.parametrize(
    ("name", "good", "stored", "bad"),
    [
        ("national_id", "A123456789", "A123456789", "A123456788"),
        ("company_id", "04595257", "04595257", "04595253"),
        ("phone", "02-27208889", "+886227208889", "27208889"),
        ("email", "a@B.TW", "a@b.tw", "a@b"),
        ("mobile", "0912345678", "+886912345678", "02-27208889"),
        ("citizen_id", "A123456789", "A123456789", "A800000014"),
        ("resident_id", "A800000014", "A800000014", "A123456789"),
        ("address", "台北市市府路１號", "臺北市市府路1號", None),
    ],
)
def test_a_question_can_name_a_check(name: str, good: str, stored: str, bad: str | None) -> None:
    schema = ask("text", bind_check=name)
    assert check(schema, {"q": good}).answers == {"q": stored}
    assert check(schema, {"q": ""}).is_complete
    if bad:
        fault = check(schema, {"q": bad}).faults[0]
        assert len(fault.text.zh) > 10 and len(fault.text.en) > 20


def test_an_old_resident_number_is_judged_on_the_day() -> None:
    schema = ask("text", bind_check="resident_id")
    at = datetime(2030, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Taipei"))
    assert check(schema, {"q": "AC01234567"}, at).is_complete
    assert not check(schema, {"q": "AC01234567"}, at + timedelta(minutes=1)).is_complete


def test_waiting_does_not_turn_an_accepted_answer_wrong() -> None:
    schema = ask("date", constraint=". >= today()")
    accepted = check(schema, {"q": "2026-11-20"}).answers
    later = AT + timedelta(days=3)
    assert refused(check(schema, accepted, later)) == ["q"]
    assert refused(check(schema, accepted, later, previous=accepted)) == []
    assert refused(check(schema, {"q": "2026-11-19"}, later, previous=accepted)) == ["q"]


def test_an_accepted_answer_is_judged_again_when_what_it_is_compared_with_changes() -> None:
    schema = form(
        """
        | survey | type    | name | label | constraint |
        |        | integer | low  | L     | . < ${high} |
        |        | integer | high | H     |            |
        """
    )
    assert refused(check(schema, {"low": 2, "high": 1}, previous={"low": 2, "high": 3})) == ["low"]


def test_defaults_stand_in_the_empty_form() -> None:
    schema = form(
        """
        | survey | type          | name | label | default |
        |        | date          | d    | D     | today() |
        |        | date          | e    | E     | 2026-02-28 |
        |        | integer       | n    | N     | 3       |
        |        | text          | t    | T     | -       |
        |        | select_one yn | s    | S     | y       |
        |        | integer       | m    | M     | ${n} + 1 |
        """,
        YES_NO,
    )
    assert schema.defaults(at=AT) == {"d": "2026-11-20", "e": "2026-02-28", "n": 3, "t": "-", "s": "y", "m": 4}


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["y", "n", "115/2/28", "A123456789", "７０"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)
_SENT = st.dictionaries(st.sampled_from([*BRACELET.question_named, "other", "why"]), _JSON, max_size=10)


@given(_SENT)
def test_no_answer_whatever_breaks_a_check_and_all_accepted_ones_are_safe_for_json(sent: dict[str, object]) -> None:
    checked = check(BRACELET, sent)
    assert json.loads(json.dumps(checked.answers, allow_nan=False)) == checked.answers
    assert checked.answers.keys() <= checked.relevant
    assert not checked.answers.keys() & set(refused(checked))
    BRACELET.display(checked.answers, "zh-Hant")


@given(_SENT)
def test_accepted_answers_are_accepted_again_unchanged(sent: dict[str, object]) -> None:
    checked = check(BRACELET, GOOD | sent)
    if checked.is_complete:
        again = check(BRACELET, checked.answers)
        assert again.answers == checked.answers and again.is_complete


@given(_SENT)
def test_what_does_not_apply_has_no_influence(sent: dict[str, object]) -> None:
    sent = GOOD | sent | {"again": "n"}
    without = {name: value for name, value in sent.items() if name not in ("reasons", "details")}
    assert check(BRACELET, sent) == check(BRACELET, without)
