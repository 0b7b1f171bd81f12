"""Which arguments a built-in function takes."""

from __future__ import annotations

from tongban.core.decisions.feel.builtins import Builtin


def takes(builtin: Builtin, count: int) -> bool:
    """Whether it can be called with `count` arguments without names."""
    return (builtin.variadic and count > 0) or any(len(names) == count for names in builtin.signatures)


def ordered(builtin: Builtin, keywords: tuple[str, ...]) -> tuple[str, ...] | None:
    """Its parameters when it is called with these names, in the order it wants them; None when it does not know them."""
    if keywords in builtin.signatures:
        return keywords
    wanted = set(keywords)
    if len(wanted) != len(keywords):
        return None
    return next((names for names in builtin.signatures if set(names) == wanted), None)
