from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction

from tests.apps.cases.conftest import AT, City, application, build_city
from tongban.apps.cases.actions import Registered, register_case, reopen_case, withdraw_case
from tongban.apps.feedback.actions import NotOver, rate_case
from tongban.apps.feedback.links import is_code_of, questionnaire_code
from tongban.apps.feedback.models import ASPECTS, Answered, Rating
from tongban.apps.feedback.queries import comments, is_answered, satisfaction

GOOD = dict.fromkeys(ASPECTS, 4)
FEBRUARY = date(2026, 2, 1)


def test_an_answer_is_kept_once_and_a_second_one_is_told_so(closed: Registered) -> None:
    assert rate_case(number=closed.number, scores=GOOD, at=AT)
    assert not rate_case(number=closed.number, scores=dict.fromkeys(ASPECTS, 1), at=AT)
    assert [rating.overall for rating in Rating.objects.all()] == [4]
    assert is_answered(closed.case_id)


def test_an_answer_holds_nothing_that_leads_back_to_its_case(closed: Registered) -> None:
    rate_case(number=closed.number, scores=GOOD, at=AT)
    stored = Rating.objects.values().get()
    assert stored["month"] == FEBRUARY
    assert set(stored) == {"id", "owner_id", "kind", "month", *ASPECTS, "comment"}
    assert [field.name for field in Answered._meta.get_fields()] == ["case"]


def test_a_running_case_is_not_rated_nor_one_taken_up_again(city: City, registered: Registered) -> None:
    with pytest.raises(NotOver):
        rate_case(number=registered.number, scores=GOOD, at=AT)
    withdraw_case(number=registered.number, reason="示範", by=city.rights("handler"), at=AT)
    reopen_case(number=registered.number, reason="示範", by=city.rights("supervisor"), at=AT)
    with pytest.raises(NotOver):
        rate_case(number=registered.number, scores=GOOD, at=AT)


@pytest.mark.parametrize("wrong", [{}, {**GOOD, "speed": 0}, {**GOOD, "overall": 6}, {"overall": 5}])
def test_every_question_wants_one_of_five_points(closed: Registered, wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError) as refused:
        rate_case(number=closed.number, scores=wrong, at=AT)
    assert set(refused.value.message_dict) <= set(ASPECTS)
    assert not is_answered(closed.case_id)


def test_a_comment_too_long_is_refused_with_its_field(closed: Registered) -> None:
    with pytest.raises(ValidationError) as refused:
        rate_case(number=closed.number, scores=GOOD, comment="字" * 1_001, at=AT)
    assert list(refused.value.message_dict) == ["comment"]


def test_the_database_itself_refuses_a_sixth_point_and_a_day(closed: Registered, city: City) -> None:
    for wrong in ({"overall": 6}, {"month": date(2026, 2, 13)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(**{"owner_id": city.agency.pk, "kind": "x", "month": FEBRUARY, **GOOD, **wrong})


def test_two_answers_at_once_are_one(own_database: str) -> None:
    city = build_city()
    case = register_case(application=application(city), by=city.rights("counter"), at=AT)
    withdraw_case(number=case.number, reason="示範", by=city.rights("handler"), at=AT)

    def rate(score: int) -> bool:
        try:
            return rate_case(number=case.number, scores=dict.fromkeys(ASPECTS, score), at=AT)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(rate, (1, 2, 4, 5))) == 1
    assert Rating.objects.count() == 1


def test_results_are_counted_by_agency_and_kind(city: City) -> None:
    for overall in (5, 4, 2):
        Rating.objects.create(owner=city.agency, kind="a", month=FEBRUARY, **{**GOOD, "overall": overall}, comment="讚")
    Rating.objects.create(owner=city.office, kind="b", month=FEBRUARY, **GOOD)
    Rating.objects.create(owner=city.agency, kind="a", month=date(2026, 1, 1), **GOOD)
    first, second = satisfaction(since=AT.date(), until=AT.date() + timedelta(days=9))
    assert (first.kind, first.n, first.satisfied, first.distribution) == ("a", 3, 2, (0, 1, 0, 1, 1))
    assert first.means == {"overall": 3.67, "speed": 4.0, "clarity": 4.0, "attitude": 4.0}
    assert second.owner_id == city.office.pk
    assert satisfaction(since=AT.date(), until=AT.date(), owner_ids=[city.office.pk]) == [second]
    assert comments(owner_ids=[city.agency.pk], since=AT.date(), until=AT.date()) == ["讚"] * 3
    assert comments(owner_ids=[city.office.pk], since=AT.date(), until=AT.date()) == []


def test_a_link_belongs_to_one_case() -> None:
    code = questionnaire_code("SOC-115-0000001-1")
    assert is_code_of("SOC-115-0000001-1", code)
    assert is_code_of("SOC-115-0000001-1", code.upper())
    assert not is_code_of("SOC-115-0000002-9", code)
    assert not is_code_of("SOC-115-0000001-1", code[:-1] + "é")
    assert len(code) == 16
