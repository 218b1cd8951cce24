"""What may be published: small numbers hidden, and not to be found by subtraction."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from effort import at_most
from hypothesis import given
from survey_cases import LINES, PARTS, TOTAL, A, B, C, county, county_table, tables

import fairprice as fp
from fairprice.survey.suppression import BESIDE, FEW, NOBODY, SHOWN


def sparse(answers: int = 3) -> pd.DataFrame:
    """Nine providers, of whom few answer the line PPE."""
    table = county_table(9)
    table.loc["PPE", table.columns[answers:]] = None
    return table


def test_a_line_of_few_answers_shows_no_figure() -> None:
    survey = fp.Survey.from_lines(sparse())
    shown = survey.published.lines
    assert shown.loc["PPE", "status"] == FEW
    assert shown.drop(columns="status").loc["PPE"].isna().all()
    assert not {"minimum", "maximum", "hours_weighted_median"} & set(shown.columns)
    assert survey.lines.loc["PPE", "n"] == 3


def test_one_more_line_is_hidden_with_it() -> None:
    survey = fp.Survey.from_lines(sparse())
    published = survey.published
    assert len(published.hidden) == 2
    [beside] = [line for line in published.hidden if line != "PPE"]
    assert published.lines.loc[beside, "status"] == BESIDE
    assert survey.lines.loc[beside, "median"] > 0
    assert "5 answers" in published.rule


def few_of(survey: fp.Survey) -> pd.Series[bool]:
    """Tell which lines fewer answered than the rule asks, or fewer with more than zero."""
    lines, least = survey.lines, survey.about.least
    something = (lines[["lower_quartile", "median", "upper_quartile"]].fillna(0) != 0).any(axis=1)
    return lines["n"].between(1, least - 1) | (something & (lines["n"] - lines["zeros"] < least))


def given_back(survey: fp.Survey) -> set[str]:
    """Solve what is published for what is hidden: every median that only one number fits.

    The three headlines are equations in the medians of the rows; so are rows that are the same
    over all providers. Costs are not below zero: sums of zero say that each part is.
    """
    published = survey.published
    labels = list(published.lines.index)
    shown = published.lines["median"]
    unknown = [label for label in labels if np.isnan(shown[label]) and survey.lines["n"][label]]
    equations: list[tuple[list[str], float]] = [
        (LINES, published.headlines[A]), (PARTS, published.headlines[B]),
        ([TOTAL], published.headlines[C]),
    ]  # fmt: skip
    amounts = survey.amounts
    equations += [
        ([one], shown[other])
        for one in unknown for other in labels
        if amounts[amounts.index == one].to_numpy().tolist()
        == amounts[amounts.index == other].to_numpy().tolist()
    ]  # fmt: skip
    known = [(rows, total) for rows, total in equations if not np.isnan(total)]
    matrix = np.array([label in rows for rows, _ in known for label in unknown], dtype=float)
    matrix = matrix.reshape(len(known), len(unknown))
    left = [total - np.nansum(shown[list(rows)]) for rows, total in known]
    found = {
        label for rows, rest in zip(known, left, strict=True) if abs(rest) < 1e-9
        for label in unknown if label in rows[0]
    }  # fmt: skip
    for place, label in enumerate(unknown):
        own = np.eye(len(unknown))[place]
        rank = np.linalg.matrix_rank(np.vstack([matrix, own]))
        if rank == np.linalg.matrix_rank(matrix):
            found.add(label)
    return found


@at_most(60)
@given(tables(least=3, most=14))
def test_suppression_cannot_be_undone_by_subtraction(table: pd.DataFrame) -> None:
    survey = fp.Survey.from_lines(table)
    published = survey.published
    few = few_of(survey)
    assert published.lines.loc[few, "median"].isna().all()
    small = survey.lines["n"] - survey.lines["zeros"] < survey.about.least
    without = published.lines.filter(like="without_zeros")
    assert without.loc[small].isna().all().all()
    assert not given_back(survey) & set(few.index[few])
    if not np.isnan(published.headlines[A]):
        hidden = published.lines["status"][LINES]
        medians = survey.lines["median"][LINES]
        beside = medians[hidden == BESIDE].sum()
        others = (hidden == "shown") & (medians > 0)
        assert beside >= medians[hidden == FEW].sum() - 1e-9 or not others.any()


@pytest.mark.parametrize("answers", [5, 6, 7, 8])
def test_the_return_is_not_given_back_by_the_sum_of_subtotals(answers: int) -> None:
    """With PPE of three, the return is the line with the next fewest answers, and a part."""
    table = sparse()
    table.loc[PARTS[2], table.columns[answers:]] = None
    survey = fp.Survey.from_lines(table)
    assert given_back(survey) == set()
    few = fp.Survey.from_lines(table.drop(index=[line for line in LINES if line not in (
        "Direct care", "PPE", "Back office staff", PARTS[2])]))  # fmt: skip
    assert "PPE" not in given_back(few)
    assert np.isnan(few.published.headlines[B]) == (
        few.published.lines["status"][PARTS[2]] != SHOWN
    )


def test_a_return_of_few_hides_the_sum_of_subtotals() -> None:
    table = county_table(9)
    table.loc[PARTS[2], table.columns[3:]] = None
    published = fp.Survey.from_lines(table).published
    assert published.lines.loc[PARTS[2], "status"] == FEW
    assert np.isnan(published.headlines[B])
    assert not np.isnan(published.headlines[[A, C]]).any()


def test_a_line_alone_in_its_subtotal_is_not_hidden_beside_another() -> None:
    """Its median would stand in the subtotal's row."""
    table = sparse().loc[["Direct care", "PPE", "Travel time", "Back office staff"]]
    survey = fp.Survey.from_lines(table)
    status = survey.published.lines["status"]
    assert status["Back office staff"] == SHOWN
    assert status["Direct care"] == BESIDE or status["Travel time"] == BESIDE
    assert "PPE" not in given_back(survey)


def test_lines_hidden_beside_come_to_as_much_as_those_of_few() -> None:
    """A penny beside 6.00 would tell it to the penny."""
    table = sparse()
    table.loc["PPE", table.columns[:3]] = [5.0, 6.0, 7.0]
    table.loc["Back office staff", table.columns[8]] = None
    table.loc["Back office staff", table.columns[:8]] = 0.01
    survey = fp.Survey.from_lines(table)
    status = survey.published.lines["status"]
    beside = survey.lines["median"][status == BESIDE]
    assert "Back office staff" in beside.index
    assert beside.sum() >= 6.0


def test_zeros_hide_nobody() -> None:
    """Of nine answers three are not zero: the upper quartile is the lowest of the three."""
    table = county_table(9)
    table.loc["PPE"] = [0.0] * 6 + [1.23, 2.34, 3.45]
    survey = fp.Survey.from_lines(table)
    assert survey.lines.loc["PPE", "upper_quartile"] == 1.23
    assert survey.published.lines.loc["PPE", "status"] == FEW
    table.loc["PPE"] = [0.0] * 8 + [1.23]
    shown = fp.Survey.from_lines(table).published.lines.loc["PPE"]
    assert shown[["lower_quartile", "median", "upper_quartile"]].to_list() == [0, 0, 0]


@pytest.mark.parametrize("providers", [5, 6, 7, 8, 9])
def test_bounds_do_not_tell_the_lowest_and_the_highest(providers: int) -> None:
    """Of five answers, the bounds of the median are the lowest and the highest."""
    survey = county(providers)
    held = survey.published
    ends = survey.lines[["minimum", "maximum"]].loc[[TOTAL]].to_numpy()
    figures = held.lines.drop(columns="status").loc[TOTAL].to_numpy(dtype=float)
    assert not np.isin(ends, figures).any()
    assert held.lines[["median_low", "median_high"]].isna().all().all()
    assert held.visit_prices[["median_low", "median_high"]].isna().all().all()
    assert not held.visit_prices["median"].isna().any()


def test_bounds_of_many_are_shown() -> None:
    held = county(12).published
    assert not held.lines.loc[TOTAL, ["median_low", "median_high"]].isna().any()
    assert not held.visit_prices[["median_low", "median_high"]].isna().any().any()


def test_hours_of_few_are_not_told_by_the_response() -> None:
    about = {"invited": 12, "commissioned_hours": 80_000.0}
    few = fp.Survey.from_lines(county_table(9), hours={"Provider 1": 5000.0}, **about)
    assert few.response["hours of returns used"] == 5000
    shown = few.published.response
    assert shown[["hours of returns used", "share of commissioned hours"]].isna().all()
    assert shown["response rate"] == 9 / 12
    assert county(9, **about).published.response["hours of returns used"] == 45_000


def test_appointments_of_one_length_that_few_have_are_hidden() -> None:
    visits = [{30.0: 100.0 + n} | ({20.0: 777.0} if n > 6 else {}) for n in range(9)]
    returns = zip(county(9).returns, visits, strict=True)
    stating = [dataclasses.replace(one, appointments=many) for one, many in returns]
    survey = fp.Survey(stating)
    assert survey.appointments.loc[20.0, ["n", "total"]].to_list() == [9, 1554]
    shown = survey.published.appointments
    assert "total" not in shown
    assert shown.loc[30.0, "median"] == 104
    # of nine, two have the length: no quartile but zeros
    assert shown.loc[20.0, "upper_quartile"] == 0


def test_the_rule_says_what_fewer_than_five_give_away() -> None:
    assert "can give the lowest" in county(9, least=3).published.rule
    assert "can give the lowest" not in county(9).published.rule


def test_a_survey_of_few_shows_nothing() -> None:
    published = county(4).published
    assert published.headlines.isna().all()
    assert published.lines["median"].isna().all()
    assert published.visit_prices["median"].isna().all()


def test_a_line_that_nobody_answered_hides_nothing() -> None:
    survey = fp.Survey.from_lines(county_table(9).drop(index="PPE"))
    assert survey.published.lines.loc["PPE", "status"] == NOBODY
    assert survey.published.hidden == ()


def test_the_least_number_can_be_stated() -> None:
    assert fp.Survey.from_lines(sparse(), least=3).published.hidden == ()
    assert len(county(9, least=10).published.hidden) == 32


def test_a_position_shows_nothing_that_is_hidden_and_counts_the_others() -> None:
    survey = fp.Survey.from_lines(sparse(5))
    assert survey.published.hidden == ()
    held = survey.position("Provider 0").loc["PPE"]
    assert np.isnan(held["median"])
    assert held["place"].startswith("not shown")
    outside = survey.position("Provider 8").loc["PPE"]
    assert outside["median"] == survey.lines.loc["PPE", "median"]
    few = fp.Survey.from_lines(sparse(3))
    own = few.position("Provider 8")
    assert own.loc[list(few.published.hidden), "median"].isna().all()


def test_drivers_of_few_are_hidden_too() -> None:
    survey = fp.Survey.from_lines(county_table(9), hours={"Provider 1": 5000.0}, invited=12)
    shown = survey.published.drivers
    assert np.isnan(shown["value"].iloc[-1])
    assert shown["value"].to_list()[:2] == [9.0, 12.0]
    assert county(9).published.drivers["value"].iloc[-1] == 45_000


def test_quartiles_shown_are_those_of_the_survey() -> None:
    survey = county(9)
    shown = survey.published.lines
    for cut in ("lower_quartile", "median", "upper_quartile"):
        assert shown[cut].to_list() == pytest.approx(survey.lines[cut].to_list())
    assert shown.loc[TOTAL, "n"] == 9
