"""What care costs: the open book, its derivations, and arrays of scenarios."""

from fairprice.cost.book import OpenBook
from fairprice.cost.coming_law import draft_law
from fairprice.cost.law import MINIMUM_WAGE
from fairprice.cost.scenarios import price_scenarios

__all__ = ["MINIMUM_WAGE", "OpenBook", "draft_law", "price_scenarios"]
