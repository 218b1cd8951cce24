"""What a page is put together from, as plain data: tables, charts, sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairprice.charts import WIDE, as_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Table:
    """A table whose first column names its rows.

    Parameters
    ----------
    caption
        What it shows, with its unit.
    headings
        One a column.
    rows
        Texts, as many as there are headings.
    words
        Whether the columns after the first are words, and no figures.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart, with what it says to those who do not see it.

    Parameters
    ----------
    name
        Unlike any other on the page.
    says
        A sentence or two; the table beside it holds every figure.
    draw
        Draws it on axes.
    size
        Width and height in inches.
    """

    name: str
    says: str
    draw: Callable[[Axes], Any]
    size: tuple[float, float] = WIDE

    @property
    def svg(self) -> str:
        """The picture as an element of a page."""
        return as_svg(self.draw, self.size, self.name, self.says)


@dataclass(frozen=True)
class Section:
    """A part of the page, in this order: words, a chart, tables, lists, what can be opened.

    Parameters
    ----------
    name
        By which it is linked.
    title
        Its heading.
    words
        Paragraphs.
    picture
        A chart.
    tables
        Of the chart's figures, or of others.
    facts
        Names and texts.
    opened
        Titles and texts that stand behind a disclosure.
    """

    name: str
    title: str
    words: Sequence[str] = ()
    picture: Picture | None = None
    tables: Sequence[Table] = ()
    facts: Sequence[tuple[str, str]] = ()
    opened: Sequence[tuple[str, str]] = ()
