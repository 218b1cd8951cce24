"""How two parties reach a price: positions, bridge, goal seek, sensitivity, uplift."""

from fairprice.negotiation.bargaining import (
    BargainingRange,
    affordable_pay,
    bargaining_range,
    self_funder_rate,
)
from fairprice.negotiation.bridge import Bridge, bridge
from fairprice.negotiation.indices import (
    Index,
    compounded_index,
    published_index,
    published_indices,
    statutory_index,
    weighted_index,
)
from fairprice.negotiation.monte_carlo import cost_uncertainty
from fairprice.negotiation.rebase import Uplift, uplift
from fairprice.negotiation.records import Decision, Offer
from fairprice.negotiation.review import annual_review, uplift_price
from fairprice.negotiation.rounds import rounds
from fairprice.negotiation.sensitivity import one_way_sensitivity
from fairprice.negotiation.solve import Solution, solve_each, solve_for
from fairprice.negotiation.uncertainty import CostUncertainty

__all__ = [
    "BargainingRange",
    "Bridge",
    "CostUncertainty",
    "Decision",
    "Index",
    "Offer",
    "Solution",
    "Uplift",
    "affordable_pay",
    "annual_review",
    "bargaining_range",
    "bridge",
    "compounded_index",
    "cost_uncertainty",
    "one_way_sensitivity",
    "published_index",
    "published_indices",
    "rounds",
    "self_funder_rate",
    "solve_each",
    "solve_for",
    "statutory_index",
    "uplift",
    "uplift_price",
    "weighted_index",
]
