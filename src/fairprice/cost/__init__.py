"""What care costs: the open book, its derivations, and arrays of scenarios."""

from fairprice.cost.book import OpenBook
from fairprice.cost.coming_law import draft_law
from fairprice.cost.contract_year import ContractYear, next_tax_year, price_contract_year
from fairprice.cost.kinds import not_a_position
from fairprice.cost.law import MINIMUM_WAGE, in_words, law_field, own_law_in_words
from fairprice.cost.position import (
    Position,
    as_assumptions,
    as_book,
    as_books,
    wrong_kinds,
)
from fairprice.cost.priced import law_for
from fairprice.cost.quick import quick_book
from fairprice.cost.retention import pay_for_retention
from fairprice.cost.scenarios import price_scenarios
from fairprice.cost.year_costs import YearCosts

__all__ = [
    "MINIMUM_WAGE",
    "ContractYear",
    "OpenBook",
    "Position",
    "YearCosts",
    "as_assumptions",
    "as_book",
    "as_books",
    "draft_law",
    "in_words",
    "law_field",
    "law_for",
    "next_tax_year",
    "not_a_position",
    "own_law_in_words",
    "pay_for_retention",
    "price_contract_year",
    "price_scenarios",
    "quick_book",
    "wrong_kinds",
]
