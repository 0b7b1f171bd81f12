"""Functions that make one value of the items of a list (DMN 1.5, 10.3.4.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from functools import reduce

from tongban.core.decisions.feel.builtins.builtin import Builtin, gathered
from tongban.core.decisions.feel.values import CONTEXT, all_of, any_of, less

_FINE = Context(prec=2 * CONTEXT.prec, Emin=2 * CONTEXT.Emin, Emax=2 * CONTEXT.Emax, traps=[])


def _of_items(compute: Callable[[list[object]], object]) -> Callable[..., object]:
    def call(*arguments: object) -> object:
        items = gathered(arguments)
        return None if items is None else compute(items)

    return call


def _of_numbers(compute: Callable[[list[Decimal]], Decimal | None]) -> Callable[..., object]:
    """Null for no items, and for items that are no numbers."""

    def call(items: list[object]) -> object:
        numbers = [item for item in items if isinstance(item, Decimal)]
        result = compute(numbers) if numbers and len(numbers) == len(items) else None
        return result if result is not None and result.is_finite() else None

    return _of_items(call)


def _first(before: Callable[[object, object], bool | None]) -> Callable[..., object]:
    """The item that is before all others."""

    def call(items: list[object]) -> object:
        best = items[0] if items else None
        for item in items:
            sooner = before(item, best)
            if sooner is None:
                return None
            best = item if sooner else best
        return best

    return _of_items(call)


def _sum(numbers: list[Decimal]) -> Decimal:
    return reduce(CONTEXT.add, numbers)


def _mean(numbers: list[Decimal]) -> Decimal:
    return CONTEXT.divide(_sum(numbers), Decimal(len(numbers)))


def _product(numbers: list[Decimal]) -> Decimal:
    return reduce(CONTEXT.multiply, numbers)


def _median(numbers: list[Decimal]) -> Decimal:
    ordered, middle = sorted(numbers), len(numbers) // 2
    return ordered[middle] if len(numbers) % 2 else _mean(ordered[middle - 1 : middle + 1])


def _stddev(numbers: list[Decimal]) -> Decimal | None:
    """Of a sample: divided by one less than there are, so that one number has none."""
    if len(numbers) < 2:
        return None
    mean = _FINE.divide(reduce(_FINE.add, numbers), Decimal(len(numbers)))
    squares = [_FINE.power(_FINE.subtract(number, mean), Decimal(2)) for number in numbers]
    return CONTEXT.plus(_FINE.sqrt(_FINE.divide(reduce(_FINE.add, squares), Decimal(len(numbers) - 1))))


def _mode(items: list[object]) -> object:
    """All the numbers there are most of, in order."""
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) < len(items):
        return None
    often = Counter(numbers)
    most = max(often.values(), default=0)
    return sorted(number for number, times in often.items() if times == most)


def _over(call: Callable[..., object]) -> Builtin:
    return Builtin(call, (("list",),), variadic=True)


STATISTICS: Mapping[str, Builtin] = {
    "min": _over(_first(less)),
    "max": _over(_first(lambda a, b: less(b, a))),
    "sum": _over(_of_numbers(_sum)),
    "mean": _over(_of_numbers(_mean)),
    "product": _over(_of_numbers(_product)),
    "median": _over(_of_numbers(_median)),
    "stddev": _over(_of_numbers(_stddev)),
    "mode": _over(_of_items(_mode)),
    "all": _over(_of_items(all_of)),
    "any": _over(_of_items(any_of)),
}
