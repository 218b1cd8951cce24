"""Does the pay meet the minimum wage once travel, waiting and training count?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from effort import at_most
from hypothesis import given
from providers import plain_book
from strategies import books

import fairprice as fp
from fairprice import OpenBook

ADULT = "21 and over"
UNPAID_TRAVEL = dict(contact_pay_rate=13.0, travel_pay_rate=0.0)


def at_the_mix(book: OpenBook, group: str = ADULT) -> pd.Series[Any]:
    table = book.minimum_wage_test()
    [row] = table[(table["activity"] == "visit mix") & (table["age_group"] == group)].index
    return table.loc[row]


def test_unpaid_travel_fails_by_hand() -> None:
    """13.00 for an hour of two visits, each with 6 minutes of unpaid travel: 1.2 hours."""
    row = at_the_mix(plain_book(**UNPAID_TRAVEL))
    assert row["pay_that_counts"] == pytest.approx(13.0)
    assert row["time_that_counts"] == pytest.approx(1.2)
    assert row["pay_rate"] == pytest.approx(10.8333, abs=0.00005)
    assert row["margin"] == pytest.approx(13 / 1.2 - 12.71)
    assert not row["passes"]
    # 12.71 for 1.2 hours is 15.252: 2.252 for 0.2 hours of travel, or all of it for contact
    assert row["complying_travel_pay_rate"] == pytest.approx(11.26)
    assert row["complying_contact_pay_rate"] == pytest.approx(15.252)


def test_short_visits_fail_by_more() -> None:
    table = plain_book(**UNPAID_TRAVEL).minimum_wage_test([15, 60])
    adults = table[table["age_group"] == ADULT].set_index("activity")
    assert list(adults.index) == ["visit mix", "15 minutes", "60 minutes"]
    assert adults.loc["15 minutes", "pay_rate"] == pytest.approx(3.25 / 0.35)
    assert adults.loc["60 minutes", "pay_rate"] == pytest.approx(13 / 1.1)
    assert adults["margin"].is_monotonic_increasing is False
    assert adults.loc["15 minutes", "margin"] < adults.loc["visit mix", "margin"]


@pytest.mark.parametrize(
    ("complying", "name"),
    [
        ("complying_travel_pay_rate", "travel_pay_rate"),
        ("complying_contact_pay_rate", "contact_pay_rate"),
    ],
)
def test_what_would_comply_just_complies(complying: str, name: str) -> None:
    changes = UNPAID_TRAVEL | dict(
        waiting_minutes_per_visit=2.0, waiting_pay_rate=5.0, staff_turnover=0.3,
        induction_hours=30.0, refresher_hours_per_year=10.0, supervision_hours_per_year=6.0,
    )  # fmt: skip
    rate = at_the_mix(plain_book(**changes))[complying]
    put_back = at_the_mix(plain_book(**changes | {name: rate}))
    assert put_back["margin"] == pytest.approx(0, abs=1e-9)
    assert put_back["passes"]
    a_penny_less = at_the_mix(plain_book(**changes | {name: rate - 0.01}))
    assert not a_penny_less["passes"]


@at_most(40)
@given(books())
def test_complying_rates_comply_for_any_book(book: OpenBook) -> None:
    """Pay of that rate for that time, put into the sum by hand."""
    table = book.minimum_wage_test()
    assert (table["passes"] == (table["margin"] >= -1e-9)).all()
    np.testing.assert_allclose(
        table["pay_rate"], table["pay_that_counts"] / table["time_that_counts"], rtol=1e-12
    )
    mix = table[table["activity"] == "visit mix"]
    owed = mix["minimum_wage"] * mix["time_that_counts"] - mix["pay_that_counts"]
    travel_hours = book.value("travel_hours")
    paid = mix["complying_travel_pay_rate"]
    raised = (paid - book.value("travel_pay_rate")) * travel_hours
    if travel_hours > 0:
        # just complies, or is nothing where the rest of the pay complies by itself
        np.testing.assert_allclose(raised[paid > 0], owed[paid > 0], rtol=1e-9, atol=1e-9)
        assert (raised[paid == 0] >= owed[paid == 0] - 1e-9).all()
    else:
        assert raised.isna().all()
    assert len(table) % len(mix) == 0
    assert not (table.filter(like="complying") < 0).any(axis=None)


def test_where_the_rest_of_the_pay_complies_nothing_more_is_needed() -> None:
    """20.00 for an hour is more than 12.71 for the 1.2 hours with travel."""
    row = at_the_mix(plain_book(contact_pay_rate=20.0, travel_pay_rate=5.0))
    assert row["complying_travel_pay_rate"] == 0
    # and 0.2 hours of travel at 90.00 is 18.00, where 15.25 is due in all
    row = at_the_mix(plain_book(contact_pay_rate=14.0, travel_pay_rate=90.0))
    assert row["complying_contact_pay_rate"] == 0
    assert row["complying_travel_pay_rate"] == pytest.approx((12.71 * 1.2 - 14) / 0.2)


def test_premiums_do_not_count() -> None:
    premiums = dict(evening_share=0.5, evening_premium=1.0)
    with_premium, without = (at_the_mix(plain_book(**c, **UNPAID_TRAVEL)) for c in (premiums, {}))
    pd.testing.assert_series_equal(with_premium, without)


def test_mileage_does_not_count() -> None:
    driven, walked = (
        at_the_mix(plain_book(mileage_rate=rate, **UNPAID_TRAVEL)) for rate in (0.55, 0.0)
    )
    pd.testing.assert_series_equal(driven, walked)


def test_waiting_and_training_time_count() -> None:
    waiting = at_the_mix(plain_book(waiting_minutes_per_visit=3.0, waiting_pay_rate=0.0))
    assert waiting["time_that_counts"] == pytest.approx(1.3)
    assert waiting["pay_that_counts"] == pytest.approx(13 * 1.2)
    assert waiting["pay_rate"] == pytest.approx(12.0)
    assert not waiting["passes"]
    paid = at_the_mix(plain_book(waiting_minutes_per_visit=3.0, waiting_pay_rate=9.0))
    assert paid["pay_that_counts"] == pytest.approx(13 * 1.2 + 0.1 * 9)
    # 12 hours of training for 30 x 46.4 paid hours, paid at the contact rate
    trained = at_the_mix(plain_book(refresher_hours_per_year=12.0, travel_pay_rate=12.0))
    extra = 1.2 * 12 / (30 * 46.4)
    assert trained["time_that_counts"] == pytest.approx(1.2 + extra)
    assert trained["pay_that_counts"] == pytest.approx(13 + 2.4 + 13 * extra)
    met = at_the_mix(plain_book(meeting_hours_per_year=7.0, supervision_hours_per_year=5.0))
    assert met["time_that_counts"] == pytest.approx(1.2 + extra)


def test_the_lowest_pay_band_fails_first() -> None:
    bands = dict(
        contact_pay_rate=None, pay_band_role=["Senior", "Care worker"],
        pay_band_rate=[15.0, 13.0], pay_band_share=[0.5, 0.5], travel_pay_rate=8.0,
    )  # fmt: skip
    book = plain_book(**bands)
    table = book.minimum_wage_test()
    mix = table[(table["activity"] == "visit mix") & (table["age_group"] == ADULT)]
    outcome = dict(zip(mix["pay_band"], mix["passes"], strict=True))
    # (15 + 1.60) / 1.2 = 13.83 and (13 + 1.60) / 1.2 = 12.17
    assert outcome == {"Senior": True, "Care worker": False}
    assert book.value("counting_pay_rate") == pytest.approx(14.6 / 1.2)
    assert mix.set_index("pay_band").loc["Care worker", "complying_contact_pay_rate"] == (
        pytest.approx(13.652)
    )


def test_bands_without_roles_are_numbered() -> None:
    bands = dict(contact_pay_rate=None, pay_band_rate=[15.0, 13.0], pay_band_share=[0.5, 0.5])
    table = plain_book(**bands).minimum_wage_test()
    assert list(table["pay_band"].unique()) == ["band 1", "band 2"]


PUBLISHED = {
    # GOV.UK, National Minimum Wage and National Living Wage rates
    "2015-10-01": {ADULT: 6.70, "18 to 20": 5.30, "under 18": 3.87, "apprentice": 3.30},
    "2016-04-06": {
        "25 and over": 7.20, "21 to 24": 6.70, "18 to 20": 5.30, "under 18": 3.87,
        "apprentice": 3.30,
    },
    "2023-04-06": {
        "23 and over": 10.42, "21 to 22": 10.18, "18 to 20": 7.49, "under 18": 5.28,
        "apprentice": 5.28,
    },
    "2026-04-06": {ADULT: 12.71, "18 to 20": 10.85, "under 18": 8.00, "apprentice": 8.00},
}  # fmt: skip


@pytest.mark.parametrize(("day", "wages"), PUBLISHED.items(), ids=PUBLISHED)
def test_each_age_group_is_held_to_its_published_wage(day: str, wages: dict[str, float]) -> None:
    table = plain_book(price_date=day).minimum_wage_test()
    assert dict(zip(table["age_group"], table["minimum_wage"], strict=True)) == wages


@pytest.mark.parametrize(("day", "wages"), PUBLISHED.items(), ids=PUBLISHED)
def test_pay_at_the_published_wage_just_passes(day: str, wages: dict[str, float]) -> None:
    for group, wage in wages.items():
        rates = dict(contact_pay_rate=wage, travel_pay_rate=wage, price_date=day)
        assert at_the_mix(plain_book(**rates), group)["passes"]
        rates["contact_pay_rate"] = wage - 0.01
        assert not at_the_mix(plain_book(**rates), group)["passes"]


def test_bands_of_one_name_are_each_tested() -> None:
    """The example provider, half its hours paid 11.00 and half 13.50."""
    data = fp.example_provider().model_dump(exclude_none=True)
    del data["pay"]["contact_pay_rate"], data["evidence"]["contact_pay_rate"]
    data["pay"] |= {
        "pay_band_rate": [11.0, 13.5],
        "pay_band_role": ["Care worker", "Care worker"],
        "pay_band_share": [0.5, 0.5],
    }
    table = fp.OpenBook(fp.Assumptions.model_validate(data)).minimum_wage_test()
    mix = table[(table["activity"] == "visit mix") & (table["age_group"] == ADULT)]
    assert list(mix["pay_band"]) == ["Care worker", "Care worker"]
    assert list(mix["passes"]) == [False, True]
    assert mix["margin"].iloc[0] == pytest.approx(-1.39, abs=0.005)


def test_a_column_for_every_figure_and_a_row_for_every_case() -> None:
    table = plain_book().minimum_wage_test()
    assert list(table.columns) == [
        "pay_band", "age_group", "activity", "pay_that_counts", "time_that_counts", "pay_rate",
        "minimum_wage", "margin", "passes", "complying_travel_pay_rate",
        "complying_contact_pay_rate",
    ]  # fmt: skip
    assert len(table) == 4 * 5
    assert table["pay_band"].eq("careworker").all()
