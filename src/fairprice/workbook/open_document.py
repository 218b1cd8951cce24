"""Turns a workbook model into an OpenDocument spreadsheet of values, for publication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from fairprice import digits
from fairprice.errors import MissingExtraError
from fairprice.workbook.model import (
    HEADER_ROW,
    Content,
    Entry,
    Formula,
    Link,
    Sheet,
    WebLink,
    WorkbookModel,
    column_letter,
)
from fairprice.workbook.number_formats import DAY
from fairprice.workbook.styles import FACE

if TYPE_CHECKING:
    from odfdo import Document, Element

_POINTS_OF_A_CHARACTER = 6.5
#: Keeps text apart from a number to its left.
_INDENT = "0.3cm"
#: Signs that XML has no way to hold.
_NOT_HELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Parts of the library's template that say nothing of this file.
_OF_THE_TEMPLATE = ("Configurations2/", "Thumbnails/")
_LANGUAGE, _COUNTRY = "en", "GB"
_PAGE = {
    "style:print-orientation": "landscape", "fo:page-width": "29.7cm", "fo:page-height": "21cm",
    "style:scale-to-X": "1", "style:scale-to-Y": "0",
}  # fmt: skip
#: The template's style that programs announce as a heading of the first level.
_HEADING_1 = "Heading_20_1"
#: Size and weight of letters, whether text wraps, and the side it stands on.
_LOOKS = {
    "title": ("16pt", "bold", "no-wrap", "start"),
    "description": ("12pt", "normal", "no-wrap", "start"),
    "heading": ("12pt", "bold", "wrap", "start"),
    "number heading": ("12pt", "bold", "wrap", "end"),
    "text": ("12pt", "normal", "wrap", "start"),
    "number": ("12pt", "normal", "no-wrap", "end"),
}
#: Stands for the text of an element among its attributes.
_SAYS = ""
_NUMBER = re.compile(r"(?P<whole>[#,0]*0)(?:\.(?P<least>0*)(?P<more>#*))?(?P<percent>%?)")
_SPACE = ("number:text", {_SAYS: " "})
_DAY = (
    "number:date-style",
    [
        ("number:day", {}), _SPACE,
        ("number:month", {"number:textual": "true", "number:style": "long"}), _SPACE,
        ("number:year", {"number:style": "long"}),
    ],
)  # fmt: skip


def to_open_document(model: WorkbookModel) -> bytes:
    """Write the values of a workbook model as the bytes of an OpenDocument spreadsheet.

    Parameters
    ----------
    model
        What to write.

    Returns
    -------
    bytes
        The same for the same model.

    Raises
    ------
    MissingExtraError
        If odfdo, the extra ``ods``, is not installed.
    """
    try:
        from odfdo import Document
    except ImportError:
        why = "A workbook that ends in .ods is written with it."
        raise MissingExtraError.of("odfdo", "ods", why) from None
    document = Document("spreadsheet")
    for name in document.get_parts():
        if name.startswith(_OF_THE_TEMPLATE):
            document.del_part(name)
    for name in document.manifest.get_paths():
        if name.startswith(_OF_THE_TEMPLATE):
            document.manifest.del_full_path(name)
    _set_language_and_pages(document)
    meta = document.meta
    meta.title, meta.language, meta.generator = model.title, f"{_LANGUAGE}-{_COUNTRY}", "fairprice"
    meta.creation_date = meta.date = datetime.combine(model.dated, time())
    looks = _Looks(document)
    body = document.body
    body.clear()
    body.extend([*(_table(sheet, looks) for sheet in model.sheets), _ranges(model)])
    written = BytesIO()
    document.save(written, pretty=False)
    return _repacked(written.getvalue())


def _set_language_and_pages(document: Document) -> None:
    """Set the language of every text; lay pages across, as wide as a table, without a footer."""
    for styled in document.styles.get_elements("//*[@fo:language]"):
        _say(styled, {"fo:language": _LANGUAGE, "fo:country": _COUNTRY})
    for page in document.styles.get_elements("//style:page-layout-properties"):
        _say(page, _PAGE)
    for line in document.styles.get_elements("//style:master-page/*"):
        line.clear()
        _say(line, {"style:display": "false"})


class _Looks:
    """The styles of cells and columns, each made when it is first used."""

    def __init__(self, document: Document) -> None:
        found = document.content.get_element("//office:automatic-styles")
        assert found is not None, "every document has some"
        self._automatic: Element = found
        self._known: dict[tuple[str, ...], str] = {}

    def column(self, width: float) -> str:
        """Name the style of a column."""
        points = f"{width * _POINTS_OF_A_CHARACTER:g}pt"
        part = _element("style:table-column-properties", {"style:column-width": points})
        return self._style(("column", points), "table-column", [part])

    def cell(self, look: str, number_format: str = "General") -> str:
        """Name the style of a cell."""
        known = ("cell", look, number_format)
        if known in self._known:
            return self._known[known]
        data = self._data(number_format)
        size, weight, wrap, side = _LOOKS[look]
        lettered = {"fo:font-family": FACE, "fo:font-size": size, "fo:font-weight": weight}
        indented = {"fo:margin-left": _INDENT} if wrap == "wrap" and side == "start" else {}
        placed = {"fo:wrap-option": wrap, "style:vertical-align": "top"}
        named = {}
        if look == "title":  # the template turns its headings on their side
            named["style:parent-style-name"] = _HEADING_1
            lettered["fo:font-style"], placed["style:rotation-angle"] = "normal", "0"
        if data:
            named["style:data-style-name"] = data
        parts = [
            _element("style:table-cell-properties", placed),
            _element("style:paragraph-properties", {"fo:text-align": side} | indented),
            _element("style:text-properties", lettered),
        ]
        return self._style(known, "table-cell", parts, named)

    def _style(
        self,
        known: tuple[str, ...],
        family: str,
        parts: list[Element],
        also: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        if known not in self._known:
            name = self._known[known] = f"look{len(self._known)}"
            named = {"style:name": name, "style:family": family, **also}
            self._automatic.append(_element("style:style", named, parts))
        return self._known[known]

    def _data(self, number_format: str) -> str:
        """Name the style of a number format; none where numbers are shown as they are."""
        known = ("data", number_format)
        if number_format == "General" or known in self._known:
            return self._known.get(known, "")
        name = self._known[known] = f"look{len(self._known)}"
        tag, parts = _DAY if number_format == DAY else _number_parts(number_format)
        made = [_element(part, said) for part, said in parts]
        self._automatic.append(_element(tag, {"style:name": name}, made))
        return name


def _number_parts(number_format: str) -> tuple[str, list[tuple[str, dict[str, str]]]]:
    """Say a number format of Excel in the words of OpenDocument."""
    found = _NUMBER.fullmatch(number_format)
    assert found is not None, f"a number format that no workbook had: {number_format}"
    least, more = len(found["least"] or ""), len(found["more"] or "")
    said = {
        "number:min-integer-digits": "1",
        "number:decimal-places": str(least + more),
        "number:min-decimal-places": str(least),
        "number:grouping": "true" if "," in found["whole"] else "false",
    }
    parts = [("number:number", said)]
    if not found["percent"]:
        return "number:number-style", parts
    return "number:percentage-style", [*parts, ("number:text", {_SAYS: "%"})]


def _table(sheet: Sheet, looks: _Looks) -> Element:
    """Lay a sheet out: title, description, and a table whose header row is marked as one."""
    columns = [
        _element("table:table-column", {"table:style-name": looks.column(column.width)})
        for column in sheet.columns
    ]
    front = [_row([_cell(sheet.title, looks.cell("title"))])]
    front += [_row([_cell(text, looks.cell("description"))]) for text in sheet.description]
    header = _element("table:table-header-rows", {}, [_row(list(_headings(sheet, looks)))])
    body = [
        _row(
            [
                _content(content, sheet.format_at(r, c), looks, sheet.numbers_right)
                for c, content in enumerate(contents)
            ]
        )
        for r, contents in enumerate(sheet.rows)
    ]
    named = {"table:name": sheet.name, "table:style-name": "ta1"}
    return _element("table:table", named, [*columns, *front, header, *body])


def _headings(sheet: Sheet, looks: _Looks) -> Iterator[Element]:
    for place, column in enumerate(sheet.columns):
        numbers = sheet.numbers_right and not any(
            isinstance(_value(row[place]), str | Link | WebLink) for row in sheet.rows
        )
        yield _cell(column.heading, looks.cell("number heading" if numbers else "heading"))


def _value(content: Content) -> Any:
    return content.value if isinstance(content, Formula | Entry) else content


def _content(content: Content, number_format: str, looks: _Looks, to_the_right: bool) -> Element:
    """Write what stands in a cell: of a formula its value."""
    value = _value(content)
    if isinstance(value, str | Link | WebLink):
        return _cell(value, looks.cell("text"))
    shown_as = DAY if isinstance(value, date) else number_format
    return _cell(value, looks.cell("number" if to_the_right else "text", shown_as))


def _cell(value: float | str | date | Link | WebLink | None, style: str) -> Element:
    said = {"table:style-name": style}
    if value is None:
        return _element("table:table-cell", said)
    if isinstance(value, str | Link | WebLink):
        said["office:value-type"] = "string"
        return _element("table:table-cell", said, list(_paragraphs(value)))
    if isinstance(value, date):
        said |= {"office:value-type": "date", "office:date-value": value.isoformat()}
    else:
        said |= {"office:value-type": "float", "office:value": digits.written(float(value))}
    return _element("table:table-cell", said)


def _paragraphs(value: str | Link | WebLink) -> Iterator[Element]:
    from odfdo import Link as Words
    from odfdo import Paragraph

    if isinstance(value, str):
        for line in _held(value).splitlines() or [""]:
            yield Paragraph(line)
        return
    address = value.address if isinstance(value, WebLink) else f"#{_quoted(value.sheet)}.A1"
    words = value.words if isinstance(value, WebLink) else value.sheet
    yield _element("text:p", {}, [Words(_held(address), text=_held(words))])


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _held(text: str) -> str:
    return _NOT_HELD.sub("\ufffd", text)


def _row(cells: list[Element]) -> Element:
    return _element("table:table-row", {}, cells)


def _ranges(model: WorkbookModel) -> Element:
    """Name the table of each sheet, and say that its first row is its header."""
    ranges = []
    for sheet in model.sheets:
        last = f"{column_letter(len(sheet.columns))}{HEADER_ROW + len(sheet.rows)}"
        name = _quoted(sheet.name)
        address = f"{name}.A{HEADER_ROW}:{name}.{last}"
        said = {"table:name": sheet.table_name, "table:contains-header": "true"}
        said["table:target-range-address"] = address
        ranges.append(_element("table:database-range", said))
    return _element("table:database-ranges", {}, ranges)


def _element(tag: str, said: Mapping[str, str], parts: Sequence[Element] = ()) -> Element:
    from odfdo import Element

    made = Element.from_tag(tag)
    _say(made, said)
    # as a whole: a row that takes cells one by one copies each
    made.extend(parts)
    return made


def _say(element: Element, said: Mapping[str, str]) -> None:
    for name, value in said.items():
        if name == _SAYS:
            element.text = value
        else:
            element.set_attribute(name, value)


def _repacked(package: bytes) -> bytes:
    """Pack the same parts with the dates of no clock, the kind of the file first and as it is."""
    packed = BytesIO()
    with ZipFile(BytesIO(package)) as written, ZipFile(packed, "w") as archive:
        names = sorted(written.namelist(), key=lambda name: (name != "mimetype", name))
        for name in names:
            part = ZipInfo(name)
            part.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(part, written.read(name))
    return packed.getvalue()
