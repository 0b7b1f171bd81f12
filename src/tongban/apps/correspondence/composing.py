"""The message rows an occasion makes: one a channel for a citizen, one a person inside. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from tongban.apps.cases.models import Case, Consultation, Transfer
from tongban.apps.connectors.sms import fit, segments
from tongban.apps.feedback.links import questionnaire_url
from tongban.apps.org.models import Person, Role, Unit
from tongban.core.calendar import day_of
from tongban.core.casework import Definition

from .addresses import lookup_url
from .colleagues import asked_people, asking_people, giving_people, receiving_people, told_as, unit_staff
from .letters import callback_letter, request_letter, transfer_letter
from .models import Channel, Message, State
from .occasions import ABOUT_REQUESTS, ABOUT_TRANSFERS, APPLICANT, HANDLER, Occasion
from .reasons import NO_CONTACT, NO_TEXT, NOBODY
from .receivers import Receiver, receiver_of
from .sealing import seal
from .wording import HIDDEN, LINK, PASSWORD, NoSuchText, Wording, values_for, word


def compose(
    occasion: Occasion, case: Case, definition: Definition, at: datetime, receiver: Receiver | None = None
) -> list[Message]:
    """Every message of the occasion; one that says why not where nobody can be told.

    `receiver`: the case's, where the caller has asked for it already.
    """
    if occasion.event.startswith(ABOUT_REQUESTS):
        return about_request(occasion, case, at)
    if occasion.event.startswith(ABOUT_TRANSFERS):
        return about_transfer(occasion, case, at)
    if occasion.to == HANDLER:
        return _to_handler(occasion, case, at)
    if occasion.to != APPLICANT:
        return _to_unit(occasion, case, definition, at)
    open_, shown = _worded(occasion, case, definition, case.language, at)
    receiver = receiver or receiver_of(case)
    plan = _Plan(occasion, case, at, case.language)
    if shown is None:
        return [plan.not_sent(NO_TEXT, party=receiver.party)]
    channels = [c for c in receiver.reach.channels if c is not Channel.SMS or shown.sms]
    if not channels:
        return [plan.not_sent(receiver.reason or NO_CONTACT, shown, party=receiver.party)]
    return [plan.message(channel, shown, open_, party=receiver.party) for channel in channels]


def _to_unit(occasion: Occasion, case: Case, definition: Definition, at: datetime) -> list[Message]:
    unit = Unit.objects.filter(code=occasion.to).first()
    people = [p for p in unit_staff(unit, day_of(at)) if p.email] if unit else []
    if not people:
        _, shown = _worded(occasion, case, definition, settings.LANGUAGE_CODE, at)
        return [_Plan(occasion, case, at, settings.LANGUAGE_CODE).not_sent(NOBODY, shown)]
    messages = []
    for person in people:
        _, shown = _worded(occasion, case, definition, person.language, at)
        plan = _Plan(occasion, case, at, person.language)
        messages.append(plan.message(Channel.EMAIL, shown, person=person) if shown else plan.not_sent(NO_TEXT))
    return messages


def _to_handler(occasion: Occasion, case: Case, at: datetime) -> list[Message]:
    people = [person for person in told_as(Role.HANDLER, case, day_of(at)) if person.email]
    letters = [(person, callback_letter(case, person.language)) for person in people]
    untold = callback_letter(case, settings.LANGUAGE_CODE)
    return to_people(occasion, case, letters, at) or [nobody(occasion, case, untold, at)]


def about_request(occasion: Occasion, case: Case, at: datetime) -> list[Message]:
    """會辦, 平行派案: to the asked unit, or to whoever asked it. What was written is read in the case."""
    rows = Consultation.objects.select_related("unit__parent")
    row = rows.get(case=case, number=int(occasion.values["request"]))
    day, to_asker = day_of(at), occasion.to == HANDLER
    told = asking_people(row, case, day) if to_asker else asked_people(row, day)
    letters = [(p, request_letter(occasion.event, case, row, p.language)) for p in told if p.email]
    untold = request_letter(occasion.event, case, row, settings.LANGUAGE_CODE)
    return to_people(occasion, case, letters, at) or [nobody(occasion, case, untold, at)]


def about_transfer(occasion: Occasion, case: Case, at: datetime) -> list[Message]:
    """移轉, 改分: to the unit the case is to go to, or to whoever gives it away. The reason is read in the case."""
    row = Transfer.objects.select_related("source__parent", "target__parent").get(
        case=case, number=int(occasion.values["transfer"])
    )
    day = day_of(at)
    told = giving_people(row, case, day) if occasion.to == HANDLER else receiving_people(row, day)
    letters = [(p, transfer_letter(occasion.event, case, row, p.language)) for p in told if p.email]
    untold = transfer_letter(occasion.event, case, row, settings.LANGUAGE_CODE)
    return to_people(occasion, case, letters, at) or [nobody(occasion, case, untold, at)]


def to_people(
    occasion: Occasion, case: Case | None, people: Iterable[tuple[Person, Wording]], at: datetime
) -> list[Message]:
    """The system's own letters: each person with the wording made for him."""
    return [_Plan(occasion, case, at, p.language).message(Channel.EMAIL, text, person=p) for p, text in people]


def nobody(occasion: Occasion, case: Case | None, text: Wording, at: datetime) -> Message:
    """The record that nobody inside could be told."""
    return _Plan(occasion, case, at, settings.LANGUAGE_CODE).not_sent(NOBODY, text)


def _worded(
    occasion: Occasion, case: Case, definition: Definition, language: str, at: datetime
) -> tuple[Wording | None, Wording | None]:
    """(as the citizen reads it, as everybody else may); both None when the pack has no such text."""
    values = values_for(case, definition, language, code=occasion.code, given=occasion.values, today=day_of(at))
    secrets, hidden = {LINK: questionnaire_url(case.number)}, {}
    if occasion.password is not None:
        secrets[PASSWORD], hidden[PASSWORD] = occasion.password, HIDDEN
    try:
        open_, shown = (
            word(definition, occasion.code, language, {**values, **more}, occasion.text) for more in (secrets, hidden)
        )
        return open_, shown
    except NoSuchText:
        return None, None


class _Plan:
    """What all rows of one occasion in one language have in common."""

    def __init__(self, occasion: Occasion, case: Case | None, at: datetime, language: str) -> None:
        self.occasion, self.case, self.at, self.language = occasion, case, at, language

    def message(self, channel: Channel, shown: Wording, open_: Wording | None = None, **receiver: object) -> Message:
        person = receiver.get("person")
        row = self._row(self.occasion.message_id(channel, person.pk if isinstance(person, Person) else ""), channel)
        row.subject, row.body = real = self._text(channel, shown)
        if open_ is not None and (whole := self._text(channel, open_)) != real:
            row.sealed, real = seal(row.pk, *whole), whole
            row.held_password = self.occasion.password is not None
        if channel is Channel.SMS:
            row.segments = segments(real[1])
        for name, value in receiver.items():
            setattr(row, name, value)
        return row

    def not_sent(self, reason: str, shown: Wording | None = None, **receiver: object) -> Message:
        row = self._row(self.occasion.message_id(Channel.NONE), Channel.NONE)
        row.state, row.reason = State.NOT_SENT, reason
        if shown is not None:
            row.subject, row.body = shown.subject, shown.body
        row.held_password = self.occasion.password is not None
        for name, value in receiver.items():
            setattr(row, name, value)
        return row

    def _text(self, channel: Channel, wording: Wording) -> tuple[str, str]:
        if channel is not Channel.SMS:
            return wording.subject, wording.body
        if self.occasion.password is not None:
            return "", wording.sms.strip()  # what is cut off might be the password
        return "", short_text(wording.sms, self.case.number if self.case else "")

    def _row(self, identity: UUID, channel: Channel) -> Message:
        return Message(
            id=identity,
            case=self.case,
            intent_id=self.occasion.intent_id,
            event=self.occasion.event,
            code=self.occasion.code,
            channel=channel,
            language=self.language,
            made_at=self.at,
            changed_at=self.at,
        )


def short_text(text: str, number: str) -> str:
    """An SMS within the segments of the settings; a longer one ends in the address to read on."""
    return fit(text.strip(), lookup_url(number), int(settings.SMS_GATEWAY["segments"]))
