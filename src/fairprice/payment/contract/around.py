"""What stands around the price: when it is paid, what it costs to run, who else delivers."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from fairprice.declare.fields import Number, required
from fairprice.payment.clauses import AT_THE_END, Clause, Working, cost_with_others, pays, percent


def days_late(delay_days: Any, due_days: Any) -> Any:
    """Days late (days).

    By how much the payer's delay is longer than it may be, on average.

    Notes
    -----
    ``max(delay_days - due_days, 0)``
    """
    return np.maximum(delay_days - due_days, 0)


def late_interest(paid: Any, days_late: Any, late_interest_rate: Any) -> Any:
    """Late interest (GBP).

    On all that is paid, for the days it is late.

    Notes
    -----
    ``paid * days_late / 365 * late_interest_rate``
    """
    return paid * days_late / 365 * late_interest_rate


class PaymentTerms(Clause):
    """When the payer pays, and what it owes for being late."""

    place: ClassVar[str] = "around"
    steps = (Working(days_late), pays(late_interest, AT_THE_END))

    delay_days: Number = required.quantity("Delay", "days", "Until the payer pays, on average.")
    due_days: Number = required.quantity("Due", "days", "From this day on, interest is owed.")
    late_interest_rate: Number = required.share(
        "Late interest", "share a year", "On what is paid after that day."
    )

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"Paid after {self.delay_days:g} days on average; interest of "
            f"{percent(self.late_interest_rate)} a year from day {self.due_days:g}."
        )


def cost_to_the_payer(
    people: Any, payer_monitoring_per_year: Any, payer_verification_per_person: Any,
    procurement: Any, term_years: Any,
) -> Any:  # fmt: skip
    """Payer's transaction cost (GBP).

    Monitoring, verification, and procurement over the term.

    Notes
    -----
    ``payer_monitoring_per_year + payer_verification_per_person * people
    + procurement / term_years``
    """
    verification = payer_verification_per_person * people
    return payer_monitoring_per_year + verification + procurement / term_years


def cost_to_the_provider(
    people: Any, provider_monitoring_per_year: Any, provider_verification_per_person: Any
) -> Any:
    """Provider's transaction cost (GBP).

    Monitoring and verification.

    Notes
    -----
    ``provider_monitoring_per_year + provider_verification_per_person * people``
    """
    return provider_monitoring_per_year + provider_verification_per_person * people


class TransactionCosts(Clause):
    """What it costs both sides to run the contract (GBP)."""

    place: ClassVar[str] = "around"
    steps = (Working(cost_to_the_payer), Working(cost_to_the_provider))

    payer_monitoring_per_year: Number = required.money(
        "Payer's monitoring", "GBP per year", "What it costs the payer to watch the contract."
    )
    payer_verification_per_person: Number = required.money(
        "Payer's verification", "GBP per person and year", "To check results."
    )
    procurement: Number = required.money("Procurement", "GBP", "To procure, once a term.")
    term_years: Number = required.quantity("Term", "years", "Length of the contract.", above=0)
    provider_monitoring_per_year: Number = required.money(
        "Provider's monitoring", "GBP per year", "What it costs the provider to report."
    )
    provider_verification_per_person: Number = required.money(
        "Provider's verification", "GBP per person and year", "To evidence results."
    )

    def of_payer(self, people: int) -> float:
        """Cost to the payer in a year: monitoring, verification, procurement over the term."""
        return float(
            cost_to_the_payer(
                people, self.payer_monitoring_per_year, self.payer_verification_per_person,
                self.procurement, self.term_years,
            )
        )  # fmt: skip

    def of_provider(self, people: int) -> float:
        """Cost to the provider in a year."""
        return float(
            cost_to_the_provider(
                people, self.provider_monitoring_per_year, self.provider_verification_per_person
            )
        )

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"The payer spends GBP {self.payer_monitoring_per_year:,.0f} a year and "
            f"GBP {self.payer_verification_per_person:,.2f} a person, and GBP "
            f"{self.procurement:,.0f} to procure for {self.term_years:g} years; the provider GBP "
            f"{self.provider_monitoring_per_year:,.0f} a year and "
            f"GBP {self.provider_verification_per_person:,.2f} a person."
        )


class Subcontracting(Clause):
    """A lead provider has a share of the hours delivered by others."""

    place: ClassVar[str] = "around"
    steps = (Working(cost_with_others),)

    share_of_hours: Number = required.share(
        "Share of hours", "share of contact hours", "Delivered by others."
    )
    hourly_rate: Number = required.money("Hourly rate", "GBP per hour", "What they are paid.")

    def clause(self) -> str:
        """Say it in words."""
        return (
            f"{percent(self.share_of_hours)} of hours are subcontracted at "
            f"GBP {self.hourly_rate:.2f}."
        )
