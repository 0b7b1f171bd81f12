"""更正聯絡資料: the applicant has the right to have phone, e-mail and address put right (個資法 §3, §11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tongban.apps.cases.acting import Act, Done, act
from tongban.apps.catalogue.queries import definition
from tongban.apps.journal.chain import Entry
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Rights
from tongban.apps.parties.actions import Agreement, contact_digests, record_consent
from tongban.apps.parties.actions import change_contacts as change
from tongban.apps.parties.models import Party
from tongban.core.casework import FieldRefusal, Refusal
from tongban.core.text import Text

from .registering import notice_for

_NO_REASON = Text("請填寫更正理由", "Say why the contact data are changed")
_SAME = Text("聯絡資料與原資料相同，沒有變更", "These are the contact data that are kept: nothing was changed")
_NOBODY = Text("本案沒有可更正聯絡資料的申請人", "The case has no applicant whose contact data could be changed")


def change_contacts(
    *,
    number: str,
    contacts: Mapping[str, str],
    reason: str,
    agreement: Agreement | None = None,
    by: Rights,
    at: datetime,
    seen: int,
) -> Done:
    """Replace the applicant's phone, email or address; "" empties one, a missing one stays.

    The journal keeps which ones changed and a keyed digest of each, never the content. Messages not yet sent go to the
    new ones. `agreement`: consent given now, where none stands. Raises Refusal, or ValidationError by field.
    """

    def perform(under_way: Act) -> None:
        party = _applicant(under_way)
        if not reason.strip():
            raise Refusal("reason", _NO_REASON, (FieldRefusal("reason", _NO_REASON),))
        if agreement is not None:
            unit = Unit.objects.get(pk=under_way.file.unit_id)
            notice = notice_for(unit, definition(under_way.file.pack_version_id))
            record_consent(party=party, agreement=agreement, notice=notice, by=by.actor, at=at)
        before = contact_digests(party)
        after = contact_digests(change(party=party, contacts=dict(contacts), by=by.actor, at=at))
        changed = {field: digest for field, digest in after.items() if digest != before[field]}
        if not changed:
            raise Refusal("unchanged", _SAME)
        said = under_way.remark("contacts", reason)
        consented = {"consent": agreement.form} if agreement is not None else {}
        under_way.entries.append(Entry("ContactsChanged", {"digests": changed, "reason": said, **consented}))

    with transaction.atomic():
        return act(number, deed=Deed.CONSENT, by=by, at=at, seen=seen, perform=perform)


def _applicant(under_way: Act) -> Party:
    """Locked: what was there is compared with what is there afterwards."""
    parties = Party.objects.select_for_update(of=("self",)).filter(erased_at=None)
    found = parties.filter(case_parties__case_id=under_way.file.id, case_parties__role="applicant")
    party = found.order_by("case_parties__pk").first()
    if party is None:
        raise Refusal("no-applicant", _NOBODY)
    return party
