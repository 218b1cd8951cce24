"""Indices: published figures are those of their sources, formulas those of a contract."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairprice import (
    DateNotCoveredError,
    FairpriceError,
    Index,
    InputError,
    UnknownParameterError,
    compounded_index,
    published_index,
    published_indices,
    statutory_index,
    weighted_index,
)
from fairprice.statutory.register_file import read_register_text

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "statutory.csv"
# The table's name for a rate, and the register's.
NAMES = {
    "cpi_12month_rate": "cpi",
    "cpih_12month_rate": "cpih",
    "awe_total_pay_may_july": "awe_total_pay",
    "awe_total_pay_3m": "awe_total_pay",
    "awe_regular_pay_3m": "awe_regular_pay",
}


def read_rows() -> list[dict[str, str]]:
    if not REFERENCE.exists():
        return []
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["parameter"] in NAMES]


ROWS = read_rows()
needs_the_table = pytest.mark.skipif(not ROWS, reason="shared/reference/statutory.csv is not here")


def changes() -> st.SearchStrategy[float]:
    return st.integers(-200, 300).map(lambda tenths: tenths / 1000)


@st.composite
def several(draw: st.DrawFn) -> list[Index]:
    drawn = draw(st.lists(changes(), min_size=1, max_size=5))
    return [Index(f"year {n}", change, "a test") for n, change in enumerate(drawn)]


# ---- published ---------------------------------------------------------------------------


@needs_the_table
def test_every_published_rate_is_the_table_s_with_its_source() -> None:
    held = published_indices()
    assert len(held) == len(ROWS)
    for row in ROWS:
        rate = held.loc[(NAMES[row["parameter"]], row["effective_from"][:7])]
        assert rate["change"] == pytest.approx(float(row["value"]) / 100, abs=1e-12)
        # where the table names the publisher's own page for a copy, that is the source
        _, _, page = row["certainty"].partition("; ONS page ")
        assert rate["source_address"] == (page or row["source_url"])
        assert rate["source_title"] == row["source_title"] or page


@needs_the_table
def test_no_published_rate_is_held_as_more_certain_than_the_table_says() -> None:
    held = published_indices()
    for row in ROWS:
        certainty = held.loc[(NAMES[row["parameter"]], row["effective_from"][:7]), "certainty"]
        said = str(certainty).split(":")[0]
        assert said == "unconfirmed" or row["certainty"].startswith(said)


def test_a_rate_that_only_others_than_the_publisher_gave_makes_no_index() -> None:
    held = published_indices()
    official = (
        "https://www.ons.gov.uk/",
        "https://ons.gov.uk/",
    )
    for (name, month), rate in held.iterrows():
        # the publisher's address stands for one who read it there, or a copy of what it says
        if rate["source_address"].startswith(official) and rate["certainty"].startswith("high"):
            assert published_index(name, month).change == rate["change"]
            continue
        assert rate["certainty"].startswith("unconfirmed")
        with pytest.raises(InputError) as caught:
            published_index(name, month)
        assert [problem.code for problem in caught.value.problems] == ["unconfirmed"]
    with pytest.raises(InputError) as caught:
        published_index("cpi", "2026-04")
    assert str(caught.value) == (
        "published indices, cpi: 0.028 from 2026-04-01 is unconfirmed: it was found only in "
        "floracollage.com summary of ONS April 2026, https://floracollage.com/article/"
        "uk-consumer-price-inflation-april-2026-update. The other side would ask for the "
        "publisher's own figure. Look it up where it is published, and give it as an Index of "
        "your own. [unconfirmed]"
    )


def test_growth_from_or_to_an_unconfirmed_value_makes_no_index() -> None:
    # band 2 was 12.08 in 2024-25 (NHS Employers); that of 2025-26 was found second-hand only
    with pytest.raises(InputError, match=r"12\.51 from 2025-04-01 is unconfirmed"):
        statutory_index("nhs_band_2_hourly", "2024-04-06", "2025-04-06", "England")
    growth = statutory_index("nhs_band_2_hourly", "2023-04-06", "2024-04-06", "England")
    assert growth.change == pytest.approx(12.08 / 11.45 - 1)


def test_a_published_rate_says_its_month_source_and_certainty() -> None:
    # ONS D7G7, April 2025: 3.5 %
    cpi = published_index("cpi", "2025-04")
    assert cpi.change == 0.035
    assert cpi.name == "CPI, 12-month rate, 2025-04"
    assert "https://www.ons.gov.uk/economy/inflationandpriceindices/timeseries/d7g7" in cpi.source
    assert cpi.source.endswith("(certainty: high: verbatim ONS file)")


def test_any_day_of_a_month_names_it() -> None:
    # ONS: prices fell over the 12 months to April 2015
    fell = published_index("cpi", "2015-04")
    assert fell.change == -0.001
    assert published_index("cpi", datetime.date(2015, 4, 30)) == fell


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (
            ("cpi", "2026-05"), DateNotCoveredError,
            "published indices, cpi: There is no value for 2026-05. The nearest held: 2025-09 "
            "(3.8 %). A rate is that of its own month, and nothing is extrapolated. Choose a "
            "month that is held, or give the published figure as an Index of your own. "
            "[date-not-covered]",
        ),
        (
            ("cpi", "2027-04"), DateNotCoveredError,
            "published indices, cpi: There is no value for 2027-04. The nearest held: 2025-09 "
            "(3.8 %). A rate is that of its own month, and nothing is extrapolated. Choose a "
            "month that is held, or give the published figure as an Index of your own. "
            "[date-not-covered]",
        ),
        (
            ("cpl", "2026-04"), UnknownParameterError,
            "published indices: There is no index 'cpl'. Only rates with a source are held. Did "
            "you mean cpi? [unknown-parameter]",
        ),
        (
            ("wages", "2026-04"), UnknownParameterError,
            "published indices: There is no index 'wages'. Only rates with a source are held. "
            "Choose one of cpi, cpih, awe_total_pay, awe_regular_pay, or give an Index of your "
            "own. [unknown-parameter]",
        ),
        (
            ("cpi", "2026-4"), InputError,
            "month: '2026-4' is not a month of the calendar. Rates of change are published by the "
            'month. Give year-month, such as "2026-07", or a datetime.date. [not-a-month]',
        ),
        (
            ("cpi", None), InputError,
            "month: None is not a month of the calendar. Rates of change are published by the "
            'month. Give year-month, such as "2026-07", or a datetime.date. [not-a-month]',
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_a_rate_that_is_not_held(
    asked: tuple[Any, Any], error: type[FairpriceError], said: str
) -> None:
    with pytest.raises(error) as caught:
        published_index(*asked)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("unit", "value", "sound"),
    [
        ("share, change over 12 months", -0.001, True),
        ("share, change over 12 months", 2.8, False),
        ("share of pay", -0.001, False),
        ("GBP per hour", -0.001, False),
    ],
)
def test_only_a_change_may_be_below_zero_in_a_register(
    unit: str, value: float, sound: bool
) -> None:
    text = f"""
    [sources.a]
    title = "A"
    address = "https://www.example.org"
    [[parameter]]
    name = "a"
    label = "A"
    unit = "{unit}"
    nations = ["Wales"]
    [[parameter.values]]
    valid_from = 2026-04-01
    valid_to = 2026-04-30
    value = {value}
    source = "a"
    checked = 2026-11-22
    certainty = "high"
    """
    spans, problems = read_register_text(text, "a.toml")
    assert (len(spans), not problems) == (1 if sound else 0, sound)


# ---- statutory -----------------------------------------------------------------------------


def test_growth_of_the_living_wage_is_the_ratio_of_its_published_values() -> None:
    # GOV.UK: 12.21 from April 2025 and 12.71 from April 2026, so 50p on 12.21
    growth = statutory_index("adult_minimum_wage", "2025-04-06", "2026-04-06", "England")
    assert growth.change == pytest.approx(0.50 / 12.21, rel=1e-12)
    assert growth.source.startswith("from 12.21 to 12.71 GBP per hour: GOV.UK minimum wage")
    assert "2025-04-06 to 2026-04-06" in growth.name
    assert growth.source.count("https://") == 1  # one document attests both


def test_certainty_is_said_once() -> None:
    level = statutory_index("adult_minimum_wage", "2025-04-06", "2025-05-06", "England")
    assert level.change == 0
    assert level.source.endswith(
        "minimum_wage.yml (certainty: official service code, cross-checked (littler.co.uk))"
    )


@pytest.mark.skipif(not REFERENCE.exists(), reason="shared/reference/statutory.csv is not here")
def test_growth_of_the_living_wage_is_as_the_table_prints_it_in_every_year() -> None:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["parameter"] == "adult_minimum_wage_growth"]
    assert len(rows) == 12
    for row in rows:
        day = datetime.date.fromisoformat(row["effective_from"])
        growth = statutory_index("adult_minimum_wage", day - datetime.timedelta(1), day, "Wales")
        assert 100 * growth.change == pytest.approx(float(row["value"]), abs=0.0051)


@given(st.integers(2015, 2025), st.integers(2015, 2025), st.integers(2015, 2025))
def test_statutory_growth_in_two_steps_is_the_growth_in_one(a: int, b: int, c: int) -> None:
    first, middle, last = (f"{year}-05-01" for year in sorted((a, b, c)))
    name, nation = "real_living_wage" if min(a, b, c) > 2021 else "adult_minimum_wage", "Scotland"
    whole = statutory_index(name, first, last, nation)
    parts = [statutory_index(name, first, middle, nation),
             statutory_index(name, middle, last, nation)]  # fmt: skip
    assert compounded_index(parts).change == pytest.approx(whole.change, abs=1e-12)


def test_a_coming_year_is_read_from_an_overlay(tmp_path: Path) -> None:
    path = tmp_path / "coming.toml"
    path.write_text(
        """
        [sources.plan]
        title = "A planning assumption"
        address = "https://www.example.org/plan"
        [[parameter]]
        name = "adult_minimum_wage"
        label = "National Living Wage, planned"
        unit = "GBP per hour"
        nations = ["England"]
        [[parameter.values]]
        valid_from = 2027-04-01
        valid_to = 2028-03-31
        value = 13.3455
        source = "plan"
        checked = 2026-11-22
        certainty = "assumed"
        """,
        encoding="utf-8",
    )
    asked = ("adult_minimum_wage", "2026-04-06", "2027-04-06", "England")
    growth = statutory_index(*asked, law=path)
    assert growth.change == pytest.approx(0.05, rel=1e-12)  # 12.71 x 1.05 = 13.3455
    assert growth.source.endswith(
        "; A planning assumption, https://www.example.org/plan (certainty: assumed)"
    )
    with pytest.raises(DateNotCoveredError):
        statutory_index(*asked)


def test_growth_from_zero_is_refused() -> None:
    # no waiting days since April 2026, so no growth from there
    with pytest.raises(InputError) as caught:
        statutory_index("ssp_waiting_days", "2026-04-06", "2026-05-06", "England")
    assert str(caught.value) == (
        "ssp_waiting_days: is zero on 2026-04-06. Growth is a share of the value it starts from. "
        "Choose another index. [grows-from-zero]"
    )


# ---- formulas ------------------------------------------------------------------------------


def test_a_contract_formula_of_seventy_and_thirty() -> None:
    wage = statutory_index("adult_minimum_wage", "2025-04-06", "2026-04-06", "England")
    prices = published_index("cpi", "2025-09")  # ONS: 3.8 %
    formula = weighted_index({wage: 0.7, prices: 0.3})
    assert formula.change == pytest.approx(0.7 * 0.5 / 12.21 + 0.3 * 0.038, rel=1e-12)
    assert formula.name == f"70 % {wage.name} + 30 % {prices.name}"
    assert wage.source in formula.source
    assert prices.source in formula.source


@given(several(), st.data())
def test_a_weighted_index_lies_between_its_parts(indices: list[Index], data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.integers(1, 9), min_size=len(indices), max_size=len(indices)))
    weights = {index: w / sum(drawn) for index, w in zip(indices, drawn, strict=True)}
    change = weighted_index(weights).change
    parts = [index.change for index in indices]
    assert min(parts) - 1e-12 <= change <= max(parts) + 1e-12


@given(several())
def test_compounding_multiplies(indices: list[Index]) -> None:
    price = 100.0
    for index in indices:
        price += price * index.change
    if price <= 200:
        assert compounded_index(indices).change == pytest.approx(price / 100 - 1, abs=1e-12)
    else:
        with pytest.raises(InputError, match="more than double"):
            compounded_index(indices)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (
            {Index("wage", 0.04, "a"): 0.7, Index("CPI", 0.02, "b"): 0.2},
            "weights: The weights add up to 0.9. A part of the price without an index would be "
            "held without anyone saying so. Correct them so that they add up to 1; "
            'Index("held", 0.0, reason) holds a part. [weights-do-not-add-up]',
        ),
        (
            {},
            "weights: The weights add up to 0. A part of the price without an index would be "
            "held without anyone saying so. Correct them so that they add up to 1; "
            'Index("held", 0.0, reason) holds a part. [weights-do-not-add-up]',
        ),
        (
            {"wage": 0.7, Index("CPI", 0.02, "b"): 30},
            "2 problems:\n"
            "  1. weights: 'wage' is not an index. A change without a name and a source cannot be "
            "defended. Give Index(name, change, source), or one from published_index or "
            "statutory_index. [not-an-index]\n"
            "  2. weights, CPI: 30 is not a share from 0 to 1. A weight is the part of the price "
            "that follows the index. Give a share, such as 0.7 for 70 %. [out-of-bounds]",
        ),
    ],
)
def test_weights_that_are_refused(weights: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        weighted_index(weights)
    assert str(caught.value) == said


def test_compounding_nothing_is_refused() -> None:
    with pytest.raises(InputError, match=r"indices: \[\] is not an index\."):
        compounded_index([])
    with pytest.raises(InputError, match=r"indices: 0.03 is not an index\."):
        compounded_index([0.03])  # type: ignore[list-item]


def test_everything_wrong_with_an_index_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Index("", 2.9, "two\nlines")
    assert str(caught.value) == (
        "3 problems:\n"
        "  1. Index.name: '' is not text on a line. A change that nobody answers for cannot be "
        "defended. Say what it is, and where it is published or why it was agreed. [not-text]\n"
        "  2. Index.source: 'two\\nlines' is not text on a line. A change that nobody answers for "
        "cannot be defended. Say what it is, and where it is published or why it was agreed. "
        "[not-text]\n"
        "  3. Index.change: 2.9 is not a share above -1 and at most 1. A percentage in its place "
        "would raise prices a hundred times too much. Give a share, such as 0.029 for 2.9 %; more "
        "than double in several steps. [out-of-bounds]"
    )


@pytest.mark.parametrize("change", [-1, 1.01, float("nan"), float("inf"), "0.03", True, None])
def test_a_change_that_is_no_share_is_refused(change: Any) -> None:
    with pytest.raises(InputError, match="out-of-bounds"):
        Index("CPI", change, "agreed")
