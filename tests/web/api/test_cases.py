"""PRG-9: counter systems push cases, idempotently."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from tests.apps.cases.awaiting import draw_awaiting
from tests.apps.cases.conftest import City
from tongban.apps.cases.actions import withdraw_case
from tongban.apps.cases.models import Case
from tongban.apps.connectors.models import Received, Scope

from .conftest import Caller, new_case


def test_a_counter_system_registers_a_case(caller: Caller) -> None:
    answer = caller.post("/cases", new_case())
    assert answer.status_code == 201
    made = answer.json()
    case = Case.objects.get(number=made["number"])
    assert (case.source, case.source_reference) == ("single-counter", "R-1")
    assert made["query_password"]
    assert made["url"].endswith(case.number)


def test_the_same_key_and_body_give_the_same_answer_and_one_case(caller: Caller) -> None:
    first = caller.post("/cases", new_case(), Idempotency_Key="k1")
    second = caller.post("/cases", new_case(), Idempotency_Key="k1")
    assert (second.status_code, second.content) == (201, first.content)
    assert second["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1


def test_the_same_key_with_another_body_is_a_conflict(caller: Caller) -> None:
    caller.post("/cases", new_case(), Idempotency_Key="k1")
    other = caller.post("/cases", new_case(reference="R-2"), Idempotency_Key="k1")
    assert other.status_code == 409
    assert other["Content-Type"] == "application/problem+json"
    assert Case.objects.count() == 1


def test_a_reference_that_was_registered_is_not_registered_again(caller: Caller) -> None:
    first = caller.post("/cases", new_case()).json()
    second = caller.post("/cases", new_case()).json()
    assert (second["number"], second["already_registered"], second["query_password"]) == (first["number"], True, None)


def test_the_kept_answer_does_not_show_the_query_password(caller: Caller) -> None:
    password = caller.post("/cases", new_case(), Idempotency_Key="k1").json()["query_password"]
    assert password.encode() not in bytes(Received.objects.get().answer)


def test_faults_are_named_at_their_fields(caller: Caller) -> None:
    faulty = new_case()
    faulty["answers"] = {**faulty["answers"], "wearer_id": "A123456788"}
    answer = caller.post("/cases", faulty)
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == ["wearer_id"]
    assert Case.objects.count() == 0


def test_a_task_is_completed_and_the_case_read_back(caller: Caller) -> None:
    number = caller.post("/cases", new_case()).json()["number"]
    task = caller.get(f"/cases/{number}").json()["tasks"][0]
    assert "complete" in task["outcomes"]
    done = caller.post(f"/cases/{number}/tasks/{task['number']}/complete", {"outcome": "complete"})
    assert done.status_code == 200
    assert done.json()["phase"] == "in-progress"
    assert caller.get(f"/cases/{number}").json()["tasks"][0]["activity"] == "review"


def test_a_message_that_the_case_waits_for_is_delivered_once(caller: Caller, city: City, tmp_path: Path) -> None:
    draw_awaiting(tmp_path)
    number = caller.post("/cases", new_case()).json()["number"]
    paid = {"name": "payment-received"}
    assert caller.post(f"/cases/{number}/messages", paid).status_code == 422, "it is not waited for yet"
    while tasks := caller.get(f"/cases/{number}").json()["tasks"]:
        task = tasks[0]["number"]
        assert caller.post(f"/cases/{number}/tasks/{task}/complete", {}).status_code == 200
    assert caller.get(f"/cases/{number}").json()["awaits"] == ["payment-received"]
    assert caller.post(f"/cases/{number}/messages", paid, Idempotency_Key="m1").status_code == 200
    assert caller.post(f"/cases/{number}/messages", paid, Idempotency_Key="m1").status_code == 200, "the same answer"
    assert caller.post(f"/cases/{number}/messages", paid).status_code == 422
    read = caller.get(f"/cases/{number}").json()
    assert (read["awaits"], [task["activity"] for task in read["tasks"]]) == ([], ["review"])


def test_a_message_needs_the_scope_for_work_and_a_case_that_is_open(
    caller: Caller, with_scopes: Callable[..., Caller], city: City, tmp_path: Path
) -> None:
    draw_awaiting(tmp_path)
    number = caller.post("/cases", new_case()).json()["number"]
    paid = {"name": "payment-received"}
    assert with_scopes(Scope.READ).post(f"/cases/{number}/messages", paid).status_code == 403
    withdraw_case(number=number, reason="自行處理", by=city.rights("handler"), at=timezone.now())
    late = caller.post(f"/cases/{number}/messages", paid)
    assert (late.status_code, "結案" in late.json()["title"]) == (422, True)


def test_an_older_version_is_a_conflict(caller: Caller) -> None:
    number = caller.post("/cases", new_case()).json()["number"]
    task = caller.get(f"/cases/{number}").json()["tasks"][0]["number"]
    caller.post(f"/cases/{number}/tasks/{task}/complete", {"outcome": "complete"})
    late = caller.post(f"/cases/{number}/tasks/{task}/complete", {"outcome": "complete", "seen": 1})
    assert late.status_code == 409


def test_without_a_token_nothing_is_told(city: City) -> None:
    assert Caller("tb_wrong").get("/kinds").status_code == 401


def test_a_token_without_the_scope_is_refused(with_scopes: Callable[..., Caller]) -> None:
    answer = with_scopes(Scope.READ).post("/cases", new_case())
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:tongban:not-allowed")


def test_a_system_does_not_see_cases_outside_its_unit(city: City, caller: Caller) -> None:
    from tongban.apps.connectors.actions import add_system, give_token

    number = caller.post("/cases", new_case()).json()["number"]
    from tests.apps.cases.conftest import AT
    from tongban.apps.org.models import Unit, UnitKind

    fire = Unit.objects.create(code="fire", prefix="FIR", name="消防局", kind=UnitKind.AGENCY)
    other = add_system(code="other", name="x", unit=fire, by="test", at=AT)
    stranger = Caller(give_token(system=other, scopes=Scope.values, by="test", at=AT))
    assert stranger.get(f"/cases/{number}").status_code == 404
    assert stranger.post(f"/cases/{number}/tasks/2/complete", {"outcome": "complete"}).status_code in {403, 404}


def test_document_numbers_are_reserved_once_and_attached_to_one_case(caller: Caller) -> None:
    numbers = caller.post("/documents/numbers", {"word": "桃社老", "count": 2}).json()["numbers"]
    assert len(set(numbers)) == 2
    case = caller.post("/cases", new_case()).json()["number"]
    other = caller.post("/cases", new_case(reference="R-2")).json()["number"]
    assert caller.post(f"/cases/{case}/document-number", {"number": numbers[0]}).status_code == 200
    assert caller.post(f"/cases/{case}/document-number", {"number": numbers[0]}).status_code == 200
    assert caller.post(f"/cases/{other}/document-number", {"number": numbers[0]}).status_code == 409
    assert Case.objects.get(number=case).document_number == numbers[0]


def test_kinds_are_listed_with_their_questions(caller: Caller) -> None:
    code = caller.get("/kinds").json()[0]["code"]
    questions = caller.get(f"/kinds/{code}").json()["questions"]
    assert "wearer_id" in [q["name"] for q in questions]


def test_the_openapi_document_is_public(city: City) -> None:
    from django.test import Client

    assert Client().get("/api/v1/openapi.json").json()["info"]["title"].startswith("Tongban")


def test_a_body_that_cannot_be_kept_or_read_says_why(caller: Caller) -> None:
    refused = caller.post("/cases", new_case(answers={"reason": "a\0b"}))
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert "U+0000" in json.loads(refused.content)["title"]
    broken = caller.client.post(
        "/api/v1/cases", "{", content_type="application/json", headers={"Authorization": f"Bearer {caller.token}"}
    )
    assert (broken.status_code, json.loads(broken.content)["type"]) == (400, "urn:tongban:bad-request")
    assert "JSON" in json.loads(broken.content)["title"]


def test_a_fault_of_our_own_is_a_problem_too(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tongban.web.api.cases.register_case", fails)
    answer = caller.post("/cases", new_case())
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(answer.content)["type"] == "urn:tongban:server-error"
