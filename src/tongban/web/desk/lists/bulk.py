"""Acting on several cases at once: what will happen is shown first, what happened afterwards, case by case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.apps.cases.actions import assign_task, take_task
from tongban.apps.cases.errors import Changed, NotAllowed
from tongban.apps.cases.models import Case
from tongban.apps.cases.reading import NoSuchCase
from tongban.apps.org.models import Person
from tongban.apps.org.policy import Deed, Rights, may
from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.reach import reach
from tongban.apps.worklists.rows import Row, rows
from tongban.core.casework import Refusal
from tongban.web.desk.fields import DeskForm

from . import bulk_transfer
from .asked import rights_at_desk

TAKE, ASSIGN, TRANSFER = "take", "assign", "transfer"
MOST = 100


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be done to a case: `task` 0 and the reason in `why_not` where nothing can be."""

    row: Row
    task: int
    step: str
    why_not: str = ""

    @property
    def value(self) -> str:
        """Case, version and task as the confirmation sends them back."""
        return f"{self.row.number}|{self.row.stored['version']}|{self.task}"


@require_POST
@login_required
def preview(request: HttpRequest) -> HttpResponse:
    """The selected cases and what will happen to each. A single case to take is taken at once: that is undone easily."""
    rights = rights_at_desk(request)
    asking = Asking(rights, timezone.localdate())
    one = request.POST.get("take", "")
    act = TAKE if one else request.POST.get("act", "")
    numbers = [one] if one else request.POST.getlist("case")[: MOST + 1]
    if not numbers or act not in (TAKE, ASSIGN, TRANSFER):
        messages.warning(request, _("Select at least one case first."))
        return HttpResponseRedirect(_back(request))
    planned = _plan(act, numbers, asking)
    if one and len(planned) == 1 and planned[0].task:
        said, done = _outcome(planned[0].value, _taking(rights, timezone.now()))
        (messages.success if done else messages.error)(request, f"{one}: {said}")
        return HttpResponseRedirect(_back(request))
    cut = len(numbers) > MOST
    return _shown(request, act, planned, asking, bulk_transfer.transfer_form(rights), is_cut=cut)


def _shown(
    request: HttpRequest,
    act: str,
    planned: list[Planned],
    asking: Asking,
    form: DeskForm,
    *,
    is_cut: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "act": act,
        "planned": planned,
        "possible": [one for one in planned if one.task],
        "people": asking.colleagues,
        "form": form,
        "units": bulk_transfer.all_units() if act == TRANSFER else {},
        "back": _back(request),
        "most": MOST,
        "is_cut": is_cut,
    }
    page = "desk/bulk_transfer.html" if act == TRANSFER else "desk/bulk.html"
    return render(request, page, context, status=status)


def _plan(act: str, numbers: list[str], asking: Asking) -> list[Planned]:
    found = Case.objects.filter(reach(asking.grounds), number__in=numbers[:MOST]).order_by("number")
    choose = {TAKE: _to_take, ASSIGN: _to_assign, TRANSFER: _to_transfer}[act]
    return [choose(row) for row in rows(list(found.values_list("pk", flat=True)), asking, changes=False)]


def _to_take(row: Row) -> Planned:
    if task := row.takeable:
        return Planned(row, task.number, task.name)
    taken = any(task.assignee_id is not None for task in row.tasks)
    return Planned(
        row, 0, "", _("Somebody has taken it already.") if taken else _("There is nothing here for you to take.")
    )


def _to_assign(row: Row) -> Planned:
    if not may(row.asking.rights, Deed.ASSIGN, row.facts):
        return Planned(row, 0, "", _("Your position does not let you assign this case."))
    ours = [task for task in row.tasks if task.unit_id in row.asking.my_units]
    if not ours:
        return Planned(row, 0, "", _("No task of it waits at your unit."))
    return Planned(row, ours[0].number, ours[0].name)


def _to_transfer(row: Row) -> Planned:
    if why_not := bulk_transfer.why_not(row):
        return Planned(row, 0, "", why_not)
    return Planned(row, row.steps[0].number, row.steps[0].name)


@require_POST
@login_required
def carry_out(request: HttpRequest) -> HttpResponse:
    """Do it, one case after the other: what one refuses does not hold up the others."""
    rights = rights_at_desk(request)
    at, act = timezone.now(), request.POST.get("act", "")
    to = _person(request.POST.get("person", ""))
    if act == ASSIGN and to is None:
        messages.error(request, _("Choose whom to assign the cases to; nothing was done."))
        return HttpResponseRedirect(_back(request))
    perform = _assigning(rights, to, at) if act == ASSIGN and to is not None else _taking(rights, at)
    if act == TRANSFER:
        form = bulk_transfer.transfer_form(rights, request)
        if not form.is_valid():
            return _again(request, form)
        perform = _transferring(rights, form.cleaned_data, at)
    results = []
    for value in request.POST.getlist("case")[:MOST]:
        said, done = _outcome(value, perform)
        results.append({"number": value.partition("|")[0], "said": said, "done": done})
    done = sum(1 for result in results if result["done"])
    context = {"results": results, "done": done, "failed": len(results) - done, "back": _back(request), "to": to}
    return render(request, "desk/bulk_done.html", context)


Perform = Callable[[str, int, int], None]


def _taking(rights: Rights, at: datetime) -> Perform:
    def perform(number: str, version: int, task: int) -> None:
        take_task(number=number, task=task, by=rights, at=at, seen=version)

    return perform


def _assigning(rights: Rights, to: Person, at: datetime) -> Perform:
    def perform(number: str, version: int, task: int) -> None:
        assign_task(number=number, task=task, to=to, by=rights, at=at, seen=version)

    return perform


def _transferring(rights: Rights, given: dict[str, Any], at: datetime) -> Perform:
    def perform(number: str, version: int, task: int) -> None:
        bulk_transfer.transfer(rights, given, at, number, version)

    return perform


def _again(request: HttpRequest, form: DeskForm) -> HttpResponse:
    """The preview once more, with what was typed and what is wrong with it; nothing was done."""
    asking = Asking(rights_at_desk(request), timezone.localdate())
    numbers = [value.partition("|")[0] for value in request.POST.getlist("case")[:MOST]]
    return _shown(request, TRANSFER, _plan(TRANSFER, numbers, asking), asking, form, status=422)


def _outcome(value: str, perform: Perform) -> tuple[str, bool]:
    """What became of one case, and whether it was done."""
    number, _bar, rest = value.partition("|")
    version, _bar, task = rest.partition("|")
    if not (version.isdecimal() and task.isdecimal() and len(rest) < 20):
        return _("This case was not sent completely; nothing was done."), False
    try:
        perform(number, int(version), int(task))
    except (Refusal, NotAllowed, Changed) as refused:
        return refused.text.in_(get_language() or "zh-hant"), False
    except NoSuchCase:
        return _("There is no such case."), False
    return _("Done"), True


def _person(text: str) -> Person | None:
    return Person.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 12 else None


def _back(request: HttpRequest) -> str:
    """The list the cases were selected in."""
    back = unquote(request.POST.get("next", ""))
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return request.POST["next"] if back and safe else "/desk/"
