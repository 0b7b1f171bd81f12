from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tongban.apps.connectors.models import System
from tongban.apps.org.models import Person, Unit, UnitKind
from tongban.web.parts.actors import ids_of, names_of

pytestmark = pytest.mark.django_db


def test_people_and_systems_are_called_by_name_whoever_shows_them() -> None:
    person = Person.objects.create(username="lin", name="林小美")
    unit = Unit.objects.create(code="city", name="市政府", kind=UnitKind.CITY)
    System.objects.create(code="counter", name="單一櫃檯", unit=unit)
    actors = [f"person:{person.pk}", "system:counter", "system:demo", "system:delivery", "system:gone", "clock"]
    with translation.override("zh-hant"), CaptureQueriesContext(connection) as asked:
        names = names_of(actors)
    assert [names[actor] for actor in actors] == [
        "林小美",
        "介接系統 單一櫃檯",
        "示範城市",
        "系統交付",
        "介接系統 gone",
        "系統（期限屆至）",
    ]
    assert len(asked) == 2


def test_no_actor_is_asked_about_that_nobody_knows() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert names_of(["clock", "", "person:x", "person:"])["person:x"] == "person:x"
    assert len(asked) == 0
    assert ids_of(["person:7", "person:²", "position:8"]) == {7}
