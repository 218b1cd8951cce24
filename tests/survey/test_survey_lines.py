"""What a line's figures are taken over, and by which rule."""

from __future__ import annotations

import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_cases import LABELS, LINES, PARTS, TOTAL, A, B, C, county, county_table, tables

import fairprice as fp
from fairprice.survey.statistics import weighted_median

FEW = settings(max_examples=25)


def two_lines(**providers: list[object]) -> fp.Survey:
    """A survey of travel time and mileage, and direct care for everybody."""
    cells = {name: [12.0, *amounts] for name, amounts in providers.items()}
    rows = ["Direct care", "Travel time", "Mileage"]
    return fp.Survey.from_lines(pd.DataFrame(cells, index=rows))


def test_value_zero_blank_and_not_applicable_are_four_answers() -> None:
    survey = two_lines(
        a=[1.0, 0.5], b=[0.0, None], c=["", "Not applicable"], d=[float("nan"), "n/a"], e=[3, 0]
    )
    travel, mileage = survey.lines.loc["Travel time"], survey.lines.loc["Mileage"]
    assert (travel["n"], travel["zeros"], travel["blank"], travel["not_applicable"]) == (3, 1, 2, 0)
    assert (mileage["n"], mileage["zeros"], mileage["blank"], mileage["not_applicable"]) == (
        2, 1, 1, 2,
    )  # fmt: skip
    assert travel["median"] == 1.0
    assert travel["median_without_zeros"] == 2.0
    assert survey.answers.loc["Mileage"].to_list() == [
        "value", "blank", "not applicable", "not applicable", "zero",
    ]  # fmt: skip


def test_lines_are_the_32_labels_in_their_order() -> None:
    lines = county().lines
    assert lines.index.to_list() == LABELS
    asked = {"n", "zeros", "blank", "minimum", "lower_quartile", "median", "upper_quartile"}
    assert asked | {"maximum"} <= set(lines.columns)


@FEW
@given(tables())
def test_quartiles_are_those_of_the_inclusive_rule(table: pd.DataFrame) -> None:
    """The standard library's own quantiles are a second engine."""
    lines = fp.Survey.from_lines(table).lines
    for line in LINES:
        answers = [float(cell) for cell in table.loc[line] if cell is not None]
        held = lines.loc[line]
        assert held["n"] == len(answers)
        if len(answers) > 1:
            expected = statistics.quantiles(answers, n=4, method="inclusive")
            found = held[["lower_quartile", "median", "upper_quartile"]].to_list()
            assert found == pytest.approx(expected, abs=1e-12)
            assert (held["minimum"], held["maximum"]) == (min(answers), max(answers))
        elif not answers:
            assert np.isnan(held["median"])


@FEW
@given(tables())
def test_totals_hold_their_lines_and_dominate_them(table: pd.DataFrame) -> None:
    """Over the same providers a total is never below a line, whatever the quartile."""
    full = table.fillna(0.0).astype(float)
    lines = fp.Survey.from_lines(full).lines
    for cut in ("minimum", "lower_quartile", "median", "upper_quartile", "maximum"):
        assert lines.loc[TOTAL, cut] >= lines.loc[PARTS, cut].max() - 1e-9
        assert lines.loc[PARTS[0], cut] >= lines.loc[LINES[:11], cut].max() - 1e-9
    assert lines.loc[TOTAL, "median"] == pytest.approx(full.sum().median())
    table_of = lines.rename(columns={"n": "count"})
    told = {problem.code for problem in fp.check_cost_table(table_of)} - _by_chance(full)
    assert told == set() or len(full.columns) < 4


def _by_chance(full: pd.DataFrame) -> set[str]:
    """Return what may be said of sound figures, as sums of quartiles are quartiles of the sums."""
    careworker, business, rest = LINES[:11], LINES[11:28], LINES[28:]
    subtotals = pd.DataFrame([full.loc[lines].sum() for lines in (careworker, business, rest)])
    apart = []
    for group in (full.loc[careworker], full.loc[business], full, subtotals):
        cuts = [0.25, 0.5, 0.75]
        apart.append(group.quantile(cuts, axis=1).sum(axis=1) - group.sum().quantile(cuts))
    near = np.abs(apart) < 0.2
    quartiles, medians = near[:, [0, 2]].all(axis=1).any(), near[:, 1].any()
    may_be = {"sum-of-quartiles": quartiles, "lines-do-not-add-up": medians}
    return {code for code, is_so in may_be.items() if is_so}


def test_where_one_line_alone_differs_the_sum_of_quartiles_is_the_quartile_of_the_sums() -> None:
    table = pd.DataFrame(0.0, index=LINES, columns=list("ABCDE"))
    table.loc["Direct care"] = [9.0, 10.0, 11.0, 12.0, 13.0]
    table.loc["CQC fees"] = 0.1
    lines = fp.Survey.from_lines(table).lines
    assert fp.check_cost_table(lines.rename(columns={"n": "count"})) == ()
    table.loc["PPE"] = [1.0, 0.0, 2.0, 0.5, 1.5]
    added = fp.Survey.from_lines(table).lines.rename(columns={"n": "count"})
    assert fp.check_cost_table(added) == ()
    cuts = ["lower_quartile", "upper_quartile"]
    added.loc["Total careworker costs", cuts] = added.loc[LINES[:11], cuts].sum()
    found = {(problem.code, problem.where) for problem in fp.check_cost_table(added)}
    assert ("sum-of-quartiles", "Total careworker costs") in found


@FEW
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_providers_does_not_matter(table: pd.DataFrame, random: object) -> None:
    names = list(table.columns)
    random.shuffle(names)  # type: ignore[attr-defined]
    one, other = fp.Survey.from_lines(table), fp.Survey.from_lines(table[names])
    pd.testing.assert_frame_equal(one.lines, other.lines)
    pd.testing.assert_frame_equal(one.headline_table, other.headline_table)
    assert one.questions == other.questions


@FEW
@given(tables())
def test_a_provider_at_the_median_leaves_it(table: pd.DataFrame) -> None:
    before = fp.Survey.from_lines(table).lines["median"]
    joined = table.assign(Median=[before[line] for line in table.index])
    after = fp.Survey.from_lines(joined).lines["median"]
    pd.testing.assert_series_equal(before[LINES], after[LINES])


def test_hours_weigh_answers_and_scale_out() -> None:
    table = county_table()
    hours = {name: float(2**n) for n, name in enumerate(table.columns)}
    one = fp.Survey.from_lines(table, hours=hours).lines["hours_weighted_median"]
    thousand = {name: 1000 * weight for name, weight in hours.items()}
    pd.testing.assert_series_equal(
        one, fp.Survey.from_lines(table, hours=thousand).lines["hours_weighted_median"]
    )
    # the last provider has more than half of the hours: it is the weighted median of each line
    assert one[LINES].to_list() == table[table.columns[-1]].astype(float).to_list()


@given(st.lists(st.integers(0, 99), min_size=1, max_size=15))
def test_equal_weights_give_the_plain_median(amounts: list[int]) -> None:
    values = np.array(amounts, dtype=float)
    assert weighted_median(values, np.full(len(values), 0.1)) == pytest.approx(np.median(values))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=9))
def test_a_weight_counts_as_so_many_answers(pairs: list[tuple[int, int]]) -> None:
    values, weights = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    repeated = np.repeat(values, weights.astype(int))
    assert weighted_median(values, weights) == np.median(repeated)


def test_the_three_headlines_stand_side_by_side_and_one_is_named() -> None:
    survey = county(headline=A)
    held, lines = survey.headlines, survey.lines["median"]
    assert held.index.to_list() == [A, B, C]
    assert held[A] == pytest.approx(lines[LINES].sum())
    assert held[B] == pytest.approx(lines[PARTS].sum())
    assert held[C] == lines[TOTAL]
    assert held.name == f"used: {A}"
    assert survey.headline == held[A]
    assert survey.headline_table["used"].to_list() == ["yes", "no", "no"]


def test_what_everybody_lacks_decides_between_the_headlines() -> None:
    """Each provider has one dear line of its own: the sum of medians loses them all."""
    cells = np.zeros((29, 5))
    cells[0] = 12
    for provider in range(5):
        cells[1 + provider, provider] = 5
    held = fp.Survey.from_lines(pd.DataFrame(cells, index=LINES, columns=list("abcde"))).headlines
    assert held.to_list() == [12.0, 17.0, 17.0]


def test_stated_totals_are_kept_and_their_difference_is_asked_about() -> None:
    table = pd.DataFrame({"a": [12.0, 1.0, 14.0]}, index=["Direct care", "PPE", "TOTAL"])
    survey = fp.Survey.from_lines(table)
    assert survey.lines.loc["TOTAL", "median"] == 14.0
    assert "question-total" in {question.code for question in survey.questions}


def test_bounds_hold_the_median_and_close_in_with_more_providers() -> None:
    few, many = county(6).lines, county(120).lines
    for lines in (few, many):
        held = lines[lines["n"] > 1]
        assert (held["median_low"] <= held["median"] + 1e-12).all()
        assert (held["median"] <= held["median_high"] + 1e-12).all()
    widths = [
        lines.loc[TOTAL, "median_high"] - lines.loc[TOTAL, "median_low"] for lines in (few, many)
    ]
    assert widths[0] > widths[1] > 0


def test_the_bounds_agree_with_the_exact_distribution_of_a_resampled_median() -> None:
    """Of nine answers, the chance that a resampled median is the k-th is a binomial sum."""
    from scipy.stats import binom

    answers = np.arange(9.0)
    survey = fp.Survey.from_lines(
        pd.DataFrame([answers + 10], index=["Direct care"], columns=list("abcdefghi"))
    )
    below = np.array([binom.sf(4, 9, (k + 1) / 9) for k in range(9)])  # P(median <= k-th)
    low, high = (10 + int(np.argmax(below >= share)) for share in (0.025, 0.975))
    held = survey.lines.loc["Direct care"]
    assert (held["median_low"], held["median_high"]) == (low, high)


def test_free_labels_are_folded_and_other_names_refused() -> None:
    rows = ["Direct care", "Other overheads", "Additional Overhead #1", "Vans"]
    table = pd.DataFrame({"a": [12.0, 0.5, 0.25, 0.1]}, index=rows)
    with pytest.raises(fp.InputError) as caught:
        fp.Survey.from_lines(table)
    assert [problem.code for problem in caught.value.problems] == ["unknown-line"]
    survey = fp.Survey.from_lines(table, fold=["vans"])
    assert survey.amounts.loc["Other overheads", "a"] == pytest.approx(0.85)
    assert "folded" in survey.log["step"].to_list()


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"a": [-1.0]}, ["not-an-answer"]),
        ({"a": ["twelve"]}, ["not-an-answer"]),
        ({"a": [True]}, ["not-an-answer"]),
        ({"a": [float("inf")]}, ["not-an-answer"]),
        ({"a": ["-"]}, ["not-an-answer"]),
        ({"a": [None]}, ["no-line"]),
        ({}, ["no-provider"]),
    ],
)
def test_what_is_no_answer_is_refused(cells: dict[str, list[object]], codes: list[str]) -> None:
    with pytest.raises(fp.InputError) as caught:
        fp.Survey.from_lines(pd.DataFrame(cells, index=["Direct care"], dtype=object))
    assert [problem.code for problem in caught.value.problems] == codes


def test_everything_wrong_with_a_table_is_said_at_once() -> None:
    table = pd.DataFrame(
        [[1.0, "x"], [2.0, 3.0], [4.0, 5.0]],
        index=["Direct care", "Direkt care", "direct care"],
        columns=["a", "a"],
    )
    with pytest.raises(fp.InputError) as caught:
        fp.Survey.from_lines(table, hours={"b": 1.0})
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {
        "provider-twice", "unknown-line", "row-twice", "not-an-answer", "unknown-provider",
    }  # fmt: skip


def test_something_else_than_a_table_is_refused() -> None:
    for given_ in ({"a": [1.0]}, [1.0], "returns"):
        with pytest.raises(fp.InputError, match=r"wrong-kind"):
            fp.Survey.from_lines(given_)  # type: ignore[arg-type]


def test_visits_are_priced_from_each_providers_own_parts() -> None:
    survey = county(9)
    prices = survey.visit_prices
    assert prices.index.to_list() == [15.0, 30.0, 45.0, 60.0]
    own = [2.0 + n / 10 + (20.0 + n / 5) * 0.25 for n in range(9)]
    assert prices.loc[15, "median"] == pytest.approx(statistics.median(own))
    assert prices.loc[15, "median_hourly_rate"] == pytest.approx(4 * statistics.median(own))
    assert (prices["median_hourly_rate"].diff().dropna() < 0).all()
    with pytest.raises(fp.InputError, match="no-visit-parts"):
        _ = fp.Survey.from_lines(county_table()).visit_prices


def test_response_and_drivers() -> None:
    survey = county(9, invited=20, out_of_scope=2, commissioned_hours=90_000)
    response = survey.response
    assert response["response rate"] == 0.5
    assert response["hours of returns used"] == 45_000
    assert response["share of commissioned hours"] == 0.5
    assert survey.drivers.index[1].startswith("Number of locations eligible")
    assert survey.drivers["value"].to_list()[:2] == [9.0, 18.0]
    assert survey.drivers["statistic"].to_list()[-1] == "total"


def test_a_position_shows_a_provider_its_place() -> None:
    survey = county(9)
    own = survey.position("Provider 3")
    assert own.index.to_list() == LABELS
    assert own["amount"].to_list() == survey.amounts["Provider 3"].to_list()
    assert own.loc[TOTAL, "difference"] == pytest.approx(
        own.loc[TOTAL, "amount"] - survey.lines.loc[TOTAL, "median"]
    )
    lowest = survey.amounts.loc[TOTAL].idxmin()
    assert survey.position(str(lowest)).loc[TOTAL, "share_below"] == 0.0
    with pytest.raises(fp.InputError, match="unknown-provider"):
        survey.position("Nobody")
    with pytest.raises(fp.InputError, match="not-shown"):
        county(5).position("Provider 0")


def test_two_returns_alike_and_outliers_are_asked_about() -> None:
    table = county_table(8)
    table["Copy"] = table["Provider 1"]
    table.loc["Mileage", "Provider 0"] = 300.0
    asked = {(q.where, q.code) for q in fp.Survey.from_lines(table).questions}
    assert ("Provider 1", "question-same") in asked
    assert ("Provider 0", "question-outlier") in asked
