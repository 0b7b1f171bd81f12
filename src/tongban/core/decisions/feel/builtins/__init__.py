"""The functions an expression may call (DMN 1.5, 10.3.4).

Each takes and returns FEEL values; what makes no sense is null, and so is what would become too large.
"""

from __future__ import annotations

from collections.abc import Mapping

from tongban.core.decisions.feel.builtins.builtin import Builtin
from tongban.core.decisions.feel.builtins.calendar import CALENDAR
from tongban.core.decisions.feel.builtins.contexts import CONTEXTS
from tongban.core.decisions.feel.builtins.conversion import CONVERSION
from tongban.core.decisions.feel.builtins.lists import LISTS
from tongban.core.decisions.feel.builtins.numbers import NUMBERS
from tongban.core.decisions.feel.builtins.relations import RELATIONS
from tongban.core.decisions.feel.builtins.statistics import STATISTICS
from tongban.core.decisions.feel.builtins.texts import TEXTS

__all__ = ["BUILTINS", "Builtin"]

BUILTINS: Mapping[str, Builtin] = {
    **CONVERSION,
    **TEXTS,
    **LISTS,
    **STATISTICS,
    **NUMBERS,
    **CALENDAR,
    **RELATIONS,
    **CONTEXTS,
}
