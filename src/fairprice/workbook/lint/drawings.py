"""What is drawn on each sheet, read from the parts themselves: no picture library is needed."""

from __future__ import annotations

from dataclasses import dataclass

from fairprice.workbook.guard import Package
from fairprice.workbook.guard.kinds import DRAWING
from fairprice.workbook.guard.markup import Ignore, read_markup


@dataclass
class Drawn:
    """What stands on a sheet beside its cells.

    Parameters
    ----------
    pictures, text_boxes
        How many.
    charts_without_words
        Charts that have no alternative text.
    is_hidden
        Whether the sheet is not shown.
    """

    pictures: int = 0
    text_boxes: int = 0
    charts_without_words: int = 0
    is_hidden: bool = False


class _Sheets(Ignore):
    """Collects name and state of sheets by the relationship that leads to each."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, bool]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a sheet."""
        if name == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            self.found[attributes.get("r:id", "")] = attributes.get("name", ""), is_hidden


class _Shapes(Ignore):
    """Counts what a drawing holds."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.in_a_frame = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a shape, or the description of a chart."""
        if name == "xdr:pic":
            self.drawn.pictures += 1
        elif name in ("xdr:sp", "xdr:cxnSp"):
            self.drawn.text_boxes += 1
        elif name == "xdr:graphicFrame":
            self.in_a_frame = True
        elif name == "xdr:cNvPr" and self.in_a_frame:
            self.in_a_frame = False
            if not attributes.get("descr", "").strip():
                self.drawn.charts_without_words += 1


def drawn_on_sheets(package: Package) -> dict[str, Drawn]:
    """Find what is drawn on each sheet, by the sheet's name.

    Parameters
    ----------
    package
        The file, looked through before.
    """
    sheets = _Sheets()
    workbook = package.workbook
    read_markup(workbook, package.content(workbook), sheets, package.budget)
    relations = package.relations.get(workbook, {})
    found: dict[str, Drawn] = {}
    for identifier, (name, is_hidden) in sheets.found.items():
        relation = relations.get(identifier)
        drawn = found[name] = Drawn(is_hidden=is_hidden)
        for part in package.leads_to(relation.target, DRAWING) if relation else ():
            read_markup(part, package.content(part), _Shapes(drawn), package.budget)
    return found
