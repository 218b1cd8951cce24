"""How two parties reach a price: positions, bridge, goal seek, sensitivity, uplift."""

from fairprice.negotiation.bargaining import (
    BargainingRange,
    affordable_pay,
    bargaining_range,
    self_funder_rate,
)
from fairprice.negotiation.bridge import Bridge, bridge
from fairprice.negotiation.case import Analysis, Case, CostEntry
from fairprice.negotiation.case_file import dump_case, load_case
from fairprice.negotiation.challenges import challenges
from fairprice.negotiation.indices import (
    Index,
    compounded_index,
    published_index,
    published_indices,
    statutory_index,
    weighted_index,
)
from fairprice.negotiation.logs import assumptions_log, decision_log
from fairprice.negotiation.monte_carlo import cost_uncertainty
from fairprice.negotiation.rebase import Uplift, uplift
from fairprice.negotiation.records import Decision, Offer
from fairprice.negotiation.register import cost_register, key_ratios
from fairprice.negotiation.review import annual_review, uplift_price
from fairprice.negotiation.rounds import rounds
from fairprice.negotiation.sensitivity import one_way_sensitivity
from fairprice.negotiation.solve import Solution, solve_each, solve_for
from fairprice.negotiation.uncertainty import CostUncertainty

__all__ = [
    "Analysis",
    "BargainingRange",
    "Bridge",
    "Case",
    "CostEntry",
    "CostUncertainty",
    "Decision",
    "Index",
    "Offer",
    "Solution",
    "Uplift",
    "affordable_pay",
    "annual_review",
    "assumptions_log",
    "bargaining_range",
    "bridge",
    "challenges",
    "compounded_index",
    "cost_register",
    "cost_uncertainty",
    "decision_log",
    "dump_case",
    "key_ratios",
    "load_case",
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
