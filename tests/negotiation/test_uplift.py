"""A book re-based to another date, contract formulas, and reviews by quality."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from effort import at_most
from hypothesis import assume, given
from hypothesis import strategies as st
from providers import plain, plain_data, stated
from strategies import assumptions, assumptions_data, price_dates

from fairprice import (
    Assumptions,
    Index,
    InputError,
    OpenBook,
    dump_assumptions,
    load_assumptions,
    published_index,
    statutory_index,
    uplift,
    weighted_index,
)
from fairprice.calculation import BUSINESS_LINES

HELD = Index("held", 0.0, "not raised this year")
FIVE = Index("five per cent", 0.05, "agreed, minute 12")
TEN = Index("ten per cent", 0.10, "agreed, minute 13")
#: Written out by hand, so that an input that is money and is overlooked is noticed.
MONEY = {
    "contact_pay_rate", "pay_band_rate", "travel_pay_rate", "waiting_pay_rate", "mileage_rate",
    "ppe_per_visit", "ppe_per_contact_hour", "recruitment_dbs_per_leaver", "cover_per_leaver",
    *(f"{line}_per_year" for line in BUSINESS_LINES),
    *(f"{line}_per_contact_hour" for line in BUSINESS_LINES),
}  # fmt: skip
SECTIONS = ("pay", "travel", "ppe", "business_costs", "return_on_operations")


def typed_by_hand(data: Any, change: float) -> Any:
    """Raise every amount of money in nested data."""
    hourly_return = data["return_on_operations"].get("return_base") == "contact hour"
    return {
        section: {
            name: (
                [amount * (1 + change) for amount in value]
                if isinstance(value, list)
                else value * (1 + change)
            )
            if name in MONEY or (name == "return_rate" and hourly_return)
            else value
            for name, value in part.items()
        }
        for section, part in data.items()
        if section not in ("sources", "evidence")
    }


def for_all(given: Assumptions, index: Index) -> dict[str, Index]:
    """Give one index to every amount, by its own name."""
    names = {name for name in given.inputs() if name in MONEY}
    if given.return_on_operations.return_base == "contact hour":
        names.add("return_rate")
    return dict.fromkeys(names, index)


def attended(**inputs: Any) -> Assumptions:
    """Return the plain provider with nothing but pay for attendance, mileage and what is named."""
    data = plain_data()
    del data["workforce"], data["training"]
    data["time_off"] = {"notice_pay_share": 0.0}
    data["stated_rates"] = stated(0.0)
    return Assumptions.model_validate(data).with_inputs(**inputs)


def changes() -> st.SearchStrategy[float]:
    return st.integers(-300, 400).map(lambda tenths: tenths / 1000)


# ---- properties ----------------------------------------------------------------------------


@given(assumptions(documented=False))
def test_nothing_changes_at_the_same_date_with_everything_held(stated: Assumptions) -> None:
    found = uplift(stated, stated.about.price_date, for_all(stated, HELD))
    assert found.after.price_per_hour == found.before.price_per_hour
    assert found.after.assumptions.inputs() == stated.inputs()
    pd.testing.assert_frame_equal(found.after.visit_prices(), OpenBook(stated).visit_prices())


@given(assumptions_data(), changes(), price_dates())
def test_the_price_is_that_of_amounts_typed_by_hand(
    data: Any, change: float, day: datetime.date
) -> None:
    stated = Assumptions.model_validate(data)
    typed = typed_by_hand(data, change)
    typed["about"]["price_date"] = day
    expected = OpenBook(Assumptions.model_validate(typed))
    found = uplift(stated, day, for_all(stated, Index("drawn", change, "a test")))
    assert found.after.price_per_hour == pytest.approx(expected.price_per_hour, rel=1e-12)
    assert found.after.assumptions.inputs() == expected.assumptions.inputs()
    assert found.before.price_per_hour == OpenBook(stated).price_per_hour


@given(
    assumptions(stated_words=st.just({"training", "noncontact", "holiday", "sickness",
                                      "national_insurance", "pension", "overheads"}),
                documented=False),
    changes(),
)  # fmt: skip
def test_with_no_law_in_the_price_it_rises_as_its_amounts_do(
    stated: Assumptions, change: float
) -> None:
    found = uplift(stated, "2026-04-06", for_all(stated, Index("drawn", change, "a test")))
    assert found.change == pytest.approx(change, abs=1e-9)


@at_most(30)
@given(assumptions(documented=False), changes(), price_dates())
def test_the_bridge_adds_up_to_the_change(
    stated: Assumptions, change: float, day: datetime.date
) -> None:
    found = uplift(stated, day, for_all(stated, Index("drawn", change, "a test")))
    difference = found.after.price_per_hour - found.before.price_per_hour
    assert found.bridge.gap == pytest.approx(difference, abs=1e-12)
    assert found.bridge.by_input["effect"].sum() == pytest.approx(difference, abs=1e-9)
    assert set(found.table.index) >= set(found.bridge.by_input.index) & MONEY


@given(assumptions(documented=False), changes(), changes())
def test_two_years_are_the_changes_on_top_of_each_other(
    stated: Assumptions, first: float, second: float
) -> None:
    day = stated.about.price_date
    once = uplift(stated, day, for_all(stated, Index("first", first, "a test")))
    later = once.after.assumptions
    twice = uplift(later, day, for_all(later, Index("second", second, "a test")))
    both = Index("both", (1 + first) * (1 + second) - 1, "a test")
    whole = uplift(stated, day, for_all(stated, both))
    assert twice.after.price_per_hour == pytest.approx(whole.after.price_per_hour, rel=1e-12)


@given(assumptions(), changes())
def test_every_raised_amount_says_where_it_came_from_and_survives_a_file(
    stated: Assumptions, change: float
) -> None:
    index = Index("drawn", change, "a test of sources")
    found = uplift(stated, "2026-04-06", for_all(stated, index))
    after = found.after.assumptions.evidence
    for name in found.table.index:
        origin = stated.sources.get(name, "no source stated")
        assert (after[name].document or "").startswith(origin[:200])
        assert "drawn" in (after[name].document or "")
        assert "a test of sources" in (after[name].note or "")
    untouched = set(stated.evidence) - set(found.table.index) - {"price_date"}
    assert all(after[name] == stated.evidence[name] for name in untouched)
    written = tomllib.loads(dump_assumptions(found.after.assumptions))
    assert Assumptions.model_validate(written) == found.after.assumptions


@given(assumptions(documented=False))
def test_every_amount_is_asked_for_unless_it_is_zero(stated: Assumptions) -> None:
    chosen = for_all(stated, FIVE)
    needed = {name for name in chosen if np.any(stated.inputs()[name])}
    assume(needed)
    with pytest.raises(InputError) as caught:
        uplift(stated, "2026-04-06", {})
    listed = " ".join(problem.what for problem in caught.value.problems)
    assert {name for name in MONEY | {"return_rate"} if f" {name} (" in listed} == needed


# ---- by hand -------------------------------------------------------------------------------


def test_pay_by_the_law_and_mileage_by_its_own_index() -> None:
    """Half-hour visits, 6 minutes and 2 miles apart: 2 visits an hour."""
    before = attended(
        price_date="2025-04-06", contact_pay_rate=12.21, travel_pay_rate=12.21,
        waiting_pay_rate=0.0,
    )  # fmt: skip
    wage = statutory_index("adult_minimum_wage", "2025-04-06", "2026-04-06", "England")
    found = uplift(before, "2026-04-06", {"pay": wage, "mileage_rate": TEN})
    # 1.2 paid hours and 4 miles
    assert found.before.price_per_hour == pytest.approx(1.2 * 12.21 + 4 * 0.45)
    assert found.after.price_per_hour == pytest.approx(1.2 * 12.71 + 4 * 0.495)
    assert found.change == pytest.approx((1.2 * 12.71 + 1.98) / (1.2 * 12.21 + 1.8) - 1)
    effects = found.bridge.by_input["effect"]
    assert effects["contact_pay_rate"] == pytest.approx(0.5)
    assert effects["travel_pay_rate"] == pytest.approx(0.1)
    assert effects["mileage_rate"] == pytest.approx(0.18)
    assert repr(found) == (
        "<Uplift from 2025-04-06 to 2026-04-06: GBP 16.45 to 17.23 per contact hour, +4.74%>"
    )
    assert list(found.table.index) == ["contact_pay_rate", "travel_pay_rate", "mileage_rate"]
    row = found.table.loc["mileage_rate"]
    assert (row["label"], row["unit"], row["before"]) == ("Mileage rate", "GBP per mile", 0.45)
    assert (row["index"], row["change"], row["source"]) == (TEN.name, 0.10, TEN.source)
    assert row["after"] == pytest.approx(0.495)


def test_the_law_changes_with_the_date_alone() -> None:
    """National Insurance: 13.8 % above 175 a week in 2024-25, 15 % above 96 in 2025-26."""
    before = plain(
        price_date="2024-05-01", travel_minutes_per_visit=0.0, mileage_rate=0.0,
        holiday_weeks=0.0, pension_enrolled_share=0.0,
    )  # fmt: skip
    found = uplift(before, "2025-05-01", {"pay": HELD})
    weekly = 30 * 13.0
    rises = 0.15 * (weekly - 96) / 30 - 0.138 * (weekly - 175) / 30
    difference = found.after.price_per_hour - found.before.price_per_hour
    assert difference == pytest.approx(rises, rel=1e-9)
    assert set(found.bridge.by_input.index) >= {"employer_nic_rate"}


def test_an_input_s_own_index_comes_before_its_section_s() -> None:
    found = uplift(
        plain(insurance_per_contact_hour=0.2, telephony_per_contact_hour=0.2),
        "2026-05-06",
        {"pay": HELD, "travel": HELD, "business_costs": FIVE, "insurance_per_contact_hour": TEN},
    )
    costs = found.after.assumptions.business_costs
    assert costs.insurance_per_contact_hour == pytest.approx(0.22)
    assert costs.telephony_per_contact_hour == pytest.approx(0.21)


def test_bands_are_raised_entry_by_entry() -> None:
    data = plain_data()
    del data["pay"]["contact_pay_rate"]
    bands = {"pay_band_rate": [13.0, 14.0], "pay_band_share": [0.5, 0.5]}
    data["pay"] |= bands | {"pay_band_role": ["care worker", "senior"]}
    data["evidence"] = {
        "pay_band_rate": {"basis": "Payroll", "low": [12.0, 13.0], "high": [13.0, 15.0]}
    }
    found = uplift(
        Assumptions.model_validate(data), "2026-05-06", {"pay": HELD, "pay_band_rate": TEN,
                                                         "travel": HELD},
    )  # fmt: skip
    assert found.after.assumptions.pay.pay_band_rate == pytest.approx((14.3, 15.4))
    rows = found.table.loc["pay_band_rate"]
    assert list(rows["label"]) == ["Pay band rate, care worker", "Pay band rate, senior"]
    assert list(rows["before"]) == [13.0, 14.0]
    assert list(rows["after"]) == pytest.approx([14.3, 15.4])
    known = found.after.assumptions.evidence["pay_band_rate"]
    assert known.low == pytest.approx((13.2, 14.3))
    assert known.high == pytest.approx((14.3, 16.5))


def test_a_return_by_the_hour_is_money_and_one_on_cost_is_not() -> None:
    all_but = {"pay": HELD, "travel": HELD}
    hourly = plain(return_base="contact hour", return_rate=1.0)
    with pytest.raises(InputError, match=r"return_rate \(1 GBP per contact hour\)"):
        uplift(hourly, "2026-04-06", all_but)
    found = uplift(hourly, "2026-04-06", all_but | {"return_on_operations": FIVE})
    assert found.after.assumptions.return_on_operations.return_rate == pytest.approx(1.05)
    with pytest.raises(InputError, match=r"return_rate: holds no amount of money here"):
        uplift(plain(return_rate=0.05), "2026-04-06", all_but | {"return_rate": FIVE})


def test_what_is_not_money_and_what_is_a_fee_stay() -> None:
    before = plain(flat_hourly_fee=20.0, price_multiple=0.04)
    found = uplift(before, "2026-05-06", dict.fromkeys(SECTIONS[:4], FIVE))
    old, new = before.inputs(), found.after.assumptions.inputs()
    changed = {name for name in new if new[name] != old[name]}
    assert changed == {
        "price_date", "contact_pay_rate", "travel_pay_rate", "waiting_pay_rate", "mileage_rate",
    }  # fmt: skip
    assert (new["flat_hourly_fee"], new["price_multiple"]) == (20.0, 0.04)


def test_evidence_of_a_raised_amount_by_hand() -> None:
    data = plain_data()
    data["evidence"] = {
        "mileage_rate": {
            "basis": "Policy of the provider", "document": "Handbook", "owner": "Finance",
            "quality": "green", "low": 0.40, "high": 0.50, "provider_stance": "agreed",
            "next_review": "2027-01-01",
        }
    }  # fmt: skip
    index = {"pay": HELD, "mileage_rate": FIVE}
    found = uplift(Assumptions.model_validate(data), "2027-03-01", index)
    known = found.after.assumptions.evidence
    assert known["mileage_rate"].model_dump(exclude_none=True) == {
        "basis": "0.45 GBP per mile of 2026-04-06, raised by 5 %: five per cent",
        "document": "Handbook; raised by 5 %: five per cent",
        "note": "five per cent: agreed, minute 12; Policy of the provider",
        "owner": "Finance",
        "low": pytest.approx(0.42),
        "high": pytest.approx(0.525),
    }
    assert known["contact_pay_rate"].model_dump(exclude_none=True) == {
        "basis": "13 GBP per hour of 2026-04-06, held: held",
        "document": "no source stated; held: held",
        "note": "held: not raised this year",
    }


def test_evidence_of_the_date_stays_with_its_date() -> None:
    data = plain_data() | {"sources": {"price_date": "First day of the tax year"}}
    stated = Assumptions.model_validate(data)
    indices = {"pay": HELD, "travel": HELD}
    for day, kept in (("2026-04-06", True), ("2026-05-06", False)):
        known = uplift(stated, day, indices).after.assumptions.sources
        assert ("price_date" in known) == kept


def test_long_sources_are_cut_in_the_middle_and_the_table_keeps_them_whole() -> None:
    source = "A report " + "with a long title " * 30 + "that ends here"
    found = uplift(plain(), "2026-05-06", {"pay": HELD, "travel": Index("long", 0.1, source)})
    note = found.after.assumptions.evidence["mileage_rate"].note or ""
    assert len(note) <= 500
    assert note.startswith("long: A report with")
    assert " ... " in note
    assert note.endswith("that ends here")
    assert found.table.loc["mileage_rate", "source"] == source


def test_visit_prices_are_those_of_the_fee_workbook() -> None:
    before = attended(price_multiple=0.04)
    found = uplift(before, "2026-05-06", {"pay": TEN, "travel": HELD})
    prices = found.visit_prices
    assert list(prices.columns) == [
        "price_per_visit_before", "price_per_visit_after",
        "price_to_the_penny_before", "price_to_the_penny_after",
        "price_point_before", "price_point_after", "change",
    ]  # fmt: skip
    # 30 minutes and 6 of travel at 13.00, 2 miles at 0.45: 8.70, and with 14.30: 9.48
    half_hour = prices.loc[30.0]
    assert half_hour["price_per_visit_before"] == pytest.approx(8.70)
    assert half_hour["price_per_visit_after"] == pytest.approx(9.48)
    assert half_hour["price_point_before"] == 8.72
    assert half_hour["price_point_after"] == 9.48
    assert half_hour["change"] == pytest.approx(9.48 / 8.70 - 1)
    # 15 minutes: 5.45, and 5.905
    assert prices.loc[15.0, "price_to_the_penny_after"] == 5.91
    assert prices.loc[15.0, "price_point_after"] == 5.92
    unpointed = uplift(plain(), "2026-05-06", {"pay": TEN, "travel": HELD}).visit_prices
    assert "price_point_after" not in unpointed


def test_what_a_formula_gives_beside_what_costs_do() -> None:
    found = uplift(attended(), "2026-05-06", {"pay": TEN, "travel": HELD})
    # an hour: 1.2 paid hours at 13.00 and 4 miles at 0.45 = 17.40; at 14.30 = 18.96
    formula = weighted_index({TEN: 0.7, HELD: 0.3})
    table = found.against(formula, TEN)
    assert list(table.index) == [formula.name, TEN.name]
    assert table["formula_price"].tolist() == pytest.approx([17.40 * 1.07, 17.40 * 1.10])
    assert table["rebased_price"].tolist() == pytest.approx([18.96, 18.96])
    short = 18.96 - 17.40 * 1.07
    assert table["shortfall_per_hour"].tolist() == pytest.approx([short, 18.96 - 19.14])
    # 1,000 half-hour visits a week, 52 weeks a year
    assert table["shortfall_per_year"].iloc[0] == pytest.approx(short * 500 * 52)
    assert found.against(TEN, price=16.0)["formula_price"].iloc[0] == pytest.approx(17.6)


def test_an_overlay_is_the_law_of_both_dates(tmp_path: Path) -> None:
    """The threshold of National Insurance doubled, next year and in a plan for this one."""
    row = ('source = "plan"\nchecked = 2026-11-22\ncertainty = "assumed"\n')  # fmt: skip
    path = tmp_path / "plan.toml"
    path.write_text(
        '[sources.plan]\ntitle = "A plan"\naddress = "https://www.example.org"\n'
        '[[parameter]]\nname = "employer_nic_rate"\nlabel = "Rate, planned"\n'
        'unit = "share of pay above the threshold"\nnations = ["England"]\n'
        "[[parameter.values]]\nvalid_from = 2026-04-06\nvalid_to = 2026-08-31\nvalue = 0.0\n"
        + row
        + "[[parameter.values]]\nvalid_from = 2026-09-01\nvalid_to = 2027-04-05\nvalue = 0.2\n"
        + row,
        encoding="utf-8",
    )
    found = uplift(plain(), "2026-10-01", {"pay": HELD, "travel": HELD}, law=path)
    assert found.before.value("national_insurance") == 0
    assert found.after.value("national_insurance") > 0
    assert found.after.rates["employer_nic_rate"].source_title == "A plan"


def test_the_example_provider_is_raised_from_last_year() -> None:
    example = load_assumptions(Path(__file__).resolve().parents[2] / "examples" / "provider.toml")
    earlier = example.with_inputs(
        price_date="2025-04-06", contact_pay_rate=12.21, travel_pay_rate=12.21,
        waiting_pay_rate=12.21,
    )  # fmt: skip
    wage = statutory_index("adult_minimum_wage", "2025-04-06", "2026-04-06", "England")
    prices = published_index("cpi", "2025-09")
    found = uplift(
        earlier,
        "2026-04-06",
        {"pay": wage, "travel": HELD, "ppe": prices, "business_costs": prices},
    )
    by_hand = example.with_inputs(
        ppe_per_contact_hour=0.84 * 1.038,
        **{
            name: value * 1.038
            for name, value in example.inputs().items()
            if name in MONEY and name.startswith(BUSINESS_LINES)
        },
    )
    assert found.after.price_per_hour == pytest.approx(OpenBook(by_hand).price_per_hour, rel=1e-12)
