"""Contracts that pay for hours, however they are counted or bundled."""

from __future__ import annotations

from typing import Any

from fairprice.declare.takes import A_NUMBER, TEXT, takes
from fairprice.payment.contract import Contract
from fairprice.payment.presets.around import AROUND, Around, made, time_and_task


@takes(around=AROUND)
def planned_minutes(around: Around, *, hourly_rate: float) -> Contract:
    """Pay planned minutes, as Hull does."""
    return made(
        "Planned minutes",
        "Hull: paid on planned activity, reviewed quarterly. "
        "https://www.homecareinsight.co.uk/council-to-scrap-minute-by-minute-payments-under-new-"
        "plans-to-transform-home-care-delivery/",
        around,
        time_and_task(around, hourly_rate, "planned"),
    )


@takes(around=AROUND)
def by_the_minute(around: Around, *, hourly_rate: float) -> Contract:
    """Pay logged minutes, unrounded, as Hampshire did."""
    return made(
        "By the minute",
        "Hampshire: per-minute billing by electronic monitoring. https://www.dailyecho.co.uk/news/"
        "9774708.echo-probes-council-moves-to-measure-care-for-the-elderly-and-vulnerable-by-the-"
        "minute/",
        around,
        time_and_task(around, hourly_rate, "actual"),
    )


@takes(around=AROUND)
def lower_of_planned_and_actual(around: Around, *, hourly_rate: float) -> Contract:
    """Pay logged minutes, but no more than planned, as reported from Scotland."""
    return made(
        "Lower of planned and actual",
        "Scotland 2020: more than the contracted time is paid only if agreed. "
        "https://www.thetimes.co.uk/article/scottish-carers-forced-to-clock-in-and-out-to-justify-"
        "their-pay-86mvsz5wg",
        around,
        time_and_task(around, hourly_rate, "lower"),
    )


@takes(around=AROUND, unit_minutes=A_NUMBER, method=TEXT)
def rounded_units(
    around: Around, *, hourly_rate: float, unit_minutes: float, method: str
) -> Contract:
    """Pay logged minutes in whole units; units and methods as billing systems offer them."""
    rounding: dict[str, Any] = {"kind": method, "unit_minutes": unit_minutes}
    if method == "nearest":
        rounding["tie"] = "up"
    return made(
        f"Units of {unit_minutes:g} minutes, rounded {method}",
        "AlayaCare: increments of 5 to 60 minutes, rounded up, down or to the nearest. "
        "https://alayacare.zendesk.com/hc/en-us/articles/360058257152",
        around,
        time_and_task(around, hourly_rate, "actual", rounding),
    )


@takes(around=AROUND)
def locality_block(
    around: Around, *, annual_amount: float, included_hours: float, extra_hourly_rate: float
) -> Contract:
    """Pay a patch in 13 equal instalments, as Gwynedd does."""
    return made(
        "Locality block",
        "Gwynedd: 13 equal block payments on the provider's own costing. "
        "https://e3m.org.uk/gwynedd-home-care-service-improves-outcomes-and-aligns-with-national-"
        "priorities",
        around,
        {
            "kind": "block",
            "annual_amount": annual_amount,
            "included_hours": included_hours,
            "extra_hourly_rate": extra_hourly_rate,
            "instalments": 13,
        },
    )


@takes(around=AROUND)
def shifts(around: Around, *, hourly_rate: float) -> Contract:
    """Pay shifts from start to end; contact share from a Scottish test of change."""
    return made(
        "Shifts",
        "Scottish test of change 2022-23: extra cost of 14 %, so contact is 1 / 1.14 of a shift "
        "(derived). https://sustainableprocurementtools.scot/",
        around,
        {"kind": "shift", "hourly_rate": hourly_rate, "contact_share": 1 / 1.14},
    )


@takes(around=AROUND)
def individual_service_fund(
    around: Around, *, hourly_rate: float, returned_share: float
) -> Contract:
    """Let the provider hold each person's budget and use it flexibly."""
    return made(
        "Individual service fund",
        "Community Care 2013: 6.75 hours a week at 12.50 make 4,387.50 a year. https://www."
        "communitycare.co.uk/2013/01/30/provider-managed-personal-budgets-could-end-home-care-by-"
        "the-minute/",
        around,
        {
            "kind": "individual service fund",
            "hourly_rate": hourly_rate,
            "returned_share": returned_share,
        },
    )
