"""Cases that went their way before the browser is opened, by the real actions."""

from __future__ import annotations

from django.utils import timezone

from tongban.apps.cases.actions import Applicant, Application, complete_task, register_case
from tongban.apps.cases.reading import case_file
from tongban.apps.feedback.actions import rate_case

from .town import SUBSIDY, Town

ANSWERS = {
    "applicant_id": "A123456789",
    "applicant_phone": "03-332-2101",
    "disability_card": "第 7 類 中度",
    "income": "mid-low",
    "filed_by": "self",
    "device": "wheelchair",
    "purchase_price": 18000,
    "requested_amount": 15000,
    "bank_name": "臺灣銀行桃園分行",
    "bank_account": "012345678901",
}
WAYS = (
    ("clerk", "complete"),
    ("chief", "forward"),
    ("examiner", ""),
    ("director", "approved"),
    ("examiner", ""),
)


def registered(town: Town, **changes: object) -> tuple[str, str]:
    """A case of the assistive-device subsidy, taken in at the counter of Taoyuan: number and password."""
    at = timezone.now()
    given = {
        "kind": SUBSIDY,
        "unit_id": town.units["district-taoyuan"].pk,
        "channel": "counter",
        "applicant": Applicant(name="陳美惠"),
        "answers": {**ANSWERS, "invoice_on": timezone.localdate(at).isoformat()},
        **changes,
    }
    done = register_case(application=Application(**given), by=town.rights("counter", at), at=at)  # type: ignore[arg-type]
    assert done.password is not None
    return done.number, done.password


def closed_and_rated(town: Town, how_many: int) -> None:
    """So many citizens' cases went the whole way today, and each was very satisfied."""
    for _ in range(how_many):
        number, _password = registered(town)
        for username, outcome in WAYS:
            at = timezone.now()
            task = case_file(number).open_tasks[0].number
            complete_task(number=number, task=task, outcome=outcome, by=town.rights(username, at), at=at)
        rate_case(
            number=number,
            scores={"overall": 5, "speed": 5, "clarity": 5, "attitude": 5},
            comment="",
            at=timezone.now(),
        )
