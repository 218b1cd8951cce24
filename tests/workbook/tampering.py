"""Ways to change a finished workbook by hand, each leaving all else as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import witnesses


def in_sheet(path: Path, sheet: str, change: Callable[[str], str]) -> None:
    """Change the XML of one sheet; nothing changed is a mistake of the test."""
    part = f"xl/worksheets/sheet{witnesses.opened(path).sheetnames.index(sheet) + 1}.xml"
    in_part(path, part, change)


def in_part(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Change the XML of one part."""
    changed = []

    def edit(name: str, text: str) -> str:
        if name != part:
            return text
        changed.append(change(text) != text)
        return change(text)

    witnesses.rewrite(path, edit)
    assert changed == [True], f"{part} is absent or as it was"


def put(path: Path, sheet: str, cell: str, content: str, kind: str = "") -> None:
    """Put XML into a cell that is there, in place of what it held; its look stays."""
    pattern = re.compile(rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)')

    def change(text: str) -> str:
        text, count = pattern.subn(
            lambda m: (
                f'<c r="{cell}"{m[1] or ""}{kind and f" t={chr(34)}{kind}{chr(34)}"}>{content}</c>'
            ),
            text,
        )
        assert count == 1, f"{sheet}!{cell}"
        return text

    in_sheet(path, sheet, change)


def put_text(path: Path, sheet: str, cell: str, text: str) -> None:
    put(path, sheet, cell, f"<is><t>{text}</t></is>", "inlineStr")


def put_number(path: Path, sheet: str, cell: str, number: float) -> None:
    put(path, sheet, cell, f"<v>{number!r}</v>")


def put_formula(path: Path, sheet: str, cell: str, formula: str, cached: Any) -> None:
    put(path, sheet, cell, f"<f>{formula}</f><v>{cached!r}</v>")


def add_cell(path: Path, sheet: str, row: int, xml: str) -> None:
    """Add a cell at the end of a row."""
    pattern = re.compile(rf'(<row r="{row}"[^>]*>.*?)(</row>)')
    in_sheet(path, sheet, lambda text: pattern.sub(lambda m: m[1] + xml + m[2], text))


def in_openpyxl(path: Path, change: Callable[[openpyxl.Workbook], Any]) -> None:
    """Change a workbook with a tool that does not calculate: stored numbers are lost."""
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    workbook.save(path)


def place_of(path: Path, sheet: str, label: str, heading: str) -> str:
    """Return the address of a row's cell."""
    return witnesses.addresses(path, sheet)[label, heading]
