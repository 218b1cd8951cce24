"""Pictures of a comparison, and what is said when they cannot be drawn."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np
import pytest
from charts_seen import figures_are_closed, rows, widths
from payment_cases import contract, fixed, hourly, lively
from providers import plain_book

from fairprice import InputError, MissingExtraError, PaymentComparison, compare_payments
from fairprice.payment.cohort import SOURCES

__all__ = ["figures_are_closed"]
PLOTS = ("plot_margins", "plot_spend", "plot_risk")
#: One might be taken for a formula.
NAMES = ["Hourly", "Fixed price & $\\frac$"]


@pytest.fixture(scope="module")
def result() -> PaymentComparison:
    contracts = [contract(hourly(25), name=NAMES[0]), contract(fixed(6e5), name=NAMES[1])]
    return compare_payments(
        contracts, lively(), plain_book(), draws=60, seed=1, weeks=8, progress=False
    )


@pytest.mark.parametrize("plot", PLOTS)
def test_pictures_name_the_contracts(result: PaymentComparison, plot: str) -> None:
    ax = getattr(result, plot)()
    ax.figure.canvas.draw()
    assert rows(ax) == NAMES
    assert ax.get_title()
    # the first contract stands at the top
    low, high = ax.get_ylim()
    assert low > high


def test_the_picture_of_margins_shows_their_median_and_spread(result: PaymentComparison) -> None:
    ax = result.plot_margins()
    for place, name in enumerate(NAMES):
        low, quarter, middle, three, high = np.percentile(
            result.metrics[name].margin, [5, 25, 50, 75, 95]
        )
        whole, half, dot = (line.get_xdata() for line in ax.lines[3 * place : 3 * place + 3])
        np.testing.assert_allclose([*whole, *half, *dot], [low, high, quarter, three, middle])


@pytest.mark.parametrize("side", ["payer", "provider"])
def test_the_picture_of_risk_has_a_part_for_every_source(
    result: PaymentComparison, side: str
) -> None:
    found = widths(result.plot_risk(side))
    assert list(found) == [*SOURCES, "interactions"]
    for source, drawn in found.items():
        np.testing.assert_allclose(drawn, result.risk[f"{side}_share: {source}"])


def test_there_are_two_sides(result: PaymentComparison) -> None:
    with pytest.raises(InputError, match="Give 'payer' or 'provider'"):
        result.plot_risk("council")


@pytest.mark.parametrize("plot", PLOTS)
def test_without_matplotlib_the_extra_is_named(
    result: PaymentComparison, plot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingExtraError) as caught:
        getattr(result, plot)()
    assert str(caught.value) == (
        "matplotlib: is not installed. Pictures are drawn with it. Install "
        '"fairprice-homecare[plots]". [missing-extra]'
    )
