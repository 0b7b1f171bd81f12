"""A case as one officer opened it: the rows, the definition it was filed under, and what the officer may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from tongban.apps.cases.models import Case
from tongban.apps.cases.queries import former_versions, step_name
from tongban.apps.cases.reading import CaseFile, NoSuchCase, case_file
from tongban.apps.catalogue.queries import definition
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.policy import Deed, Rights, may, must_say_why
from tongban.core.calendar import Calendar, day_of
from tongban.core.casework import Definition
from tongban.core.casework.number import read_case_number


@dataclass(frozen=True, eq=False)
class Opened:
    """`file` is what decides, `row` what is shown besides."""

    file: CaseFile
    row: Case
    rights: Rights
    at: datetime
    language: str

    @cached_property
    def definition(self) -> Definition:
        return definition(self.file.pack_version_id)

    @cached_property
    def calendar(self) -> Calendar:
        return calendar(self.file.calendar_version)

    @property
    def number(self) -> str:
        return self.file.number

    @property
    def today(self) -> date:
        return day_of(self.at)

    @property
    def seen(self) -> str:
        """What a form carries: the version it was made from, and the last event of its journal."""
        return f"{self.file.version}.{self.file.head.seq}"

    def may(self, deed: Deed) -> bool:
        return may(self.rights, deed, self.file.facts)

    @cached_property
    def sees_names(self) -> bool:
        return self.may(Deed.LOOK_PERSONAL)

    @cached_property
    def must_say_why(self) -> bool:
        return must_say_why(self.rights, self.file.facts)

    def activity_name(self, activity: str) -> str:
        process = self.definition.process
        known = process.activities.get(activity) if process else None
        if known is not None:
            return known.name or activity
        names = (step_name(version, activity) for version in self._former)
        return next((name for name in names if name != activity), activity)

    @cached_property
    def _former(self) -> list[int]:
        """The versions it was moved from; asked for only where the history names a step that is no more."""
        return former_versions(self.file.id)


def opened(request: HttpRequest, number: str) -> Opened:
    """The case of that number. 404 when there is none, PermissionDenied when the reader may not see it."""
    stored = read_case_number(number)
    if stored is None:
        raise Http404(number)
    try:
        file = case_file(stored)
    except NoSuchCase:
        raise Http404(number) from None
    rights: Rights = request.rights  # type: ignore[attr-defined]
    if not may(rights, Deed.VIEW, file.facts):
        raise PermissionDenied
    row = Case.objects.select_related("owner", "unit__parent", "handler", "taken_in__parent").get(pk=file.id)
    return Opened(file, row, rights, timezone.now(), get_language() or "zh-hant")


def read_seen(text: str) -> tuple[int, int] | None:
    """(version, last event) from a form's `seen`; None for anything else."""
    version, _, event = text.partition(".")
    if not (version.isascii() and version.isdigit() and event.isascii() and event.isdigit()):
        return None
    return (int(version), int(event)) if len(version) < 10 and len(event) < 10 else None
