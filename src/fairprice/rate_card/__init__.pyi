"""Public names of the room, by the part they come from; loaded on first use."""

from .file import dump_rate_card, load_rate_card
from .model import RateCard
from .package import PricedPackage
from .parts import Carers, Service, TimeOfWeek, Volume, Zone
from .pricing import PricedRateCard
from .spend import Spend
from .uplift import CardUplift

__all__ = [
    "CardUplift",
    "Carers",
    "PricedPackage",
    "PricedRateCard",
    "RateCard",
    "Service",
    "Spend",
    "TimeOfWeek",
    "Volume",
    "Zone",
    "dump_rate_card",
    "load_rate_card",
]
