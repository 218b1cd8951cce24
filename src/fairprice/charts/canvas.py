"""Where a chart is drawn, in which colours, and what is said where that cannot be."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from fairprice.declare.takes import Taken
from fairprice.declare.values import Refused
from fairprice.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    Canvas: TypeAlias = Axes | None
else:
    Canvas = Any

#: Parts of a whole, from the foot of a bar: told apart by those who see few colours (Okabe and
#: Ito 2008), and each parted from the next by a dark line.
PALETTE = ("#0072B2", "#E69F00", "#56B4E9", "#CCE6F4", "#999999", "#009E73", "#D55E00", "#CC79A7")
#: What makes a price dearer, and what makes it cheaper.
MORE, LESS = "#D55E00", "#56B4E9"
INK, PAPER = "#1A1A1A", "#FFFFFF"
LINE = 0.8
#: Inches.
_WIDTH = 8.0


def pyplot() -> ModuleType:
    """Load matplotlib.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    try:
        from matplotlib import pyplot
    except ImportError as error:
        why = "Pictures are drawn with it."
        raise MissingExtraError.of("matplotlib", "plots", why) from error
    return pyplot


def axes(ax: Any, height: float) -> Axes:
    """Return the axes to draw on; new ones, which a notebook shows, where none are given.

    Parameters
    ----------
    ax
        What the caller gave.
    height
        Of a new figure, in inches.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    InputError
        If something else than axes is given.
    """
    figures = pyplot()
    if ax is None:
        new: Axes = figures.subplots(figsize=(_WIDTH, height), layout="constrained")[1]
        return new
    if not isinstance(ax, figures.Axes):
        kind = Taken("axes of matplotlib, such as matplotlib.pyplot.gca()", _refused)
        raise InputError([kind.problem("ax", ax, Refused())])
    given: Axes = ax
    return given


def _refused(value: Any) -> Any:
    raise Refused


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    References
    ----------
    Web Content Accessibility Guidelines 2.2, "contrast ratio" and "relative luminance".
    """
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Return the colour of text that is read best on a fill."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def plain(ax: Axes, *, grid: Literal["x", "y", "both"] = "y") -> None:
    """Take away what carries no figure; lines to read off values lie behind."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis=grid, color="#D9D9D9", linewidth=LINE)
    ax.set_axisbelow(True)
