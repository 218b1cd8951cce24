"""Public names of the room, by the part they come from; loaded on first use."""

from .log import VisitLog
from .reading import read_visits

__all__ = ["VisitLog", "read_visits"]
