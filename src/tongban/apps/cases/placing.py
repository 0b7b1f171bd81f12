"""Which unit and role a task's candidate groups come out as, and which unit a code of the dispatch table is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from tongban.apps.org.models import Position, Role, Unit
from tongban.apps.org.policy import subtree
from tongban.core.casework import DefinitionFault
from tongban.core.text import Text


class NoSuchUnit(DefinitionFault):
    """A pack names only units that are not in the organisation (any more)."""

    def __init__(self, groups: tuple[str, ...], activity: str) -> None:
        codes = sorted({group.partition("@")[2] for group in groups})
        zh = f"業務包指定的機關代碼 {'、'.join(codes)} 不存在，請洽機關管理者更新業務包或補建機關"
        en = f"No unit {', '.join(codes)}, which the pack names: ask the administrator to mend the pack or add the unit"
        super().__init__("no-such-unit", Text(zh, en), activity)


def forget() -> None:
    """Drop everything kept: for tests and loaders that write past the actions."""
    _units.cache_clear()
    open_units.cache_clear()
    units_by_id.cache_clear()
    _held.cache_clear()


def place(groups: tuple[str, ...], unit_id: int, org_version: int, activity: str = "") -> tuple[int, str]:
    """(unit, role) of the first of `role` or `role@unit-code` that anybody holds there, else of the first whose unit
    there is; without a code it is the unit that handles the case. Raises NoSuchUnit, which names
    `activity`, when none of the units exists."""
    places = [found for group in groups if (found := _place(group, unit_id, org_version)) is not None]
    if not places:
        raise NoSuchUnit(groups, activity)
    if len(places) == 1:
        return places[0]
    return next((one for one in places if one in _held(org_version)), places[0])


def _place(group: str, unit_id: int, org_version: int) -> tuple[int, str] | None:
    role, _, code = group.partition("@")
    if not code:
        return unit_id, role
    found = unit_of(code, org_version)
    return None if found is None else (found.pk, role)


def unit_of(code: str, org_version: int) -> Unit | None:
    """The unit of this code, with what it is part of; open or closed."""
    return _units(org_version).get(code)


def stored_unit(code: str, org_version: int) -> Unit:
    """The unit of a code that a case has had. Raises NoSuchUnit."""
    if (found := unit_of(code, org_version)) is None:
        raise NoSuchUnit((f"@{code}",), "")
    return found


def is_staffed(unit: Unit, roles: Iterable[str], org_version: int) -> bool:
    """Whether somebody there holds each of the roles; supervisors step in for others, nobody for them."""
    held = _held(org_version)
    there = {role for role in Role if (unit.pk, role) in held}
    if not there & {Role.HANDLER, Role.SUPERVISOR}:
        return False
    return all(role in there or (role != Role.SUPERVISOR and Role.SUPERVISOR in there) for role in roles)


def asked_of(code: str, org_version: int) -> tuple[int, str, str]:
    """(unit, role, group) of those who answer for a unit that is asked: its handlers, else its supervisors. Raises
    NoSuchUnit."""
    groups = (f"{Role.HANDLER}@{code}", f"{Role.SUPERVISOR}@{code}")
    at, role = place(groups, 0, org_version)
    return at, role, f"{role}@{code}"


@lru_cache(maxsize=4)
def open_units(org_version: int) -> Mapping[str, str]:
    """The units that a case may be given to: code → district."""
    return {unit.code: unit.district for unit in _units(org_version).values() if unit.active}


def unit_by_id(unit_id: int, org_version: int) -> Unit:
    return _units(org_version)[units_by_id(org_version)[unit_id]]


@lru_cache(maxsize=4)
def units_by_id(org_version: int) -> Mapping[int, str]:
    """Every unit's code, by its id."""
    return {unit.pk: unit.code for unit in _units(org_version).values()}


@lru_cache(maxsize=4)
def _units(org_version: int) -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.select_related("parent__parent")}


@lru_cache(maxsize=4)
def _held(org_version: int) -> frozenset[tuple[int, str]]:
    """(unit, role) wherever a post without end covers the unit."""
    posts = Position.objects.filter(until_on=None, person__is_active=True).values_list("unit_id", "role").distinct()
    return frozenset((below, role) for unit, role in posts for below in subtree(unit, org_version))
