"""One party's price under several laws, side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from providers import plain

import fairprice as fp
from fairprice import OpenBook, StatutoryRates, prices_under_laws, statutory_rates

DAY = "2026-04-06"
#: All time is paid at one rate, so that pay meets the minimum wage when that rate does.
PROVIDER = plain(contact_pay_rate=13.0, travel_pay_rate=13.0, waiting_pay_rate=13.0)


def living_wage(value: str) -> str:
    return (
        '[[parameter]]\nname = "adult_minimum_wage"\nlabel = "Living wage"\n'
        'unit = "GBP per hour"\nnations = ["England"]\nvalues = [{ valid_from = 2026-04-01, '
        f'valid_to = 2027-03-31, value = {value}, certainty = "assumed" }}]\n'
    )


@pytest.fixture
def law_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_scenarios_of_a_file_stand_side_by_side(law_file: Callable[[str], Path]) -> None:
    table = prices_under_laws(
        PROVIDER, law_file(living_wage("{ low = 12.9, central = 13.2, high = 13.5 }"))
    )
    assert list(table.columns) == ["low", "central", "high"]
    assert list(table.loc["adult_minimum_wage"]) == [12.9, 13.2, 13.5]
    # pay is an input: a higher minimum wage moves no price until pay follows it
    assert table.loc["price_per_hour"].nunique() == 1
    assert list(table.loc["minimum_wage_margin"]) == pytest.approx([0.1, -0.2, -0.5])
    assert table.loc["price_per_hour_at_legal_pay", "low"] == table.loc["price_per_hour", "low"]
    for scenario, travel in (("central", 13.2), ("high", 13.5)):
        # contact pay makes good what travel at 13.00 falls short by: 0.2 hours a contact hour
        paid = OpenBook(PROVIDER.with_inputs(contact_pay_rate=travel + (travel - 13) * 0.2))
        assert table.loc["price_per_hour_at_legal_pay", scenario] == pytest.approx(
            paid.price_per_hour
        )
    assert table.loc["price_per_hour_at_legal_pay"].is_monotonic_increasing


def test_laws_are_given_by_name_in_any_form(law_file: Callable[[str], Path]) -> None:
    path = law_file(living_wage("13.2"))
    rates: StatutoryRates = statutory_rates(DAY, "England", path)
    table = prices_under_laws(PROVIDER, {"register": None, "file": path, "rates": rates})
    assert list(table.loc["adult_minimum_wage"]) == [12.71, 13.2, 13.2]
    assert table["file"].equals(table["rates"])
    assert list(table.index)[1:] == [
        "total_careworker_costs", "total_business_costs", "return_on_operations", "price_per_hour",
        "minimum_wage_margin", "price_per_hour_at_legal_pay",
    ]  # fmt: skip


def test_a_value_that_moves_the_price_is_shown_where_it_differs(
    law_file: Callable[[str], Path],
) -> None:
    text = living_wage("12.71").replace("adult_minimum_wage", "employer_nic_rate")
    text = text.replace("GBP per hour", "share of pay above the threshold")
    text = text.replace("12.71", "{ now = 0.15, raised = 0.16 }")
    table = prices_under_laws(PROVIDER, law_file(text))
    assert list(table.loc["employer_nic_rate"]) == [0.15, 0.16]
    assert "adult_minimum_wage" not in table.index
    assert table.loc["price_per_hour", "raised"] > table.loc["price_per_hour", "now"]


def test_pay_bands_below_the_law_are_raised_and_others_kept(
    law_file: Callable[[str], Path],
) -> None:
    provider = PROVIDER.with_inputs(
        contact_pay_rate=None, pay_band_role=("Care worker", "Senior"),
        pay_band_rate=(13.0, 15.0), pay_band_share=(0.5, 0.5), travel_minutes_per_visit=0.0,
    )  # fmt: skip
    path = law_file(living_wage("13.5"))
    table = prices_under_laws(provider, {"own": path})
    raised = OpenBook(provider.with_inputs(pay_band_rate=(13.5, 15.0)))
    assert table.loc["price_per_hour_at_legal_pay", "own"] == pytest.approx(raised.price_per_hour)


def test_the_law_of_another_day_is_refused() -> None:
    with pytest.raises(fp.InputError, match="is that of England on 2025-04-06"):
        prices_under_laws(PROVIDER, {"last year": statutory_rates("2025-04-06", "England")})
    with pytest.raises(fp.DateNotCoveredError):
        prices_under_laws(PROVIDER.with_inputs(price_date="2030-01-01"), {"register": None})
