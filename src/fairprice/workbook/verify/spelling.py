"""One spelling of formulas, references and number formats, whichever program saved them."""

from __future__ import annotations

import re
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_QUOTED_SHEET = re.compile(r"'((?:[^']|'')+)'!")
_LOCALE = re.compile(r"\[\$-[0-9A-F,]+\]", re.IGNORECASE)
_ESCAPED_SPACE = re.compile(r'\\ |" "')
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


def _spelled(item: Token) -> str:
    value = str(item.value)
    if item.type == Token.FUNC:
        return value.upper().replace("_XLFN.", "").replace(" ", "")
    if item.type != Token.OPERAND or item.subtype == Token.TEXT:
        return value.strip()
    if item.subtype == Token.NUMBER:
        return f"{float(value):.12g}"
    return same_reference(value)
