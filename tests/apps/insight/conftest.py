"""A city with a past: random cases of several agencies, units, kinds, officers, channels and months."""

from __future__ import annotations

import random
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from tests.apps.cases.conftest import BRACELET, City, city, registered
from tongban.apps.cases.actions import Registered
from tongban.apps.cases.models import Case, Correction
from tongban.apps.insight.months import Period
from tongban.apps.insight.queries import Question
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Grounds

__all__ = ["city", "registered"]
TODAY = date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
KINDS = (BRACELET, "civil/trip-abroad", "labour/permit")
CHANNELS = ("counter", "post", "web")
YEAR = Period(date(2025, 6, 1), date(2026, 5, 1))


def question(**changes: object) -> Question:
    return Question(**{"reach": Grounds(everything=True), "period": YEAR, "today": TODAY, **changes})  # type: ignore[arg-type]


@dataclass
class Past:
    """Makes cases and changes them as acts do: with a version, a moment and the closings of their clock."""

    city: City
    pattern: Case
    chance: random.Random
    numbers: count = field(default_factory=lambda: count(1))

    def case(self, **columns: object) -> Case:
        case = copy(self.pattern)
        case._state = copy(case._state)
        case.pk, case.number, case.intake_key = None, f"P-{next(self.numbers)}", None
        case.clock = {**case.clock, "closings": [], "extensions": [{}] * self.chance.randrange(3)}
        for name, value in columns.items():
            setattr(case, name, value)
        return case

    def random_case(self) -> Case:
        pick, day = self.chance.choice, self.chance.randrange
        case = self.case(
            owner_id=pick(self.owners), unit_id=pick(self.units), kind=pick(KINDS), channel=pick(CHANNELS),
            handler_id=pick([*(p.pk for p in self.city.people.values()), None]),
            received_on=date(2025, 4, 1) + timedelta(days=day(410)), changed_at=NOW - timedelta(days=1),
            due_on=pick([None, TODAY + timedelta(days=day(-20, 20))]), phase="in-progress",
        )  # fmt: skip
        if self.chance.random() < 0.7:
            self.finish(case, min(case.received_on + timedelta(days=day(70)), TODAY))
        return case

    def finish(self, case: Case, on: date) -> None:
        case.phase, case.closed_on = self.chance.choice(["closed", "closed", "closed", "withdrawn"]), on
        case.on_time = self.chance.random() < 0.8
        case.clock = {**case.clock, "closings": [*case.clock["closings"], {"on": on.isoformat(), "reopened": None}]}

    def reopen(self, case: Case, at: datetime) -> None:
        closings = [dict(closing) for closing in case.clock["closings"]]
        closings[-1]["reopened"] = at.date().isoformat()
        case.clock = {**case.clock, "closings": closings}
        case.phase, case.closed_on, case.on_time, case.changed_at = "in-progress", None, None, at

    @property
    def owners(self) -> list[int]:
        return [self.city.agency.pk, self.city.office.pk]

    @property
    def units(self) -> list[int]:
        return [self.city.agency.pk, self.city.section.pk, self.city.office.pk, Unit.objects.get(code="other").pk]

    def live(self, cases: int) -> list[Case]:
        """Cases with, here and there, a correction; some wait for its answer."""
        made = Case.objects.bulk_create(self.random_case() for _ in range(cases))
        for case in self.chance.sample(made, cases // 4):
            waits = case.closed_on is None
            self.correction(case, ended_on=None if waits else case.closed_on)
            if waits:
                Case.objects.filter(pk=case.pk).update(phase="awaiting-correction", due_on=None)
        return list(Case.objects.filter(pk__in=[case.pk for case in made]).order_by("pk"))

    def correction(self, case: Case, ended_on: date | None) -> None:
        asked = case.received_on
        Correction.objects.create(
            case=case, number=1, missing="m", reason="r", consequence="c", asked_on=asked,
            due_on=asked + timedelta(days=7), code="correction", ended_on=ended_on,
        )  # fmt: skip


@pytest.fixture
def past(registered: Registered, city: City, request: pytest.FixtureRequest) -> Past:
    Unit.objects.create(code="other", name="他科", kind="section", parent=city.section)
    pattern = Case.objects.get(pk=registered.case_id)
    # Its moment lies far back: it is in nobody's way.
    Case.objects.filter(pk=pattern.pk).update(received_on=date(2020, 1, 1), phase="closed", closed_on=date(2020, 1, 1))
    return Past(city, pattern, random.Random(getattr(request, "param", 1)))
