"""The bridge between two positions: which inputs make the gap, and by how many pence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice import charts
from fairprice.calculation import PRICE_LINES
from fairprice.cost import OpenBook, Position, as_books
from fairprice.declare.arguments import Arguments
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import InputError, Problem
from fairprice.held import Held
from fairprice.negotiation.gap import shapley
from fairprice.negotiation.gap.differences import (
    Difference,
    as_number,
    differences,
    joined,
    side_in_words,
)
from fairprice.negotiation.gap.law import law_lines, law_table
from fairprice.negotiation.gap.mixtures import Mixtures
from fairprice.negotiation.gap.printed import in_lines
from fairprice.statutory import Law

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from fairprice.charts import Canvas

#: Up to so many differences every mixture is priced: 2 to this power, in half a second.
EXACT_UP_TO = 18
#: A mixture that changes the calculation is priced on its own; so many can be afforded.
_CALCULATIONS = 2_000
#: Fixes the orders that are sampled, where nobody states another.
_SEED = 0
#: Decimals of an effect (GBP): what lies below is the rounding of long sums, which differs
#: from one processor to another.
_DECIMALS = 12
#: Pairs of orders drawn where there are too many differences; fewer where each is dear.
_ORDERS = 1_000


@dataclass(frozen=True, eq=False)
class Bridge(Held):
    """A gap in price per contact hour, attributed to what makes it.

    Parameters
    ----------
    ours, theirs
        The two positions.
    by_input
        One row a difference, largest effect first, named by its input: ``label``,
        ``unit``, ``ours`` and ``theirs`` (numbers; NaN where a side states a table, words or
        nothing), ``ours_in_words`` and ``theirs_in_words``, ``effect`` and
        ``standard_error`` (GBP per contact hour; zero where exact).
    by_line
        One row an Annex A line: ``ours``, ``theirs`` and ``gap``, GBP per contact hour.
    by_input_and_line
        Effects of each difference on each line; rows add up to ``by_input``, columns to
        ``by_line``.
    is_exact
        Whether every mixture of the two was priced; otherwise orders were sampled.
    """

    ours: OpenBook
    theirs: OpenBook
    by_input: pd.DataFrame = field(repr=False)
    by_line: pd.DataFrame = field(repr=False)
    by_input_and_line: pd.DataFrame = field(repr=False)
    is_exact: bool

    @property
    def gap(self) -> float:
        """Our price per hour less theirs (GBP per contact hour)."""
        return self.ours.price_per_hour - self.theirs.price_per_hour

    @property
    def by_law(self) -> pd.DataFrame:
        """The law on which the two differ, by value.

        One row a statutory value behind either price or its minimum-wage test, by name:
        ``label``, ``unit``, ``ours``, ``theirs``, ``effect`` (GBP per contact hour), the
        largest first, and ``through``: the pay inputs it acts through, empty for a value
        that is itself in the calculation. A wage that the law or a policy sets moves no
        price by itself; where both sides state pay at it, each under its own law, the
        effects of that pay are its effect. It is zero where they do not.
        """
        return law_table(self.ours, self.theirs, self.by_input["effect"])

    @property
    def steps(self) -> pd.DataFrame:
        """The way from their price to ours, one row a difference.

        Columns ``label``, ``effect`` and ``price_after``, GBP per contact hour.
        """
        effects = self.by_input[["label", "effect"]].copy()
        effects["price_after"] = self.theirs.price_per_hour + effects["effect"].cumsum()
        return effects

    def plot(self, *, most: int = 12, ax: Canvas = None) -> Axes:
        """Draw the way from their price to ours as a waterfall, largest difference first.

        Parameters
        ----------
        most
            Bars at most; where there are more differences, the last bar adds up the smallest.
        ax
            Axes of matplotlib to draw on; left out, those of a new figure.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on; the bars add up to the gap. The axis of prices does not begin
            at zero, so the two prices are points and no bars.

        Raises
        ------
        MissingExtraError
            If matplotlib, the extra ``plots``, is not installed.
        InputError
            If ``most`` is no whole number above zero, or ``ax`` is something else.
        """
        read = Arguments()
        most = read.whole("most", most, "So many differences are drawn.", lowest=1, highest=100)
        read.done()
        effects = self.by_input.set_index("label")["effect"]
        ends = [
            (f"{whose} price", book.price_per_hour)
            for whose, book in (("Their", self.theirs), ("Our", self.ours))
        ]
        ax = charts.waterfall(ends[0], effects, ends[1], unit=PER_CONTACT_HOUR, most=most, ax=ax)
        ax.set_title("From their price to ours")
        return ax

    def __str__(self) -> str:
        prices = self.theirs.price_per_hour, self.ours.price_per_hour
        return "\n".join([*in_lines(self.by_input, *prices), self.note, *law_lines(self.by_law)])

    @property
    def note(self) -> str:
        """How the effects were found, in words."""
        if self.is_exact:
            return "Each effect is the average over every order of the differences (exact)."
        worst = self.by_input["standard_error"].max()
        return (
            "Each effect is the average over sampled orders of the differences; the largest "
            f"standard error is {worst:.2g}."
        )

    def _repr_html_(self) -> str:
        gap = f"Ours {self.ours.price_per_hour:.2f}, theirs {self.theirs.price_per_hour:.2f}"
        shown = self.by_input.drop(columns=["ours", "theirs"])
        table = shown.to_html(float_format="{:,.4f}".format)
        return f"<p>{gap}: a gap of {self.gap:+.2f} GBP per contact hour. {self.note}</p>{table}"


def bridge(
    ours: Position,
    theirs: Position,
    *,
    seed: int | np.random.Generator = _SEED,
    rng: np.random.Generator | None = None,
    law: Law = None,
) -> Bridge:
    """Attribute the gap between two prices per hour to what the two positions state.

    Any two positions: a provider's and a council's, this year and last, before and after
    two extra days of leave, in-house and independent.

    Parameters
    ----------
    ours, theirs
        Two open books, or the assumptions of them.
    seed
        Of the sampled orders, where there are too many differences to price them all; a
        ``numpy.random.Generator`` is asked for one.
    rng
        A ``numpy.random.Generator`` in place of a seed.
    law
        The law in force, for what is given as assumptions: the path of a law file, or rates
        made by :func:`fairprice.statutory_rates`; by default the register's values on the
        price date. A book has its own: so two laws are bridged as two books.

    Returns
    -------
    Bridge
        Effects that add up to the gap, whatever the order of the inputs. An effect above
        zero makes ours dearer.

    Raises
    ------
    InputError
        If mixtures of the two positions have no price.

    Notes
    -----
    Effects are Shapley values: the effect of changing an input from theirs to ours,
    averaged over every order in which the differences could be changed. Inputs that only
    make sense together, such as a stated rate and its base, count as one difference.
    Statutory values of another date or nation are differences of their own.
    """
    here, there = as_books(law, ours=ours, theirs=theirs)
    read = Arguments()
    seed = read.seed("seed", seed, "It fixes which orders are sampled.", rng, _SEED)
    read.done()
    parts = differences(here, there)
    effects, errors, is_exact = _effects(here, there, parts, seed)
    if not np.isfinite(effects).all():
        parts = _rates_together(parts)
        effects, errors, is_exact = _effects(here, there, parts, seed)
    if not np.isfinite(effects).all():
        raise InputError([_no_mixture()])
    labels = [here.label(line) for line in PRICE_LINES]
    table = pd.DataFrame(
        {
            "label": [part.label for part in parts],
            "unit": [part.unit for part in parts],
            "ours": [as_number(part.ours) for part in parts],
            "theirs": [as_number(part.theirs) for part in parts],
            "ours_in_words": [side_in_words(part.ours) for part in parts],
            "theirs_in_words": [side_in_words(part.theirs) for part in parts],
            "effect": effects.sum(axis=1),
            "standard_error": errors,
        },
        index=pd.Index([part.name for part in parts], name="input"),
    )
    # effects of one size stand in the order of the inputs
    order = np.argsort(-table["effect"].abs().round(_DECIMALS).to_numpy(), kind="stable")
    matrix = pd.DataFrame(effects, index=table.index, columns=pd.Index(labels, name="line"))
    whole = Mixtures(here, there, parts).lines(
        np.array([[True] * len(parts), [False] * len(parts)])
    )
    lines = pd.DataFrame({"ours": whole[0], "theirs": whole[1]}, index=matrix.columns)
    return Bridge(
        here,
        there,
        by_input=table.iloc[order],
        by_line=lines.assign(gap=lines["ours"] - lines["theirs"]),
        by_input_and_line=matrix.iloc[order],
        is_exact=is_exact,
    )


def _lines(book: OpenBook) -> list[float]:
    return [float(book.value(line)) if line in book.plan else 0.0 for line in PRICE_LINES]


def _effects(
    ours: OpenBook, theirs: OpenBook, parts: list[Difference], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
    changing = sum(part.changes_the_calculation for part in parts)
    if len(parts) <= EXACT_UP_TO and 2**changing <= _CALCULATIONS:
        # what changes the calculation comes last, so that it changes as seldom as can be
        order = sorted(range(len(parts)), key=lambda n: parts[n].changes_the_calculation)
        mixtures = Mixtures(ours, theirs, [parts[n] for n in order])
        effects = shapley.exact(len(parts), mixtures.lines)[np.argsort(order)]
        # adding nothing turns a negative zero into zero
        return np.round(effects, _DECIMALS) + 0.0, np.zeros(len(parts)), True
    mixtures = Mixtures(ours, theirs, parts)
    dear = max(2, _CALCULATIONS // (2 * (changing + 1)))
    effects, errors = shapley.sampled(len(parts), mixtures.lines, min(_ORDERS, dear), seed)
    return effects, errors, False


def _rates_together(parts: list[Difference]) -> list[Difference]:
    """Join the rates on price and pay: mixed, they may take up more than the whole price."""
    rates = [p for p in parts if p.name.startswith("stated_") or p.name == "return_rate"]
    if not rates:
        return parts
    others = [part for part in parts if part not in rates]
    return [*others, joined(rates, "Stated rates and return on operations")]


def _no_mixture() -> Problem:
    return Problem(
        "no-price-covers-it", "bridge", "Some mixtures of the two positions have no price.",
        "Effects are averages over mixtures of what the two sides state.",
        "Compare each with a position in between.",
    )  # fmt: skip
