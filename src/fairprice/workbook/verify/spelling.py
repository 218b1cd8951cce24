"""One spelling of formulas, references and number formats, whichever program saved them."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from fairprice import digits

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
#: Numbers this close are the same in a formula: a price that stands in one was worked out.
_RELATIVE = 1e-12


@lru_cache(maxsize=20_000)
def meaning(text: str) -> tuple[str | float, ...]:
    """Take a formula apart so that two that do the same to the same cells have like parts.

    Parameters
    ----------
    text
        With its leading equals sign.

    Returns
    -------
    tuple of str and float
        Without spaces, in capitals outside texts, sheet names unquoted. What cannot be taken
        apart is returned as it is.
    """
    try:
        items = Tokenizer(text).items
        return tuple(_spelled(item) for item in items if item.type != Token.WSPACE)
    except Exception:
        return (text,)


def same_formula(one: str, other: str) -> bool:
    """Tell whether two formulas do the same to the same cells.

    Parameters
    ----------
    one, other
        With their leading equals signs.
    """
    parts = meaning(one), meaning(other)
    return parts[0] == parts[1] or (len(parts[0]) == len(parts[1]) and all(map(_alike, *parts)))


def spelled(text: str) -> str:
    """Write a formula in one spelling.

    Parameters
    ----------
    text
        With its leading equals sign.
    """
    parts = (part if isinstance(part, str) else digits.written(part) for part in meaning(text))
    return " ".join(parts)


def _alike(one: str | float, other: str | float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_RELATIVE)
    return one == other


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


def _spelled(item: Token) -> str | float:
    value = str(item.value)
    if item.type == Token.FUNC:
        return value.upper().replace("_XLFN.", "").replace(" ", "")
    if item.type != Token.OPERAND or item.subtype == Token.TEXT:
        return value.strip()
    if item.subtype == Token.NUMBER:
        return float(value)
    return same_reference(value)
