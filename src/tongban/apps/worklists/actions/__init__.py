"""What people do to their lists. None of it touches a case."""

from .drafts import forget_draft, forget_old_drafts, save_draft
from .exports import record_export, record_search
from .views import delete_view, may_keep_for, save_view

__all__ = [
    "delete_view",
    "forget_draft",
    "forget_old_drafts",
    "may_keep_for",
    "record_export",
    "record_search",
    "save_draft",
    "save_view",
]
