"""What the library and the spreadsheet programs it knows write into each kind of part.

Tables of :mod:`fairprice.workbook.reading.grammar`. What the library itself writes is here, and
what LibreOffice, Gnumeric and Excel make of it on saving. Anything else is not vouched for.
"""
