"""A chart of lines or bars."""

from __future__ import annotations

from fairprice.workbook.reading.grammar import table

#: Notes of Excel and LibreOffice on charts: identities of series, leader lines, dates of axes.
_OWN_NOTES = (
    "{CE6537A1-D6FC-4f65-9D91-7224C49458BB},{C3380CC4-5D6E-409C-BE32-E72D297353CC},"
    "{02D57815-91ED-43cb-92C2-25804820EDAC},{56B9EC1D-385E-4148-901F-78D8002777C0}"
)

CHART = table(
    f"""
c:chartSpace:  c:date1904?>no c:lang?>any c:roundedCorners?>any mc:AlternateContent*>style
    c:style?>plain_style c:clrMapOvr?>nothing c:chart? c:spPr? c:txPr? c:printSettings?>left_out
    c:extLst?
any:  | | val
no:  | val=0
yes:  | val=1
nothing:  | unknown
left_out:  ~
style:  mc:Choice*>later_style mc:Fallback?>earlier_style
later_style:  c14:style?>plain_style | | Requires=c14
earlier_style:  c:style?>plain_style
plain_style:  | val=2,102
c:chart:  c:title? c:autoTitleDeleted?>no c:plotArea? c:legend? c:plotVisOnly?>yes
    c:dispBlanksAs?>any c:showDLblsOverMax?>any c:extLst?
c:title:  c:tx?>title_text c:layout?>nowhere c:overlay?>no c:spPr? c:txPr? c:extLst?
title_text:  c:rich?
c:rich:  +
c:spPr:  +
c:txPr:  +
nowhere:  c:extLst?
c:plotArea:  c:layout?>nowhere c:lineChart? c:barChart? c:catAx?>axis c:valAx?>axis c:spPr?
    c:extLst?
c:lineChart:  c:grouping?>told c:varyColors?>no c:ser* c:dLbls? c:hiLowLines?>unseen
    c:marker?>any c:smooth?>any c:axId*>told c:extLst?
c:barChart:  c:barDir?>told c:grouping?>told c:varyColors?>no c:ser* c:dLbls? c:gapWidth?>told
    c:overlap?>told c:axId*>told c:extLst?
told:  | val
unseen:  c:spPr?
c:ser:  c:idx?>told c:order?>told c:tx?>series_name c:spPr? c:invertIfNegative?>no c:marker?
    c:dLbls? c:cat?>data c:val?>data c:smooth?>told c:extLst?
series_name:  c:strRef?
c:marker:  c:symbol?>told c:size?>told c:spPr? c:extLst?
c:dLbls:  c:numFmt?>left_out c:spPr? c:txPr? c:showLegendKey?>no c:showVal?>no
    c:showCatName?>no c:showSerName?>no c:showPercent?>no c:showBubbleSize?>no
    c:separator?>left_out c:showLeaderLines?>any c:leaderLines?>left_out c:extLst?
data:  c:strRef? c:numRef?
c:strRef:  c:f? c:strCache? c:extLst?
c:numRef:  c:f? c:numCache? c:extLst?
c:f:  #
c:strCache:  c:ptCount?>told c:pt* c:extLst?
c:numCache:  c:formatCode? c:ptCount?>told c:pt* c:extLst?
c:formatCode:  #
c:pt:  c:v? | idx
c:v:  #
axis:  c:axId?>told c:scaling? c:delete?>no c:axPos?>any c:majorGridlines?>unseen c:title?
    c:numFmt? c:majorTickMark?>any c:minorTickMark?>any c:tickLblPos?>told c:spPr? c:txPr?
    c:crossAx?>told c:crosses?>told c:crossBetween?>any c:auto?>any c:lblAlgn?>any
    c:lblOffset?>any c:noMultiLvlLbl?>any c:extLst?
c:scaling:  c:orientation?>told c:max?>told c:min?>told c:extLst?
c:numFmt:  | formatCode sourceLinked
c:legend:  c:legendPos?>told c:layout?>nowhere c:overlay?>no c:spPr? c:txPr? c:extLst?
c:extLst:  c:ext*
c:ext:  ~ | | uri={_OWN_NOTES}
"""
)
