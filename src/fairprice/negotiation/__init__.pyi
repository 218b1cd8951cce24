"""Public names of the room, by the part they come from; loaded on first use."""

from .bargaining.laws import prices_under_laws
from .bargaining.limits import (
    BargainingRange,
    affordable_pay,
    bargaining_range,
)
from .bargaining.records import Decision, Offer
from .bargaining.rounds import rounds
from .bargaining.self_funders import self_funder_rate
from .bargaining.solve import Solution, solve_each, solve_for
from .case.challenges import challenges
from .case.file import dump_case
from .case.logs import assumptions_log, decision_log
from .case.model import Analysis, Case, CostEntry
from .case.published_lines import published_lines
from .case.register import cost_register, key_ratios
from .gap.bridge import Bridge, bridge
from .indexation.indices import (
    Index,
    compounded_index,
    published_index,
    published_indices,
    statutory_index,
    weighted_index,
)
from .indexation.rebase import Uplift, uplift
from .indexation.review import annual_review, uplift_price
from .uncertainty.monte_carlo import cost_uncertainty
from .uncertainty.result import CostUncertainty
from .uncertainty.sensitivity import one_way_sensitivity

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
    "one_way_sensitivity",
    "prices_under_laws",
    "published_index",
    "published_indices",
    "published_lines",
    "rounds",
    "self_funder_rate",
    "solve_each",
    "solve_for",
    "statutory_index",
    "uplift",
    "uplift_price",
    "weighted_index",
]
