"""A file of one's own, laid over the built-in register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairprice.errors import DateNotCoveredError, RegisterFileError
from fairprice.statutory import load_register, statutory_rates

HEAD = """
[sources.own]
title = "Our own paper"
address = "https://council.example/paper"

[[parameter]]
"""


def rows(name: str, unit: str, nations: str, *values: tuple[str, str, float]) -> str:
    listed = "".join(
        f"  {{ valid_from = {first}, valid_to = {last}, value = {value}, "
        'source = "own", checked = 2026-11-22, certainty = "stated" },\n'
        for first, last, value in values
    )
    return (
        f'{HEAD}name = "{name}"\nlabel = "Stated"\nunit = "{unit}"\n'
        f"nations = {nations}\nvalues = [\n{listed}]\n"
    )


Writer = Callable[[str], Path]


def test_coming_year(write: Writer) -> None:
    path = write(
        rows(
            "adult_minimum_wage",
            "GBP per hour",
            '["England", "Wales"]',
            ("2027-04-01", "2028-03-31", 13.30),
        )
    )
    assert statutory_rates("2027-04-01", "England", path).value("adult_minimum_wage") == 13.30
    assert statutory_rates("2027-03-31", "England", path).value("adult_minimum_wage") == 12.71
    with pytest.raises(DateNotCoveredError):
        statutory_rates("2027-04-01", "Scotland", path).value("adult_minimum_wage")
    with pytest.raises(DateNotCoveredError, match=r"2028-03-31: 13\.3 GBP"):
        statutory_rates("2028-04-01", "England", str(path)).value("adult_minimum_wage")


def test_minimum_wage_of_a_coming_year_needs_only_what_it_uses(write: Writer) -> None:
    path = write(
        rows("minimum_wage_under_18", "GBP per hour", '["Wales"]', ("2027-04-01", "2028-03-31", 9))
    )
    rates = statutory_rates("2027-06-01", "Wales", path)
    assert rates.minimum_wage(17) == 9
    # the age at which the adult wage begins stands until it is changed; the wage does not
    with pytest.raises(DateNotCoveredError, match="adult_minimum_wage "):
        rates.minimum_wage(30)


def test_ni_of_a_coming_year_needs_only_what_it_uses(write: Writer) -> None:
    # the years before are announced; the rate stands until it is changed
    year = ("2031-04-06", "2032-04-05")
    nation = '["Wales"]'
    text = rows("employer_nic_rate", "share of pay above the threshold", nation, (*year, 0.16))
    table = rows("nic_secondary_threshold_weekly", "GBP per week", nation, (*year, 100.0))
    path = write(text + table[table.index("[[parameter]]") :])
    rates = statutory_rates("2031-06-01", "Wales", path)
    assert rates.employer_ni(500.0) == pytest.approx(0.16 * 400)
    assert rates.employer_ni([500.0, 50.0]) == pytest.approx([0.16 * 400, 0])
    with pytest.raises(DateNotCoveredError, match="under_21"):
        rates.employer_ni([500.0, 500.0], under_21=[False, True])


def test_part_of_a_span_is_replaced_and_the_rest_trimmed(write: Writer) -> None:
    name = "approved_mileage_car_first_10000"
    path = write(rows(name, "GBP per mile", '["Wales"]', ("2020-01-01", "2020-01-31", 0.40)))
    register = load_register(path)
    assert [
        (str(span.valid_from), str(span.valid_to)) for span in register.spans(name, "Wales")
    ] == [
        ("2011-04-06", "2019-12-31"),
        ("2020-01-01", "2020-01-31"),
        ("2020-02-01", "2026-04-05"),
        ("2026-04-06", "None"),
    ]
    assert len(register.spans(name, "England")) == 2
    value = statutory_rates("2020-01-15", "Wales", path)[name]
    assert (value.value, value.source_title) == (0.40, "Our own paper")
    assert statutory_rates("2020-02-01", "Wales", path).value(name) == 0.45


def test_a_declared_gap_is_filled(write: Writer) -> None:
    path = write(
        rows(
            "adult_social_care_minimum_pay",
            "GBP per hour",
            '["Scotland"]',
            ("2019-05-01", "2020-03-31", 9.00),
        )
    )
    assert (
        statutory_rates("2019-06-01", "Scotland", path).value("adult_social_care_minimum_pay") == 9
    )
    with pytest.raises(DateNotCoveredError, match="rose during 2019"):
        statutory_rates("2019-04-15", "Scotland", path).value("adult_social_care_minimum_pay")


def test_another_nation_is_added(write: Writer) -> None:
    path = write(
        rows(
            "irregular_hours_holiday_accrual",
            "share of hours worked",
            '["Northern Ireland"]',
            ("2026-04-01", "2027-03-31", 0.1207),
        )
    )
    rates = statutory_rates("2026-04-06", nation="Northern Ireland", overlay=path)
    assert rates.value("irregular_hours_holiday_accrual") == 0.1207


def test_local_policy_is_added(write: Writer, sound: str) -> None:
    rates = statutory_rates("2026-10-01", "England", write(sound))
    assert rates.value("local_living_wage") == 13.60
    told = ["label", "unit", "certainty", "attested"]
    assert rates.table().loc["local_living_wage", told].tolist() == [
        "Local living wage", "GBP per hour", "assumed", "high",
    ]  # fmt: skip
    assert "local_living_wage" not in statutory_rates("2026-10-01", "England")


def test_a_year_may_not_be_skipped(write: Writer) -> None:
    path = write(
        rows("ssp_weekly_rate", "GBP per week", '["Wales"]', ("2028-04-06", "2029-04-05", 130))
    )  # fmt: skip
    with pytest.raises(RegisterFileError, match="Nothing covers 2027-04-06 to 2028-04-05"):
        load_register(path)


def test_the_built_in_register_is_left_alone(write: Writer) -> None:
    path = write(
        rows(
            "employer_nic_rate",
            "share of pay above the threshold",
            '["England"]',
            ("2015-04-06", "2027-04-05", 0.99),
        )
    )
    assert statutory_rates("2026-04-06", "England", path).value("employer_nic_rate") == 0.99
    assert statutory_rates("2026-04-06", "England").value("employer_nic_rate") == 0.15
