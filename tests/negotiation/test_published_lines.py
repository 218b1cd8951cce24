"""Lines far from published ones: the register against its source, and when it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from providers import ANSWERED, plain
from strategies import assumptions

import fairprice as fp
from fairprice.calculation import ANNEX_A
from fairprice.survey.lines import row_of

COUNCILS = Path(__file__).resolve().parents[3] / "shared/reference/council_tables.csv"
#: Providers that answered, where a council prints how many; the adult minimum wage of April 2022.
LEAST, MINIMUM_WAGE = 5, 9.50


def sound_rows() -> pd.DataFrame:
    """The rows of councils' tables that the register may rest on."""
    table = pd.read_csv(COUNCILS)
    table = table[~table["council"].str.contains("single provider")]
    faults = [
        fault.where.split(", ", 1)
        for _, one in table.groupby("council")
        for fault in fp.check_cost_table(one)
    ]
    faulty = {(council, line) for council, line in faults}
    table["row"] = table["line"].map(row_of)
    rows = table.dropna(subset=["row"]).drop_duplicates(["council", "row"])
    rows = rows.dropna(subset=["lower_quartile", "upper_quartile"])
    lines = zip(rows["council"], rows["line"], strict=True)
    fine = np.array(
        [not {(council, line), (council, "all rows")} & faulty for council, line in lines]
    )
    unpaid = (rows["row"] == "direct_care") & (rows["lower_quartile"] < MINIMUM_WAGE)
    return rows[
        fine & (rows["certainty"] == "as printed") & ~(rows["n"] < LEAST) & ~unpaid
    ].set_index("council")


@pytest.mark.skipif(not COUNCILS.exists(), reason="shared/reference/council_tables.csv is not here")
def test_the_register_is_what_sound_tables_print() -> None:
    held = fp.published_lines()
    assert tuple(held["name"]) == ANNEX_A
    rows = sound_rows()
    assert fp.statutory_rates("2022-04-06", "England").value("adult_minimum_wage") == MINIMUM_WAGE
    for _, entry in held.iterrows():
        own = rows[rows["row"] == entry["name"]]
        assert entry["councils"] == len(own)
        for end, figure in (
            ("lowest", own["lower_quartile"].min()),
            ("highest", own["upper_quartile"].max()),
        ):
            cut = "lower_quartile" if end == "lowest" else "upper_quartile"
            printed = own.loc[entry[f"{end}_council"]]
            assert entry[f"{end}_{cut}"] == figure == printed[cut]
            assert entry[f"{end}_address"] == printed["url"]
    assert set(held["price_base"]) == {"2022-23, not uplifted"}


def far(position: fp.Assumptions | fp.OpenBook) -> dict[str, str]:
    """Say which input each line is shown at, by the line's label."""
    return {
        asked.what.split(":")[0]: asked.where.split(".")[1]
        for asked in fp.challenges(position, refusing=False)
    }


@pytest.mark.parametrize(
    ("changes", "line", "name"),
    [
        # the lowest lower quartiles are 1.07 and 0.14, the highest upper ones 7.88 and 1.58
        ({"back_office_staff_per_contact_hour": 0.53}, "Back office staff",
         "back_office_staff_per_contact_hour"),
        ({"back_office_staff_per_contact_hour": 15.77}, "Back office staff",
         "back_office_staff_per_contact_hour"),
        ({"rent_rates_utilities_per_contact_hour": None, "rent_rates_utilities_per_year": 1_800.0},
         "Rent/rates/utilities", "rent_rates_utilities_per_year"),
        # two visits an hour are 12 miles, 5.40
        ({"miles_per_visit": 6.0}, "Mileage", "miles_per_visit"),
        ({"stated_holiday_rate": 0.5, "stated_holiday_base": "attendance pay",
          "holiday_weeks": 5.6}, "Holiday", "stated_holiday_rate"),
        ({"return_rate": 0.40}, "Total return on operations", "return_rate"),
    ],
)  # fmt: skip
def test_a_line_far_from_its_range_is_shown_at_its_input(
    changes: dict[str, Any], line: str, name: str
) -> None:
    enough = {"legal_finance_professional_per_contact_hour": 0.5, "it_per_contact_hour": 1.0}
    assert far(plain(**enough | changes))[line] == name


@pytest.mark.parametrize(
    "changes",
    [
        {"back_office_staff_per_contact_hour": 1.07 / 2 + 1.0},
        {"back_office_staff_per_contact_hour": 15.76},
        {"back_office_staff_per_contact_hour": 1.49, "telephony_per_contact_hour": 0.0},
        # one figure for all business costs is no line "Other overheads" of its kind
        {"other_overheads_per_contact_hour": 7.0},
        {"central_recharges_per_contact_hour": 6.0},
    ],
)
def test_a_line_within_its_range_or_of_zero_is_not(changes: dict[str, Any]) -> None:
    assert far(plain(**changes)) == {}


def test_a_months_cost_given_for_a_year_is_shown_whether_itemised_or_one_figure() -> None:
    """Seven pounds an hour of 40,000 hours are 280,000 a year, and 23,333 a month."""
    name = "overheads_per_contact_hour"
    answers = {key: value for key, value in ANSWERED.items() if key != name}
    hours = float(fp.quick_book(**ANSWERED).value("annual_contact_hours"))
    year = fp.quick_book(**answers, overheads_per_year=7 * hours)
    month = fp.quick_book(**answers, overheads_per_year=7 * hours / 12)
    assert far(year) == {}
    assert far(month) == {"Total business costs": "other_overheads_per_year"}
    provider = fp.example_provider()
    staff = "back_office_staff_per_contact_hour"
    slip = provider.with_inputs(**{staff: provider.inputs()[staff] / 12})
    assert far(provider) == {}
    assert far(slip) == {"Back office staff": staff}


def test_what_is_published_says_its_councils_and_its_price_base() -> None:
    [text] = [str(c) for c in fp.challenges(plain(back_office_staff_per_contact_hour=0.5))
              if "Back office" in c.what]  # fmt: skip
    assert "Back office staff: GBP 0.50 a contact hour." in text
    assert "1.07 (Solihull) to 7.88 (Merton)" in text
    assert "of 15 councils in England, prices of 2022-23, not uplifted." in text
    assert "explain it in the Note" in text


def test_a_form_is_not_refused_for_it_and_says_its_cell(tmp_path: Path) -> None:
    party = plain(back_office_staff_per_contact_hour=0.5)
    assert party.cells == {}
    form = fp.write_intake_workbook(party, tmp_path / "form.xlsx")
    read = fp.read_assumptions(form)
    assert read == party
    assert list(far(read)) == ["Back office staff"]
    assert read.cells["back_office_staff_per_contact_hour"].startswith("'Business costs'!D")
    assert read.with_inputs(miles_per_visit=1.0).cells == {}


def test_an_open_slip_is_asked_about_first() -> None:
    data = plain(back_office_staff_per_contact_hour=0.5, holiday_weeks=4.0)
    assert far(data) == {}
    answered = data.model_dump(exclude_none=True)
    answered["evidence"] = {"holiday_weeks": {"note": "The other weeks are in Direct care."}}
    assert list(far(fp.Assumptions.model_validate(answered))) == ["Back office staff"]


def test_a_note_answers_it() -> None:
    data = plain(back_office_staff_per_contact_hour=0.5).model_dump(exclude_none=True)
    data["evidence"] = {"back_office_staff_per_contact_hour": {"note": "The owner's work."}}
    party = fp.Assumptions.model_validate(data)
    assert fp.challenges(party, refusing=False, answered=False) == ()
    assert len(fp.challenges(party, refusing=False, answered=True)) == 1


@given(assumptions())
def test_every_far_line_is_told_at_an_input_that_is_given(party: fp.Assumptions) -> None:
    book = fp.OpenBook(party)
    labels = {book.label(line): line for line in ANNEX_A if line in book.plan}
    held = fp.published_lines()
    for label, name in far(party).items():
        line = labels[label]
        assert name in party.inputs()
        amount = float(book.value(line))
        low, high = held.loc[label, ["lowest_lower_quartile", "highest_upper_quartile"]]
        assert amount > 0
        assert amount < low / 2 or amount > high * 2
