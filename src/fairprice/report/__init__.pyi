"""Public names of the room, by the part they come from; loaded on first use."""

from .write import write_report
from .write_visits import write_visits_report

__all__ = ["write_report", "write_visits_report"]
