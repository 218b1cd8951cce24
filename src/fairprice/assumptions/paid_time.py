"""Sections on time that is paid without a visit: off work, at training, not delivered."""

from __future__ import annotations

from typing import Literal

from fairprice.assumptions.families import SupervisionFollows, follows, step_hours
from fairprice.assumptions.section import Section
from fairprice.declare.fields import Number, optional

SickPayPolicy = Literal["statutory", "contractual"]

_SUPERVISION = "Supervision and meetings"


class TimeOff(Section):
    """Paid time that is not work."""

    weeks_per_year: Number = optional.quantity(
        "Weeks a year",
        "weeks",
        "Weeks in a year, as holiday guidance counts them: 5.6 / (52 - 5.6).",
        lower=52,
        upper=53,
        default=52.0,
    )
    holiday_weeks: Number | None = optional.quantity(
        "Holiday weeks", "weeks per year", "Paid holiday, bank holidays included.", upper=26
    )
    working_days_per_week: Number | None = optional.quantity(
        "Working days a week",
        "days per week",
        "Days a worker works in a normal week; they turn sickness days into weeks.",
        above=0,
        upper=7,
    )
    sickness_days_per_year: Number | None = optional.quantity(
        "Sickness days", "days per worker and year", "Working days lost to sickness.", upper=130
    )
    sickness_spells_per_year: Number | None = optional.quantity(
        "Sickness spells", "spells per worker and year", "Spells those days fall into.", upper=100
    )
    sick_pay_policy: SickPayPolicy | None = optional.choice(
        "Sick pay policy",
        "statutory: statutory sick pay; contractual: full pay.",
        goes_with="sickness_rate",
    )
    parental_pay_share: Number | None = optional.share(
        "Parental pay",
        "share of worked pay",
        "Maternity and paternity pay net of what is recovered.",
        upper=0.5,
    )
    notice_pay_share: Number | None = optional.share(
        "Notice and suspension pay",
        "share of worked pay",
        "Pay during notice and suspension.",
        upper=0.5,
    )


class Training(Section):
    """Paid time at work away from rounds."""

    induction_hours: Number | None = optional.quantity(
        "Induction", "hours per new worker", "Paid induction and shadowing.", upper=1000
    )
    refresher_hours_per_year: Number | None = optional.quantity(
        "Refresher training", "hours per worker and year", "Paid yearly training.", upper=1000
    )
    supervision_hours_per_year: Number | None = optional.quantity(
        "Supervision", "hours per worker and year", "Paid supervision and appraisal.", upper=1000
    )
    meeting_hours_per_year: Number | None = optional.quantity(
        "Team meetings", "hours per worker and year", "Paid team meetings.", upper=1000
    )
    supervision_step_hours: Number | None = step_hours(_SUPERVISION, "supervision_follows")
    supervision_follows: SupervisionFollows | None = follows(_SUPERVISION, "noncontact_pay")


class PaidNotDelivered(Section):
    """Hours that are paid though no care is delivered in them."""

    guaranteed_hours_share: Number | None = optional.share(
        "Guaranteed hours",
        "share of paid hours",
        "Share of paid hours worked on contracts that guarantee them: they are paid also in a year "
        "that does not need them.",
        may_be_blank=True,
        brings="guaranteed_hours",
        since_format=2,
    )
    idle_hours_per_contact_hour: Number | None = optional.quantity(
        "Idle hours of shifts",
        "hours per contact hour",
        "Paid hours of shifts that are neither contact, travel nor waiting; left out, none.",
        upper=20,
        may_be_blank=True,
        left_out=0.0,
        brings="idle_pay",
        since_format=2,
    )
    short_notice_cancelled_share: Number | None = optional.share(
        "Visits cancelled at short notice",
        "share of planned visits",
        "Planned visits that are not made and for which careworkers are due pay; left out, none.",
        upper=0.9,
        may_be_blank=True,
        left_out=0.0,
        brings="cancelled_visit_pay",
        since_format=2,
    )
    short_notice_pay_share: Number | None = optional.share(
        "Share paid of visits cancelled at short notice",
        "share of a visit's pay",
        "What careworkers are due for them.",
        goes_with="short_notice_cancelled_share",
        since_format=2,
    )
