"""Files built to overload the program that reads them, each of one kind.

As a program, ``python tests/workbook/bombs.py write FOLDER`` writes them all, and ``answer`` in
place of ``write`` has each verified and read as a form, and prints what came of it, in how many
seconds, and how much memory was used at most so far.
"""

from __future__ import annotations

import json
import re
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cases import cases
from packages import BOOK, CHART, COVER, STYLES, THEME, Parts, parts_of

import fairprice as fp


def stored(parts: Parts) -> bytes:
    """Put parts together unpacked, so that no packing gives their size away."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def put(part: str, old: str, new: Callable[[], str]) -> Callable[[Parts], bytes]:
    """Replace the first match of a pattern."""

    def make(parts: Parts) -> bytes:
        made = new()
        text, count = re.subn(old, lambda _: made, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count == 1
        return stored({**parts, part: text.encode()})

    return make


def rows(cells: str) -> Callable[[Parts], bytes]:
    """Put other rows into the cover."""
    return put(COVER, "<sheetData>.*</sheetData>", lambda: f"<sheetData>{cells}</sheetData>")


def shared_formula(length: int, dependents: int) -> str:
    """Return rows whose first formula is shared by those below it."""
    formula = "+".join(["A1"] * (length // 3))
    first = f'<row r="1"><c r="B1"><f t="shared" si="0" ref="B1:B{dependents + 1}">{formula}</f>'
    others = "".join(
        f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"/><v>1</v></c></row>'
        for row in range(2, dependents + 2)
    )
    return f"{first}<v>1</v></c></row>{others}"


def texts(count: int, length: int) -> str:
    """Return rows of texts."""
    return "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{"x" * length}</t></is></c></row>'
        for n in range(1, count + 1)
    )


def series(count: int) -> str:
    return "".join(
        f"<c:ser><c:idx val='{n}'/><c:order val='{n}'/><c:val><c:numRef><c:f>Fees!$D$9</c:f>"
        "</c:numRef></c:val></c:ser>"
        for n in range(count)
    )


def names(length: int) -> str:
    """Return a tag of attributes without values, as many as fit."""
    return "<x " + " ".join(f"a{n}=''" for n in range(length // 11)) + "/>"


def _element(inside: str) -> bytes:
    return f"<x>{inside}</x>".encode()


_NAME = r'(?<=<definedName name="provider_name">)[^<]*'

#: Those that tests have answered every time.
LISTED: dict[str, Callable[[Parts], bytes]] = {
    "a name of 300,000 quotes": put(BOOK, _NAME, lambda: "'" * 300_000),
    "a name of 8,000 quotes": put(BOOK, _NAME, lambda: "'" * 8_000),
    "a formula of 40,000 characters shared by 300": rows(shared_formula(40_000, 300)),
    "a thousand formulas of 8,000 characters": rows(
        "".join(
            f'<row r="{n}"><c r="B{n}"><f>{"+".join(["A1"] * 2_600)}</f><v>1</v></c></row>'
            for n in range(1, 1_001)
        )
    ),
    "700,000 styles": put(
        STYLES, "</cellXfs>", lambda: '<xf numFmtId="0" fontId="0"/>' * 700_000 + "</cellXfs>"
    ),
    "60,000 styles that no cell has": put(
        STYLES, "</cellXfs>", lambda: '<xf numFmtId="0" fontId="0"/>' * 60_000 + "</cellXfs>"
    ),
    "300,000 validations": put(
        COVER, "<pageMargins",
        lambda: "<dataValidations>" + "<dataValidation sqref='A1' prompt='x'/>" * 300_000
        + "</dataValidations><pageMargins",
    ),
    "a validation of 90,000 large areas": put(
        COVER, "<pageMargins",
        lambda: "<dataValidations>" + "<dataValidation sqref='A1:XFD999 B1:C9'/>" * 90_000
        + "</dataValidations><pageMargins",
    ),
    "300,000 conditional formats": put(
        COVER, "<pageMargins",
        lambda: "<conditionalFormatting sqref='A1'/>" * 300_000 + "<pageMargins",
    ),
    "90,000 series": put(CHART, "<c:ser>.*</c:ser>", lambda: series(90_000)),
    "30,000 series": put(CHART, "<c:ser>.*</c:ser>", lambda: series(30_000)),
    "900,000 empty rows": rows("".join(f'<row r="{n}"/>' for n in range(1, 900_001))),
    "a tag of 45 MB": lambda parts: stored({**parts, "xl/x.xml": names(45_000_000).encode()}),
    "a million names": lambda parts: stored(
        {**parts, "xl/x.xml": _element("".join(f"<a{n} b{n}=''/>" for n in range(900_000)))}
    ),
    "nested 900,000 deep": lambda parts: stored(
        {**parts, THEME: _element("<b>" * 900_000 + "</b>" * 900_000)}
    ),
    "9,000 arrays": rows(
        "".join(
            f'<row r="{n}"><c r="A{n}"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>'
            for n in range(1, 9_001)
        )
    ),
    "90,000 merged cells": put(
        COVER, "<pageMargins",
        lambda: "<mergeCells>" + "<mergeCell ref='A1'/>" * 90_000 + "</mergeCells><pageMargins",
    ),
    "60,000 unknown elements": put(
        COVER, "<pageMargins", lambda: "".join(f"<x{n % 900}/>" for n in range(60_000))
        + "<pageMargins",
    ),
}  # fmt: skip
#: Those that stay below every limit, and take their time.
HEAVIER: dict[str, Callable[[Parts], bytes]] = {
    "a formula of 8,000 characters shared by 90,000": rows(shared_formula(8_000, 90_000)),
    "190,000 rows of odd heights": rows(
        "".join(f'<row r="{n}" ht="1" s="1" customFormat="1"/>' for n in range(1, 190_001))
    ),
    "a cover with a tag of 45 MB": put(
        COVER, "<dimension", lambda: names(45_000_000) + "<dimension"
    ),
    "a text of 45 MB": rows(texts(1, 45_000_000)),
    "1,400 texts of 32,000 characters": rows(texts(1_400, 32_000)),
    "90,000 texts": rows(texts(90_000, 200)),
    "90,000 numbers": rows(
        "".join(f'<row r="{n}"><c r="A{n}"><v>{n}.5</v></c></row>' for n in range(1, 90_001))
    ),
    "90,000 pieces of a text": rows(
        '<row r="1"><c r="A1" t="inlineStr"><is>'
        + "<r><rPr><sz val='2'/></rPr><t>x</t></r>" * 90_000 + "</is></c></row>"
    ),
}  # fmt: skip


def write_all(folder: Path, bombs: Mapping[str, Callable[[Parts], bytes]]) -> None:
    """Write bombs, and the workbook they were made from."""
    original = fp.write_fee_workbook(cases()["all rates stated, 2014"], folder / "good.xlsx")
    parts = parts_of(original)
    for name, make in bombs.items():
        (folder / f"{name}.xlsx").write_bytes(make(parts))


def most_memory() -> int:
    """Return the most memory this program ever held (MB); nought where that is not told."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    # what getrusage tells counts the program that started this one
    [held] = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())
    return round(int(held) / 1024)


def answer_all(folder: Path) -> None:
    """Have every file answered, and print for each a line of JSON: its seconds and memory."""
    for path in sorted(folder.glob("*.xlsx")):
        for read in (fp.verify_workbook, fp.read_assumptions):
            start = time.process_time()
            try:
                told = str(read(path))[:100]
            except fp.FairpriceError as error:
                told = str(error)[:100]
            seconds = time.process_time() - start
            line = {
                "name": path.stem, "by": read.__name__, "seconds": round(seconds, 2),
                "megabytes": most_memory(), "told": told,
            }  # fmt: skip
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write_all(Path(sys.argv[2]), LISTED | HEAVIER)
    else:
        answer_all(Path(sys.argv[2]))
