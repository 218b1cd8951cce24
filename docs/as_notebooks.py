"""Turn pages into notebooks: their text as it stands, their Python without what it prints.

``python docs/as_notebooks.py FOLDER`` writes the pages of the tutorial there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from blocks import BLOCK, ROOT, examples

TUTORIAL = sorted((ROOT / "docs/tutorial").glob("*.md"))


def notebook(page: Path) -> Any:
    """Return a page as a notebook; a cell of code ends where the page prints something."""
    made = nbformat.v4
    text, place, cells = page.read_text(encoding="utf-8"), 0, []
    for block in BLOCK.finditer(text):
        cells.append(made.new_markdown_cell(text[place : block.start()].strip()))
        place, lines = block.end(), ""
        for example in examples(block[1]):
            lines += example.source
            if example.want:
                cells.append(made.new_code_cell(lines.rstrip()))
                lines = ""
        if lines:
            cells.append(made.new_code_cell(lines.rstrip()))
    cells.append(made.new_markdown_cell(text[place:].strip()))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # else drawn, and the file another each time
    return made.new_notebook(cells=cells)


def main(folder: Path) -> None:
    """Write each page of the tutorial as a notebook."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in TUTORIAL:
        nbformat.write(notebook(page), folder / f"{page.stem}.ipynb")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
