"""Item definitions (DMN 1.5, 7.3.2): the types a model names, and what their values may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tongban.core.decisions.dmn.xml import Element, elements, first, text_in
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import UnaryTests, parse_tests
from tongban.core.decisions.feel.types import ANY, TYPES, ContextType, FunctionType, ListType, Simple, Type, coerced
from tongban.core.decisions.feel.values import feel

_STANDARD: Mapping[str, Type] = {
    **dict.fromkeys(("integer", "int", "long", "short", "double", "float", "decimal"), TYPES["number"]),
    **TYPES,
}
"""The types of the language, and what process engines call numbers."""
_USUAL: Mapping[str, type] = {"number": Decimal, "string": str, "boolean": bool}
"""Types whose values are told by their Python type."""


@dataclass(frozen=True, slots=True)
class Item:
    """A type with what it allows: `allowed` are tests for the value itself, `inside` for what it holds.

    Allowed values are no part of the type (a value outside them is an instance all the same), but a variable of
    the type cannot have it.
    """

    type: Type
    allowed: tuple[UnaryTests, ...] = ()
    values: str = ""
    """The allowed values as they are written."""
    members: tuple[tuple[str, Item], ...] = ()
    each: Item | None = None
    is_free: bool = field(init=False, compare=False)
    """Every value of the type is allowed."""
    _usual: object = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        is_free = not self.allowed and not self.members and self.each is None
        object.__setattr__(self, "is_free", is_free)
        usual = _USUAL.get(self.type.name) if isinstance(self.type, Simple) and is_free else None
        object.__setattr__(self, "_usual", usual)

    def take(self, value: object) -> object:
        """`value` as a variable of this type holds it: itself, converted, or null when it may not be it."""
        if type(value) is self._usual:
            return value
        taken = coerced(value, self.type)
        return taken if self.is_free or self.allows(taken) else None

    def allows(self, value: object) -> bool:
        if value is None:
            return True
        if any(tests.accept(value, {}) is not True for tests in self.allowed):
            return False
        if self.each is not None and isinstance(value, list):
            return all(self.each.allows(item) for item in value)
        if isinstance(value, Mapping):
            return all(item.allows(feel(value.get(name))) for name, item in self.members)
        return True


ANYTHING = Item(ANY)


class Items:
    """The types of one model, its own and imported ones (`import.name`, or only `name` where the import has none),
    whatever order they are written in."""

    def __init__(self, root: Element, imported: Sequence[tuple[str, Items]]) -> None:
        self._elements = {one.get("name", ""): one for one in elements(root, "itemDefinition")}
        self._imported = imported
        self._made: dict[str, Item] = {}
        self._faults: list[tuple[Element, FeelError]] = []

    @property
    def faults(self) -> list[tuple[Element, FeelError]]:
        """What is wrong in allowed values; complete once every name was asked for."""
        return self._faults

    @property
    def types(self) -> Mapping[str, Type]:
        """The types by the names an expression calls them."""
        return {name: self.named(name).type for name in self._names(frozenset())}

    def _names(self, asking: frozenset[int]) -> Iterator[str]:
        """Models may import one another in a circle."""
        yield from self._elements
        for prefix, items in self._imported:
            if id(items) not in asking:
                inside = items._names(asking | {id(self)})
                yield from (f"{prefix}.{name}" if prefix else name for name in inside)

    def knows(self, reference: str) -> bool:
        return not reference or self._find(reference) is not None

    def named(self, reference: str) -> Item:
        """The type `reference` names, anything when there is none such."""
        return self._find(reference) or ANYTHING

    def plain_name(self, reference: str) -> str:
        """The simple type of the language it comes down to; itself when it comes down to none."""
        type_ = self.named(reference).type
        return type_.name if isinstance(type_, Simple) and reference else reference

    def _find(self, reference: str, asking: frozenset[int] = frozenset()) -> Item | None:
        name = reference.strip()
        if name in self._made:
            return self._made[name]
        if name in self._elements:
            self._made[name] = ANYTHING  # a type inside itself: not looked into a second time
            self._made[name] = self._item(self._elements[name])
            return self._made[name]
        if name in _STANDARD:
            return Item(_STANDARD[name])
        return self._foreign(name, asking | {id(self)})

    def _foreign(self, name: str, asking: frozenset[int]) -> Item | None:
        """Of an import; or what DMN 1.1 wrote with the prefix of a namespace: `feel:string`, `kinds:tKind`."""
        for prefix, items in self._imported:
            inside = name.removeprefix(f"{prefix}.") if prefix else name
            meant = id(items) not in asking and (not prefix or inside != name)
            if meant and (found := items._find(inside, asking)):
                return found
        rest = name.rpartition(":")[2]
        return self._find(rest, asking - {id(self)}) if rest != name else None

    def _item(self, element: Element) -> Item:
        item = self._one(element)
        if element.get("isCollection") == "true":
            item = Item(ListType(item.type), each=None if item.is_free else item)
        constraint = tuple(self._tests(element, "typeConstraint"))
        return Item(item.type, item.allowed + constraint, item.values, item.members, item.each)

    def _one(self, element: Element) -> Item:
        allowed, values = tuple(self._tests(element, "allowedValues")), text_in(first(element, "allowedValues"))
        components = [(c.get("name", ""), self._item(c)) for c in elements(element, "itemComponent")]
        if components:
            type_ = ContextType(tuple((name, item.type) for name, item in components))
            members = tuple((name, item) for name, item in components if not item.is_free)
            return Item(type_, allowed, values, members)
        if (function := first(element, "functionItem")) is not None:
            parameters = tuple(self.named(p.get("typeRef", "")).type for p in elements(function, "parameters"))
            return Item(FunctionType(parameters, self.named(function.get("outputTypeRef", "")).type))
        base = self.named(text_in(element, "typeRef"))
        return Item(base.type, base.allowed + allowed, values or base.values, base.members, base.each)

    def _tests(self, element: Element, name: str) -> Iterator[UnaryTests]:
        constraint = first(element, name)
        text = text_in(constraint)
        if constraint is not None and text.strip():
            try:
                yield parse_tests(text)
            except FeelError as error:
                self._faults.append((constraint, error))
