"""How two parties reach a price: positions, bridge, goal seek, sensitivity, uplift."""

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
from fairprice.negotiation.review import annual_review, uplift_price
from fairprice.negotiation.sensitivity import one_way_sensitivity
from fairprice.negotiation.uncertainty import CostUncertainty

__all__ = [
    "Bridge",
    "CostUncertainty",
    "Index",
    "Uplift",
    "annual_review",
    "bridge",
    "compounded_index",
    "cost_uncertainty",
    "one_way_sensitivity",
    "published_index",
    "published_indices",
    "statutory_index",
    "uplift",
    "uplift_price",
    "weighted_index",
]
