"""Functions of contexts (DMN 1.5, 10.3.4.10)."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.core.decisions.feel.builtins.builtin import Builtin, items_of, single


def _get_value(context: object, keys: object) -> object:
    """Of one key, or along a list of keys."""
    value = single(context)
    path = items_of(keys)
    if not path:
        return None
    for key in path:
        if not isinstance(value, Mapping) or not isinstance(key, str):
            return None
        value = value.get(key)
    return value


def _get_entries(context: object) -> object:
    source = single(context)
    if not isinstance(source, Mapping):
        return None
    return [{"key": key, "value": value} for key, value in source.items()]


def _context(entries: object) -> object:
    """Of entries with a key and a value; two of the same key make none."""
    made: dict[str, object] = {}
    items = items_of(entries)
    if items is None:
        return None
    for entry in items:
        if not isinstance(entry, Mapping) or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry["value"]
    return made


def _context_put(context: object, keys: object, value: object) -> object:
    """A context with one more entry, or with another value in its place; a list of keys leads inwards."""
    path, target = items_of(keys), single(context)
    if not path or not all(isinstance(key, str) for key in path):
        return None
    return _put(target, [str(key) for key in path], value)


def _put(context: object, path: list[str], value: object) -> dict[str, object] | None:
    around: list[Mapping[str, object]] = []
    for key in path:
        if not isinstance(context, Mapping):
            return None
        around.append(context)
        context = context.get(key)
    for key, outer in zip(reversed(path), reversed(around), strict=True):
        value = {**outer, key: value}
    return value if isinstance(value, dict) else None


def _context_merge(contexts: object) -> object:
    """The later entry counts."""
    items = items_of(contexts)
    if items is None:
        return None
    merged: dict[str, object] = {}
    for item in items:
        if not isinstance(item, Mapping):
            return None
        merged.update(item)
    return merged


CONTEXTS: Mapping[str, Builtin] = {
    "get value": Builtin(_get_value, (("m", "key"), ("context", "keys"))),
    "get entries": Builtin(_get_entries, (("m",),)),
    "context": Builtin(_context, (("entries",),)),
    "context put": Builtin(_context_put, (("context", "key", "value"), ("context", "keys", "value"))),
    "context merge": Builtin(_context_merge, (("contexts",),)),
}
