"""How the workbook looks: one sans serif face at size 12, no fills, wrapped text."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font, NamedStyle, Protection

FACE = "Arial"
BODY = Font(name=FACE, size=12)
HEADER = Font(name=FACE, size=12, bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
UNWRAPPED = Alignment(vertical="top")
NUMBER = Alignment(vertical="top", horizontal="right")
NUMBER_HEADING = Alignment(wrap_text=True, vertical="top", horizontal="right")
#: Height of a line of text in points, and how many characters fit a unit of column width.
LINE_HEIGHT = 16.0
TITLE_HEIGHT = 24.0
FITTING = 1.0
OPEN = Protection(locked=False)


def heading_1() -> NamedStyle:
    """Return the style that assistive technology announces as a level-one heading."""
    style = NamedStyle(name="Heading 1", builtinId=16)
    style.font = Font(name=FACE, size=16, bold=True)
    style.alignment = Alignment(vertical="top")
    return style
