"""What care costs: the open book, its derivations, and arrays of scenarios."""

from fairprice.cost.book import OpenBook
from fairprice.cost.scenarios import price_scenarios

__all__ = ["OpenBook", "price_scenarios"]
