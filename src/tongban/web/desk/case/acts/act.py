"""An act of the menu: who may do it, when it makes no sense, what follows, and the form that does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.apps.org.models import Role
from tongban.apps.org.policy import MATRIX, Deed
from tongban.core.casework import Phase
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.fields import DeskForm


class Act:
    """Each act is one subclass with one instance. Nothing is kept in it between requests."""

    code: ClassVar[str]
    deed: ClassVar[Deed]
    name: ClassVar[Any]
    button: ClassVar[Any]
    done: ClassVar[Any]
    form: ClassVar[type[DeskForm]] = DeskForm
    template: ClassVar[str] = "desk/case_act.html"
    key: ClassVar[str] = ""
    is_dangerous: ClassVar[bool] = False

    def is_shown(self, opened: Opened) -> bool:
        """False where the opposite act stands in its place."""
        return True

    def refused(self, opened: Opened) -> str:
        """Why it cannot be done now; empty when it can."""
        return ""

    def consequences(self, opened: Opened) -> list[str]:
        return []

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return self.form(initial=self.initial(request, opened))

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return self.form(request.POST)

    def initial(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        return {}

    def context(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        """What else its page shows."""
        return {}

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        """Raises what the actions raise."""
        raise NotImplementedError

    def next_url(self, request: HttpRequest, opened: Opened, result: Any) -> str:
        """Where to go when it was done; empty: back to the case."""
        return ""

    def why_not(self, opened: Opened) -> str:
        """Why this reader cannot do it now; empty when he can."""
        if not opened.may(self.deed):
            return only_for(self.deed)
        if not self.is_shown(opened):
            return _("As the case stands now there is nothing to do here.")
        return self.refused(opened)


def only_for(deed: Deed) -> str:
    """Who may do it, said to somebody who may not."""
    roles = [str(role.label) for role in Role if role in MATRIX[deed]]
    return _("Only for: %(roles)s") % {"roles": pgettext("words in a row", ", ").join(roles)}


def over(opened: Opened) -> str:
    if opened.file.state.phase.is_over:
        return _("The case is closed.")
    return ""


def not_running(opened: Opened) -> str:
    """For acts that need a case that is neither over nor waiting."""
    if why := over(opened):
        return why
    if opened.file.state.phase is Phase.AWAITING_CORRECTION:
        return _("The case waits for the applicant's correction.")
    if opened.file.state.phase is Phase.SUSPENDED:
        return _("The clock stands still: resume the case first.")
    return ""


def tells(opened: Opened, event: str) -> list[str]:
    """The line that says that a message goes out by itself, where the pack has one."""
    return [_("The applicant is told by e-mail and SMS.")] if event in opened.definition.notify else []
