"""What an import would do, compared with what is there: shown first, carried out as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tongban.apps.org.models import Person, Position, Unit
from tongban.apps.org.policy import Grounds
from tongban.core.text import Fault, Text

from .columns import PEOPLE, UNITS, Sheet
from .people import PersonLine
from .tables import place
from .units import UnitLine


class PlannedUnit(NamedTuple):
    line: UnitLine
    is_new: bool
    changed: tuple[str, ...] = ()
    """Details of a unit there already that would change; an empty cell changes nothing."""


class PlannedPosition(NamedTuple):
    line: PersonLine
    is_new: bool
    """False: held already, nothing to do."""


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    username: str
    name: str
    email: str
    is_new: bool
    positions: tuple[PlannedPosition, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Units in an order in which they can be made, then people; to be carried out only when there are no faults."""

    units: tuple[PlannedUnit, ...]
    people: tuple[PlannedPerson, ...]

    @property
    def changes_nothing(self) -> bool:
        return not any(unit.is_new or unit.changed for unit in self.units) and not any(
            person.is_new or any(position.is_new for position in person.positions) for person in self.people
        )


@dataclass(frozen=True, slots=True)
class _Present:
    """What is there already, read in three queries."""

    units: dict[str, Unit]
    people: dict[str, Person]
    held: dict[tuple[int, int, str], list[Position]]


def plan(
    units: Iterable[UnitLine], people: Iterable[PersonLine], file: str, allowed: Grounds
) -> tuple[Plan, list[Fault]]:
    """`allowed`: the grounds for managing units and people; an administrator touches nothing outside of them."""
    unit_lines, person_lines = list(units), list(people)
    present = _present(person_lines)
    new_codes = {line.code for line in unit_lines if line.code not in present.units}
    faults = [fault for line in unit_lines for fault in _unit_faults(line, file, present, new_codes, allowed)]
    faults += [fault for line in person_lines for fault in _person_faults(line, file, present, new_codes, allowed)]
    faults += _overlaps(person_lines, file)
    planned = tuple(_unit(line, present.units.get(line.code)) for line in unit_lines)
    return Plan(planned, tuple(_people(person_lines, present))), faults


def _unit(line: UnitLine, there: Unit | None) -> PlannedUnit:
    if there is None:
        return PlannedUnit(line, True)
    changed = (field for field, value in line.details.items() if value and value != getattr(there, field))
    return PlannedUnit(line, False, tuple(changed))


def _present(lines: list[PersonLine]) -> _Present:
    people = {person.username.casefold(): person for person in Person.objects.all()} if lines else {}
    held: dict[tuple[int, int, str], list[Position]] = {}
    for position in Position.objects.filter(person__in=people.values()):
        held.setdefault((position.person_id, position.unit_id, position.role), []).append(position)
    return _Present({unit.code: unit for unit in Unit.objects.all()}, people, held)


def _unit_faults(
    line: UnitLine, file: str, present: _Present, new_codes: set[str], allowed: Grounds
) -> Iterable[Fault]:
    there, parent = present.units.get(line.code), present.units.get(line.parent_code)
    if there is not None:
        if (there.kind, there.parent_id) != (line.kind, parent.pk if parent else None):
            text = Text("此單位已存在，但類型或上級不同。", "This unit exists with another kind or place.")
            yield _fault(
                file, UNITS, line.row, "上級代碼", text, Text("請在系統中移動單位。", "Move it in the system.")
            )
        if not allowed.cover_unit(there.pk):
            yield _outside(file, UNITS, line.row, "代碼")
    elif line.parent_code in new_codes:
        return
    elif parent is None:
        if line.parent_code or line.kind != "city" or not allowed.everything:
            yield _fault(file, UNITS, line.row, "上級代碼", _unknown(line.parent_code), _CODES)
    elif not allowed.cover_unit(parent.pk):
        yield _outside(file, UNITS, line.row, "上級代碼")


def _person_faults(
    line: PersonLine, file: str, present: _Present, new_codes: set[str], allowed: Grounds
) -> Iterable[Fault]:
    unit, person = present.units.get(line.unit_code), present.people.get(line.username.casefold())
    if unit is None and line.unit_code not in new_codes:
        yield _fault(file, PEOPLE, line.row, "機關代碼", _unknown(line.unit_code), _CODES)
    elif unit is not None and not unit.active:
        text = Text("此單位已裁撤。", "This unit is closed.")
        yield _fault(file, PEOPLE, line.row, "機關代碼", text, Text("請改填現有單位。", "Name an open unit."))
    elif unit is not None and not allowed.cover_unit(unit.pk):
        yield _outside(file, PEOPLE, line.row, "機關代碼")
    if line.role == "city-admin" and not allowed.everything:
        yield _outside(file, PEOPLE, line.row, "角色")
    if person is not None and person.name != line.name:
        text = Text(f"此帳號已屬於「{person.name}」。", f"This account belongs to “{person.name}”.")
        yield _fault(file, PEOPLE, line.row, "帳號", text, Text("請改用其他帳號。", "Choose another account."))
    elif person is not None and person.email.casefold() != line.email.casefold():
        text = Text("此帳號登記的電子郵件不同。", "This account has another e-mail address.")
        yield _fault(file, PEOPLE, line.row, "電子郵件", text, Text("請在系統中變更。", "Change it in the system."))
    elif person is not None and not person.is_active:
        text = Text("此帳號已停用。", "This account is closed.")
        yield _fault(file, PEOPLE, line.row, "帳號", text, Text("請先恢復使用。", "Open it again first."))
    if unit is not None and person is not None and _clash(line, person, unit, present):
        text = Text("與現有的相同職務期間重疊。", "It overlaps with the same position held already.")
        yield _fault(file, PEOPLE, line.row, "起日", text, Text("請調整起迄日。", "Change the days."))


def _people(lines: list[PersonLine], present: _Present) -> Iterable[PlannedPerson]:
    by_account: dict[str, list[PersonLine]] = {}
    for line in lines:
        by_account.setdefault(line.username.casefold(), []).append(line)
    for account, own in by_account.items():
        person = present.people.get(account)
        positions = tuple(PlannedPosition(line, not _same(line, person, present)) for line in own)
        yield PlannedPerson(own[0].username, own[0].name, own[0].email, person is None, positions)


def _same(line: PersonLine, person: Person | None, present: _Present) -> bool:
    unit = present.units.get(line.unit_code)
    if person is None or unit is None:
        return False
    return any(
        (position.from_on, position.until_on) == (line.from_on, line.until_on)
        for position in present.held.get((person.pk, unit.pk, line.role), ())
    )


def _clash(line: PersonLine, person: Person, unit: Unit, present: _Present) -> bool:
    return not _same(line, person, present) and any(
        _overlap(line.from_on, line.until_on, position.from_on, position.until_on)
        for position in present.held.get((person.pk, unit.pk, line.role), ())
    )


def _overlaps(lines: list[PersonLine], file: str) -> list[Fault]:
    """The same position twice at a time within the file."""
    faults, seen = [], dict[tuple[str, str, str], list[PersonLine]]()
    for line in lines:
        before = seen.setdefault((line.username.casefold(), line.unit_code, line.role), [])
        twin = next((b for b in before if _overlap(line.from_on, line.until_on, b.from_on, b.until_on)), None)
        if twin:
            text = Text(f"與第 {twin.row} 列的職務期間重疊。", f"It overlaps with row {twin.row}.")
            faults.append(_fault(file, PEOPLE, line.row, "起日", text, Text("請調整起迄日。", "Change the days.")))
        before.append(line)
    return faults


def _overlap(from_a: date, until_a: date | None, from_b: date, until_b: date | None) -> bool:
    return from_a <= (until_b or date.max) and from_b <= (until_a or date.max)


_CODES = Text("請填「機關」工作表或系統中已有的代碼。", "Use a code of the sheet 機關 or of the system.")


def _unknown(code: str) -> Text:
    return Text(f"找不到代碼「{code}」。", f"There is no unit with the code “{code}”.")


def _outside(file: str, sheet: Sheet, row: int, column: str) -> Fault:
    text = Text("超出您可管理的範圍。", "This is outside of what you manage.")
    return _fault(file, sheet, row, column, text, Text("請洽市府管理者。", "Ask a city administrator."))


def _fault(file: str, sheet: Sheet, row: int, column: str, text: Text, remedy: Text) -> Fault:
    return Fault(file, place(sheet, row, column), text, remedy)
