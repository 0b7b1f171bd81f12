"""Acts that choose among several ways, each said with what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.reading import OpenTask
from tongban.web.desk.case.foreseeing import Foreseen
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.fields import DeskForm, paragraphs

from .act import Act


@dataclass(frozen=True, slots=True)
class Way:
    """`group`: the task it belongs to, where there are several."""

    value: str
    label: str
    foreseen: Foreseen
    group: str = ""


class WayForm(DeskForm):
    way = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose one of these.")})

    def offer(self, ways: Iterable[Way]) -> None:
        """The only way that can be taken is chosen already."""
        self.ways = list(ways)
        open_ways = [way for way in self.ways if not way.foreseen.why_not]
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(way.value, way.label) for way in open_ways]
        if len(open_ways) == 1:
            field.initial = open_ways[0].value

    @property
    def groups(self) -> list[tuple[str, list[Way]]]:
        names = dict.fromkeys(way.group for way in self.ways)
        return [(name, [way for way in self.ways if way.group == name]) for name in names]


class ReasonForm(WayForm):
    reason = paragraphs(gettext_lazy("Reason"), rows=3)


class Choosing(Act):
    """`?task=` narrows the ways to those of one task, as its own button does."""

    form = WayForm
    template = "desk/case_way.html"
    question: Any

    def ways(self, opened: Opened, task: int | None) -> list[Way]:
        raise NotImplementedError

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return self._offering(super().new_form(request, opened), request, opened)

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return self._offering(super().sent_form(request, opened), request, opened)

    def _offering(self, form: DeskForm, request: HttpRequest, opened: Opened) -> DeskForm:
        assert isinstance(form, WayForm)
        form.fields["way"].label = self.question
        asked = request.GET.get("task", "")
        form.offer([] if self.why_not(opened) else self.ways(opened, int(asked) if asked.isdecimal() else None))
        return form


def chosen(way: str) -> tuple[int, str]:
    """(task, what is done with it) of a way's value `5:accept`."""
    task, _colon, what = way.partition(":")
    return int(task), what


def named(opened: Opened, task: OpenTask, tasks: list[OpenTask]) -> str:
    """The task that ways belong to, where that has to be said."""
    return _("“%(step)s”") % {"step": opened.activity_name(task.activity)} if len(tasks) > 1 else ""
