"""Closed forms of chance, measurement and incentives, to judge contracts and simulations by.

Each is a published formula; arrays are welcome throughout.
"""

from fairprice.payment.theory.incentives import (
    optimal_incentive,
    risk_premium,
    spread_of_outcome_revenue,
)
from fairprice.payment.theory.need import mean_above, regression_to_the_mean
from fairprice.payment.theory.rates import (
    minimum_caseload,
    people_for_precision,
    people_to_tell_apart,
    power_to_tell_apart,
    standard_error_of_rate,
    wilson_interval,
)

__all__ = [
    "mean_above",
    "minimum_caseload",
    "optimal_incentive",
    "people_for_precision",
    "people_to_tell_apart",
    "power_to_tell_apart",
    "regression_to_the_mean",
    "risk_premium",
    "spread_of_outcome_revenue",
    "standard_error_of_rate",
    "wilson_interval",
]


def __dir__() -> list[str]:
    return __all__
