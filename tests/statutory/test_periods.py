"""Limits by the week and month: as published, and as they follow from the year's."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairprice.statutory import NATIONS, StatutoryValue, load_register, statutory_rates
from fairprice.statutory.periods import LIMITS, PERIODS_A_YEAR, Limit, that_follow

Writer = Callable[[str], Path]
NAMED = {
    name: (name, f"GBP per {period}")
    for limit in LIMITS
    for period in PERIODS_A_YEAR
    for name in [limit.of(period)]
}
#: Published figures that do not follow from the year's: a pound above a 52nd of it.
OTHERWISE = {
    ("nic_upper_secondary_threshold_under_21_weekly", 45_000.0): 866,
    ("nic_upper_secondary_threshold_under_21_weekly", 46_350.0): 892,
    ("pension_qualifying_earnings_upper_weekly", 45_000.0): 866,
    ("pension_qualifying_earnings_upper_weekly", 46_350.0): 892,
}


def published() -> list[tuple[Limit, str, StatutoryValue, StatutoryValue]]:
    """Pair every published figure of a week or month with the year's on its first day."""
    register = load_register()
    pairs = []
    for limit in LIMITS:
        for period in ("week", "month"):
            for span in register.spans(limit.of(period), "Scotland"):
                assert isinstance(span, StatutoryValue)
                if "derived" not in span.attested:
                    year = register.lookup(limit.year, "Scotland", span.valid_from)
                    pairs.append((limit, period, span, year))
    return pairs


@pytest.mark.parametrize(
    ("limit", "period", "part", "year"),
    published(),
    ids=lambda x: getattr(x, "name", None) and f"{x.name}-{x.valid_from}",
)
def test_what_follows_from_the_year_is_what_was_published(
    limit: Limit, period: str, part: StatutoryValue, year: StatutoryValue
) -> None:
    follows = {value.name: value for value in that_follow([year], NAMED)}[part.name]
    assert isinstance(follows, StatutoryValue)
    if (part.name, year.value) in OTHERWISE:
        assert part.value == OTHERWISE[part.name, year.value] == follows.value + 1
    else:
        assert part.value == follows.value


def test_there_are_published_figures_of_every_limit() -> None:
    pairs = published()
    assert len(pairs) > 60
    assert {(limit.year, period) for limit, period, *_ in pairs} == {
        (limit.year, period) for limit in LIMITS for period in ("week", "month")
    }


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        # The Pensions Regulator's figures of 2025-26, which 2026-27 keeps
        ("pension_earnings_trigger_weekly", "2026-04-06", 192),
        ("pension_earnings_trigger_monthly", "2026-04-06", 833),
        ("pension_qualifying_earnings_lower_weekly", "2026-04-06", 120),
        ("pension_qualifying_earnings_lower_monthly", "2026-04-06", 520),
        ("pension_qualifying_earnings_upper_weekly", "2026-04-06", 967),
        ("pension_qualifying_earnings_upper_monthly", "2026-04-06", 4189),
        ("nic_upper_secondary_threshold_under_21_monthly", "2026-04-06", 4189),
        # SI 2019/374, article 3
        ("pension_qualifying_earnings_lower_monthly", "2019-04-06", 512),
        ("pension_qualifying_earnings_upper_weekly", "2019-04-06", 962),
        # twelfths of 42,385 and of 45,000: no published figure is held
        ("nic_upper_secondary_threshold_under_21_monthly", "2015-04-06", 3532),
        ("nic_upper_secondary_threshold_under_21_monthly", "2017-04-06", 3750),
    ],
)
@pytest.mark.parametrize("nation", NATIONS)
def test_limits_of_a_week_and_month(name: str, day: str, value: float, nation: str) -> None:
    assert statutory_rates(day, nation).value(name) == value


def overlay(*parameters: tuple[str, str, str]) -> str:
    return "".join(
        f'[[parameter]]\nname = "{name}"\nlabel = "Own"\nunit = "{unit}"\n'
        f'nations = ["England", "Wales"]\nvalues = [{{ valid_from = 2027-04-06, '
        f'valid_to = 2028-04-05, value = {value}, certainty = "assumed" }}]\n'
        for name, unit, value in parameters
    )


def test_the_week_follows_from_a_year_that_a_party_gives(write: Writer) -> None:
    path = write(
        overlay(
            ("pension_earnings_trigger", "GBP per year", "10_400"),
            ("nic_secondary_threshold_annual", "GBP per year", "6000"),
        )
    )
    rates = statutory_rates("2027-06-01", "England", path)
    assert rates.value("pension_earnings_trigger_weekly") == 200
    assert rates.value("pension_earnings_trigger_monthly") == 867
    # not the register's, which follows from the GBP 5,000 that is announced
    assert rates.value("nic_secondary_threshold_weekly") == 115
    assert rates["nic_secondary_threshold_weekly"].certainty == "assumed"
    assert (
        statutory_rates("2027-06-01", "Scotland", path).value("nic_secondary_threshold_weekly")
        == 96
    )
    assert (
        statutory_rates("2028-06-01", "Wales", path).value("nic_secondary_threshold_weekly") == 96
    )


def test_a_week_that_a_party_gives_itself_is_kept(write: Writer) -> None:
    path = write(
        overlay(
            ("nic_secondary_threshold_annual", "GBP per year", "6000"),
            ("nic_secondary_threshold_weekly", "GBP per week", "116"),
        )
    )
    rates = statutory_rates("2027-06-01", "Wales", path)
    assert rates.value("nic_secondary_threshold_weekly") == 116
    assert rates.value("nic_secondary_threshold_monthly") == 500


@given(
    st.sampled_from(LIMITS),
    st.floats(0, 100_000).map(round),
    st.sets(st.sampled_from(NATIONS), min_size=1),
    st.sets(st.sampled_from(NATIONS), min_size=1),
    st.integers(0, 800),
    st.integers(0, 800),
)
def test_each_day_and_nation_gets_its_week_once(
    limit: Limit, amount: int, of_year: set[str], of_week: set[str], start: int, length: int
) -> None:
    first = datetime.date(2026, 4, 6)
    blank = StatutoryValue(
        limit.year, "", float(amount), "GBP per year", tuple(sorted(of_year)), first,
        first + datetime.timedelta(400), "", "", None, "assumed",
    )  # fmt: skip
    week = StatutoryValue(
        limit.week, "", 1.0, "GBP per week", tuple(sorted(of_week)),
        first + datetime.timedelta(start - 200), first + datetime.timedelta(start - 200 + length),
        "", "", None, "assumed",
    )  # fmt: skip
    spans = [span for span in [week, *that_follow([blank, week], NAMED)] if span.name == limit.week]
    for day in (first, first + datetime.timedelta(200), first + datetime.timedelta(400)):
        for nation in NATIONS:
            found = [
                span
                for span in spans
                if nation in span.nations and span.valid_from <= day <= (span.valid_to or day)
            ]
            given_itself = nation in of_week and week.valid_from <= day <= (week.valid_to or day)
            assert len(found) == (nation in of_year or given_itself)
            if found and not given_itself:
                [value] = found
                assert isinstance(value, StatutoryValue)
                assert abs(value.value - amount / 52) < 1
