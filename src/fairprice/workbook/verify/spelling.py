"""One spelling of formulas, references and number formats, whichever program saved them."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_QUOTED_SHEET = re.compile(r"'((?:[^']|'')+)'!")
_LOCALE = re.compile(r"\[\$-[0-9A-F,]+\]", re.IGNORECASE)
_ESCAPED_SPACE = re.compile(r'\\ |" "')


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


def _alike(one: str | float, other: str | float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_RELATIVE)
    return one == other


def same_reference(text: str) -> str:
    """Spell a reference without the quotes and capitals that programs choose freely."""
    return _QUOTED_SHEET.sub(lambda found: found[1].replace("''", "'") + "!", text).upper()


def same_format(text: str) -> str:
    """Spell a number format without locale, escaped spaces and capitals.

    Notes
    -----
    Digits and signs in quotes stay as they are: they are how a format shows a number that
    is not there.
    """
    bare = _ESCAPED_SPACE.sub(" ", _LOCALE.sub("", text)).removesuffix(";@")
    return bare.casefold()


def _spelled(item: Token) -> str | float:
    value = str(item.value)
    if item.type == Token.FUNC:
        return value.upper().replace("_XLFN.", "").replace(" ", "")
    if item.type != Token.OPERAND or item.subtype == Token.TEXT:
        return value.strip()
    if item.subtype == Token.NUMBER:
        return float(value)
    return same_reference(value)
