"""Where a price can lie: what each side can live with, and what the law leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairprice.assumptions import Assumptions
from fairprice.cost import OpenBook, Position, as_book, as_books
from fairprice.cost.lengths import WHY_LENGTH
from fairprice.cost.minimum_wage import VISIT_MIX
from fairprice.declare.arguments import Arguments
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import PriceNotReachedError
from fairprice.money import reaches
from fairprice.negotiation.bargaining.solve import highest_affordable
from fairprice.statutory import Law

if TYPE_CHECKING:
    from fairprice.types import Many, Scalar

#: The least contact pay that an input can state (GBP per hour); it must be above zero.
_A_PENNY = 0.01


def _lowest_legal_pay(book: OpenBook, lengths: Any = None) -> list[tuple[str, float]]:
    """Return the contact pay that just meets the adult minimum wage, the visit mix first.

    One entry a length, also where a length is asked for twice.
    """
    test = book.minimum_wage_test(lengths)
    adults = test[test["age_group"] == test["age_group"].iloc[0]]
    bands = int((adults["activity"] == VISIT_MIX).sum())
    pay, complying = (
        adults[column].to_numpy(float).reshape(bands, -1)
        for column in ("pay_rate", "complying_contact_pay_rate")
    )
    lowest = np.take_along_axis(complying, pay.argmin(axis=0)[np.newaxis], axis=0)[0]
    return list(zip(adults["activity"].astype(str)[: len(lowest)], lowest.tolist(), strict=True))


def at_lowest_legal_pay(book: OpenBook) -> Assumptions:
    """Return the book's assumptions with contact pay at the least the law allows.

    Parameters
    ----------
    book
        The open book.

    Returns
    -------
    Assumptions
        Contact pay of every band is what just meets the adult minimum wage at the visit
        mix, once travel, waiting and training count, or a penny where the rest of the pay
        meets it alone; everything else is as stated.

    Raises
    ------
    StatutoryError
        If the register has no minimum wage for the price date.
    """
    least = max(_lowest_legal_pay(book)[0][1], _A_PENNY)
    return _paying(book.assumptions, lambda rate: least)


def raised_to_legal_pay(book: OpenBook) -> Assumptions:
    """Return the book's assumptions with contact pay at the least the law allows, or above.

    Parameters
    ----------
    book
        The open book.

    Returns
    -------
    Assumptions
        Contact pay below what just meets the adult minimum wage at the visit mix is raised
        to it, in each band; everything else is as stated.

    Raises
    ------
    StatutoryError
        If the register has no minimum wage for the price date.
    """
    least = _lowest_legal_pay(book)[0][1]
    return _paying(book.assumptions, lambda rate: max(rate, least))


def _paying(assumptions: Assumptions, rate_for: Callable[[float], float]) -> Assumptions:
    """Return the same assumptions with each contact pay rate replaced."""
    bands, single = assumptions.pay.pay_band_rate, assumptions.pay.contact_pay_rate
    if bands is not None:
        return assumptions.with_inputs(pay_band_rate=tuple(map(rate_for, bands)))
    assert single is not None
    return assumptions.with_inputs(contact_pay_rate=rate_for(single))


def affordable_pay(
    book: Position,
    fee: float,
    lengths: Iterable[float] | None = None,
    *,
    law: Law = None,
) -> pd.DataFrame:
    """Show the highest contact pay that a flat hourly fee affords at each visit length.

    Parameters
    ----------
    book
        An open book, or the assumptions of one; everything else stays as stated.
    fee
        GBP per contact hour, paid pro rata.
    lengths
        Visit lengths in minutes; by default those the assumptions name for fees.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    pandas.DataFrame
        One row for the visit mix and each length: ``affordable_contact_pay_rate`` (NaN
        where no pay is low enough), ``lowest_legal_contact_pay_rate`` (what just meets the
        adult minimum wage once travel, waiting and training count), ``margin`` (GBP per
        hour), ``is_legal``, and ``note``. With pay bands, the lowest band's pay when all
        bands move by one factor.

    Raises
    ------
    InputError
        If the fee or a length is not above zero.
    StatutoryError
        If the register has no minimum wage for the price date.
    """
    book = as_book(book, law)
    asked = book.assumptions.fees.fee_visit_minutes if lengths is None else lengths
    read = Arguments()
    fee = read.positive(
        "fee", fee, PER_CONTACT_HOUR, "Pay is what it leaves after everything else."
    )
    minutes = np.atleast_1d(
        read.positives("lengths", asked, "minutes", WHY_LENGTH, as_a_list=True)
    ).tolist()
    read.done()
    legal = _lowest_legal_pay(book, minutes)
    given = book.assumptions.inputs()
    name = "contact_pay_rate" if "contact_pay_rate" in given else "pay_band_rate"
    rows = []
    for (activity, least), length in zip(legal, [None, *minutes], strict=True):
        affordable, note = np.nan, ""
        try:
            pay = highest_affordable(book, name, price_per_hour=fee, visit_minutes=length)
            affordable = float(np.min(pay))
        except PriceNotReachedError as error:
            note = error.problems[0].what
        margin = affordable - least
        rows.append((activity, affordable, least, margin, bool(reaches(margin, 0)), note))
    columns = [
        "activity", "affordable_contact_pay_rate", "lowest_legal_contact_pay_rate", "margin",
        "is_legal", "note",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).set_index("activity")


@dataclass(frozen=True)
class BargainingRange:
    """What each side can live with, GBP per contact hour.

    Parameters
    ----------
    legal_cost, legal_price
        The provider's cost if contact pay were the least the law allows, and its price then,
        return in; above ``total_cost`` and ``price_per_hour`` where the stated pay is below the
        minimum wage.
    total_cost
        Its cost under its stated pay, without return.
    price_per_hour
        Its price, return on operations in.
    annual_budget
        The commissioner's budget, GBP per year.
    annual_contact_hours
        The contact hours it wants, hours per year.
    in_house_price
        What the commissioner's own service would cost, where it has one.
    """

    legal_cost: float
    legal_price: float
    total_cost: float
    price_per_hour: float
    annual_budget: float
    annual_contact_hours: float
    in_house_price: float | None

    @property
    def budget_ceiling(self) -> float:
        """The budget spread over the hours wanted (GBP per contact hour)."""
        return self.annual_budget / self.annual_contact_hours

    @property
    def ceiling(self) -> float:
        """The most the commissioner would pay: budget, or its own service if that is cheaper."""
        own = np.inf if self.in_house_price is None else self.in_house_price
        return float(min(self.budget_ceiling, own))

    @property
    def floor(self) -> float:
        """The least the provider can live with: its price, with pay that is lawful."""
        return max(self.price_per_hour, self.legal_price)

    @property
    def zone(self) -> tuple[float, float] | None:
        """Lowest and highest price both can live with, the provider earning its return."""
        low, high = self.floor, self.ceiling
        return (min(low, high), high) if reaches(high, low) else None

    @property
    def verdict(self) -> str:
        """Whether the two can agree, and what stands in the way."""
        own, budget = self.in_house_price, self.budget_ceiling
        cheaper = own is not None and own < budget
        asked = f"{self.floor:.2f}" + " with lawful pay" * (self.legal_price > self.price_per_hour)
        if self.zone is not None:
            limit = "the commissioner's own service costs" if cheaper else "the budget allows"
            return (
                f"There is a zone of agreement: from {asked} to {self.ceiling:.2f} GBP per "
                f"contact hour, what {limit}."
            )
        found = f"The budget allows at most {budget:.2f} GBP per contact hour. That"
        if cheaper:
            enough = "would" if reaches(budget, self.floor) else "would not"
            found = (
                f"The commissioner's own service is cheaper: {own:.2f} GBP per contact hour, "
                f"against the provider's price of {asked}, which the budget {enough} cover (it "
                f"allows {budget:.2f}). {own:.2f}"
            )
        found = f"{found} {self._reach}"
        if not reaches(budget, self.legal_cost):
            found += ": no agreement is possible on these assumptions"
        short = self.annual_contact_hours - self.annual_budget / self.floor
        fewer = f" At the provider's price the budget buys {short:,.0f} hours fewer than wanted."
        return f"{found}.{fewer if short > 0 else ''}"

    @property
    def _reach(self) -> str:
        """Say how far the ceiling reaches, where it does not reach the price."""
        cost = max(self.total_cost, self.legal_cost)
        if reaches(self.ceiling, cost):
            return f"covers the provider's cost ({cost:.2f}), but not its return"
        if reaches(self.ceiling, self.legal_cost):
            return (
                f"is below the provider's cost ({cost:.2f}); it covers cost only at lower pay, "
                f"down to the legal minimum ({self.legal_cost:.2f})"
            )
        return f"is below what lawful delivery costs the provider ({self.legal_cost:.2f})"

    @property
    def table(self) -> pd.DataFrame:
        """Each floor and ceiling with the hours the budget buys at it.

        Columns: ``party``, ``price_per_hour``, ``hours_bought`` (hours per year) and
        ``share_of_hours`` wanted.
        """
        points = [
            ("Legal cost", "provider", self.legal_cost),
            ("Total cost at stated pay", "provider", self.total_cost),
            ("Price with return on operations", "provider", self.price_per_hour),
            ("Budget for the hours wanted", "commissioner", self.budget_ceiling),
        ]
        if self.in_house_price is not None:
            points.append(("In-house alternative", "commissioner", self.in_house_price))
        prices = [price for *_, price in points]
        bought = self.hours_bought(prices)
        return bought.assign(
            point=[name for name, *_ in points], party=[party for _, party, _ in points]
        ).set_index("point")[["party", "price_per_hour", "hours_bought", "share_of_hours"]]

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.verdict)}</p>{self.table.to_html(float_format='{:,.2f}'.format)}"

    def hours_bought(self, prices: Scalar | Many) -> pd.DataFrame:
        """Return the hours the budget buys at each price.

        Parameters
        ----------
        prices
            GBP per contact hour; a number or several.

        Returns
        -------
        pandas.DataFrame
            ``price_per_hour``, ``hours_bought`` (hours per year), ``share_of_hours``.

        Raises
        ------
        InputError
            If a price is not above zero.
        """
        read = Arguments()
        bought = "It buys so many hours."
        asked = np.atleast_1d(
            read.positives("prices", prices, PER_CONTACT_HOUR, bought, as_a_list=True)
        )
        read.done()
        hours = self.annual_budget / asked
        return pd.DataFrame(
            {
                "price_per_hour": asked,
                "hours_bought": hours,
                "share_of_hours": hours / self.annual_contact_hours,
            }
        )


def bargaining_range(
    book: Position,
    *,
    annual_budget: float,
    annual_contact_hours: float,
    in_house: Position | float | None = None,
    law: Law = None,
) -> BargainingRange:
    """Set the provider's floor beside the commissioner's ceiling.

    Parameters
    ----------
    book
        The provider's open book, or the assumptions of one.
    annual_budget
        GBP per year the commissioner can spend.
    annual_contact_hours
        Contact hours a year it wants.
    in_house
        The commissioner's alternative: its own service as an open book or its assumptions,
        or its price in GBP per contact hour.
    law
        The law in force, for what is given as assumptions; by default the register's values
        on the price date. A book has its own.

    Returns
    -------
    BargainingRange
        Floors, ceilings, and whether a zone of agreement exists.

    Raises
    ------
    InputError
        If an amount is not a finite number above zero.
    StatutoryError
        If the register has no minimum wage for the price date.
    """
    own: Any = in_house
    if own is None or isinstance(own, (int, float, np.number)):
        book = as_book(book, law)
    else:
        book, alternative = as_books(law, book=book, in_house=own)
        own = alternative.price_per_hour
    read = Arguments()
    budget = read.positive(
        "annual_budget", annual_budget, "GBP per year",
        "Spread over the hours wanted, it is the most the commissioner can pay.",
    )  # fmt: skip
    hours = read.positive(
        "annual_contact_hours", annual_contact_hours, "hours per year",
        "The budget is spread over them.",
    )  # fmt: skip
    if own is not None:
        own = read.positive(
            "in_house",
            own,
            PER_CONTACT_HOUR,
            "Nobody would pay more than a service of their own costs.",
        )
    read.done()
    legal = OpenBook(at_lowest_legal_pay(book), book.rates)
    return BargainingRange(
        legal_cost=float(legal.value("total_cost")),
        legal_price=legal.price_per_hour,
        total_cost=float(book.value("total_cost")),
        price_per_hour=book.price_per_hour,
        annual_budget=budget,
        annual_contact_hours=hours,
        in_house_price=own,
    )
