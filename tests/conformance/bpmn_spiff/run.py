"""Many walks over many drawings, and what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.conformance.bpmn_spiff import ours, spiff
from tests.conformance.bpmn_spiff.blocks import WEIGHTS, Blocks
from tests.conformance.bpmn_spiff.drawing import Drawing, Node
from tests.conformance.bpmn_spiff.given import NotWalked, drawings
from tests.conformance.bpmn_spiff.known import ONCE, known
from tests.conformance.bpmn_spiff.tangles import tangle
from tests.conformance.bpmn_spiff.walk import Read, Walk, read, stroll

WALKS_EACH = 4
CHUNK = 50
"""Drawings that a worker is given at once."""
MOST_OPEN = 3
"""Disagreements after which nothing more is to be learnt."""
MOST_LEAVES = 9
MOST_KNOTS = 3


@dataclass
class Tally:
    """`agreed` walks saw the same after every step; `classes` counts where Spiff left the standard; `refused` why
    drawings were not walked; `open` are the disagreements that nothing explains."""

    drawn: int = 0
    agreed: int = 0
    steps: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    open: list[tuple[Drawing, Walk]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.drawn += other.drawn
        self.agreed += other.agreed
        self.steps += other.steps
        for mine, theirs in zip(self._counters(), other._counters(), strict=True):
            mine.update(theirs)
        self.open += other.open

    def _counters(self) -> tuple[Counter[str], ...]:
        return self.ended, self.kinds, self.classes, self.refused

    def walked(self, drawing: Drawing, walk: Walk) -> None:
        self.steps += len(walk.steps)
        self.classes.update({ONCE: walk.forgiven} if walk.forgiven else {})
        if walk.disagreement is None:
            self.agreed += walk.end != "endless"
            self.ended[walk.end] += 1
            return
        explained = known(walk.disagreement)
        if explained:
            self.classes[explained] += 1
        else:
            self.open.append((drawing, walk))


def run(walks: int, seed: str, processes: int = 1) -> Tally:
    """Draw and walk until `walks` of them agreed; the same seed draws and walks the same."""
    tally = Tally()
    with ProcessPoolExecutor(processes) if processes > 1 else nullcontext() as pool:
        many = pool.map if pool else map
        chunks = 0
        while tally.agreed < walks and len(tally.open) < MOST_OPEN and chunks * CHUNK <= 10 * walks + CHUNK:
            more = min(4 * processes, max(1, (walks - tally.agreed) // (CHUNK * WALKS_EACH)))
            for part in many(_chunk, [seed] * more, range(chunks, chunks + more)):
                tally.add(part)
            chunks += more
    return tally


def _chunk(seed: str, chunk: int) -> Tally:
    tally = Tally()
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        _walks(drawn(f"{seed}-{number}"), f"{seed}-{number}", tally)
    return tally


def drawn(seed: str) -> Drawing:
    """Two of three are blocks alone, the third is tangled."""
    random = Random(seed)
    drawing = Blocks(random, WEIGHTS, random.randint(1, MOST_LEAVES)).drawing()
    return tangle(drawing, random, random.randint(1, MOST_KNOTS)) if random.randrange(3) == 0 else drawing


def walk_files(files: Sequence[Path], walks: int, seed: str) -> Iterator[tuple[str, Tally]]:
    """Each process of each file."""
    for file in files:
        try:
            for name, drawing in drawings(file):
                tally = Tally()
                _walks(drawing, seed, tally, walks)
                yield f"{file.name} {name}", tally
        except NotWalked as why:
            yield file.name, Tally(refused=Counter([f"not walked: {why}"]))


def _walks(drawing: Drawing, seed: str, tally: Tally, walks: int = WALKS_EACH) -> None:
    tally.drawn += 1
    both = _read(drawing, tally)
    if both is None:
        return
    tally.kinds.update({_kind(node) for node in drawing.nodes})
    for number in range(walks):
        tally.walked(drawing, stroll(both, Random(f"{seed}-{number}")))


def _read(drawing: Drawing, tally: Tally) -> Read | None:
    try:
        return read(drawing)
    except (ours.Refused, spiff.Refused) as refused:
        engine = "we" if isinstance(refused, ours.Refused) else "Spiff"
        tally.refused[f"{engine}: {str(refused).splitlines()[0][:110]}"] += 1
        return None


def _kind(node: Node) -> str:
    loop = f", {node.loop.kind}" if node.loop else ""
    event = f", {node.event.trigger}" if node.event else ""
    beside = "" if node.interrupting else ", not interrupting"
    return f"{node.kind}{event}{beside}{loop}"
