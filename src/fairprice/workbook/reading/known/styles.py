"""Styles: formats of numbers, fonts, fills, borders, and how a cell puts them together."""

from __future__ import annotations

from fairprice.workbook.reading.grammar import table

STYLES = table(
    """
styleSheet:  numFmts? fonts? fills? borders? cellStyleXfs? cellXfs? cellStyles? dxfs?
    tableStyles? colors? extLst?
numFmts:  numFmt* | | count
numFmt:  | numFmtId! formatCode!
fonts:  font* | | count x14ac:knownFonts
font:  b? i? strike? condense? extend? outline? shadow? u? vertAlign? sz? color? name? family?
    charset? scheme?
b:  | val
i:  | val
strike:  | val
condense:  | val
extend:  | val
outline:  | val
shadow:  | val
u:  | val
vertAlign:  | val
sz:  | val
name:  | val
family:  | | val
charset:  | val
scheme:  | val
color:  | auto indexed rgb theme tint
fills:  fill* | | count
fill:  patternFill? gradientFill?
patternFill:  fgColor?>color bgColor?>color | patternType
gradientFill:  ~
borders:  border* | | count
border:  left?>side right?>side top?>side bottom?>side diagonal?>side start?>side end?>side
    vertical?>side horizontal?>side | diagonalUp diagonalDown | outline
side:  color?>none | style
none:  ~
cellStyleXfs:  xf* | | count
cellXfs:  xf* | | count
xf:  alignment? protection? extLst?>none | numFmtId fontId fillId borderId xfId
    applyNumberFormat applyFont applyFill applyBorder applyAlignment applyProtection |
    quotePrefix pivotButton=0
alignment:  | horizontal vertical wrapText indent relativeIndent=0 textRotation shrinkToFit
    readingOrder justifyLastLine
protection:  | locked hidden
cellStyles:  cellStyle* | | count
cellStyle:  extLst?>none | | name xfId builtinId hidden customBuiltin iLevel xr:uid
dxfs:  ~ | | count
tableStyles:  ~ | | count defaultTableStyle defaultPivotStyle
colors:  indexedColors? mruColors?>none
indexedColors:  rgbColor*
rgbColor:  | rgb
extLst:  ext*
ext:  ~ | | uri={EB79DEF2-80B8-43e5-95BD-54CBDDF9020C},{9260A510-F301-46a8-8635-F512D64BE5F5}
"""
)
