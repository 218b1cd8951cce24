"""Charts show the figures of the model, and can be read without telling colours apart."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from charts_seen import figures_are_closed, heights, rows, texts, widths
from effort import at_most
from hypothesis import given
from matplotlib import pyplot
from matplotlib.figure import Figure
from providers import plain, plain_book
from strategies import assumptions

import fairprice as fp
from fairprice.calculation import PARTS_OF_THE_PRICE, PRICE_LINES
from fairprice.charts.canvas import INK, LESS, MORE, PALETTE, PAPER, contrast, ink_on
from fairprice.money import pence

__all__ = ["figures_are_closed"]
LENGTHS = [15.0, 20.0, 45.0]
RANGES = {"mileage_rate": (0.4, 0.5), "holiday_weeks": (5.6, 6.6), "contact_pay_rate": (13, 14.5)}


@cache
def book() -> fp.OpenBook:
    return plain_book(staff_turnover=0.2, induction_hours=20.0, insurance_per_contact_hour=1.0)


@cache
def bridge() -> fp.Bridge:
    theirs = plain(mileage_rate=0.35, contact_pay_rate=12.8, holiday_weeks=6.0, ppe_per_visit=0.1)
    return fp.bridge(book(), theirs)


@cache
def drawn() -> fp.CostUncertainty:
    return fp.cost_uncertainty(book(), RANGES, draws=1_000, seed=1)


CHARTS: dict[str, Callable[..., Any]] = {
    "build-up": book().plot,
    "visit lengths": book().plot_visit_lengths,
    "bridge": bridge().plot,
    "tornado": drawn().plot_tornado,
    "acceptability": drawn().plot_acceptability,
    "margin": drawn().plot_margin,
}


def test_every_line_of_the_price_is_in_one_part() -> None:
    lines = [line for part in PARTS_OF_THE_PRICE.values() for line in part]
    assert sorted(lines) == sorted(PRICE_LINES)
    assert len(PARTS_OF_THE_PRICE) <= len(PALETTE)


@at_most(25)
@given(assumptions())
def test_the_parts_add_up_to_the_price(party: fp.Assumptions) -> None:
    priced = fp.OpenBook(party)
    table = priced.build_up(LENGTHS)
    np.testing.assert_allclose(table.sum(axis=1), priced.price(LENGTHS), rtol=1e-12)


def test_the_bars_of_an_hour_add_up_to_the_hourly_rates() -> None:
    ax = book().plot(lengths=LENGTHS)
    found = heights(ax)
    assert list(found) == list(PARTS_OF_THE_PRICE)
    rates = [book().price_per_hour, *book().hourly_rate(LENGTHS)]
    np.testing.assert_allclose(np.sum([*found.values()], axis=0), rates)
    assert {pence(rate) for rate in rates} <= set(texts(ax))
    # travel falls with the length, contact time does not
    assert np.ptp(found["Contact time"]) < 1e-12
    assert all(a > b for a, b in pairwise(found["Travel time and mileage"][1:]))
    assert [t.get_text() for t in ax.get_xticklabels()][1:] == [f"{n:g} minutes" for n in LENGTHS]
    # the top of a bar stands first in the legend
    assert [t.get_text() for t in ax.get_legend().get_texts()] == list(PARTS_OF_THE_PRICE)[::-1]


def test_visits_stand_at_their_lengths_and_add_up_to_their_prices() -> None:
    ax = book().plot_visit_lengths(lengths=LENGTHS)
    found = heights(ax)
    np.testing.assert_allclose(np.sum([*found.values()], axis=0), book().price(LENGTHS))
    middles = [bar.get_x() + bar.get_width() / 2 for bar in ax.containers[0]]
    np.testing.assert_allclose(middles, LENGTHS)
    assert ax.get_xlim()[0] == 0
    bars = sorted((bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.containers[0])
    assert all(end < start for (_, end), (start, _) in pairwise(bars))


def test_only_a_fee_that_is_stated_is_drawn() -> None:
    assert not book().plot().lines
    stated = plain_book(flat_hourly_fee=21.4)
    assert list(stated.plot().lines[0].get_ydata()) == [21.4, 21.4]
    ax = stated.plot_visit_lengths()
    minutes, paid = ax.lines[0].get_data()
    np.testing.assert_allclose(paid, 21.4 * np.asarray(minutes) / 60)
    assert "Flat fee of 21.40 an hour" in [t.get_text() for t in ax.get_legend().get_texts()]


def test_the_waterfall_leads_from_their_price_to_ours() -> None:
    found = bridge()
    ax = found.plot()
    effects = found.by_input["effect"].to_numpy()
    drawn_bars = {
        bar.get_y() + bar.get_height() / 2: (bar.get_x(), bar.get_width())
        for bars in ax.containers
        for bar in bars
    }
    at = found.theirs.price_per_hour
    for row, effect in enumerate(effects, start=1):
        start, width = drawn_bars[row]
        assert (start, width) == (pytest.approx(at), pytest.approx(effect))
        at += effect
    assert at == pytest.approx(found.ours.price_per_hour)
    assert rows(ax) == ["Their price", *found.by_input["label"], "Our price"]
    assert {pence(found.theirs.price_per_hour), pence(found.ours.price_per_hour)} <= {*texts(ax)}


def test_the_last_bar_of_a_waterfall_holds_what_is_left() -> None:
    found = bridge()
    ax = found.plot(most=2)
    first, *others = found.by_input["label"]
    assert rows(ax)[1:-1] == [first, f"{len(others)} further differences"]
    assert sum(map(sum, widths(ax).values())) == pytest.approx(found.gap)


def test_two_equal_positions_have_a_waterfall_without_steps() -> None:
    assert rows(fp.bridge(book(), book()).plot()) == ["Their price", "Our price"]


def test_the_tornado_shows_the_price_at_both_ends() -> None:
    ax = drawn().plot_tornado()
    table = fp.one_way_sensitivity(book(), RANGES)
    assert rows(ax) == [*table["label"]]
    for column, label in (("price_at_low", "at the low end"), ("price_at_high", "at the high end")):
        ends = np.add(widths(ax)[label], book().price_per_hour)
        np.testing.assert_allclose(ends, table[column])


def test_acceptability_marks_the_asked_and_the_offered_price() -> None:
    asked, offer = book().price_per_hour, book().price_per_hour - 0.4
    ax = drawn().plot_acceptability(offer=offer)
    curve = drawn().acceptability()
    np.testing.assert_allclose(ax.lines[0].get_ydata(), curve["covers_cost"])
    np.testing.assert_allclose(ax.lines[1].get_ydata(), curve["covers_cost_and_return"])
    at = drawn().acceptability([asked, offer])["covers_cost"]
    written = " ".join(texts(ax))
    for word, price, share in zip(("asked", "offered"), (asked, offer), at, strict=True):
        assert f"{word} {pence(price)}\n{share:.0%}" in written


@pytest.mark.parametrize("price", [None, 10.0, 17.9])
def test_the_distribution_of_margins_adds_up_and_tells_losses(price: float | None) -> None:
    ax = drawn().plot_margin(price)
    paid = book().price_per_hour if price is None else price
    margins = paid - drawn().costs["total_cost"].to_numpy()
    bars = heights(ax)
    assert sum(map(sum, bars.values())) == pytest.approx(1)
    below = [name for name in bars if name.startswith("below zero")]
    lost = float((margins < 0).mean())
    assert sum(bars[below[0]]) == pytest.approx(lost) if below else lost == 0


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_drawn_where_it_is_asked_for(chart: str) -> None:
    ax = Figure().add_subplot()
    assert CHARTS[chart](ax=ax) is ax
    assert ax.get_title()
    assert ax.get_xlabel() or ax.get_ylabel()
    assert not pyplot.get_fignums()
    assert CHARTS[chart]() is pyplot.gca()
    with pytest.raises(fp.InputError, match="Give axes of matplotlib"):
        CHARTS[chart](ax=3)


@pytest.mark.parametrize("chart", CHARTS)
def test_without_matplotlib_the_extra_is_named(chart: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(fp.MissingExtraError, match=r'Install "fairprice-homecare\[plots\]"'):
        CHARTS[chart]()


def test_colours_can_be_read_and_told_apart() -> None:
    for colour in PALETTE:
        assert contrast(ink_on(colour), colour) >= 4.5
    # parts that touch are parted by a line that stands out from both
    for colour in (*PALETTE[1:5], *PALETTE[5:], MORE, LESS):
        assert contrast(INK, colour) >= 3
    assert contrast(INK, PAPER) >= 7
    # two published values: black on white, and the grey just at the limit
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
