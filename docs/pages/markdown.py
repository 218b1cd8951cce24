"""The few pieces of Markdown that the pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def beginning(title: str, *paragraphs: str) -> list[str]:
    """Begin a page: its title, that it is generated, and what it says first."""
    page = f"# {title}"
    said = (
        "This page is generated from the code: do not edit it. "
        "`python docs/generate.py` writes it anew."
    )
    return [page, f"*{said}*", *paragraphs]


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def anchor(heading: str) -> str:
    """Return the link to a heading of the same page."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return "#" + kept.replace(" ", "-")
