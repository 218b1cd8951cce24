"""Signs that the file format writes out, as in ``_x000D_``, and texts that only look so."""

from __future__ import annotations

import re

_LOOKS_WRITTEN_OUT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN_OUT = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNDERSCORE = 0x5F


def escaped(text: str) -> str:
    """Write out the first sign of what looks written out, so that it is shown as it is.

    Parameters
    ----------
    text
        As it is to be shown.
    """
    return _LOOKS_WRITTEN_OUT.sub("_x005F_", text) if "_x" in text else text


def unescaped(text: str) -> str:
    """Read what is written out.

    Parameters
    ----------
    text
        As it stands in the file.

    Notes
    -----
    Only underscores and control characters are written out for a reason. LibreOffice reads
    no others, and does not write out every text that looks so; Excel would read them all.
    """
    return _WRITTEN_OUT.sub(_sign, text) if "_x" in text else text


def _sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x20 or code == _UNDERSCORE else found[0]
