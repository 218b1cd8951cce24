"""People, their packages and outcomes, and simulated years of them."""

from fairprice.payment.cohort.behaviour import MODELLED, Behaviour
from fairprice.payment.cohort.correlations import SOURCES
from fairprice.payment.cohort.expected import expected_year
from fairprice.payment.cohort.file import dump_cohort, load_cohort
from fairprice.payment.cohort.people import Cohort, standing_of
from fairprice.payment.cohort.person import Outcome, Package
from fairprice.payment.cohort.simulate import Study, simulate
from fairprice.payment.cohort.year import SHORTEST_VISIT, Year

__all__ = [
    "MODELLED",
    "SHORTEST_VISIT",
    "SOURCES",
    "Behaviour",
    "Cohort",
    "Outcome",
    "Package",
    "Study",
    "Year",
    "dump_cohort",
    "expected_year",
    "load_cohort",
    "simulate",
    "standing_of",
]
