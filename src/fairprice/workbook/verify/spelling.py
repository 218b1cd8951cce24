"""One spelling of formulas, references and number formats, whichever program saved them."""

from __future__ import annotations

import re
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_QUOTED_SHEET = re.compile(r"'((?:[^']|'')+)'!")
#: An area of one cell, which Gnumeric writes as the cell.
_ONE_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?\d{1,7}):\1(?!\d)")
#: Languages a format may name: those in which a day is written in English.
_ENGLISH = re.compile(r"\[\$-(?:[48C]09|1[048C]09|en-(?:GB|US|IE|AU|CA|NZ|ZA))\]", re.IGNORECASE)
_ESCAPED = re.compile(r'\\([ \-])|"( )"')
#: Formats longer than this are those of no spreadsheet program.
_LONGEST_FORMAT = 255
#: References longer than this are not taken apart: no sheet name is as long.
_LONGEST_REFERENCE = 200
#: Between the parts of a formula, so that two parts never read as one.
_JOINT = "\x1f"


@lru_cache(maxsize=20_000)
def same_formula(text: str) -> str:
    """Spell a formula so that two that do the same to the same cells read alike.

    Parameters
    ----------
    text
        With its leading equals sign.

    Returns
    -------
    str
        Without spaces, in capitals outside texts, numbers to twelve digits, sheet names
        unquoted. What cannot be taken apart is returned as it is.
    """
    try:
        items = Tokenizer(text).items
    except Exception:
        return text
    return _JOINT.join(_spelled(item) for item in items if item.type != Token.WSPACE)


def same_reference(text: str) -> str:
    """Spell a reference without the quotes and capitals that programs choose freely.

    Parameters
    ----------
    text
        A reference; what is longer than any of the library's is returned as it is.
    """
    if len(text) > _LONGEST_REFERENCE:
        return text
    bare = _QUOTED_SHEET.sub(lambda found: found[1].replace("''", "'") + "!", text).upper()
    return _ONE_CELL.sub(r"\1", bare)


@lru_cache(maxsize=1_000)
def same_format(text: str) -> str:
    """Spell a number format without English as its language, escaped spaces and capitals.

    Notes
    -----
    Digits and signs in quotes stay as they are: they are how a format shows a number that
    is not there. So do calendars, and languages that write days in other words or digits.
    """
    if len(text) > _LONGEST_FORMAT:
        return text
    bare = _ESCAPED.sub(lambda found: found[1] or found[2], _ENGLISH.sub("", text))
    return bare.removesuffix(";@").casefold()


def _spelled(item: Token) -> str:
    value = str(item.value)
    if item.type == Token.FUNC:
        return value.upper().replace("_XLFN.", "").replace(" ", "")
    if item.type != Token.OPERAND or item.subtype == Token.TEXT:
        return value.strip()
    if item.subtype == Token.NUMBER:
        return f"{float(value):.12g}"
    return same_reference(value)
