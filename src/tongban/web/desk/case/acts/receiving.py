"""收到來訊: what the drawing waits for from outside has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.actions import deliver_message
from tongban.apps.org.policy import Deed
from tongban.core.casework import DeliverMessage, Phase
from tongban.core.casework.waiting import awaited
from tongban.web.desk.case.foreseeing import foresee
from tongban.web.desk.case.naming import message_name
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.fields import paragraphs

from .ways import Choosing, Way, WayForm


class ReceiveForm(WayForm):
    comment = paragraphs(gettext_lazy("Comment for colleagues"), required=False, rows=3)


class Receive(Choosing):
    code, deed, form = "receive", Deed.COMPLETE, ReceiveForm
    name, button = gettext_lazy("A message came"), gettext_lazy("Record that it came")
    done = gettext_lazy("Recorded: the process goes on.")
    question = gettext_lazy("What came")

    def is_shown(self, opened: Opened) -> bool:
        return bool(awaited(opened.file.state)) and not opened.file.state.phase.is_over

    def refused(self, opened: Opened) -> str:
        if opened.file.state.phase is Phase.SUSPENDED:
            return _("The clock stands still: resume the case first.")
        return ""

    def consequences(self, opened: Opened) -> list[str]:
        names = [message_name(opened, wait.name) for wait in awaited(opened.file.state)]
        return [
            _("The process waits for: %(names)s") % {"names": "、".join(dict.fromkeys(names))},
            _("It goes on as drawn once it came. What came is attached under documents."),
        ]

    def ways(self, opened: Opened, task: int | None) -> list[Way]:
        names = dict.fromkeys(wait.name for wait in awaited(opened.file.state))
        return [Way(name, message_name(opened, name), foresee(opened, DeliverMessage(name=name))) for name in names]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return deliver_message(
            number=opened.number,
            name=values["way"],
            comment=values["comment"],
            by=opened.rights,
            at=opened.at,
            seen=seen,
        )
