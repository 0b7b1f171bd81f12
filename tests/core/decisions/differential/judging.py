"""Where two engines part: the smallest expressions they answer differently though they agree on all their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.core.decisions.differential.answers import Answer, kind_of, ours, same
from tests.core.decisions.differential.trees import Tree


class Engine(Protocol):
    def ask(self, texts: Sequence[str], context: Mapping[str, object]) -> list[Answer]: ...


@dataclass(frozen=True, slots=True)
class Parting:
    """Both engines agree on `parts`, the values that the form `form` works on, and part over what becomes of them."""

    form: str
    text: str
    parts: tuple[Answer, ...]
    ours: Answer
    theirs: Answer

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(map(kind_of, self.parts))

    def __str__(self) -> str:
        return f"{self.text}\n  [{self.form}: {', '.join(self.kinds)}]\n  here   {self.ours}\n  feelin {self.theirs}"


def partings(tree: Tree, context: Mapping[str, object], second: Engine) -> list[Parting]:
    """The disagreements in `tree`; what is computed from one is not looked at."""
    closed = {part.text: part for part in tree.below()}
    theirs = dict(zip(closed, second.ask(list(closed), context), strict=True))
    here = {text: ours(text, context) for text in closed}
    sound: set[str] = set()
    found = []
    for text, part in closed.items():
        below = [one.text for one in part.judged_parts()]
        if not sound.issuperset(below):
            continue
        if same(here[text], theirs[text]):
            sound.add(text)
        else:
            found.append(Parting(part.form.name, text, tuple(here[one] for one in below), here[text], theirs[text]))
    return found
