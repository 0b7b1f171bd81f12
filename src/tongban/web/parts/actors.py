"""Who did something, by the name people know: the journal and the tables keep `person:12`, `system:x`, `clock`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.connectors.models import System
from tongban.apps.org.models import Person

PROGRAMS: Mapping[str, Any] = {
    "clock": gettext_lazy("The program, by the clock"),
    "citizen": gettext_lazy("The applicant, on line"),
    "system:night": gettext_lazy("The program, at night"),
    "system:delivery": gettext_lazy("Delivered with the program"),
    "system:demo": gettext_lazy("Demo city"),
}


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Actor → name for all of them; at most one query for people and one for systems."""
    wanted = set(actors)
    people, systems = _people(wanted), _systems(wanted)
    return {actor: people.get(actor) or _program(actor) or systems.get(actor) or _unknown(actor) for actor in wanted}


def ids_of(actors: Iterable[str], kind: str = "person") -> set[int]:
    """The numbers of `kind:number`; whatever else there is, is passed over."""
    found = (actor.partition(":") for actor in actors)
    return {int(rest) for name, _colon, rest in found if name == kind and rest.isdecimal()}


def _people(actors: Iterable[str]) -> dict[str, str]:
    ids = ids_of(actors)
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
    return {f"person:{pk}": name for pk, name in rows}


def _systems(actors: Iterable[str]) -> dict[str, str]:
    codes = {a.removeprefix("system:") for a in actors if a.startswith("system:") and a not in PROGRAMS}
    rows = System.objects.filter(code__in=codes).values_list("code", "name") if codes else ()
    return {f"system:{code}": _("System %(name)s") % {"name": name} for code, name in rows}


def _program(actor: str) -> str:
    return str(PROGRAMS[actor]) if actor in PROGRAMS else ""


def _unknown(actor: str) -> str:
    kind, _colon, rest = actor.partition(":")
    return _("System %(name)s") % {"name": rest} if kind == "system" else actor
