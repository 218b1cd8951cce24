"""Two guesses of one law: what they make of a gap, by value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from providers import plain

import fairprice as fp
from fairprice.statutory import rates_of_records
from fairprice.statutory.rates import statutory_rates

UNITS = {
    "adult_minimum_wage": "GBP per hour",
    "real_living_wage": "GBP per hour",
    "employer_nic_rate": "share of pay above the threshold",
    "ssp_weekly_rate": "GBP per week",
}


def guess(**values: float) -> fp.StatutoryRates:
    day = statutory_rates("2026-04-06", "England")
    return rates_of_records(
        day.date,
        "England",
        [
            {
                "name": name, "label": day[name].label, "unit": UNITS[name],
                "nations": ["England"], "value": value, "certainty": "assumed",
                "valid_from": day.date, "valid_to": day.date,
            }
            for name, value in values.items()
        ],
    )  # fmt: skip


def at(wage: float, **stated: object) -> fp.Assumptions:
    return plain(contact_pay_rate=wage, travel_pay_rate=wage, **stated)


def test_a_wage_that_both_sides_pay_has_the_effect_of_that_pay() -> None:
    """Nothing else differs, so the whole gap is the law's."""
    ours = fp.OpenBook(at(13.21), guess(adult_minimum_wage=13.21))
    theirs = fp.OpenBook(at(13.45), guess(adult_minimum_wage=13.45))
    found = fp.bridge(ours, theirs)
    assert list(found.by_law.index) == ["adult_minimum_wage"]
    wage = found.by_law.loc["adult_minimum_wage"]
    assert (wage["ours"], wage["theirs"]) == (13.21, 13.45)
    assert wage["effect"] == pytest.approx(found.gap, abs=1e-9)
    assert wage["through"] == "Contact pay rate, Travel pay rate"
    assert f"13.21 against 13.45 GBP per hour: {found.gap:+.4f}, through pay" in str(found)


def test_pay_above_the_wage_is_a_choice_of_its_own() -> None:
    ours = fp.OpenBook(at(14.0), guess(adult_minimum_wage=13.21))
    theirs = fp.OpenBook(at(13.45), guess(adult_minimum_wage=13.45))
    found = fp.bridge(ours, theirs)
    assert found.by_law.loc["adult_minimum_wage", "effect"] == 0
    assert found.by_law.loc["adult_minimum_wage", "through"] == ""
    assert "none, as no pay is stated at it on both sides" in str(found)


def test_a_living_wage_that_is_no_law_counts_where_it_is_paid() -> None:
    ours = fp.OpenBook(at(13.9), guess(real_living_wage=13.9))
    theirs = fp.OpenBook(at(14.1), guess(real_living_wage=14.1))
    found = fp.bridge(ours, theirs)
    assert list(found.by_law.index) == ["real_living_wage"]
    assert found.by_law["effect"].sum() == pytest.approx(found.gap, abs=1e-9)
    unpaid = fp.bridge(fp.OpenBook(at(14.0), ours.rates), fp.OpenBook(at(14.0), theirs.rates))
    assert unpaid.by_law.empty


def test_under_one_law_nothing_is_said_of_it() -> None:
    found = fp.bridge(at(13.0), at(14.0))
    assert found.by_law.empty
    assert "law" not in str(found)


@settings(max_examples=15)
@given(
    st.floats(0, 0.5), st.floats(0, 0.5), st.floats(50, 200), st.floats(50, 200), st.floats(13, 15)
)
def test_each_value_of_the_calculation_has_the_effect_it_has_in_the_bridge(
    rate: float, other: float, sick: float, other_sick: float, pay: float
) -> None:
    ours = fp.OpenBook(at(pay), guess(employer_nic_rate=rate, ssp_weekly_rate=sick))
    theirs = fp.OpenBook(at(pay), guess(employer_nic_rate=other, ssp_weekly_rate=other_sick))
    there, back = fp.bridge(ours, theirs), fp.bridge(theirs, ours)
    for name, row in there.by_law.iterrows():
        assert row["effect"] == there.by_input.loc[name, "effect"]
        assert row["effect"] == pytest.approx(-back.by_law.loc[name, "effect"], abs=1e-9)
    # the two state the same, so law makes all of the gap
    assert there.by_law["effect"].sum() == pytest.approx(there.gap, abs=1e-9)
