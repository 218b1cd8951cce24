"""Named contracts, each from a published source.

What the source publishes is set here; what it does not is asked for. ``Around`` holds the
terms that every contract needs and no source publishes.
"""

from fairprice.payment.presets.around import Around
from fairprice.payment.presets.hours import (
    by_the_minute,
    individual_service_fund,
    locality_block,
    lower_of_planned_and_actual,
    planned_minutes,
    rounded_units,
    shifts,
)
from fairprice.payment.presets.outcomes import (
    assess_for_outcomes_pay_for_time,
    help_to_live_at_home,
    outcome_share,
)
from fairprice.payment.presets.sharing import risk_corridor, shared_savings, target_cost
from fairprice.payment.presets.styles import commissioning_style, market_type

__all__ = [
    "Around",
    "assess_for_outcomes_pay_for_time",
    "by_the_minute",
    "commissioning_style",
    "help_to_live_at_home",
    "individual_service_fund",
    "locality_block",
    "lower_of_planned_and_actual",
    "market_type",
    "outcome_share",
    "planned_minutes",
    "risk_corridor",
    "rounded_units",
    "shared_savings",
    "shifts",
    "target_cost",
]


def __dir__() -> list[str]:
    return __all__
