"""What arrives in a year: who asks for what, where, how and when. The same dice give the same year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID, uuid5

from tongban.apps.catalogue.models import Offer
from tongban.apps.catalogue.queries import definition
from tongban.core.casework import Definition

from .office_time import DAY, OfficeTime
from .people import Citizen
from .town import BUSY, ELSE, WEIGHTS

_KEYS = UUID("0b6b0a40-3a55-4d0c-9d57-2f5d34a6c1de")
_CHANNELS = {"counter": 60, "web": 16, "post": 12, "system": 9, "phone": 6, "fax": 3}
_AGES = {"social/senior-card": (65, 92), "social/wandering-bracelet": (60, 92), "military/short-departure": (18, 36)}
_FROM_OWN_DISTRICT = 0.8
_RUSH, _RUSH_DAYS = 8, 12
"""Percent of the year's applications that come on top in its last working days."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One application; `number` counts from 0 in the order of time."""

    number: int
    kind: str
    version_id: int
    """Of the pack, as published."""
    owner: str
    unit_id: int
    channel: str
    minute: int
    citizen: Citizen
    other: Citizen

    @property
    def key(self) -> UUID:
        """Makes registering it twice one case."""
        return uuid5(_KEYS, str(self.number))


def year(rng: Random, number: int, people: Sequence[Citizen], clock: OfficeTime, until: int) -> list[Arrival]:
    """`number` applications spread over the office minutes before `until`, in their order."""
    kinds = _kinds()
    if not kinds:
        return []
    chosen = rng.choices(kinds, [BUSY.get(kind.code, ELSE) for kind in kinds], k=number)
    moments = sorted(_moment(rng, until) for _ in range(number))
    return [
        _arrival(rng, n, kind, minute, people, clock)
        for n, (kind, minute) in enumerate(zip(chosen, moments, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class _Kind:
    code: str
    version_id: int
    owner: str
    definition: Definition
    offices: Sequence[tuple[int, str, int]]
    """(unit, district, weight); the agency itself has no district."""


def _kinds() -> list[_Kind]:
    offers: dict[str, list[Offer]] = {}
    chosen = Offer.objects.filter(active=True, pack__current__isnull=False).select_related("pack__owner", "unit")
    for offer in chosen.order_by("pack__code", "unit__code"):
        offers.setdefault(offer.pack.code, []).append(offer)
    return [_kind(code, rows) for code, rows in offers.items()]


def _kind(code: str, rows: Sequence[Offer]) -> _Kind:
    version = rows[0].pack.current_id
    assert version is not None
    offices = [
        (
            row.unit_id,
            row.unit.district,
            WEIGHTS.get(row.unit.code.removeprefix("district-"), 4 if len(rows) > 1 else 1),
        )
        for row in rows
    ]
    return _Kind(code, version, rows[0].pack.owner.code, definition(version), offices)


def _moment(rng: Random, until: int) -> int:
    """Mornings are busier than afternoons, and a little more arrives from month to month; most of all lately."""
    days = (until - 1) // DAY + 1
    lately = rng.randint(0, 99) < _RUSH
    day = days - 1 - rng.randrange(min(days, _RUSH_DAYS)) if lately else int(days * rng.uniform(0, 1) ** 0.85)
    return day * DAY + int(min(DAY, until - day * DAY) * rng.betavariate(1.6, 2.2))


def _arrival(rng: Random, n: int, kind: _Kind, minute: int, people: Sequence[Citizen], clock: OfficeTime) -> Arrival:
    citizen = _citizen(rng, kind.code, people, clock, minute)
    channels = [channel for channel in kind.definition.channels if channel in _CHANNELS]
    channel = rng.choices(channels, [_CHANNELS[channel] for channel in channels])[0]
    unit_id = _unit(rng, kind, citizen)
    return Arrival(n, kind.code, kind.version_id, kind.owner, unit_id, channel, minute, citizen, rng.choice(people))


def _citizen(rng: Random, kind: str, people: Sequence[Citizen], clock: OfficeTime, minute: int) -> Citizen:
    youngest, oldest = _AGES.get(kind, (18, 92))
    today = clock.at(minute).date()
    tried = (rng.choice(people) for _ in range(60))
    return next((one for one in tried if youngest <= one.age(today) <= oldest), people[0])


def _unit(rng: Random, kind: _Kind, citizen: Citizen) -> int:
    home = [unit for unit, district, _ in kind.offices if district == citizen.district]
    if home and rng.uniform(0, 1) < _FROM_OWN_DISTRICT:
        return home[0]
    return rng.choices([office[0] for office in kind.offices], [office[2] for office in kind.offices])[0]
