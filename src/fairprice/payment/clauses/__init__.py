"""The clauses of a contract: each a plain function, its terms, and when it is paid.

Reading order: ``steps`` says what a step and a timing are, ``clause`` what every clause has in
common; ``billed``, ``volume``, ``people``, ``outcomes``, ``rewards``, ``sharing`` and
``adjustments`` hold the clauses; ``quantities`` what they look at; ``reckoning`` is the engine,
``draws`` runs it on arrays and ``expected`` on cells.
"""

from typing import TYPE_CHECKING

from fairprice.payment.clauses.adjustments import GuaranteedMinimum
from fairprice.payment.clauses.billed import TimeAndTask
from fairprice.payment.clauses.clause import Adjustment, Base, Clause, kinds_of, percent
from fairprice.payment.clauses.derivation import Derivation, DerivedPayments
from fairprice.payment.clauses.draws import Draws
from fairprice.payment.clauses.expected import ExpectedPayments, Page, Span, why_simulated
from fairprice.payment.clauses.outcomes import OutcomeShare, Reward
from fairprice.payment.clauses.people import Episode
from fairprice.payment.clauses.quantities import QUANTITIES, Figures
from fairprice.payment.clauses.reckoning import Reckoning, Standing, standing
from fairprice.payment.clauses.setting import Setting, cost_with_others, shift_hours
from fairprice.payment.clauses.sharing import SharedSavings
from fairprice.payment.clauses.steps import (
    AT_THE_END,
    TIMINGS,
    Amount,
    Timing,
    Working,
    pays,
    total,
)
from fairprice.payment.clauses.visits import expected_minutes, expected_price, planned_price
from fairprice.payment.clauses.volume import Block

if TYPE_CHECKING:
    BaseClause = Base
    AdjustmentClause = Adjustment
else:
    BaseClause, AdjustmentClause = kinds_of("base"), kinds_of("adjustment")

__all__ = [
    "AT_THE_END",
    "QUANTITIES",
    "TIMINGS",
    "Adjustment",
    "AdjustmentClause",
    "Amount",
    "Base",
    "BaseClause",
    "Block",
    "Clause",
    "Derivation",
    "DerivedPayments",
    "Draws",
    "Episode",
    "ExpectedPayments",
    "Figures",
    "GuaranteedMinimum",
    "OutcomeShare",
    "Page",
    "Reckoning",
    "Reward",
    "Setting",
    "SharedSavings",
    "Span",
    "Standing",
    "TimeAndTask",
    "Timing",
    "Working",
    "cost_with_others",
    "expected_minutes",
    "expected_price",
    "kinds_of",
    "pays",
    "percent",
    "planned_price",
    "shift_hours",
    "standing",
    "total",
    "why_simulated",
]
