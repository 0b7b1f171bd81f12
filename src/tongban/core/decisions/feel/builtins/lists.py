"""Functions of lists that give lists or look into them (DMN 1.5, 10.3.4.4). Positions count from 1, or from −1 back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from tongban.core.decisions.feel.bounds import LONGEST_LIST
from tongban.core.decisions.feel.builtins.builtin import Builtin, items_of, whole
from tongban.core.decisions.feel.sameness import key_of
from tongban.core.decisions.feel.values import Function, equal


def _bounded(items: list[object]) -> list[object] | None:
    return items if len(items) <= LONGEST_LIST else None


def _index(items: list[object], position: object) -> int | None:
    """From 0; None when there is no item there."""
    place = whole(position)
    if not place or abs(place) > len(items):
        return None
    return place - 1 if place > 0 else len(items) + place


def _list_contains(list_: object, element: object) -> object:
    items = items_of(list_)
    return None if items is None else any(equal(item, element) is True for item in items)


def _count(list_: object) -> object:
    items = items_of(list_)
    return None if items is None else Decimal(len(items))


def _sublist(list_: object, start: object, length: object = None) -> object:
    items, count = items_of(list_), whole(length)
    begin = None if items is None else _index(items, start)
    if items is None or begin is None:
        return None
    if length is None:
        return items[begin:]
    return items[begin : begin + count] if count and 1 <= count <= len(items) - begin else None


def _append(*arguments: object) -> object:
    items = items_of(arguments[0]) if arguments else None
    return None if items is None else _bounded([*items, *arguments[1:]])


def _concatenate(*arguments: object) -> object:
    lists = [items_of(argument) for argument in arguments]
    known = [items for items in lists if items is not None]
    if not lists or len(known) < len(lists) or sum(map(len, known)) > LONGEST_LIST:
        return None
    return [item for items in known for item in items]


def _insert_before(list_: object, position: object, new_item: object) -> object:
    items = items_of(list_)
    index = None if items is None else _index(items, position)
    return None if items is None or index is None else _bounded([*items[:index], new_item, *items[index:]])


def _remove(list_: object, position: object) -> object:
    items = items_of(list_)
    index = None if items is None else _index(items, position)
    return None if items is None or index is None else [*items[:index], *items[index + 1 :]]


def _list_replace(list_: object, where: object, new_item: object) -> object:
    """The item at a position, or all those a function of (item, new item) is true for."""
    items = items_of(list_)
    if items is None:
        return None
    if isinstance(where, Function):
        return _replaced_where(items, where, new_item)
    index = _index(items, where)
    return None if index is None else [*items[:index], new_item, *items[index + 1 :]]


def _replaced_where(items: list[object], match: Function, new_item: object) -> object:
    if not match.takes(2):
        return None
    found = [match.call(item, new_item) for item in items]
    if not all(isinstance(each, bool) for each in found):
        return None
    return [new_item if each else item for item, each in zip(items, found, strict=True)]


def _reverse(list_: object) -> object:
    items = items_of(list_)
    return None if items is None else items[::-1]


def _index_of(list_: object, match: object) -> object:
    items = items_of(list_)
    if items is None:
        return None
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(item, match) is True]


def _union(*arguments: object) -> object:
    items = _concatenate(*arguments)
    return _distinct(items) if isinstance(items, list) else None


def _distinct_values(list_: object) -> object:
    items = items_of(list_)
    return None if items is None else _distinct(items)


def _distinct(items: Iterable[object]) -> list[object]:
    """The first of those that are equal."""
    firsts: dict[Hashable, object] = {}
    for item in items:
        firsts.setdefault(key_of(item), item)
    return list(firsts.values())


def _flatten(list_: object) -> object:
    waiting = items_of(list_)
    if waiting is None:
        return None
    waiting, flat = waiting[::-1], []
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        else:
            flat.append(item)
        if len(waiting) + len(flat) > LONGEST_LIST:
            return None
    return flat


def _sort(list_: object, precedes: object) -> object:
    """Stable; null when the function does not say of two items whether one precedes the other."""
    items = items_of(list_)
    if items is None or not isinstance(precedes, Function) or not precedes.takes(2):
        return None
    try:
        return sorted(items, key=_ordered_by(precedes.call))
    except _NoOrderError:
        return None


class _NoOrderError(Exception):
    pass


def _ordered_by(precedes: Callable[..., object]) -> Callable[[object], Any]:
    class Placed:
        __slots__ = ("item",)

        def __init__(self, item: object) -> None:
            self.item = item

        def __lt__(self, other: Placed) -> bool:
            before = precedes(self.item, other.item)
            if not isinstance(before, bool):
                raise _NoOrderError
            return before

    return Placed


_LIST = (("list",),)

LISTS: Mapping[str, Builtin] = {
    "list contains": Builtin(_list_contains, (("list", "element"),)),
    "count": Builtin(_count, _LIST),
    "sublist": Builtin(_sublist, (("list", "start position"), ("list", "start position", "length"))),
    "append": Builtin(_append, (("list", "item"),), variadic=True),
    "concatenate": Builtin(_concatenate, _LIST, variadic=True),
    "insert before": Builtin(_insert_before, (("list", "position", "newItem"),)),
    "remove": Builtin(_remove, (("list", "position"),)),
    "list replace": Builtin(_list_replace, (("list", "position", "newItem"), ("list", "match", "newItem"))),
    "reverse": Builtin(_reverse, _LIST),
    "index of": Builtin(_index_of, (("list", "match"),)),
    "union": Builtin(_union, _LIST, variadic=True),
    "distinct values": Builtin(_distinct_values, _LIST),
    "flatten": Builtin(_flatten, _LIST),
    "sort": Builtin(_sort, (("list", "precedes"),)),
}
