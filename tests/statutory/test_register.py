"""The built-in register: complete, sourced, without gaps or overlaps, read only when asked."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from fairprice.errors import (
    DateNotCoveredError,
    RegisterFileError,
    UnknownNationError,
    UnknownParameterError,
)
from fairprice.statutory import NATIONS, Gap, StatutoryValue, load_register, register
from fairprice.statutory.records import CERTAINTIES, last_day

DATE = datetime.date
ONE_DAY = datetime.timedelta(days=1)
REGISTER = load_register()
SERIES = [
    (name, nation, REGISTER._series[name, nation])
    for name in REGISTER.names()
    for nation in NATIONS
    if (name, nation) in REGISTER._series
]
WHOLE_LIFE = [
    "adult_minimum_wage",
    "adult_minimum_wage_age",
    "minimum_wage_18_to_20",
    "minimum_wage_under_18",
    "minimum_wage_apprentice",
    "accommodation_offset_daily",
    "employer_nic_rate",
    "nic_secondary_threshold_weekly",
    "nic_secondary_threshold_monthly",
    "nic_secondary_threshold_annual",
    "nic_upper_secondary_threshold_under_21_weekly",
    "nic_upper_secondary_threshold_under_21_annual",
    "nic_upper_secondary_threshold_under_21_monthly",
    "nic_lower_earnings_limit_weekly",
    "nic_lower_earnings_limit_annual",
    "employment_allowance",
    "employment_allowance_public_work_share_excluding",
    "pension_qualifying_earnings_lower",
    "pension_qualifying_earnings_upper",
    "pension_earnings_trigger",
    "pension_qualifying_earnings_lower_weekly",
    "pension_qualifying_earnings_lower_monthly",
    "pension_qualifying_earnings_upper_weekly",
    "pension_qualifying_earnings_upper_monthly",
    "pension_earnings_trigger_weekly",
    "pension_earnings_trigger_monthly",
    "pension_employer_minimum_rate",
    "pension_total_minimum_rate",
    "ssp_weekly_rate",
    "ssp_lower_earnings_limit",
    "ssp_waiting_days",
    "ssp_minimum_sickness_days",
    "ssp_earnings_share",
    "ssp_max_weeks",
    "statutory_holiday_weeks",
    "statutory_holiday_cap_days",
    "bank_holidays_calendar_year",
    "bank_holidays_april_to_march",
    "apprenticeship_levy_rate",
    "apprenticeship_levy_allowance",
    "approved_mileage_car_first_10000",
    "approved_mileage_car_over_10000",
    "approved_mileage_threshold_miles",
]
PART_OF_LIFE = [
    "adult_social_care_minimum_pay",
    "apprenticeship_levy_paybill_threshold",
    "approved_mileage_bicycle",
    "approved_mileage_motorcycle",
    "approved_mileage_passenger",
    "cqc_fee_base_per_location",
    "cqc_fee_per_service_user",
    "cqc_fee_single_location",
    "dbs_adult_first",
    "dbs_basic",
    "dbs_enhanced",
    "dbs_standard",
    "dbs_update_service_annual",
    "irregular_hours_holiday_accrual",
    "minimum_wage_21_to_adult_age",
    "nhs_band_2_hourly",
    "nhs_band_3_entry_hourly",
    "nhs_band_3_two_years_hourly",
    "real_living_wage",
    "real_living_wage_london",
    "social_care_real_living_wage",
]


def test_holds_the_named_parameters_and_no_others() -> None:
    assert list(REGISTER.names()) == sorted(WHOLE_LIFE + PART_OF_LIFE)


@pytest.mark.parametrize(("name", "nation", "spans"), SERIES, ids=lambda part: str(part)[:40])
def test_every_day_of_a_life_is_covered_once(
    name: str, nation: str, spans: tuple[StatutoryValue | Gap, ...]
) -> None:
    for earlier, later in pairwise(spans):
        assert later.valid_from == earlier.valid_to + ONE_DAY


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("name", WHOLE_LIFE)
def test_covers_2015_16_to_2026_27(name: str, nation: str) -> None:
    # Minimum wages change on 1 April, and the next had not been fixed when this was checked.
    last = DATE(2027, 3, 31) if "wage" in name or "offset" in name else DATE(2027, 4, 5)
    spans = REGISTER.spans(name, nation)
    assert all(isinstance(span, StatutoryValue) for span in spans)
    assert spans[0].valid_from <= DATE(2015, 4, 6)
    assert last_day(spans[-1]) >= last


def test_every_value_is_sourced_and_bounded() -> None:
    for _, nation, spans in SERIES:
        for span in spans:
            assert span.valid_from <= last_day(span)
            assert span.valid_to is None or span.valid_to <= DATE(2031, 4, 5)
            assert span.label
            assert span.unit
            assert nation in span.nations
            if isinstance(span, StatutoryValue):
                assert span.source_title
                assert span.source_address.startswith(("https://", "http://"))
                assert span.certainty in set(CERTAINTIES) - {"assumed"}
                assert span.attested
                assert DATE(2026, 11, 22) <= span.checked <= DATE(2026, 11, 30)
                if span.certainty == "announced":
                    assert span.announced_by
                    assert span.announced_on < span.checked
            else:
                assert span.reason.endswith(".")


def test_every_source_of_a_file_is_used() -> None:
    for file in files("fairprice.statutory").joinpath("data").iterdir():
        text = file.read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.startswith("[sources."):
                identifier = line.removeprefix("[sources.").removesuffix("]")
                assert f'source = "{identifier}"' in text


def test_units_are_the_same_in_every_nation() -> None:
    for name in REGISTER.names():
        units = {spans[0].unit for other, _, spans in SERIES if other == name}
        assert len(units) == 1


def test_old_sick_pay_share_never_bound() -> None:
    # The stated ground for holding 1.0 before April 2026.
    for year in range(2015, 2026):
        day = DATE(year, 4, 6)
        flat = REGISTER.lookup("ssp_weekly_rate", "Wales", day).value
        assert flat < REGISTER.lookup("ssp_lower_earnings_limit", "Wales", day).value


def test_levy_allowance_is_the_threshold_times_the_rate() -> None:
    day = DATE(2026, 4, 6)
    rate, allowance, threshold = (
        REGISTER.lookup("apprenticeship_levy_" + part, "England", day).value
        for part in ("rate", "allowance", "paybill_threshold")
    )
    assert rate * threshold == pytest.approx(allowance)


@pytest.mark.parametrize(
    ("name", "nation", "day", "said"),
    [
        ("adult_minimum_wage", "England", "2028-01-01", "2027-03-31: 12.71 GBP per hour"),
        ("adult_minimum_wage", "England", "2010-01-01", "2014-10-01: 6.5 GBP per hour"),
        ("nhs_band_3_two_years_hourly", "England", "2022-06-01", "The rate of 2022-23 was not"),
        ("adult_social_care_minimum_pay", "Scotland", "2019-05-01", "neither the day nor"),
        ("minimum_wage_21_to_adult_age", "Wales", "2025-01-01", "there is no separate band"),
        ("cqc_fee_per_service_user", "England", "2026-04-06", "2019-03-31: 45.77"),
        ("dbs_enhanced", "Wales", "2018-01-01", "2019-09-30: 44 GBP"),
        ("real_living_wage", "England", "2026-11-22", "not held yet"),
        ("approved_mileage_bicycle", "England", "2026-04-06", "was not found"),
    ],
)
def test_uncovered_date_names_parameter_date_and_nearest(
    name: str, nation: str, day: str, said: str
) -> None:
    with pytest.raises(DateNotCoveredError) as caught:
        REGISTER.lookup(name, nation, DATE.fromisoformat(day))
    (problem,) = caught.value.problems
    assert problem.code == "date-not-covered"
    assert name in problem.where
    assert nation in problem.where
    assert day in problem.what
    assert said in problem.what
    assert "nearest date known" in problem.what
    assert "overlay" in problem.mend


def test_unknown_parameter_suggests_close_names() -> None:
    with pytest.raises(UnknownParameterError, match="employer_nic_rate") as caught:
        REGISTER.lookup("employers_nic_rate", "England", DATE(2026, 4, 6))
    assert caught.value.problems[0].code == "unknown-parameter"


def test_parameter_of_another_nation_says_where_it_is_held() -> None:
    with pytest.raises(UnknownParameterError, match="held for England, Wales") as caught:
        REGISTER.lookup("dbs_enhanced", "Scotland", DATE(2026, 4, 6))
    assert caught.value.problems[0].code == "parameter-not-for-nation"


@pytest.mark.parametrize("nation", ["UK", "england", "", None])
def test_unknown_nation_lists_the_four(nation: str) -> None:
    with pytest.raises(UnknownNationError) as caught:
        REGISTER.lookup("employer_nic_rate", nation, DATE(2026, 4, 6))
    assert all(known in str(caught.value) for known in NATIONS)


def test_built_in_register_is_read_once() -> None:
    assert load_register() is load_register()


@pytest.fixture
def from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Read a register from files that come with a package, each text one of them."""

    def read(*texts: str) -> Any:
        (tmp_path / "data").mkdir()
        for number, text in enumerate(texts):
            (tmp_path / "data" / f"{number}.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(register, "files", lambda _: tmp_path)
        return register._built_in_series.__wrapped__()

    return read


def test_a_parameter_may_stand_in_several_files(sound: str, from_files: Callable[..., Any]) -> None:
    scotland = sound.replace("England", "Scotland")
    later = sound.replace("2026-04-01", "2027-04-01").replace("2026-09-30", "2027-09-30")
    later = later.replace("2026-10-01", "2027-10-01").replace("2027-03-31", "2028-03-31")
    series = from_files(sound, scotland, later)
    assert [span.valid_from.year for span in series["local_living_wage", "England"]] == [
        2026, 2026, 2027, 2027,
    ]  # fmt: skip
    assert len(series["local_living_wage", "Scotland"]) == 2


def test_a_file_of_the_package_that_breaks_the_rules_is_refused(
    sound: str, from_files: Callable[..., Any]
) -> None:
    later = sound.replace("2026-04-01", "2028-04-01").replace("2026-09-30", "2028-09-30")
    later = later.replace("2026-10-01", "2028-10-01").replace("2027-03-31", "2029-03-31")
    unsourced = sound.replace('source = "council"', 'source = ""').replace("England", "Wales")
    with pytest.raises(RegisterFileError) as caught:
        from_files(sound, later, unsourced)
    assert [problem.code for problem in caught.value.problems] == ["no-source", "no-source", "gap"]
    assert "Nothing covers 2027-04-01 to 2028-03-31" in str(caught.value)


def test_importing_does_not_read_the_register() -> None:
    code = (
        "import tomllib\n"
        "def refuse(*_): raise AssertionError('register read on import')\n"
        "tomllib.loads = tomllib.load = refuse\n"
        "import fairprice.statutory\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("name", "first_month"),
    [("bank_holidays_calendar_year", 1), ("bank_holidays_april_to_march", 4)],
)
@pytest.mark.parametrize("nation", NATIONS)
def test_bank_holidays_have_one_row_a_year(name: str, first_month: int, nation: str) -> None:
    for year, span in enumerate(REGISTER.spans(name, nation), start=2015):
        assert span.valid_from == DATE(year, first_month, 1)
        assert span.valid_to == DATE(year + 1, first_month, 1) - ONE_DAY
