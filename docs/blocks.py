"""Write the Python of every page as a module, so that a type checker reads what users read.

``python docs/blocks.py FOLDER`` makes the package ``pages`` in a folder.
"""

from __future__ import annotations

import doctest
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: A fenced block of Python, typed in or with what it prints.
BLOCK = re.compile(r"^```(?:python|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """List every page with Python in it."""
    written = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in written if BLOCK.search(page.read_text(encoding="utf-8"))]


def examples(block: str) -> list[doctest.Example]:
    """Part a block into what is typed, each with what it prints."""
    return doctest.DocTestParser().get_examples(block) or [doctest.Example(block, "")]


def module(page: Path) -> str:
    """Return the Python of a page, without what it prints."""
    return "\n".join(
        example.source.rstrip()
        for block in BLOCK.findall(page.read_text(encoding="utf-8"))
        for example in examples(block)
    )


def main(folder: Path) -> None:
    """Write a module for each page."""
    package = folder / "pages"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    for page in pages():
        name = "_".join(page.relative_to(ROOT).with_suffix("").parts).replace("-", "_").lower()
        (package / f"{name}.py").write_text(module(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
