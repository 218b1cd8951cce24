"""Whether a file may be opened: nothing hostile gets as far as being read.

The file is only read. Its packing is measured before it is unpacked, its parts are found as
spreadsheet programs find them, and every part is parsed as a stream, so that time and memory
stay bounded whatever the file claims.
"""

from fairprice.workbook.guard.package import Package, Relation, Remark
from fairprice.workbook.guard.packing import read_file, unpack
from fairprice.workbook.guard.words import Refusal, refusal, refused_file

__all__ = [
    "Package", "Refusal", "Relation", "Remark", "read_file", "refusal", "refused_file", "unpack",
]  # fmt: skip
