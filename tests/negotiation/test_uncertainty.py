"""Joint uncertainty against closed forms: a cost that is a sum of inputs, drawn by their ranges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from effort import at_most
from hypothesis import example, given
from hypothesis import strategies as st
from linear_provider import COST, A, B, C, linear
from providers import plain, plain_data
from scipy import stats
from scipy.special import betaincinv
from strategies import assumptions

from fairprice import Assumptions, CostUncertainty, InputError, cost_uncertainty
from fairprice.negotiation.uncertainty.drawing import pert_places
from fairprice.negotiation.uncertainty.value_of_information import Grouping, variance_share

#: An estimate this many standard errors from the truth is wrong: one in 16,000 by chance.
SURE = 4.0
DRAWS = 40_000


def drawn(ranges: Any, *, party: Assumptions | None = None, **kwargs: Any) -> CostUncertainty:
    settings = {"draws": DRAWS, "seed": 11, **kwargs}
    return cost_uncertainty(party or linear(), ranges, **settings)


def near(found: Any, truth: Any, error: Any) -> bool:
    return bool((np.abs(np.asarray(found) - truth) <= SURE * np.asarray(error) + 1e-9).all())


#: A cost of COST plus one input from 0 to 4, stated as 1.
SHAPES = {
    "triangular": stats.triang(0.25, loc=COST, scale=4),
    "uniform": stats.uniform(loc=COST, scale=4),
    "pert": stats.beta(1 + 4 * 0.25, 1 + 4 * 0.75, loc=COST, scale=4),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_percentiles_mean_and_acceptability_of_one_input(shape: Any) -> None:
    truth = SHAPES[shape]
    found = drawn({A: (0, 4)}, party=linear(**{A: 1.0}), distribution=shape)
    percent = found.percentiles
    assert list(percent.index) == [5, 10, 25, 50, 75, 90, 95]
    assert near(percent["total_cost"], truth.ppf(percent.index / 100), percent["total_cost_error"])
    mean = found.mean.loc["total_cost"]
    assert near(mean["mean"], truth.mean(), mean["mean_error"])
    assert mean["mean_error"] == pytest.approx(truth.std() / np.sqrt(DRAWS), rel=0.02)
    assert mean["stated"] == pytest.approx(COST + 1)
    prices = np.linspace(COST - 1, COST + 5, 25)
    covered = found.acceptability(prices)
    known = truth.cdf(prices)
    assert near(covered["covers_cost"], known, np.sqrt(known * (1 - known) / DRAWS))
    share = covered["covers_cost"]
    assert np.allclose(covered["covers_cost_error"], np.sqrt(share * (1 - share) / DRAWS))


@given(
    st.floats(0, 1) | st.floats(-16, 0).map(lambda power: 10**power),
    st.booleans(),
    st.lists(st.floats(1e-30, 1) | st.floats(-30, 0).map(lambda power: 10**power), min_size=1),
)
@example(0.15625, False, [0.50390625])
def test_a_pert_place_is_the_inverse_of_its_beta_distribution(
    mode: float, turned: bool, quantiles: list[float]
) -> None:
    """Against scipy's own inverse, as far into the tails as it has one: any mode."""
    mode = 1 - mode if turned else mode
    given_quantiles = np.sort([0.0, *quantiles, *(1 - np.array(quantiles)), 1.0])
    shapes = 1 + 4 * mode, 1 + 4 * (1 - mode)
    found = pert_places(mode, given_quantiles)
    assert np.abs(found - betaincinv(*shapes, given_quantiles)).max() < 1e-12
    assert (found[0], found[-1]) == (0, 1)
    assert (np.diff(found) > -1e-12).all()


@pytest.mark.parametrize("percent", [5, 50, 95])
def test_the_error_of_a_percentile_is_that_of_its_density(percent: int) -> None:
    truth = SHAPES["triangular"]
    found = drawn({A: (0, 4)}, party=linear(**{A: 1.0})).percentiles
    share = percent / 100
    error = np.sqrt(share * (1 - share) / DRAWS) / truth.pdf(truth.ppf(share))
    assert found.loc[percent, "total_cost_error"] == pytest.approx(error, rel=0.25)


@pytest.mark.parametrize(("low", "high", "mode"), [(0.0, 1.0, 1), (1.0, 3.0, 0)])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_range_to_one_side_only(shape: Any, low: float, high: float, mode: float) -> None:
    found = drawn({A: (low, high)}, party=linear(**{A: 1.0}), distribution=shape)
    truth = {
        "triangular": stats.triang(mode, loc=low, scale=high - low),
        "uniform": stats.uniform(loc=low, scale=high - low),
        "pert": stats.beta(1 + 4 * mode, 5 - 4 * mode, loc=low, scale=high - low),
    }[shape]
    percent = found.percentiles
    known = COST + truth.ppf(percent.index / 100)
    assert near(percent["total_cost"], known, percent["total_cost_error"])


def test_the_return_moves_the_price_and_not_the_cost() -> None:
    party = linear(return_base="contact hour", return_rate=1.0)
    found = drawn({"return_rate": (0, 2), A: (0, 0.0)}, party=party, distribution="uniform")
    assert [one.name for one in found.ranges] == ["return_rate"]
    assert found.costs["total_cost"].to_numpy() == pytest.approx(COST)
    assert near(
        found.percentiles["price_per_hour"],
        COST + 2 * found.percentiles.index / 100,
        found.percentiles["price_per_hour_error"],
    )
    covered = found.acceptability(COST + 0.5).iloc[0]
    assert covered["covers_cost"] == 1
    assert near(covered["covers_cost_and_return"], 0.25, covered["covers_cost_and_return_error"])
    drivers = found.drivers.iloc[0]
    assert drivers["total_cost"] == 0
    assert drivers["total_cost_verdict"] == "too small to tell"
    assert drivers["price_per_hour"] == pytest.approx(1, abs=1e-3)
    assert drivers["price_per_hour_verdict"] == "above nothing"


def test_every_penny_is_offered_unless_prices_are_given() -> None:
    table = drawn({A: (0, 0.1)}).acceptability()
    # 17.40 to 17.50
    assert list(table.index) == pytest.approx([17.40 + n / 100 for n in range(11)])
    assert table["covers_cost"].iloc[-1] == 1


def test_a_price_that_equals_the_cost_covers_it() -> None:
    found = drawn({A: (0, 1)}, draws=1_000)
    lowest = found.costs["total_cost"].min()
    assert found.acceptability(lowest)["covers_cost"].iloc[0] == pytest.approx(1 / 1_000)


def test_shares_of_independent_inputs_are_those_of_their_variances() -> None:
    widths = {A: 3.0, B: 1.0, C: 0.05}
    found = drawn({name: (0, width) for name, width in widths.items()}, distribution="uniform")
    total = sum(width**2 for width in widths.values())
    known = {name: width**2 / total for name, width in widths.items()}
    drivers = found.drivers
    assert list(drivers.index)[:2] == [A, B]
    for name, share in known.items():
        row = drivers.loc[name]
        assert near(row["total_cost"], share, row["total_cost_error"])
        assert row["label"] == Assumptions.fields()[name].label
    assert drivers.loc[C, "total_cost_verdict"] == "too small to tell"


def test_inputs_that_always_go_together_each_explain_everything() -> None:
    found = drawn({A: (0, 3), B: (0, 1)}, correlations={(A, B): 1.0}, distribution="uniform")
    # a sum of 3u and u is uniform on 0 to 4
    truth = stats.uniform(loc=COST, scale=4)
    percent = found.percentiles
    assert near(percent["total_cost"], truth.ppf(percent.index / 100), percent["total_cost_error"])
    assert list(found.drivers["total_cost"]) == pytest.approx([1, 1], abs=1e-3)


def test_inputs_that_go_against_each_other_cancel() -> None:
    found = drawn({A: (0, 1), B: (0, 1)}, correlations={(A, B): -1.0}, distribution="uniform")
    assert found.costs["total_cost"].to_numpy() == pytest.approx(COST + 1)


@pytest.mark.parametrize("rank_correlation", [-0.8, 0.0, 0.3, 0.95])
def test_ranks_are_correlated_as_asked(rank_correlation: float) -> None:
    found = drawn({A: (0, 1), B: (0, 1), C: (0, 1)}, correlations={(A, C): rank_correlation})
    ranks = stats.spearmanr(found.quantiles[A], found.quantiles[C]).statistic
    # without correlation the error is 1 / sqrt(n); it is less with any
    assert ranks == pytest.approx(rank_correlation, abs=SURE / np.sqrt(DRAWS))
    apart = stats.spearmanr(found.quantiles[A], found.quantiles[B]).statistic
    assert apart == pytest.approx(0, abs=SURE / np.sqrt(DRAWS))


def test_a_known_input_leaves_what_is_not_correlated_with_it() -> None:
    """By hand: Var E[a + b | a] of normal ranks; uniform a and b of correlation r."""
    found = drawn({A: (0, 1), B: (0, 1)}, correlations={(A, B): 0.6}, distribution="uniform")
    # E[b | a] is Phi(z r / sqrt(2 - r squared)) for a = Phi(z), which is integrated here
    normal = 2 * np.sin(np.pi * 0.6 / 6)
    u = (np.arange(200_000) + 0.5) / 200_000
    expected = u + stats.norm.cdf(stats.norm.ppf(u) * normal / np.sqrt(2 - normal**2))
    share = expected.var() / (2 / 12 * (1 + 0.6))
    for _, row in found.drivers.iterrows():
        assert near(row["total_cost"], share, row["total_cost_error"])


def test_bands_of_a_table_move_together_and_shares_stay_whole() -> None:
    party = linear(
        contact_pay_rate=None, pay_band_role=["a", "b"], pay_band_rate=[12.0, 15.0],
        pay_band_share=[0.6, 0.4],
    )  # fmt: skip
    shares = drawn({"pay_band_share": ([0.5, 0.5], [0.9, 0.1])}, party=party)
    # pay goes from 13.50 by 13.20 to 12.30: the stated mix lies a quarter of the way along
    truth = stats.triang(0.75, loc=COST - 0.7, scale=1.2)
    percent = shares.percentiles
    assert near(percent["total_cost"], truth.ppf(percent.index / 100), percent["total_cost_error"])
    rates = drawn({"pay_band_rate": ([10.8, 13.5], [14.4, 18.0])}, party=party)
    # each band from 10 % below to 20 % above: so is the pay of 13.20
    truth = stats.triang(1 / 3, loc=COST + 0.2 - 1.32, scale=3 * 1.32)
    percent = rates.percentiles
    assert near(percent["total_cost"], truth.ppf(percent.index / 100), percent["total_cost_error"])


@pytest.mark.parametrize("place", [0.1, 0.5, 0.8])
def test_perfect_information_by_hand(place: float) -> None:
    """A uniform cost of width w, a price at q of it: w q squared / 2, less w (q - 1/2) if above 0.

    Knowing one of two independent parts averages the other out: the same with its own width.
    """
    one = drawn({A: (0, 4)}, distribution="uniform")
    table = one.value_of_information(COST + 4 * place, annual_contact_hours=500.0)
    known = 4 * place**2 / 2 - max(4 * (place - 0.5), 0)
    for name in ("everything", A):
        row = table.loc[name]
        assert near(row["per_contact_hour"], known, row["per_contact_hour_error"] + 1e-4)
    assert table["per_year"].to_numpy() == pytest.approx(500 * table["per_contact_hour"])
    assert table["per_year_error"].to_numpy() == pytest.approx(
        500 * table["per_contact_hour_error"]
    )
    two = drawn({A: (0, 4), B: (0, 2)}, distribution="uniform")
    row = two.value_of_information(COST + 1 + 4 * place, annual_contact_hours=1).loc[A]
    assert near(row["per_contact_hour"], known, row["per_contact_hour_error"] + 1e-4)


def test_a_normal_gain_has_the_value_of_the_unit_normal_loss() -> None:
    """The textbook case: a sum of many parts is nearly normal; EVPI at the mean is s phi(0)."""
    names = [f"{line}_per_contact_hour" for line in (
        "insurance", "telephony", "marketing", "it", "other_overheads", "cqc_fees",
        "travel_costs", "back_office_staff", "recruitment_dbs", "central_recharges",
        "audit_and_compliance", "assistive_technology",
    )]  # fmt: skip
    found = drawn(dict.fromkeys(names, (0, 1)), distribution="uniform")
    # twelve unit uniforms have a variance of 1, and each a twelfth of it
    table = found.value_of_information(COST + 6, annual_contact_hours=1)
    assert table.loc["everything", "per_contact_hour"] == pytest.approx(stats.norm.pdf(0), rel=0.02)
    # a uniform of width 1, at its mean
    assert table["per_contact_hour"].iloc[1:].to_numpy() == pytest.approx(1 / 8, rel=0.05)


def test_what_does_not_count_is_worth_nothing() -> None:
    """Premiums of hours that are never worked; over seeds, as one may mislead by chance."""
    told = 0
    for seed in range(20):
        ranges = {A: (0, 4), "evening_premium": (0, 1)}
        found = drawn(ranges, distribution="uniform", draws=5_000, seed=seed)
        table = found.value_of_information(COST + 2, annual_contact_hours=1)
        premium = table.loc["evening_premium"]
        assert premium["per_contact_hour"] < 0.05 * table.loc["everything", "per_contact_hour"]
        told += premium["verdict"] == "above nothing"
        told += found.drivers.loc["evening_premium", "total_cost_verdict"] == "above nothing"
    assert told <= 4


def test_signing_is_judged_by_cost_without_return_and_the_most_valuable_comes_first() -> None:
    party = linear(return_base="contact hour", return_rate=3.0)
    ranges = {"mileage_rate": (0.40, 0.50), A: (0, 4)}
    with_return = drawn(ranges, party=party).value_of_information(19.4, annual_contact_hours=1)
    without = drawn(ranges).value_of_information(19.4, annual_contact_hours=1)
    pd.testing.assert_frame_equal(with_return, without)
    # a spread of 0.40 GBP, and of 4.00
    assert list(without.index) == ["everything", A, "mileage_rate"]


@pytest.mark.parametrize("offer", [COST - 1, COST + 9])
def test_nothing_is_worth_finding_out_when_the_decision_is_clear(offer: float) -> None:
    found = drawn({A: (0, 4), B: (0, 2)})
    table = found.value_of_information(offer, annual_contact_hours=1)
    assert (table["per_contact_hour"] == 0).all()
    assert (table["verdict"] == "too small to tell").all()


def test_errors_of_shares_are_honest() -> None:
    """Of many samples, the interval of two errors holds the truth about as often as it says."""
    random = np.random.default_rng(5)
    hits, nothing = 0, []
    for _ in range(300):
        known, other = random.random((2, 4_000))
        share, error = variance_share(known + 2 * other, Grouping.by(known))
        hits += abs(share - 0.2) <= 2 * error
        share, error = variance_share(other, Grouping.by(known))
        nothing.append(share > 2 * error)
    assert hits / 300 >= 0.92
    assert np.mean(nothing) <= 0.05


def test_binary_rounding_is_not_a_spread() -> None:
    known = np.random.default_rng(5).random(1_000)
    last_digit = COST + 1e-14 * (known > 0.5)
    assert last_digit.std() > 0
    assert variance_share(last_digit, Grouping.by(known)) == (0, 0)


@at_most(30)
@given(assumptions())
def test_what_holds_for_any_party(party: Assumptions) -> None:
    movable = (
        "contact_pay_rate",
        "mileage_rate",
        "holiday_weeks",
        "miles_per_visit",
        "return_rate",
    )
    stated = {name: party.inputs()[name] for name in movable if party.inputs().get(name)}
    stated["travel_pay_rate"] = party.pay.travel_pay_rate
    ranges = {name: (0.8 * value, value) for name, value in stated.items()}
    ranges["travel_pay_rate"] = (ranges["travel_pay_rate"][0], stated["travel_pay_rate"] + 1)
    found = cost_uncertainty(party, ranges, draws=1_000, seed=3)
    for amount in ("total_cost", "price_per_hour"):
        assert found.percentiles[amount].is_monotonic_increasing
        assert found.drivers[amount].between(0, 1).all()
    assert (found.percentiles["price_per_hour"] >= found.percentiles["total_cost"] - 1e-9).all()
    middle = found.percentiles.loc[50, "total_cost"]
    covered = found.acceptability(np.linspace(0.9 * middle, 1.1 * middle, 21))
    assert covered["covers_cost"].is_monotonic_increasing
    assert (covered["covers_cost"] >= covered["covers_cost_and_return"] - 1e-9).all()
    table = found.value_of_information(middle, annual_contact_hours=1_000)
    assert (table["per_year"] >= 0).all()
    best = table.loc["everything", "per_year"]
    assert (table["per_year"] <= best * (1 + 1e-9) + 1e-6).all()


def test_the_seed_fixes_the_draws_and_the_order_of_inputs_changes_nothing() -> None:
    ranges = {A: (0, 1), "mileage_rate": (0.4, 0.5), B: (0, 2)}
    turned = dict(reversed(ranges.items()))
    one = drawn(ranges, correlations={(A, B): 0.5, ("mileage_rate", A): 0.2})
    two = drawn(turned, correlations={(A, "mileage_rate"): 0.2, (B, A): 0.5})
    pd.testing.assert_frame_equal(one.costs, two.costs, check_exact=True)
    pd.testing.assert_frame_equal(one.drivers, two.drivers, check_exact=True)
    other = drawn(ranges, seed=12)
    assert not other.costs.equals(one.costs)
    assert one.draws == DRAWS
    assert "40,000 draws, seed 11" in repr(one)


def test_the_seed_must_be_given() -> None:
    with pytest.raises(InputError, match="seed: None is not a whole number"):
        cost_uncertainty(linear(), {A: (0, 1)})


def test_ranges_come_from_the_evidence_and_the_law_may_vary() -> None:
    data = plain_data() | {"evidence": {"mileage_rate": {"low": 0.40, "high": 0.45}}}
    party = Assumptions.model_validate(data)
    by_evidence = drawn(None, party=party)
    pd.testing.assert_frame_equal(
        by_evidence.costs, drawn({"mileage_rate": (0.40, 0.45)}, party=party).costs
    )
    law = drawn({"employer_nic_rate": (0.15, 0.2)}, party=party)
    assert law.costs["price_per_hour"].min() >= law.mean.loc["price_per_hour", "stated"] - 1e-9


def said(ranges: Any, *, party: Assumptions | None = None, **kwargs: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        drawn(ranges, party=party or plain(), **kwargs)
    return [str(problem) for problem in caught.value.problems]


RANGES = {"mileage_rate": (0.4, 0.5), "holiday_weeks": (5.6, 6.6), "miles_per_visit": (1.0, 3.0)}
PAIR = ("mileage_rate", "holiday_weeks")
IN_WORDS = "correlations.mileage_rate, holiday_weeks"
GOLDEN: dict[str, tuple[dict[str, Any], str]] = {
    "a shape that is not known": (
        {"distribution": "normal"},
        "distribution: 'normal' is not known. It shapes what is drawn between low and high. Give "
        "'triangular', 'uniform' or 'pert'. [not-an-option]",
    ),
    "too few draws": (
        {"draws": 10},
        "draws: 10 is not a whole number from 1000 to 10000000. Every figure is drawn from it. "
        "Give a whole number from 1000 to 10000000. [out-of-bounds]",
    ),
    "no seed": (
        {"seed": None},
        "seed: None is not a whole number from 0 to 9223372036854775808. Every figure is drawn "
        "from it. Give a whole number from 0 to 9223372036854775808. [out-of-bounds]",
    ),
    "a correlation above one": (
        {"correlations": {PAIR: 1.2}},
        f"{IN_WORDS}: 1.2 is not a rank correlation. It says how surely two inputs are high "
        "together. Give a number from -1 to 1. [out-of-bounds]",
    ),
    "a correlation that is no number": (
        {"correlations": {PAIR: float("nan")}},
        f"{IN_WORDS}: nan is not a rank correlation. It says how surely two inputs are high "
        "together. Give a number from -1 to 1. [out-of-bounds]",
    ),
    "a correlation with what does not vary": (
        {"correlations": {("mileage_rate", "contact_pay_rate"): 0.5}},
        "correlations.mileage_rate, contact_pay_rate: contact_pay_rate is not among the inputs "
        "that vary. Only inputs that are drawn can go together. Give it a range, or name two of: "
        "holiday_weeks, mileage_rate, miles_per_visit. [unknown-name]",
    ),
    "a correlation with itself": (
        {"correlations": {("mileage_rate", "mileage_rate"): 1.0}},
        "correlations: ('mileage_rate', 'mileage_rate') is not a pair of two inputs. A correlation "
        'joins two inputs. Give pairs such as {("mileage_rate", "miles_per_visit"): 0.5}. '
        "[wrong-shape]",
    ),
    "twice in disagreement": (
        {"correlations": {PAIR: 0.5, PAIR[::-1]: 0.3}},
        "correlations.holiday_weeks, mileage_rate: is 0.3 here and 0.5 the other way round. The "
        "order of two inputs does not matter. Keep one of them. [given-twice]",
    ),
    "correlations in a list": (
        {"correlations": [("mileage_rate", "holiday_weeks", 0.5)]},
        "correlations: [('mileage_rate', 'holiday_weeks', 0.5)] is not a table of pairs of inputs. "
        'A correlation joins two inputs. Give pairs such as {("mileage_rate", "miles_per_visit"): '
        "0.5}. [wrong-shape]",
    ),
    "correlations that are possible and not drawn": (
        {
            "correlations": {
                PAIR: -0.5,
                ("holiday_weeks", "miles_per_visit"): -0.5,
                ("miles_per_visit", "mileage_rate"): -0.5,
            }
        },
        "correlations: Inputs may be so related, but not as they are drawn here, by the ranks of "
        "normal variables. Ranks so near the limit of what is possible have no such variables "
        "behind them. Multiply each correlation by 0.96 or less. [correlations-not-drawn]",
    ),
    "correlations that cannot be": (
        {
            "correlations": {
                PAIR: 1.0,
                ("holiday_weeks", "miles_per_visit"): 1.0,
                ("miles_per_visit", "mileage_rate"): -1.0,
            }
        },
        "correlations: No inputs can be so related: the smallest eigenvalue is -1. Two inputs that "
        "each go with a third go with each other to some degree. Weaken the correlations, or give "
        "those that are left out. [impossible-correlations]",
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_what_cannot_be_drawn(name: str) -> None:
    given_, text = GOLDEN[name]
    assert said(RANGES, **given_) == [text]


def test_everything_wrong_is_said_at_once() -> None:
    found = said(
        {"zzzz": (0, 1), "mileage_rate": (0.9, 1.0), "miles_per_visit": (1.0, 3.0)},
        distribution="x", draws=1.5, seed=-1, correlations={PAIR: 2.0, "ab": 0.1},
    )  # fmt: skip
    codes = sorted(text.rpartition("[")[2].rstrip("]") for text in found)
    assert codes == [
        "not-an-option", "not-in-its-range", "out-of-bounds", "out-of-bounds", "out-of-bounds",
        "unknown-name", "wrong-shape",
    ]  # fmt: skip


def test_three_ranks_of_minus_a_half_are_drawn_as_nearly_as_is_said() -> None:
    """Three normal variables reach ranks of 6 / pi asin(-1 / 4) = -0.4826, no more."""
    pairs = [(A, B), (A, C), (B, C)]
    ranges = {A: (0, 1), B: (0, 1), C: (0, 1)}
    found = drawn(ranges, correlations=dict.fromkeys(pairs, 0.96 * np.float64(-0.5)), draws=20_000)
    ranks = found.quantiles.corr(method="spearman")
    assert all(abs(ranks.loc[pair] + 0.48) < 0.02 for pair in pairs)
    with pytest.raises(InputError, match="correlations-not-drawn"):
        drawn(ranges, correlations=dict.fromkeys(pairs, 0.97 * -0.5))


def test_ranges_without_width_vary_nothing() -> None:
    [text] = said({"mileage_rate": (0.45, 0.45)})
    assert text.startswith("ranges: No input of the calculation has a low and a high that differ.")


def test_draws_without_a_price_are_refused_in_words() -> None:
    party = plain(
        return_base="price", return_rate=0.1, stated_holiday_rate=0.1, stated_holiday_base="price"
    )
    ranges = {"return_rate": (0.0, 0.85), "stated_holiday_rate": (0.0, 0.85)}
    assert said(ranges, party=party, distribution="uniform") == [
        "ranges: Some draws have no price that covers them. Rates stated on the price or on gross "
        "pay leave nothing for other costs. Keep their sum below 100 % in every scenario. Narrow "
        "the ranges until every draw can be priced. [no-price-covers-it]"
    ]
    assert said({"evening_share": (0, 0.7), "weekend_share": (0, 0.7)}, distribution="uniform") == [
        "ranges.evening_share: Evening, weekend and bank-holiday shares of a scenario add up to "
        "more than 1. An hour is paid one premium. Keep their sum at 1 or less. Narrow the ranges "
        "until every draw can be priced. [shares-do-not-add-up]"
    ]


def test_prices_and_hours_that_cannot_be_used() -> None:
    found = drawn({A: (0, 1)}, draws=1_000)
    for prices in (-1.0, [20.0, np.nan], "20", [], [[20.0]]):
        with pytest.raises(InputError, match=r"^prices: .* covers the cost .*GBP per contact hour"):
            found.acceptability(prices)
    with pytest.raises(InputError) as caught:
        found.value_of_information(0.0, annual_contact_hours=np.inf)
    assert [str(problem) for problem in caught.value.problems] == [
        "price: 0.0 is not a number of GBP per contact hour above zero. The gain from signing is "
        "worked out from it. Give a number of GBP per contact hour above zero. [not-above-zero]",
        "annual_contact_hours: inf is not a number of hours per year above zero. The gain from "
        "signing is worked out from it. Give a number of hours per year above zero. "
        "[not-above-zero]",
    ]
