"""Public names of the room, by the part they come from; loaded on first use."""

from .log import VisitLog
from .pricing import PricedVisits, price_visits
from .reading import read_visits

__all__ = ["PricedVisits", "VisitLog", "price_visits", "read_visits"]
