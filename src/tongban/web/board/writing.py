"""Numbers as the tables write them."""

from __future__ import annotations

from tongban.web.parts.formatting import thousands

NOTHING = "—"


def written(value: float | None, form: str = "count") -> str:
    """1,234; 97.3 %; −40.0 % of a difference; 5.2; a dash for what cannot be said."""
    if value is None:
        return NOTHING
    if form == "share":
        return f"{value * 100:.1f} %"
    if form == "difference":
        return f"{'−' if value < 0 else '+' if value else '±'}{abs(value) * 100:.1f} %"
    return f"{value:.1f}" if isinstance(value, float) else thousands(value)
