"""Made-up people. Their e-mail ends in `example.tw`, which belongs to nobody; no name is anyone's on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from faker import Faker

from tongban.core.forms.identifiers import national_id

from .town import DISTRICTS, WEIGHTS

ROADS = (
    "中正路",
    "民族路",
    "民生路",
    "復興路",
    "中山路",
    "大同路",
    "建國路",
    "和平路",
    "文化路",
    "光明路",
    "成功路",
    "永安路",
)
_FOREIGN = 0.04
_NO_EMAIL, _NO_PHONE = 0.25, 0.06


@dataclass(frozen=True, slots=True)
class Citizen:
    name: str
    identifier: str = field(repr=False)
    born: date
    mobile: str = field(repr=False)
    email: str = field(repr=False)
    address: str = field(repr=False)
    district: str
    language: str = "zh-hant"

    def age(self, on: date) -> int:
        return (on - self.born).days // 365


def citizens(rng: Random, number: int, today: date) -> list[Citizen]:
    """`number` residents of the districts, from 18 to 92 years old."""
    local, foreign = Faker("zh_TW"), Faker("en_US")
    local.seed_instance(rng.getrandbits(32))
    foreign.seed_instance(rng.getrandbits(32))
    districts = rng.choices(DISTRICTS, [WEIGHTS[d.code] for d in DISTRICTS], k=number)
    made = []
    for n, district in enumerate(districts, 1):
        is_foreign = rng.uniform(0, 1) < _FOREIGN
        made.append(
            Citizen(
                name=foreign.name() if is_foreign else local.name(),
                identifier=identifier(rng, foreign=is_foreign),
                born=today - timedelta(rng.randint(18 * 366, 92 * 365)),
                mobile="" if rng.uniform(0, 1) < _NO_PHONE else mobile(rng),
                email="" if rng.uniform(0, 1) < _NO_EMAIL else f"citizen{n}@example.tw",
                address=address(rng, district.name),
                district=district.name,
                language="en" if is_foreign else "zh-hant",
            )
        )
    return made


def identifier(rng: Random, *, foreign: bool = False) -> str:
    """A number whose check digit is right. Letters of towns other than the demo city's would be as good."""
    body = f"H{rng.choice('89' if foreign else '12')}{rng.randrange(10_000_000):07d}"
    found = (f"{body}{check}" for check in range(10))
    return next(one for one in found if national_id(one, date(2020, 1, 1)))


def mobile(rng: Random) -> str:
    return f"09{rng.choice('1235678')}{rng.randrange(10_000_000):07d}"


def address(rng: Random, district: str = "") -> str:
    place = district or rng.choice(DISTRICTS).name
    lane = f"{rng.randint(2, 180)}巷" if rng.randint(0, 2) == 0 else ""
    floor = f"{rng.randint(2, 12)}樓" if rng.randint(0, 1) else ""
    return f"示範市{place}{rng.choice(ROADS)}{rng.randint(1, 5)}段{lane}{rng.randint(1, 400)}號{floor}"
