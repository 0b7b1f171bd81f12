"""What the walk asks of either engine, and what it sees of it."""

from __future__ import annotations

from typing import NamedTuple, Protocol

Tossed = dict[str, int]


class View(NamedTuple):
    """What can be seen from outside. A place is an activity, with the sub-processes around it and the rounds they are
    in: `sub#2/check`. Tasks are places where people are waited for; waits where a timer, message or signal is."""

    tasks: tuple[str, ...]
    waits: tuple[str, ...]
    ended: bool

    @property
    def is_over(self) -> bool:
        """Ended, or stuck for ever."""
        return not self.tasks and not self.waits


STUCK = View((), (), False)


class Step(NamedTuple):
    """`deed` is start, complete, happen or give; `at` a place, or the name of a signal."""

    deed: str
    at: str
    tossed: Tossed


class Side(Protocol):
    def start(self, tossed: Tossed) -> None: ...

    def complete(self, place: str, tossed: Tossed) -> None:
        """Do the task that has waited longest at `place`."""

    def happen(self, place: str, tossed: Tossed) -> None:
        """What is waited for longest at `place` comes: the timer is due, the message is there."""

    def give(self, signal: str, tossed: Tossed) -> None:
        """The signal is given to all that wait for it."""

    def view(self) -> View: ...


class Unable(Exception):
    """The engine fell over at the step; the text says how."""


def place(chain: list[tuple[str, int | None]]) -> str:
    """From the outermost scope to the activity; the round, where there is one."""
    return "/".join(id if round is None else f"{id}#{round}" for id, round in chain)


def activity_of(place: str) -> str:
    return place.rpartition("/")[2].partition("#")[0]
