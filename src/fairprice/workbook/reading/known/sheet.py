"""A worksheet."""

from __future__ import annotations

from fairprice.workbook.reading.grammar import table
from fairprice.workbook.reading.known.text import RICH_TEXT

SHEET = table(
    """
worksheet:  sheetPr? dimension? sheetViews? sheetFormatPr? cols? sheetData? sheetCalcPr?
    sheetProtection? protectedRanges? autoFilter? mergeCells? phoneticPr?
    conditionalFormatting*>condition dataValidations? hyperlinks? printOptions? pageMargins?
    pageSetup? headerFooter? rowBreaks?>breaks colBreaks?>breaks ignoredErrors? drawing?
    legacyDrawing? picture? tableParts? extLst?
sheetPr:  tabColor? outlinePr? pageSetUpPr? | transitionEvaluation=0 | filterMode=0 codeName
    published syncHorizontal=0 syncVertical=0 transitionEntry=0
    enableFormatConditionsCalculation
tabColor:  | | auto indexed rgb theme tint
outlinePr:  | | summaryBelow summaryRight applyStyles showOutlineSymbols
pageSetUpPr:  | | fitToPage autoPageBreaks
dimension:  | | ref
sheetViews:  sheetView*
sheetView:  selection* pane? | showFormulas=0 showZeros=1 rightToLeft=0 view=normal zoomScale |
    showGridLines showRowColHeaders showRuler showOutlineSymbols showWhiteSpace
    windowProtection=0 tabSelected defaultGridColor colorId topLeftCell zoomScaleNormal
    zoomScaleSheetLayoutView zoomScalePageLayoutView workbookViewId
selection:  | | pane=topLeft activeCell activeCellId sqref
pane:  | state xSplit ySplit topLeftCell activePane
sheetFormatPr:  | defaultRowHeight zeroHeight defaultColWidth baseColWidth | customHeight
    thickTop=0 thickBottom=0 outlineLevelRow=0 outlineLevelCol=0
cols:  col*
col:  | min! max! width hidden style | customWidth bestFit collapsed=0 outlineLevel=0 phonetic=0
sheetData:  row*
row:  c* | r ht hidden s customFormat ph=0 | spans customHeight outlineLevel=0 collapsed=0
    thickTop=0 thickBot=0
c:  f? v? is? | r s t ph=0
f:  # | t ref si | ca aca=0 bx=0
v:  #
is:  t? r* phoneticPr?>nothing
sheetCalcPr:  | | fullCalcOnLoad
sheetProtection:  | password hashValue | sheet objects scenarios formatCells formatColumns
    formatRows insertColumns insertRows insertHyperlinks deleteColumns deleteRows
    selectLockedCells sort autoFilter pivotTables selectUnlockedCells algorithmName saltValue
    spinCount
protectedRanges:  ~
autoFilter:  ~
mergeCells:  mergeCell* | | count
mergeCell:  | ref
phoneticPr:  | | fontId type alignment
condition:  ~ | sqref | pivot=0
dataValidations:  dataValidation* | disablePrompts=0 | count xWindow yWindow
dataValidation:  formula1? formula2? | sqref type operator prompt promptTitle error errorTitle
    errorStyle=stop showDropDown=0 imeMode=noControl | allowBlank showInputMessage
    showErrorMessage
formula1:  #
formula2:  #
hyperlinks:  hyperlink*
hyperlink:  | ref r:id location tooltip | display
printOptions:  | | headings gridLines gridLinesSet horizontalCentered verticalCentered
pageMargins:  | | left right top bottom header footer
pageSetup:  | | paperSize paperHeight paperWidth scale firstPageNumber fitToWidth fitToHeight
    pageOrder orientation usePrinterDefaults blackAndWhite draft cellComments useFirstPageNumber
    errors horizontalDpi verticalDpi copies r:id
headerFooter:  oddHeader? oddFooter? evenHeader? evenFooter? firstHeader? firstFooter? | |
    differentFirst=0 differentOddEven=0 scaleWithDoc alignWithMargins
oddHeader:  #
oddFooter:  #
evenHeader:  #
evenFooter:  #
firstHeader:  #
firstFooter:  #
breaks:  brk* | | count manualBreakCount
brk:  | | id min max man pt
ignoredErrors:  ignoredError*
ignoredError:  | | sqref evalError twoDigitTextYear numberStoredAsText formula formulaRange
    unlockedFormula emptyCellReference listDataValidation calculatedColumn
drawing:  | r:id
legacyDrawing:  | r:id
picture:  | r:id
tableParts:  tablePart* | | count
tablePart:  | r:id
extLst:  ext*
ext:  ~ | uri
"""
    + RICH_TEXT
)

TABLE = table(
    """
table:  autoFilter? tableColumns? tableStyleInfo? | name displayName ref headerRowCount=1
    totalsRowCount=0 | id totalsRowShown comment tableType=worksheet insertRow=0
    insertRowShift=0 published=0
autoFilter:  | | ref
tableColumns:  tableColumn* | | count
tableColumn:  | name | id uniqueName
tableStyleInfo:  | name showRowStripes=0 showColumnStripes=0 showFirstColumn=0 showLastColumn=0
"""
)
