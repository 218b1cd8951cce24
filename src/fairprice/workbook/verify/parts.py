"""What openpyxl leaves out of the parts of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from defusedxml.ElementTree import iterparse

_DRAWN = {"graphicFrame", "pic", "sp", "cxnSp", "contentPart"}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: What newer programs keep apart in a sheet, and openpyxl does not read.
_EXTENSIONS = {"conditionalFormatting": "conditional format", "sparklineGroup": "laid over"}


@dataclass(frozen=True)
class Part:
    """Drawn things, their descriptions, and extensions of newer programs."""

    drawn: int
    descriptions: tuple[str, ...]
    extensions: tuple[str, ...]


def look_at(content: bytes) -> Part:
    """Look through one part of a file that the guard has let through.

    Parameters
    ----------
    content
        Its XML.
    """
    drawn, descriptions, extensions = 0, [], []
    for event, element in iterparse(BytesIO(content), ("start", "end"), forbid_dtd=True):
        space, _, name = element.tag.rpartition("}")
        if event == "end":
            element.clear()
            continue
        drawn += name in _DRAWN
        if element.get("descr"):
            descriptions.append(element.get("descr"))
        if name in _EXTENSIONS and space != _MAIN:
            extensions.append(_EXTENSIONS[name])
    return Part(drawn, tuple(descriptions), tuple(extensions))
