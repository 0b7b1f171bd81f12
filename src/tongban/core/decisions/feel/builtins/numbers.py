"""Functions of numbers (DMN 1.5, 10.3.4.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)

from tongban.core.decisions.feel.builtins.builtin import Builtin, of_numbers, whole
from tongban.core.decisions.feel.operations import negate
from tongban.core.decisions.feel.temporal import DaysDuration, MonthsDuration
from tongban.core.decisions.feel.values import CONTEXT

_SMALLEST_SCALE, _LARGEST_SCALE = -6111, 6176
_WIDE = Context(prec=CONTEXT.prec + 6, traps=[])


def _rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """To so many digits behind the point; more digits than a number has change nothing."""
    places = whole(scale)
    if places is None or not _SMALLEST_SCALE <= places <= _LARGEST_SCALE:
        return None
    if number.adjusted() + 1 + places > CONTEXT.prec:
        return number
    result = number.quantize(Decimal(1).scaleb(-places, _WIDE), rounding, _WIDE)
    return CONTEXT.plus(result) if result else Decimal(0).scaleb(-max(places, 0))


def _rounding(rounding: str) -> Callable[..., object]:
    return of_numbers(lambda number, scale=Decimal(0): _rounded(number, scale, rounding))


def _abs(value: object) -> object:
    if isinstance(value, DaysDuration):
        return value if value.nanos >= 0 else negate(value)
    if isinstance(value, MonthsDuration):
        return value if value.months >= 0 else negate(value)
    return of_numbers(CONTEXT.abs)(value)


def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """The rest has the sign of the divisor."""
    if not divisor:
        return None
    digits = abs(dividend.adjusted() - divisor.adjusted()) + 2 * CONTEXT.prec
    context = Context(prec=digits, traps=[])
    rest = context.remainder(dividend, divisor)
    return CONTEXT.plus(context.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest)


def _sqrt(number: Decimal) -> Decimal | None:
    return CONTEXT.sqrt(number) if number >= 0 else None


def _log(number: Decimal) -> Decimal | None:
    return CONTEXT.ln(number) if number > 0 else None


def _is_odd(number: Decimal) -> bool:
    return number == number.to_integral_value() and int(number) % 2 == 1


def _is_even(number: Decimal) -> bool:
    return number == number.to_integral_value() and int(number) % 2 == 0


_SCALED = (("n", "scale"),)
_NUMBER = (("number",),)

NUMBERS: Mapping[str, Builtin] = {
    "decimal": Builtin(_rounding(ROUND_HALF_EVEN), _SCALED),
    "floor": Builtin(_rounding(ROUND_FLOOR), (("n",), *_SCALED)),
    "ceiling": Builtin(_rounding(ROUND_CEILING), (("n",), *_SCALED)),
    "round up": Builtin(_rounding(ROUND_UP), _SCALED),
    "round down": Builtin(_rounding(ROUND_DOWN), _SCALED),
    "round half up": Builtin(_rounding(ROUND_HALF_UP), _SCALED),
    "round half down": Builtin(_rounding(ROUND_HALF_DOWN), _SCALED),
    "abs": Builtin(_abs, (("n",),)),
    "modulo": Builtin(of_numbers(_modulo), (("dividend", "divisor"),)),
    "sqrt": Builtin(of_numbers(_sqrt), _NUMBER),
    "log": Builtin(of_numbers(_log), _NUMBER),
    "exp": Builtin(of_numbers(CONTEXT.exp), _NUMBER),
    "odd": Builtin(of_numbers(_is_odd), _NUMBER),
    "even": Builtin(of_numbers(_is_even), _NUMBER),
}
