"""Points about single cells and their formulas."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from fairprice.workbook.lint.findings import Findings
from fairprice.workbook.lint.texts import LONGEST_FORMULA

_SMALLEST = 12
#: Faces with serifs, or of fixed width, that spreadsheet programs offer first.
_SERIF = re.compile(r"times|georgia|cambria|garamond|courier|book antiqua|palatino|serif", re.I)
_SANS = re.compile(r"sans", re.I)
_BLACK = (None, "FF000000", "00000000")
_SYMBOLS = frozenset(["-", "–", "—", "*", "†", "‡", ":", "..", "...", "x", "#", "n/a", "N/A"])
_NUMBER = re.compile(r"[-+£]?\s*\d[\d,]*(\.\d+)?\s*%?")
#: A number format whose parts are all empty: the cell holds something and shows nothing.
_SHOWS_NOTHING = re.compile(r"(\[[^\]]*\])*;+")
_NOTE = re.compile(r"\[note \d+\]", re.I)
#: A file named in a formula, as programs write it before a sheet's name.
ANOTHER_FILE = re.compile(r"\[[^\]]+\]")
_RAISED = re.compile(r"[¹²³†‡]")
_HARD = frozenset({"OFFSET", "INDIRECT", "NPV"})
_VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN"})
#: Numbers that are units of time or of money, hundreds and thousands, and ranks and places to
#: round to.
_ALLOWED = frozenset({*map(float, range(13)), 24.0, 52.0, 60.0, 100.0, 365.0, 1000.0, 0.01, 0.0001})


def look_at(
    cell: Cell, sheet: str, findings: Findings, *, in_table: bool, among_numbers: bool
) -> None:
    """Check a filled cell.

    Parameters
    ----------
    cell
        The cell.
    sheet
        Its sheet's name.
    findings
        What was found.
    in_table
        Whether it stands in a table, headings included.
    among_numbers
        Whether its column of the table holds numbers.
    """
    _look(cell, sheet, findings, in_table)
    if cell.data_type == "f":
        _formula(cell, sheet, findings)
    elif cell.data_type == "e":
        findings.note("error-value", sheet, cell.coordinate, text=cell.value)
    elif isinstance(cell.value, str):
        _text(cell, sheet, findings, in_table, among_numbers)


def _look(cell: Cell, sheet: str, findings: Findings, in_table: bool) -> None:
    font, place = cell.font, cell.coordinate
    if font.sz is not None and font.sz < _SMALLEST:
        findings.note("small-text", sheet, place)
    if font.name and _SERIF.search(font.name) and not _SANS.search(font.name):
        findings.note("serif", sheet, place, font=font.name)
    if font.i or font.u not in (None, "none"):
        findings.note("italic-or-underlined", sheet, place)
    if font.vertAlign in ("superscript", "subscript"):
        findings.note("superscript", sheet, place)
    if _is_coloured(font.color):
        findings.note("text-colour", sheet, place)
    if cell.fill is not None and cell.fill.fill_type not in (None, "none"):
        findings.note("background", sheet, place)
    if isinstance(cell.number_format, str) and _SHOWS_NOTHING.fullmatch(cell.number_format):
        findings.note("shown-as-nothing", sheet, place, form=cell.number_format)
    if in_table and isinstance(cell.value, str) and cell.data_type == "s":
        page: Any = cell.parent
        width = page.column_dimensions[cell.column_letter].width or 0
        if len(cell.value) > width and not cell.alignment.wrap_text:
            findings.note("not-wrapped", sheet, place)


def _is_coloured(colour: Any) -> bool:
    if colour is None:
        return False
    if colour.type == "theme":
        return bool(colour.theme != 1)  # the theme's first text colour is the automatic one
    return colour.type == "rgb" and colour.rgb not in _BLACK


def _text(cell: Cell, sheet: str, findings: Findings, in_table: bool, among_numbers: bool) -> None:
    text, place = str(cell.value), cell.coordinate
    if "\n" in text or "\r" in text:
        findings.note("line-break", sheet, place)
    if text.strip() in _SYMBOLS or (in_table and not text.strip()):
        findings.note("symbol", sheet, place, text=repr(text))
    if _RAISED.search(text):
        findings.note("superscript", sheet, place)
    if among_numbers and _NOTE.search(text):
        findings.note("note-in-a-cell", sheet, place)
    if among_numbers and _NUMBER.fullmatch(text.strip()):
        findings.note("number-as-text", sheet, place, text=repr(text))


def _formula(cell: Cell, sheet: str, findings: Findings) -> None:
    text = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", "") or ""
    place = cell.coordinate
    if len(text) > LONGEST_FORMULA:
        findings.note("long-formula", sheet, place, length=len(text))
    depth: list[str] = []
    tokens = Tokenizer(text if text.startswith("=") else f"={text}").items
    is_a_number = len(tokens) == 1  # a figure in a cell of its own, written as a formula
    for token in tokens:
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            name = token.value.rstrip("(").upper()
            if name == "IF" and "IF" in depth:
                findings.note("nested-if", sheet, place)
            if name in _HARD:
                findings.note("hard-function", sheet, place, name=name)
            if name in _VOLATILE:
                findings.note("volatile", sheet, place, name=name)
            depth.append(name)
        elif token.type == Token.FUNC and token.subtype == Token.CLOSE and depth:
            depth.pop()
        elif _is_elsewhere(token):
            findings.note("another-file", sheet, place, reference=token.value)
        elif token.type == Token.OPERAND and token.subtype == Token.NUMBER:
            if not is_a_number and abs(float(token.value)) not in _ALLOWED:
                findings.note("constant-in-formula", sheet, place, number=token.value)
        elif token.type == Token.OPERAND and token.subtype == Token.ERROR:
            findings.note("error-value", sheet, place, text=token.value)


def _is_elsewhere(token: Token) -> bool:
    """Tell whether a formula reads another file: ``[1]Sheet!A1``, but not ``Table[Column]``."""
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return False
    sheet, mark, _ = token.value.rpartition("!")
    return bool(mark and ANOTHER_FILE.search(sheet))
