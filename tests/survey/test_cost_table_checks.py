"""Faults of published tables: each kind planted in a clean one, and those of real councils."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from survey_cases import LINES, TOTAL, county, county_table

import fairprice as fp

COUNCILS = Path(__file__).resolve().parents[3] / "shared/reference/council_tables.csv"
needs_the_councils = pytest.mark.skipif(
    not COUNCILS.exists(), reason="shared/reference/council_tables.csv is not here"
)
CARE, BUSINESS, RETURN = (
    "Total careworker costs", "Total business costs", "Total return on operations",
)  # fmt: skip


def clean(survey: fp.Survey | None = None) -> pd.DataFrame:
    """The table of a survey, printed to the penny, with prices by length that agree with it."""
    survey = county(11, seed=5) if survey is None else survey
    table = survey.lines[["lower_quartile", "median", "upper_quartile", "n"]].astype(float).round(2)
    minutes, total = 36.0, table.loc[TOTAL, "median"]
    visit = 1.8
    hour = total - visit * 60 / minutes
    for length in (15, 30, 45, 60):
        price = round(visit + hour * length / 60, 2)
        table.loc[f"Cost per visit: {length} min", "median"] = price
        table.loc[f"Cost per hour at visit length: {length} min", "median"] = round(
            price * 60 / length, 2
        )
    table.loc["Average appointment duration (minutes)", "median"] = minutes
    return table.rename_axis("line")


def codes(table: pd.DataFrame) -> set[str]:
    return {fault.code for fault in fp.check_cost_table(table)}


def test_a_clean_table_has_no_fault_however_it_is_given() -> None:
    table = clean()
    assert fp.check_cost_table(table) == ()
    assert fp.check_cost_table(table.reset_index()) == ()
    assert fp.check_cost_table(table[["median"]]) == ()
    assert fp.check_cost_table(table.reset_index().assign(council="A")) == ()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("providers", [4, 9, 23])
def test_tables_of_other_surveys_have_no_fault(providers: int, seed: int) -> None:
    assert fp.check_cost_table(clean(county(providers, seed=seed))) == ()


def test_lines_that_some_left_blank_are_no_short_range() -> None:
    """Blank is not zero, so a line may have fewer answers beside others that count zeros."""
    held = county_table(11, seed=5)
    held.loc["Marketing", held.columns[:6]] = 0.0
    for line in ("PPE", "Assistive technology", "Training (third party)"):
        held.loc[line, held.columns[5:]] = None
    assert "range-too-short" not in codes(clean(fp.Survey.from_lines(held)))
    # every provider has an office: where five of eleven count, the others were left out
    held.loc["Back office staff", held.columns[5:]] = None
    found = fp.check_cost_table(clean(fp.Survey.from_lines(held)))
    short = [fault.where for fault in found if fault.code == "range-too-short"]
    assert short == ["Back office staff"]


def test_prices_in_proportion_are_right_where_nobody_travels() -> None:
    table = clean()
    assert "visit-price-pro-rata" in codes(in_proportion(table.copy()))
    table.loc[["Travel time", "Mileage"], ["lower_quartile", "median", "upper_quartile"]] = 0.0
    assert "visit-price-pro-rata" not in codes(in_proportion(table.copy()))


def test_a_few_pence_by_the_visit_tell_nothing_of_travel() -> None:
    """The total of an hour less a penny or two is reached by chance."""
    table = clean()
    hour = _total(table) - 0.10
    prices = {n: round(0.10 + hour * n / 60, 2) for n in (15, 30, 45, 60)}
    assert codes(_prices(table, prices)) == set()


def test_every_figure_that_differs_and_every_line_above_is_named() -> None:
    table = clean()
    cuts = ["lower_quartile", "median", "upper_quartile"]
    table.loc["TOTAL (headline table)", cuts] = [1.0, _total(table), 99.0]
    [versions] = [f for f in fp.check_cost_table(table) if f.code == "two-versions"]
    low, _, high = table.loc[TOTAL, cuts]
    assert versions.what == (
        f"lower quartile {low:.2f} is printed, but 1.00; upper quartile {high:.2f} is printed, "
        "but 99.00 as TOTAL (headline table)."
    )
    table = clean()
    table.loc[BUSINESS, "median"] = 0.20
    table.loc[LINES[11:28], "median"] = 0.10
    table.loc[["CQC fees", "Insurance"], "median"] = [0.35, 0.45]
    [below] = [
        f for f in fp.check_cost_table(table)
        if f.code == "below-its-part" and "median" in f.what
    ]  # fmt: skip
    assert "below that of Insurance, which is 0.45; CQC fees, which is 0.35." in below.what


def _prices(table: pd.DataFrame, prices: dict[int, float]) -> pd.DataFrame:
    kept = table.drop(index=[row for row in table.index if str(row).startswith("Cost per")])
    for length, price in prices.items():
        kept.loc[f"Cost per visit: {length} min", "median"] = price
    return kept


def _total(table: pd.DataFrame) -> float:
    return float(table.loc[TOTAL, "median"])


def quartile_order(table: pd.DataFrame) -> pd.DataFrame:
    table.loc["Insurance", "lower_quartile"] = table.loc["Insurance", "median"] + 0.01
    return table


def quartiles_of_a_total(table: pd.DataFrame) -> pd.DataFrame:
    for cut in ("lower_quartile", "upper_quartile"):
        table.loc[TOTAL, cut] = table.loc[LINES, cut].sum()
    return table


def subtotal_too_small(table: pd.DataFrame) -> pd.DataFrame:
    table.loc[BUSINESS, "median"] = table.loc[LINES[11:28], "median"].max() - 0.02
    return table


def one_subtotal_adds_up(table: pd.DataFrame) -> pd.DataFrame:
    """The careworker costs and the total are sums; the business costs are their own median."""
    table.loc[BUSINESS, "median"] = table.loc[LINES[11:28], "median"].sum() + 0.5
    table.loc[CARE, "median"] = table.loc[LINES[:11], "median"].sum()
    table.loc[TOTAL, "median"] = table.loc[[CARE, BUSINESS, RETURN], "median"].sum()
    return table


def the_return_twice(table: pd.DataFrame) -> pd.DataFrame:
    for cut in ("lower_quartile", "median", "upper_quartile"):
        table.loc[BUSINESS, cut] = table.loc[LINES[11:], cut].sum()
        table.loc[TOTAL, cut] = table.loc[[CARE, BUSINESS], cut].sum()
    return table


def hour_of_another_visit(table: pd.DataFrame) -> pd.DataFrame:
    table.loc["Cost per hour at visit length: 30 min", "median"] += 0.1
    return table


def in_proportion(table: pd.DataFrame) -> pd.DataFrame:
    return _prices(table, {n: round(_total(table) * n / 60, 2) for n in (15, 30, 45, 60)})


def the_hour_forgets(table: pd.DataFrame) -> pd.DataFrame:
    hour = _total(table) - 3
    prices = {n: round(1.8 + hour * n / 60, 2) for n in (15, 30, 45)}
    return _prices(table, prices | {60: round(hour, 2)})


def once_a_visit(table: pd.DataFrame) -> pd.DataFrame:
    visit = float(table.loc[["Travel time", "Mileage"], "median"].sum())
    hour = _total(table) - visit
    return _prices(table, {n: round(visit + hour * n / 60, 2) for n in (15, 30, 45, 60)})


def twice(table: pd.DataFrame) -> pd.DataFrame:
    hour = _total(table)
    return _prices(table, {n: round(1.8 + hour * n / 60, 2) for n in (15, 30, 45, 60)})


def of_another_hour(table: pd.DataFrame) -> pd.DataFrame:
    hour = _total(table) - 6
    return _prices(table, {n: round(1.8 + hour * n / 60, 2) for n in (15, 30, 45, 60)})


def the_total_on_a_line(table: pd.DataFrame) -> pd.DataFrame:
    table.loc["Other overheads", ["lower_quartile", "median", "upper_quartile"]] = _total(table)
    return table


def a_column_one_row_down(table: pd.DataFrame) -> pd.DataFrame:
    held = table.index[:32]
    table.loc[held, "upper_quartile"] = table.loc[held, "upper_quartile"].shift(1).to_numpy()
    return table


def labels_one_row_up(table: pd.DataFrame) -> pd.DataFrame:
    held = table.index[:32]
    columns = ["lower_quartile", "median", "upper_quartile"]
    table.loc[held, columns] = table.loc[held, columns].shift(-1).to_numpy()
    return table


def seven_of_eleven(table: pd.DataFrame) -> pd.DataFrame:
    table.loc["Back office staff", "n"] = 7
    table.loc["Marketing", "lower_quartile"] = 0.0
    return table


def a_range_for_all(table: pd.DataFrame) -> pd.DataFrame:
    table.loc["Number of location level survey responses received", "median"] = 21
    return table


def two_totals(table: pd.DataFrame) -> pd.DataFrame:
    table.loc["TOTAL (headline table)", "median"] = _total(table) + 0.35
    return table


PLANTED = [
    (quartile_order, "quartiles-out-of-order"),
    (quartiles_of_a_total, "sum-of-quartiles"),
    (subtotal_too_small, "below-its-part"),
    (one_subtotal_adds_up, "lines-do-not-add-up"),
    (the_return_twice, "return-inside-a-subtotal"),
    (hour_of_another_visit, "visit-price-differs"),
    (in_proportion, "visit-price-pro-rata"),
    (the_hour_forgets, "hour-without-travel"),
    (once_a_visit, "hourly-travel-by-the-visit"),
    (twice, "travel-charged-twice"),
    (of_another_hour, "visits-miss-the-total"),
    (the_total_on_a_line, "row-out-of-step"),
    (a_column_one_row_down, "rows-out-of-step"),
    (labels_one_row_up, "row-out-of-step"),
    (seven_of_eleven, "range-too-short"),
    (a_range_for_all, "range-too-short"),
    (two_totals, "two-versions"),
]


@pytest.mark.parametrize(("plant", "code"), PLANTED, ids=lambda p: getattr(p, "__name__", p))
def test_a_planted_fault_is_named(plant, code: str) -> None:
    assert code in codes(plant(clean()))


def test_a_subtotal_that_adds_up_by_chance_is_no_fault() -> None:
    """Where the total is the median of providers' totals, nothing was added up."""
    table = clean()
    table.loc[CARE, "median"] = table.loc[LINES[:11], "median"].sum()
    assert "lines-do-not-add-up" not in codes(table)


def test_a_wrong_unit_is_named() -> None:
    table = clean()
    table["unit"] = "£ per contact hour"
    table.loc["Minutes of travel per contact hour"] = [5.0, 5.0, 5.3, np.nan, "£"]
    assert [fault.where for fault in fp.check_cost_table(table) if fault.code == "wrong-unit"] == [
        "Minutes of travel per contact hour"
    ]


def test_what_is_no_table_is_refused() -> None:
    for table, code in (
        ([1.0], "wrong-kind"),
        (pd.DataFrame({"line": ["PPE"]}), "not-a-table"),
        (pd.DataFrame({"median": [1.0]}), "not-a-table"),
        (pd.DataFrame({"line": ["PPE"], "median": ["much"]}), "not-a-number"),
    ):
        with pytest.raises(fp.InputError, match=code):
            fp.check_cost_table(table)


#: Faults that are visible in what 28 councils and Sefton printed, by kind: how many councils.
#: Read from the tables themselves, one by one; twelve councils printed sums of quartiles, and
#: one printed three whole providers.
KNOWN = {
    "sum-of-quartiles": 12,
    "columns-are-not-quartiles": 1,
    "quartiles-out-of-order": 3,
    "below-its-part": 3,
    "hourly-travel-by-the-visit": 3,
    "visit-price-pro-rata": 2,
    "hour-without-travel": 1,
    "visits-miss-the-total": 1,
    "two-versions": 3,
    "lines-do-not-add-up": 2,
    "return-inside-a-subtotal": 1,
    "range-too-short": 1,
    "row-out-of-step": 1,
}
CLEAN = {
    "Bolton", "Bradford", "Rutland", "Sefton", "Hammersmith & Fulham", "Barnet", "Swindon",
    "Cheshire West and Chester", "Torbay", "Hounslow",
}  # fmt: skip


@needs_the_councils
def test_the_faults_of_29_councils_are_named_and_clean_tables_have_none() -> None:
    table = pd.read_csv(COUNCILS)
    councils = table[~table["council"].str.startswith("Sefton (")]
    assert councils["council"].nunique() == 29
    by_council = {str(name): codes(rows) for name, rows in councils.groupby("council", sort=False)}
    assert {name for name, found in by_council.items() if not found} == CLEAN
    assert Counter(code for found in by_council.values() for code in found) == KNOWN


@needs_the_councils
def test_a_single_providers_rows_are_no_fault() -> None:
    table = pd.read_csv(COUNCILS)
    assert fp.check_cost_table(table[table["council"].str.startswith("Sefton (")]) == ()


@needs_the_councils
@pytest.mark.parametrize(
    ("council", "code", "where"),
    [
        ("Kirklees", "hour-without-travel", "visit length"),
        ("Kirklees", "below-its-part", "Total Business Costs"),
        ("Lambeth", "visit-price-pro-rata", "visit length"),
        ("Lambeth", "quartiles-out-of-order", "Total Business Costs"),
        ("Wandsworth", "quartiles-out-of-order", "Total Return on Operations"),
        ("Herefordshire", "hourly-travel-by-the-visit", "visit length"),
        ("Westminster", "row-out-of-step", "Other overheads"),
        ("Rotherham", "two-versions", "TOTAL"),
        ("West Berkshire", "range-too-short", "Back office staff"),
        ("Barnsley", "columns-are-not-quartiles", "all rows"),
    ],
)
def test_a_fault_says_where_it_is(council: str, code: str, where: str) -> None:
    table = pd.read_csv(COUNCILS)
    found = fp.check_cost_table(table[table["council"] == council])
    assert any(fault.code == code and where in fault.where for fault in found)
