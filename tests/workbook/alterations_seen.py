"""Ways to alter what a workbook shows: what hides, covers, disguises or replaces a figure."""

from __future__ import annotations

from collections.abc import Callable

from alterations import A_BOX, PRICE
from packages import (
    BOOK,
    CHART,
    CONTENTS,
    COVER,
    COVER_LINKS,
    DRAWING,
    DRAWING_LINKS,
    OFFICE,
    PRICED,
    STYLES,
    THEME,
    TYPES,
    Alteration,
    Parts,
    edited,
    in_text,
    linked,
    packed,
    typed,
    with_parts,
)

CHART_SHEET, LINES = "xl/worksheets/sheet12.xml", "xl/worksheets/sheet7.xml"
#: The styles of cells, up to that of the price on the cover.
_STYLE = rf"((?:<cellXfs.*?)(?:<xf .*?(?:/>|</xf>)){{{PRICED}}})"


def styles_in(parts: Parts) -> int:
    """Count the styles of cells, which is the number of the next one."""
    return parts[STYLES].decode().split("<cellXfs")[1].split("</cellXfs>")[0].count("<xf ")


def styled(change: str) -> Callable[[Parts], bytes]:
    """Give the price another style, added at the end of the styles."""

    def make(parts: Parts) -> bytes:
        number = styles_in(parts)
        styles = parts[STYLES].decode().replace("</cellXfs>", f"{change}</cellXfs>")
        cover = parts[COVER].decode().replace(f'r="B9" s="{PRICED}"', f'r="B9" s="{number}"')
        return packed({**parts, STYLES: styles.encode(), COVER: cover.encode()})

    return make


def _xf(more: str = "", inside: str = "", font: int = 2, fill: int = 0, border: int = 0) -> str:
    place = '<alignment horizontal="left" vertical="top" wrapText="1" indent="1"/>'
    return (
        f'<xf numFmtId="4" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" {more}>'
        f"{inside or place}</xf>"
    )


def with_style(kind: str, element: str, attribute: str) -> Callable[[Parts], bytes]:
    """Add a font, fill or border, and give it to the price."""

    def make(parts: Parts) -> bytes:
        styles = parts[STYLES].decode()
        listed = styles.split(f"<{kind}s ")[1].split(f"</{kind}s>")[0]
        number = (
            listed.count(f"<{kind}>") + listed.count(f"<{kind}/>") + listed.count(f"<{kind} />")
        )
        changed = styles.replace(f"</{kind}s>", f"{element}</{kind}s>").encode()
        return styled(_xf(**{attribute: number}))({**parts, STYLES: changed})

    return make


def font(inside: str) -> Callable[[Parts], bytes]:
    return with_style("font", f'<font><name val="Arial"/>{inside}</font>', "font")


def fill(inside: str) -> Callable[[Parts], bytes]:
    return with_style("fill", f"<fill>{inside}</fill>", "fill")


def number_format(code: str) -> Callable[[Parts], bytes]:
    def make(parts: Parts) -> bytes:
        styles = in_text(
            STYLES, "</numFmts>", f'<numFmt numFmtId="190" formatCode="{code}"/></numFmts>'
        )(parts)
        return styled(_xf().replace('numFmtId="4"', 'numFmtId="190"'))(
            {**parts, STYLES: styles.encode()}
        )

    return make


def _seen(shows: str, named: str, make: Callable[[Parts], bytes]) -> Alteration:
    return Alteration(shows, named, make)


HIDING = {
    "a row without height": _seen(
        "no price", "row height", edited(COVER, '(<row r="9" ht=")16', r"\g<1>0.5")
    ),
    "rows without height by default": _seen(
        "no description", "row height",
        edited(COVER, 'defaultRowHeight="15"', 'defaultRowHeight="0.5" customHeight="1"'),
    ),
    "columns measured in large letters": _seen(
        "other widths", "look", edited(STYLES, '<sz val="11" />', '<sz val="16.5" />')
    ),
    "columns measured in large letters of a style": _seen(
        "other widths", "look",
        edited(
            STYLES, '<cellStyle name="Normal" xfId="0"', '<cellStyle name="Normal" xfId="1"'
        ),
    ),
    "columns measured in signs": _seen(
        "other widths", "look", edited(STYLES, '<name val="Calibri" />', '<name val="Wingdings" />')
    ),
    "a narrow column": _seen(
        "###", "column width", edited(COVER, '<col width="90"', '<col width="0.5"')
    ),
    "a hidden column": _seen(
        "no prices", "hidden column", edited(COVER, '<col width="90"', '<col hidden="1" width="90"')
    ),
    "a column hidden by a number": _seen(
        "no prices", "ambiguous", edited(COVER, '<col width="90"', '<col hidden="16" width="90"')
    ),
    "a white font": _seen("nothing", "unseen text", font('<color rgb="FFFFFFFF"/><sz val="12"/>')),
    "a font of the theme's page": _seen(
        "nothing", "unseen text", font('<color theme="0"/><sz val="12"/>')
    ),
    "a black font made light": _seen(
        "nothing", "unseen text", font('<color theme="1" tint="0.99"/><sz val="12"/>')
    ),
    "a font of the palette": _seen(
        "nothing", "unseen text", font('<color indexed="9"/><sz val="12"/>')
    ),
    "a palette of its own": _seen(
        "nothing", "unseen text",
        lambda parts: font('<color indexed="8"/><sz val="12"/>')(
            {
                **parts,
                STYLES: in_text(
                    STYLES, r'(<indexedColors>(?:<rgbColor [^>]*>){8})<rgbColor rgb="00000000" />',
                    r'\1<rgbColor rgb="00FFFFFF" />',
                )(parts).encode(),
            }
        ),
    ),
    "a theme whose text is white": _seen(
        "nothing where a colour is left to the theme", "not verified",
        edited(THEME, '<a:sysClr val="windowText" lastClr="000000"/>', '<a:srgbClr val="FFFFFF"/>'),
    ),
    "small letters": _seen("a dot", "unseen text", font('<sz val="1"/>')),
    "letters struck through": _seen(
        "a price that no longer holds", "unseen text", font('<strike/><sz val="12"/>')
    ),
    "letters of signs": _seen(
        "signs for digits", "look",
        with_style("font", '<font><name val="Wingdings"/><sz val="12"/></font>', "font"),
    ),
    "raised letters": _seen(
        "a price like a note", "look", font('<vertAlign val="superscript"/><sz val="12"/>')
    ),
    "a black fill": _seen(
        "nothing", "unseen text",
        fill('<patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill>'),
    ),
    "a fill of a pattern": _seen(
        "nothing that can be read", "look",
        fill('<patternFill patternType="darkGray"><fgColor rgb="FF000000"/></patternFill>'),
    ),
    "a gradient": _seen(
        "nothing that can be read", "look",
        fill('<gradientFill><stop position="0"><color rgb="FF000000"/></stop></gradientFill>'),
    ),
    "a thick line across": _seen(
        "a price crossed out", "look",
        with_style(
            "border",
            '<border diagonalUp="1"><diagonal style="thick"><color rgb="FF000000"/></diagonal>'
            "</border>",
            "border",
        ),
    ),
    "an indent": _seen(
        "nothing in the cell", "look",
        styled(_xf(inside='<alignment horizontal="left" vertical="top" indent="99"/>')),
    ),
    "turned letters": _seen(
        "a price on its side", "look",
        styled(_xf(inside='<alignment vertical="top" textRotation="90"/>')),
    ),
    "letters made to fit": _seen(
        "a price in small letters", "look",
        styled(_xf(inside='<alignment vertical="top" shrinkToFit="1"/>')),
    ),
    "a formula that cannot be looked at": _seen(
        "a price without its formula", "look",
        styled(_xf(more='applyProtection="1"', inside='<protection hidden="1"/>')),
    ),
    "a style left to another": _seen(
        "the price in either format", "not verified",
        styled(_xf(more='applyNumberFormat="0"')),
    ),
    "another price by its format": _seen(
        "28.00", "number format", number_format("&quot;28.00&quot;")
    ),
    "nothing by its format": _seen("nothing", "number format", number_format(";;;")),
    "thousands by its format": _seen("0.03", "number format", number_format("#,##0.00,")),
    "digits of another language": _seen(
        "digits of Thailand", "number format", number_format("[$-D000000]#,##0.00")
    ),
    "days of another calendar": _seen(
        "another year", "number format",
        edited(STYLES, 'formatCode="d mmmm yyyy"', 'formatCode="[$-1070000]d mmmm yyyy"'),
    ),
    "a pane that is frozen": _seen(
        "no price, above the pane", "view",
        edited(
            COVER, '<selection activeCell="A1" sqref="A1" />',
            '<pane ySplit="3" topLeftCell="A15" state="frozen" activePane="bottomLeft"/>',
        ),
    ),
    "a sheet made small": _seen(
        "nothing that can be read", "view",
        edited(COVER, 'showGridLines="1"', 'showGridLines="1" zoomScale="10"'),
    ),
    "zeros that are not shown": _seen(
        "nothing for what costs nothing", "not verified",
        edited(LINES, 'showGridLines="1"', 'showGridLines="1" showZeros="0"'),
    ),
    "formulas in place of figures": _seen(
        "formulas", "not verified",
        edited(COVER, 'showGridLines="1"', 'showGridLines="1" showFormulas="1"'),
    ),
    "tabs that are not shown": _seen(
        "the first sheet alone", "not verified",
        edited(BOOK, 'showSheetTabs="1"', 'showSheetTabs="0"'),
    ),
    "drawings that are not shown": _seen(
        "no chart", "not verified", edited(BOOK, "<workbookPr", '<workbookPr showObjects="none"')
    ),
    "a heading that is printed": _seen(
        "40.65 above the printed page", "header or footer",
        edited(
            COVER, "<headerFooter>.*?<oddFooter>",
            "<headerFooter><oddHeader>&amp;C40.65</oddHeader><oddFooter>",
        ),
    ),
    "a footer of another fingerprint": _seen(
        "another fingerprint below the printed page", "header or footer",
        edited(COVER, ", fingerprint ", ", fingerprint 0"),
    ),
    "a first page without its footer": _seen(
        "no fingerprint below the first page", "not verified",
        edited(COVER, "<headerFooter>", '<headerFooter differentFirst="1">'),
    ),
    "a page without its footer": _seen(
        "no fingerprint below one page", "header or footer",
        edited(COVER, "<oddFooter>.*</oddFooter>", "<oddFooter></oddFooter>"),
    ),
    "an area that is printed": _seen(
        "a printed cover without its price", "print area",
        edited(
            BOOK, "</definedNames>",
            '<definedName name="_xlnm.Print_Area" localSheetId="1">Cover!$A$1:$C$8</definedName>'
            "</definedNames>",
        ),
    ),
    "a help text that says another price": _seen(
        "40.65 beside a cell that is selected", "input message",
        edited(
            COVER, "<pageMargins",
            '<dataValidations count="1"><dataValidation type="none" showInputMessage="1" '
            'prompt="40.65" sqref="B9"/></dataValidations><pageMargins',
        ),
    ),
    "a link to another place": _seen(
        "another sheet than its text says", "link",
        edited(CONTENTS, "location=\"'Inputs'!A1\"", "location=\"'Notes'!A1\""),
    ),
    "a table in a style of its own": _seen(
        "cells in the colours of the style", "table",
        edited("xl/tables/table1.xml", "<tableStyleInfo", '<tableStyleInfo name="Mine"'),
    ),
    "a painted cell that is empty": _seen(
        "a text cut off by a black cell", "look",
        lambda parts: fill(
            '<patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill>'
        )(
            {
                **parts,
                COVER: in_text(
                    COVER, '(<row r="2".*?)</row>',
                    rf'\1<c r="B2" s="{styles_in(parts)}"/></row>',
                )(parts).encode(),
            }
        ),
    ),
    "an empty text beside a long one": _seen(
        "a description cut off", "extra cell",
        edited(
            COVER, '(<row r="2".*?)</row>', r'\1<c r="B2" t="inlineStr"><is><t/></is></c></row>'
        ),
    ),
    "a password": _seen(
        "formulas that nobody can unlock", "password",
        edited(COVER, "<sheetProtection ", '<sheetProtection password="CC1A" '),
    ),
}  # fmt: skip


CACHES = {
    "another price": _seen("40.65", "cached number", edited(COVER, PRICE, r"\g<1>40.65\g<2>")),
    "no price": _seen(
        "nothing, or a price that is worked out", "cached number",
        edited(COVER, rf'(<c r="B9" s="{PRICED}"><f>[^<]*</f>)<v>[^<]*</v>', r"\1"),
    ),
    "a text for a price": _seen(
        "40.65", "cached number",
        edited(COVER, rf'<c r="B9" s="{PRICED}">(<f>[^<]*</f>)<v>[^<]*</v>',
               rf'<c r="B9" s="{PRICED}" t="str">\1<v>40.65</v>'),
    ),
    "a price of 400 digits": _seen(
        "nothing, or an error", "cached number", edited(COVER, PRICE, rf"\g<1>{'9' * 400}\g<2>")
    ),
    "an error for a price": _seen(
        "an error", "cached number",
        edited(COVER, rf'<c r="B9" s="{PRICED}">(<f>[^<]*</f>)<v>[^<]*</v>',
               rf'<c r="B9" s="{PRICED}" t="e">\1<v>#N/A</v>'),
    ),
    "another sheet's number": _seen(
        "another line", "cached number",
        edited(LINES, r'(<c r="F9"[^>]*><f>[^<]*</f><v>)[^<]*', r"\g<1>9.99"),
    ),
}  # fmt: skip


_NUMBERS = r"(<c:val><c:numRef><c:f>[^<]*</c:f><c:numCache>).*?(</c:numCache>)"


def _kept(numbers: list[str]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{told}</c:v></c:pt>' for n, told in enumerate(numbers))
    return rf'\1<c:ptCount val="{len(numbers)}"/>{points}\2'


_LINE = r'<a:ln><a:solidFill>[^"]*"1F4E79" /></a:solidFill><a:prstDash val="solid" /></a:ln>'

CHARTS = {
    "no line": _seen(
        "an empty chart", "not verified",
        edited(CHART, _LINE, "<a:ln><a:noFill/></a:ln>"),
    ),
    "a line of the colour of the page": _seen(
        "an empty chart", "not verified",
        edited(CHART, _LINE,
               '<a:ln><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>'),
    ),
    "another title": _seen(
        "What an hour ought to cost", "chart",
        edited(CHART, "Price per contact hour by visit length", "What an hour ought to cost"),
    ),
    "a title in white": _seen(
        "a chart without a title", "not verified",
        edited(CHART, "<a:r><a:t>",
               '<a:r><a:rPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:rPr><a:t>'),
    ),
    "another axis title": _seen(
        "a chart by the week", "chart", edited(CHART, "GBP per contact hour", "GBP per week")
    ),
    "another scale": _seen(
        "small differences made large", "chart",
        edited(CHART, '<c:min val="0" />', '<c:min val="20"/>'),
    ),
    "thousands for ones": _seen(
        "0.03", "not verified",
        edited(CHART, "(<c:majorTickMark[^>]*><c:minorTickMark[^>]*><c:crossAx val=\"10\" />)",
               r"\1<c:dispUnits><c:builtInUnit val='thousands'/></c:dispUnits>"),
    ),
    "another number on the axis": _seen(
        "28.00 at every height", "chart",
        edited(CHART, 'formatCode="0.00" sourceLinked="0"',
               'formatCode="&quot;28.00&quot;" sourceLinked="0"'),
    ),
    "an axis taken away": _seen(
        "lines without numbers", "not verified",
        edited(CHART, '(<c:valAx>.*?)<c:delete val="0" />', r'\1<c:delete val="1"/>'),
    ),
    "labels taken away": _seen(
        "lines without numbers", "chart",
        edited(CHART, '(<c:valAx>.*?<c:minorTickMark[^>]*>)', r'\1<c:tickLblPos val="none"/>'),
    ),
    "labels with other numbers": _seen(
        "numbers in the chart", "not verified",
        edited(CHART, "<c:cat>", '<c:dLbls><c:dLbl><c:idx val="0"/><c:tx><c:rich><a:bodyPr/>'
               "<a:p><a:r><a:t>40.65</a:t></a:r></a:p></c:rich></c:tx></c:dLbl></c:dLbls><c:cat>"),
    ),
    "other numbers kept": _seen(
        "a price of 30 for every visit", "chart number",
        edited(CHART, _NUMBERS, _kept(["30"] * 4)),
    ),
    "words for numbers kept": _seen(
        "gaps in the lines", "chart number",
        edited(CHART, _NUMBERS, _kept(["#N/A"] * 4)),
    ),
    "other cells": _seen(
        "another row", "chart", edited(CHART, r"'Fees'!\$D\$9:", "'Fees'!$D$10:")
    ),
    "a chart that does not say what it is": _seen(
        "no chart", "not verified", edited(DRAWING, ' uri="[^"]*drawingml[^"]*"', "")
    ),
    "no legend": _seen(
        "lines that say nothing", "chart", edited(CHART, "<c:legend>.*</c:legend>", "")
    ),
    "turned round": _seen(
        "long visits that look dear", "chart",
        edited(CHART, '<c:catAx>(.*?)minMax', r'<c:catAx>\1maxMin'),
    ),
    "another kind": _seen(
        "an area", "not verified",
        lambda parts: packed(
            {**parts, CHART: parts[CHART].replace(b"lineChart", b"areaChart")}
        ),
    ),
    "drawn elsewhere": _seen(
        "a chart over its own description", "chart",
        edited(DRAWING, "<xdr:row>3</xdr:row>", "<xdr:row>0</xdr:row>"),
    ),
    "drawn small": _seen(
        "a dot", "chart", edited(DRAWING, 'cx="7200000" cy="3960000"', 'cx="72000" cy="39600"')
    ),
    "hidden": _seen(
        "no chart", "not verified",
        edited(DRAWING, '<xdr:cNvPr id="1"', '<xdr:cNvPr hidden="1" id="1"'),
    ),
    "taken off its sheet": _seen(
        "no chart", "chart", edited(CHART_SHEET, "<drawing [^>]*>", "")
    ),
    "another description": _seen(
        "other numbers, read aloud", "chart description",
        edited(DRAWING, 'descr="[^"]*"', 'descr="A chart of a fair price"'),
    ),
    "a box in it": _seen(
        "40.65 in the chart", "not verified",
        with_parts(
            {
                "xl/drawings/box.xml": lambda parts: A_BOX,
                TYPES: typed("xl/drawings/box.xml", "drawingml.chartshapes"),
                "xl/charts/_rels/chart2.xml.rels": lambda parts: (
                    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                    'relationships"><Relationship Id="rId1" '
                    f'Type="{OFFICE}/chartUserShapes" Target="../drawings/box.xml"/>'
                    "</Relationships>"
                ),
                CHART: in_text(
                    CHART, "</c:chartSpace>",
                    f'<c:userShapes xmlns:r="{OFFICE}" r:id="rId1"/></c:chartSpace>',
                ),
            }
        ),
    ),
    "drawn twice": _seen(
        "the chart and the chart again", "ambiguous",
        edited(DRAWING, "(<xdr:oneCellAnchor>.*</xdr:oneCellAnchor>)", r"\1\1"),
    ),
    "a second one over the price": _seen(
        "a chart over the cover", "chart",
        with_parts(
            {
                "xl/drawings/drawing9.xml": lambda parts: parts[DRAWING].decode(),
                "xl/drawings/_rels/drawing9.xml.rels": lambda parts: parts[
                    DRAWING_LINKS
                ].decode().replace("chart2", "chart9"),
                "xl/charts/chart9.xml": lambda parts: parts[CHART].decode(),
                TYPES: lambda parts: typed("xl/charts/chart9.xml", "drawingml.chart")(
                    {TYPES: typed("xl/drawings/drawing9.xml", "drawing")(parts).encode()}
                ),
                COVER_LINKS: linked(COVER_LINKS, "drawing", "/xl/drawings/drawing9.xml"),
                COVER: in_text(
                    COVER, "<tableParts", f'<drawing xmlns:r="{OFFICE}" r:id="rId99"/><tableParts'
                ),
            }
        ),
    ),
}  # fmt: skip
