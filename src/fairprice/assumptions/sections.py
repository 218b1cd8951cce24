"""What a party states, section by section: all that is known of each input, once.

Nothing has a default that stands for a cost: what a party leaves out is either not
needed, because it stated something in its place, or is asked for.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fairprice.assumptions.families import BusinessCosts, ReturnOnOperations, StatedRates
from fairprice.assumptions.paid_time import PaidNotDelivered, TimeOff, Training
from fairprice.assumptions.section import INPUTS, Section
from fairprice.declare.fields import (
    Column,
    Day,
    Number,
    Share,
    Switch,
    Text,
    bounds,
    entries,
    optional,
    required,
)
from fairprice.declare.input_field import declared_fields
from fairprice.declare.problems import unknown_name
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import Problem

__all__ = ["INPUTS", "Nation", "Section", "Sections"]

Nation = Literal["England", "Scotland", "Wales", "Northern Ireland"]

PayRate = Annotated[Number, bounds(above=0, upper=200)]
VisitLength = Annotated[Number, bounds(above=0, upper=1440)]
HowMany = Annotated[Number, bounds(lower=0)]
WeeklyHours = Annotated[Number, bounds(above=0, upper=100)]

#: Lengths of visit that a fee workbook has columns for.
MOST_LENGTHS = 12
_ON_TOP = "Paid on top of the contact pay rate."


class About(Section):
    """Who states these figures, and for when."""

    provider_name: Text = required.text(
        "Provider name",
        "The provider, or the area or model provider, the figures describe.",
        in_the_price=False,
    )
    price_date: Day = required.day(
        "Price date",
        "The day the price is for; statutory values are those in force on it.",
        in_the_price=False,
    )
    nation: Nation = required.choice(
        "Nation", "England, Scotland, Wales or Northern Ireland.", in_the_price=False
    )
    currency: Literal["GBP"] = optional.choice(
        "Currency", "Currency of every amount; GBP only.", default="GBP", in_the_price=False
    )


class Pay(Section):
    """What careworkers are paid."""

    contact_pay_rate: PayRate | None = optional.money(
        "Contact pay rate",
        "GBP per hour",
        "Pay for an hour with a person, before premiums. Give this or pay bands.",
        lower=None,
        replaces="contact_pay_rate",
        instead_of="pay_band_rate",
    )
    pay_band_role: Column[Text] | None = optional.several(
        "text",
        "Pay band role",
        "text",
        "Name of each pay band, such as care worker or senior.",
        table="pay bands",
        goes_with="pay_band_rate",
        may_be_blank=True,
    )
    pay_band_rate: Column[PayRate] | None = optional.several(
        "money",
        "Pay band rate",
        "GBP per hour",
        "Contact pay rate of each band, before premiums.",
        table="pay bands",
    )
    pay_band_share: Column[Share] | None = optional.several(
        "share",
        "Pay band share",
        "share of contact hours",
        "Share of contact hours each band delivers.",
        table="pay bands",
        adds_up_to=1,
    )
    travel_pay_rate: Number | None = optional.money(
        "Travel pay rate", "GBP per hour", "Pay for an hour of travel between visits.", upper=200
    )
    waiting_pay_rate: Number | None = optional.money(
        "Waiting pay rate", "GBP per hour", "Pay for an hour of waiting.", upper=200
    )
    evening_share: Number | None = optional.share(
        "Evening share",
        "share of contact hours",
        "Share of contact hours paid the evening premium.",
        at_most_one_with="unsocial hours",
    )
    evening_premium: Number | None = optional.share(
        "Evening premium", "share of contact pay", _ON_TOP, upper=3, goes_with="evening_share"
    )
    weekend_share: Number | None = optional.share(
        "Weekend share",
        "share of contact hours",
        "Share of contact hours paid the weekend premium.",
        at_most_one_with="unsocial hours",
    )
    weekend_premium: Number | None = optional.share(
        "Weekend premium", "share of contact pay", _ON_TOP, upper=3, goes_with="weekend_share"
    )
    bank_holiday_share: Number | None = optional.share(
        "Bank holiday share",
        "share of contact hours",
        "Share of contact hours on bank holidays.",
        at_most_one_with="unsocial hours",
    )
    bank_holiday_premium: Number | None = optional.share(
        "Bank holiday premium",
        "share of contact pay",
        _ON_TOP,
        upper=3,
        goes_with="bank_holiday_share",
    )


class Visits(Section):
    """The visits of a normal week."""

    visit_minutes: Column[VisitLength] | None = optional.several(
        "quantity", "Visit length", "minutes", "Length of each kind of visit.", table="visits"
    )
    visits_per_week: Column[HowMany] | None = optional.several(
        "quantity",
        "Visits a week",
        "visits per week",
        "Visits of each length in a normal week.",
        table="visits",
    )
    double_handed_share: Number | None = optional.share(
        "Double-handed share",
        "share of visits",
        "Share of visits that two careworkers make together.",
        held_against="annual_contact_hours",
    )
    annual_contact_hours: Number | None = optional.quantity(
        "Contact hours a year",
        "hours",
        "Careworker contact hours a year; left out, they follow from the visits a week.",
        above=0,
        replaces="annual_contact_hours",
        instead_of="double_handed_share",
    )


class Travel(Section):
    """What lies between two visits."""

    travel_minutes_per_visit: Number | None = optional.quantity(
        "Travel minutes per visit", "minutes per visit", "Travel for each visit.", upper=600
    )
    miles_per_visit: Number | None = optional.quantity(
        "Miles per visit", "miles per visit", "Miles reimbursed for each visit.", upper=500
    )
    mileage_rate: Number | None = optional.money(
        "Mileage rate", "GBP per mile", "Paid to the careworker for each mile.", upper=5
    )
    waiting_minutes_per_visit: Number | None = optional.quantity(
        "Waiting minutes per visit", "minutes per visit", "Paid waiting for each visit.", upper=600
    )


class Workforce(Section):
    """Who delivers the visits."""

    worker_weekly_hours: Column[WeeklyHours] | None = optional.several(
        "quantity",
        "Weekly paid hours",
        "hours per week",
        "Contact, travel and waiting hours a week of the workers of each band.",
        table="worker bands",
    )
    worker_share: Column[Share] | None = optional.several(
        "share",
        "Share of workers",
        "share of workers",
        "Share of workers in each band.",
        table="worker bands",
        adds_up_to=1,
    )
    under_21_share: Number | None = optional.share(
        "Share of workers under 21",
        "share of workers",
        "Workers for whom little National Insurance is due.",
    )
    pension_enrolled_share: Number | None = optional.share(
        "Pension enrolment share",
        "share of workers above the trigger",
        "Share of workers above the earnings trigger who are enrolled in the pension.",
    )
    staff_turnover: Number | None = optional.quantity(
        "Staff turnover", "leavers per worker and year", "Leavers replaced in a year.", upper=5
    )
    employment_allowance_claimed: Switch | None = optional.switch(
        "Employment Allowance claimed",
        "Whether the Employment Allowance is set against National Insurance.",
    )


class PersonalProtectiveEquipment(Section):
    """PPE, by the visit, by the hour or both."""

    ppe_per_visit: Number | None = optional.money(
        "PPE per visit", "GBP per visit", "PPE used for each visit.", upper=100
    )
    ppe_per_contact_hour: Number | None = optional.money(
        "PPE per contact hour", PER_CONTACT_HOUR, "PPE by the contact hour.", upper=100
    )


class Fees(Section):
    """What a commissioner compares the cost with."""

    fee_visit_minutes: Annotated[tuple[VisitLength, ...], entries(1, MOST_LENGTHS)] = (
        optional.several(
            "quantity",
            "Visit length priced",
            "minutes",
            "Lengths the fee workbook prices.",
            default=(15.0, 30.0, 45.0, 60.0),
            in_the_price=False,
            decides_layout=True,
        )
    )
    flat_hourly_fee: Number | None = optional.money(
        "Flat hourly fee",
        PER_CONTACT_HOUR,
        "A fee paid pro rata to compare with; left out, the book's own price per hour.",
        above=0,
        upper=1000,
        may_be_blank=True,
        in_the_price=False,
    )
    price_multiple: Number | None = optional.money(
        "Price point",
        "GBP",
        "Prices are rounded up to a multiple of this; left out, not.",
        above=0,
        may_be_blank=True,
        in_the_price=False,
    )


class Sections(Section):
    """The sections of a party's assumptions, in their order."""

    about: About
    pay: Pay = Pay()
    visits: Visits = Visits()
    travel: Travel = Travel()
    workforce: Workforce = Workforce()
    time_off: TimeOff = TimeOff()
    training: Training = Training()
    paid_not_delivered: PaidNotDelivered = PaidNotDelivered()
    ppe: PersonalProtectiveEquipment = PersonalProtectiveEquipment()
    business_costs: BusinessCosts = BusinessCosts()
    return_on_operations: ReturnOnOperations = ReturnOnOperations()
    stated_rates: StatedRates = StatedRates()
    fees: Fees = Fees()

    @classmethod
    def _unknown(cls, where: str, name: str) -> Problem:
        """Say that a name is no section, or an input that stands in none."""
        if name in INPUTS:
            return super()._unknown(where, name)
        return unknown_name(where, name, cls, cls.model_fields, "see the list of inputs")


INPUTS.update(declared_fields(Sections))
