"""How text, tables and errors reach a terminal."""

from __future__ import annotations

import codecs
import shlex
import subprocess
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath, PureWindowsPath

from fairprice.assumptions import Assumptions
from fairprice.errors import FairpriceError, Problem
from fairprice.money import pence

#: What every example on a screen begins with.
PROGRAM = "python -m fairprice"
#: Columns of the narrowest terminal in use.
WIDTH = 80
#: Columns of a heading before it is broken into lines.
_HEADING = 14

#: How an amount is written.
money = pence
#: How a code page that lacks a sign of a formula shows it, as a keyboard types it.
_TYPED = {"\N{MINUS SIGN}": "-", "×": "*", "÷": "/", "–": "-"}
AS_TYPED = "fairprice.as-typed"


def _as_typed(error: UnicodeError) -> tuple[str, int]:
    """Put signs that can be typed, or a question mark, for what a code page lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacked = error.object[error.start : error.end]
    return "".join(_TYPED.get(sign, "?") for sign in lacked), error.end


codecs.register_error(AS_TYPED, _as_typed)


def plain(text: str) -> str:
    """Replace what could steer a terminal, such as an escape code in a file from others."""
    return "".join(c if c == "\n" or c.isprintable() else "?" for c in text)


def say(text: str) -> None:
    """Print text that may hold what others typed."""
    print(plain(text))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align a table: first column to the left, the others to the right.

    Parameters
    ----------
    headings
        One for each column, broken into lines where they are long.
    rows
        Of as many texts.

    Returns
    -------
    str
        Lines without trailing spaces.
    """
    first, *others = headings
    broken = [[first], *(textwrap.wrap(h, _HEADING, break_on_hyphens=False) for h in others)]
    deep = max(len(lines) for lines in broken)
    above = list(zip(*([""] * (deep - len(lines)) + lines for lines in broken), strict=True))
    whole = [*above, *rows]
    widths = [max(len(row[place]) for row in whole) for place in range(len(headings))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if place else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in whole
    )


def wrapped(text: str) -> str:
    """Break long lines between words, and set their rest in below lists and numbers."""
    lines = []
    for line in text.split("\n"):
        body = line.lstrip()
        mark, _, _ = body.partition(" ")
        is_listed = mark == "-" or (mark.endswith(".") and mark[:-1].isdigit())
        inset = len(line) - len(body) + (len(mark) + 1 if is_listed else 0)
        # addresses and paths stay whole, so that they can be copied
        lines.append(
            textwrap.fill(
                line, WIDTH, subsequent_indent=" " * inset,
                break_long_words=False, break_on_hyphens=False,
            )
        )  # fmt: skip
    return "\n".join(lines)


def error_text(error: FairpriceError) -> str:
    """Write an error for a terminal: the file it is about, where that is known, and its text."""
    notes = getattr(error, "__notes__", [])
    return plain(wrapped("\n".join([*notes, str(error)])))


def quoted(path: PurePath) -> str:
    """Write a path so that it can be pasted into a command line of its own system."""
    text = str(path)
    return (
        subprocess.list2cmdline([text]) if isinstance(path, PureWindowsPath) else shlex.quote(text)
    )


def listed(found: Iterable[Problem], party: Assumptions) -> str:
    """Write challenges one below the other, each at its cell if the party stated it in a form."""
    at = {asked: asked.where.split(".")[1] for asked in found}
    placed = (replace(p, where=party.cells.get(name, p.where)) for p, name in at.items())
    return wrapped("\n".join(f"- {problem}" for problem in placed))
