"""The accounts whose password everybody knows, and who stands in for whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from tongban.apps.org.actions import name_substitute, set_password
from tongban.apps.org.models import Person, Position, Role
from tongban.core.calendar import day_of
from tongban.core.text import Text

BY = "system:demo"
PASSWORD = "tongban-demo-115"  # noqa: S105
"""Of every demo account: nothing in the demo is worth protecting."""


class Account(NamedTuple):
    """`post` names the officer who logs in as `username`: `<unit code>.<role><n>`."""

    username: str
    post: str
    what: Text


ACCOUNTS = (
    Account("counter", "district-zhongli.counter1", Text("中壢區公所櫃檯：受理、列印憑單", "counter, Zhongli office")),
    Account(
        "handler",
        "district-zhongli-social.handler1",
        Text("中壢區公所社會課承辦人：審查、通知補正（並代理同事）", "handler, Zhongli office, social affairs"),
    ),
    Account(
        "supervisor",
        "district-zhongli-social.supervisor1",
        Text("中壢區公所社會課課長：複審、分派、展期、統計", "supervisor there: reviews, assigns, extends"),
    ),
    Account("social", "social-affairs.handler1", Text("社會局承辦人：審查各區送來的案件", "handler, Social Affairs")),
    Account("social-chief", "social-affairs.supervisor1", Text("社會局主管：核定、統計", "supervisor, Social Affairs")),
    Account(
        "urban", "urban-development-section.handler1", Text("都市發展局建築管理科承辦人", "handler, Building Control")
    ),
    Account(
        "fire",
        "fire-section.handler1",
        Text("消防局承辦人：稽查、依裁罰基準擬處罰鍰", "inspector, Fire Department: proposes fines"),
    ),
    Account(
        "fire-chief",
        "fire-section.supervisor1",
        Text(
            "消防局主管：核可不同之裁罰金額、裁罰統計", "supervisor there: approves other amounts, penalty statistics"
        ),
    ),
    Account("hotline", "city.hotline1", Text("1999 話務人員：代民眾查詢", "1999 agent: looks up for callers")),
    Account(
        "social-admin",
        "social-affairs.agency-admin1",
        Text("社會局管理者：通知文字、受理憑單、人員", "agency administrator, Social Affairs"),
    ),
    Account("city-admin", "city.city-admin1", Text("市府管理者：機關、人員、介接系統、放假日", "city administrator")),
)
USERNAMES = {account.post: account.username for account in ACCOUNTS}


def hand_out(at: datetime) -> None:
    """Give the demo accounts their password; all other officers have none and cannot log in.

    All of them were at work until now: accounts that nobody uses are closed at night.
    """
    Person.objects.update(last_login=at)
    for account in ACCOUNTS:
        set_password(person=Person.objects.get(username=account.username), password=PASSWORD, by=BY, at=at)


def substitutions(rng: Random, opened: datetime) -> None:
    """Somebody is on leave in every third district section now, and was in another one some time this year."""
    today = day_of(opened)
    posts = Position.objects.select_related("person").filter(role=Role.HANDLER).order_by("unit_id", "pk")
    by_unit: dict[int, list[Position]] = {}
    for post in posts:
        by_unit.setdefault(post.unit_id, []).append(post)
    pairs = [held for held in by_unit.values() if len(held) > 1]
    demo = next(held for held in pairs if held[0].person.username == "handler")
    _stand_in(demo[1], demo[0], today - timedelta(2), 9, opened)
    for n, held in enumerate(pairs):
        if held is not demo and n % 3 == 0:
            _stand_in(held[0], held[1], today - timedelta(rng.randint(0, 4)), rng.randint(5, 12), opened)
        elif n % 3 == 1:
            _stand_in(held[0], held[1], today - timedelta(rng.randint(30, 300)), rng.randint(3, 14), opened)


def _stand_in(away: Position, colleague: Position, first: date, days: int, opened: datetime) -> None:
    name_substitute(
        position=away,
        substitute=colleague.person,
        from_on=first,
        until_on=first + timedelta(days),
        by=BY,
        at=opened - (day_of(opened) - first),
    )
