"""Charts: where they stand, what they are drawn from, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairprice.workbook.guard import Package, Refusal
from fairprice.workbook.guard.kinds import CHART, DRAWING
from fairprice.workbook.reading.colours import Theme, whole_number
from fairprice.workbook.reading.grammar import Node, read_part
from fairprice.workbook.reading.known.chart import CHART as CHART_RULES
from fairprice.workbook.reading.known.drawing import DRAWING as DRAWING_RULES
from fairprice.workbook.reading.shapes import Shapes, text_within
from fairprice.workbook.reading.sheet import OpenedSheet

_AXES = ("c:catAx", "c:valAx")
#: Markers larger than this (points) hide what lies near them.
_LARGEST = 16


@dataclass(frozen=True)
class Source:
    """Cells that a chart is drawn from, and what it keeps of them.

    Parameters
    ----------
    reference
        As it is written.
    kept
        Their values as text, in order; ``None`` where it keeps none.
    number_format
        The format it keeps.
    """

    reference: str = ""
    kept: tuple[str, ...] | None = None
    number_format: str = "General"


@dataclass(frozen=True)
class Series:
    """One line, or the bars of one kind."""

    name: Source
    categories: Source
    values: Source
    drawn: str


@dataclass(frozen=True)
class Anchor:
    """Where a chart stands: column and row (from 0), and how far into them (1/12,700 point)."""

    column: int
    column_offset: int
    row: int
    row_offset: int


@dataclass(frozen=True)
class OpenedChart:
    """A chart.

    Parameters
    ----------
    part
        Name of its part.
    description
        Its text for whoever cannot see it.
    start, end
        Its upper left corner, and its lower right one where cells say it.
    size
        Width and height (1/12,700 point) where it is told so.
    says
        Kind, titles, axes and legend, by what they are.
    series
        In order.
    """

    part: str
    description: str
    start: Anchor
    end: Anchor | None
    size: tuple[int, int] | None
    says: dict[str, str]
    series: tuple[Series, ...]


def read_charts(package: Package, sheet: OpenedSheet, theme: Theme) -> list[OpenedChart]:
    """Read the charts on a sheet, in order.

    Parameters
    ----------
    package
        The file; whatever else is drawn on the sheet, or hides in a chart, is noted with it.
    sheet
        The sheet.
    theme
        From which charts take colours.
    """
    drawing = sheet.root.child("drawing")
    if drawing is None:
        return []
    leads_to = package.relations.get(sheet.part, {}).get(drawing.get("r:id"))
    if leads_to is None or leads_to.kind != DRAWING:
        raise Refusal("odd-kind", f"{sheet.part} leads to a drawing that is none")
    part = leads_to.target
    root = read_part(package, part, DRAWING_RULES, alternates=True)
    relations = dict(package.relations.get(part, {}))
    charts = []
    for anchor in root.children:
        frame = anchor.child("xdr:graphicFrame")
        drawn = frame.child("a:graphic", "a:graphicData", "c:chart") if frame else None
        if frame is None or drawn is None:
            package.remark(part, "something drawn that is no chart")
            continue
        relation = relations.pop(drawn.get("r:id"), None)
        if relation is None or relation.kind != CHART:
            raise Refusal("ambiguous", f"{part} draws a chart that is not there, or draws it twice")
        charts.append(_chart(package, anchor, frame, relation.target, theme))
    for relation in relations.values():
        package.remark(part, f"{relation.target:.60}, which is not drawn as a chart")
    return charts


def _chart(package: Package, anchor: Node, frame: Node, part: str, theme: Theme) -> OpenedChart:
    about = frame.child("xdr:nvGraphicFramePr", "xdr:cNvPr") or Node("", {})
    root = read_part(package, part, CHART_RULES, alternates=True)
    facts = _Facts(root, Shapes(theme))
    for problem in dict.fromkeys(facts.odd()):
        package.remark(part, problem)
    size, end = anchor.child("xdr:ext"), anchor.child("xdr:to")
    for corner in (anchor.child("xdr:from"), end):
        told = [whole_number(node.text.strip()) for node in corner.children] if corner else []
        if -1 in told:
            package.remark(part, "a corner that is no place on a sheet")
    described = ": ".join(about.get(key) for key in ("title", "descr") if about.get(key))
    return OpenedChart(
        part, described, _anchor(anchor.child("xdr:from")), _anchor(end) if end else None,
        (whole_number(size.get("cx")), whole_number(size.get("cy"))) if size else None,
        facts.says(), tuple(facts.series()),
    )  # fmt: skip


def _anchor(node: Node | None) -> Anchor:
    told = {child.name: whole_number(child.text.strip()) for child in node.children} if node else {}
    column, into, row, down = (f"xdr:{name}" for name in ("col", "colOff", "row", "rowOff"))
    return Anchor(told.get(column, -1), told.get(into, 0), told.get(row, -1), told.get(down, 0))


@dataclass(frozen=True)
class _Facts:
    """What one chart says, gathered from its part."""

    root: Node
    shapes: Shapes

    @property
    def chart(self) -> Node:
        return self.root.child("c:chart") or Node("", {})

    @property
    def area(self) -> Node:
        return self.chart.child("c:plotArea") or Node("", {})

    def groups(self) -> list[Node]:
        return [node for node in self.area.children if node.name in ("c:lineChart", "c:barChart")]

    def says(self) -> dict[str, str]:
        """Return kind, titles, axes and legend in words."""
        told = {"kind": " and ".join(map(_kind, self.groups())), "title": _title(self.chart)}
        for name, about in zip(_AXES, ("categories", "values"), strict=True):
            axis = self.area.child(name)
            told |= {f"{what} of {about}": said for what, said in _axis(axis)}
        legend = self.chart.child("c:legend")
        told["legend"] = "none" if legend is None else legend.value("c:legendPos") or "r"
        return told

    def series(self) -> Iterator[Series]:
        for group in self.groups():
            for place, node in enumerate(group.each("c:ser")):
                marker = node.value("c:marker", "c:symbol")
                smooth = node.value("c:smooth") in ("1", "true")
                order = (node.value("c:idx"), node.value("c:order"))
                drawn = [f"marker {marker}"] if marker else []
                drawn += ["smoothed"] if smooth else []
                drawn += [] if order == (str(place), str(place)) else ["out of its order"]
                yield Series(
                    _source(node, "c:tx"), _source(node, "c:cat"), _source(node, "c:val"),
                    ", ".join(drawn),
                )  # fmt: skip

    def odd(self) -> Iterator[str]:
        """Say what in the chart cannot be seen as it is drawn."""
        shapes, legend = self.shapes, self.chart.child("c:legend")
        for frame in (self.root, self.area, legend, *self._titles()):
            if frame is not None:
                yield from shapes.frame(frame.child("c:spPr"))
                yield from shapes.letters(frame.child("c:txPr"))
        for title in self._titles():
            yield from shapes.letters(title.child("c:tx", "c:rich"))
        axes = [axis for name in _AXES if (axis := self.area.child(name)) is not None]
        for axis in axes:
            yield from shapes.letters(axis.child("c:txPr"))
            grid = axis.child("c:majorGridlines") or Node("", {})
            for shape in (axis.child("c:spPr"), grid.child("c:spPr")):
                yield from shapes.frame(shape)
        yield from self._odd_axes(axes)
        for group in self.groups():
            lines = group.child("c:hiLowLines")
            if lines is not None and not shapes.unseen(lines.child("c:spPr")):
                yield "lines between the highest and the lowest"
            seen = shapes.line if group.name == "c:lineChart" else shapes.bars
            for node in group.each("c:ser"):
                yield from seen(node.child("c:spPr"))
                mark = node.child("c:marker") or Node("", {})
                yield from shapes.marker(mark.child("c:spPr"))
                if whole_number(mark.value("c:size") or "5") not in range(_LARGEST):
                    yield "very large markers"

    def _odd_axes(self, axes: list[Node]) -> Iterator[str]:
        """See that the series belong to the axes of the chart, and these to each other."""
        own = [axis.value("c:axId") for axis in axes]
        for group in self.groups():
            if sorted(node.get("val") for node in group.each("c:axId")) != sorted(own):
                yield "a series on other axes"
        if [axis.value("c:crossAx") for axis in axes] != own[::-1]:
            yield "axes that do not cross"

    def _titles(self) -> list[Node]:
        axes = (self.area.child(name) for name in _AXES)
        found = (node.child("c:title") for node in (self.chart, *filter(None, axes)))
        return [title for title in found if title is not None]


def _kind(group: Node) -> str:
    if group.name == "c:lineChart":
        return f"lines, {group.value('c:grouping') or 'standard'}"
    direction = group.value("c:barDir") or "col"
    overlap, gap = group.value("c:overlap") or "0", group.value("c:gapWidth") or "150"
    grouping = group.value("c:grouping") or "clustered"
    return f"bars ({direction}), {grouping}, overlap {overlap}, gap {gap}"


def _title(node: Node) -> str:
    title = node.child("c:title")
    return text_within(title.child("c:tx", "c:rich")) if title is not None else ""


def _axis(axis: Node | None) -> Iterator[tuple[str, str]]:
    if axis is None:
        yield "axis", "none"
        return
    scaling = axis.child("c:scaling") or Node("", {})
    yield "axis", axis.name.removeprefix("c:")
    yield "title", _title(axis)
    yield "direction", scaling.value("c:orientation") or "minMax"
    yield "least", _number(scaling.value("c:min"))
    yield "most", _number(scaling.value("c:max"))
    # Gnumeric forgets on which side of the chart the labels stand
    yield "labels", "none" if axis.value("c:tickLblPos") == "none" else "shown"
    yield "crossing", axis.value("c:crosses") or "autoZero"
    form = axis.child("c:numFmt")
    linked = form is None or form.flag("sourceLinked", True)
    yield "format", "as in the cells" if linked or form is None else form.get("formatCode")


def _number(told: str) -> str:
    try:
        return f"{float(told):.12g}" if told else "as it comes"
    except ValueError:
        return told


def _source(series: Node, name: str) -> Source:
    for kind in ("Str", "Num"):
        reference = series.child(name, f"c:{kind.lower()}Ref")
        if reference is not None:
            cells = reference.child("c:f")
            cache = reference.child(f"c:{kind.lower()}Cache")
            return Source(cells.text.strip() if cells else "", _kept(cache), _format(cache))
    return Source()


def _kept(cache: Node | None) -> tuple[str, ...] | None:
    if cache is None:
        return None
    points = [(node.get("idx"), node.child("c:v")) for node in cache.each("c:pt")]
    in_order = [told for told, _ in points] == [str(place) for place in range(len(points))]
    if not in_order or cache.value("c:ptCount") not in ("", str(len(points))):
        return ("in no order",)
    return tuple(value.text if value is not None else "" for _, value in points)


def _format(cache: Node | None) -> str:
    told = cache.child("c:formatCode") if cache is not None else None
    return told.text if told is not None and told.text else "General"
