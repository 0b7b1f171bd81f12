"""The cases a view shows, in its order: the one place where a view becomes a query."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from tongban.apps.cases.models import Case

from .asking import Asking, BadTerm
from .columns import PREFIX, Column, columns_for
from .reach import within
from .view import LONGEST_TERM, Scope, View

MANY = 25_000
"""Up to so many cases (a unit has some 20,000) any column may be searched and sorted; beyond, those with an index."""
_NARROWING = frozenset({"unit", "handler", "number"})


@dataclass(slots=True)
class Match:
    """A view made answerable. `faults` say what of the URL was not understood and is left out.

    `too_wide` names the columns that cannot be searched over so many cases; then nothing is shown.
    """

    view: View
    asking: Asking
    columns: list[Column]
    sort: Column
    cases: QuerySet[Case]
    faults: list[str] = field(default_factory=list)
    too_wide: list[Column] = field(default_factory=list)

    @property
    def is_descending(self) -> bool:
        return self.view.is_descending

    def order(self, *, backwards: bool = False) -> list[OrderBy]:
        """Nulls count as the greatest value, as PostgreSQL's indexes have them, so that an index serves both ways."""
        down = self.is_descending != backwards
        return [F(name).desc() if down else F(name).asc() for name in dict.fromkeys((self.sort.sort, "pk"))]


def match(view: View, asking: Asking) -> Match:
    """Make a view answerable: what is unknown in it is left out with a word of explanation."""
    asking = replace(asking, kinds=view.kinds)
    known = columns_for(asking)
    found = Match(view, asking, [], known["due_on"], Case.objects.none())
    found.columns = _columns(found, known)
    found.sort = _sort(found, known)
    condition, used = _condition(found, known)
    scope = _scope(found)
    _refuse_the_slow(found, scope, used)
    if not found.too_wide:
        found.cases = prepared([*used, found.sort]).filter(scope, condition)
    return found


def _columns(found: Match, known: dict[str, Column]) -> list[Column]:
    columns = []
    for name in found.view.columns:
        if column := known.get(name):
            columns.append(column)
        else:
            found.faults.append(_unknown(name))
    return columns or [known["number"]]


def _unknown(name: str) -> str:
    if name.startswith(PREFIX):
        return _("“%(name)s” is a question of one kind of case: filter by that kind first.") % {"name": name[:60]}
    return _("There is no column “%(name)s”; it was left out.") % {"name": name[:60]}


def _sort(found: Match, known: dict[str, Column]) -> Column:
    column = known.get(found.view.sorted_by)
    if column is None or not column.sort:
        found.faults.append(_("The list cannot be sorted by “%(name)s”.") % {"name": found.view.sorted_by[:60]})
        found.view = replace(found.view, sort="due_on")
        return known["due_on"]
    return column


def _scope(found: Match) -> Q:
    if found.view.scope not in list(Scope):
        found.faults.append(
            _("“%(name)s” is no range of cases; all that you may see are shown.") % {"name": found.view.scope[:60]}
        )
        found.view = replace(found.view, scope=Scope.ALL)
    return within(found.view.scope, found.asking)


def _condition(found: Match, known: dict[str, Column]) -> tuple[Q, list[Column]]:
    condition, used, understood = Q(), [], {}
    for name, term in found.view.filters.items():
        column = known.get(name)
        if column is None or column.where is None:
            found.faults.append(_unknown(name))
            continue
        try:
            condition &= _where(column, term, found.asking)
        except BadTerm as bad:
            fault = _("%(column)s: %(why)s This filter was left out.") % {"column": column.label, "why": bad}
            found.faults.append(fault)
            continue
        used.append(column)
        understood[name] = term
    found.view = replace(found.view, filters=understood)
    return condition, used


def _where(column: Column, term: str, asking: Asking) -> Q:
    assert column.where is not None
    if len(term) > LONGEST_TERM or not term.isprintable():
        raise BadTerm(_("This is too long, or contains characters that cannot be seen."))
    return column.where(term, asking)


def prepared(used: list[Column]) -> QuerySet[Case]:
    """Cases with what these columns need put into the query, and nothing else."""
    expressions: dict[str, Any] = {column.sort: column.expression for column in used if column.expression is not None}
    return Case.objects.alias(**expressions)


def _refuse_the_slow(found: Match, scope: Q, used: list[Column]) -> None:
    """Over more cases than a unit has, only columns with an index are searched; the page says which are not."""
    slow = [column for column in used if not _is_fast(column)]
    unsorted = not found.sort.indexed or _is_due_of_all(found, found.sort)
    if (not slow and not unsorted) or not _is_wide(found, scope):
        return
    found.too_wide = slow
    if unsorted:
        fault = _("So many cases cannot be sorted by %(column)s; choose a unit first.") % {"column": found.sort.label}
        found.faults.append(fault)
        found.view = replace(found.view, sort="-received_on")
        found.sort = columns_for(found.asking)["received_on"]


def _is_fast(column: Column) -> bool:
    return column.indexed or column.name in _NARROWING or column.name == "applicant"


def _is_due_of_all(found: Match, column: Column) -> bool:
    """Due dates are indexed for open cases only."""
    return column.sort == "due_on" and found.view.filters.get("open") != "yes"


def _is_wide(found: Match, scope: Q) -> bool:
    if found.view.scope == Scope.MINE or _NARROWING & found.view.filters.keys():
        return False
    if scope == Q():
        return True
    opened = Q(closed_on__isnull=True) if found.view.filters.get("open") == "yes" else Q()
    return Case.objects.filter(scope, opened).order_by()[: MANY + 1].count() > MANY
