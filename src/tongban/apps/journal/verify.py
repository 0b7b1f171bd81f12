"""`tongban journal verify`: reads every event, and trusts the sealed files rather than the database.

Memory stays bounded: events come from the server in batches, sealed leaves wait in a scratch file on disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import queries
from .actions.sealing import one_at_a_time
from .breaks import Break, Sealed, Wrong, first_break
from .chain import Row
from .ledger import Ledger, read_ledger

NAMED = 50


@dataclass(slots=True)
class Report:
    """What was looked at and what is wrong. `first` is the first fault; `breaks` the first fifty, `counts` all."""

    chains: int = 0
    events: int = 0
    sealed_chains: int = 0
    seals: int = 0
    sealed_at: datetime | None = None
    counts: Counter[Wrong] = field(default_factory=Counter)
    breaks: list[Break] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.breaks

    @property
    def first(self) -> Break | None:
        return self.breaks[0] if self.breaks else None

    def add(self, fault: Break | None) -> None:
        if fault is None:
            return
        self.counts[fault.wrong] += 1
        if len(self.breaks) < NAMED:
            self.breaks.append(fault)

    def lines(self) -> list[str]:
        """The report for people, in the current language."""
        return [*_summary(self), *map(describe, self.breaks)]


def verify() -> Report:
    """Check all chains and all seals; see `Report`."""
    report = Report()
    with one_at_a_time(), transaction.atomic():
        ledger = read_ledger(list(queries.all_seals()))
    with ledger, transaction.atomic():
        for fault in ledger.breaks:
            report.add(fault)
        report.seals, report.sealed_at, report.sealed_chains = ledger.seals, ledger.sealed_at, ledger.chains()
        for answer in _chains(report, _events(report), ledger):
            report.add(answer)
    return report


_EVENTS = """
    SELECT subject, seq, kind, at, effective_on, actor, on_behalf_of, data::text, prev, hash
    FROM journal_event ORDER BY subject COLLATE "C", seq
"""


def _events(report: Report) -> Iterator[Row]:
    for batch in queries.batches(_EVENTS, []):
        report.events += len(batch)
        for subject, seq, kind, at, effective_on, actor, on_behalf_of, data, prev, digest in batch:
            yield Row(
                subject,
                seq,
                kind,
                at.astimezone(UTC),
                effective_on,
                actor,
                on_behalf_of,
                data,
                bytes(prev),
                bytes(digest),
            )


def _chains(report: Report, events: Iterable[Row], ledger: Ledger) -> Iterator[Break | None]:
    """One answer for each chain that is in the database, in the seals, or in both; both come in byte order."""
    sealed = groupby(ledger.by_subject(), lambda mark: mark[0])
    waiting = next(sealed, None)
    for subject, rows in groupby(events, lambda row: row.subject):
        while waiting and waiting[0] < subject:
            yield first_break(waiting[0], [], _marks(waiting[1]))
            waiting = next(sealed, None)
        report.chains += 1
        matching = waiting is not None and waiting[0] == subject
        yield first_break(subject, rows, _marks(waiting[1]) if waiting and matching else [])
        if matching:
            waiting = next(sealed, None)
    while waiting:
        yield first_break(waiting[0], [], _marks(waiting[1]))
        waiting = next(sealed, None)


def _marks(rows: Iterable[tuple[str, int, bytes]]) -> Iterator[Sealed]:
    return (Sealed(seq, head) for _subject, seq, head in rows)


def describe(fault: Break) -> str:
    """One fault as a sentence in the current language."""
    names = {"subject": fault.subject, "seq": fault.seq, "count": fault.seq - 1}
    return {
        Wrong.CHANGED: _("%(subject)s: event %(seq)s was changed."),
        Wrong.MISSING: _("%(subject)s: event %(seq)s is missing."),
        Wrong.REWRITTEN: _("%(subject)s: event %(seq)s is not the one that was sealed."),
        Wrong.TRUNCATED: _("%(subject)s: cut off; only %(count)s events are left of those that were sealed."),
        Wrong.VANISHED: _("%(subject)s: vanished; it was sealed, and no event is left."),
        Wrong.SEAL_MISSING: _("Seal %(seq)s: the file %(subject)s is missing."),
        Wrong.SEAL_CHANGED: _(
            "Seal %(seq)s: %(subject)s was changed, in the file or the database, or signed with another key."
        ),
        Wrong.SEAL_BROKEN: _("Seal %(seq)s: %(subject)s does not follow the seal before it; one is missing."),
        Wrong.SEAL_UNKNOWN: _("Seal %(seq)s: %(subject)s is not in the database; the database was set back."),
    }[fault.wrong] % names


def _summary(report: Report) -> Iterator[str]:
    yield _("%(events)s events in %(chains)s chains; %(seals)s seals over %(sealed)s chains.") % {
        "events": report.events,
        "chains": report.chains,
        "seals": report.seals,
        "sealed": report.sealed_chains,
    }
    if report.sealed_at:
        yield _("Last sealed %(at)s.") % {"at": timezone.localtime(report.sealed_at).isoformat(" ", "minutes")}
    else:
        yield _("Nothing is sealed yet: only the chains' own hashes could be checked.")
    if report.is_clean:
        yield _("The journal is whole.")
    else:
        yield _("The journal is NOT whole. Faults: %(count)s. The first one stands first:") % {
            "count": report.counts.total()
        }
