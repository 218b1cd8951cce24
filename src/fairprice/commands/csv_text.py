"""Tables as CSV that spreadsheets open without running anything."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairprice.files import write_atomically

if TYPE_CHECKING:
    import pandas as pd

    import fairprice as fp

_STEERS_A_SHEET = re.compile(r"\s*[=+\-@]|[\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write the columns of a table, not its index, as a whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([guarded(str(name).replace("_", " ")) for name in table.columns])
    writer.writerows([guarded(value) for value in row] for row in table.itertuples(index=False))
    # Excel takes a file for UTF-8 only by this mark
    write_atomically(path, text.getvalue().encode("utf-8-sig"))


def write_effects(bridge: fp.Bridge, path: Path) -> None:
    """Write the effects of a bridge, with both values as people read them."""
    words = {"ours_in_words": "ours", "theirs_in_words": "theirs"}
    effects = bridge.by_input.drop(columns=["ours", "theirs"]).rename(columns=words)
    write_csv(effects.reset_index(), path)


def guarded(value: Any) -> Any:
    """Keep text from being read as a formula; numbers, negative ones too, stay numbers."""
    if not isinstance(value, str):
        return value
    steers = _STEERS_A_SHEET.match(value) and not _NUMBER.fullmatch(value)
    return f"'{value}" if steers else value
