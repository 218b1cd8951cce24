"""A billing contract: from a visit to a bill, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pandas as pd

from fairprice.declare.arguments import Arguments, float_or_array
from fairprice.declare.model import Broken
from fairprice.declare.takes import A_FRAME, several, takes
from fairprice.errors import InputError, Problem
from fairprice.payment.billing import pricing
from fairprice.payment.billing.checks import between
from fairprice.payment.billing.clause_texts import TEXTS
from fairprice.payment.billing.clauses import Clauses
from fairprice.payment.billing.rounding import works_on_totals
from fairprice.payment.billing.summary import LENGTH_EDGES, summarised

if TYPE_CHECKING:
    from fairprice.types import Floats, Many, Scalar

_WHY = "The bill is worked out from it."
#: What a broken clause is replaced by while the others are checked; never seen by a user.
_STAND_INS = {"basis": {"kind": "planned"}, "tariff": {"kind": "linear"}}


class Billing(Clauses):
    """How visits become bills: one contract's clauses.

    Build one with ``Billing.model_validate({...})`` from clauses as they stand in a TOML
    file. A clause that is left out is not part of the contract; a term that has no
    published value has no default.

    Raises
    ------
    InputError
        With every problem found, each with its field path.

    Examples
    --------
    >>> billing = Billing.model_validate(
    ...     {
    ...         "basis": {"kind": "actual"},
    ...         "rounding": {"kind": "down", "unit_minutes": 15},
    ...         "tariff": {"kind": "linear", "hourly_rate": 24.0},
    ...     }
    ... )
    >>> billing.billable(planned=60, actual=59)
    45.0
    >>> billing.tariff_price(45)
    18.0
    """

    def _faults(self) -> Iterator[Problem]:
        """List what is wrong between its clauses."""
        return between(self, set(type(self).model_fields))

    @classmethod
    def _faults_beside(cls, data: Any, broken: Broken) -> Iterator[Problem]:
        """List what is wrong between the sound clauses, beside stand-ins for the broken ones."""
        if not isinstance(data, Mapping):
            return
        sound = cls.model_fields.keys() - broken.fields
        stand_ins = {name: clause for name, clause in _STAND_INS.items() if name not in sound}
        clauses = Clauses.model_validate(
            {**stand_ins, **{name: clause for name, clause in data.items() if name in sound}}
        )
        yield from between(clauses, sound)

    @overload
    def billable(self, planned: Scalar, actual: Scalar) -> float: ...
    @overload
    def billable(self, planned: Many, actual: Scalar | Many) -> Floats: ...
    @overload
    def billable(self, planned: Scalar, actual: Many) -> Floats: ...
    def billable(self, planned: Any, actual: Any) -> Any:
        """Minutes billed for visits by one carer.

        Parameters
        ----------
        planned, actual
            Commissioned and logged minutes; floats or arrays.

        Returns
        -------
        float or numpy.ndarray
            Minutes, of their common shape.

        Raises
        ------
        InputError
            If minutes are negative or not finite, or if a visit's bill depends on other
            visits (rounded totals, carry-over), for which :meth:`price` is needed.
        """
        if works_on_totals(self.rounding):
            raise InputError([TEXTS("needs-a-table", "rounding")])
        read = Arguments()
        planned = read.numbers("planned", planned, "minutes", _WHY)
        actual = read.numbers("actual", actual, "minutes", _WHY)
        read.done()
        return float_or_array(self._billed(self._counted(planned, actual)))

    @overload
    def tariff_price(self, minutes: Scalar) -> float: ...
    @overload
    def tariff_price(self, minutes: Many) -> Floats: ...
    def tariff_price(self, minutes: Any) -> Any:
        """Price billable minutes by the tariff alone, with its short-visit uplift.

        Parameters
        ----------
        minutes
            Billable minutes; a float or an array.

        Returns
        -------
        float or numpy.ndarray
            GBP, unrounded; nothing billable costs nothing.

        Raises
        ------
        InputError
            If minutes are negative or not finite, or if the rates differ by zone.
        """
        if self.rates_by_zone:
            raise InputError([TEXTS("needs-a-zone", "zones.hourly_rates")])
        read = Arguments()
        minutes = read.numbers("minutes", minutes, "minutes", _WHY)
        read.done()
        return float_or_array(self._base_price(minutes))

    def price(self, visits: pd.DataFrame) -> pd.DataFrame:
        """Price a table of visits.

        Parameters
        ----------
        visits
            One row a visit, with ``planned_minutes`` and ``actual_minutes``. Where a clause
            needs them also: ``start`` (a time; without a zone it is UK clock time),
            ``client``, ``carers``, ``zone``, ``miles`` or ``postcode``, ``status`` (one of
            delivered, late, cancelled, no access, in hospital, missed), ``notice_hours``,
            ``minutes_late``, and ``days_absent`` (1 on the first day).

        Returns
        -------
        pandas.DataFrame
            With the same index. ``planned_minutes``, ``actual_minutes``,
            ``billable_minutes`` (what the price rests on; planned minutes for visits that
            did not take place and are paid), ``wage_gap_minutes`` (actual less billable),
            ``carried_minutes`` (left over after the visit, where units carry over),
            ``zone_hourly_rate`` (NaN where zones set no rate), ``base_price``,
            ``multiplier``, ``zone_multiplier``, ``carers_factor``, ``exception_share``,
            ``fee``, ``deductions``, and ``price`` = base price x multipliers x factor x
            share + fee - deductions. Minutes are those of one carer; GBP unrounded.

        Raises
        ------
        InputError
            With everything that is wrong with the table, rows by their labels.
        """
        return pricing.priced(self, visits)

    @staticmethod
    @takes(priced=A_FRAME, edges_minutes=several(None, "a list of minutes"))
    def summary(
        priced: pd.DataFrame, edges_minutes: Sequence[float] = LENGTH_EDGES
    ) -> pd.DataFrame:
        """Add up planned, actual and billed minutes by planned length of visit.

        Parameters
        ----------
        priced
            What :meth:`price` returned.
        edges_minutes
            Upper edges of the length bands; a length on an edge belongs below it.

        Returns
        -------
        pandas.DataFrame
            One row a band and one for all. ``visits``, ``planned_minutes``,
            ``actual_minutes``, ``billable_minutes``; ``delivery_gap_minutes`` (planned less
            actual), ``wage_gap_minutes`` (actual less billable); ``price`` (GBP) and
            ``price_per_actual_hour`` (NaN without actual minutes).

        Raises
        ------
        InputError
            If the table lacks a column, or the edges do not rise.
        """
        return summarised(priced, edges_minutes)
