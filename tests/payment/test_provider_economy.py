"""The provider of a comparison has the economy of its open book: what each cost follows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from payment_cases import contract, fixed, hourly, lively, steady, years
from providers import FIXED, FOLLOWING, plain_book

import fairprice as fp
from fairprice.cost import YearCosts
from fairprice.workbook.sheets.comparison.data import compared_again, lines_of

#: Fifty people with eight hours of half-hour visits a week: 400 hours, four fifths of the book's.
PACKAGE = {"share": 1.0, "visit_minutes": [30.0], "visits_per_week": [16.0]}
FOUR_FIFTHS = {"people": 50, "packages": [PACKAGE]}
BLOCK = {
    "kind": "block", "annual_amount": 6e5, "included_hours": 1e5, "extra_hourly_rate": 0.0,
    "instalments": 12,
}  # fmt: skip


def compare(*agreed: Any, book: fp.OpenBook, **terms: Any) -> fp.PaymentComparison:
    options = {"cohort": steady(**FOUR_FIFTHS), "draws": 2, "seed": 5, "progress": False} | terms
    return fp.compare_payments(agreed, options.pop("cohort"), book, **options)


@pytest.mark.parametrize("costs", [{}, FIXED, FOLLOWING], ids=["hours", "fixed", "steps"])
def test_a_year_without_chance_leaves_what_the_volume_table_leaves(costs: dict) -> None:
    book = plain_book(**({"return_rate": 0.05} | costs))
    held = book.price_per_hour
    [row] = book.at_volume(0.8 * 26_000, held).to_dict("records")
    result = compare(contract(hourly(held)), book=book)
    [provider] = result.provider.to_dict("records")
    assert provider["revenue"] == pytest.approx(row["revenue"], rel=1e-9)
    assert provider["cost"] == pytest.approx(row["year_total_cost"], rel=1e-9)
    assert provider["margin"] == pytest.approx(row["margin"], rel=1e-9, abs=1e-9)


def test_half_a_year_bears_half_of_what_is_fixed() -> None:
    book = plain_book(**FOLLOWING)
    result = compare(contract(hourly(book.price_per_hour)), book=book, weeks=26)
    whole = book.annual_cost(2 * 26 * 800.0, 26 * 800.0)
    assert result.provider["cost"].item() == pytest.approx(whole / 2, rel=1e-9)
    said = result.describe()
    assert "26 weeks are compared. What a contract states a year is paid, or counted, once" in said
    assert "of cost that is fixed for a year they bear 50.0%." in said
    assert "weeks are compared" not in compare(contract(hourly(30.0)), book=book).describe()


def test_what_a_contract_leaves_is_told_from_the_return_that_is_planned() -> None:
    book = plain_book(**(FIXED | {"return_rate": 0.1}))
    planned = book.price_per_hour - book.value("total_cost")
    result = compare(contract(hourly(book.price_per_hour + 1)), book=book)
    assert f"open book plans, GBP {planned:.2f} an hour, is another thing" in result.describe()
    whole = {"people": 50, "packages": [{**PACKAGE, "visits_per_week": [20.0]}]}
    kept = compare(contract(hourly(book.price_per_hour + 1)), book=book, cohort=steady(**whole))
    assert kept.provider["margin"].item() == pytest.approx(26_000 * (planned + 1), rel=1e-9)


def test_margin_is_volume_times_contribution_less_fixed_cost() -> None:
    book = plain_book(**FIXED)
    [row] = book.at_volume(26_000, 30.0).to_dict("records")
    cohort = steady(**FOUR_FIFTHS, volume_sd=0.1)
    metrics = compare(contract(hourly(30)), book=book, cohort=cohort, draws=60).metrics["Contract"]
    assert metrics.contact_hours.std() > 1_000
    expected = metrics.contact_hours * row["contribution_per_hour"] - 26_000 * 2.0
    np.testing.assert_allclose(metrics.margin, expected, rtol=1e-9)


def test_with_fixed_cost_the_provider_bears_volume_under_spot_and_the_payer_under_a_block() -> None:
    # of an hour's cost, about half stands whether or not the hour comes
    book = plain_book(rent_rates_utilities_per_contact_hour=20.0, **{
        "rent_rates_utilities_follows": "year",
    })  # fmt: skip
    cohort = steady(**FOUR_FIFTHS, volume_sd=0.1)
    price = book.price_per_hour
    block = {**BLOCK, "annual_amount": 26_000 * price}
    result = compare(
        contract(hourly(price), name="spot"), contract(block, name="block"),
        book=book, cohort=cohort, draws=200,
    )  # fmt: skip
    assert result.risk["bearer: volume"].to_dict() == {"spot": "provider", "block": "payer"}
    [row] = book.at_volume(26_000, price).to_dict("records")
    hours = result.metrics["spot"].contact_hours.std(ddof=1)
    per_hour = row["contribution_per_hour"]
    spread = result.risk["provider_standard_deviation"]
    assert spread["spot"] == pytest.approx(per_hour * hours, rel=1e-6)
    assert spread["block"] == pytest.approx((price - per_hour) * hours, rel=1e-6)
    # the block pays the same for hours that do not come, a spot contract pays for what comes
    beyond = result.risk["payer_standard_deviation_beyond_care"]
    mean = result.metrics["block"].care_hours.mean()
    assert beyond["block"] == pytest.approx(26_000 * price / mean * hours, rel=1e-6)
    assert beyond["spot"] == 0


def test_what_each_week_bears_adds_up_to_the_year() -> None:
    book = plain_book(**FOLLOWING)
    year = years(lively(), draws=5)
    visits, hours = year.weekly_visits(), year.weekly_hours()
    weekly = YearCosts.of(book).by_week(visits, hours)
    whole = book.annual_cost(visits.sum(axis=1), hours.sum(axis=1))
    np.testing.assert_allclose(weekly.sum(axis=1), whole, rtol=1e-12)


def test_hours_of_others_leave_fixed_cost_with_the_provider() -> None:
    book = plain_book(**FIXED)
    lead = contract(fixed(1e6), subcontracting={"share_of_hours": 0.25, "hourly_rate": 21.0})
    hours = 0.8 * 26_000
    own = book.annual_cost(1.5 * hours, 0.75 * hours)
    found = compare(lead, book=book).provider["cost"].item()
    assert found == pytest.approx(own + 0.25 * hours * 21, rel=1e-9)


@pytest.mark.parametrize("due", [0.0, 0.5, 1.0])
def test_visits_cancelled_at_short_notice_are_paid_as_the_book_says(due: float) -> None:
    # fifty people: of each hundred visits eight are not made, and careworkers are due a share
    book = plain_book(short_notice_cancelled_share=0.01, short_notice_pay_share=due)
    same = plain_book(short_notice_cancelled_share=0.08, short_notice_pay_share=due)
    cohort = steady(**FOUR_FIFTHS, cancelled_share=0.08)
    found = compare(contract(fixed(1e6)), book=book, cohort=cohort).provider["cost"].item()
    hours = 0.92 * 0.8 * 26_000
    assert found == pytest.approx(same.annual_cost(2 * hours, hours), rel=1e-9)
    pay = hours / 0.92 * 0.08 * due * 13.0
    without = plain_book().annual_cost(2 * hours, hours)
    # on-costs come on top, and the pay counts towards the thresholds of National Insurance
    assert without + pay * plain_book().value("on_cost_factor") <= found * (1 + 1e-9)
    assert found * (1 - 1e-9) <= without + 1.5 * pay


@pytest.mark.parametrize("in_the_hour", [None, 0.3])
def test_a_shift_of_two_hours_for_one_of_contact_is_staffed_for_two(
    in_the_hour: float | None,
) -> None:
    # rounds are 1.2 hours for one of contact: so much more is paid, with its on-costs
    book = plain_book(**FIXED, idle_hours_per_contact_hour=in_the_hour)
    shift = {"kind": "shift", "hourly_rate": 15.0, "contact_share": 0.5}
    hours = 0.8 * 26_000
    idle = (2 - 1.2 - (in_the_hour or 0.0)) * hours
    found = compare(contract(shift), book=book)
    expected = book.annual_cost(2 * hours, hours, idle_hours=idle)
    assert found.provider["cost"].item() == pytest.approx(expected, rel=1e-9)
    assert expected - book.annual_cost(2 * hours, hours) > 13.0 * idle
    full = {**shift, "contact_share": 0.9}  # shorter than the rounds: nobody waits
    cost = compare(contract(full), book=book).provider["cost"].item()
    assert cost == pytest.approx(book.annual_cost(2 * hours, hours), rel=1e-9)


def test_careworkers_are_as_many_as_the_hours_of_shifts_need() -> None:
    costs = {"telephony_per_contact_hour": 0.5, "telephony_follows": "care workers"}
    book = plain_book(**costs)
    shift = {"kind": "shift", "hourly_rate": 15.0, "contact_share": 0.5}
    hours = 0.8 * 26_000
    found = compare(contract(shift), book=book).provider["cost"].item()
    rest = book.annual_cost(2 * hours, hours, idle_hours=0.8 * hours, care_workers=0)
    # 2 hours of shift for one of contact, where the book has rounds of 1.2
    assert found - rest == pytest.approx(0.5 * 26_000 * 0.8 * 2 / 1.2, rel=1e-9)


def test_hours_of_a_shift_count_towards_those_that_are_guaranteed() -> None:
    # of 31,200 guaranteed hours rounds need 24,960, and shifts of 26,000 pay 1,040 more
    book = plain_book(**FIXED, guaranteed_hours_share=1.0)
    hours = 0.8 * 26_000
    shift = {"kind": "shift", "hourly_rate": 15.0, "contact_share": 0.8}
    cost = compare(contract(shift), book=book).provider["cost"].item()
    moving = plain_book(**FIXED).annual_cost(2 * hours, hours)
    assert cost == pytest.approx(moving + 6_240 * book.value("idle_hour_cost"), rel=1e-9)
    # shifts of more hours than are guaranteed leave none of them without pay
    longer = {**shift, "contact_share": 0.5}
    cost = compare(contract(longer), book=book).provider["cost"].item()
    extra = (2 - 1.2) * hours * book.value("idle_hour_cost")
    assert cost == pytest.approx(moving + extra, rel=1e-9)


def test_hours_and_cost_stand_first_beside_those_of_the_book() -> None:
    book = plain_book(**FIXED)
    result = compare(contract(hourly(30)), book=book)
    ours, of_book = (result.volume.loc[row] for row in ("comparison", "book"))
    [row] = book.at_volume(0.8 * 26_000).to_dict("records")
    assert ours["delivered_hours"] == pytest.approx(0.8 * 26_000)
    assert ours["cost_per_hour"] == pytest.approx(row["unit_cost"])
    # fixed cost of 2 an hour on four fifths of the hours: half a pound more
    at_book = ours["cost_per_hour_at_the_hours_of_the_book"]
    assert ours["cost_per_hour"] - at_book == pytest.approx(2 / 0.8 - 2)
    assert at_book == pytest.approx(of_book["cost_per_hour"])
    said = result.describe()
    first = said.index("20,800 planned and 20,800 delivered contact hours a year")
    assert first < said.index("80% of the book's: that moves the cost of an hour by GBP +0.50")
    assert first < said.index("What each pays")
    assert "visits an hour delivered where the book has" not in said
    whole = steady(people=125, packages=[{**PACKAGE, "visits_per_week": [8.0]}])
    assert "of the book's" not in compare(contract(hourly(30)), book=book, cohort=whole).describe()
    longer = steady(packages=[{**PACKAGE, "visit_minutes": [60.0]}])
    said = compare(contract(hourly(30)), book=book, cohort=longer).describe()
    assert "1.00 visits an hour delivered where the book has 2.00" in said


def test_a_book_without_a_word_on_what_costs_follow_is_named_as_such() -> None:
    said = compare(contract(hourly(30)), book=plain_book()).describe()
    assert "all cost was taken to fall with contact hours" in said


def test_the_largest_drivers_stand_first() -> None:
    book = plain_book(**FIXED)
    cohort = steady(**FOUR_FIFTHS, cancelled_share=0.04, volume_sd=0.1)
    result = compare(contract(hourly(30)), book=book, cohort=cohort)
    moved = result.drivers["margin_change"]
    assert moved.abs().is_monotonic_decreasing
    cost = result.experiment.setting.provider_cost(result.experiment.expected_year()).sum()
    assert moved["Provider's cost"] == pytest.approx(-cost / 10, rel=1e-9)
    [row] = book.at_volume(26_000, 30.0).to_dict("records")
    more = 0.1 * 0.96 * 0.8 * 26_000 * row["contribution_per_hour"]
    assert moved["Visits a week"] == moved["People"] == pytest.approx(more, rel=1e-9)
    assert moved["Volume spread"] == 0
    assert result.drivers.loc["People", "rests_on"] == "stated for the comparison"
    said = result.describe()
    assert said.index("- Provider's cost: GBP -") < said.index("- People: GBP +")
    assert "- No more than the spread: " in said


def test_more_cancelled_visits_than_a_book_can_cost_are_refused_by_name() -> None:
    book = plain_book(short_notice_cancelled_share=0.01, short_notice_pay_share=0.5)
    with pytest.raises(fp.InputError, match=r"cohort\.cancelled_share: 95% of visits"):
        compare(contract(hourly(30)), book=book, cohort=steady(cancelled_share=0.95))
    compare(contract(hourly(30)), book=plain_book(), cohort=steady(cancelled_share=0.95))


def test_unstated_visits_are_those_of_the_book_and_stated_ones_stay() -> None:
    """Then an hour costs what the book says, in whatever visits the book has."""
    book = plain_book(
        visit_minutes=[15.0, 45.0, 60.0], visits_per_week=[400.0, 200.0, 250.0],
        travel_minutes_per_visit=9.0,
    )  # fmt: skip
    everyone = steady().with_values(people=50, hours_per_person=10.0)
    unstated = compare(contract(hourly(30)), book=book, cohort=everyone)
    [package] = unstated.experiment.cohort.packages
    assert package.visit_minutes == (15.0, 45.0, 60.0)
    np.testing.assert_allclose(package.visits_per_week, [8.0, 4.0, 5.0])
    ours, theirs = (unstated.volume.loc[row] for row in ("comparison", "book"))
    assert ours.planned_hours == pytest.approx(52 * 50 * 10)
    assert ours.visits_per_hour == pytest.approx(theirs.visits_per_hour)
    assert ours.cost_per_hour_at_the_hours_of_the_book == pytest.approx(theirs.cost_per_hour)
    assert "of each: those of the open book, in its proportions." in unstated.describe()
    again = compared_again(lines_of(unstated), None)
    assert again.experiment == unstated.experiment
    assert again.experiment.has_the_visits_of_the_book

    stated = compare(contract(hourly(30)), book=book)
    assert stated.experiment.cohort.packages == steady(**FOUR_FIFTHS).packages
    assert "of each: as stated for these people." in stated.describe()
