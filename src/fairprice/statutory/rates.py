"""The rates in force on one day in one nation, and what they make due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from fairprice.declare.arguments import Arguments, float_or_array
from fairprice.declare.takes import TEXT, takes
from fairprice.statutory.formulas import (
    employer_national_insurance,
    employer_pension_contribution,
    paid_sick_days,
    statutory_sick_pay,
)
from fairprice.statutory.periods import (
    PENSION_LOWER,
    PENSION_TRIGGER,
    PENSION_UPPER,
    PERIODS_A_YEAR,
    SECONDARY_THRESHOLD,
    UPPER_SECONDARY_THRESHOLD_UNDER_21,
)
from fairprice.statutory.records import StatutoryValue
from fairprice.statutory.register import Register, load_register, require_nation

if TYPE_CHECKING:
    import pandas as pd

    from fairprice.types import Floats, Many, Scalar, Switches

_WHY = "The amount due could not be worked out."


@dataclass(frozen=True)
class StatutoryRates:
    """What the law says on one day in one nation. Made by :func:`statutory_rates`.

    A value is looked up when it is asked for, so a parameter that the register does not
    hold on that day troubles only the calculations that need it.

    Parameters
    ----------
    date
        The day.
    nation
        ``"England"``, ``"Scotland"``, ``"Wales"`` or ``"Northern Ireland"``.
    register
        The register asked.
    """

    date: datetime.date
    nation: str
    register: Register = field(repr=False)

    def __getitem__(self, name: str) -> StatutoryValue:
        """Return the value in force, with its source."""
        return self.register.lookup(name, self.nation, self.date)

    def __contains__(self, name: object) -> bool:
        """Whether a value of that name is in force."""
        if not isinstance(name, str):
            return False
        span = self.register.span_on(name, self.nation, self.date)
        return isinstance(span, StatutoryValue)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names in force."""
        return iter(self.names())

    @takes(name=TEXT)
    def value(self, name: str) -> float:
        """Return the number in force.

        Parameters
        ----------
        name
            The parameter's name, such as ``"employer_nic_rate"``.

        Returns
        -------
        float
            In the unit that ``rates[name].unit`` tells.

        Raises
        ------
        DateNotCoveredError
            If the register holds no value for the day.
        UnknownParameterError
            If it has no such parameter for the nation.
        """
        return self[name].value

    def names(self) -> tuple[str, ...]:
        """Names of all parameters in force, in alphabetical order."""
        return tuple(name for name in self.register.names() if name in self)

    def table(self) -> pd.DataFrame:
        """Return every value in force with its source.

        Returns
        -------
        pandas.DataFrame
            One row a parameter, indexed by name; see :class:`StatutoryValue` for the
            columns. ``valid_to`` is empty where no last day is set.
        """
        import pandas as pd

        columns = ["label", "value", "unit", "valid_from", "valid_to", "source_title"]
        columns += ["source_address", "checked", "certainty", "attested"]
        values = [self[name] for name in self.names()]
        rows = [[getattr(value, column) for column in columns] for value in values]
        index = pd.Index([value.name for value in values], name="statutory_value")
        return pd.DataFrame(rows, index=index, columns=columns)

    @overload
    def employer_ni(self, pay: Scalar, period: str = "week", under_21: bool = False) -> float: ...
    @overload
    def employer_ni(
        self, pay: Many, period: str = "week", under_21: bool | Switches = False
    ) -> Floats: ...
    @overload
    def employer_ni(self, pay: Scalar, period: str = "week", *, under_21: Switches) -> Floats: ...
    def employer_ni(self, pay: Any, period: str = "week", under_21: Any = False) -> Any:
        """Employer's National Insurance for one worker and one pay period.

        Parameters
        ----------
        pay
            Gross pay in the period (GBP): a number, or an array with one worker each.
        period
            ``"week"``, ``"month"`` or ``"year"``.
        under_21
            Whether the worker is under 21, and so free up to the upper threshold.

        Returns
        -------
        float or numpy.ndarray
            GBP, unrounded, before any Employment Allowance.

        Notes
        -----
        Uses the threshold that the law sets for the period. ``"year"`` applies the rate of
        the day to the whole year, which in 2022-23, a year of two rates, is not what a
        year's payroll came to.
        """
        arguments = Arguments()
        amount = arguments.numbers("pay", pay, "GBP", _WHY)
        young = arguments.flags("under_21", under_21, _WHY)
        period = _period(arguments, period)
        arguments.done()
        threshold: Any = 0.0
        if not young.all():
            threshold = self.value(SECONDARY_THRESHOLD.of(period))
        if young.any():
            until_21 = self.value(UPPER_SECONDARY_THRESHOLD_UNDER_21.of(period))
            threshold = np.where(young, until_21, threshold)
        return float_or_array(
            employer_national_insurance(amount, threshold, self.value("employer_nic_rate"))
        )

    @overload
    def employer_pension(
        self, pay: Scalar, period: str = "week", opted_in: bool = False
    ) -> float: ...
    @overload
    def employer_pension(
        self, pay: Many, period: str = "week", opted_in: bool | Switches = False
    ) -> Floats: ...
    @overload
    def employer_pension(
        self, pay: Scalar, period: str = "week", *, opted_in: Switches
    ) -> Floats: ...
    def employer_pension(self, pay: Any, period: str = "week", opted_in: Any = False) -> Any:
        """Minimum employer's pension contribution for one worker and one pay period.

        Parameters
        ----------
        pay
            Pay in the period (GBP): a number, or an array with one worker each.
        period
            ``"week"``, ``"month"`` or ``"year"``.
        opted_in
            Whether the worker has asked to join, so that the earnings trigger is ignored.

        Returns
        -------
        float or numpy.ndarray
            GBP, unrounded; nothing for pay below the trigger unless opted in.

        Notes
        -----
        Uses the band and the trigger that the law sets for the period, in whole pounds for
        a week and a month. Pay that reaches the trigger is enrolled, decided at a hundredth
        of a penny.
        """
        arguments = Arguments()
        amount = arguments.numbers("pay", pay, "GBP", _WHY)
        joined = arguments.flags("opted_in", opted_in, _WHY)
        period = _period(arguments, period)
        arguments.done()
        trigger: Any = 0.0
        if not joined.all():
            trigger = np.where(joined, 0.0, self.value(PENSION_TRIGGER.of(period)))
        return float_or_array(
            employer_pension_contribution(
                amount,
                self.value(PENSION_LOWER.of(period)),
                self.value(PENSION_UPPER.of(period)),
                trigger,
                self.value("pension_employer_minimum_rate"),
            )
        )

    @overload
    def minimum_wage(self, age: Scalar, apprentice: bool = False) -> float: ...
    @overload
    def minimum_wage(self, age: Many, apprentice: bool | Switches = False) -> Floats: ...
    @overload
    def minimum_wage(self, age: Scalar, apprentice: Switches) -> Floats: ...
    def minimum_wage(self, age: Any, apprentice: Any = False) -> Any:
        """Least hourly pay the law allows at an age.

        Parameters
        ----------
        age
            Age in years: a number, or an array.
        apprentice
            Whether the apprentice rate applies: an apprentice under 19 or in the first
            year of the apprenticeship.

        Returns
        -------
        float or numpy.ndarray
            GBP per hour.

        Notes
        -----
        The rate under 18 is for workers over school leaving age. A new rate binds from
        the first pay reference period that begins on or after its date.
        """
        arguments = Arguments()
        years = arguments.numbers("age", age, "years", _WHY, upper=120)
        learning = arguments.flags("apprentice", apprentice, _WHY)
        arguments.done()
        years, learning = np.broadcast_arrays(years, learning)
        grown = ~learning & (years >= 21)
        # Asked for only where a worker is old enough, so a register without it still serves.
        adult_age = self.value("adult_minimum_wage_age") if grown.any() else 21.0
        bands = [
            ("minimum_wage_apprentice", learning),
            ("minimum_wage_under_18", ~learning & (years < 18)),
            ("minimum_wage_18_to_20", ~learning & (years >= 18) & (years < 21)),
            ("minimum_wage_21_to_adult_age", grown & (years < adult_age)),
            ("adult_minimum_wage", grown & (years >= adult_age)),
        ]
        hourly = np.zeros(years.shape)
        for name, here in bands:
            if here.any():
                hourly = np.where(here, self.value(name), hourly)
        return float_or_array(hourly)

    @overload
    def sick_pay(
        self,
        pay: Scalar,
        days_sick: Scalar,
        qualifying_days_per_week: Scalar = 5,
        period: str = "week",
    ) -> float: ...
    @overload
    def sick_pay(
        self,
        pay: Many,
        days_sick: Scalar | Many,
        qualifying_days_per_week: Scalar | Many = 5,
        period: str = "week",
    ) -> Floats: ...
    @overload
    def sick_pay(
        self,
        pay: Scalar,
        days_sick: Many,
        qualifying_days_per_week: Scalar | Many = 5,
        period: str = "week",
    ) -> Floats: ...
    @overload
    def sick_pay(
        self,
        pay: Scalar,
        days_sick: Scalar,
        qualifying_days_per_week: Many,
        period: str = "week",
    ) -> Floats: ...
    def sick_pay(
        self,
        pay: Any,
        days_sick: Any,
        qualifying_days_per_week: Any = 5,
        period: str = "week",
    ) -> Any:
        """Statutory sick pay for one unbroken spell of sickness of one worker.

        Parameters
        ----------
        pay
            Average pay in the period (GBP): a number, or an array with one worker each.
        days_sick
            Qualifying days in the spell: days the worker would have worked.
        qualifying_days_per_week
            Days a week the worker usually works, above 0 and up to 7.
        period
            The period of ``pay``: ``"week"``, ``"month"`` or ``"year"``.

        Returns
        -------
        float or numpy.ndarray
            GBP, unrounded.

        Notes
        -----
        A month's pay times 12/52, or a year's over 52, is taken as the average week's.
        The shortest spell that counts (four calendar days before April 2026) needs no
        test of its own: the three waiting days leave nothing of a shorter one. Spells
        linked within eight weeks, whose waiting days are served once, are not joined.
        """
        arguments = Arguments()
        amount = arguments.numbers("pay", pay, "GBP", _WHY)
        days = arguments.numbers("days_sick", days_sick, "days", _WHY)
        a_week = arguments.numbers(
            "qualifying_days_per_week", qualifying_days_per_week, "days", _WHY, above=0, upper=7
        )
        period = _period(arguments, period)
        arguments.done()
        full_week = statutory_sick_pay(
            amount * PERIODS_A_YEAR[period] / PERIODS_A_YEAR["week"],
            self.value("ssp_weekly_rate"),
            self.value("ssp_earnings_share"),
            self.value("ssp_lower_earnings_limit"),
        )
        paid = paid_sick_days(
            days, self.value("ssp_waiting_days"), self.value("ssp_max_weeks") * a_week
        )
        return float_or_array(full_week * paid / a_week)


def _period(arguments: Arguments, period: Any) -> str:
    return arguments.option("period", period, PERIODS_A_YEAR, _WHY, "unknown-period")


def statutory_rates(
    date: str | datetime.date,
    nation: str,
    overlay: Path | str | None = None,
    *,
    scenario: str | None = None,
) -> StatutoryRates:
    """Return what the law says on a day in a nation.

    Parameters
    ----------
    date
        The day the price is for: ``"2026-04-06"`` or a :class:`datetime.date`.
    nation
        ``"England"``, ``"Scotland"``, ``"Wales"`` or ``"Northern Ireland"``.
    overlay
        A register file of your own, laid over the one that comes with the package:
        a coming year, or a local living-wage policy.
    scenario
        Of an overlay with scenarios, which to use; by default the one it names itself.

    Returns
    -------
    StatutoryRates
        Frozen; every value carries its source.

    Raises
    ------
    InputError
        If the date is not a day of the calendar.
    UnknownNationError
        If the nation is not one of the four.
    RegisterFileError
        If the overlay breaks the rules of the register.

    Examples
    --------
    >>> rates = statutory_rates("2026-04-06", nation="England")
    >>> rates.value("employer_nic_rate")
    0.15
    >>> rates["employer_nic_rate"].source_title
    'HMRC National Insurance calculator, national-insurance.conf (hmrc/calculate-ni-frontend)'
    >>> round(rates.employer_ni(pay=500.0, period="week"), 2)
    60.6
    """
    arguments = Arguments()
    day = arguments.day("date", date, "Rates change on known days, so a price needs its day.")
    arguments.done()
    require_nation(nation)
    return StatutoryRates(day, nation, load_register(overlay, scenario))
