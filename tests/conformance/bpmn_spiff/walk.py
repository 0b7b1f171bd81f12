"""One walk: both engines do the same steps and are looked at after each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import NamedTuple

from tests.conformance.bpmn_spiff import ours, spiff
from tests.conformance.bpmn_spiff.books import Books
from tests.conformance.bpmn_spiff.drawing import SIDES, TOSSED, Drawing
from tests.conformance.bpmn_spiff.once import Once
from tests.conformance.bpmn_spiff.sides import Side, Step, Tossed, Unable, View, activity_of
from tests.conformance.bpmn_spiff.writing import FEEL, PYTHON, write
from tongban.core.process import Process

LONGEST = 30
ENDLESS = "Too many branches at once"
"""What our engine says of a way round that nobody holds up: such a drawing can be walked by neither."""


class Disagreement(NamedTuple):
    """After the last step of the walk one saw this and the other that; a text is how an engine fell over. `books`
    and `in_vain` (see `Once`) are what is known of Spiff until then."""

    ours: View | str
    spiff: View | str
    books: Books
    in_vain: tuple[str, ...]


class Walk(NamedTuple):
    """`end` says how it came to its end: ended, stuck, undecided, endless or (broken off) long; `forgiven` how often Spiff did not
    wait any more where it had caught something once (see `Once`)."""

    steps: tuple[Step, ...]
    disagreement: Disagreement | None
    end: str
    forgiven: int = 0


class Read(NamedTuple):
    """A drawing as both engines have read it."""

    drawing: Drawing
    process: Process
    specs: spiff.Specs


def read(drawing: Drawing) -> Read:
    """Raises ours.Refused or spiff.Refused."""
    return Read(drawing, ours.read(write(drawing, FEEL)), spiff.read(write(drawing, PYTHON)))


def stroll(read: Read, random: Random, longest: int = LONGEST) -> Walk:
    """By chance from step to step until both are over, both are stuck, or it has become long."""

    def chosen(view: View, once: Once, number: int) -> Step | None:
        tossed = {name: random.randrange(SIDES) for name in TOSSED}
        if number == 0:
            return Step("start", "", tossed)
        deeds = _deeds(read.drawing, view, once)
        return Step(*random.choice(deeds), tossed) if deeds and number <= longest else None

    return _walk(read, chosen)


def replay(read: Read, steps: Sequence[Step]) -> Walk:
    """The same steps again."""
    return _walk(read, lambda _view, _once, number: steps[number] if number < len(steps) else None)


def _walk(read: Read, next_step: Callable[[View, Once, int], Step | None]) -> Walk:
    """`next_step` is shown what can be done in both."""
    mine, other = ours.Ours(read.process), spiff.Spiff(read.specs)
    done: list[Step] = []
    once = Once(read.drawing)
    view = View((), (), False)
    while step := next_step(view, once, len(done)):
        done.append(step)
        once.before(step, view)
        seen, there = _seen(mine, step), _seen(other, step)
        if isinstance(seen, str) and seen.startswith(ENDLESS):
            return Walk(tuple(done), None, "endless", once.forgiven)
        if isinstance(seen, str) and isinstance(there, str) and _undecided(seen, there):
            return Walk(tuple(done), None, "undecided", once.forgiven)
        if isinstance(seen, str) or isinstance(there, str) or once.after(seen, there) != there:
            return Walk(tuple(done), Disagreement(seen, there, other.books, once.thrown_in_vain()), "", once.forgiven)
        view = there
        if view.is_over:
            break
    return Walk(tuple(done), None, "ended" if view.ended else "stuck" if view.is_over else "long", once.forgiven)


def _undecided(ours: str, spiff: str) -> bool:
    """A jump led past the script whose result a condition asks for: neither can decide it."""
    return "cannot be decided" in ours and spiff.startswith("WorkflowTaskException: Error evaluating expression")


def _seen(side: Side, step: Step) -> View | str:
    try:
        match step.deed:
            case "start":
                side.start(step.tossed)
            case "complete":
                side.complete(step.at, step.tossed)
            case "happen":
                side.happen(step.at, step.tossed)
            case _:
                side.give(step.at, step.tossed)
        return side.view()
    except Unable as unable:
        return str(unable)


def _deeds(drawing: Drawing, view: View, once: Once) -> list[tuple[str, str]]:
    deeds = [("complete", at) for at in view.tasks] + [_deed(drawing, at) for at in view.waits]
    return [(deed, at) for deed, at in deeds if deed != "give" or once.may_be_given(at)]


def _deed(drawing: Drawing, at: str) -> tuple[str, str]:
    """A signal is for all who wait for it; a timer or message for one."""
    event = drawing.node(activity_of(at)).event
    return ("give", event.name) if event and event.trigger == "signal" else ("happen", at)


def told(steps: Iterable[Step]) -> str:
    """For people, one step a line; what is tossed is 0 unless it is said."""
    return "\n".join(" ".join(filter(None, (step.deed, step.at, _told(step.tossed)))) for step in steps)


def _told(tossed: Tossed) -> str:
    return " ".join(f"{name}={value}" for name, value in tossed.items() if value)
