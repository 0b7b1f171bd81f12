"""A function of the language, and what its arguments are taken for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

_LARGEST_EXPONENT = 20


class Builtin(NamedTuple):
    """`call` takes FEEL values in the order of one of the `signatures` (the names of the parameters) and gives one;
    bad values give None, never an exception. `variadic`: any number of arguments, which stand for the list.
    `needs_moment`: the moment of the evaluation (an aware `datetime`, or None) goes before them."""

    call: Callable[..., object]
    signatures: tuple[tuple[str, ...], ...]
    variadic: bool = False
    needs_moment: bool = False


def items_of(value: object) -> list[object] | None:
    """The list: any other value is a list of itself (DMN 1.5, 10.3.2.9.4); null is none."""
    return value if isinstance(value, list) else None if value is None else [value]


def gathered(arguments: tuple[object, ...]) -> list[object] | None:
    """`min([1, 2])` and `min(1, 2)` say the same."""
    return items_of(arguments[0]) if len(arguments) == 1 else list(arguments) or None


def single(value: object) -> object:
    """The item of a list of one (DMN 1.5, 10.3.2.9.4)."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def of_texts(compute: Callable[..., object]) -> Callable[..., object]:
    """Null unless every argument is a string."""

    def call(*arguments: object) -> object:
        texts = [single(argument) for argument in arguments]
        return compute(*texts) if all(isinstance(text, str) for text in texts) else None

    return call


def of_numbers(compute: Callable[..., Decimal | bool | None]) -> Callable[..., object]:
    """Null unless every argument is a number and so is the result; there is no negative zero."""

    def call(*arguments: object) -> object:
        numbers = [single(argument) for argument in arguments]
        if not all(isinstance(number, Decimal) for number in numbers):
            return None
        result = compute(*numbers)
        if not isinstance(result, Decimal):
            return result
        return (result or abs(result)) if result.is_finite() else None

    return call


def whole(value: object) -> int | None:
    """A count or a position: what is behind the point is cut off."""
    number = single(value)
    if not isinstance(number, Decimal) or number.adjusted() > _LARGEST_EXPONENT:
        return None
    return int(number)


def exact(value: object) -> int | None:
    """A number that is whole."""
    number = whole(value)
    return number if number == single(value) else None
