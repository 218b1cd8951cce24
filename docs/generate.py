"""Write the reference pages that are taken from the code, so that they cannot drift.

``python docs/generate.py`` rewrites them; ``python docs/generate.py --check`` writes
nothing, names every page that is out of date and then exits with 1.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pages import (
    api,
    charts,
    evidence,
    indices,
    method,
    pictures,
    published_lines,
    rate_card,
    reasons,
    reproductions,
    statutory,
    terms,
    visits,
)

DOCS = Path(__file__).resolve().parent

#: Every generated page by its path below ``docs``.
PAGES: dict[str, Callable[[], str | None]] = {
    "reference/method.md": method,
    "reference/statutory.md": statutory,
    "reference/indices.md": indices,
    "reference/published-lines.md": published_lines,
    "reference/evidence-and-records.md": evidence,
    "reference/payment-terms.md": terms,
    "reference/logged-visits.md": visits,
    "reference/rate-card.md": rate_card,
    "reference/reason-codes.md": reasons,
    "reference/api.md": api,
    "how-to/draw-charts.md": charts,
    "reproductions.md": reproductions,
}


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or check them; the number returned is the exit code."""
    if list(arguments) not in ([], ["--check"]):
        print("Usage: python docs/generate.py [--check]")
        return 2
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, page()
        if text is None:
            print(f"docs/{name} is left as it is: the published figures are not at hand.")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not arguments:
                path.write_text(text, encoding="utf-8")
    for name, draw in pictures().items():
        path = DOCS / name
        there = path.read_text(encoding="utf-8") if path.exists() else None
        if (picture := draw(there)) != there:
            stale.append(name)
            if not arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(picture, encoding="utf-8")
    for name in stale:
        print(f"docs/{name} " + ("is out of date." if arguments else "written."))
    if stale and arguments:
        print("Run: python docs/generate.py")
    return 1 if stale and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
