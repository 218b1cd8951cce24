"""Providers whose workbooks differ in shape: each leaves out or repeats something."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from providers import plain_data, stated

import fairprice as fp

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "provider.toml"


@cache
def example() -> fp.OpenBook:
    """Return the book of the example provider."""
    return fp.OpenBook(fp.load_assumptions(EXAMPLE))


def _all_stated() -> fp.OpenBook:
    """Return a book that asks nothing of the law, on a day the register does not reach."""
    data = plain_data()
    for section in ("workforce", "training", "business_costs"):
        del data[section]
    data["about"]["price_date"] = "2014-02-01"
    data["time_off"] = {"notice_pay_share": 0.001}
    data["ppe"] = {"ppe_per_visit": 0.1, "ppe_per_contact_hour": 0.0}
    data["return_on_operations"] = {"return_rate": 0.03, "return_base": "price"}
    data["stated_rates"] = stated(0.05, overheads=0.27)
    return fp.OpenBook(fp.Assumptions.model_validate(data))


def _changed(**changes: Any) -> fp.OpenBook:
    return fp.OpenBook(fp.Assumptions.model_validate(plain_data()).with_inputs(**changes))


def _pay_bands() -> fp.OpenBook:
    return _changed(
        contact_pay_rate=None,
        pay_band_role=("Care worker", "Senior", "Trainee"),
        pay_band_rate=(13.0, 14.5, 12.9),
        pay_band_share=(0.6, 0.3, 0.1),
        worker_weekly_hours=(8.0, 20.0, 37.5),
        worker_share=(0.2, 0.5, 0.3),
        employment_allowance_claimed=True,
        sick_pay_policy="contractual",
        sickness_days_per_year=4.0,
        sickness_spells_per_year=None,
    )


@cache
def cases() -> dict[str, fp.OpenBook]:
    """Return the books by what is special about them."""
    return {
        "example": example(),
        "all rates stated, 2014": _all_stated(),
        "one length, one pay band": _changed(
            contact_pay_rate=None,
            pay_band_role=("Care worker",),
            pay_band_rate=(13.0,),
            pay_band_share=(1.0,),
            fee_visit_minutes=(30.0,),
        ),
        "twelve lengths": _changed(fee_visit_minutes=tuple(float(n) for n in range(10, 130, 10))),
        "pay and worker bands": _pay_bands(),
        "below the minimum wage": _changed(travel_pay_rate=0.0, contact_pay_rate=12.71),
    }
