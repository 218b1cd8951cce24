"""What is drawn on axes of matplotlib, read back as numbers and texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def heights(ax: Axes) -> dict[str, list[float]]:
    """Heights of standing bars, by the name of their part."""
    return {str(bars.get_label()): [bar.get_height() for bar in bars] for bars in ax.containers}


def widths(ax: Axes) -> dict[str, list[float]]:
    """Widths of lying bars, by the name of their part."""
    return {str(bars.get_label()): [bar.get_width() for bar in bars] for bars in ax.containers}


def texts(ax: Axes) -> list[str]:
    """Everything written beside what is drawn."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def rows(ax: Axes) -> list[str]:
    """Names on the upright axis."""
    return [label.get_text() for label in ax.get_yticklabels()]


@pytest.fixture(autouse=True)
def figures_are_closed() -> Iterator[None]:
    """Leave no figure open: matplotlib warns of more than twenty."""
    from matplotlib import pyplot

    yield
    pyplot.close("all")


def touching(lefts: list[float], sizes: list[float]) -> bool:
    """Whether each bar begins where the one before ends."""
    ends = np.add(lefts, sizes)
    return bool(np.allclose(lefts[1:], ends[:-1]))
