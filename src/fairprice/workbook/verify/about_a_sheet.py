"""What can be seen on a sheet beside its cells and charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairprice.workbook.guard import Package, Refusal
from fairprice.workbook.guard.kinds import CHARTSHEET, COMMENTS, TABLE
from fairprice.workbook.model import column_letter
from fairprice.workbook.reading import OpenedWorkbook
from fairprice.workbook.reading.cells import measure
from fairprice.workbook.reading.grammar import Node, read_part
from fairprice.workbook.reading.known.rest import COMMENTS as COMMENT_RULES
from fairprice.workbook.reading.known.sheet import TABLE as TABLE_RULES
from fairprice.workbook.reading.sheet import OpenedSheet
from fairprice.workbook.reading.text import text_of
from fairprice.workbook.verify.spelling import spelled

#: Enlargements at which a sheet can be read (per cent).
_LEAST_ZOOM, _MOST_ZOOM = 30, 400
#: Kinds of rules whose bounds are told by an operator.
_WITH_BOUNDS = frozenset(("whole", "decimal", "date", "time", "textLength"))
_TWO_BOUNDS = frozenset(("between", "notBetween"))
#: Extensions of a sheet that show something, by their identifiers.
_EXTENSIONS = {
    "{78C0D931-6437-407d-A8EE-F0AAD7539E65}": "conditional format",
    "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}": "laid over",
}
_MOST_TOLD = 80


@dataclass(frozen=True)
class Table:
    """A table of a sheet: where it stands, its columns, and the style it paints them with."""

    area: str
    columns: tuple[str, ...]
    style: str


def read_tables(package: Package, sheet: OpenedSheet) -> dict[str, Table]:
    """Read the tables of a sheet by their names.

    Parameters
    ----------
    package, sheet
        The file, and the sheet as it was read.
    """
    relations = dict(package.relations.get(sheet.part, {}))
    tables = {}
    for node in sheet.root.each("tableParts", "tablePart"):
        relation = relations.pop(node.get("r:id"), None)
        if relation is None or relation.kind != TABLE:
            raise Refusal(
                "ambiguous", f"{sheet.part} has a table that is not there, or has it twice"
            )
        root = read_part(package, relation.target, TABLE_RULES)
        style = root.child("tableStyleInfo")
        tables[root.get("displayName")] = Table(
            root.get("ref"),
            tuple(column.get("name") for column in root.each("tableColumns", "tableColumn")),
            "" if style is None else style.get("name"),
        )
    return tables


def rules(sheet: OpenedSheet) -> Iterator[tuple[str, str]]:
    """Yield areas and, in one spelling, what may be typed in their cells and is said about it.

    Parameters
    ----------
    sheet
        The sheet as it was read.
    """
    for node in sheet.root.each("dataValidations", "dataValidation"):
        kind, operator = node.get("type", "none"), node.get("operator", "between")
        bounds = [spelled(f"={child.text}") for child in node.children]
        if kind not in _WITH_BOUNDS:
            operator = ""
        if operator not in _TWO_BOUNDS:
            bounds = bounds[:1]  # LibreOffice writes a second one that counts for nothing
        said = [node.get(key) for key in ("promptTitle", "prompt", "errorTitle", "error")]
        told = "; ".join((kind, operator, *bounds, *said))
        yield from ((area, told) for area in node.get("sqref").split())


def oddities(workbook: OpenedWorkbook, sheet: OpenedSheet) -> Iterator[tuple[str, str, str]]:
    """Yield places, kinds and words of what is odd on a sheet: nothing of it is in a file of ours.

    Parameters
    ----------
    workbook, sheet
        The workbook, and one of its sheets.
    """
    root = sheet.root
    if sheet.state != "visible":
        yield "", "hidden sheet", sheet.state
    if workbook.package.kinds[sheet.part] == CHARTSHEET:
        yield "", "chart sheet", "a sheet that is a chart"
    usual = root.child("sheetFormatPr")
    if usual is not None and usual.flag("zeroHeight"):
        yield "", "hidden row", "every row without a height of its own"
    for number, row in sheet.rows.items():
        if row.hidden:
            yield f"{number}:{number}", "hidden row", f"row {number}"
    for columns in sheet.columns:
        if columns.hidden:
            first, last = column_letter(columns.first), column_letter(columns.last)
            yield f"{first}:{last}", "hidden column", f"column {first} to {last}"
    for area in sheet.conditional:
        yield area[:_MOST_TOLD], "conditional format", "changes how cells look by their value"
    for area in sheet.merged:
        yield area, "merged cells", "hides the cells beneath"
    if root.child("autoFilter") is not None:
        yield "", "filter", "a filter, which can hide rows"
    yield from _views(root)
    yield from _laid_over(workbook, sheet)
    yield from _links(workbook, sheet)
    protection = root.child("sheetProtection")
    if protection is not None and (protection.get("password") or protection.get("hashValue")):
        yield "", "password", "a password that keeps its readers out of its formulas"


def printed_lines(sheet: OpenedSheet) -> frozenset[tuple[str, str]]:
    """Return the headers and footers of a sheet, each with what it is for.

    Parameters
    ----------
    sheet
        The sheet as it was read.
    """
    lines = sheet.root.child("headerFooter")
    return frozenset(
        (node.name, node.text)
        for node in (lines.children if lines is not None else ())
        if node.text.strip()
    )


def _views(root: Node) -> Iterator[tuple[str, str, str]]:
    for view in root.each("sheetViews", "sheetView"):
        zoom = measure(view.get("zoomScale", "100"))
        if zoom is None or not _LEAST_ZOOM <= zoom <= _MOST_ZOOM:
            yield "", "view", f"enlarged to {view.get('zoomScale'):.20} per cent"
        pane = view.child("pane")
        if pane is not None and (pane.get("xSplit", "0") != "0" or pane.get("ySplit", "0") != "0"):
            yield "", "view", "split or frozen, which can keep rows out of sight"


def _laid_over(workbook: OpenedWorkbook, sheet: OpenedSheet) -> Iterator[tuple[str, str, str]]:
    package = workbook.package
    for part in package.leads_to(sheet.part, COMMENTS):
        for node in read_part(package, part, COMMENT_RULES, alternates=True).each(
            "commentList", "comment"
        ):
            told = node.child("text")
            yield node.get("ref")[:_MOST_TOLD], "comment", text_of(told)[0] if told else ""
    for name in ("picture", "legacyDrawing"):
        if sheet.root.child(name) is not None:
            yield "", "laid over", {"picture": "a picture behind the cells"}.get(name, "notes")
    extensions = sheet.root.child("extLst")
    for node in extensions.children if extensions is not None else ():
        uri = node.get("uri")
        kind = _EXTENSIONS.get(uri)
        if kind is None:
            package.remark(sheet.part, f"an extension that is not known ({uri:.50})")
        else:
            yield "", kind, "of a newer program"


def _links(workbook: OpenedWorkbook, sheet: OpenedSheet) -> Iterator[tuple[str, str, str]]:
    relations = workbook.package.relations.get(sheet.part, {})
    for node in sheet.root.each("hyperlinks", "hyperlink"):
        place = node.get("ref")[:_MOST_TOLD]
        if node.get("r:id"):
            relation = relations.get(node.get("r:id"))
            target = relation.target if relation is not None else "nowhere"
            yield place, "link out of the workbook", target[:_MOST_TOLD]
        elif node.get("tooltip"):
            yield place, "comment", node.get("tooltip")[:_MOST_TOLD]
