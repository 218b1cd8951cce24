"""A contract year: each day under the law of that day, and the days in proportion."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from providers import plain, plain_book

import fairprice as fp

#: 1 to 5 April, and 6 April to 31 March.
BEFORE, AFTER = 5, 360


def test_days_before_the_tax_year_are_priced_by_the_law_before() -> None:
    """National Insurance rose on 6 April 2025: 13.8 to 15 %, above 175 and then 96 a week.

    At 30 hours of 13.00 a week, each pound of pay bears 13.8 % of 215 / 390 before, and 15 %
    of 294 / 390 after (pension and holiday do not change): a price that is linear in it.
    """
    year = fp.price_contract_year(plain(), "2025-26")
    old, new = (plain_book(price_date=date).price_per_hour for date in ("2025-04-01", "2025-04-06"))
    assert year.periods["days"].tolist() == [BEFORE, AFTER]
    assert year.periods["price_per_hour"].tolist() == [old, new]
    assert year.price_per_hour == pytest.approx((BEFORE * old + AFTER * new) / 365, abs=1e-12)
    before, after = (book.value("national_insurance") for book in year.books)
    assert before / after == pytest.approx((0.138 * 215) / (0.15 * 294), rel=1e-9)
    assert new - old == pytest.approx(after - before, abs=1e-12)


def test_a_visit_is_weighted_as_the_hour_is() -> None:
    year = fp.price_contract_year(plain(), "2025-26")
    old, new = (book.price(30.0) for book in year.books)
    assert year.price(30.0) == pytest.approx((BEFORE * old + AFTER * new) / 365, abs=1e-12)
    assert year.price([30.0, 60.0])[0] == year.price(30.0)


@pytest.mark.parametrize("date", ["2025-04-01", "2026-10-01"])
def test_the_price_date_does_not_count(date: str) -> None:
    assert fp.price_contract_year(plain(price_date=date), "2025-26").price_per_hour == (
        fp.price_contract_year(plain(), "2025-26").price_per_hour
    )


def test_a_year_without_a_change_is_one_period() -> None:
    """With every rate that the law decides stated, no day differs from another."""
    party = plain(
        stated_national_insurance_rate=0.1, stated_national_insurance_base="gross pay",
        stated_pension_rate=0.02, stated_pension_base="gross pay",
        under_21_share=None, pension_enrolled_share=None, employment_allowance_claimed=None,
        stated_sickness_rate=0.0, stated_sickness_base="gross pay",
        sickness_spells_per_year=None, sick_pay_policy=None, parental_pay_share=None,
    )  # fmt: skip
    year = fp.price_contract_year(party, "2025-26")
    assert year.periods["days"].tolist() == [365]
    assert year.periods.loc[0, "to"] == datetime.date(2026, 3, 31)
    assert year.price_per_hour == fp.OpenBook(party).price_per_hour


def test_a_leap_year_has_its_day() -> None:
    assert fp.price_contract_year(plain(), "2023-24").periods["days"].sum() == 366


def test_own_law_that_begins_within_the_year_is_counted_from_its_day(tmp_path: Path) -> None:
    """A rate of 20 % from 1 October: 5 days, 178 days, 182 days."""
    law = tmp_path / "law.toml"
    law.write_text(
        '[sources.ours]\ntitle = "Supposed"\n[[parameter]]\nname = "employer_nic_rate"\n'
        'label = "Employer National Insurance rate"\nunit = "share of pay above the threshold"\n'
        'nations = ["England"]\nvalues = [{ valid_from = 2025-10-01, valid_to = 2026-03-31, '
        'value = 0.2, source = "ours", certainty = "assumed" }]\n'
    )
    year = fp.price_contract_year(plain(), "2025-26", law=law)
    assert year.periods["days"].tolist() == [5, 178, 182]
    assert [book.value("employer_nic_rate") for book in year.books] == [0.138, 0.15, 0.2]


@pytest.mark.parametrize("year", ["2025", "2025-27", "2025-2026", "25-26", "x"])
def test_what_is_no_contract_year_is_refused(year: str) -> None:
    with pytest.raises(fp.InputError, match="not-a-contract-year"):
        fp.price_contract_year(plain(), year)


def test_a_year_whose_law_is_not_known_is_refused() -> None:
    with pytest.raises(fp.StatutoryError):
        fp.price_contract_year(plain(), "2031-32")
