"""What the sheets and their columns are called, and the words their cells may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tongban.apps.org.models import Role, UnitKind


class Sheet(NamedTuple):
    """A sheet: its name, its columns in order, and which of them must be there and filled."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]


UNITS = Sheet(
    "機關",
    ("代碼", "名稱", "英文名稱", "類型", "上級代碼", "案號字首", "行政區", "電話", "地址"),
    ("代碼", "名稱", "類型"),
)
PEOPLE = Sheet(
    "人員",
    ("帳號", "姓名", "電子郵件", "機關代碼", "職務", "角色", "起日", "迄日"),
    ("帳號", "姓名", "電子郵件", "機關代碼", "角色", "起日"),
)
ROLES: Mapping[str, Role] = {
    "承辦人": Role.HANDLER,
    "主管": Role.SUPERVISOR,
    "櫃檯人員": Role.COUNTER,
    "1999話務人員": Role.HOTLINE,
    "機關管理者": Role.AGENCY_ADMIN,
    "市府管理者": Role.CITY_ADMIN,
}
KINDS: Mapping[str, UnitKind] = {
    "市府": UnitKind.CITY,
    "機關": UnitKind.AGENCY,
    "區公所": UnitKind.DISTRICT_OFFICE,
    "科室": UnitKind.SECTION,
}
