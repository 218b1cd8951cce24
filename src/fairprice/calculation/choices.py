"""The rows of Annex A, and what a party may state rather than have computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fairprice.calculation.other_costs import BUSINESS_LABELS

#: The two numbers that say what was done; every line is linear in them.
ACTIVITY = ("visits", "contact_hours")

#: Careworker lines in Annex A order.
CAREWORKER_LINES = (
    "direct_care",
    "travel_time",
    "mileage",
    "ppe",
    "training_staff_time",
    "holiday",
    "additional_noncontact_pay_costs",
    "sickness_maternity_and_paternity_pay",
    "notice_suspension_pay",
    "national_insurance",
    "pension",
)
BUSINESS_LINES = tuple(BUSINESS_LABELS)

#: Rows of the report that add up rows above them.
SUBTOTALS = {
    "total_careworker_costs": CAREWORKER_LINES,
    "total_business_costs": BUSINESS_LINES,
    "price": ("total_careworker_costs", "total_business_costs", "return_on_operations"),
}


#: What tables of contact hours call the row ``price``; there, ``price`` alone is of a visit.
PRICE_PER_HOUR = "price_per_hour"


def of_an_hour(row: str) -> str:
    """Name a row in a table of contact hours."""
    return PRICE_PER_HOUR if row == "price" else row


def _in_order(row: str) -> tuple[str, ...]:
    return (*(above for part in SUBTOTALS.get(row, ()) for above in _in_order(part)), row)


#: The 32 rows of Annex A section 3, in their order: what the price adds up, each below its parts.
ANNEX_A = _in_order("price")
#: Those that add up to the price: the 28 cost lines and the return.
PRICE_LINES = tuple(row for row in ANNEX_A if row not in SUBTOTALS)

#: The parts of the price that charts and summaries show, each with its lines of Annex A.
PARTS_OF_THE_PRICE = {
    "Contact time": ("direct_care",),
    "Travel time and mileage": ("travel_time", "mileage"),
    "Training, other paid time, PPE": (
        "training_staff_time",
        "additional_noncontact_pay_costs",
        "ppe",
    ),
    "Holiday, sickness, NI, pension": (
        "holiday",
        "sickness_maternity_and_paternity_pay",
        "notice_suspension_pay",
        "national_insurance",
        "pension",
    ),
    "Business costs": BUSINESS_LINES,
    "Return on operations": ("return_on_operations",),
}


def kind_of_row(row: str) -> str:
    """Say whether a row of Annex A is a line, a subtotal or the total.

    Parameters
    ----------
    row
        Its name.

    Returns
    -------
    str
        The rows of kind ``"line"`` add up to the price.
    """
    if row not in SUBTOTALS:
        return "line"
    return "total" if row == "price" else "subtotal"


#: What may be stated as a rate: the word used in input names, and the row it replaces.
STATABLE = {
    "training": "training_staff_time",
    "noncontact": "noncontact_pay",
    "holiday": "holiday",
    "sickness": "sickness_maternity_and_paternity_pay",
    "national_insurance": "national_insurance",
    "pension": "pension",
    "overheads": "other_overheads",
}
#: The bases a rate may be stated on, and their rows.
BASES = {"attendance pay": "attendance_pay", "gross pay": "gross_pay", "price": "price"}
#: The bases of the return on operations, and their rows.
RETURN_BASES = {"cost": "total_cost", "contact hour": "contact_hours", **BASES}
SICK_PAY_POLICIES = ("statutory", "contractual")
#: What a cost may follow, and the row of hours that a business line is then spread over.
FOLLOWS = {
    "contact hours": "contact_hours",
    "visits": "visit_hours",
    "care workers": "worker_hours",
    "year": "contact_hours",
    "steps": "contact_hours",
}
#: What supervision may follow; it is spread over paid hours whichever it is.
SUPERVISION_FOLLOWS = ("contact hours", "care workers", "year", "steps")
#: The costs that say what they follow: each business line, and supervision.
FOLLOWING = (*BUSINESS_LINES, "supervision")
MINIMUM_WAGE_ROWS = ("counting_hours", "counting_pay", "counting_pay_rate")


@dataclass(frozen=True)
class Choices:
    """What a party chose to state rather than have computed.

    Parameters
    ----------
    stated
        For each line stated as a rate (a key of ``STATABLE``), its base (a key of ``BASES``).
    return_base
        A key of ``RETURN_BASES``.
    sick_pay_policy
        ``"statutory"`` or ``"contractual"``.
    given
        Names of inputs that replace a computed step, such as ``contact_pay_rate``.
    follows
        For each of ``FOLLOWING`` that follows something else than contact hours, what: a key
        of ``FOLLOWS``.
    """

    stated: Mapping[str, str] = field(default_factory=dict)
    return_base: str = "cost"
    sick_pay_policy: str = "statutory"
    given: frozenset[str] = frozenset()
    follows: Mapping[str, str] = field(default_factory=dict)
