"""The reference pages that are taken from the code, one module a page."""

from pages.api import api
from pages.charts import charts, pictures
from pages.evidence import evidence
from pages.indices import indices
from pages.method import method
from pages.published_lines import published_lines
from pages.rate_card import rate_card
from pages.reasons import reasons
from pages.reproductions import reproductions
from pages.statutory import statutory
from pages.terms import terms
from pages.visits import visits

__all__ = [
    "api",
    "charts",
    "evidence",
    "indices",
    "method",
    "pictures",
    "published_lines",
    "rate_card",
    "reasons",
    "reproductions",
    "statutory",
    "terms",
    "visits",
]
