"""A case, its logs, its register and its ratios: expected figures worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from providers import plain, plain_book, plain_data

import fairprice as fp
from fairprice.calculation import ANNEX_A, PRICE_LINES

#: The fifteen columns of the assumptions log, in order.
COLUMNS = [
    "ID", "Depends on", "Description", "Evidence", "Impact if wrong", "Range", "Links",
    "Last review", "Internal reviewer", "Internal review date", "External reviewer",
    "External review date", "Next review", "Quality rating", "Impact rating",
]  # fmt: skip
ANALYSIS = fp.Analysis(
    **dict.fromkeys([name for name in fp.Analysis.model_fields if name != "sunset"], "Text"),
    sunset=date(2027, 3, 31),
)


def with_evidence(evidence: dict[str, Any], **changes: Any) -> fp.OpenBook:
    """Return the plain provider's book with evidence."""
    data = plain(**changes).model_dump(exclude_none=True)
    return fp.OpenBook(fp.Assumptions.model_validate({**data, "evidence": evidence}))


def problems_of(refused: pytest.ExceptionInfo[fp.InputError]) -> dict[str, str]:
    return {problem.where: problem.code for problem in refused.value.problems}


# Assumptions log


def test_the_log_has_fifteen_columns_in_the_order_of_the_aqua_book():
    log = fp.assumptions_log(plain_book()).reset_index()
    assert list(log.columns) == COLUMNS
    assert len(log) == len(plain().inputs())
    assert log["ID"].is_unique


def test_a_row_of_the_log_says_what_is_known():
    book = with_evidence(
        {
            "mileage_rate": {
                "basis": "What is paid", "document": "Policy", "note": "Agreed in May",
                "link": "https://x.example", "low": 0.40, "high": 0.50, "quality": "amber",
                "last_review": date(2026, 1, 1), "internal_reviewer": "Ann",
                "internal_review": date(2026, 1, 2), "external_reviewer": "Bob",
                "external_review": date(2026, 1, 3), "next_review": date(2026, 1, 4),
            }
        }
    )  # fmt: skip
    log = fp.assumptions_log(book)
    row = log[log["Description"].str.startswith("Mileage rate")].iloc[0]
    # two miles a visit and two visits of half an hour in an hour: four miles an hour
    assert dict(row) == {
        "Depends on": "",
        "Description": row["Description"],
        "Evidence": "What is paid. Policy. Agreed in May",
        "Impact if wrong": row["Impact if wrong"],
        "Range": "0.4 to 0.5",
        "Links": "https://x.example",
        "Last review": "2026-01-01",
        "Internal reviewer": "Ann",
        "Internal review date": "2026-01-02",
        "External reviewer": "Bob",
        "External review date": "2026-01-03",
        "Next review": "2026-01-04",
        "Quality rating": "amber",
        "Impact rating": "high",
    }
    assert row["Description"].startswith("Mileage rate: 0.45 (GBP per mile). ")
    price = book.price_per_hour
    assert row["Impact if wrong"] == (
        f"0.40 GBP per contact hour: {price - 0.2:.2f} at the low end, "
        f"{price + 0.2:.2f} at the high end"
    )


@pytest.mark.parametrize(
    ("spread", "rating"),
    # four miles an hour and 2 % on cost: 4.08 times the rate's range moves the price
    [(0.001, "low"), (0.0024, "low"), (0.0025, "medium"), (0.1, "medium"), (0.11, "high")],
)
def test_impact_is_measured_against_a_penny_and_the_planned_return(spread, rating):
    """The planned return is 2 % of a cost of 21.62, which is 0.43; no judgement enters."""
    book = with_evidence({"mileage_rate": {"low": 0.45, "high": 0.45 + spread}}, return_rate=0.02)
    planned = float(book.value("return_on_operations"))
    assert 4.08 * 0.1 < planned < 4.08 * 0.11
    log = fp.assumptions_log(book)
    row = log[log["Description"].str.startswith("Mileage rate")].iloc[0]
    assert row["Impact rating"] == rating


def test_what_is_not_measured_says_why():
    log = fp.assumptions_log(plain_book())
    by_label = {text.split(":")[0]: row for text, row in
                zip(log["Description"], log.to_dict("records"), strict=True)}  # fmt: skip
    assert by_label["Provider name"]["Impact rating"] == "none"
    assert by_label["Nation"]["Impact if wrong"].startswith("It decides which law")
    assert by_label["Holiday weeks"]["Impact if wrong"] == "not measured: no range is given"
    assert by_label["Holiday weeks"]["Quality rating"] == "not rated"


def test_inputs_that_say_nothing_alone_depend_on_each_other():
    log = fp.assumptions_log(plain_book())
    ids = {text.split(":")[0]: id for id, text in log["Description"].items()}
    assert log.loc[ids["Evening share"], "Depends on"] == ids["Evening premium"]
    assert log.loc[ids["Evening premium"], "Depends on"] == ids["Evening share"]
    assert log.loc[ids["Visit length"], "Depends on"] == ids["Visits a week"]
    assert log.loc[ids["Holiday weeks"], "Depends on"] == ""


def test_contested_assumptions_stand_first_and_keep_their_ids():
    contested = {
        "holiday_weeks": {"commissioner_stance": "contested"},
        "contact_pay_rate": {"provider_stance": "contested"},
        "mileage_rate": {"provider_stance": "agreed"},
    }
    log, quiet = fp.assumptions_log(with_evidence(contested)), fp.assumptions_log(plain_book())
    labels = [text.split(":")[0] for text in log["Description"][:2]]
    assert labels == ["Contact pay rate", "Holiday weeks"]
    assert dict(log["Description"]) == dict(quiet["Description"])


def test_the_decision_log_is_in_the_order_of_dates():
    late, early = (
        fp.Decision(day=date(2026, month, 1), decision=f"In {month}", reason="R", who="W")
        for month in (5, 2)
    )
    log = fp.decision_log([late, early])
    assert list(log["decision"]) == ["In 2", "In 5"]
    assert list(log["effect"]) == ["", ""]
    assert list(fp.decision_log([]).columns) == ["date", "decision", "reason", "who", "effect"]


# Register and ratios


def test_the_register_spreads_lines_over_the_contact_hours_of_a_year():
    """1,000 visits of half an hour a week over 52 weeks are 26,000 contact hours."""
    costs = (
        fp.CostEntry(
            line="direct_care", allowable="yes", reason="R", actual=1.0, forecast=340_000.0
        ),
        fp.CostEntry(line="mileage", allowable="no", reason="R", actual=40_000.0),
        fp.CostEntry(line="insurance", allowable="in discussion", reason="Why"),
    )
    table = fp.cost_register(plain_book(), costs)
    assert list(table.index) == list(PRICE_LINES)
    assert len(table) == 29, "32 rows of Annex A without two subtotals and the total"
    assert set(ANNEX_A) - set(table.index) == {
        "total_careworker_costs", "total_business_costs", "price"
    }  # fmt: skip
    # direct care: 13.00 an hour; mileage: two visits of two miles at 0.45 an hour
    assert table.loc["direct_care", "baseline"] == pytest.approx(13 * 26_000)
    assert table.loc["mileage", "baseline"] == pytest.approx(1.8 * 26_000)
    # the forecast, or else the actual, less the baseline
    assert table.loc["direct_care", "variance"] == pytest.approx(340_000 - 338_000)
    assert table.loc["mileage", "variance"] == pytest.approx(40_000 - 46_800)
    assert table.loc[["insurance", "holiday"], "variance"].isna().all()
    assert table.loc["insurance", "reason"] == "Why"
    assert table.loc["holiday", "allowable"] == "not yet agreed"


def test_a_driver_is_what_a_line_grows_with():
    drivers = fp.cost_register(
        plain_book(
            insurance_per_contact_hour=None, insurance_per_year=1_000.0, insurance_visit_share=0.5,
            it_per_contact_hour=1.0, it_visit_share=0.5,
        )
    )["driver"]  # fmt: skip
    assert drivers["direct_care"] == "contact hours"
    assert drivers["mileage"] == "visits"
    assert drivers["holiday"] == "visits and contact hours"
    assert drivers["it"] == "visits and contact hours"
    assert drivers["insurance"] == "a yearly amount, spread over visits and contact hours"
    assert drivers["marketing"] == "none"


def test_ratios_by_hand():
    """Half an hour with 6 minutes of travel: 30 of 36 paid minutes are contact time."""
    found = fp.key_ratios(
        plain_book(it_per_contact_hour=1.25, marketing_per_contact_hour=0.5, return_rate=0.25)
    )["value"]
    assert found["contact_time_share"] == pytest.approx(30 / 36)
    assert found["travel_share"] == pytest.approx(6 / 36)
    assert found["overhead_per_hour"] == pytest.approx(1.75)
    # a quarter on cost is a fifth of the price
    assert found["margin_on_price"] == pytest.approx(0.2)
    book = plain_book(it_per_contact_hour=1.25, marketing_per_contact_hour=0.5, return_rate=0.25)
    assert found["careworker_share_of_price"] == pytest.approx(0.8 - 1.75 / book.price_per_hour)


def test_waiting_counts_as_paid_time_in_the_ratios():
    found = fp.key_ratios(plain_book(waiting_minutes_per_visit=4.0))["value"]
    assert found["contact_time_share"] == pytest.approx(30 / 40)
    assert found["travel_share"] == pytest.approx(6 / 40)


# Records


def test_every_problem_of_an_analysis_is_told_at_once():
    with pytest.raises(fp.InputError) as refused:
        fp.Analysis(author="", context="two\nlines", sunset="soon", assured=True)  # type: ignore[call-arg]
    expected = {f"Analysis.{name}": "missing" for name in fp.Analysis.model_fields}
    expected |= dict.fromkeys(
        ("Analysis.author", "Analysis.context", "Analysis.sunset"), "invalid"
    ) | {"Analysis.assured": "unknown-name"}
    assert problems_of(refused) == expected
    mends = {problem.where: problem.mend for problem in refused.value.problems}
    assert mends["Analysis.author"] == "Give text on one line, 1 to 500 characters."
    assert mends["Analysis.context"] == "Give text on one line, 1 to 4,000 characters."
    assert mends["Analysis.sunset"] == "Give a day such as 2026-04-06."
    assert mends["Analysis.assured"].startswith("Remove it, or give any of author, context, ")


def test_the_mend_names_the_bounds_that_hold():
    """What the message allows is accepted, and one more character is not."""
    texts = {name: "x" * 4_000 for name in fp.Analysis.model_fields if name != "sunset"}
    texts["author"] = "x" * 500
    assert fp.Analysis(**texts, sunset=date(2027, 1, 1)).context == "x" * 4_000
    with pytest.raises(fp.InputError) as refused:
        fp.Analysis(**{**texts, "author": "x" * 501, "planned": "x" * 4_001}, sunset="2027-01-01")
    assert set(problems_of(refused)) == {"Analysis.author", "Analysis.planned"}


def test_every_problem_of_an_offer_and_a_cost_is_told_with_its_mend():
    with pytest.raises(fp.InputError) as refused:
        fp.Offer(day="x", party="council", price_per_hour=0.0, what_changed="")
    mends = {problem.where: problem.mend for problem in refused.value.problems}
    assert mends == {
        "Offer.day": "Give a day such as 2026-04-06.",
        "Offer.party": "Give 'provider' or 'commissioner'.",
        "Offer.price_per_hour": "Give a number above 0.",
        "Offer.what_changed": "Give text on one line, 1 to 500 characters.",
    }
    with pytest.raises(fp.InputError) as refused:
        fp.CostEntry(
            line="price", allowable="perhaps", reason="R", actual=float("nan"), forecast=-1.0
        )
    mends = {problem.where: problem.mend for problem in refused.value.problems}
    assert mends.keys() == {
        "CostEntry.line", "CostEntry.allowable", "CostEntry.actual", "CostEntry.forecast"
    }  # fmt: skip
    assert mends["CostEntry.allowable"] == "Give 'yes', 'no' or 'in discussion'."
    assert mends["CostEntry.forecast"] == "Give a number of 0 or more."
    assert "'direct_care', " in mends["CostEntry.line"]


# The case


def test_a_line_given_twice_and_figures_of_other_books_are_refused_at_once():
    other = plain_book(contact_pay_rate=14.0)
    limits = fp.bargaining_range(other, annual_budget=1e6, annual_contact_hours=1e4)
    ranged = with_evidence({"mileage_rate": {"low": 0.4, "high": 0.5}}, contact_pay_rate=14.0)
    drawn = fp.cost_uncertainty(ranged.assumptions, draws=1_000, seed=1)
    twice = [fp.CostEntry(line="it", allowable="yes", reason="R") for _ in range(2)]
    once = fp.CostEntry(line="ppe", allowable="yes", reason="R")
    with pytest.raises(fp.InputError) as refused:
        fp.Case(
            book=plain_book(), analysis=ANALYSIS, bargaining=limits, uncertainty=drawn,
            costs=(*twice, once),
        )  # fmt: skip
    assert problems_of(refused) == {
        "costs: it": "given-twice", "bargaining": "other-book", "uncertainty": "other-book"
    }  # fmt: skip
    assert f"{other.price_per_hour:.4f}" in str(refused.value)
    # waiting takes no time, so that its pay does not move the price
    alike = plain_book(contact_pay_rate=14.0, waiting_pay_rate=20.0)
    assert alike.price_per_hour == other.price_per_hour
    with pytest.raises(fp.InputError, match="another book"):
        fp.Case(book=alike, analysis=ANALYSIS, uncertainty=drawn)
    accepted = fp.Case(book=other, analysis=ANALYSIS, bargaining=limits, uncertainty=drawn)
    assert accepted.bargaining is limits


def test_the_last_offer_is_the_commissioners_and_the_last_given_of_a_day():
    def offer(party: str, day: int, price: float) -> fp.Offer:
        return fp.Offer(day=date(2026, 1, day), party=party, price_per_hour=price, what_changed="x")  # type: ignore[arg-type]

    offers = (offer("commissioner", 2, 20.0), offer("commissioner", 3, 21.0),
              offer("commissioner", 3, 22.0), offer("commissioner", 1, 23.0),
              offer("provider", 9, 30.0))  # fmt: skip
    case = fp.Case(book=plain_book(), analysis=ANALYSIS, offers=offers)
    assert case.last_offer is not None
    assert case.last_offer.price_per_hour == 22.0
    commissioner = fp.rounds(offers)[lambda table: table["party"] == "commissioner"]
    assert commissioner["price_per_hour"].iloc[-1] == 22.0
    alone = fp.Case(book=plain_book(), analysis=ANALYSIS, offers=offers[-1:])
    assert alone.last_offer is None


def test_without_ranges_or_another_position_there_is_nothing_to_measure_or_bridge():
    case = fp.Case(book=plain_book(), analysis=ANALYSIS)
    assert case.bridge is None
    assert case.sensitivity.empty
    assert plain_data()["visits"]["visit_minutes"] == [30.0]


def test_the_positions_of_a_case_are_open_books():
    books = {"book": plain_book().assumptions, "theirs": "council.toml"}
    with pytest.raises(fp.InputError) as raised:
        fp.Case(analysis=ANALYSIS, **books)
    assert [(p.code, p.where) for p in raised.value.problems] == [
        ("wrong-kind", "book"), ("wrong-kind", "theirs"),
    ]  # fmt: skip
    assert all("fp.OpenBook(assumptions)" in p.mend for p in raised.value.problems)
