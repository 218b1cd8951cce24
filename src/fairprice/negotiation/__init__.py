"""How two parties reach a price: positions, bridge, goal seek, sensitivity, uplift."""

from fairprice.negotiation.bargaining.laws import prices_under_laws
from fairprice.negotiation.bargaining.limits import (
    BargainingRange,
    affordable_pay,
    bargaining_range,
    self_funder_rate,
)
from fairprice.negotiation.bargaining.records import Decision, Offer
from fairprice.negotiation.bargaining.rounds import rounds
from fairprice.negotiation.bargaining.solve import Solution, solve_each, solve_for
from fairprice.negotiation.case.challenges import challenges
from fairprice.negotiation.case.file import dump_case, load_case
from fairprice.negotiation.case.logs import assumptions_log, decision_log
from fairprice.negotiation.case.model import Analysis, Case, CostEntry
from fairprice.negotiation.case.register import cost_register, key_ratios
from fairprice.negotiation.gap.bridge import Bridge, bridge
from fairprice.negotiation.indexation.indices import (
    Index,
    compounded_index,
    published_index,
    published_indices,
    statutory_index,
    weighted_index,
)
from fairprice.negotiation.indexation.rebase import Uplift, uplift
from fairprice.negotiation.indexation.review import annual_review, uplift_price
from fairprice.negotiation.uncertainty.monte_carlo import cost_uncertainty
from fairprice.negotiation.uncertainty.result import CostUncertainty
from fairprice.negotiation.uncertainty.sensitivity import one_way_sensitivity

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
    "prices_under_laws",
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
