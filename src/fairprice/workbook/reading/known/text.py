"""Text whose letters differ among themselves, in a cell or in the shared strings."""

from __future__ import annotations

#: Rules of ``r``, which whatever holds such text adds to its own.
RICH_TEXT = """\
r:  rPr? t?
t:  #
rPr:  rFont? charset? family? b? i? strike? outline? shadow? condense? extend? color? sz? u?
    vertAlign? scheme?
rFont:  | val
charset:  | val
family:  | | val
b:  | val
i:  | val
strike:  | val
outline:  | val
shadow:  | val
condense:  | val
extend:  | val
color:  | auto indexed rgb theme tint
sz:  | val
u:  | val
vertAlign:  | val
scheme:  | val
nothing:  | | fontId type alignment
"""
