"""Time and task: each visit is billed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from fairprice.declare.fields import Number, Whole, optional, required
from fairprice.errors import InputError, Problem
from fairprice.payment.billing import Billing, mix_problems
from fairprice.payment.clauses.clause import TEXTS, Base, Place, percent
from fairprice.payment.clauses.steps import EACH_WEEK, Working, pays


def delivered(delivered_visits: Any, billed_price: Any, average_multiplier: Any) -> Any:
    """Delivered visits (GBP).

    What a visit of each length is billed at on average, for the visits delivered.

    Notes
    -----
    ``sum(delivered_visits * billed_price) * average_multiplier``
    """
    return np.sum(delivered_visits * billed_price, axis=0) * average_multiplier


def cancelled(
    cancelled_visits: Any, planned_price: Any, average_multiplier: Any, cancelled_visit_share: Any
) -> Any:
    """Cancelled visits (GBP).

    A share of the price as planned, for visits cancelled at short notice.

    Notes
    -----
    ``cancelled_visit_share * sum(cancelled_visits * planned_price) * average_multiplier``
    """
    planned = np.sum(cancelled_visits * planned_price, axis=0) * average_multiplier
    return cancelled_visit_share * planned


def retained(
    retained_visits: Any, planned_price: Any, average_multiplier: Any, hospital_retainer_share: Any
) -> Any:
    """Hospital retainer (GBP).

    A share of the price as planned, for visits in the first weeks of a hospital stay.

    Notes
    -----
    ``hospital_retainer_share * sum(retained_visits * planned_price) * average_multiplier``
    """
    planned = np.sum(retained_visits * planned_price, axis=0) * average_multiplier
    return hospital_retainer_share * planned


def hours_delivered(delivered_visits: Any, billed_minutes: Any) -> Any:
    """Hours billed of delivered visits (hours).

    Billed minutes of a visit of each length on average, for the visits delivered.

    Notes
    -----
    ``sum(delivered_visits * billed_minutes) / 60``
    """
    return np.sum(delivered_visits * billed_minutes, axis=0) / 60


def hours_cancelled(
    cancelled_visits: Any, planned_minutes_billed: Any, cancelled_visit_share: Any
) -> Any:
    """Hours paid of cancelled visits (hours).

    The share that is paid, in hours.

    Notes
    -----
    ``cancelled_visit_share * (sum(cancelled_visits * planned_minutes_billed) / 60)``
    """
    return cancelled_visit_share * (np.sum(cancelled_visits * planned_minutes_billed, axis=0) / 60)


def hours_retained(
    retained_visits: Any, planned_minutes_billed: Any, hospital_retainer_share: Any
) -> Any:
    """Hours paid in hospital (hours).

    The share that is paid, in hours.

    Notes
    -----
    ``hospital_retainer_share * (sum(retained_visits * planned_minutes_billed) / 60)``
    """
    return hospital_retainer_share * (np.sum(retained_visits * planned_minutes_billed, axis=0) / 60)


def paid_hours(hours_delivered: Any, hours_cancelled: Any = 0.0, hours_retained: Any = 0.0) -> Any:
    """Hours paid for (hours).

    Hours billed, and what is paid of visits that were cancelled or stood still in hospital.

    Notes
    -----
    ``hours_delivered + hours_cancelled + hours_retained``
    """
    return hours_delivered + hours_cancelled + hours_retained


class TimeAndTask(Base):
    """Each visit is billed: spot, framework or dynamic purchasing."""

    steps = (
        pays(delivered, EACH_WEEK),
        pays(cancelled, EACH_WEEK),
        pays(retained, EACH_WEEK),
        Working(hours_delivered),
        Working(hours_cancelled),
        Working(hours_retained),
        Working(paid_hours),
    )

    kind: Literal["time and task"] = "time and task"
    billing: Billing = required.clause("Billing", "How visits become bills.")
    average_multiplier: Number = optional.quantity(
        "Average multiplier",
        "ratio",
        "What multipliers by hour and day come to over the year's visits.",
        above=0,
        default=1.0,
    )
    cancelled_visit_share: Number | None = optional.share(
        "Cancelled visits",
        "share of planned price",
        "Paid for a visit cancelled at short notice; zero for nothing.",
    )
    hospital_retainer_share: Number | None = optional.share(
        "Hospital retainer",
        "share of planned price",
        "Paid while a person is in hospital; zero for nothing.",
    )
    hospital_retainer_weeks: Whole | None = optional.count(
        "Weeks of retainer", "weeks", "Weeks of a stay that are paid for.", lower=1, upper=26
    )

    @property
    def pays_logged_minutes(self) -> bool:
        """Whether what it pays follows the minutes that are logged of a visit."""
        return self.billing.basis.kind not in ("planned", "none")

    @property
    def retainer_weeks(self) -> int | None:
        """Weeks in hospital for which a retainer is paid, if one is."""
        return self.hospital_retainer_weeks

    def applies(self, step: Working) -> bool:
        """Whether a step applies; a retainer needs its number of weeks."""
        of_hospital = "hospital_retainer_share" in step.parameters
        return super().applies(step) and not (of_hospital and self.retainer_weeks is None)

    def needs(self, place: Place) -> Iterator[Problem]:
        """List what these people make necessary that it does not say."""
        cohort = place.cohort
        try:
            # simulated years know how many visits there were, not which followed which
            self.billing.billable(30.0, 30.0)
        except InputError as error:
            for problem in error.problems:
                yield replace(problem, where=f"billing.{problem.where}")
        averaged = self.average_multiplier != 1
        yield from mix_problems(self.billing, cohort.mix, averaged=averaged)
        because = {
            "cancelled_visit_share": ("visits are cancelled", cohort.cancelled_share),
            "hospital_retainer_share": (
                "people go to hospital", cohort.hospital_weekly_probability,
            ),
            "hospital_retainer_weeks": ("a retainer is paid", self.hospital_retainer_share),
        }  # fmt: skip
        for term, (reason, so) in because.items():
            if so and getattr(self, term) is None:
                yield TEXTS("missing, because", term, because=reason)

    def clause(self) -> str:
        """Say it in words."""
        rules = self.billing.model_dump(exclude_none=True)
        text = "Each visit is billed: " + "; ".join(
            f"{name.replace('_', ' ')} {_in_words(rule)}" for name, rule in rules.items()
        )
        if self.average_multiplier != 1:
            text += f"; hours and days multiply the price by {self.average_multiplier:g} on average"
        if self.cancelled_visit_share is not None:
            text += f"; a cancelled visit is paid at {percent(self.cancelled_visit_share)}"
        if self.hospital_retainer_share is not None:
            text += (
                f"; {percent(self.hospital_retainer_share)} is paid for the first "
                f"{self.hospital_retainer_weeks} weeks in hospital"
            )
        return text + "."


def _in_words(rule: Any) -> str:
    """Write a billing clause with all its terms."""
    if isinstance(rule, dict):
        terms = {k: v for k, v in rule.items() if k != "kind"}
        listed = ", ".join(f"{k.replace('_', ' ')} {_in_words(v)}" for k, v in terms.items())
        return " ".join(
            part for part in (rule.get("kind", ""), f"({listed})" * bool(terms)) if part
        )
    if isinstance(rule, list | tuple):
        return " / ".join(map(_in_words, rule))
    return f"{rule:g}" if isinstance(rule, float) else str(rule)
