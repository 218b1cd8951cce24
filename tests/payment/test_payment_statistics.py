"""How sure a summary of draws is: intervals cover what they should."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from fairprice.draws import (
    deviation_with_error,
    mean_with_error,
    percentile_with_error,
    to_its_error,
)
from fairprice.payment.comparison.tables import expected_shortfall

SEEDS = 1_500


def coverage(estimate: object, truth: float, draws: int) -> float:
    """Share of seeds in which the 95 % interval covers the truth; draws are normal."""
    random = np.random.default_rng(99)
    hits = 0
    for _ in range(SEEDS):
        value, error = estimate(random.standard_normal(draws))  # type: ignore[operator]
        hits += abs(value - truth) <= 1.96 * error
    return hits / SEEDS


#: Four Monte Carlo errors of the share itself, and 1.5 points for what is approximate.
NEAR = 4 * np.sqrt(0.95 * 0.05 / SEEDS) + 0.015


@pytest.mark.parametrize("percent", [5, 25, 50, 95])
def test_intervals_of_percentiles(percent: float) -> None:
    found = coverage(
        lambda values: percentile_with_error(values, percent), stats.norm.ppf(percent / 100), 2_000
    )
    assert found == pytest.approx(0.95, abs=NEAR)


def test_intervals_of_means() -> None:
    assert coverage(mean_with_error, 0.0, 500) == pytest.approx(0.95, abs=NEAR)


def test_intervals_of_deviations() -> None:
    assert coverage(deviation_with_error, 1.0, 500) == pytest.approx(0.95, abs=NEAR)
    assert deviation_with_error(np.ones(9)) == (0, 0)
    # two values: the squares about the mean do not vary
    assert deviation_with_error(np.tile([-1.0, 1.0], 50))[1] == pytest.approx(0)


def test_intervals_of_the_expected_shortfall() -> None:
    edge = stats.norm.ppf(0.05)
    truth = -stats.norm.pdf(edge) / 0.05
    assert coverage(expected_shortfall, truth, 4_000) == pytest.approx(0.95, abs=NEAR)


def test_a_percentile_is_the_usual_one() -> None:
    values = np.random.default_rng(3).normal(size=1001)
    for percent in (5, 50, 95):
        assert percentile_with_error(values, percent)[0] == pytest.approx(
            np.percentile(values, percent)
        )
    # ranks 49.5 either side of the middle of 0 to 9,800
    value, error = percentile_with_error(np.arange(9_801.0)[::-1], 50)
    assert (value, error) == pytest.approx((4900, np.sqrt(9801 / 4)))
    assert percentile_with_error(np.ones(9), 5) == (1, 0)


@pytest.mark.parametrize(
    ("value", "error", "expected"),
    [
        (1234.567, 12.0, 1230),
        (1234.567, 100.0, 1200),
        (1234.567, 99.0, 1230),
        (1234.567, 0.034, 1234.57),
        (-0.12345, 0.001, -0.123),
        (1234.567, 0.0, 1234.567),
        (1234.567, np.nan, 1234.567),
    ],
)
def test_figures_are_no_finer_than_their_error(value: float, error: float, expected: float) -> None:
    assert to_its_error(value, error) == pytest.approx(expected, rel=1e-14)
    assert np.isnan(to_its_error(np.nan, 1.0))
