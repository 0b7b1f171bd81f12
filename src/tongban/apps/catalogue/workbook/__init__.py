"""A whole agency in one workbook: 機關 and 人員 (see `org.workbook`), 案件類別 and 憑單.

Reading knows no database and reports every fault with its sheet and row; `plan` compares with what is there;
`actions.open_agency` then does all of it or nothing.
"""

from __future__ import annotations

from .plan import AgencyPlan, PlannedOffer, PlannedReceipt, plan_agency
from .sheets import KINDS, RECEIPTS, AgencySheets, OfferLine, ReceiptLine, read_agency
from .template import agency_template

__all__ = [
    "KINDS",
    "RECEIPTS",
    "AgencyPlan",
    "AgencySheets",
    "OfferLine",
    "PlannedOffer",
    "PlannedReceipt",
    "ReceiptLine",
    "agency_template",
    "plan_agency",
    "read_agency",
]
