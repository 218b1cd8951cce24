"""How a provider may respond to a contract: modelled, not observed, and off unless stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from fairprice.declare.fields import Number, optional
from fairprice.declare.model import Declared
from fairprice.errors import ContractError, Problem
from fairprice.payment.cohort.cohort_texts import TEXTS

#: Label of every result that depends on a behaviour.
MODELLED = "modelled, not observed"


def _off(label: str, unit: str, description: str) -> Any:
    return optional.share(label, unit, description, default=0.0)


class Behaviour(Declared):
    """A provider's response; all zero means none.

    No trial shows how providers of home care respond to a payment model, so every value
    is the user's own assumption.
    """

    refusal = ContractError
    noun: ClassVar[str] = "a behaviour"
    why_known: ClassVar[str] = "A name that is not known would be silently left out."

    effort: Number = _off(
        "Effort", "share of full effort", "Extra effort for outcomes, from none to full."
    )
    effort_outcome_effect: Number = _off(
        "Effect of effort on outcomes",
        "share of people",
        "Added to each outcome's probability at full effort.",
    )
    effort_hours_effect: Number = _off(
        "Effect of effort on hours",
        "share of hours",
        "Share by which later hours fall at full effort.",
    )
    effort_cost_per_person: Number = optional.money(
        "Cost of effort",
        "GBP per person and year",
        "Of a provider at full effort.",
        upper=1e6,
        default=0.0,
    )
    clipped_minutes: Number = optional.quantity(
        "Clipping visits", "minutes", "Minutes taken off every visit.", upper=60, default=0.0
    )
    bunching_share: Number = _off(
        "Bunching at band edges",
        "share of visits",
        "Share of visits recorded up to the next minute that pays more, within a quarter hour.",
    )
    creaming_share: Number = _off(
        "Creaming", "share of people", "Share of people turned away: those with the highest need."
    )
    parking_share: Number = _off(
        "Parking",
        "share of people",
        "Share of people, of the highest need, with whom no outcome is attempted.",
    )
    parking_hours_effect: Number = _off(
        "Hours of parked people", "share of hours", "Share by which their hours fall."
    )
    early_discharge_share: Number = _off(
        "Early discharge",
        "share of people",
        "Share of people, of those with no outcome by then, whose care ends half-way, "
        "reported as the first outcome reached.",
    )

    def needs(self, *, outcomes: bool, logged_minutes: bool) -> Iterator[Problem]:
        """List the responses that would change nothing.

        Parameters
        ----------
        outcomes
            Whether anything is agreed with people that may be reached.
        logged_minutes
            Whether the contract pays by the minutes that are logged.
        """
        effects = "effort_outcome_effect", "effort_hours_effect", "effort_cost_per_person"
        effective = any(getattr(self, name) for name in effects)
        reached = "outcomes of the people"
        for name, acts, wanted in (
            ("effort", effective, "one of " + ", ".join(effects)),
            *((name, self.effort, "effort") for name in effects),
            ("effort_outcome_effect", outcomes, reached),
            ("early_discharge_share", outcomes, reached),
            ("parking_share", outcomes or self.parking_hours_effect, "parking_hours_effect"),
            ("parking_hours_effect", self.parking_share, "parking_share"),
            ("bunching_share", logged_minutes, "a contract that pays by logged minutes"),
        ):
            if getattr(self, name) and not acts:
                yield TEXTS("changes-nothing", name, wanted=wanted)

    @property
    def is_on(self) -> bool:
        """Whether any behaviour is switched on."""
        return any(value for _, value in self)

    @property
    def active(self) -> dict[str, float]:
        """The behaviours that are switched on."""
        return {name: value for name, value in self if value}
