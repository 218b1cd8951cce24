"""Pictures of a comparison; they need the extra ``plots``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from fairprice.declare.takes import PATH, TEXTS, or_none
from fairprice.errors import InputError, MissingExtraError, Problem
from fairprice.kinds import described
from fairprice.payment.cohort import SOURCES
from fairprice.payment.comparison.figures import Figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Path = str | os.PathLike[str] | None


def _axes(given: Any, wanted: int, rows: int, path: Path) -> list[Axes]:
    """Return the axes given, or those of a new figure, which a notebook shows."""
    try:
        from matplotlib import pyplot
        from matplotlib.axes import Axes
    except ImportError as error:
        raise MissingExtraError(
            [
                Problem(
                    "missing-extra", "matplotlib", "is not installed.",
                    "Pictures are drawn with it.", 'Install "fairprice-homecare[plots]".',
                )
            ]
        ) from error  # fmt: skip
    problems = or_none(PATH).problems("path", path)
    if given is None and not problems:
        size = (9, 1.6 + 0.6 * rows)
        _, made = pyplot.subplots(
            1, wanted, sharey=True, squeeze=False, figsize=size, layout="constrained"
        )
        return list(made[0])
    several = isinstance(given, Iterable) and not isinstance(given, (str, bytes))
    found = list(given) if several else [given]
    if given is not None and (
        len(found) != wanted or not all(isinstance(one, Axes) for one in found)
    ):
        axes = "a matplotlib Axes" if wanted == 1 else f"{wanted} matplotlib Axes, in a list"
        facts = {"found": described(given), "is_wrong": "", "wanted": axes}
        problems.append(TEXTS("wrong-kind", "ax", **facts))
    if problems:
        raise InputError(problems)
    return found


def _save(axes: Axes, path: Path) -> None:
    if path is not None:
        axes.figure.figure.savefig(path, dpi=120)


def plot_spread(result: Figures, metric: str, title: str, path: Path, ax: Any) -> Axes:
    """Draw the 5 to 95 % range and the median of a result under each contract."""
    [axes] = _axes(ax, 1, len(result.contracts), path)
    for place, name in enumerate(result.contracts):
        values = getattr(result.metrics[name], metric)
        low, quarter, middle, three, high = np.percentile(values, [5, 25, 50, 75, 95])
        axes.plot([low, high], [place, place], color="0.35", linewidth=2)
        axes.plot([quarter, three], [place, place], color="0.35", linewidth=8)
        axes.plot(middle, place, marker="o", color="white", markeredgecolor="black")
        axes.annotate(
            f"{middle:,.0f}",
            (middle, place),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
        )
    if metric == "margin":
        axes.axvline(0, color="black", linewidth=1, linestyle="--")
    axes.set_yticks(range(len(result.contracts)), result.contracts)
    axes.invert_yaxis()
    years = f"{result.experiment.draws:,} modelled years"
    axes.set_title(f"{title}\nmedian, quarters and 5 to 95 % of {years}", fontsize="medium")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.margins(y=0.15)
    _save(axes, path)
    return axes


def plot_risk(result: Figures, path: Path, ax: Any) -> tuple[Axes, Axes]:
    """Draw each side's variance by source under each contract."""
    payer, provider = _axes(ax, 2, 2 * len(result.contracts), path)
    greys = [str(shade) for shade in np.linspace(0.15, 0.9, len(SOURCES) + 1)]
    hatches = ["", "//", "..", "\\\\", "xx", "--", "++", "oo"]
    for axes, side in ((payer, "payer"), (provider, "provider")):
        left = np.zeros(len(result.contracts))
        for source, grey, hatch in zip((*SOURCES, "interactions"), greys, hatches, strict=True):
            shares = result.risk[f"{side}_share: {source}"].to_numpy()
            axes.barh(
                result.contracts, shares, left=left, color=grey, hatch=hatch, label=source,
                edgecolor="white",
            )  # fmt: skip
            left += shares
        axes.set_title(f"{side.capitalize()}: variance by source, modelled", fontsize="medium")
        axes.set_xlim(0, 1)
        # of axes that share their rows the second is turned round with the first
        if not axes.yaxis_inverted():
            axes.invert_yaxis()
    provider.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    _save(payer, path)
    return payer, provider
