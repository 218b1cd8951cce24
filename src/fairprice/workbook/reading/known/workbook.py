"""The workbook part: sheets, names, settings."""

from __future__ import annotations

from fairprice.workbook.reading.grammar import table
from fairprice.workbook.reading.known.text import RICH_TEXT

#: What Excel and LibreOffice keep apart for themselves: how references are spelled in texts,
#: where the file lay, which features Excel has used.
_OWN_NOTES = (
    "{7626C862-2A13-11E5-B345-FEFF819CDC9F},{140A7094-0E35-4892-8432-C4D2E57EDEB5},"
    "{B58B0392-4F1F-4190-BB64-5DF3571DCE5F},{79F54976-1DA5-4618-B147-4CDE4B953A38}"
)

WORKBOOK = table(
    f"""
workbook:  fileVersion? fileSharing? workbookPr? mc:AlternateContent*>location
    xr:revisionPtr?>none workbookProtection? bookViews? sheets? definedNames? calcPr?
    webPublishing? extLst? |  | conformance=transitional
fileVersion:  | | appName lastEdited lowestEdited rupBuild codeName
fileSharing:  | | readOnlyRecommended userName
workbookPr:  | date1904 showObjects=all | codeName defaultThemeVersion backupFile filterPrivacy
    saveExternalLinkValues updateLinks hidePivotFieldList showPivotChartFilter allowRefreshQuery
    publishItems checkCompatibility autoCompressPictures refreshAllConnections=0
    promptedSolutions=0 showInkAnnotation showBorderUnselectedTables dateCompatibility=1
location:  mc:Choice*>location_choice
location_choice:  x15ac:absPath?>none | | Requires=x15
none:  ~
workbookProtection:  | | lockStructure lockWindows=0 lockRevision=0
bookViews:  workbookView*
workbookView:  | visibility=visible minimized=0 showSheetTabs=1 | showHorizontalScroll
    showVerticalScroll xWindow yWindow windowWidth windowHeight tabRatio firstSheet activeTab
    autoFilterDateGrouping xr2:uid
sheets:  sheet*
sheet:  | name state r:id | sheetId
definedNames:  definedName*
definedName:  # | name localSheetId | hidden=0 function=0 vbProcedure=0 xlm=0 publishToServer=0
    workbookParameter=0
calcPr:  | calcMode fullPrecision iterate refMode=A1 | calcId fullCalcOnLoad iterateCount
    iterateDelta calcCompleted calcOnSave concurrentCalc concurrentManualCount forceFullCalc
webPublishing:  | | allowPng css characterSet thicket longFileNames vml targetScreenSize dpi
    codePage
extLst:  ext*
ext:  ~ | | uri={_OWN_NOTES}
"""
)

STRINGS = table(
    """
sst:  si* | | count uniqueCount
si:  t? r* phoneticPr?>nothing
"""
    + RICH_TEXT
)
