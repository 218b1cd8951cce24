"""Charts of tables that the rooms above hand over. The only room that knows matplotlib."""

from fairprice.charts.bars import line, shares, stacked, tornado, waterfall
from fairprice.charts.canvas import Canvas
from fairprice.charts.curves import distribution, probabilities, spread
from fairprice.charts.svg import SMALL, WIDE, as_svg, saved

__all__ = [
    "SMALL",
    "WIDE",
    "Canvas",
    "as_svg",
    "distribution",
    "line",
    "probabilities",
    "saved",
    "shares",
    "spread",
    "stacked",
    "tornado",
    "waterfall",
]
