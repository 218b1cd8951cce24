"""The page of charts, with a picture of each; a picture is drawn anew when its figures move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure

import fairprice as fp
from fairprice.charts import WIDE, drawn_as_svg
from pages.markdown import beginning

FOLDER = Path("images/charts")
_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_DRAWS, _OFFER = 10_000, 30.0
_YEARS = 500
_DIGEST = "<!-- of what is drawn: {} -->\n"


class Chart(NamedTuple):
    """A chart of the page."""

    name: str
    title: str
    says: str
    code: str
    draw: Callable[..., Any]


@cache
def _book(name: str) -> fp.OpenBook:
    return fp.OpenBook(fp.load_assumptions(_EXAMPLES / f"{name}.toml"))


@cache
def _drawn() -> fp.CostUncertainty:
    return fp.cost_uncertainty(_book("provider"), draws=_DRAWS, seed=2026)


@cache
def _compared() -> fp.PaymentComparison:
    contracts = [fp.load_contract(_EXAMPLES / f"{name}.toml") for name in _CONTRACTS]
    people = fp.load_cohort(_EXAMPLES / "people.toml")
    return fp.compare_payments(
        contracts, people, _book("provider"), draws=_YEARS, seed=1, progress=False
    )


_CONTRACTS = ("planned_minutes", "part_by_outcome")
_SET_UP = f"""```pycon
>>> import fairprice as fp
>>> book = fp.OpenBook(fp.load_assumptions("examples/provider.toml"))
>>> theirs = fp.OpenBook(fp.load_assumptions("examples/council.toml"))
>>> uncertainty = fp.cost_uncertainty(book, draws={_DRAWS}, seed=2026)
>>> names = {list(_CONTRACTS)}
>>> contracts = [fp.load_contract(f"examples/{{name}}.toml") for name in names]
>>> people = fp.load_cohort("examples/people.toml")
>>> comparison = fp.compare_payments(contracts, people, book, draws={_YEARS}, seed=1)

```""".replace("'", '"')


def _charts() -> tuple[Chart, ...]:
    bridge = fp.bridge(_book("provider"), _book("council"))
    return (
        Chart(
            "build-up", "What an hour is made of",
            "One bar at the visit mix and one for each length of visit, GBP per contact hour. The "
            "same figures by the visit are `book.build_up()`. A flat fee is drawn only where the "
            "assumptions state one.",
            "book.plot()", _book("provider").plot,
        ),
        Chart(
            "visit-lengths", "What a visit is made of",
            "Each visit stands at its length on a true axis. Travel is as high for 15 minutes as "
            "for 60; a fee by the hour is a line through nothing, and so passes below short "
            "visits.",
            "book.plot_visit_lengths()", _book("provider").plot_visit_lengths,
        ),
        Chart(
            "bridge", "From their price to ours",
            "Each bar begins where the one before ends. The axis does not begin at zero, so the "
            "two prices are points. `most=` says how many bars there are.",
            "fp.bridge(book, theirs).plot()", bridge.plot,
        ),
        Chart(
            "tornado", "What each range does",
            "The price at the low and at the high end of each range, one at a time.",
            "uncertainty.plot_tornado()", _drawn().plot_tornado,
        ),
        Chart(
            "acceptability", "How likely a price covers the cost",
            "The price asked is marked, and an offer where one is given, each with the share of "
            "draws in which it covers the cost, and the cost with its return. Modelled.",
            f"uncertainty.plot_acceptability(offer={_OFFER})",
            lambda ax: _drawn().plot_acceptability(offer=_OFFER, ax=ax),
        ),
        Chart(
            "margin", "How the margin is distributed",
            "Shares of the draws by what the price leaves over the cost; what lies below zero is a "
            "loss. Modelled.",
            f"uncertainty.plot_margin({_OFFER})",
            lambda ax: _drawn().plot_margin(_OFFER, ax=ax),
        ),
        Chart(
            "margins-of-contracts", "How the margin spreads under each contract",
            "Of simulated years: median, quarters, and the range from 5 to 95 %. "
            "`comparison.plot_spend()` draws the payer's side. Modelled.",
            "comparison.plot_margins()", _compared().plot_margins,
        ),
        Chart(
            "risk", "Which risk a contract leaves with whom",
            "From which sources the variance of one side's result comes: `\"payer\"` or "
            "`\"provider\"`. Modelled.",
            'comparison.plot_risk("provider")', _compared().plot_risk,
        ),
    )  # fmt: skip


def charts() -> str:
    """The page."""
    parts = beginning(
        "Draw charts",
        "Books, bridges, draws and comparisons draw themselves, with the extra `plots`. Each "
        "method takes `ax=`, axes of matplotlib to draw on, and returns the axes, so that titles, "
        "colours and sizes can be changed afterwards; left out, the chart is a new figure, which a "
        "notebook shows. `matplotlib.pyplot.savefig` keeps it. Figures stand in the charts as "
        "text, so that no colour is needed to read them.",
        _SET_UP,
    )
    for chart in _charts():
        parts += [
            f"## {chart.title}",
            chart.says,
            f"```pycon\n>>> ax = {chart.code}\n\n```",
            f"![{chart.title}]({'..' / FOLDER / chart.name}.svg)",
        ]
    parts += [
        "## Two side by side",
        "```pycon\n>>> from matplotlib import pyplot\n"
        ">>> figure, (left, right) = pyplot.subplots(1, 2, figsize=(14, 5))\n"
        ">>> ax = book.plot(lengths=[15, 60], ax=left)\n"
        ">>> ax = theirs.plot(lengths=[15, 60], ax=right)\n"
        '>>> pyplot.close("all")\n\n```',
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def pictures() -> dict[str, Callable[[str | None], str]]:
    """Return what draws each picture, by its path below ``docs``.

    Each is given the picture there is, and hands back a new one where its figures have moved:
    matplotlib writes the same figures differently from one version to the next.
    """
    return {f"{FOLDER / chart.name}.svg": _drawer(chart) for chart in _charts()}


def _drawer(chart: Chart) -> Callable[[str | None], str]:
    def drawn(there: str | None) -> str:
        ax = Figure().add_subplot()
        chart.draw(ax=ax)
        found = sha256("\n".join(_what_is_drawn(ax)).encode()).hexdigest()
        marked = _DIGEST.format(found)
        if there is not None and there.endswith(marked):
            return there
        return drawn_as_svg(lambda ax: chart.draw(ax=ax), WIDE) + marked

    return drawn


def _what_is_drawn(ax: Any) -> Iterator[str]:
    """Texts and places of what is drawn, without the last digits."""
    for patch in ax.patches:
        yield _places([patch.get_x(), patch.get_y(), patch.get_width(), patch.get_height()])
    for line in ax.lines:
        yield _places(line.get_xydata())
    ticks = (*ax.get_xticklabels(), *ax.get_yticklabels(), ax.title, ax.xaxis.label, ax.yaxis.label)
    names = ax.get_legend().get_texts() if ax.get_legend() else []
    for text in (*ax.texts, *names, *ticks):
        yield text.get_text()


def _places(numbers: Any) -> str:
    return " ".join(f"{number:.5e}" for number in np.ravel(numbers))
