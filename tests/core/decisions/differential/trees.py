"""Expressions as trees, so that a disagreement can be traced to the smallest part that the engines see differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

OPEN, OR, AND, COMPARE, ADD, MULTIPLY, POWER, NEGATE, INSTANCE, POSTFIX, WHOLE = range(11)
"""How tightly a form binds (DMN 1.5, 10.3.1.2, grammar rules 1 to 4 and the notes on precedence)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A way to make an expression of parts. `{0}` in `text` is the first part, wanted at least as tight as `needs[0]`.

    `binds`: the name under which the second part sees the items of the first.
    """

    name: str
    text: str
    gives: str
    takes: tuple[str, ...] = ()
    level: int = WHOLE
    needs: tuple[int, ...] = ()
    binds: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    form: Form
    parts: tuple[Tree, ...] = ()

    @property
    def text(self) -> str:
        """As it is written with no more parentheses than the standard's precedence asks for."""
        needs = self.form.needs or (OPEN,) * len(self.parts)
        return self.form.text.format(*(part._at_least(level) for part, level in zip(self.parts, needs, strict=True)))

    def _at_least(self, level: int) -> str:
        return self.text if self.form.level >= level else f"({self.text})"

    def judged_parts(self) -> tuple[Tree, ...]:
        """The closed expressions it is computed from: a body that sees the items of a list stands once for each."""
        if not self.form.binds:
            return self.parts
        domain, body = self.parts
        items = domain.parts if domain.form.name == "list" else (domain,)
        return (domain, *(body.with_value(self.form.binds, item) for item in items))

    def with_value(self, name: str, value: Tree) -> Tree:
        """The tree with `value` in every place where `name` is read."""
        if self.form.name == "bound name" and self.form.text == name:
            return value
        if self.form.binds == name:
            return replace(self, parts=(self.parts[0].with_value(name, value), *self.parts[1:]))
        return replace(self, parts=tuple(part.with_value(name, value) for part in self.parts))

    def below(self) -> Iterator[Tree]:
        """Every closed expression in it, the smallest first, itself last."""
        for part in self.judged_parts():
            yield from part.below()
        yield self
