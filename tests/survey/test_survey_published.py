"""What may be published: small numbers hidden, and not to be found by subtraction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from effort import at_most
from hypothesis import given
from survey_cases import LINES, TOTAL, A, county, county_table, tables

import fairprice as fp
from fairprice.survey.suppression import BESIDE, FEW, NOBODY


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


@at_most(60)
@given(tables(least=3, most=14))
def test_suppression_cannot_be_undone_by_subtraction(table: pd.DataFrame) -> None:
    """The sum of line medians less those shown is that of several lines, never of one.

    Costs are not below zero. So a hidden figure is found if it is alone in the difference, or
    if the difference is zero.
    """
    survey = fp.Survey.from_lines(table)
    published = survey.published
    status = published.lines["status"]
    few = survey.lines["n"].between(1, survey.about.least - 1)
    assert published.lines.loc[few, "median"].isna().all()
    small = survey.lines["n"] - survey.lines["zeros"] < survey.about.least
    without = published.lines.filter(like="without_zeros")
    assert without.loc[small & status.isin(["shown"])].isna().all().all()
    if np.isnan(published.headlines[A]):
        return
    hidden = [line for line in LINES if status[line] in (FEW, BESIDE)]
    left = published.headlines[A] - published.lines.loc[LINES, "median"].sum()
    assert len(hidden) != 1
    for line in hidden:
        own = survey.lines.loc[line, "median"]
        others = left - own
        if status[line] == FEW:
            assert left > 1e-9, "a difference of zero says that every hidden figure is zero"
            assert others > 1e-9, "the whole of the difference would be its own figure"


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
