"""How the workbook looks: one sans serif face at size 12, no fills, wrapped text."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font, NamedStyle, Protection

FACE = "Arial"
BODY = Font(name=FACE, size=12)
HEADER = Font(name=FACE, size=12, bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
NUMBER = Alignment(vertical="top", horizontal="right")
OPEN = Protection(locked=False)


def heading_1() -> NamedStyle:
    """Return the style that assistive technology announces as a level-one heading."""
    style = NamedStyle(name="Heading 1", builtinId=16)
    style.font = Font(name=FACE, size=16, bold=True)
    style.alignment = Alignment(vertical="top")
    return style
