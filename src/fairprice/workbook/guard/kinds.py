"""What the parts of a workbook can be, told by relationship and content type together."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DOCUMENT = "application/vnd.openxmlformats-officedocument."

WORKBOOK, WORKSHEET, CHARTSHEET = "workbook", "worksheet", "chartsheet"
STYLES, STRINGS, THEME, TABLE = "styles", "sharedStrings", "theme", "table"
DRAWING, CHART, CORE, HYPERLINK = "drawing", "chart", "core-properties", "hyperlink"
COMMENTS = "comments"
_PICTURES = ("png", "jpeg", "gif", "bmp", "tiff", "x-emf", "x-wmf", "emf", "wmf", "svg+xml")


@dataclass(frozen=True)
class Kind:
    """A kind of part.

    Parameters
    ----------
    name
        In short.
    relationship
        The type of relationship that leads to it.
    content_types
        What its content type may be.
    parents
        Kinds of parts that may lead to it; ``""`` is the package itself.
    single
        Whether one part leads to at most one of the kind.
    is_read
        Whether the library reads it: then one relationship alone may lead to it.
    """

    name: str
    relationship: str
    content_types: frozenset[str]
    parents: frozenset[str]
    single: bool = False
    is_read: bool = False


def _kind(
    name: str, parents: str, *content_types: str, of: str = _OFFICE, single: bool = False,
    is_read: bool = False,
) -> Kind:  # fmt: skip
    lead_here = frozenset("" if parent == "package" else parent for parent in parents.split())
    return Kind(name, of + name, frozenset(content_types), lead_here, single, is_read)


#: Kinds that the library reads or names, and kinds that show nothing on a sheet, whatever they
#: hold.
_KNOWN = (
    Kind(
        WORKBOOK, f"{_OFFICE}officeDocument",
        frozenset((f"{_SHEETS}sheet.main+xml", f"{_SHEETS}template.main+xml")),
        frozenset(("",)), single=True, is_read=True,
    ),
    _kind(WORKSHEET, "workbook", f"{_SHEETS}worksheet+xml", is_read=True),
    _kind(CHARTSHEET, "workbook", f"{_SHEETS}chartsheet+xml"),
    _kind(STYLES, "workbook", f"{_SHEETS}styles+xml", single=True, is_read=True),
    _kind(STRINGS, "workbook", f"{_SHEETS}sharedStrings+xml", single=True, is_read=True),
    _kind(THEME, "workbook", f"{_DOCUMENT}theme+xml", single=True, is_read=True),
    _kind(TABLE, "worksheet", f"{_SHEETS}table+xml", is_read=True),
    _kind(DRAWING, "worksheet chartsheet", f"{_DOCUMENT}drawing+xml", single=True, is_read=True),
    _kind(CHART, "drawing", f"{_DOCUMENT}drawingml.chart+xml", is_read=True),
    _kind(
        CORE, "package", "application/vnd.openxmlformats-package.core-properties+xml",
        of=_PACKAGE, single=True, is_read=True,
    ),
    _kind("extended-properties", "package", f"{_DOCUMENT}extended-properties+xml", single=True),
    _kind("custom-properties", "package", f"{_DOCUMENT}custom-properties+xml", single=True),
    _kind("calcChain", "workbook", f"{_SHEETS}calcChain+xml", single=True),
    _kind("printerSettings", "worksheet chartsheet", f"{_SHEETS}printerSettings"),
    _kind(COMMENTS, "worksheet", f"{_SHEETS}comments+xml", single=True, is_read=True),
    _kind("vmlDrawing", "worksheet chartsheet", f"{_DOCUMENT}vmlDrawing"),
    _kind("image", "worksheet chartsheet drawing", *(f"image/{kind}" for kind in _PICTURES)),
    # what document systems keep about a file; cells can show it only through maps, which are not
    # known here
    _kind("customXml", "workbook package", "application/xml"),
    _kind("customXmlProps", "customXml", f"{_DOCUMENT}customXmlProperties+xml"),
    _kind(
        "classificationlabels", "package", "application/vnd.ms-office.classificationlabels+xml",
        "application/xml",  # as LibreOffice saves it
        of=f"{_MICROSOFT}2020/02/relationships/",
    ),
    _kind(
        "person", "workbook", "application/vnd.ms-excel.person+xml",
        of=f"{_MICROSOFT}2017/10/relationships/",
    ),
    # spare colours and styles for whoever goes on to change a chart
    _kind(
        "chartStyle", "chart", "application/vnd.ms-office.chartstyle+xml",
        of=f"{_MICROSOFT}2011/relationships/",
    ),
    _kind(
        "chartColorStyle", "chart", "application/vnd.ms-office.chartcolorstyle+xml",
        of=f"{_MICROSOFT}2011/relationships/",
    ),
)  # fmt: skip
KINDS = {kind.relationship: kind for kind in _KNOWN}

#: Words of relationships, by the reason why a file with such a part is refused.
_REFUSED_RELATIONSHIPS = {
    "macros": {"vbaProject", "wordVbaData", "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"},
    "links": {
        "externalLink", "externalLinkPath", "connections", "queryTable", "attachedTemplate",
        "powerPivotData", "volatileDependencies",
    },
    "objects": {
        "oleObject", "package", "control", "ctrlProp", "activeXControlBinary", "webextension",
        "webextensiontaskpanes", "attachedToolbars",
    },
}  # fmt: skip
_REFUSED_NAMES = {
    "macros": re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/", re.IGNORECASE),
    "links": re.compile(r"externallinks/|(^|/)connections|querytables/|xl/model/", re.IGNORECASE),
    "objects": re.compile(r"embeddings/|activex/|webextensions/|ctrlprops/", re.IGNORECASE),
}
_REFUSED_TYPES = {
    "macros": re.compile(r"macroenabled|vbaproject|macrosheet|ms-excel\.sheet\.binary", re.I),
    "links": re.compile(r"externallink|connections\+xml|querytable", re.I),
    "objects": re.compile(r"oleobject|activex|webextension|controlproperties", re.I),
}


def refused_name(name: str) -> str | None:
    """Return the reason to refuse a workbook that has a part of this name."""
    return next((code for code, words in _REFUSED_NAMES.items() if words.search(name)), None)


def refused_type(content_type: str) -> str | None:
    """Return the reason to refuse a workbook that declares a content type."""
    found = (code for code, words in _REFUSED_TYPES.items() if words.search(content_type))
    return next(found, None)


def refused_relationship(kind: str) -> str | None:
    """Return the reason to refuse a workbook with a relationship of this type."""
    word = kind.rpartition("/")[2]
    return next((code for code, words in _REFUSED_RELATIONSHIPS.items() if word in words), None)
