"""How sure a value is the law: enacted, announced, standing, or a party's own assumption."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairprice.errors import DateNotCoveredError, RegisterFileError
from fairprice.statutory import (
    StatutoryValue,
    load_register,
    own_records,
    rates_of_records,
    statutory_rates,
)

Writer = Callable[[str], Path]
DATE = datetime.date

#: Law without an end date in its source; all else of the calculation is set anew each year.
STANDS_UNTIL_CHANGED = {
    "employer_nic_rate": 0.15,
    "employment_allowance": 10_500,
    "pension_employer_minimum_rate": 0.03,
    "ssp_waiting_days": 0,
    "ssp_earnings_share": 0.8,
    "ssp_lower_earnings_limit": 0,
    "ssp_max_weeks": 28,
    "statutory_holiday_weeks": 5.6,
    "apprenticeship_levy_rate": 0.005,
    "apprenticeship_levy_allowance": 15_000,
    "adult_minimum_wage_age": 21,
}
SET_EACH_YEAR = [
    "adult_minimum_wage",
    "minimum_wage_18_to_20",
    "minimum_wage_under_18",
    "minimum_wage_apprentice",
    "ssp_weekly_rate",
    "pension_earnings_trigger",
    "pension_earnings_trigger_weekly",
    "pension_qualifying_earnings_lower_weekly",
    "pension_qualifying_earnings_upper_monthly",
    "nic_lower_earnings_limit_weekly",
    "real_living_wage",
    "nhs_band_2_hourly",
    "cqc_fee_single_location",
]


def law_file(row: str, *, top: str = "", source: str = "") -> str:
    """Write a file of one value; ``row`` leaves out valid_from and value."""
    return (
        f'{top}[sources.own]\ntitle = "Our own paper"\naddress = "https://council.example/paper"\n'
        f"{source}\n"
        '[[parameter]]\nname = "local_wage"\nlabel = "Local wage"\nunit = "GBP per hour"\n'
        f'nations = ["England"]\nvalues = [{{ valid_from = 2027-04-01, value = 13.5, {row} }}]\n'
    )


def held(write: Writer, text: str, day: str = "2027-06-01") -> StatutoryValue:
    return statutory_rates(day, "England", write(text))["local_wage"]


def refused(write: Writer, text: str) -> dict[str, Any]:
    with pytest.raises(RegisterFileError) as caught:
        load_register(write(text))
    return {problem.code: problem for problem in caught.value.problems}


@pytest.mark.parametrize(("name", "value"), STANDS_UNTIL_CHANGED.items())
def test_standing_law_answers_beyond_the_days_its_source_speaks_for_and_says_so(
    name: str, value: float
) -> None:
    for nation in ("England", "Northern Ireland"):
        today = statutory_rates("2026-06-01", nation)[name]
        later = statutory_rates("2029-06-01", nation)[name]
        assert (today.value, today.certainty) == (value, "enacted")
        assert (later.value, later.certainty) == (value, "standing")
        assert later.certainty_in_words == f"standing, no change known on {later.checked}"
        assert later.valid_to is None


@pytest.mark.parametrize("name", SET_EACH_YEAR)
def test_what_is_set_each_year_still_ends(name: str) -> None:
    with pytest.raises(DateNotCoveredError):
        statutory_rates("2027-06-01", "England")[name]


def test_the_secondary_threshold_is_announced_by_whom_and_when() -> None:
    # HMRC, policy paper of 13 November 2024: GBP 5,000 until 5 April 2028
    rates = statutory_rates("2027-06-01", "Wales")
    annual = rates["nic_secondary_threshold_annual"]
    assert (annual.value, annual.certainty) == (5000, "announced")
    assert annual.certainty_in_words == "announced by HM Revenue and Customs on 2024-11-13"
    week, month = (rates["nic_secondary_threshold_" + part] for part in ("weekly", "monthly"))
    assert (week.value, month.value) == (96, 417)
    assert week.certainty == month.certainty == "announced"
    assert week.attested.startswith("derived: annual / 52, rounded to the pound")


def test_enacted_law_without_an_end_stands_after_it_was_checked(write: Writer) -> None:
    row = 'source = "own", checked = 2027-05-01, certainty = "enacted", attested = "Act"'
    path = write(law_file(row))
    on = [statutory_rates(day, "England", path) for day in ("2027-05-01", "2027-05-02")]
    assert [rates["local_wage"].certainty for rates in on] == ["enacted", "standing"]
    longer = law_file("stands_after = 2028-03-31, " + row)
    assert held(write, longer, "2028-03-31").certainty == "enacted"
    assert held(write, longer, "2028-04-01").certainty == "standing"
    assert held(write, longer, "2040-04-01").value == 13.5


@pytest.mark.parametrize("row", [
    'stands_after = 2028-03-31, source = "own", checked = 2027-05-01, certainty = "enacted"',
    'source = "own", checked = 2027-05-01, certainty = "standing"',
])  # fmt: skip
def test_a_record_of_own_law_keeps_until_when_it_was_enacted(write: Writer, row: str) -> None:
    law = statutory_rates("2027-05-02", "England", write(law_file(row)))
    records = own_records(law)
    again = rates_of_records(law.date, law.nation, records)
    assert again["local_wage"] == law["local_wage"]
    assert own_records(again) == records


def test_every_fault_of_a_source_is_told_at_once(write: Writer) -> None:
    row = 'valid_to = 2028-03-31, source = "own", checked = 2026-11-22, certainty = "enacted"'
    text = law_file(row, source='[sources.other]\ntitle = 5\naddress = "gov.uk"')
    assert {"bad-address", "wrong-type"} <= set(refused(write, text))


def test_free_text_of_an_older_file_attests_a_value_of_the_partys_own(write: Writer) -> None:
    row = (
        'valid_to = 2028-03-31, source = "own", checked = 2026-11-22, '
        'certainty = "high: our finance team"'
    )
    value = held(write, law_file(row))
    assert (value.certainty, value.attested) == ("assumed", "high: our finance team")
    assert value.certainty_in_full == "assumed (high: our finance team)"


@pytest.mark.parametrize("word", ["announced", "Standing", "ENACTED"])
def test_the_words_count_however_they_are_capitalised(write: Writer, word: str) -> None:
    row = f'valid_to = 2028-03-31, source = "own", checked = 2026-11-22, certainty = "{word}"'
    assert held(write, law_file(row)).certainty == word.casefold()


def test_an_assumption_needs_no_source_and_no_day(write: Writer) -> None:
    row = 'valid_to = 2028-03-31, certainty = "assumed"'
    value = held(write, law_file(row))
    assert (value.source_title, value.source_address) == ("Own assumption", "")
    assert value.checked is None
    assert value.source == "Own assumption"
    named = held(write, law_file(row, top='assumed_by = "Exampleshire"\n'))
    assert named.source == "Own assumption of Exampleshire"


def test_an_assumption_may_rest_on_a_document_without_an_address(write: Writer) -> None:
    source = '[sources.minute]\ntitle = "Minute of the board, 3 November 2026"'
    row = 'valid_to = 2028-03-31, source = "minute", certainty = "{}"{}'
    value = held(write, law_file(row.format("assumed", ""), source=source))
    assert value.source == "Minute of the board, 3 November 2026"
    told = refused(
        write, law_file(row.format("announced", ", checked = 2026-11-22"), source=source)
    )
    assert "address" in told["missing-key"].what
    assert "[sources.minute]" in told["missing-key"].where


@pytest.mark.parametrize(
    ("row", "code", "mend"),
    [
        ('certainty = "assumed"', "missing-key", "valid_to"),
        ('source = "own", checked = 2026-11-22, certainty = "high"', "missing-key", "valid_to"),
        (
            'valid_to = 2028-03-31, source = "own", checked = 2026-11-22, '
            'certainty = "anounced", attested = "high"',
            "unknown-certainty",
            "did you mean announced?",
        ),
        (
            'valid_to = 2028-03-31, certainty = "assumed", announced_by = "us"',
            "not-used",
            'certainty = "announced"',
        ),
        (
            'valid_to = 2028-03-31, stands_after = 2027-05-01, source = "own", '
            'checked = 2026-11-22, certainty = "enacted"',
            "not-used",
            "Leave one of the two out",
        ),
        (
            'stands_after = 2027-03-01, source = "own", checked = 2026-11-22, '
            'certainty = "enacted"',
            "dates-reversed",
            "Correct one",
        ),
        ('valid_to = 2028-03-31, certainty = "standing"', "no-source", "assumed"),
        (
            'valid_to = 2028-03-31, source = "own", certainty = "announced"',
            "not-checked",
            "checked",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(
    write: Writer, row: str, code: str, mend: str
) -> None:
    told = refused(write, law_file(row))
    assert code in told
    assert mend in told[code].mend


def test_a_number_still_to_be_filled_in_is_asked_for(write: Writer) -> None:
    text = law_file('valid_to = 2028-03-31, certainty = "assumed"').replace("13.5", '"?"')
    told = refused(write, text)
    assert list(told) == ["not-filled-in"]
    assert "local_wage" in told["not-filled-in"].where


@pytest.mark.parametrize("number", ["1e300", "-1e300", "inf", "nan"])
def test_a_number_out_of_all_bounds_is_not_finite(write: Writer, number: str) -> None:
    text = law_file('valid_to = 2028-03-31, certainty = "assumed"').replace("13.5", number)
    [problem] = refused(write, text).values()
    assert "not a finite number" in problem.what


def test_nothing_may_follow_a_value_without_an_end(write: Writer) -> None:
    row = 'source = "own", checked = 2026-11-22, certainty = "standing" }, { valid_from = '
    row += '2029-04-01, valid_to = 2030-03-31, value = 14, certainty = "assumed"'
    told = refused(write, law_file(row))
    assert "has no last day" in told["overlap"].what
    assert "End the earlier row on 2029-03-31" in told["overlap"].mend


def test_a_value_laid_over_standing_law_leaves_it_standing_before_and_after(write: Writer) -> None:
    text = law_file('valid_to = 2028-03-31, certainty = "assumed"')
    text = text.replace("local_wage", "employment_allowance").replace("per hour", "per year")
    path = write(text)
    on = {
        day: statutory_rates(day, "England", path)["employment_allowance"]
        for day in ("2027-03-31", "2027-04-01", "2028-03-31", "2028-04-01")
    }
    assert [value.value for value in on.values()] == [10_500, 13.5, 13.5, 10_500]
    assert [value.certainty for value in on.values()] == [
        "enacted", "assumed", "assumed", "standing",
    ]  # fmt: skip
    assert on["2027-03-31"].valid_to == DATE(2027, 3, 31)
    assert on["2028-04-01"].valid_to is None
