"""Sections whose inputs come in families: business lines, the return, stated rates."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import create_model

from fairprice.assumptions.section import Section
from fairprice.calculation import BUSINESS_LABELS, STATABLE
from fairprice.declare.fields import Number, optional
from fairprice.declare.units import PER_CONTACT_HOUR

StatedBase = Literal["attendance pay", "gross pay", "price"]
ReturnBase = Literal["cost", "price", "contact hour", "attendance pay", "gross pay"]
Follows = Literal["contact hours", "visits", "care workers", "year", "steps"]
SupervisionFollows = Literal["contact hours", "care workers", "year", "steps"]

_FOLLOWS = (
    "What the cost rises and falls with: year, it does neither; steps, so many contact hours a "
    "week each. Left out, it falls with contact hours."
)


def follows(label: str, step: str) -> Any:
    """Declare what a cost follows; ``step`` is a step of the calculation that holds it."""
    return optional.choice(
        f"{label}, follows", _FOLLOWS, goes_with=step, may_be_blank=True, since_format=2
    )


def step_hours(label: str, follows_input: str) -> Any:
    """Declare how many contact hours a week one step of a cost carries that follows steps."""
    return optional.quantity(
        f"{label}, hours of a step",
        "contact hours per week",
        "Contact hours a week that one step carries, such as one coordinator or office.",
        above=0,
        goes_with=follows_input,
        since_format=2,
    )


def _business_fields(name: str, label: str) -> dict[str, Any]:
    declared = {
        f"{name}_per_year": optional.money(
            f"{label}, a year", "GBP per year", "Gross of VAT. Zero if there is none."
        ),
        f"{name}_per_contact_hour": optional.money(
            f"{label}, by the contact hour",
            PER_CONTACT_HOUR,
            "In place of the yearly cost. Gross of VAT.",
            upper=200,
            replaces=f"{name}_per_contact_hour",
            instead_of=f"{name}_per_year",
        ),
        f"{name}_visit_share": optional.share(
            f"{label}, share by the visit",
            "share of the line",
            "Share that depends on the number of visits; left out, none does.",
            may_be_blank=True,
            left_out=0.0,
        ),
        f"{name}_step_hours": step_hours(label, f"{name}_follows"),
    }
    numbers = {field: (Number | None, declaration) for field, declaration in declared.items()}
    return numbers | {f"{name}_follows": (Follows | None, follows(label, name))}


_Lines = create_model(
    "_Lines",
    __base__=Section,
    __doc__="The seventeen business lines of Annex A; each by the year or by the contact hour.",
    **{
        field: definition
        for name, label in BUSINESS_LABELS.items()
        for field, definition in _business_fields(name, label).items()
    },
)


class ReturnOnOperations(Section):
    """The return a provider plans to make."""

    return_rate: Number | None = optional.share(
        "Return on operations",
        "share of the return base, or GBP per contact hour",
        "Planned margin: on the base named next to it.",
        upper=100,
        money_where=("return_base", "contact hour", PER_CONTACT_HOUR),
    )
    return_base: ReturnBase | None = optional.choice(
        "Return base",
        "cost: a mark-up; price: a margin; contact hour: GBP per hour.",
        goes_with="return_rate",
    )


#: Label, what it stands in place of, and upper bound of each rate that may be stated.
_STATED: dict[str, tuple[str, str, float]] = {
    "training": ("training", "training hours", 2),
    "noncontact": ("noncontact", "supervision and meeting hours", 2),
    "holiday": ("holiday", "holiday weeks", 2),
    "sickness": ("sickness", "sickness days and parental pay", 2),
    "national_insurance": ("National Insurance", "the law applied worker by worker", 2),
    "pension": ("pension", "the law applied worker by worker", 2),
    "overheads": ("overheads", "all seventeen business lines; reported as other overheads", 5),
}


BusinessCosts = create_model(
    "BusinessCosts",
    __base__=_Lines,
    __doc__=_Lines.__doc__,
    recruitment_dbs_per_leaver=(
        Number | None,
        optional.money(
            "Recruitment/DBS, by the leaver",
            "GBP per leaver",
            "In place of the yearly cost: advertising, checks, equipment for whoever replaces one.",
            upper=100_000,
            replaces="recruitment_dbs_per_contact_hour",
            instead_of="recruitment_dbs_per_contact_hour",
            brings="leavers_per_contact_hour",
            since_format=2,
        ),
    ),
    cover_per_leaver=(
        Number | None,
        optional.money(
            "Cover, by the leaver",
            "GBP per leaver",
            "What covering a leaver's visits costs above own pay; left out, none.",
            upper=100_000,
            may_be_blank=True,
            left_out=0.0,
            since_format=2,
        ),
    ),
)


def _stated_fields(word: str, label: str, instead: str, upper: float) -> dict[str, Any]:
    rate = optional.share(
        f"Stated {label} rate",
        "share of its base",
        f"In place of {instead}.",
        upper=upper,
        replaces=STATABLE[word],
    )
    base = optional.choice(
        f"Stated {label} base", "What it is a share of.", goes_with=f"stated_{word}_rate"
    )
    return {
        f"stated_{word}_rate": (Number | None, rate),
        f"stated_{word}_base": (StatedBase | None, base),
    }


StatedRates = create_model(
    "StatedRates",
    __base__=Section,
    __doc__="Lines stated as a rate on a base, in place of being worked out.",
    **{
        field: definition
        for word, said in _STATED.items()
        for field, definition in _stated_fields(word, *said).items()
    },
)
