"""What is drawn on a sheet: charts, and nothing else."""

from __future__ import annotations

from fairprice.workbook.reading.grammar import table

DRAWING = table(
    """
xdr:wsDr:  xdr:twoCellAnchor*>anchor xdr:oneCellAnchor*>anchor
anchor:  xdr:from?>corner xdr:to?>corner xdr:ext?>size xdr:graphicFrame? xdr:clientData?
    | | editAs
corner:  xdr:col? xdr:colOff? xdr:row? xdr:rowOff?
xdr:col:  #
xdr:colOff:  #
xdr:row:  #
xdr:rowOff:  #
size:  | cx cy
xdr:graphicFrame:  xdr:nvGraphicFramePr? xdr:xfrm? a:graphic? | macro= | fPublished
xdr:nvGraphicFramePr:  xdr:cNvPr? xdr:cNvGraphicFramePr?>left_out
xdr:cNvPr:  a:extLst?>left_out | descr title hidden=0 | id name
left_out:  ~
xdr:xfrm:  a:off?>left_out a:ext?>left_out | rot=0 flipH=0 flipV=0
a:graphic:  a:graphicData?
a:graphicData:  c:chart? | uri!=http://schemas.openxmlformats.org/drawingml/2006/chart
c:chart:  | r:id!
xdr:clientData:  | fPrintsWithSheet=1 | fLocksWithSheet
"""
)
