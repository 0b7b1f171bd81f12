from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.forms.roc_dates import roc_text
from tongban.web.parts.fields import DayField


@pytest.mark.parametrize("written", ["115/2/28", "1150228", "2026-02-28", " 115/02/28 "])
def test_a_day_is_read_as_officials_write_it(written: str) -> None:
    assert DayField().clean(written) == date(2026, 2, 28)


@pytest.mark.parametrize("written", ["115/2/29", "2026-02-30", "tomorrow", "１", "115/13/1", "9" * 500])
def test_a_day_that_does_not_exist_is_refused_with_how_to_write_one(written: str) -> None:
    with pytest.raises(ValidationError, match="115/2/28"):
        DayField().clean(written)


def test_nothing_is_no_day_where_none_is_needed() -> None:
    assert DayField(required=False).clean("") is None


@given(st.dates(min_value=date(1912, 1, 1), max_value=date(2099, 12, 31)))
def test_what_is_shown_again_is_read_as_the_same_day(day: date) -> None:
    field = DayField()
    assert field.clean(field.prepare_value(day)) == day
    assert field.prepare_value(day) == roc_text(day)


def test_desk_and_studio_ask_for_days_with_the_same_field() -> None:
    from tongban.web.desk.case.tasks import CorrectionForm
    from tongban.web.studio.organisation import person_forms

    assert type(CorrectionForm().fields["due_on"]) is DayField is person_forms.DayField
