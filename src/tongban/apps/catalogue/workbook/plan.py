"""What opening an agency would do, compared with what is there: shown first, carried out as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.apps.catalogue.models import Offer, Pack, ReceiptEdition
from tongban.apps.catalogue.receipt import Wording
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds, Rights, grounds
from tongban.apps.org.workbook import Plan, plan
from tongban.apps.org.workbook.columns import Sheet
from tongban.apps.org.workbook.tables import place
from tongban.core.text import Fault, Text

from .sheets import KINDS, RECEIPTS, AgencySheets, OfferLine, ReceiptLine


@dataclass(frozen=True, slots=True)
class PlannedOffer:
    """`before` is the code of the unit that handles the kind so far, "" where it is not taken in yet."""

    line: OfferLine
    before: str

    @property
    def changes(self) -> bool:
        return self.before != self.line.handled_code


@dataclass(frozen=True, slots=True)
class PlannedReceipt:
    line: ReceiptLine
    before: Wording | None

    @property
    def changes(self) -> bool:
        return self.before != self.line.wording.tidied()


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """To be carried out only when there are no faults."""

    organisation: Plan
    offers: tuple[PlannedOffer, ...]
    receipts: tuple[PlannedReceipt, ...]

    @property
    def changes_nothing(self) -> bool:
        changes = [*(offer.changes for offer in self.offers), *(receipt.changes for receipt in self.receipts)]
        return self.organisation.changes_nothing and not any(changes)


def plan_agency(sheets: AgencySheets, file: str, rights: Rights) -> tuple[AgencyPlan, list[Fault]]:
    """An administrator touches no unit and no kind outside of his reach."""
    units_reach = grounds(rights, Deed.MANAGE_UNITS)
    organisation, faults = plan(sheets.units, sheets.people, file, units_reach)
    there = _There(sheets, file, units_reach, grounds(rights, Deed.MANAGE_PACKS))
    faults += [fault for line in sheets.offers for fault in there.offer_faults(line)]
    faults += [fault for line in sheets.receipts for fault in there.receipt_faults(line)]
    offers = tuple(PlannedOffer(line, there.handled[line.code, line.unit_code]) for line in sheets.offers)
    receipts = tuple(PlannedReceipt(line, there.receipts.get(line.unit_code)) for line in sheets.receipts)
    return AgencyPlan(organisation, offers, receipts), faults


class _There:
    """What is there already, read in four queries, and what may be done with it."""

    def __init__(self, sheets: AgencySheets, file: str, units_reach: Grounds, packs_reach: Grounds) -> None:
        self.file, self.units_reach, self.packs_reach = file, units_reach, packs_reach
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.new = {line.code for line in sheets.units} - self.units.keys()
        self.packs = {pack.code: pack for pack in Pack.objects.all()}
        self.handled = dict.fromkeys(((line.code, line.unit_code) for line in sheets.offers), "")
        taken = Offer.objects.filter(active=True, pack__code__in={line.code for line in sheets.offers})
        for offer in taken.select_related("pack", "unit", "handled_by"):
            self.handled[offer.pack.code, offer.unit.code] = offer.handled_by.code
        codes = {line.unit_code for line in sheets.receipts}
        editions = ReceiptEdition.objects.filter(unit__code__in=codes).select_related("unit").order_by("number")
        self.receipts = {edition.unit.code: Wording.of(edition) for edition in editions}

    def offer_faults(self, line: OfferLine) -> Iterator[Fault]:
        pack = self.packs.get(line.code)
        if pack is None:
            text = Text(f"沒有「{line.code}」這個案件類別。", f"There is no kind “{line.code}”.")
            yield self._fault(KINDS, line.row, "案件代碼", text, _KINDS)
        elif not self.packs_reach.cover_unit(pack.owner_id):
            yield self._fault(KINDS, line.row, "案件代碼", *_OUTSIDE)
        yield from self._unit_faults(KINDS, line.row, "受理機關代碼", line.unit_code)
        yield from self._unit_faults(KINDS, line.row, "承辦單位代碼", line.handled_code, anywhere=True)

    def receipt_faults(self, line: ReceiptLine) -> Iterator[Fault]:
        return self._unit_faults(RECEIPTS, line.row, "機關代碼", line.unit_code)

    def _unit_faults(
        self, sheet: Sheet, row: int, column: str, code: str, *, anywhere: bool = False
    ) -> Iterator[Fault]:
        unit = self.units.get(code)
        if unit is None:
            if code not in self.new:
                text = Text(f"找不到代碼「{code}」。", f"There is no unit with the code “{code}”.")
                yield self._fault(sheet, row, column, text, _CODES)
        elif not unit.active:
            text = Text("此單位已裁撤。", "This unit is closed.")
            yield self._fault(sheet, row, column, text, Text("請改填現有單位。", "Name an open unit."))
        elif not anywhere and not self.units_reach.cover_unit(unit.pk):
            yield self._fault(sheet, row, column, *_OUTSIDE)

    def _fault(self, sheet: Sheet, row: int, column: str, text: Text, remedy: Text) -> Fault:
        return Fault(self.file, place(sheet, row, column), text, remedy)


_OUTSIDE = (
    Text("超出您可管理的範圍。", "This is outside of what you manage."),
    Text("請洽市府管理者。", "Ask a city administrator."),
)
_CODES = Text("請填「機關」工作表或系統中已有的代碼。", "Use a code of the sheet 機關 or of the system.")
_KINDS = Text("請從範本「可用類別」工作表複製代碼。", "Copy a code from the template's sheet 可用類別.")
