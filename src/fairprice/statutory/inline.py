"""Writes a row of a law file: an inline table of TOML, on one line."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence

_Entry = str | float | datetime.date | Sequence[str] | None


def inline_table(**entries: _Entry) -> str:
    """Write an inline table, leaving out what is empty."""
    written = [f"{key} = {_plain(e)}" for key, e in entries.items() if e not in (None, "")]
    return f"{{ {', '.join(written)} }}"


def quoted(text: str) -> str:
    """Write a text of TOML."""
    # a TOML basic string escapes what a JSON string does
    return json.dumps(text, ensure_ascii=False)


def _plain(entry: _Entry) -> str:
    if isinstance(entry, str):
        return quoted(entry)
    if isinstance(entry, Sequence):
        return f"[{', '.join(map(quoted, entry))}]"
    return f"{entry:.15g}" if isinstance(entry, float) else str(entry)
