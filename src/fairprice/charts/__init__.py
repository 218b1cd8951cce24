"""Charts of tables that the rooms above hand over. The only room that knows matplotlib."""

from fairprice.charts.bars import line, shares, stacked, tornado, waterfall
from fairprice.charts.canvas import INK, PALETTE, Canvas
from fairprice.charts.curves import distribution, probabilities, spread
from fairprice.charts.svg import WIDE, as_svg, drawn_as_svg

__all__ = [
    "INK",
    "PALETTE",
    "WIDE",
    "Canvas",
    "as_svg",
    "distribution",
    "drawn_as_svg",
    "line",
    "probabilities",
    "shares",
    "spread",
    "stacked",
    "tornado",
    "waterfall",
]
