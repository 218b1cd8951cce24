"""Recording: a plain function, run on recorded cells, writes its own formula.

``expressions`` says what a formula is, ``recorded`` notes one while a function runs, and
``notations`` write it for Excel, in the code's own names, or in words, ``lowering`` for a
compiler. Every room may record.
"""

from fairprice.recording.expressions import Constant, Expression, Leaf, Operation, leaves
from fairprice.recording.lowering import bands_of, lowered
from fairprice.recording.notations import EXCEL, NAMES, WORDS, Notation, render
from fairprice.recording.recorded import NotRecordableError, Recorded, record

__all__ = [
    "EXCEL",
    "NAMES",
    "WORDS",
    "Constant",
    "Expression",
    "Leaf",
    "NotRecordableError",
    "Notation",
    "Operation",
    "Recorded",
    "bands_of",
    "leaves",
    "lowered",
    "record",
    "render",
]
