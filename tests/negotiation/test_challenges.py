"""What experience shows goes wrong: each challenge when it is due, and only then."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from providers import plain, plain_data, stated
from strategies import assumptions

import fairprice as fp


def challenged(party: fp.Assumptions) -> dict[str, str]:
    """Return the input that each challenge that refuses a form is about, by its code."""
    return {
        problem.code.removeprefix("challenge-"): problem.where.split(".")[1]
        for problem in fp.challenges(party, refusing=True)
    }


def text_of(party: fp.Assumptions, code: str) -> str:
    [text] = [str(c) for c in fp.challenges(party) if c.code == f"challenge-{code}"]
    return text


def sound(**changes: Any) -> fp.Assumptions:
    """Return a provider of whom there is nothing to ask."""
    return plain(**changes)


def test_of_a_sound_provider_there_is_nothing_to_ask() -> None:
    assert fp.challenges(sound()) == ()


@pytest.mark.parametrize(
    ("changes", "code", "name"),
    [
        ({"travel_minutes_per_visit": 0.0}, "mileage-without-travel-time",
         "travel_minutes_per_visit"),
        ({"miles_per_visit": 0.0}, "travel-time-without-mileage", "miles_per_visit"),
        ({"mileage_rate": 0.0}, "travel-time-without-mileage", "mileage_rate"),
        ({"travel_pay_rate": 0.0, "contact_pay_rate": 16.0}, "travel-unpaid", "travel_pay_rate"),
        ({"waiting_minutes_per_visit": 1.0, "waiting_pay_rate": 0.0, "contact_pay_rate": 16.0},
         "waiting-unpaid", "waiting_pay_rate"),
        ({"contact_pay_rate": 12.65}, "below-minimum-wage", "contact_pay_rate"),
        ({"other_overheads_per_contact_hour": 0.01}, "return-in-a-recharge",
         "other_overheads_per_contact_hour"),
        ({"central_recharges_per_contact_hour": None, "central_recharges_per_year": 5.0},
         "return-in-a-recharge", "central_recharges_per_year"),
        ({"worker_weekly_hours": (49.0,)}, "long-weeks", "worker_weekly_hours"),
        ({"visits_per_week": (40.0,)}, "hours-beyond-the-visits", "worker_weekly_hours"),
        # half an hour typed as 0.5
        ({"visit_minutes": (0.5,), "visits_per_week": (60_000.0,), "travel_pay_rate": 16.0},
         "visits-in-hours", "visit_minutes"),
        ({"fee_visit_minutes": (0.25, 30.0)}, "visits-in-hours", "fee_visit_minutes"),
        # six minutes typed as 0.1 hours; two miles in it are 1,200 miles an hour
        ({"travel_minutes_per_visit": 0.1}, "too-fast", "travel_minutes_per_visit"),
        ({"miles_per_visit": 40.0}, "too-fast", "travel_minutes_per_visit"),
        ({"weekend_share": 0.3, "weekend_premium": 1.08}, "premium-as-a-factor",
         "weekend_premium"),
        ({"return_rate": 5.0}, "return-in-per-cent", "return_rate"),
        ({"return_rate": 40.0, "return_base": "contact hour"}, "return-above-cost", "return_rate"),
        ({"holiday_weeks": 4.0}, "holiday-below-the-law", "holiday_weeks"),
        ({"holiday_weeks": 0.0}, "holiday-below-the-law", "holiday_weeks"),
        # five and a half days a week earn 28 days of leave: 5.09 weeks
        ({"holiday_weeks": 5.0, "working_days_per_week": 5.5}, "holiday-below-the-law",
         "holiday_weeks"),
        ({"sickness_days_per_year": 5.0, "sickness_spells_per_year": 6.0},
         "more-spells-than-days", "sickness_spells_per_year"),
        # a visit with its travel takes 36 minutes, and five of them 3 hours
        ({"worker_weekly_hours": (2.9,)}, "less-than-a-visit-a-day", "worker_weekly_hours"),
        ({"price_date": "2025-04-01"}, "before-the-tax-year", "price_date"),
    ],
)  # fmt: skip
def test_each_challenge_names_its_input_and_stands_alone(
    changes: dict[str, Any], code: str, name: str
) -> None:
    assert challenged(sound(**changes)) == {code: name}


@pytest.mark.parametrize(
    "changes",
    [
        {"travel_minutes_per_visit": 0.0, "miles_per_visit": 0.0},
        # six minutes at 13.00 for thirty at 12.66: 12.717 for each hour that counts
        {"contact_pay_rate": 12.66},
        {"other_overheads_per_contact_hour": 0.5, "return_rate": 0.01},
        {"worker_weekly_hours": (48.0,)},
        # 60 visits of 36 minutes, travel included: 36 hours, more than the 30 of a worker
        {"visits_per_week": (60.0,)},
        {"telephony_per_contact_hour": 0.06, "it_per_contact_hour": 0.06},
        {"visit_minutes": (5.0,), "visits_per_week": (6_000.0,)},
        {"miles_per_visit": 7.0},  # in six minutes: 70 miles an hour
        {"bank_holiday_share": 0.02, "bank_holiday_premium": 1.0},  # double time
        {"evening_premium": 1.08},  # of no hours
        {"return_rate": 5.0, "return_base": "contact hour"},
        {"holiday_weeks": 4.67, "working_days_per_week": 6.0},  # 28 days
        {"sickness_days_per_year": 5.0, "sickness_spells_per_year": 5.0},
        {"worker_weekly_hours": (3.0,)},
        {"price_date": "2025-04-06"},
        {"price_date": "2025-03-31"},
    ],
)
def test_nothing_is_asked_just_inside_a_rule(changes: dict[str, Any]) -> None:
    assert challenged(sound(**changes)) == {}


def test_pay_below_the_minimum_wage_once_travel_counts_names_the_margin() -> None:
    """Half-hour visits and 6 minutes of unpaid travel: 12.71 for 72 minutes is 10.59 an hour.

    The minimum wage is 12.71 on that day. The pay that would comply is 12.71 x 1.2 = 15.25.
    """
    text = text_of(sound(contact_pay_rate=12.71, travel_pay_rate=0.0), "below-minimum-wage")
    assert text == (
        "pay.contact_pay_rate: Pay of careworker comes to GBP 10.59 for each hour that counts, "
        "travel, waiting, training and meetings included: GBP 2.12 below the minimum wage of GBP "
        "12.71 for those of 21 and over. Pay below the minimum wage is unlawful, and the price "
        "that rests on it is too low. Pay GBP 15.25 or more for a contact hour, pay more for "
        "travel, or explain it in the Note. [challenge-below-minimum-wage]"
    )


def test_each_pay_band_is_tested() -> None:
    party = sound(
        contact_pay_rate=None,
        pay_band_role=("Trainee", "Senior"),
        pay_band_rate=(12.0, 15.0),
        pay_band_share=(0.5, 0.5),
    )
    assert challenged(party) == {"below-minimum-wage": "pay_band_rate"}
    assert "Pay of Trainee comes to" in text_of(party, "below-minimum-wage")


def test_on_a_day_without_known_law_that_is_the_challenge() -> None:
    data = plain_data()
    for section in ("workforce", "training", "business_costs"):
        del data[section]
    data["about"]["price_date"] = "2014-02-01"
    data["time_off"] = {"notice_pay_share": 0.001}
    data["return_on_operations"] = {"return_rate": 0.03, "return_base": "price"}
    data["stated_rates"] = stated(0.05, overheads=0.27)
    party = fp.Assumptions.model_validate(data)
    assert challenged(party)["law-not-known"] == "price_date"
    assert "below-minimum-wage" not in challenged(party)


@pytest.mark.parametrize(
    ("word", "needs"),
    [
        ("national_insurance",
         "; that needs: Share of workers under 21, Employment Allowance claimed"),
        ("pension", "; that needs: Pension enrolment share"),
        ("holiday", ""),
    ],
)  # fmt: skip
def test_a_rate_that_is_typed_says_what_working_it_out_needs(word: str, needs: str) -> None:
    away = {
        "national_insurance": {"under_21_share": None, "employment_allowance_claimed": None},
        "pension": {"pension_enrolled_share": None},
        "holiday": {},
    }[word]
    rate = {f"stated_{word}_rate": 0.0812, f"stated_{word}_base": "gross pay"}
    party = sound(**away, **rate)
    code = f"stated-{word.replace('_', '-')}"
    assert challenged(party) == {code: f"stated_{word}_rate"}
    text = text_of(party, code)
    assert "8.12 % of gross pay is typed in place of being worked out." in text
    assert f"Take it away with its base, so that it is worked out{needs}; or explain" in text


def test_the_return_in_a_cost_line_is_found_by_the_words_of_its_evidence() -> None:
    for words, found in (
        ({"basis": "Group charge incl. profit share"}, True),
        ({"document": "Budget 2026, contingencies"}, True),
        ({"basis": "Marginal cost of a licence"}, False),
        ({"note": "No profit in it"}, False),
    ):
        data = plain_data() | {"evidence": {"it_per_contact_hour": words}}
        party = fp.Assumptions.model_validate(data)
        assert challenged(party) == (
            {"profit-in-a-cost-line": "it_per_contact_hour"} if found else {}
        )
    data = plain_data() | {"evidence": {"return_rate": {"basis": "The profit we plan"}}}
    assert challenged(fp.Assumptions.model_validate(data)) == {}


def test_a_yearly_amount_that_stands_in_two_lines_is_asked_about_once_a_line() -> None:
    lines = ("it", "telephony", "marketing")
    away = {f"{line}_per_contact_hour": None for line in lines}
    party = sound(**away, **{f"{line}_per_year": 1234.5 for line in lines})
    codes = [c.where for c in fp.challenges(party) if c.code == "challenge-same-figure-twice"]
    assert codes == ["business_costs.telephony_per_year", "business_costs.marketing_per_year"]
    assert "GBP 1,234.50 stands in IT (hardware, software CRM, ECM), a year as well." in (
        str(fp.challenges(party)[0])
    )
    other = sound(**away, it_per_year=1.0, telephony_per_year=2.0, marketing_per_year=0.0)
    assert challenged(other) == {}


@pytest.mark.parametrize(
    ("hours", "fits"),
    [(25_999.0, False), (26_000.0, True), (40_000.0, True), (52_000.0, True), (52_001.0, False)],
)
def test_yearly_hours_lie_between_single_and_double_handed_visits(hours: float, fits: bool) -> None:
    """1,000 half-hour visits in 52 weeks are 26,000 hours; two careworkers, 52,000."""
    party = sound(annual_contact_hours=hours, double_handed_share=None)
    found = challenged(party)
    assert found == ({} if fits else {"hours-do-not-fit-the-visits": "annual_contact_hours"})
    if not fits:
        text = text_of(party, "hours-do-not-fit-the-visits")
        assert "26,000 in 52 weeks with one careworker each, and to 52,000 with two" in text


@pytest.mark.parametrize("date", ["2026-04-01", "2026-04-05"])
def test_a_date_before_the_tax_year_names_what_is_about_to_change(date: str) -> None:
    text = text_of(sound(price_date=date), "before-the-tax-year")
    assert f"On {date} the tax year before still holds; from 2026-04-06" in text
    assert "Waiting days" in text  # sick pay from the first day: from 6 April 2026
    assert "Secondary threshold" not in text  # frozen
    assert "price_contract_year" in text


def test_hours_that_no_visit_fits_show_the_headcount_they_imply() -> None:
    """1,000 visits of 36 minutes with travel are 600 hours a week: 300 workers of 2 hours."""
    text = text_of(sound(worker_weekly_hours=(2.0,)), "less-than-a-visit-a-day")
    assert "about 300 careworkers of 2 hours a week" in text


def test_a_note_answers_the_challenge_of_its_input_and_no_other() -> None:
    data = plain_data() | {"evidence": {"contact_pay_rate": {"note": "Apprentices only."}}}
    data["pay"] |= {"contact_pay_rate": 12.0, "travel_pay_rate": 0.0}
    party = fp.Assumptions.model_validate(data)
    codes = {True: ["challenge-below-minimum-wage"], False: ["challenge-travel-unpaid"]}
    for answered, expected in codes.items():
        assert [c.code for c in fp.challenges(party, answered=answered)] == expected
    assert len(fp.challenges(party)) == 2


@given(assumptions())
def test_challenges_are_complete_and_about_inputs_that_are_given(party: fp.Assumptions) -> None:
    found = fp.challenges(party)
    known, open_ = fp.challenges(party, answered=True), fp.challenges(party, answered=False)
    assert sorted(map(str, found)) == sorted(map(str, (*known, *open_)))
    for challenge in found:
        section, name = challenge.where.split(".")
        assert party.fields()[name].section == section
        assert name in party.inputs()
        assert challenge.code.startswith("challenge-")
        assert challenge.mend.endswith("or explain it in the Note.")
        assert not {"inf", "nan"} & set(challenge.what.replace(",", " ").split())
    test = fp.OpenBook(party).minimum_wage_test()
    adults = test[(test["age_group"] == test["age_group"].iloc[0])]
    fails = (~adults[adults["activity"] == "visit mix"]["passes"]).sum()
    codes = [challenge.code for challenge in found]
    assert codes.count("challenge-below-minimum-wage") == fails
