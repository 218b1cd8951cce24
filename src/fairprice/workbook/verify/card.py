"""The rate card that a workbook carries, and what was changed on its sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fairprice import digits
from fairprice.assumptions import Assumptions
from fairprice.errors import FairpriceError, InputError
from fairprice.files import toml_tables
from fairprice.statutory import Law
from fairprice.workbook.as_written import AsWritten
from fairprice.workbook.layout import CARD_DATA
from fairprice.workbook.model import FIRST_ROW as FIRST
from fairprice.workbook.model import Entry, WorkbookModel, column_letter
from fairprice.workbook.sheets.rate_card.addresses import DIFFERS, VOLUMES
from fairprice.workbook.sheets.rate_card.spend import COLUMN_OF
from fairprice.workbook.verify.case import lines_on
from fairprice.workbook.verify.difference import Difference, printable
from fairprice.workbook.verify.snapshot import Snapshot

if TYPE_CHECKING:
    from fairprice.rate_card import PricedRateCard, RateCard


@dataclass
class CarriedCard:
    """A rate card as a workbook carries it.

    Parameters
    ----------
    first
        As it was first written.
    law
        The law it is priced under; by default the register's.
    changed
        Values that are not those first written, beside the base's inputs.
    refused
        Values that make no card.
    """

    first: RateCard
    law: Law
    changed: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Difference] = field(default_factory=list)

    @property
    def start(self) -> AsWritten:
        """What the workbook was first written from."""
        from fairprice.workbook.rate_card_workbook import card_as_written

        return card_as_written(self.first.priced(self.law))

    def model(self, found: Snapshot, base: Assumptions | None) -> WorkbookModel:
        """Lay the workbook out again, from the values that it now holds.

        Parameters
        ----------
        found
            The workbook.
        base
            The base as its Inputs now state it; ``None`` where that is as it was first written.
        """
        from fairprice.workbook.rate_card_workbook import rate_card_workbook_model

        first = self.first.priced(self.law)
        written = rate_card_workbook_model(first)
        lists, volumes = self._stated_now(first, written, found)
        if base is None and not self.changed:
            return written
        try:
            changed = self.first.changed(base=base or self.first.base, volumes=volumes, **lists)
            return rate_card_workbook_model(changed.priced(self.law), first=first)
        except InputError as error:
            self.refused += [
                Difference(DIFFERS, "", "refused input", "", p.mend, printable(p.what))
                for p in error.problems
            ]  # fmt: skip
        return written

    def _stated_now(
        self, first: PricedRateCard, written: WorkbookModel, found: Snapshot
    ) -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
        """Read what differs, and the volumes, and note what is not as it was first written."""
        card = self.first
        lists: dict[str, list[dict[str, Any]]] = {
            kind: [{"name": part.name, **_fields(part)} for part in parts]
            for kind, parts in card.lists.items()
        }
        volumes = [volume.model_dump(exclude_none=True) for volume in card.volumes]
        there = iter(first.differences())
        for sheet, row, place, entry in _entries(written):
            part: dict[str, Any]
            if sheet == DIFFERS:
                kind, stated, name, _ = next(there)
                part = lists[kind][[p.name for p in card.lists[kind]].index(stated.name)]
                part = part["inputs"] if name in stated.inputs else part
                label = f"{stated.name}, {stated.field(name).label}"
                unit = stated.field(name).unit
            else:
                n = row - FIRST
                part = volumes[n]
                is_price = place == COLUMN_OF["present"]
                name = "present_price" if is_price else "visits_per_year"
                label = f"{part['provider']}, {card.volumes[n].service}, {name.replace('_', ' ')}"
                unit = "GBP per visit" if is_price else "visits per year"
            cell = found.sheets[sheet].cells.get(f"{place}{row}") if sheet in found.sheets else None
            now = None if cell is None else cell.shown
            if digits.same(entry.value, now):
                continue
            self.changed.append(
                {
                    "input": "", "label": f"{sheet}: {label}", "unit": unit,
                    "cell": f"{sheet}!{place}{row}", "as_written": entry.value, "now": now,
                }
            )  # fmt: skip
            part[name] = now
        return lists, volumes


def carried_text(found: Snapshot) -> str:
    """Return the rate card that a workbook carries, as text; empty where it carries none."""
    return "\n".join(lines_on(found, CARD_DATA) or ())


def own_card(found: Snapshot, law: Law) -> CarriedCard | Difference | None:
    """Read the rate card a workbook was written from; nothing where it carries none.

    Parameters
    ----------
    found
        The workbook.
    law
        The law it is priced under; by default the register's.

    Returns
    -------
    CarriedCard, Difference or None
        A difference where the card cannot be read any more.
    """
    lines = lines_on(found, CARD_DATA)
    if lines is None:
        return None
    # only a workbook that carries a card needs the rooms of one
    from fairprice.rate_card import RateCard

    try:
        return CarriedCard(RateCard.model_validate(toml_tables("\n".join(lines))), law)
    except FairpriceError as error:
        what = printable(str(error.problems[0]))
    except ValueError as error:
        what = printable(str(error))
    return Difference(CARD_DATA, "", "case data", "", "the rate card as it was written", what)


def _fields(part: Any) -> dict[str, Any]:
    """Return what a part states, without evidence: it speaks of the value first written."""
    data = part.model_dump(exclude_none=True, exclude={"name", "evidence"})
    return {**data, "inputs": dict(part.inputs)}


def _entries(model: WorkbookModel) -> list[tuple[str, int, str, Entry]]:
    """List the entries of What differs and Volumes: sheet, row, column and content."""
    return [
        (sheet.name, FIRST + n, column_letter(column), content)
        for sheet in model.sheets
        if sheet.name in (DIFFERS, VOLUMES)
        for n, contents in enumerate(sheet.rows)
        for column, content in enumerate(contents, start=1)
        if isinstance(content, Entry)
    ]
