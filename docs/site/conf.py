"""The pages as a site with search: the README, then every page of docs/index.md by its kind.

``sphinx-build -W -c docs/site . build/site`` builds it, from the pages as they are.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections import defaultdict
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

project = "fairprice"
author = "The fairprice contributors"
extensions = ["myst_parser"]
root_doc = "README"
include_patterns = ["*.md", "docs/**.md"]
exclude_patterns = [".*", "build", "dist", "examples", "src", "tests"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "fairprice"
html_show_copyright = False
html_copy_source = False
html_use_index = False
html_static_path = ["site.css"]
html_css_files = ["site.css"]

#: A page in the table of docs/index.md: its name, its address and its kind.
_LISTED = re.compile(r"^\| \[([^]]+)\]\(([^)]+)\.md\) \| ([^|]+) \|", re.MULTILINE)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})")


def _navigation(folder: Path) -> str:
    """Write the pages that the index lists, by kind in its order, as trees of contents."""
    listed = defaultdict(list, {"Start": ["In short <self>", "All pages <docs/index>"]})
    for name, page, kind in _LISTED.findall((folder / "docs/index.md").read_text("utf-8")):
        listed[kind].append(f"{name} <{posixpath.normpath(f'docs/{page}')}>")
    return "\n".join(
        "\n".join(["```{toctree}", ":hidden:", f":caption: {kind}", "", *pages, "```", ""])
        for kind, pages in listed.items()
    )


def _with_navigation(app: Sphinx, page: str, text: list[str]) -> None:
    if page == root_doc:
        text[0] += "\n" + _navigation(Path(app.srcdir))


def _without_last_empty_lines(_app: Sphinx, page: nodes.document) -> None:
    """Take the empty line from the end of a block of code, where doctest needs one."""
    for block in page.findall(nodes.literal_block):
        block.rawsource = block.astext().rstrip()
        block[:] = [nodes.Text(block.rawsource)]


def _with_unbroken_dates(_app: Sphinx, page: nodes.document) -> None:
    """Keep the dates of a table on one line each."""
    texts = [text for cell in page.findall(nodes.entry) for text in cell.findall(nodes.Text)]
    for text in texts:
        if len(parts := _DATE.split(text)) > 1:
            kept: list[nodes.Node] = [nodes.Text(part) for part in parts]
            kept[1::2] = [nodes.inline("", part, classes=["date"]) for part in parts[1::2]]
            text.parent.replace(text, kept)


def _begin_with_the_readme(app: Sphinx, failure: Exception | None) -> None:
    if not failure:
        shutil.copy(Path(app.outdir, f"{root_doc}.html"), Path(app.outdir, "index.html"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Lay the navigation into the README as it is read, and begin the site with it."""
    app.connect("source-read", _with_navigation)
    app.connect("doctree-read", _without_last_empty_lines)
    app.connect("doctree-read", _with_unbroken_dates)
    app.connect("build-finished", _begin_with_the_readme)
    return {"parallel_read_safe": True}
