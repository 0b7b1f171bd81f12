"""Where a message can go now. Asked anew each time: consent can be withdrawn between two attempts."""

from __future__ import annotations

from dataclasses import dataclass, field

from tongban.apps.cases.models import Case
from tongban.apps.org.models import Person
from tongban.apps.parties.models import Party, PartyKind
from tongban.apps.parties.queries import contact_points, valid_consent
from tongban.core.forms import contacts

from .models import Channel
from .reasons import NO_CONSENT, NO_CONTACT, NOBODY


class Unreachable(Exception):
    """Nothing may or can be sent; `reason` is one of `reasons`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reach:
    """Addresses by channel. Its `repr` shows none."""

    email: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)

    def address(self, channel: str) -> str:
        return {Channel.EMAIL.value: self.email, Channel.SMS.value: self.mobile}.get(str(channel), "")

    @property
    def channels(self) -> tuple[Channel, ...]:
        return tuple(channel for channel in (Channel.EMAIL, Channel.SMS) if self.address(channel))


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a case's messages go to, and how; `reason` says why nothing can be sent."""

    party: Party | None
    reach: Reach = field(default_factory=Reach)
    reason: str = ""


def receiver_of(case: Case) -> Receiver:
    party = party_of(case)
    try:
        return Receiver(party, reach_of_party(party))
    except Unreachable as why:
        return Receiver(party, reason=why.reason)


def party_of(case: Case) -> Party | None:
    """Whom the case's messages go to: an agent where there is one, else the applicant."""
    row = case.case_parties.select_related("party").order_by("role", "pk").first()
    return row.party if row else None


def reach_of_party(party: Party | None) -> Reach:
    """A person must have agreed; a company or premises has no consent to give. Raises Unreachable."""
    if party is None:
        raise Unreachable(NO_CONTACT)
    if party.kind == PartyKind.PERSON and valid_consent(party.pk) is None:
        raise Unreachable(NO_CONSENT)
    points = contact_points(party.pk)
    found = Reach(points.email, contacts.mobile(points.phone) or "") if points else Reach()
    if not found.channels:
        raise Unreachable(NO_CONTACT)
    return found


def reach_of_person(person: Person | None) -> Reach:
    if person is None or not person.is_active or not person.email:
        raise Unreachable(NOBODY)
    return Reach(email=person.email)
