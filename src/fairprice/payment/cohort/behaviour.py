"""How a provider may respond to a contract: modelled, not observed, and off unless stated."""

from __future__ import annotations

from pydantic import Field

from fairprice.declare.fields import Number, Section

#: Label of every result that depends on a behaviour.
MODELLED = "modelled, not observed"


def _off(title: str, description: str, upper: float = 1) -> Number:
    field: Number = Field(default=0.0, ge=0, le=upper, title=title, description=description)
    return field


class Behaviour(Section):
    """A provider's response; all zero means none.

    No trial shows how providers of home care respond to a payment model, so every value
    is the user's own assumption.
    """

    effort: Number = _off("Effort", "Extra effort for outcomes, from none to full.")
    effort_outcome_effect: Number = _off(
        "Effect of effort on outcomes", "Added to each outcome's probability at full effort."
    )
    effort_hours_effect: Number = _off(
        "Effect of effort on hours", "Share by which later hours fall at full effort."
    )
    effort_cost_per_person: Number = _off(
        "Cost of effort", "GBP per person and year at full effort.", upper=1e6
    )
    clipped_minutes: Number = _off("Clipping visits", "Minutes taken off every visit.", upper=60)
    bunching_share: Number = _off(
        "Bunching at band edges",
        "Share of visits recorded up to the next minute that pays more, within a quarter hour.",
    )
    creaming_share: Number = _off(
        "Creaming", "Share of people turned away: those with the highest need."
    )
    parking_share: Number = _off(
        "Parking", "Share of people, of the highest need, with whom no outcome is attempted."
    )
    parking_hours_effect: Number = _off(
        "Hours of parked people", "Share by which their hours fall."
    )
    early_discharge_share: Number = _off(
        "Early discharge",
        "Share of people, of those with no outcome by then, whose care ends half-way, "
        "reported as an outcome reached.",
    )

    @property
    def is_on(self) -> bool:
        """Whether any behaviour is switched on."""
        return any(value for _, value in self)

    @property
    def active(self) -> dict[str, float]:
        """The behaviours that are switched on."""
        return {name: value for name, value in self if value}
