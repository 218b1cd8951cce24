"""A calculation with its numbers: what the presentations of a book are made from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from fairprice.assumptions import Assumptions
from fairprice.calculation import BUSINESS_LABELS, run
from fairprice.cost.kinds import not_a_law, not_a_position
from fairprice.cost.law import MINIMUM_WAGE, minimum_wages_needed, not_enacted
from fairprice.errors import InputError, Problem, StatutoryError, UnknownLineError
from fairprice.kinds import formerly
from fairprice.statutory import Law, OwnValue, StatutoryRates, is_a_law, law_on, own_values

if TYPE_CHECKING:
    from fairprice.types import Floats, Many, Scalar

_IS_PRICED = "Use it as it is, or its .assumptions to price them under another law."


def law_for(assumptions: Assumptions, law: Law = None) -> StatutoryRates:
    """Return the law that assumptions are priced under.

    Parameters
    ----------
    assumptions
        What the party states.
    law
        The law in force: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date.

    Raises
    ------
    InputError
        If ``law`` is something else, or rates of another date or nation.
    """
    if not is_a_law(law):
        raise InputError([not_a_law(law)])
    return law_on(law, assumptions.about.price_date, assumptions.about.nation)


class PricedCalculation:
    """The plan of one party's assumptions, run at its visit mix.

    Parameters
    ----------
    assumptions
        What the party states.
    law
        The law in force: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date.

    Raises
    ------
    StatutoryError
        If the register has no value for the price date that the calculation needs.
    InputError
        If the assumptions are something else, or ``law`` is, or is that of another date or
        nation.
    """

    @formerly("rates", now="law")
    def __init__(self, assumptions: Assumptions, law: Law = None) -> None:
        if not isinstance(assumptions, Assumptions):
            priced = _IS_PRICED if isinstance(assumptions, PricedCalculation) else None
            raise InputError([not_a_position("assumptions", assumptions, priced)])
        self.assumptions = assumptions
        self.rates = law_for(assumptions, law)
        self.plan = assumptions.plan
        self._values = self._at_the_visit_mix()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.assumptions, self.rates)

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is type(self)
            and isinstance(other, PricedCalculation)
            and self.assumptions == other.assumptions
            and self.rates == other.rates
        )

    def __hash__(self) -> int:
        return hash((self.rates, float(self._values["price"])))

    @cached_property
    def statutory_names(self) -> tuple[str, ...]:
        """The statutory values that the calculation uses, in order of use."""
        inputs = self.assumptions.fields()
        return tuple(name for name in self.plan.inputs if name not in inputs)

    @cached_property
    def law_names(self) -> tuple[str, ...]:
        """The statutory values behind the book: the calculation's, and the minimum wage.

        Of a party's own law, the minimum wages of all ages.
        """
        wage = [MINIMUM_WAGE] if MINIMUM_WAGE in self.rates else []
        tested = minimum_wages_needed(self.rates)
        own = [pair.own.name for pair in self._own_values if pair.own.name in tested]
        return tuple(dict.fromkeys((*self.statutory_names, *wage, *own)))

    @cached_property
    def own_law(self) -> tuple[OwnValue, ...]:
        """The values behind the book that are the party's own and not the register's.

        Those that contradict enacted law come first.
        """
        behind = set(self.law_names)
        return tuple(pair for pair in self._own_values if pair.own.name in behind)

    @cached_property
    def _own_values(self) -> tuple[OwnValue, ...]:
        return own_values(self.rates)

    @property
    def law_not_enacted(self) -> str:
        """Which values behind the book are not enacted law, in one line; empty if none."""
        return not_enacted(self.rates[name] for name in self.law_names)

    def _at_the_visit_mix(self) -> dict[str, Any]:
        values = self.assumptions.numbers()
        values |= self._statutory_values()
        values["contact_hours"] = 1.0
        run(self.plan.steps, values, self.plan.averages)
        return values

    def _statutory_values(self) -> dict[str, float]:
        """Look up every value the calculation uses, and report all that are not there."""
        values, errors = {}, []
        for name in self.statutory_names:
            try:
                values[name] = self.rates.value(name)
            except StatutoryError as error:
                errors.append(error)
        if errors:
            raise type(errors[0])(problem for error in errors for problem in error.problems)
        return values

    def __contains__(self, name: str) -> bool:
        """Tell whether the calculation has an input or a row of that name."""
        return name in self._values

    def value(self, name: str) -> Any:
        """Return an input, a rate, or a line at the average contact hour.

        Parameters
        ----------
        name
            As in the code, such as ``"contact_pay_rate"`` or ``"holiday"``.

        Returns
        -------
        float or numpy.ndarray
            In the unit of that row; an array with one entry a band for tables.

        Raises
        ------
        UnknownLineError
            If the calculation has no such name.
        """
        if name not in self:
            raise UnknownLineError(
                [
                    Problem(
                        "unknown-name", name, "is not a row or input of this calculation.",
                        "Only what the price rests on has a value.",
                        "See book.lines, book.workings and assumptions.inputs().",
                    )
                ]
            )  # fmt: skip
        return self._values[name]

    @overload
    def at(
        self, visits: Scalar, contact_hours: Scalar, **otherwise: Scalar
    ) -> dict[str, float]: ...
    @overload
    def at(
        self, visits: Many, contact_hours: Many, **otherwise: Scalar | Many
    ) -> dict[str, Floats]: ...
    def at(self, visits: Any, contact_hours: Any, **otherwise: Any) -> dict[str, Any]:
        """Compute every line for an activity.

        Parameters
        ----------
        visits
            Careworker visits; a float or an array.
        contact_hours
            Contact hours; of the same shape.
        **otherwise
            Inputs and rates that are otherwise for this activity, by name, such as
            ``miles_per_visit``; rates that are not named stay those of the visit mix, as
            what is due on a worker's whole week does.

        Returns
        -------
        dict
            Each line by its name, of that shape; GBP, or hours for the time rows.
        """
        values = self._values | otherwise | {"visits": visits, "contact_hours": contact_hours}
        # a rate per hour of something that takes no time is computed, and then left out
        with np.errstate(divide="ignore", invalid="ignore"):
            run(self.plan.of_kind("line"), values, {})
        return {step.name: values[step.name] for step in self.plan.of_kind("line")}

    def label(self, name: str) -> str:
        """Return the field's term for a row or input."""
        fields = self.assumptions.fields()
        if name in self.plan:
            return self.plan[name].label
        if name in fields:
            return fields[name].label
        if name in BUSINESS_LABELS:
            return BUSINESS_LABELS[name]
        return self.rates[name].label
