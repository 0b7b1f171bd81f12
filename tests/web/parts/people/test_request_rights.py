"""`request.rights`: the posts of today, all or the chosen one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.apps.org.city import AT, BY, PASSWORD, city, person, post, unit
from tests.web.parts.people.doors import log_in
from tongban.apps.org.actions import end_position, name_substitute
from tongban.apps.org.models import Role, UnitKind
from tongban.web.parts.people import Rights

pytestmark = pytest.mark.django_db


def rights_in(client: Client) -> object:
    """What the middleware gives a request of this browser."""
    request: HttpRequest = client.get("/accounts/").wsgi_request  # type: ignore[attr-defined]
    return request.rights  # type: ignore[attr-defined]


def test_visitors_have_no_rights() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    Rights(lambda _: HttpResponse())(request)
    assert request.rights.posts == ()  # type: ignore[attr-defined]


def test_a_person_acts_in_all_positions_or_in_the_chosen_one(client: Client) -> None:
    who, top = person("lin", password=PASSWORD), city()
    first, second = post(who, top, Role.HANDLER), post(who, unit("b", top, UnitKind.AGENCY), Role.SUPERVISOR)
    log_in(client, "lin")
    assert rights_in(client).roles == {Role.HANDLER, Role.SUPERVISOR}
    client.post("/accounts/position/", {"position": str(second.pk)})
    assert [held.position_id for held in rights_in(client).posts] == [second.pk]
    client.post("/accounts/position/", {"position": ""})
    assert [held.position_id for held in rights_in(client).posts] == [first.pk, second.pk]


def test_a_position_of_somebody_else_cannot_be_chosen(client: Client) -> None:
    top, who = city(), person("lin", password=PASSWORD)
    own, foreign = post(who, top), post(person("wu"), top, Role.CITY_ADMIN)
    log_in(client, "lin")
    client.post("/accounts/position/", {"position": str(foreign.pk)})
    assert [held.position_id for held in rights_in(client).posts] == [own.pk]


def test_a_chosen_position_that_ended_falls_back_to_the_others(client: Client) -> None:
    top, who = city(), person("lin", password=PASSWORD)
    own, other = post(who, top), post(who, top, Role.SUPERVISOR)
    log_in(client, "lin")
    client.post("/accounts/position/", {"position": str(other.pk)})
    yesterday = timezone.localdate() - timedelta(days=1)
    end_position(position=other, until_on=yesterday, by=BY, at=AT)
    assert [held.position_id for held in rights_in(client).posts] == [own.pk]


def test_the_account_page_names_whom_one_stands_in_for(client: Client) -> None:
    top, absent = city(), person("chen", name="陳大文")
    today: date = timezone.localdate()
    held = post(absent, top, Role.SUPERVISOR)
    stand_in = person("wu", password=PASSWORD)
    name_substitute(position=held, substitute=stand_in, from_on=today, until_on=today, by=BY, at=AT)
    log_in(client, "wu")
    assert "陳大文" in client.get("/accounts/").content.decode()
