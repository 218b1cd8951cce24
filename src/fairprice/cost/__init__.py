"""What care costs: the open book, its derivations, and arrays of scenarios."""

from fairprice.cost.book import OpenBook
from fairprice.cost.coming_law import draft_law
from fairprice.cost.kinds import not_a_position
from fairprice.cost.law import MINIMUM_WAGE
from fairprice.cost.position import (
    Position,
    as_assumptions,
    as_book,
    as_books,
    is_the_registers,
    wrong_kinds,
)
from fairprice.cost.priced import law_for
from fairprice.cost.scenarios import price_scenarios

__all__ = [
    "MINIMUM_WAGE",
    "OpenBook",
    "Position",
    "as_assumptions",
    "as_book",
    "as_books",
    "draft_law",
    "is_the_registers",
    "law_for",
    "not_a_position",
    "price_scenarios",
    "wrong_kinds",
]
