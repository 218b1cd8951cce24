"""Mileage, PPE and the seventeen business lines of Annex A."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fairprice.calculation.step import make_function


def mileage(visits: Any, miles_per_visit: Any, mileage_rate: Any) -> Any:
    """Mileage (GBP).

    Miles driven between visits, reimbursed; the same for a short visit as for a long one.

    Notes
    -----
    ``visits * miles_per_visit * mileage_rate``

    References
    ----------
    Annex A section 3, line "Mileage".
    """
    return visits * miles_per_visit * mileage_rate


def ppe(visits: Any, contact_hours: Any, ppe_per_visit: Any, ppe_per_contact_hour: Any) -> Any:
    """PPE (GBP).

    Gloves, aprons and masks, by the visit, by the hour, or both.

    Notes
    -----
    ``visits * ppe_per_visit + contact_hours * ppe_per_contact_hour``

    References
    ----------
    Annex A section 3, line "PPE".
    """
    return visits * ppe_per_visit + contact_hours * ppe_per_contact_hour


#: The business lines in Annex A order: name and the label printed there.
BUSINESS_LABELS = {
    "back_office_staff": "Back office staff",
    "travel_costs": "Travel costs (parking/vehicle lease et cetera)",
    "rent_rates_utilities": "Rent/rates/utilities",
    "recruitment_dbs": "Recruitment/DBS",
    "training_third_party": "Training (third party)",
    "it": "IT (hardware, software CRM, ECM)",
    "telephony": "Telephony",
    "stationery_postage": "Stationery/postage",
    "insurance": "Insurance",
    "legal_finance_professional": "Legal/finance/professional fees",
    "marketing": "Marketing",
    "audit_and_compliance": "Audit and compliance",
    "uniforms_and_consumables": "Uniforms and other consumables",
    "assistive_technology": "Assistive technology",
    "central_recharges": "Central/head office recharges",
    "other_overheads": "Other overheads",
    "cqc_fees": "CQC fees",
}


def per_contact_hour(name: str, label: str) -> Callable[..., Any]:
    """Make the rate function that spreads a business line's yearly cost over contact hours."""
    return make_function(
        f"{name}_per_contact_hour",
        (f"{name}_per_year", "annual_contact_hours"),
        lambda per_year, annual_contact_hours: per_year / annual_contact_hours,
        f"""{label}, by the contact hour (GBP per contact hour).

        The year's cost, gross of VAT, over the year's contact hours.

        Notes
        -----
        ``{name}_per_year / annual_contact_hours``

        References
        ----------
        Annex A section 3, line "{label}".
        """,
    )


def leavers_per_contact_hour(
    staff_turnover: Any, average_of_paid_hours: Any, paid_hours_per_worker: Any
) -> Any:
    """Leavers in a contact hour (leavers per contact hour).

    Leavers of a year over the contact hours of that year.

    Notes
    -----
    ``staff_turnover * average_of_paid_hours / paid_hours_per_worker``

    References
    ----------
    Arithmetic of the rows above.
    """
    return staff_turnover * average_of_paid_hours / paid_hours_per_worker


def recruitment_by_leavers(
    leavers_per_contact_hour: Any, recruitment_dbs_per_leaver: Any, cover_per_leaver: Any
) -> Any:
    """Recruitment/DBS, by the contact hour (GBP per contact hour).

    What it costs to replace each leaver, with cover until then, as often as people leave.

    Notes
    -----
    ``leavers_per_contact_hour * (recruitment_dbs_per_leaver + cover_per_leaver)``

    References
    ----------
    Annex A section 3, line "Recruitment/DBS".
    """
    return leavers_per_contact_hour * (recruitment_dbs_per_leaver + cover_per_leaver)


def business_line(name: str, label: str, spread_over: str) -> Callable[..., Any]:
    """Make the line function of a business line.

    Parameters
    ----------
    name, label
        Of the line.
    spread_over
        The row of hours it is spread over: ``contact_hours``, ``worker_hours``, or
        ``visit_hours``, by which all of it depends on the number of visits.
    """
    rate, share = f"{name}_per_contact_hour", f"{name}_visit_share"
    source = f"""
        References
        ----------
        Annex A section 3, line "{label}".
        """
    if spread_over == "visit_hours":
        return make_function(
            name,
            ("visit_hours", rate),
            lambda visit_hours, rate: rate * visit_hours,
            f"""{label} (GBP).

        Spread over visits, as an average visit carries it.

        Notes
        -----
        ``{rate} * visit_hours``
        {source}""",
        )
    over = spread_over.replace("_", " ")
    return make_function(
        name,
        (spread_over, "visit_hours", rate, share),
        lambda hours, visit_hours, rate, visit_share: (
            rate * (hours + visit_share * (visit_hours - hours))
        ),
        f"""{label} (GBP).

        Spread over {over}, except the share that depends on the number of visits.

        Notes
        -----
        ``{rate}
        * ({spread_over} + {share} * (visit_hours - {spread_over}))``
        {source}""",
    )
