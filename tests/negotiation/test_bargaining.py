"""Floors and ceilings, what a fee affords, who makes up for it, and rounds of offers."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from effort import at_most
from hypothesis import assume, given
from providers import plain_data
from strategies import amounts, assumptions, shares

from fairprice import (
    Assumptions,
    BargainingRange,
    Decision,
    InputError,
    Offer,
    OpenBook,
    affordable_pay,
    bargaining_range,
    rounds,
    self_funder_rate,
)
from fairprice.negotiation.bargaining.limits import at_lowest_legal_pay


def book(**changes: object) -> OpenBook:
    return OpenBook(Assumptions.model_validate(plain_data()).with_inputs(**changes))


@at_most(25)
@given(assumptions(documented=False))
def test_at_the_lowest_legal_pay_the_minimum_wage_is_just_met(party: Assumptions) -> None:
    drawn = OpenBook(party)
    rates = drawn.minimum_wage_test()["complying_contact_pay_rate"]
    assume("adult_minimum_wage" in drawn.rates and rates.min() > 0 and rates.max() <= 200)
    legal = OpenBook(at_lowest_legal_pay(drawn))
    test = legal.minimum_wage_test()
    adults = test[(test["activity"] == "visit mix") & (test["age_group"] == test["age_group"][0])]
    assert np.allclose(adults["margin"], 0, atol=1e-9)


def test_pay_at_the_minimum_wage_throughout_is_the_legal_cost() -> None:
    """12.71 is the National Living Wage from April 2026; travel is paid the same."""
    at_the_wage = book(contact_pay_rate=12.71, travel_pay_rate=12.71, return_rate=0.05)
    found = bargaining_range(at_the_wage, annual_budget=1e6, annual_contact_hours=4e4)
    assert found.legal_cost == pytest.approx(found.total_cost)
    assert found.price_per_hour == pytest.approx(found.total_cost * 1.05)
    assert found.budget_ceiling == 25.0


@pytest.mark.parametrize(
    ("ceiling", "words"),
    [
        (1.2, "There is a zone of agreement"),
        (1.03, "covers the provider's cost ("),
        (0.99, "it covers cost only at lower pay"),
        (0.5, "no agreement is possible"),
    ],
)
def test_the_verdict_follows_from_where_the_ceiling_lies(ceiling: float, words: str) -> None:
    generous = book(contact_pay_rate=15.0, return_rate=0.05)
    cost = float(generous.value("total_cost"))
    found = bargaining_range(generous, annual_budget=cost * ceiling * 1000,
                             annual_contact_hours=1000)  # fmt: skip
    assert found.legal_cost < found.total_cost < found.price_per_hour
    assert words in found.verdict
    assert (found.zone is not None) == (ceiling > 1.05)


def test_unlawful_pay_makes_no_floor() -> None:
    """Unpaid travel: the floor is what lawful delivery costs, not what is stated."""
    unlawful = book(contact_pay_rate=12.71, travel_pay_rate=0.0)
    found = bargaining_range(unlawful, annual_budget=1e6, annual_contact_hours=1e4)
    assert found.legal_cost > found.total_cost
    assert found.zone is not None
    assert found.zone[0] == found.legal_price == pytest.approx(found.legal_cost)  # no return


def test_the_zone_begins_where_the_provider_earns_its_return_with_lawful_pay() -> None:
    """5 % on the cost of lawful pay, not on the cost of the pay that is stated."""
    unlawful = book(contact_pay_rate=12.71, travel_pay_rate=0.0, return_rate=0.05)
    found = bargaining_range(unlawful, annual_budget=1e6, annual_contact_hours=1e4)
    assert found.zone is not None
    assert found.zone[0] == pytest.approx(found.legal_cost * 1.05)
    assert f"from {found.legal_price:.2f} with lawful pay to 100.00" in found.verdict
    short = bargaining_range(unlawful, annual_budget=found.legal_cost * 1.02e4,
                             annual_contact_hours=1e4)  # fmt: skip
    assert short.zone is None
    assert (
        f"covers the provider's cost ({found.legal_cost:.2f}), but not its return" in short.verdict
    )


def test_pay_for_travel_that_meets_the_minimum_wage_alone_leaves_a_penny() -> None:
    """12.71 for 1.2 hours is 15.25; 0.2 hours of travel at 90.00 is 18.00."""
    generous = book(contact_pay_rate=14.0, travel_pay_rate=90.0)
    assert at_lowest_legal_pay(generous).pay.contact_pay_rate == 0.01
    found = bargaining_range(generous, annual_budget=1e6, annual_contact_hours=1e4)
    assert found.legal_cost < found.total_cost


# the budget for an hour and the commissioner's own service, beside a provider whose cost is
# LAWFUL at the least lawful pay, COST at its own, and PRICE with its return
LAWFUL, COST, PRICE = 17.0, 19.0, 20.0


@pytest.mark.parametrize(
    ("budget", "own", "said", "not_said"),
    [
        (21.0, None, ["from 20.00 to 21.00", "what the budget allows"], ["own service"]),
        (30.0, 21.0, ["from 20.00 to 21.00", "own service costs"], ["the budget allows"]),
        (21.0, 30.0, ["from 20.00 to 21.00", "what the budget allows"], ["own service"]),
        (19.5, None, ["The budget allows at most 19.50", "covers the provider's cost (19.00), but "
         "not its return", "fewer than wanted"], ["own service", "no agreement"]),
        (19.5, 25.0, ["The budget allows at most 19.50"], ["own service"]),
        (18.0, None, ["The budget allows at most 18.00", "is below the provider's cost (19.00); it "
         "covers cost only at lower pay, down to the legal minimum (17.00)"], ["no agreement"]),
        (16.0, None, ["The budget allows at most 16.00", "is below what lawful delivery costs the "
         "provider (17.00): no agreement is possible"], ["own service"]),
        (30.0, 19.5, ["own service is cheaper: 19.50", "the provider's price of 20.00, which the "
         "budget would cover (it allows 30.00)", "19.50 covers the provider's cost"],
         ["budget allows at most", "no agreement", "fewer than wanted"]),
        (30.0, 18.0, ["own service is cheaper: 18.00", "18.00 is below the provider's cost"],
         ["no agreement", "fewer than wanted"]),
        (30.0, 16.0, ["own service is cheaper: 16.00", "would cover (it allows 30.00)"],
         ["no agreement", "fewer than wanted"]),
        (18.5, 18.0, ["own service is cheaper: 18.00", "would not cover (it allows 18.50)",
         "fewer than wanted"], ["no agreement"]),
        (16.5, 16.0, ["own service is cheaper: 16.00", "would not cover (it allows 16.50)",
         "no agreement is possible"], []),
    ],
)  # fmt: skip
def test_the_verdict_names_what_binds(
    budget: float, own: float | None, said: list[str], not_said: list[str]
) -> None:
    found = BargainingRange(
        legal_cost=LAWFUL, legal_price=LAWFUL * PRICE / COST, total_cost=COST, price_per_hour=PRICE,
        annual_budget=budget * 1000, annual_contact_hours=1000, in_house_price=own,
    )  # fmt: skip
    for words in said:
        assert words in found.verdict
    for words in not_said:
        assert words not in found.verdict
    assert found.verdict.endswith(".")
    assert (found.zone is None) == (min(budget, own or budget) < PRICE)


def test_the_commissioners_own_service_is_cheaper_though_the_budget_allows_more() -> None:
    """1,150,000 for 30,000 hours is 38.33 an hour; its own service costs 33.84."""
    dear = book(contact_pay_rate=28.0)
    assert dear.price_per_hour > 33.84
    found = bargaining_range(dear, annual_budget=1_150_000, annual_contact_hours=30_000,
                             in_house=33.84)  # fmt: skip
    assert found.verdict.startswith("The commissioner's own service is cheaper: 33.84 GBP")
    assert "(it allows 38.33)" in found.verdict


def test_the_commissioners_own_service_caps_what_it_would_pay() -> None:
    own = book(contact_pay_rate=14.0)
    found = bargaining_range(book(), annual_budget=1e6, annual_contact_hours=1e4, in_house=own)
    assert found.ceiling == own.price_per_hour
    assert list(found.table.loc["In-house alternative"][["party"]]) == ["commissioner"]


def test_hours_bought_are_budget_over_price() -> None:
    found = bargaining_range(book(), annual_budget=120_000, annual_contact_hours=5_000)
    hours = found.hours_bought([20, 30])
    assert list(hours["hours_bought"]) == [6_000, 4_000]
    assert list(hours["share_of_hours"]) == [1.2, 0.8]


def test_every_wrong_amount_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        bargaining_range(book(), annual_budget=0, annual_contact_hours=1)
    assert caught.value.problems[0].where == "annual_budget"


def test_the_affordable_pay_gives_the_fee_at_each_length() -> None:
    party = book().assumptions
    table = affordable_pay(party, 24.0)
    assert list(table.index) == [
        "visit mix",
        "15 minutes",
        "30 minutes",
        "45 minutes",
        "60 minutes",
    ]
    for row, minutes in zip(table.index[1:], (15, 30, 45, 60), strict=True):
        paid = OpenBook(
            party.with_inputs(contact_pay_rate=table.loc[row, "affordable_contact_pay_rate"])
        )
        assert paid.hourly_rate(minutes) == pytest.approx(24.0)
    # each visit carries the same travel, so a short one leaves less for pay
    assert table["affordable_contact_pay_rate"].iloc[1:].is_monotonic_increasing


def test_a_length_asked_for_twice_has_two_rows() -> None:
    party = book().assumptions
    table = affordable_pay(party, 25.0, [30, 30, 30.0000001, 60])
    assert list(table.index) == ["visit mix", *["30 minutes"] * 3, "60 minutes"]
    once = affordable_pay(party, 25.0, [30])
    assert table.iloc[1].equals(table.iloc[2])
    assert table.iloc[1].to_dict() == once.iloc[1].to_dict()


def test_pay_that_breaks_the_minimum_wage_is_said_to() -> None:
    table = affordable_pay(book(travel_pay_rate=12.71).assumptions, 19.0, [60])
    legal = table["lowest_legal_contact_pay_rate"]
    assert (table["is_legal"] == (table["affordable_contact_pay_rate"] >= legal)).all()
    assert not table.loc["visit mix", "is_legal"]


@given(amounts(40, lower=10), shares(0.99))
def test_the_mix_of_payers_covers_the_price(fee: float, share: float) -> None:
    provider = book(return_rate=0.04)
    rate = self_funder_rate(provider, council_fee=fee, council_share=share)
    assert share * fee + (1 - share) * rate == pytest.approx(provider.price_per_hour)
    cost = self_funder_rate(provider, council_fee=fee, council_share=share, with_return=False)
    assert share * fee + (1 - share) * cost == pytest.approx(provider.value("total_cost"))


def test_payer_mixes_come_as_arrays() -> None:
    assert self_funder_rate(book(), council_fee=20.0, council_share=[0.2, 0.5]).shape == (2,)


@pytest.mark.parametrize("share", [1.0, -0.1, float("nan"), "half"])
def test_without_self_funders_nobody_makes_up_for_the_fee(share: object) -> None:
    with pytest.raises(InputError, match="share of contact hours, 0 or more and below 1"):
        self_funder_rate(book(), council_fee=20.0, council_share=share)


def test_rounds_show_what_moved_and_what_is_left() -> None:
    offers = [
        Offer(day="2026-02-01", party="provider", price_per_hour=30.0, what_changed="travel"),
        Offer(day="2026-01-05", party="provider", price_per_hour=31.0, what_changed="first"),
        Offer(day="2026-01-10", party="commissioner", price_per_hour=25.0, what_changed="first"),
    ]
    table = rounds(offers)
    assert list(table["date"]) == [datetime.date(2026, 1, 5), datetime.date(2026, 1, 10),
                                   datetime.date(2026, 2, 1)]  # fmt: skip
    assert list(table["gap"])[1:] == [6.0, 5.0]
    assert table["change"].iloc[2] == -1.0
    assert np.isnan(table["gap"].iloc[0])
    assert list(rounds([]).columns) == list(table.columns)


def test_everything_wrong_with_an_offer_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Offer.model_validate({"day": "soon", "party": "me", "price_per_hour": -1.0, "why": "x"})
    found = {(problem.where, problem.code) for problem in caught.value.problems}
    assert found == {
        ("Offer.day", "invalid"),
        ("Offer.party", "not-an-option"),
        ("Offer.price_per_hour", "out-of-bounds"),
        ("Offer.what_changed", "missing"),
        ("Offer.why", "unknown-name"),
    }


def test_a_decision_needs_a_named_person() -> None:
    with pytest.raises(InputError, match="The named person who decided"):
        Decision.model_validate({"day": "2026-01-01", "decision": "x", "reason": "y"})
