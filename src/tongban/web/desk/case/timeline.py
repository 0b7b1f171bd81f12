"""Everything that happened, in one line of time: what one act did, wrote and sent stands together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tongban.apps.cases.models import Remark
from tongban.apps.correspondence.models import Message
from tongban.apps.correspondence.queries import messages_of
from tongban.apps.journal.models import JournalEvent
from tongban.apps.journal.queries import events_of, looks_at
from tongban.apps.org.models import Position
from tongban.apps.org.policy import Deed
from tongban.core.calendar import day_of
from tongban.web.parts.actors import ids_of, names_of

from .opening import Opened
from .words import KINDS, LOOKS, MESSAGES, NOTES, said

MOST_LOOKS = 200


@dataclass
class Entry:
    """What somebody did in one moment."""

    at: datetime
    who: str
    kinds: set[str] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    message: Message | None = None
    can_go_again: bool = False
    """The message did not arrive, and nobody has sent it again."""
    effective_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    entries: list[Entry]
    filters: list[tuple[str, str, int]]
    """(kind, its name, how many)."""
    chosen: str


def timeline(opened: Opened, chosen: str = "") -> Timeline:
    """Newest first. `chosen`: only entries of one kind."""
    events = list(events_of(opened.file.subject))
    remarks = list(Remark.objects.filter(case_id=opened.file.id).order_by("written_at"))
    looks = list(looks_at(opened.file.subject)[:MOST_LOOKS]) if opened.may(Deed.AUDIT) else []
    messages = messages_of(opened.file.id)
    names = Names([*_named(events), *(look.actor for look in looks)])
    entries = [*_acts(opened, events, remarks, names), *_messages(messages), *_looks(looks, names)]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    counted = [(kind, str(name), sum(kind in e.kinds for e in entries)) for kind, name in KINDS.items()]
    wanted = chosen if chosen in KINDS else ""
    shown = [entry for entry in entries if not wanted or wanted in entry.kinds]
    return Timeline(shown, [one for one in counted if one[2]], wanted)


def since(opened: Opened, event: int) -> list[Entry]:
    """What was done after the event of that number, oldest first."""
    events = list(events_of(opened.file.subject).filter(seq__gt=event))
    names = Names(_named(events))
    return list(_acts(opened, events, [], names))


def _acts(opened: Opened, events: Iterable[JournalEvent], remarks: Iterable[Remark], names: Names) -> Iterable[Entry]:
    found: dict[tuple[datetime, str], Entry] = {}
    for event in events:
        who = names.of(event.actor, event.on_behalf_of)
        entry = found.setdefault((event.at, event.actor), Entry(event.at, who))
        kind, sentence = said(opened, event.kind, event.data, names.people)
        entry.kinds.add(kind)
        entry.sentences.append(sentence)
        if event.effective_on and event.effective_on != day_of(event.at):
            entry.effective_on = event.effective_on
    for remark in remarks:
        if (act := found.get((remark.written_at, remark.written_by))) is not None:
            act.remarks.append(remark.body)
            act.kinds.add(NOTES)
    return found.values()


def _messages(messages: Iterable[Message]) -> Iterable[Entry]:
    for message in messages:
        can_go_again = message.is_undeliverable and message.party is not None and not hasattr(message, "again")
        yield Entry(message.made_at, "", {MESSAGES}, message=message, can_go_again=can_go_again)


def _looks(looks: Iterable[Any], names: Names) -> Iterable[Entry]:
    for look in looks:
        yield Entry(
            look.at, names.of(look.actor), {LOOKS}, [_("Looked at: %(what)s") % {"what": look.what}], reason=look.reason
        )


def _named(events: Iterable[JournalEvent]) -> Iterable[str]:
    """Everybody the events speak of: who acted, for whom, and who was given something."""
    for event in events:
        yield event.actor
        yield event.on_behalf_of
        yield f"person:{event.data.get('person', '')}"


class Names:
    """Actors of the journal by the names people know, and for whom they stood in."""

    def __init__(self, actors: Iterable[str]) -> None:
        wanted = set(actors)
        self.names = names_of(wanted)
        self.people = {pk: self.names[f"person:{pk}"] for pk in ids_of(wanted)}
        posts = ids_of(wanted, "position")
        self.posts: Mapping[int, str] = (
            dict(Position.objects.filter(pk__in=posts).values_list("pk", "person__name")) if posts else {}
        )

    def of(self, actor: str, on_behalf_of: str = "") -> str:
        name = self.names.get(actor, actor)
        if on_behalf_of.startswith("position:"):
            stood_in_for = self.posts.get(int(on_behalf_of.partition(":")[2]), "—")
            return _("%(name)s for %(other)s") % {"name": name, "other": stood_in_for}
        return name
