"""What a request asks of the desk: which view, which place in it, by whom and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from tongban.apps.org.policy import Deed, Rights, may
from tongban.apps.worklists.paging import Place, read_place
from tongban.apps.worklists.queries import Views, views_of
from tongban.apps.worklists.view import NOT_FILTERS, SHAPE, View

FROM, TO = ".from", ".to"


@dataclass(frozen=True, slots=True)
class Asked:
    """`is_canonical`: the address is the one this list has; forms send longer ones, which lead there."""

    rights: Rights
    views: Views
    view: View
    place: Place | None
    at: datetime
    today: date
    is_canonical: bool
    unknown: str = ""
    """The code of a view that there is not."""

    @property
    def address(self) -> str:
        """`?view=…` for the links of a page."""
        return f"?view={self.view.text}"


def rights_at_desk(request: HttpRequest) -> Rights:
    """PermissionDenied for who sees no case at all, an administrator for one."""
    rights: Rights = request.rights  # type: ignore[attr-defined]
    if not may(rights, Deed.VIEW):
        raise PermissionDenied
    return rights


def asked(request: HttpRequest) -> Asked:
    """PermissionDenied for who sees no case at all."""
    rights = rights_at_desk(request)
    views = views_of(rights)
    code = request.GET.get("view", "")
    base = views.named(code) or views.first
    given = list(pairs(request.GET, base.filters))
    view = views.read(base.code, given)
    at = timezone.now()
    place = read_place(request.GET.get("after", ""))
    canonical = _is_canonical(request.GET, dict(given))
    unknown = code if code and views.named(code) is None else ""
    return Asked(rights, views, view, place, at, timezone.localdate(at), canonical, unknown)


def pairs(given: QueryDict, kept: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """One text per column: boxes ticked become a list, two ends a range; what is empty goes, unless it
    takes away one of the filters in `kept`."""
    ends: dict[str, list[str]] = {}
    for name, values in given.lists():
        text = ",".join(value.strip() for value in values if value.strip())
        if name.endswith((FROM, TO)):
            column = name.rsplit(".", 1)[0]
            ends.setdefault(column, ["", ""])[name.endswith(TO)] = text
        elif text or (name in kept and name not in NOT_FILTERS):
            yield name, text
    for column, (first, last) in ends.items():
        text = first if first == last else f"{first}..{last}"
        if text or column in kept:
            yield column, text


def _is_canonical(given: QueryDict, pairs: dict[str, str]) -> bool:
    ours = {name: values for name, values in given.lists() if name in SHAPE or name not in NOT_FILTERS}
    return {name: values for name, values in ours.items() if name in pairs and values == [pairs[name]]} == ours
