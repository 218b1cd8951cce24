"""A chart as SVG, for a page: the same bytes each time, with a name for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from fairprice.charts.canvas import pyplot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
#: Width and height of a chart on a page, in inches.
WIDE = (9.0, 4.6)
#: Text stays text; names of clips and markers do not change from run to run.
_STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "fairprice", "font.size": 10.0}


def as_svg(draw: Callable[[Axes], Any], size: tuple[float, float], name: str, says: str) -> str:
    """Draw a chart as an ``svg`` element of a page.

    Parameters
    ----------
    draw
        Draws on the axes it is given.
    size
        Width and height in inches.
    name
        Put before every name within the picture, of which a page may hold several.
    says
        What the chart shows, for those who do not see it.

    Returns
    -------
    str
        The element, without a declaration.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _LINK)
    root = ElementTree.fromstring(drawn_as_svg(draw, size))
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)
    for element in root.iter():
        for key, value in element.attrib.items():
            if key == "id":
                element.attrib[key] = f"{name}-{value}"
            elif key == f"{{{_LINK}}}href":
                element.attrib[key] = value.replace("#", f"#{name}-")
            else:
                element.attrib[key] = re.sub(r"url\(#", f"url(#{name}-", value)
    for size_given in ("width", "height"):
        del root.attrib[size_given]
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-says"}
    title = ElementTree.Element(f"{{{_SVG}}}title", {"id": f"{name}-says"})
    title.text = says
    root.insert(0, title)
    return ElementTree.tostring(root, encoding="unicode")


def drawn_as_svg(draw: Callable[[Axes], Any], size: tuple[float, float]) -> str:
    """Draw a chart and return the picture as SVG, as :func:`as_svg` does for a page."""
    pyplot()
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        # whatever a notebook has set, the page is the same
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        figure = Figure(figsize=size, layout="constrained")
        draw(figure.add_subplot())
        held = StringIO()
        figure.savefig(held, format="svg", metadata={"Date": None, "Creator": None})
    return held.getvalue()
