"""Penalties as rows and as journal events."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.apps.cases.conftest import AT, City
from tests.apps.cases.inspection import does, inspection
from tongban.apps.cases.actions import approve_deviation, ask_deviation, refuse_deviation
from tongban.apps.cases.errors import Changed, NotAllowed
from tongban.apps.cases.models import Case, Intent, Penalty, Remark, Task
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.queries import events_of
from tongban.core.casework import Refusal

REASON = "檢查當日即停業改善"


def task(number: str) -> int:
    return case_file(number).open_tasks[0].number


def asked(city: City, number: str, who: str = "handler") -> None:
    ask_deviation(
        number=number, task=task(number), amount=60_000, reason=REASON, outcome="fined", by=city.rights(who), at=AT
    )


def test_a_decision_is_journalled_with_the_version_of_the_pack(city: City) -> None:
    case = inspection(city)
    made = events_of(f"case:{case.case_id}").get(kind="DecisionMade")
    assert made.data["pack_version"] == Case.objects.get().pack_version_id
    assert made.data["rules"] == {"處置方式": ["measure_2"]}
    assert made.data["value"] == "fine"


def test_the_letter_names_the_fine(city: City) -> None:
    case = inspection(city)
    for who, outcome in (("handler", "fined"), ("supervisor", "issued"), ("handler", "")):
        does(city, case, who, outcome=outcome)
    assert Intent.objects.get(code="fined").values["penalty"] == "100,000"


def test_the_reason_is_kept_beside_the_case_and_not_in_the_journal(city: City) -> None:
    case = inspection(city)
    asked(city, case.number)
    assert Remark.objects.get(purpose="deviation").body == REASON
    assert REASON not in str([event.data for event in events_of(f"case:{case.case_id}")])


def test_the_step_passes_to_the_supervisors_and_back(city: City) -> None:
    case = inspection(city)
    asked(city, case.number)
    with pytest.raises(NotAllowed):
        approve_deviation(number=case.number, task=task(case.number), by=city.rights("colleague"), at=AT)
    refuse_deviation(number=case.number, task=task(case.number), reason="不足", by=city.rights("supervisor"), at=AT)
    roles = Task.objects.filter(activity="propose").order_by("number").values_list("role", "state", "outcome")
    assert list(roles) == [("handler", "done", ""), ("supervisor", "done", ""), ("handler", "open", "")]


def test_nobody_approves_his_own_whatever_his_posts(city: City) -> None:
    case = inspection(city)
    asked(city, case.number, "supervisor")
    with pytest.raises(Refusal) as refused:
        approve_deviation(number=case.number, task=task(case.number), by=city.rights("supervisor"), at=AT)
    assert refused.value.code == "four-eyes"


def test_the_second_signature_counts_once(city: City) -> None:
    case = inspection(city)
    asked(city, case.number)
    waiting, seen = task(case.number), case_file(case.number).version
    approve_deviation(number=case.number, task=waiting, by=city.rights("supervisor"), at=AT, seen=seen)
    with pytest.raises(Changed):
        approve_deviation(number=case.number, task=waiting, by=city.rights("supervisor"), at=AT, seen=seen)
    with pytest.raises(Refusal):
        approve_deviation(number=case.number, task=waiting, by=city.rights("supervisor"), at=AT)
    assert Penalty.objects.get().standing == "in-force"


@pytest.mark.parametrize("second", ["", "person:1"])
def test_the_database_holds_four_eyes_too(city: City, second: str) -> None:
    inspection(city)
    row = Penalty(
        case=Case.objects.get(), number=1, activity="propose", task=3, proposed=100, amount=50, is_deviation=True,
        standing="in-force", asked_by="person:1", decided_by=second, changed_at=AT,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="another_amount_has_four_eyes"), transaction.atomic():
        row.save()
