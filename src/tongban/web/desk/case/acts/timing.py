"""展期, 停止計算 and 恢復."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.actions import extend_limit, resume_case, suspend_case
from tongban.apps.org.policy import Deed
from tongban.core.calendar import ExtensionRule, Limit
from tongban.core.casework import Phase
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.fields import DeskForm, paragraphs
from tongban.web.parts.formatting import date_for

from .act import Act, not_running, over, tells


class ExtendForm(DeskForm):
    by = forms.IntegerField(label=gettext_lazy("By how much"), min_value=1, max_value=10_000)
    reason = paragraphs(gettext_lazy("Reason, as the applicant reads it"))


class Extend(Act):
    code, deed, form = "extend", Deed.EXTEND, ExtendForm
    name, button = gettext_lazy("Extend the time limit"), gettext_lazy("Extend")
    done = gettext_lazy("The time limit was extended.")

    def refused(self, opened: Opened) -> str:
        if why := over(opened):
            return why
        rule = opened.definition.clock.extension
        if rule is None:
            return _("Cases of this kind cannot be extended.")
        least = Limit(1, rule.at_most.unit)
        refusal = rule.refusal(opened.file.state.clock, least, opened.today, opened.calendar)
        return refusal.in_(opened.language) if refusal else ""

    def consequences(self, opened: Opened) -> list[str]:
        rule = _rule(opened)
        if rule is None:
            return []
        most = rule.at_most.text.in_(opened.language)
        lines = [_("The rule: at most %(times)s times, each by at most %(most)s, before the limit expires.")]
        lines = [lines[0] % {"times": rule.times, "most": most}]
        longest = opened.file.state.clock.extend(rule.at_most, "-", opened.today).due_on(opened.calendar)
        if longest is not None:
            day = date_for(longest, opened.language)
            lines.append(_("Extended by %(most)s it is due on %(day)s.") % {"most": most, "day": day})
        return lines + tells(opened, "extended")

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return self._labelled(super().new_form(request, opened), opened)

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return self._labelled(super().sent_form(request, opened), opened)

    def initial(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        rule = _rule(opened)
        return {"by": rule.at_most.amount if rule else None}

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        rule = _rule(opened)
        unit = rule.at_most.unit if rule else opened.definition.limit.unit
        days = Limit(values["by"], unit)
        reason = values["reason"]
        return extend_limit(number=opened.number, days=days, reason=reason, by=opened.rights, at=opened.at, seen=seen)

    @staticmethod
    def _labelled(form: DeskForm, opened: Opened) -> DeskForm:
        if (rule := _rule(opened)) is not None:
            unit = rule.at_most.unit.text(2).in_(opened.language).lstrip("0123456789 ")
            form.fields["by"].label = _("By how much (%(unit)s)") % {"unit": unit}
        return form


def _rule(opened: Opened) -> ExtensionRule | None:
    return opened.definition.clock.extension


class SuspendForm(DeskForm):
    ground = paragraphs(
        gettext_lazy("Cause"),
        rows=2,
        help_text=gettext_lazy("A natural disaster, or another cause that is not the agency's."),
    )


class Suspend(Act):
    code, deed, form = "suspend", Deed.EXTEND, SuspendForm
    name, button = gettext_lazy("Suspend"), gettext_lazy("Let the clock stand still")
    done = gettext_lazy("The clock stands still until the case is resumed.")

    def is_shown(self, opened: Opened) -> bool:
        return opened.file.state.phase is not Phase.SUSPENDED

    def refused(self, opened: Opened) -> str:
        return not_running(opened)

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _("The period stands still until the cause is over (Administrative Procedure Act §51 V)."),
            _("Nothing can be completed meanwhile; the applicant is not told by itself."),
        ]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return suspend_case(number=opened.number, ground=values["ground"], by=opened.rights, at=opened.at, seen=seen)


class Resume(Act):
    code, deed = "resume", Deed.EXTEND
    name, button = gettext_lazy("Resume"), gettext_lazy("Let the clock run again")
    done = gettext_lazy("The clock runs again.")

    def is_shown(self, opened: Opened) -> bool:
        return opened.file.state.phase is Phase.SUSPENDED

    def consequences(self, opened: Opened) -> list[str]:
        due_on = opened.file.state.clock.due_if_resumed(opened.at, opened.calendar)
        return [_("What is left of the period runs on: due on %(day)s.") % {"day": date_for(due_on, opened.language)}]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return resume_case(number=opened.number, by=opened.rights, at=opened.at, seen=seen)
