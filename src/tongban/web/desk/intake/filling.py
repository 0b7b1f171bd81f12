"""One filling-in of the intake page: everything that is wrong with it, found before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import QueryDict

from tongban.apps.cases.actions import Applicant, Application, register_case
from tongban.apps.cases.models import Case
from tongban.apps.org.policy import Rights
from tongban.apps.parties.actions import Agreement
from tongban.core.calendar import day_of
from tongban.core.forms import Checked, FormSchema
from tongban.web.desk.case.attempt import Attempt, attempt
from tongban.web.parts.forms import FormView, form_view, sent_answers

from .doubles import Double, doubles
from .forms import IntakeForm
from .offers import Offered

_APPLICANT = ("kind", "name", "identifier", "phone", "email", "address", "district", "language")


@dataclass
class Filling:
    """`sent` is None for the empty page."""

    offered: Offered
    rights: Rights
    at: datetime
    language: str
    sent: QueryDict | None = None

    @cached_property
    def form(self) -> IntakeForm:
        given = (self.offered, day_of(self.at), self.language)
        return (
            IntakeForm(*given, self.sent)
            if self.sent is not None
            else IntakeForm(*given, initial={"intake_key": uuid4()})
        )

    @property
    def schema(self) -> FormSchema:
        return self.offered.definition.form

    @cached_property
    def answers(self) -> Mapping[str, object]:
        if self.sent is None:
            return self.schema.defaults(at=self.at)
        return sent_answers(self.schema, self.sent)

    @cached_property
    def checked(self) -> Checked:
        return self.schema.check(self.answers, at=self.at)

    @property
    def answers_shown(self) -> FormView:
        checked = self.checked if self.sent is not None else None
        return form_view(self.schema, self.answers, at=self.at, checked=checked, roc_dates=True)

    @property
    def is_valid(self) -> bool:
        return self.form.is_valid() and not self.checked.faults

    @property
    def must_confirm(self) -> bool:
        """The same person has an open case of this kind, and nobody said to go on. A form sent twice is no double."""
        if self.sent is None or not self.form.is_valid() or self.sent.get("anyway"):
            return False
        return bool(self.doubles) and not self.was_sent

    @cached_property
    def was_sent(self) -> bool:
        return Case.objects.filter(intake_key=self.form.cleaned_data["intake_key"]).exists()

    @cached_property
    def doubles(self) -> list[Double]:
        values = self.form.cleaned_data
        return doubles(
            self.rights,
            self.offered.kind,
            identifier=values["identifier"],
            phone=values["phone"],
            name=values["name"],
        )

    def register(self) -> Attempt:
        tried = attempt(lambda: register_case(application=self._application(), by=self.rights, at=self.at))
        if not tried.is_done:
            fields = dict(tried.fields)
            if "consent" in fields:
                fields["agreement"] = fields.pop("consent")
            self.form.place(tried.text, fields)
        return tried

    def _application(self) -> Application:
        values: dict[str, Any] = self.form.cleaned_data
        agreement = Agreement(values["agreement"], values["channel"]) if self.form.agreed else None
        applicant = Applicant(**{name: values[name] for name in _APPLICANT})
        return Application(
            kind=self.offered.kind,
            unit_id=self.offered.unit.pk,
            channel=values["channel"],
            applicant=replace(applicant, agreement=agreement),
            answers=self.answers,
            effective_on=values["effective_on"],
            late_reason=values["late_reason"],
            intake_key=values["intake_key"],
        )
