"""A past with penalties: as proposed and otherwise, in force, refused, awaited, replaced and lapsed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.apps.insight.conftest import NOW, Past
from tongban.apps.cases.models import Case, Penalty

PROPOSED = (0, 20_000, 60_000, 100_000)
REASON = "首次違規且已改善"


def fine(past: Past, case: Case, number: int = 1, **columns: object) -> Penalty:
    """An amount that is not the standard's was asked for by `colleague`, and decided by `supervisor` where it was."""
    given = {"proposed": 100_000, "amount": 60_000, "standing": "in-force", "changed_at": NOW, **columns}
    is_deviation = given["proposed"] != given["amount"]
    people = past.city.people
    asked = f"person:{people['colleague'].pk}" if is_deviation else ""
    decided = f"person:{people['supervisor'].pk}" if is_deviation and given["standing"] not in OPEN else ""
    given = {"asked_by": asked, "decided_by": decided, "reason": REASON if is_deviation else "", **given}
    return Penalty.objects.create(
        case=case, number=number, activity="propose", task=3, outcome="fined", is_deviation=is_deviation, **given
    )


OPEN = ("awaiting", "lapsed")


def random_fines(past: Past, cases: list[Case]) -> list[Penalty]:
    """Up to three on every second case, at any moment of fourteen months, some in the first or last one of a month."""
    pick, made = past.chance.choice, []
    people = [f"person:{person.pk}" for person in past.city.people.values()]
    for case in past.chance.sample(cases, len(cases) // 2):
        for number in range(1, past.chance.randrange(2, 5)):
            proposed, standing = (
                pick(PROPOSED),
                pick(["in-force", "in-force", "refused", "awaiting", "replaced", "lapsed"]),
            )
            amount = (
                proposed
                if standing in ("in-force", "replaced") and past.chance.random() < 0.5
                else pick((10_000, 150_000))
            )
            asker, decider = past.chance.sample(people, 2)
            who = {} if amount == proposed else {"asked_by": asker, "decided_by": "" if standing in OPEN else decider}
            made.append(
                fine(
                    past,
                    case,
                    number,
                    proposed=proposed,
                    amount=amount,
                    standing=standing,
                    changed_at=moment(past),
                    **who,
                )
            )
    return made


def moment(past: Past) -> datetime:
    """Midnight in Taipei is 16:00 UTC."""
    edge = datetime(2026, past.chance.randrange(1, 6), 1, tzinfo=UTC) - timedelta(hours=8)
    any_time = NOW - timedelta(minutes=past.chance.randrange(430 * 24 * 60))
    return past.chance.choice([any_time, any_time, edge, edge - timedelta(microseconds=1)])
