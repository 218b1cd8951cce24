"""Every row of the reference table against the register."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from fairprice.statutory import load_register

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "statutory.csv"

# The table's name for a parameter, and the register's.
NAMES = {
    "nmw_21_plus": "adult_minimum_wage",
    "nlw_adult": "adult_minimum_wage",
    "nlw_min_age": "adult_minimum_wage_age",
    "nmw_21_to_24": "minimum_wage_21_to_adult_age",
    "nmw_21_to_22": "minimum_wage_21_to_adult_age",
    "nmw_18_to_20": "minimum_wage_18_to_20",
    "nmw_under_18": "minimum_wage_under_18",
    "nmw_apprentice": "minimum_wage_apprentice",
    "nmw_accommodation_offset_daily": "accommodation_offset_daily",
    "employer_nic_rate": "employer_nic_rate",
    "employer_nic_secondary_threshold_weekly": "nic_secondary_threshold_weekly",
    "employer_nic_secondary_threshold_monthly": "nic_secondary_threshold_monthly",
    "employer_nic_secondary_threshold_annual": "nic_secondary_threshold_annual",
    "employer_nic_upper_secondary_threshold_under21_weekly": (
        "nic_upper_secondary_threshold_under_21_weekly"
    ),
    "employer_nic_upper_secondary_threshold_under21_annual": (
        "nic_upper_secondary_threshold_under_21_annual"
    ),
    "nic_lower_earnings_limit_weekly": "nic_lower_earnings_limit_weekly",
    "nic_lower_earnings_limit_annual": "nic_lower_earnings_limit_annual",
    "employment_allowance": "employment_allowance",
    "employment_allowance_public_work_share_excluding": (
        "employment_allowance_public_work_share_excluding"
    ),
    "ae_qualifying_earnings_lower": "pension_qualifying_earnings_lower",
    "ae_qualifying_earnings_upper": "pension_qualifying_earnings_upper",
    "ae_earnings_trigger": "pension_earnings_trigger",
    "ae_employer_minimum": "pension_employer_minimum_rate",
    "ae_total_minimum": "pension_total_minimum_rate",
    "ssp_weekly_rate": "ssp_weekly_rate",
    "ssp_lower_earnings_limit": "ssp_lower_earnings_limit",
    "ssp_waiting_days": "ssp_waiting_days",
    "ssp_minimum_sickness_days": "ssp_minimum_sickness_days",
    "ssp_earnings_cap_share": "ssp_earnings_share",
    "ssp_max_weeks": "ssp_max_weeks",
    "statutory_holiday_weeks": "statutory_holiday_weeks",
    "statutory_holiday_cap_days": "statutory_holiday_cap_days",
    "irregular_hours_holiday_accrual": "irregular_hours_holiday_accrual",
    "bank_holidays_calendar_year": "bank_holidays_calendar_year",
    "bank_holidays_april_to_march": "bank_holidays_april_to_march",
    "apprenticeship_levy_rate": "apprenticeship_levy_rate",
    "apprenticeship_levy_allowance": "apprenticeship_levy_allowance",
    "apprenticeship_levy_paybill_threshold": "apprenticeship_levy_paybill_threshold",
    "amap_car_first_10000_miles": "approved_mileage_car_first_10000",
    "amap_car_over_10000_miles": "approved_mileage_car_over_10000",
    "amap_threshold_miles": "approved_mileage_threshold_miles",
    "amap_passenger": "approved_mileage_passenger",
    "amap_motorcycle": "approved_mileage_motorcycle",
    "amap_bicycle": "approved_mileage_bicycle",
    "real_living_wage_uk": "real_living_wage",
    "real_living_wage_london": "real_living_wage_london",
    "adult_social_care_minimum_pay": "adult_social_care_minimum_pay",
    "social_care_rlw_commitment": "social_care_real_living_wage",
    "afc_band2_hourly": "nhs_band_2_hourly",
    "afc_band3_entry_hourly": "nhs_band_3_entry_hourly",
    "afc_band3_2yrs_hourly": "nhs_band_3_two_years_hourly",
    "cqc_fee_community_social_care_single_location": "cqc_fee_single_location",
    "cqc_fee_base_per_location": "cqc_fee_base_per_location",
    "cqc_fee_per_service_user": "cqc_fee_per_service_user",
    "dbs_enhanced": "dbs_enhanced",
    "dbs_standard": "dbs_standard",
    "dbs_basic": "dbs_basic",
    "dbs_update_service_annual": "dbs_update_service_annual",
    "dbs_adult_first": "dbs_adult_first",
}

LEFT_OUT = {
    # Flags and rules, not numbers; employer_ni(under_21=True) carries the first.
    "employer_nic_rate_below_ust_under21",
    "employer_nic_rate_below_aust_apprentice_under25",
    "employment_allowance_prior_year_nic_cap_removed",
    "nic_mileage_rate_basis",
    "rolled_up_holiday_pay_allowed",
    "ssp_recoverable_from_hmrc",
    # NHS figures that are not hourly rates in England.
    "afc_band2_annual_entry",
    "afc_band3_annual_top",
    "afc_pay_award",
    # Statistics, surveys and one association's prices, not statutory numbers.
    "adult_minimum_wage_growth",
    "awe_regular_pay_3m",
    "awe_total_pay_3m",
    "awe_total_pay_may_july",
    "cpi_12month_rate",
    "cpih_12month_rate",
    "homecare_association_minimum_price",
    "sfc_cost_per_hire_care_worker",
    "sfc_full_time_share_homecare",
    "sfc_no_enhanced_pension_share",
    "sfc_no_enhanced_sick_pay_share",
    "sfc_sickness_days_independent_care_workers",
    "sfc_sickness_days_sector",
    "sfc_turnover_care_workers",
    "sfc_turnover_independent_sector",
    "sfc_turnover_sector",
    "sfc_vacancy_rate_homecare",
    "sfc_zero_hours_share_homecare_care_workers",
    "sfc_zero_hours_share_homecare_workforce",
}

NATIONS = {
    "UK": ("England", "Scotland", "Wales", "Northern Ireland"),
    "UK outside London": ("England", "Scotland", "Wales", "Northern Ireland"),
    "GB+NI": ("England", "Scotland", "Wales", "Northern Ireland"),
    "GB": ("England", "Scotland", "Wales"),
    "England and Wales": ("England", "Wales"),
    "London": ("England",),
}

# The table calls these days approximate; the day of the announcement was looked up.
DAYS = {
    "2016-11-01": "2016-10-31",
    "2017-11-01": "2017-11-06",
    "2018-11-01": "2018-11-05",
    "2021-11-01": "2021-11-15",
    "2022-09-01": "2022-09-22",
}


def read_rows() -> list[dict[str, str]]:
    if not REFERENCE.exists():
        return []
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read_rows()
pytestmark = pytest.mark.skipif(not ROWS, reason="shared/reference/statutory.csv is not here")
COVERED = [row for row in ROWS if row["parameter"] not in LEFT_OUT]


def in_units_of_the_register(row: dict[str, str]) -> float:
    value = 0.0 if row["value"] == "none" else float(row["value"])
    if row["unit"].startswith("percent"):
        return value / 100
    return value / 100 if row["unit"] == "pence/mile" else value


def day_of(row: dict[str, str]) -> str:
    if row["parameter"].startswith("real_living_wage"):
        return DAYS.get(row["effective_from"], row["effective_from"])
    # When this level of fee began is unknown: the register holds its last day only.
    return row["effective_from"].replace("pre-2019-10-01", "2019-09-30")


def test_every_row_is_covered_or_left_out_by_name() -> None:
    assert {row["parameter"] for row in ROWS} == set(NAMES) | LEFT_OUT


@pytest.mark.parametrize(
    "row", COVERED, ids=lambda row: f"{row['parameter']}-{row['nation']}-{row['effective_from']}"
)
def test_register_agrees_on_the_day_a_row_begins(row: dict[str, str]) -> None:
    day = datetime.date.fromisoformat(day_of(row))
    for nation in NATIONS.get(row["nation"], (row["nation"],)):
        value = load_register().lookup(NAMES[row["parameter"]], nation, day)
        assert value.value == pytest.approx(in_units_of_the_register(row), abs=1e-12)
        assert value.valid_from <= day


def test_register_begins_no_value_that_the_table_lacks() -> None:
    known = {(NAMES[row["parameter"]], day_of(row)) for row in COVERED}
    added = set()
    for name in set(load_register().names()) & set(NAMES.values()):
        for nation in NATIONS["UK"]:
            if (name, nation) in load_register()._series:
                for span in load_register().spans(name, nation):
                    if hasattr(span, "value") and not span.attested.startswith("derived: annual"):
                        added.add((name, str(span.valid_from)))
    assert added - known == {
        ("adult_minimum_wage_age", "2014-10-01"),
        ("ssp_earnings_share", "2015-04-06"),
        ("apprenticeship_levy_rate", "2015-04-06"),
        ("apprenticeship_levy_allowance", "2015-04-06"),
        ("real_living_wage_london", "2017-11-06"),
        ("real_living_wage_london", "2021-11-15"),
        ("real_living_wage_london", "2022-09-22"),
        ("adult_social_care_minimum_pay", "2022-04-01"),
        # found since, each with its own source
        ("adult_social_care_minimum_pay", "2021-04-01"),
        ("nhs_band_2_hourly", "2023-04-01"),
        ("nhs_band_3_entry_hourly", "2023-04-01"),
        ("nhs_band_3_entry_hourly", "2024-04-01"),
        ("nhs_band_3_two_years_hourly", "2023-04-01"),
        ("nhs_band_3_two_years_hourly", "2024-04-01"),
        ("nic_secondary_threshold_annual", "2027-04-06"),
        ("nic_secondary_threshold_annual", "2028-04-06"),
        ("nic_upper_secondary_threshold_under_21_annual", "2027-04-06"),
        ("nic_upper_secondary_threshold_under_21_weekly", "2027-04-06"),
    }
