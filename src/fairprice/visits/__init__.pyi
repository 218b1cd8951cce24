"""Public names of the room, by the part they come from; loaded on first use."""

from .comparing import BillingComparison, compare_billing
from .costing import CostedVisits, cost_visits
from .fitting import CohortFit, fit_cohort
from .log import VisitLog
from .pricing import PricedVisits, price_visits
from .reading import read_visits

__all__ = [
    "BillingComparison",
    "CohortFit",
    "CostedVisits",
    "PricedVisits",
    "VisitLog",
    "compare_billing",
    "cost_visits",
    "fit_cohort",
    "price_visits",
    "read_visits",
]
