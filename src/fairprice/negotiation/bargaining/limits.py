"""Where a price can lie: what each side can live with, and what the law leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fairprice.assumptions import Assumptions
from fairprice.cost import OpenBook
from fairprice.cost.lengths import as_numbers, visit_lengths
from fairprice.cost.minimum_wage import VISIT_MIX
from fairprice.errors import InputError, PriceNotReachedError, Problem
from fairprice.money import reaches
from fairprice.negotiation.bargaining.solve import highest_affordable
from fairprice.statutory import StatutoryRates


def _lowest_legal_pay(book: OpenBook, lengths: Any = None) -> dict[str, float]:
    """Return the contact pay that just meets the adult minimum wage, by activity."""
    test = book.minimum_wage_test(lengths)
    adults = test[test["age_group"] == test["age_group"].iloc[0]]
    lowest = adults[adults["pay_rate"] == adults.groupby("activity")["pay_rate"].transform("min")]
    lowest = lowest.drop_duplicates("activity")
    rates = lowest["complying_contact_pay_rate"].astype(float)
    return dict(zip(lowest["activity"].astype(str), rates, strict=True))


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
        mix, once travel, waiting and training count; everything else is as stated.

    Raises
    ------
    StatutoryError
        If the register has no minimum wage for the price date.
    """
    least = _lowest_legal_pay(book)[VISIT_MIX]
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
    least = _lowest_legal_pay(book)[VISIT_MIX]
    return _paying(book.assumptions, lambda rate: max(rate, least))


def _paying(assumptions: Assumptions, rate_for: Callable[[float], float]) -> Assumptions:
    """Return the same assumptions with each contact pay rate replaced."""
    bands, single = assumptions.pay.pay_band_rate, assumptions.pay.contact_pay_rate
    if bands is not None:
        return assumptions.with_inputs(pay_band_rate=tuple(map(rate_for, bands)))
    assert single is not None
    return assumptions.with_inputs(contact_pay_rate=rate_for(single))


def affordable_pay(
    assumptions: Assumptions,
    fee: float,
    lengths: Iterable[float] | None = None,
    *,
    rates: StatutoryRates | None = None,
) -> pd.DataFrame:
    """Show the highest contact pay that a flat hourly fee affords at each visit length.

    Parameters
    ----------
    assumptions
        Everything else stays as stated.
    fee
        GBP per contact hour, paid pro rata.
    lengths
        Visit lengths in minutes; by default those the assumptions name for fees.
    rates
        The law in force; by default the register's values on the price date.

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
    book = OpenBook(assumptions, rates)
    minutes = [float(m) for m in (lengths or assumptions.fees.fee_visit_minutes)]
    legal = _lowest_legal_pay(book, minutes)
    name = "contact_pay_rate" if "contact_pay_rate" in assumptions.inputs() else "pay_band_rate"
    rows = []
    for (activity, least), length in zip(legal.items(), [None, *minutes], strict=True):
        affordable, note = np.nan, ""
        try:
            pay = highest_affordable(
                assumptions, name, price_per_hour=fee, visit_minutes=length, rates=rates
            )
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
    legal_cost
        The provider's cost if contact pay were the least the law allows, without return;
        above ``total_cost`` where the stated pay is below the minimum wage.
    total_cost
        Its cost under its stated pay, without return.
    price
        Its price, return on operations in.
    annual_budget
        The commissioner's budget, GBP per year.
    annual_contact_hours
        The contact hours it wants, hours per year.
    in_house_price
        What the commissioner's own service would cost, where it has one.
    """

    legal_cost: float
    total_cost: float
    price: float
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
    def zone(self) -> tuple[float, float] | None:
        """Lowest and highest price both can live with, the provider earning its return."""
        floor = max(self.price, self.legal_cost)
        return (min(floor, self.ceiling), self.ceiling) if reaches(self.ceiling, floor) else None

    @property
    def verdict(self) -> str:
        """Whether the two can agree, in one sentence."""
        top = f"{self.ceiling:.2f} GBP per contact hour"
        if self.zone is not None:
            return f"There is a zone of agreement: from {self.zone[0]:.2f} to {top}."
        short = self.annual_contact_hours - self.annual_budget / self.price
        fewer = f" At the provider's price the budget buys {short:,.0f} hours fewer than wanted."
        fewer = fewer if short > 0 else ""
        if reaches(self.ceiling, max(self.total_cost, self.legal_cost)):
            return f"At most {top} covers cost ({self.total_cost:.2f}), but not the return.{fewer}"
        if reaches(self.ceiling, self.legal_cost):
            return (
                f"At most {top} is below the provider's cost ({self.total_cost:.2f}); it covers "
                f"cost only at lower pay, down to the legal minimum ({self.legal_cost:.2f}).{fewer}"
            )
        return (
            f"At most {top} is below what lawful delivery costs ({self.legal_cost:.2f}): no "
            f"agreement is possible on these assumptions.{fewer}"
        )

    @property
    def table(self) -> pd.DataFrame:
        """Each floor and ceiling with the hours the budget buys at it.

        Columns: ``party``, ``price_per_hour``, ``hours_bought`` (hours per year) and
        ``share_of_hours`` wanted.
        """
        points = [
            ("Legal cost", "provider", self.legal_cost),
            ("Total cost at stated pay", "provider", self.total_cost),
            ("Price with return on operations", "provider", self.price),
            ("Budget for the hours wanted", "commissioner", self.budget_ceiling),
        ]
        if self.in_house_price is not None:
            points.append(("In-house alternative", "commissioner", self.in_house_price))
        prices = [price for *_, price in points]
        bought = self.hours_bought(prices)
        return bought.assign(
            point=[name for name, *_ in points], party=[party for _, party, _ in points]
        ).set_index("point")[["party", "price_per_hour", "hours_bought", "share_of_hours"]]

    def hours_bought(self, prices: Any) -> pd.DataFrame:
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
        asked = np.atleast_1d(visit_lengths(prices, "prices", "GBP per contact hour"))
        hours = self.annual_budget / asked
        return pd.DataFrame(
            {
                "price_per_hour": asked,
                "hours_bought": hours,
                "share_of_hours": hours / self.annual_contact_hours,
            }
        )


def bargaining_range(
    book: OpenBook,
    *,
    annual_budget: float,
    annual_contact_hours: float,
    in_house: OpenBook | float | None = None,
) -> BargainingRange:
    """Set the provider's floor beside the commissioner's ceiling.

    Parameters
    ----------
    book
        The provider's open book.
    annual_budget
        GBP per year the commissioner can spend.
    annual_contact_hours
        Contact hours a year it wants.
    in_house
        The commissioner's alternative: its own service as an open book, or its price in
        GBP per contact hour.

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
    own = in_house.price_per_hour if isinstance(in_house, OpenBook) else in_house
    if own is not None:
        own = float(visit_lengths(own, "in_house", "GBP per contact hour"))
    legal = OpenBook(at_lowest_legal_pay(book), book.rates)
    return BargainingRange(
        legal_cost=float(legal.value("total_cost")),
        total_cost=float(book.value("total_cost")),
        price=book.price_per_hour,
        annual_budget=float(visit_lengths(annual_budget, "annual_budget", "GBP per year")),
        annual_contact_hours=float(
            visit_lengths(annual_contact_hours, "annual_contact_hours", "hours per year")
        ),
        in_house_price=own,
    )


def self_funder_rate(
    book: OpenBook, *, council_fee: Any, council_share: Any, with_return: bool = True
) -> Any:
    """Return what self-funders must pay to make up for a council fee.

    Parameters
    ----------
    book
        The provider's open book.
    council_fee
        GBP per contact hour; a float or an array.
    council_share
        Share of contact hours the council pays for, 0 or more and below 1; a float or an
        array.
    with_return
        Whether the return on operations is to be earned, or cost only covered.

    Returns
    -------
    float or numpy.ndarray
        GBP per contact hour: what, averaged with the council's fee over all hours, comes
        to the provider's price (or cost).

    Raises
    ------
    InputError
        If a fee is not above zero or a share not in its range.
    """
    fee = visit_lengths(council_fee, "council_fee", "GBP per contact hour")
    share = as_numbers(council_share)
    if not ((share >= 0) & (share < 1)).all():
        raise InputError(
            [
                Problem(
                    "out-of-bounds", "council_share", f"{council_share!r} is not a share below 1.",
                    "Without self-funders nobody can make up for the council's fee.",
                    "Give shares of contact hours from 0 to below 1.",
                )
            ]
        )  # fmt: skip
    needed = book.price_per_hour if with_return else float(book.value("total_cost"))
    rate = (needed - share * fee) / (1 - share)
    return rate if np.ndim(rate) else float(rate)
