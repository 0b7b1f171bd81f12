"""How parts of a pack are called on the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongban.apps.catalogue.differences import reminder_text
from tongban.core.casework import Control, Definition
from tongban.core.casework.texts import PLACEHOLDERS, render
from tongban.core.process import Activity
from tongban.core.text import Text
from tongban.web.studio.showing import said

OCCASIONS = {
    "registered": gettext_lazy("On registration"),
    "correction": gettext_lazy("When something is missing"),
    "correction-reminder": gettext_lazy("Before the date for the correction"),
    "correction-expired": gettext_lazy("After that date has passed"),
    "extended": gettext_lazy("When the period is extended"),
    "transferred": gettext_lazy("When another unit takes the case over"),
    "closed": gettext_lazy("On closure"),
    "withdrawn": gettext_lazy("When the application is withdrawn"),
}
CHANNELS = {
    "counter": gettext_lazy("at the counter"),
    "post": gettext_lazy("by post"),
    "fax": gettext_lazy("by fax"),
    "phone": gettext_lazy("by phone"),
    "web": gettext_lazy("online"),
    "system": gettext_lazy("from another system"),
}
ROLES = {
    "handler": gettext_lazy("handler"),
    "supervisor": gettext_lazy("supervisor"),
    "counter": gettext_lazy("counter officer"),
    "hotline": gettext_lazy("1999 hotline"),
    "agency-admin": gettext_lazy("agency administrator"),
    "city-admin": gettext_lazy("city administrator"),
}
LANGUAGE_NAMES = {"zh-Hant": "中文", "en": "English"}
PART_NAMES = {"subject": gettext_lazy("Subject"), "body": gettext_lazy("Text"), "sms": gettext_lazy("SMS")}


class Use(NamedTuple):
    """Where a message is used: a step's wording, an occasion, a control."""

    label: str
    is_step: bool = False


def readable(template: str) -> str:
    """A text for lists: its placeholders by what they mean, 〔案號〕 for ((case_number))."""
    return render(template, {name: f"〔{said(meaning)}〕" for name, meaning in PLACEHOLDERS.items()})


def uses_of(definition: Definition, code: str) -> list[Use]:
    steps = [step for step in definition.public_steps if step.text == code]
    found = [Use(_("Public step"), True) for step in steps]
    found += [Use(_("Told to the citizen")) for step in steps if step.notify]
    for event, message in definition.notify.items():
        if message == code:
            occasion, _colon, outcome = event.partition(":")
            label = str(OCCASIONS.get(occasion, occasion))
            found.append(Use(f"{label}：{said(definition.outcome_name(outcome))}" if outcome else label))
    return found + [Use(_("Control")) for control in definition.controls if control.text == code]


def who(activity: Activity, units: dict[str, str]) -> str:
    """The groups of a task in words: `supervisor@social-affairs` → 主管（社會局）."""
    words = []
    for group in activity.groups:
        role, _at, unit = group.partition("@")
        label = str(ROLES.get(role, role))
        words.append(f"{label}（{units.get(unit, unit)}）" if unit else label)
    return "、".join(words)


def named_units(definition: Definition) -> Iterator[str]:
    """The codes of the units that tasks and controls name."""
    yield from (control.notify_unit for control in definition.controls if control.notify_unit)
    if definition.process:
        for task in definition.process.user_tasks:
            yield from (group.partition("@")[2] for group in task.groups if "@" in group)


def extension(definition: Definition) -> str:
    rule = definition.clock.extension
    if rule is None:
        return _("Not possible")
    times = ngettext("once", "%(n)s times", rule.times) % {"n": rule.times}
    return _("%(times)s, at most %(limit)s each") % {"times": times, "limit": said(rule.at_most.text)}


def control_words(definition: Definition, control: Control, units: Mapping[str, str]) -> str:
    """What a control watches, in one line."""
    if control.notify_unit:
        return _("Tell %(unit)s") % {"unit": units.get(control.notify_unit, control.notify_unit)}
    titles: dict[str, Text] = {}
    for form in definition.forms.values():
        titles |= form.titles
    reminders = "、".join(said(reminder_text(reminder)) for reminder in control.remind)
    label = said(titles.get(control.field, Text(control.field, control.field)))
    return f"{label}：{reminders}" if reminders else label
