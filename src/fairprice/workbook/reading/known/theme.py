"""The theme: the colours, typefaces and lines that are taken where a file names none."""

from __future__ import annotations

from fairprice.workbook.reading.grammar import table

THEME = table(
    """
a:theme:  a:themeElements? a:objectDefaults?>left_out a:extraClrSchemeLst?>left_out
    a:custClrLst?>left_out a:extLst?>left_out | | name
a:themeElements:  a:clrScheme?>kept a:fontScheme? a:fmtScheme?>kept a:extLst?>left_out
kept:  +
left_out:  ~
a:fontScheme:  a:majorFont?>font a:minorFont?>font a:extLst?>left_out | | name
font:  a:latin?>face a:ea?>face a:cs?>face a:font*>of_script a:extLst?>left_out
face:  | typeface | panose pitchFamily charset
of_script:  | | script typeface
"""
)
