"""What a party states, section by section.

Nothing has a default that stands for a cost: what a party leaves out is either not
needed, because it stated something in its place, or is asked for.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, Strict, create_model

from fairprice.assumptions.fields import Number, Section, Text, choice, quantity, share, table
from fairprice.calculation import BUSINESS_LABELS

Nation = Literal["England", "Scotland", "Wales", "Northern Ireland"]
StatedBase = Literal["attendance pay", "gross pay", "price"]
ReturnBase = Literal["cost", "price", "contact hour", "attendance pay", "gross pay"]
SickPayPolicy = Literal["statutory", "contractual"]


def _from_iso(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, Strict(), BeforeValidator(_from_iso)]
Rate = Annotated[Number, Field(gt=0, le=200)]
Share = Annotated[Number, Field(ge=0, le=1)]


class About(Section):
    """Who states these figures, and for when."""

    provider_name: Text = Field(
        title="Provider name",
        description="The provider, or the area or model provider, the figures describe.",
        json_schema_extra={"unit": "text"},
    )
    price_date: Day = Field(
        title="Price date",
        description="The day the price is for; statutory values are those in force on it.",
        json_schema_extra={"unit": "date"},
    )
    nation: Nation = Field(
        title="Nation",
        description="England, Scotland, Wales or Northern Ireland.",
        json_schema_extra={"unit": "choice"},
    )
    currency: Literal["GBP"] = choice(
        "Currency", "Currency of every amount; GBP only.", default="GBP"
    )


class Pay(Section):
    """What careworkers are paid."""

    contact_pay_rate: Rate | None = quantity(
        "Contact pay rate",
        "GBP per hour",
        "Pay for an hour with a person, before premiums. Give this or pay bands.",
        lower=None,
    )
    pay_band_role: tuple[Text, ...] | None = table(
        "Pay band role", "text", "Name of each pay band, such as care worker or senior."
    )
    pay_band_rate: tuple[Rate, ...] | None = table(
        "Pay band rate", "GBP per hour", "Contact pay rate of each band, before premiums."
    )
    pay_band_share: tuple[Share, ...] | None = table(
        "Pay band share", "share of contact hours", "Share of contact hours each band delivers."
    )
    travel_pay_rate: Number | None = quantity(
        "Travel pay rate", "GBP per hour", "Pay for an hour of travel between visits.", upper=200
    )
    waiting_pay_rate: Number | None = quantity(
        "Waiting pay rate", "GBP per hour", "Pay for an hour of waiting.", upper=200
    )
    evening_share: Number | None = share(
        "Evening share", "Share of contact hours paid the evening premium.", "contact hours"
    )
    evening_premium: Number | None = quantity(
        "Evening premium", "share of contact pay", "Paid on top of the contact pay rate.", upper=3
    )
    weekend_share: Number | None = share(
        "Weekend share", "Share of contact hours paid the weekend premium.", "contact hours"
    )
    weekend_premium: Number | None = quantity(
        "Weekend premium", "share of contact pay", "Paid on top of the contact pay rate.", upper=3
    )
    bank_holiday_share: Number | None = share(
        "Bank holiday share", "Share of contact hours on bank holidays.", "contact hours"
    )
    bank_holiday_premium: Number | None = quantity(
        "Bank holiday premium",
        "share of contact pay",
        "Paid on top of the contact pay rate.",
        upper=3,
    )


class Visits(Section):
    """The visits of a normal week."""

    visit_minutes: tuple[Annotated[Number, Field(gt=0, le=1440)], ...] | None = table(
        "Visit length", "minutes", "Length of each kind of visit."
    )
    visits_per_week: tuple[Annotated[Number, Field(ge=0)], ...] | None = table(
        "Visits a week", "visits per week", "Visits of each length in a normal week."
    )
    double_handed_share: Number | None = share(
        "Double-handed share", "Share of visits that two careworkers make together.", "visits"
    )
    annual_contact_hours: Number | None = quantity(
        "Contact hours a year",
        "hours",
        "Careworker contact hours a year; left out, they follow from the visits a week.",
        above=0,
    )


class Travel(Section):
    """What lies between two visits."""

    travel_minutes_per_visit: Number | None = quantity(
        "Travel minutes per visit", "minutes per visit", "Travel for each visit.", upper=600
    )
    miles_per_visit: Number | None = quantity(
        "Miles per visit", "miles per visit", "Miles reimbursed for each visit.", upper=500
    )
    mileage_rate: Number | None = quantity(
        "Mileage rate", "GBP per mile", "Paid to the careworker for each mile.", upper=5
    )
    waiting_minutes_per_visit: Number | None = quantity(
        "Waiting minutes per visit", "minutes per visit", "Paid waiting for each visit.", upper=600
    )


class Workforce(Section):
    """Who delivers the visits."""

    worker_weekly_hours: tuple[Annotated[Number, Field(gt=0, le=100)], ...] | None = table(
        "Weekly paid hours",
        "hours per week",
        "Contact, travel and waiting hours a week of the workers of each band.",
    )
    worker_share: tuple[Share, ...] | None = table(
        "Share of workers", "share of workers", "Share of workers in each band."
    )
    under_21_share: Number | None = share(
        "Share of workers under 21", "Workers for whom little National Insurance is due.", "workers"
    )
    pension_enrolled_share: Number | None = share(
        "Pension enrolment share",
        "Share of workers above the earnings trigger who are enrolled in the pension.",
        "workers above the trigger",
    )
    staff_turnover: Number | None = quantity(
        "Staff turnover", "leavers per worker and year", "Leavers replaced in a year.", upper=5
    )
    employment_allowance_claimed: Annotated[bool, Strict()] | None = Field(
        default=None,
        title="Employment Allowance claimed",
        description="Whether the Employment Allowance is set against National Insurance.",
        json_schema_extra={"unit": "yes (1) or no (0)"},
    )


class TimeOff(Section):
    """Paid time that is not work."""

    weeks_per_year: Number = Field(
        default=52.0,
        title="Weeks a year",
        description="Weeks in a year, as holiday guidance counts them: 5.6 / (52 - 5.6).",
        ge=52,
        le=53,
        json_schema_extra={"unit": "weeks"},
    )
    holiday_weeks: Number | None = quantity(
        "Holiday weeks", "weeks per year", "Paid holiday, bank holidays included.", upper=26
    )
    working_days_per_week: Number | None = quantity(
        "Working days a week",
        "days per week",
        "Days a worker works in a normal week; they turn sickness days into weeks.",
        lower=None,
        above=0,
        upper=7,
    )
    sickness_days_per_year: Number | None = quantity(
        "Sickness days", "days per worker and year", "Working days lost to sickness.", upper=130
    )
    sickness_spells_per_year: Number | None = quantity(
        "Sickness spells", "spells per worker and year", "Spells those days fall into.", upper=100
    )
    sick_pay_policy: SickPayPolicy | None = choice(
        "Sick pay policy", "statutory: statutory sick pay; contractual: full pay."
    )
    parental_pay_share: Number | None = quantity(
        "Parental pay",
        "share of worked pay",
        "Maternity and paternity pay net of what is recovered.",
        upper=0.5,
    )
    notice_pay_share: Number | None = quantity(
        "Notice and suspension pay",
        "share of worked pay",
        "Pay during notice and suspension.",
        upper=0.5,
    )


class Training(Section):
    """Paid time at work away from rounds."""

    induction_hours: Number | None = quantity(
        "Induction", "hours per new worker", "Paid induction and shadowing.", upper=1000
    )
    refresher_hours_per_year: Number | None = quantity(
        "Refresher training", "hours per worker and year", "Paid yearly training.", upper=1000
    )
    supervision_hours_per_year: Number | None = quantity(
        "Supervision", "hours per worker and year", "Paid supervision and appraisal.", upper=1000
    )
    meeting_hours_per_year: Number | None = quantity(
        "Team meetings", "hours per worker and year", "Paid team meetings.", upper=1000
    )


class PersonalProtectiveEquipment(Section):
    """PPE, by the visit, by the hour or both."""

    ppe_per_visit: Number | None = quantity(
        "PPE per visit", "GBP per visit", "PPE used for each visit.", upper=100
    )
    ppe_per_contact_hour: Number | None = quantity(
        "PPE per contact hour", "GBP per contact hour", "PPE by the contact hour.", upper=100
    )


def _business_fields(name: str, label: str) -> dict[str, Any]:
    return {
        f"{name}_per_year": (
            Number | None,
            quantity(f"{label}, a year", "GBP per year", "Gross of VAT. Zero if there is none."),
        ),
        f"{name}_per_contact_hour": (
            Number | None,
            quantity(
                f"{label}, by the contact hour",
                "GBP per contact hour",
                "In place of the yearly cost. Gross of VAT.",
                upper=200,
            ),
        ),
        f"{name}_visit_share": (
            Number | None,
            share(
                f"{label}, share by the visit",
                "Share that depends on the number of visits; left out, none does.",
                "the line",
            ),
        ),
    }


BusinessCosts = create_model(
    "BusinessCosts",
    __base__=Section,
    __doc__="The seventeen business lines of Annex A; each by the year or by the contact hour.",
    **{
        field: declaration
        for name, label in BUSINESS_LABELS.items()
        for field, declaration in _business_fields(name, label).items()
    },
)


class ReturnOnOperations(Section):
    """The return a provider plans to make."""

    return_rate: Number | None = quantity(
        "Return on operations",
        "share of the return base, or GBP per contact hour",
        "Planned margin: on the base named next to it.",
        upper=100,
    )
    return_base: ReturnBase | None = choice(
        "Return base", "cost: a mark-up; price: a margin; contact hour: GBP per hour."
    )


class StatedRates(Section):
    """Lines stated as a rate on a base, in place of being worked out."""

    stated_training_rate: Number | None = quantity(
        "Stated training rate", "share of its base", "In place of training hours.", upper=2
    )
    stated_training_base: StatedBase | None = choice(
        "Stated training base", "What it is a share of."
    )
    stated_noncontact_rate: Number | None = quantity(
        "Stated noncontact rate",
        "share of its base",
        "In place of supervision and meeting hours.",
        upper=2,
    )
    stated_noncontact_base: StatedBase | None = choice(
        "Stated noncontact base", "What it is a share of."
    )
    stated_holiday_rate: Number | None = quantity(
        "Stated holiday rate", "share of its base", "In place of holiday weeks.", upper=2
    )
    stated_holiday_base: StatedBase | None = choice("Stated holiday base", "What it is a share of.")
    stated_sickness_rate: Number | None = quantity(
        "Stated sickness rate",
        "share of its base",
        "In place of sickness days and parental pay.",
        upper=2,
    )
    stated_sickness_base: StatedBase | None = choice(
        "Stated sickness base", "What it is a share of."
    )
    stated_national_insurance_rate: Number | None = quantity(
        "Stated National Insurance rate",
        "share of its base",
        "In place of the law applied worker by worker.",
        upper=2,
    )
    stated_national_insurance_base: StatedBase | None = choice(
        "Stated National Insurance base", "What it is a share of."
    )
    stated_pension_rate: Number | None = quantity(
        "Stated pension rate",
        "share of its base",
        "In place of the law applied worker by worker.",
        upper=2,
    )
    stated_pension_base: StatedBase | None = choice("Stated pension base", "What it is a share of.")
    stated_overheads_rate: Number | None = quantity(
        "Stated overheads rate",
        "share of its base",
        "In place of all seventeen business lines; reported as other overheads.",
        upper=5,
    )
    stated_overheads_base: StatedBase | None = choice(
        "Stated overheads base", "What it is a share of."
    )


class Fees(Section):
    """What a commissioner compares the cost with."""

    fee_visit_minutes: tuple[Annotated[Number, Field(gt=0, le=1440)], ...] = Field(
        default=(15.0, 30.0, 45.0, 60.0),
        title="Visit length priced",
        description="Lengths the fee workbook prices.",
        min_length=1,
        max_length=12,
        json_schema_extra={"unit": "minutes"},
    )
    flat_hourly_fee: Number | None = quantity(
        "Flat hourly fee",
        "GBP per contact hour",
        "A fee paid pro rata to compare with; left out, the book's own price per hour.",
        above=0,
        upper=1000,
    )
    price_multiple: Number | None = quantity(
        "Price point", "GBP", "Prices are rounded up to a multiple of this; left out, not.", above=0
    )
