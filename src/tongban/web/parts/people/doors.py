"""The doors of the house somebody may use: shown in the bar, so that nobody has to know an address."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import pgettext

from tongban.apps.org.policy import Deed, Rights, grounds, may


class Door(NamedTuple):
    name: str
    url: str
    is_here: bool


def doors(request: HttpRequest) -> list[Door]:
    """Those that the person's posts open, the desk first; none for who has only one."""
    found = _open(request)
    return found if len(found) > 1 else []


def home(request: HttpRequest | None) -> str:
    """Where somebody starts: the first open door, the studio before figures; the citizens' page where none is."""
    found = [door.url for door in _open(request)]
    return "/studio/" if found[:2] == ["/board/", "/studio/"] else next(iter(found), "/")


def allows(request: HttpRequest | None, deed: str) -> bool:
    """Whether the person may do it on any case at all."""
    rights: Rights | None = getattr(request, "rights", None)
    return rights is not None and may(rights, Deed(deed))


def _open(request: HttpRequest | None) -> list[Door]:
    rights: Rights | None = getattr(request, "rights", None)
    if request is None or rights is None or not rights.posts:
        return []
    sees = grounds(rights, Deed.VIEW)
    reachable = [
        (pgettext("door", "Worklist"), "/desk/", bool(sees) and not sees.everything),
        (pgettext("door", "1999"), "/call/", sees.everything),
        (pgettext("door", "Statistics"), "/board/", may(rights, Deed.STATISTICS)),
        (pgettext("door", "Studio"), "/studio/", may(rights, Deed.MANAGE_PACKS) or may(rights, Deed.MANAGE_UNITS)),
        (pgettext("door", "Looks"), "/call/looks/", may(rights, Deed.AUDIT)),
    ]
    return [Door(name, url, request.path.startswith(url)) for name, url, is_open in reachable if is_open]
