"""The one policy: who may see and do what, as a check on one case and as a database filter.

Everything that asks for permission asks here. What a position may do stands in `matrix`, as data; a deed that is not
named there for a role is refused. The page `docs/reference/rights.md` shows the same table.
"""

from __future__ import annotations

from .grounds import Columns, Grounds, acting_for, grounds, may, must_say_why
from .matrix import MATRIX, Scope
from .reading import current_version, forget, rights_of, subtree
from .values import CaseFacts, Deed, Post, Rights

__all__ = [
    "MATRIX",
    "CaseFacts",
    "Columns",
    "Deed",
    "Grounds",
    "Post",
    "Rights",
    "Scope",
    "acting_for",
    "current_version",
    "forget",
    "grounds",
    "may",
    "must_say_why",
    "rights_of",
    "subtree",
]
