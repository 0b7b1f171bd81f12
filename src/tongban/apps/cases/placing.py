"""Which unit and role a task's candidate groups come out as."""

from __future__ import annotations

from functools import lru_cache

from tongban.apps.org.models import Unit
from tongban.core.text import Text


class NoSuchUnit(LookupError):
    """A pack names a unit that is not in the organisation (any more)."""

    def __init__(self, code: str) -> None:
        self.text = Text(f"業務包指定的機關代碼 {code} 不存在", f"The pack names the unit {code}, which does not exist")
        super().__init__(self.text.en)


@lru_cache(maxsize=64)
def _units(org_version: int) -> dict[str, int]:
    return dict(Unit.objects.values_list("code", "pk"))


def place(groups: tuple[str, ...], unit_id: int, org_version: int) -> tuple[int, str]:
    """(unit, role) for `role` or `role@unit-code`; without a unit it is the one that handles the case."""
    role, _, code = groups[0].partition("@")
    if not code:
        return unit_id, role
    found = _units(org_version).get(code)
    if found is None:
        raise NoSuchUnit(code)
    return found, role
