"""A contract: a base payment, adjustments in order, and the terms around them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from fairprice.declare.fields import Number, Text, optional, required
from fairprice.declare.takes import PATH, takes
from fairprice.errors import ContractError, InputError, Problem
from fairprice.files import write_toml
from fairprice.formats import CONTRACT, FromFile, Kind, read_file, stamped
from fairprice.kinds import check_order
from fairprice.payment.cohort import Behaviour, Cohort, Year
from fairprice.payment.contract.adjustments import (
    Adjustment,
    IncentivePot,
    OutcomeShare,
    OutcomeTariff,
    QualityGate,
    StagedTariff,
)
from fairprice.payment.contract.bases import Base, TimeAndTask
from fairprice.payment.contract.clause import Clause
from fairprice.payment.contract.setting import Setting
from fairprice.payment.contract.sharing import SharedSavings
from fairprice.payment.contract.words import percent
from fairprice.types import Floats

_DAYS_A_WEEK = 7


class PaymentTerms(Clause):
    """When the payer pays, and what it owes for being late."""

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


class TransactionCosts(Clause):
    """What it costs both sides to run the contract (GBP)."""

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
        verification = self.payer_verification_per_person * people
        return self.payer_monitoring_per_year + verification + self.procurement / self.term_years

    def of_provider(self, people: int) -> float:
        """Cost to the provider in a year."""
        return self.provider_monitoring_per_year + self.provider_verification_per_person * people

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


@dataclass(frozen=True)
class Settlement:
    """What a contract comes to in a block of draws (GBP).

    Parameters
    ----------
    payments
        Earned by week; shape (D, W).
    cost
        The provider's cost of care by week; shape (D, W).
    received
        Cash by week, after the payer's delay; shape (D, W).
    interest
        Late interest owed to the provider; shape (D,).
    payer_transaction, provider_transaction
        Cost of running the contract.
    working_capital
        The most the provider had laid out; shape (D,).
    capital_cost
        Interest on what it had laid out; shape (D,).
    """

    payments: Floats
    cost: Floats
    received: Floats
    interest: Floats
    payer_transaction: float
    provider_transaction: float
    working_capital: Floats
    capital_cost: Floats

    @property
    def revenue(self) -> Floats:
        """The year's payments with late interest; shape (D,)."""
        return np.asarray(self.payments.sum(axis=1) + self.interest)

    @property
    def spend(self) -> Floats:
        """What the payer bears: payments, interest and transaction cost; shape (D,)."""
        return self.revenue + self.payer_transaction

    @property
    def provider_cost(self) -> Floats:
        """Care, transaction cost and cost of capital; shape (D,)."""
        return np.asarray(self.cost.sum(axis=1) + self.provider_transaction + self.capital_cost)

    @property
    def margin(self) -> Floats:
        """Revenue less cost; shape (D,)."""
        return self.revenue - self.provider_cost


class Contract(Clause, FromFile):
    """How care is paid for; it reads like its clauses.

    Raises
    ------
    ContractError
        With every problem found.
    """

    root: ClassVar[str] = "contract"
    file_kind: ClassVar[Kind] = CONTRACT

    name: Text = required.text("Name", "What results call it.")
    description: Text | None = optional.text("Description", "What it is, in plain words.")
    source: Text | None = optional.text("Source", "Where it is published or agreed.")
    base: Base = required.clause("Base payment", "What is paid before any adjustment.")
    adjustments: tuple[Adjustment, ...] = optional.clause(
        "Adjustments", "What changes it, in order.", default=()
    )
    payment_terms: PaymentTerms = required.clause("Payment terms", "When the payer pays.")
    transaction_costs: TransactionCosts = required.clause(
        "Transaction costs", "What it costs both sides to run the contract."
    )
    subcontracting: Subcontracting | None = optional.clause(
        "Subcontracting", "Hours delivered by others."
    )
    behaviour: Behaviour = optional.clause(
        "Behaviour", "How the provider responds: modelled, not observed.", default=Behaviour()
    )

    @property
    def clauses(self) -> dict[str, str]:
        """Every clause in words, by what it is about."""
        written = {"Base payment: " + self.base.kind: self.base.clause()}
        for number, term in enumerate(self.adjustments, start=1):
            written[f"Adjustment {number}: {term.kind}"] = term.clause()
        if self.subcontracting is not None:
            written["Subcontracting"] = self.subcontracting.clause()
        written["Payment terms"] = self.payment_terms.clause()
        written["Transaction costs"] = self.transaction_costs.clause()
        if self.behaviour.is_on:
            active = ", ".join(f"{k} {v:g}" for k, v in self.behaviour.active.items())
            written["Provider behaviour (modelled, not observed)"] = active
        return written

    @property
    def retainer_weeks(self) -> int | None:
        """Weeks in hospital for which a retainer is paid, if one is."""
        base = self.base
        return base.hospital_retainer_weeks if isinstance(base, TimeAndTask) else None

    def problems(self, cohort: Cohort) -> list[Problem]:
        """List what keeps the contract from being applied to these people."""
        known = [outcome.name for outcome in cohort.outcomes]
        found = [
            Problem(
                "unknown-outcome", f'contract "{self.name}", adjustment {number}',
                f'"{name}" is not an outcome of the cohort.',
                "Nobody can be paid for what is not measured.",
                f"Use one of: {', '.join(known) or 'none is there'}.",
            )
            for number, term in enumerate(self.adjustments, start=1)
            for name in _outcomes_of(term)
            if name not in known
        ]  # fmt: skip
        base = self.base
        if isinstance(base, TimeAndTask):
            found += self._single_visits(base)
            if cohort.cancelled_share and base.cancelled_visit_share is None:
                found.append(self._needs("cancelled_visit_share", "visits are cancelled"))
            admitted = cohort.hospital_weekly_probability
            if admitted and base.hospital_retainer_share is None:
                found.append(self._needs("hospital_retainer_share", "people go to hospital"))
            if base.hospital_retainer_share and base.hospital_retainer_weeks is None:
                found.append(self._needs("hospital_retainer_weeks", "a retainer is paid"))
        return found

    def _single_visits(self, base: TimeAndTask) -> list[Problem]:
        """Simulated years know how many visits there were, not which followed which."""
        try:
            base.billing.billable(30.0, 30.0)
            base.billing.tariff_price(30.0)
        except InputError as error:
            where = f'contract "{self.name}", base.billing'
            return [replace(p, where=f"{where}.{p.where}") for p in error.problems]
        return []

    def _needs(self, term: str, because: str) -> Problem:
        return Problem(
            "missing", f'contract "{self.name}", base.{term}', f"is missing, but {because}.",
            "No published value stands for it.", "Give it; zero if nothing is paid.",
        )  # fmt: skip

    def with_subcontracting(self, setting: Setting) -> Setting:
        """Return a setting in which the hours that others deliver cost what they are paid."""
        if self.subcontracting is None:
            return setting
        return replace(
            setting,
            subcontracted_share=self.subcontracting.share_of_hours,
            subcontracted_rate=self.subcontracting.hourly_rate,
        )

    def settle(
        self, year: Year, setting: Setting, delay_sd: float, capital_rate: float
    ) -> Settlement:
        """Work out payments, cost and cash of a block of draws.

        Parameters
        ----------
        year
            What happened.
        setting
            Unit costs and outcome names.
        delay_sd
            Standard deviation of the payer's delay (days).
        capital_rate
            Yearly interest on what the provider lays out.

        Returns
        -------
        Settlement
            By draw and week.
        """
        setting = self.with_subcontracting(setting)
        payments = self.base.pay(year, setting)
        for term in self.adjustments:
            payments = payments + term.change(year, setting, payments)
        cost = setting.provider_cost(year)
        terms = self.payment_terms
        days = np.maximum(terms.delay_days + delay_sd * year.delay_z, 0)
        received = _delayed(payments, days / _DAYS_A_WEEK)
        late_years = np.maximum(days - terms.due_days, 0) / 365
        interest = payments.sum(axis=1) * late_years * terms.late_interest_rate
        laid_out = np.maximum(np.cumsum(cost, axis=1) - received, 0)
        return Settlement(
            payments=payments,
            cost=cost,
            received=np.diff(received, axis=1, prepend=0.0),
            interest=np.asarray(interest),
            payer_transaction=self.transaction_costs.of_payer(year.people),
            provider_transaction=self.transaction_costs.of_provider(year.people),
            working_capital=laid_out.max(axis=1),
            capital_cost=np.asarray(laid_out.sum(axis=1) * capital_rate / 52),
        )


def _delayed(payments: Floats, weeks: Floats) -> Floats:
    """Cumulative cash when every payment arrives later; shape (D, W)."""
    earned = np.concatenate([np.zeros((len(payments), 1)), np.cumsum(payments, axis=1)], axis=1)
    last = payments.shape[1]
    when = np.arange(1, last + 1) - weeks[:, np.newaxis]
    when = np.clip(when, 0, last)
    before = np.minimum(np.floor(when).astype(int), last - 1)
    start = np.take_along_axis(earned, before, axis=1)
    end = np.take_along_axis(earned, before + 1, axis=1)
    return np.asarray(start + (end - start) * (when - before))


def _outcomes_of(term: Any) -> list[str]:
    if isinstance(term, OutcomeShare | OutcomeTariff | IncentivePot):
        return list(term.outcomes)
    if isinstance(term, StagedTariff | QualityGate):
        return [term.outcome]
    if isinstance(term, SharedSavings) and term.quality_outcome is not None:
        return [term.quality_outcome]
    return []


@takes(path=PATH)
def load_contract(path: str | os.PathLike[str]) -> Contract:
    """Read a contract from a TOML file.

    Parameters
    ----------
    path
        The file; UTF-8.

    Returns
    -------
    Contract
        Checked; of a file of an earlier format, ``lacked`` says what that lacked.

    Raises
    ------
    ContractError
        If the file cannot be read, is not TOML, or is not a contract; with every problem.
    """
    return Contract.model_validate(read_file(path, ContractError))


def dump_contract(contract: Contract, path: str | os.PathLike[str] | None = None) -> str:
    """Write a contract as TOML, so that reading it back gives an equal one.

    Parameters
    ----------
    contract
        What to write.
    path
        A file to write to, replaced as a whole or not at all; left out, none is written.

    Returns
    -------
    str
        The TOML text.

    Raises
    ------
    InputError
        If something else than a contract is given, or the path first.
    FileWriteError
        If the file cannot be written.
    """
    check_order("dump_contract(contract, path)", contract, path, Contract, required=False)
    return write_toml(stamped(contract.model_dump(exclude_none=True, mode="json"), CONTRACT), path)
