"""Filling the template of a page, and writing it as one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fairprice.errors import MissingExtraError
from fairprice.files import write_atomically


def write_page(contents: dict[str, Any], path: str | os.PathLike[str]) -> Path:
    """Write the contents of a page as HTML.

    Parameters
    ----------
    contents
        Its ``title``; ``about``, names and texts; ``sections``.
    path
        Where.
    """
    write_atomically(Path(path), _template().render(**contents).encode("utf-8"))
    return Path(path)


def _template() -> Any:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        why = "The page of a report is made with it."
        raise MissingExtraError.of("jinja2", "report", why) from error
    environment = Environment(
        loader=PackageLoader("fairprice.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html")
