"""A contract: a base payment, adjustments in order, and the terms around them."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from html import escape
from typing import ClassVar

import numpy as np
import pandas as pd

from fairprice.declare.fields import Text, optional, required
from fairprice.declare.takes import PATH, takes
from fairprice.errors import ContractError, Problem
from fairprice.files import write_toml
from fairprice.formats import CONTRACT, FromFile, Kind, read_file, stamped
from fairprice.kinds import check_order
from fairprice.payment.clauses import (
    AdjustmentClause,
    BaseClause,
    Clause,
    Derivation,
    DerivedPayments,
    Draws,
    Figures,
    Setting,
    Standing,
)
from fairprice.payment.clauses.clause import TEXTS, Adjustment, Base, Place, falls_due_too_late
from fairprice.payment.cohort import Behaviour, Cohort, Year
from fairprice.payment.contract.around import (
    PaymentTerms,
    Subcontracting,
    TransactionCosts,
    days_late,
    late_interest,
)
from fairprice.payment.contract.settlement import Settlement
from fairprice.types import Floats

_DAYS_A_WEEK = 7


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
    base: BaseClause = required.clause("Base payment", "What is paid before any adjustment.")
    adjustments: tuple[AdjustmentClause, ...] = optional.clause(
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

    def __repr__(self) -> str:
        adjusted = f"{len(self.adjustments)} adjustments"
        return f'<Contract "{self.name}": {self.base.kind}, {adjusted}>'

    __str__ = __repr__

    def _repr_html_(self) -> str:
        table = pd.DataFrame({"clause": self.clauses.keys(), "in words": self.clauses.values()})
        with pd.option_context("display.max_colwidth", None):
            return f"<p>{escape(self.name)}</p>{table.to_html(index=False)}"

    @property
    def retainer_weeks(self) -> int | None:
        """Weeks in hospital for which a retainer is paid, if one is."""
        return self.base.retainer_weeks

    @property
    def paying(self) -> tuple[Base | Adjustment, ...]:
        """The base and the adjustments, in the order in which they apply."""
        return (self.base, *self.adjustments)

    def problems(self, cohort: Cohort, weeks: int = 52) -> list[Problem]:
        """List what keeps the contract from being applied to these people in a year."""
        known = [outcome.name for outcome in cohort.outcomes]
        listed = ", ".join(known) or "none is there"
        unknown, found = [], []
        for number, clause in enumerate(self.paying):
            where = f"adjustment {number}" if number else "base"
            unknown += [
                TEXTS("unknown-outcome", where, name=name, known=listed)
                for name in clause.outcomes_named
                if name not in known
            ]
            place = Place(cohort, weeks, self.paying[:number])
            found += [
                replace(problem, where=f"{where}.{problem.where}")
                for problem in (*clause.needs(place), *falls_due_too_late(clause, place))
            ]
        responds = self.behaviour.needs(
            outcomes=bool(known), logged_minutes=self.base.pays_logged_minutes
        )
        found += [replace(problem, where=f"behaviour.{problem.where}") for problem in responds]
        return [replace(p, where=f'contract "{self.name}", {p.where}') for p in unknown + found]

    def in_its_setting(self, setting: Setting) -> Setting:
        """Return a setting with cost as under this contract.

        It has grown as stated, shifts are staffed from start to end, and others cost what they
        are paid.
        """
        growth = math.prod(clause.cost_growth_factor for clause in self.paying)
        setting = replace(
            setting, cost_growth=setting.cost_growth * growth,
            contact_share=self.base.contact_in_a_shift,
        )  # fmt: skip
        others = self.subcontracting
        if others is None:
            return setting
        return replace(
            setting, subcontracted_share=others.share_of_hours,
            subcontracted_rate=others.hourly_rate,
        )  # fmt: skip

    def explain(self, year: Year, setting: Setting, draw: int = 0) -> str:
        """Derive what a year comes to, clause by clause, in words and numbers.

        Parameters
        ----------
        year, setting
            A block of years, and what care costs the provider in them.
        draw
            Which of the years.

        Returns
        -------
        str
            One line an amount, with the lines that it rests on above it.
        """
        figures = Figures(year, self.in_its_setting(setting))
        page = Derivation(figures, draw, Draws(figures, self.paying))
        reckoned = DerivedPayments(page, self.paying)
        paid = reckoned.all()
        at = Standing(self.payment_terms, 0)
        page.line(at, "Payments", "GBP", paid, "Base payment and adjustments.")
        return "\n".join([f"{self.name}: what the year comes to", "", *page.written])

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
        figures = Figures(year, self.in_its_setting(setting))
        reckoned = Draws(figures, self.paying)
        payments, owed = reckoned.payments[:, :-1], reckoned.payments[:, -1]
        cost = figures.care_cost
        terms = self.payment_terms
        days = np.maximum(terms.delay_days + delay_sd * year.delay_z, 0)
        received = _delayed(payments, days / _DAYS_A_WEEK)
        late = days_late(days, terms.due_days)
        interest = late_interest(reckoned.payments.sum(axis=1), late, terms.late_interest_rate)
        laid_out = np.maximum(np.cumsum(cost, axis=1) - received, 0)
        return Settlement(
            payments=payments,
            owed=owed,
            cost=cost,
            received=np.diff(received, axis=1, prepend=0.0),
            interest=np.asarray(interest),
            payer_transaction=self.transaction_costs.of_payer(year.people),
            provider_transaction=self.transaction_costs.of_provider(year.people),
            working_capital=laid_out.max(axis=1),
            capital_cost=np.asarray((laid_out.sum(axis=1) + reckoned.waiting) * capital_rate / 52),
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
