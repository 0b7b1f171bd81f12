from __future__ import annotations

import pytest
from django.utils import translation

from tongban.web.parts.due import Due
from tongban.web.parts.templatetags.tongban import due, status

WORDS = [
    (Due("late", 2), "逾 2 日", "2 days late"),
    (Due("late", 1), "逾 1 日", "1 day late"),
    (Due("soon", 0), "今日到期", "Due today"),
    (Due("soon", 1), "明日到期", "Due tomorrow"),
    (Due("soon", 2), "尚餘 2 日", "2 days left"),
    (Due("ok", 12), "尚餘 12 日", "12 days left"),
    (Due("paused"), "停止計算", "Clock stopped"),
    (Due("done"), "已結案", "Closed"),
]


@pytest.mark.parametrize(("value", "zh", "en"), WORDS)
def test_every_state_is_said_in_words(value: Due, zh: str, en: str) -> None:
    with translation.override("en"):
        assert value.word == en
    with translation.override("zh-hant"):
        assert value.word == zh


def test_every_state_has_a_sign_of_its_own_beside_its_colour() -> None:
    signs = [Due(state).sign for state in ("late", "soon", "ok", "paused", "done")]
    assert len(set(signs)) == 5


def test_the_sign_is_not_read_aloud_but_the_word_is() -> None:
    with translation.override("en"):
        badge = due("late", 3)
    assert '<span class="sign" aria-hidden="true">‼</span>3 days late' in badge
    assert 'class="status is-late"' in badge


def test_a_stopped_clock_has_the_colour_of_waiting() -> None:
    assert Due("paused").meaning == "waiting"
    assert "is-waiting" in due("paused")


def test_a_word_of_one_s_own_is_escaped() -> None:
    assert "&lt;b&gt;" in status("done", "<b>")


def test_an_unknown_state_is_an_error_not_a_grey_badge() -> None:
    with pytest.raises(KeyError):
        due("perhaps")
