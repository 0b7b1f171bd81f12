"""What lines stand for, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition
from tongban.apps.insight.queries import By
from tongban.apps.org.models import Person, Unit
from tongban.apps.org.queries import unit_titles
from tongban.apps.parties.models import Channel

from .columns import Keyed
from .months import month_name


def kind_names() -> dict[str, str]:
    """Every published kind."""
    language = get_language() or "zh-hant"
    rows = Pack.objects.filter(current__isnull=False).order_by("code").values_list("code", "current_id")
    return {code: definition(version).name.in_(language) for code, version in rows if version is not None}


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    """A section with the unit above it: 社會局長青科."""
    return unit_titles(Unit.objects.filter(pk__in=set(ids)), get_language() or "zh-hant")


def names(by: By, lines: Iterable[Keyed]) -> Mapping[object, str]:
    """Key of each line → what people call it."""
    keys = [line.key for line in lines]
    match by:
        case By.OWNER | By.UNIT:
            return unit_names(keys)  # type: ignore[return-value]
        case By.KIND:
            known = kind_names()
            return {key: known.get(key, key) for key in keys}
        case By.OFFICER:
            people = dict(Person.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))
            return {None: _("Nobody yet"), **people}
        case By.CHANNEL:
            return {key: str(dict(Channel.choices).get(key, key)) for key in keys}
        case By.MONTH:
            return {key: month_name(key) for key in keys if isinstance(key, date)}
    return {None: _("All")}
