"""Properties of the document, and notes on cells."""

from __future__ import annotations

from fairprice.workbook.reading.grammar import table

CORE = table(
    """
cp:coreProperties:  dc:creator?>any dc:title? dc:language?>any dc:description?>any
    dc:subject?>any dc:identifier?>any dcterms:created?>any dcterms:modified?>any cp:keywords?>any
    cp:lastModifiedBy?>any cp:revision?>any cp:version?>any cp:category?>any
    cp:contentStatus?>any cp:contentType?>any cp:lastPrinted?>any
dc:title:  #
any:  ~
"""
)

COMMENTS = table(
    """
comments:  authors?>any commentList? extLst?>any
commentList:  comment*
comment:  text? mc:AlternateContent*>any | ref | authorId shapeId guid
text:  t? r* rPh*>any phoneticPr?>any
r:  rPr?>any t?
t:  #
any:  ~
"""
)
