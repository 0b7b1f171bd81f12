"""A caller waits for the handler: whoever handles the case is told, and nobody else reads what was said."""

from __future__ import annotations

from tests.apps.cases.conftest import AT, City
from tongban.apps.cases.actions import Registered, take_task, write_note
from tongban.apps.cases.reading import case_file
from tongban.apps.correspondence.models import Message
from tongban.apps.org.models import Person

from .conftest import jobs, prepared, register


def call(city: City, number: str, body: str = "0987654321，下午") -> None:
    write_note(number=number, body=body, by=city.rights("hotline"), at=AT, calls_back=True)


def told() -> list[tuple[str, str]]:
    rows = Message.objects.filter(event="callback").order_by("person__username")
    return [(row.person.username if row.person else "", row.reason) for row in rows]


def test_who_handles_the_case_is_told_to_call_back(city: City, registered: Registered) -> None:
    number = registered.number
    task = case_file(number).open_tasks[0].number
    take_task(number=number, task=task, by=city.rights("handler"), at=AT, seen=None)
    call(city, number)
    [message] = prepared(registered, "callback").values()
    assert told() == [("handler", "")]
    assert message.subject.startswith(f"請回電民眾：{number}")
    assert {"message": str(message.pk)} in [args for args, _ in jobs("DeliverMessage")]


def test_before_anybody_took_it_the_handlers_of_its_unit_are_told(city: City, registered: Registered) -> None:
    call(city, registered.number)
    prepared(registered, "callback")
    assert ("handler", "") in told()


def test_what_the_caller_said_stays_inside(city: City, registered: Registered) -> None:
    call(city, registered.number)
    [message] = prepared(registered, "callback").values()
    assert "0987654321" not in message.subject + message.body
    assert "王大明" not in message.subject + message.body
    assert f"/desk/cases/{registered.number}/" in message.body


def test_with_nobody_to_tell_the_record_says_so_and_the_citizen_never_gets_it(city: City) -> None:
    registered = register(city)
    Person.objects.update(email="")
    call(city, registered.number)
    prepared(registered, "callback")
    [message] = Message.objects.filter(event="callback")
    assert (message.state, message.reason, message.party_id) == ("not-sent", "nobody", None)


def test_a_plain_note_tells_nobody(city: City, registered: Registered) -> None:
    write_note(number=registered.number, body="民眾致謝", by=city.rights("hotline"), at=AT)
    assert not any(event == "callback" for event in intents(registered))


def intents(registered: Registered) -> list[str]:
    from tongban.apps.cases.models import Intent

    return list(Intent.objects.filter(case_id=registered.case_id).values_list("event", flat=True))
