"""Publishing packs, working on drafts of them, offering kinds, receipts, and a whole agency from one workbook.

All are keyword-only and take who (`by`, an actor like `"person:12"`) and when (`at`, an aware moment).
"""

from __future__ import annotations

from .drafting import DraftMoved, change_draft, discard_draft, draft_pack, publish_draft
from .offering import offer_kind, withdraw_offer
from .opening import Opened, open_agency
from .publishing import FaultyPack, publish_files, publish_folder, roll_back
from .receipts import FaultyReceipt, publish_receipt, roll_back_receipt
from .staging import stage_file, staged_file, take_staged

__all__ = [
    "DraftMoved",
    "FaultyPack",
    "FaultyReceipt",
    "Opened",
    "change_draft",
    "discard_draft",
    "draft_pack",
    "offer_kind",
    "open_agency",
    "publish_draft",
    "publish_files",
    "publish_folder",
    "publish_receipt",
    "roll_back",
    "roll_back_receipt",
    "stage_file",
    "staged_file",
    "take_staged",
    "withdraw_offer",
]
