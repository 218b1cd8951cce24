"""Every mistake in a party's assumptions: what is said, and that all is said at once."""

from __future__ import annotations

import datetime
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from providers import Data, plain, plain_data

from fairprice import Assumptions, AssumptionsError, FairpriceError, Problem, UnknownLineError

AWAY = object()


def problems_of(changes: Data) -> list[Problem]:
    """Return what is wrong with the plain provider after some changes, by section."""
    data = plain_data()
    for section, part in changes.items():
        if part is AWAY:
            del data[section]
        elif isinstance(part, dict):
            data.setdefault(section, {}).update(part)
            data[section] = {k: v for k, v in data[section].items() if v is not AWAY}
        else:
            data[section] = part
    with pytest.raises(AssumptionsError) as caught:
        Assumptions.model_validate(data)
    return list(caught.value.problems)


def test_the_plain_provider_is_sound() -> None:
    assert Assumptions.model_validate(plain_data()) == plain()


GOLDEN = {
    "misspelled name": (
        {"stated_rates": {"stated_holliday_rate": 0.1}},
        "stated_rates.stated_holliday_rate: is not an input. A name that is not known would "
        "be a cost that is silently left out. Did you mean stated_holiday_rate? [unknown-name]",
    ),
    "name like no other": (
        {"travel": {"zzzz": 1.0}},
        "travel.zzzz: is not an input. A name that is not known would be a cost that is "
        "silently left out. Remove it, or see the list of inputs. [unknown-name]",
    ),
    "misspelled section": (
        {"returns_on_operations": {}},
        "returns_on_operations: is not an input. A name that is not known would be a cost that "
        "is silently left out. Did you mean return_on_operations? [unknown-name]",
    ),
    "wrong section": (
        {"pay": {"mileage_rate": 0.45}},
        "pay.mileage_rate: stands in the wrong section. A name that is not known would be a "
        "cost that is silently left out. Move it to section [travel]. [wrong-section]",
    ),
    "below its bounds": (
        {"travel": {"mileage_rate": -0.1}},
        "travel.mileage_rate: -0.1 is outside its bounds. Mileage rate (GBP per mile): Paid to "
        "the careworker for each mile. Give a number from 0 to 5. [out-of-bounds]",
    ),
    "share above one": (
        {"workforce": {"under_21_share": 1.2}},
        "workforce.under_21_share: 1.2 is outside its bounds. Share of workers under 21 (share "
        "of workers): Workers for whom little National Insurance is due. Give a number from 0 to "
        "1. [out-of-bounds]",
    ),
    "at an exclusive bound": (
        {"time_off": {"working_days_per_week": 0.0}},
        "time_off.working_days_per_week: 0.0 is outside its bounds. Working days a week (days "
        "per week): Days a worker works in a normal week; they turn sickness days into weeks. "
        "Give a number above 0 and at most 7. [out-of-bounds]",
    ),
    "not a number": (
        {"travel": {"mileage_rate": math.nan}},
        "travel.mileage_rate: nan is not a finite number. Mileage rate (GBP per mile): Paid to "
        "the careworker for each mile. Give a number from 0 to 5. [not-a-number]",
    ),
    "infinite": (
        {"travel": {"mileage_rate": math.inf}},
        "travel.mileage_rate: inf is not a finite number. Mileage rate (GBP per mile): Paid to "
        "the careworker for each mile. Give a number from 0 to 5. [not-a-number]",
    ),
    "text for a number": (
        {"travel": {"mileage_rate": "0.45"}},
        "travel.mileage_rate: '0.45' is not a finite number. Mileage rate (GBP per mile): Paid "
        "to the careworker for each mile. Give a number from 0 to 5. [not-a-number]",
    ),
    "yes for a number": (
        {"travel": {"mileage_rate": True}},
        "travel.mileage_rate: True is not a finite number. Mileage rate (GBP per mile): Paid to "
        "the careworker for each mile. Give a number from 0 to 5. [not-a-number]",
    ),
    "unknown nation": (
        {"about": {"nation": "Britain"}},
        "about.nation: 'Britain' is not known. Nation: England, Scotland, Wales or "
        "Northern Ireland. Give 'England', 'Scotland', 'Wales' or 'Northern Ireland'. "
        "[not-an-option]",
    ),
    "shares of workers": (
        {"workforce": {"worker_share": [0.9]}},
        "workforce.worker_share: The shares add up to 0.9. Every hour and every worker belongs "
        "to exactly one band. Correct them so that they add up to 1. [shares-do-not-add-up]",
    ),
    "shares of unsocial hours": (
        {"pay": {"evening_share": 0.6, "weekend_share": 0.6}},
        "pay.evening_share: Evening, weekend and bank-holiday shares add up to 1.2. An hour is "
        "paid one premium; together they cannot exceed all contact hours. Reduce them to 1 or "
        "less. [shares-do-not-add-up]",
    ),
    "unequal columns": (
        {"visits": {"visit_minutes": [15.0, 30.0]}},
        "visits.visit_minutes: visit_minutes has 2, visits_per_week has 1 entries. The columns "
        "of one table describe the same bands. Give one entry for each band in every column. "
        "[unequal-lengths]",
    ),
    "no visits": (
        {"visits": {"visits_per_week": [0.0]}},
        "visits.visits_per_week: There are no visits. A price per contact hour needs contact "
        "hours. Give the visits of a normal week. [no-visits]",
    ),
    "not used": (
        {"stated_rates": {"stated_pension_rate": 0.02, "stated_pension_base": "gross pay"}},
        "workforce.pension_enrolled_share: is given, but nothing uses it. A reader would believe "
        "that it counts; something stated stands in its place. Remove it, or remove what is "
        "stated instead. [not-used]",
    ),
    "missing": (
        {"travel": {"mileage_rate": AWAY}},
        "travel.mileage_rate: is missing; it is needed for Mileage. Mileage rate (GBP per mile): "
        "Paid to the careworker for each mile. Give it; zero where there is none. [missing]",
    ),
    "missing business line": (
        {"business_costs": {"marketing_per_contact_hour": AWAY}},
        "business_costs.marketing_per_year: is missing; it is needed for Marketing, by the "
        "contact hour. Marketing, a year (GBP per year): Gross of VAT. Zero if there is none. "
        "Give it, or marketing_per_contact_hour; zero if none. [missing]",
    ),
    "all of the price": (
        {"return_on_operations": {"return_rate": 1.0, "return_base": "price"}},
        "stated_rates: The rates stated on price take up 100% of it. Nothing is left for the "
        "other costs, so no price covers them. Bring the rates on price below 100 % together. "
        "[no-price-covers-it]",
    ),
    "hardly at work": (
        {"time_off": {"holiday_weeks": 20.0, "sickness_days_per_year": 30.0}},
        "time_off.holiday_weeks: Holiday and sickness take 26.0 weeks of the year. Costs of time "
        "off are spread over the weeks at work. Check holiday_weeks, sickness_days_per_year and "
        "working_days_per_week. [hardly-at-work]",
    ),
    "source of nothing": (
        {"sources": {"mileage": "Our records"}},
        "sources.mileage: is not an input. A source that belongs to nothing evidences nothing. "
        "Give it the name of an input that is given, or remove it. [source-without-input]",
    ),
    "source of an input not given": (
        {"sources": {"pay_band_rate": "Our records"}},
        "sources.pay_band_rate: names no input that is given. A source that belongs to nothing "
        "evidences nothing. Give it the name of an input that is given, or remove it. "
        "[source-without-input]",
    ),
    "number for a table": (
        {"workforce": {"worker_weekly_hours": 30.0}},
        "workforce.worker_weekly_hours: 30.0 has the wrong shape. Weekly paid hours (hours per "
        "week): Contact, travel and waiting hours a week of the workers of each band. Give a "
        "list, each entry a number above 0 and at most 100. [wrong-shape]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "text"), GOLDEN.values(), ids=GOLDEN)
def test_one_mistake_is_said_once_and_in_full(changes: Data, text: str) -> None:
    assert [str(problem) for problem in problems_of(changes)] == [text]


def codes_of(changes: Data) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in problems_of(changes)]


PAY_BANDS = {"pay_band_role": ["a"], "pay_band_rate": [13.0], "pay_band_share": [1.0]}


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"pay": PAY_BANDS}, "given-twice", "pay.contact_pay_rate"),
        ({"business_costs": {"it_per_year": 1.0}}, "given-twice", "business_costs.it_per_year"),
        ({"stated_rates": {"stated_holiday_rate": 0.1}}, "half-stated",
         "stated_rates.stated_holiday_base"),
        ({"stated_rates": {"stated_holiday_base": "price"}}, "half-stated",
         "stated_rates.stated_holiday_rate"),
        ({"about": {"price_date": "6 April 2026"}}, "invalid", "about.price_date"),
        ({"about": {"price_date": 20260406}}, "invalid", "about.price_date"),
        ({"about": {"provider_name": "two\nlines"}}, "invalid", "about.provider_name"),
        ({"about": {"provider_name": " "}}, "invalid", "about.provider_name"),
        ({"about": AWAY}, "missing", "about"),
        ({"return_on_operations": {"return_base": AWAY}}, "missing",
         "return_on_operations.return_base"),
        ({"time_off": {"sick_pay_policy": AWAY}}, "missing", "time_off.sick_pay_policy"),
        ({"pay": {"pay_band_share": [1.0]}}, "not-used", "pay.pay_band_share"),
    ],
)  # fmt: skip
def test_kind_and_place_of_a_mistake(changes: Data, code: str, where: str) -> None:
    assert (code, where) in codes_of(changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"stated_rates": {"stated_holiday_rate": 0.1, "stated_holiday_base": "gross pay"},
         "return_on_operations": {"return_rate": 0.9, "return_base": "gross pay"}},
        {"stated_rates": {"stated_holiday_rate": 0.99, "stated_holiday_base": "gross pay"}},
        {"stated_rates": {"stated_holiday_rate": 0.5, "stated_holiday_base": "price"},
         "return_on_operations": {"return_rate": 0.99, "return_base": "cost"}},
        {"stated_rates": {"stated_holiday_rate": 0.5, "stated_holiday_base": "price"},
         "return_on_operations": {"return_rate": 0.49, "return_base": "price"}},
    ],
)  # fmt: skip
def test_rates_that_leave_something_over_are_accepted(changes: Data) -> None:
    assert Assumptions.model_validate(plain_data() | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"stated_rates": {"stated_holiday_rate": 1.0, "stated_holiday_base": "gross pay"}},
        {"stated_rates": {"stated_holiday_rate": 0.5, "stated_holiday_base": "price"},
         "return_on_operations": {"return_rate": 1.0, "return_base": "cost"}},
        {"stated_rates": {"stated_holiday_rate": 0.5, "stated_holiday_base": "price"},
         "return_on_operations": {"return_rate": 0.5, "return_base": "price"}},
        {"stated_rates": {"stated_holiday_rate": 0.5, "stated_holiday_base": "gross pay",
                          "stated_sickness_rate": 0.5, "stated_sickness_base": "gross pay"},
         "time_off": {"sickness_spells_per_year": AWAY, "sick_pay_policy": AWAY,
                      "parental_pay_share": AWAY}},
    ],
)  # fmt: skip
def test_rates_that_leave_nothing_over_are_refused(changes: Data) -> None:
    assert codes_of(changes) == [("no-price-covers-it", "stated_rates")]


def test_every_problem_is_reported_at_once() -> None:
    changes: Data = {
        "about": {"nation": "Britain"},
        "travel": {"mileage_rate": AWAY, "milage_rate": 0.45, "miles_per_visit": -1.0},
        "workforce": {"worker_share": [0.9]},
        "visits": {"visit_minutes": [15.0, 30.0]},
        "stated_rates": {"stated_pension_rate": 0.02, "stated_pension_base": "price"},
    }
    assert sorted(codes_of(changes)) == [
        ("missing", "travel.mileage_rate"),
        ("not-an-option", "about.nation"),
        ("not-used", "workforce.pension_enrolled_share"),
        ("out-of-bounds", "travel.miles_per_visit"),
        ("shares-do-not-add-up", "workforce.worker_share"),
        ("unequal-lengths", "visits.visit_minutes"),
        ("unknown-name", "travel.milage_rate"),
    ]


def test_many_problems_are_numbered() -> None:
    with pytest.raises(AssumptionsError) as caught:
        plain(mileage_rate=-1.0, worker_share=[0.5])
    lines = str(caught.value).splitlines()
    assert lines[0] == "2 problems:"
    assert [line[:5] for line in lines[1:]] == ["  1. ", "  2. "]


@pytest.mark.parametrize(
    "changes",
    [
        {"travel": {"zzzz": 1.0}, "time_off": {"weeks_per_year": AWAY}},
        {"pay": {"contact_pay_rate": -1.0}},
        {"pay": {"contact_pay_rate": "13"}},
        {"business_costs": {"it_per_contact_hour": -1.0}},
        {"visits": {"visit_minutes": [0.0]}},
        {"stated_rates": {"stated_holiday_base": "price"}},
        {"stated_rates": {"stated_holiday_rate": 0.1}},
        {"stated_rates": {"stated_holiday_rate": 0.1, "stated_holiday_base": "turnover"}},
        {"pay": PAY_BANDS},
        {"business_costs": {"it_per_year": 1.0}},
    ],
    ids=["default left out", "pay below zero", "pay as text", "cost below zero",
         "visit without length", "rate missing", "base missing", "base unknown",
         "pay given twice", "cost given twice"],
)  # fmt: skip
def test_one_mistake_raises_no_echo(changes: Data) -> None:
    """A reader who mends the one mistake finds nothing else to mend."""
    assert len(problems_of(changes)) == 1


@pytest.mark.parametrize("data", [None, 5, [1], "text"])
def test_data_without_sections_is_one_mistake(data: Any) -> None:
    with pytest.raises(AssumptionsError) as caught:
        Assumptions.model_validate(data)
    assert [problem.code for problem in caught.value.problems] == ["wrong-shape"]


def test_a_date_is_asked_for_by_example() -> None:
    [problem] = problems_of({"about": {"price_date": "6 April 2026"}})
    assert "2026-04-06" in problem.mend
    assert "isoformat" not in str(problem)


def test_a_switch_is_asked_for_as_a_switch() -> None:
    [problem] = problems_of({"workforce": {"employment_allowance_claimed": 1}})
    assert "number" not in problem.mend
    assert "true" in problem.mend


def test_a_choice_is_not_mended_with_zero() -> None:
    for section, name in (("return_on_operations", "return_base"), ("time_off", "sick_pay_policy")):
        [problem] = problems_of({section: {name: AWAY}})
        assert "zero" not in problem.mend


def test_what_may_not_be_zero_is_not_mended_with_zero() -> None:
    [problem] = problems_of({"time_off": {"working_days_per_week": AWAY}})
    assert "zero" not in problem.mend


def test_every_problem_says_why_it_matters() -> None:
    for changes in ({"about": AWAY}, {"pay": 5}):
        assert all(problem.why for problem in problems_of(changes))


def test_an_unknown_input_is_named_with_its_likely_meaning() -> None:
    with pytest.raises(UnknownLineError) as caught:
        plain(milage_rate=0.1, zzzz=2)
    texts = [str(problem) for problem in caught.value.problems]
    assert texts[0].endswith("Did you mean mileage_rate? [unknown-name]")
    assert len(texts) == 2
    assert isinstance(caught.value, FairpriceError)


def test_dates_may_be_dates_or_iso_text() -> None:
    day = datetime.date(2026, 4, 6)
    assert plain(price_date=day) == plain(price_date="2026-04-06")
    assert plain().about.price_date == day


@pytest.mark.parametrize(
    ("given", "what", "mend"),
    [
        ("costs.xlsx", "'costs.xlsx'", "Read the file first: fairprice.load('costs.xlsx')."),
        (Path("own.toml"), "own.toml", "Read the file first: fairprice.load('own.toml')."),
        (pd.DataFrame({"pay": [1.0]}), "a pandas.DataFrame has", "Give a dict of names and values"),
    ],
)
def test_what_is_no_table_of_names_is_told_what_to_call(given: Any, what: str, mend: str) -> None:
    with pytest.raises(AssumptionsError) as told:
        Assumptions.model_validate(given)
    [problem] = told.value.problems
    assert problem.code == "wrong-shape"
    assert what in str(problem)
    assert mend in problem.mend
