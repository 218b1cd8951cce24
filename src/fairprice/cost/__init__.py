"""What care costs: the open book, its derivations, and arrays of scenarios."""

from fairprice.cost.book import OpenBook
from fairprice.cost.position import Position, as_assumptions, as_book, as_books
from fairprice.cost.scenarios import price_scenarios

__all__ = [
    "OpenBook",
    "Position",
    "as_assumptions",
    "as_book",
    "as_books",
    "price_scenarios",
]
