"""移轉 on the desk: what follows is said first, the answer is one page away, and lists say where a case is."""

from __future__ import annotations

import pytest

from tests.apps.cases.asking import Agencies
from tests.apps.cases.conftest import AT, City
from tests.web.desk.case.conftest import Desk, words
from tongban.apps.cases import placing
from tongban.apps.cases.actions import Registered, accept_transfer, ask_transfer
from tongban.apps.cases.models import Case, Transfer
from tongban.apps.lookups.queries import public_case
from tongban.apps.org.models import Position, Role
from tongban.apps.org.policy import forget


@pytest.fixture
def agencies(city: City, registered: Registered) -> Agencies:
    made = Agencies(city)
    city.people.update(made.people)
    return made


@pytest.fixture
def asker(agencies: Agencies, registered: Registered) -> Desk:
    return Desk(agencies.city, "handler", registered.number)


@pytest.fixture
def fire(agencies: Agencies, registered: Registered) -> Desk:
    return Desk(agencies.city, "fire-handler", registered.number)


def ask(asker: Desk, unit: str = "消防局", **more: object) -> None:
    answer = asker.post("do/transfer/", unit=unit, reason="屬火災案件", **more)
    assert answer.status_code == 302, words(answer)


def test_asking_accepting_and_taking_over(asker: Desk, fire: Desk, registered: Registered) -> None:
    assert "期限照常計算" in words(asker.get("do/transfer/"))
    ask(asker)
    page = words(asker.get())
    assert "本案已請消防局承接，尚待回復" in page and "撤回請求" in page
    assert "移轉消防局，請其承接" in page
    assert "社會局長青科請貴單位承接本案" in words(fire.get()) and "屬火災案件" in words(fire.get())
    listed = words(fire.client.get("/desk/?view=asked"))  # type: ignore[arg-type]
    assert registered.number in listed and "請貴單位承接本案" in listed
    assert fire.post("do/accept-transfer/", take="on").status_code == 302
    case = Case.objects.get(pk=registered.case_id)
    assert (case.unit.code, case.handler and case.handler.username) == ("fire", "fire-handler")
    assert "消防局承接自社會局長青科移轉之本案（第 1 次移轉）" in words(fire.get())
    assert asker.get().status_code == 403


def test_a_refusal_is_back_with_reason_and_the_way_to_the_suggested_unit(asker: Desk, fire: Desk) -> None:
    ask(asker)
    empty = fire.post("do/refuse-transfer/", reason="")
    assert empty.status_code == 422
    done = fire.post("do/refuse-transfer/", reason="無火災情形", suggested="警察局")
    assert done.status_code == 302 and fire.get().status_code == 403
    page = words(asker.get())
    assert "消防局不承接本案" in page and "無火災情形" in page and "do/transfer/?unit=police" in page
    assert 'value="警察局"' in asker.get("do/transfer/?unit=police").content.decode()
    listed = words(asker.client.get("/desk/?view=unit&transfer=refused&columns=number,transfer,why"))  # type: ignore[arg-type]
    assert "消防局不承接移轉" in listed and asker.number in listed


def test_taken_back_it_is_nobody_elses_business(asker: Desk, fire: Desk) -> None:
    ask(asker)
    assert asker.post("do/withdraw-transfer/").status_code == 302
    assert fire.get().status_code == 403
    assert "撤回對消防局的移轉請求" in words(asker.get())


@pytest.mark.parametrize("code", ["transfer", "accept-transfer", "refuse-transfer", "withdraw-transfer"])
def test_who_has_nothing_to_do_with_it_gets_403(agencies: Agencies, asker: Desk, code: str) -> None:
    ask(asker)
    stranger = Desk(agencies.city, "police-handler", asker.number)
    assert stranger.get(f"do/{code}/").status_code == 403
    assert stranger.post(f"do/{code}/", unit="police", reason="x").status_code == 403
    assert Transfer.objects.get().standing == "asked"


def test_who_asked_cannot_answer_for_the_other_and_the_other_cannot_give_it_away(asker: Desk, fire: Desk) -> None:
    ask(asker)
    assert asker.get("do/accept-transfer/").status_code == 403
    assert asker.post("do/accept-transfer/").status_code == 403
    assert fire.post("do/transfer/", unit="警察局", reason="x").status_code == 403
    assert fire.post("do/withdraw-transfer/").status_code == 403


def test_what_makes_no_sense_is_said_at_its_place_and_keeps_what_was_typed(asker: Desk) -> None:
    answer = asker.post("do/transfer/", unit="沒有這個單位", reason="保留的理由")
    assert answer.status_code == 422 and "查無此單位" in words(answer) and "保留的理由" in words(answer)
    placing.forget()
    assert asker.post("do/transfer/", unit="city", reason="x").status_code == 422


def test_who_leads_both_gives_it_at_once(agencies: Agencies, asker: Desk) -> None:
    assert "改分" not in words(asker.get("do/transfer/"))
    leader = agencies.people["health-supervisor"]
    Position.objects.create(person=leader, unit=agencies.city.agency, role=Role.SUPERVISOR, from_on=AT.date())
    Position.objects.create(
        person=agencies.people["health-handler"], unit=agencies.city.agency, role=Role.HANDLER, from_on=AT.date()
    )
    forget()
    placing.forget()
    desk = Desk(agencies.city, "health-supervisor", asker.number)
    assert "改分" in words(desk.get("do/transfer/"))
    ask(desk, "社會局", at_once="on")
    assert Case.objects.get(number=asker.number).unit == agencies.city.agency
    assert "由社會局長青科改分社會局（第 1 次移轉）" in words(desk.get())


def test_a_case_that_is_passed_around_is_marked_and_found(agencies: Agencies, asker: Desk, fire: Desk) -> None:
    number, at, hands = asker.number, AT, {"fire": agencies.of("fire"), "elderly": agencies.asker}
    for turn, (unit, by) in enumerate((("fire", agencies.asker), ("elderly", hands["fire"]), ("fire", agencies.asker))):
        ask_transfer(number=number, unit=unit, reason="不是我的", by=by, at=at)
        accept_transfer(number=number, transfer=turn + 1, by=hands[unit], at=at)
    page = words(fire.get())
    assert "已移轉 3 次" in page
    listed = words(fire.client.get("/desk/?view=unit&transfer=often"))  # type: ignore[arg-type]
    assert number in listed and "已移轉 3 次" in listed
    other = words(fire.client.get("/desk/?view=unit&transfer=asked"))  # type: ignore[arg-type]
    assert number not in other


def test_the_citizen_finds_the_new_units_telephone(agencies: Agencies, asker: Desk, registered: Registered) -> None:
    agencies.units["fire"].phone = "03-3340000"
    agencies.units["fire"].save()
    ask(asker)
    accept_transfer(number=asker.number, transfer=1, by=agencies.of("fire"), at=AT)
    assert public_case(asker.number, on=AT.date()).unit.phone == "03-3340000"


def test_many_are_previewed_and_transferred_case_by_case(
    agencies: Agencies, asker: Desk, registered: Registered
) -> None:
    client, value = asker.client, f"{registered.number}|1|1"
    shown = words(client.post("/desk/bulk/", {"act": "transfer", "case": [registered.number], "next": "/desk/"}))  # type: ignore[arg-type]
    assert "移轉這些案件？" in shown and "移轉 1 件" in shown and not Transfer.objects.exists()
    again = client.post("/desk/bulk/do/", {"act": "transfer", "case": [value], "unit": "沒有", "reason": "業務移撥"})
    assert again.status_code == 422 and "業務移撥" in words(again)  # type: ignore[arg-type]
    sent = {"act": "transfer", "case": [value, "SOC-999|1|1"], "unit": "消防局", "reason": "業務移撥"}
    told = words(client.post("/desk/bulk/do/", sent))  # type: ignore[arg-type]
    assert "已完成 1 件" in told and "1 件未變更" in told
    assert Transfer.objects.get().standing == "asked"
    once_more = words(client.post("/desk/bulk/", {"act": "transfer", "case": [registered.number]}))  # type: ignore[arg-type]
    assert "已請其他單位承接" in once_more


def test_what_is_offered_to_a_unit_is_accepted_not_taken_from_the_list(asker: Desk, fire: Desk) -> None:
    ask(asker)
    listed = fire.client.get("/desk/?view=asked").content.decode()
    assert asker.number in listed and f'name="take" value="{asker.number}"' not in listed
