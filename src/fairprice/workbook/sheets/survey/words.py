"""Names of the sheets of the survey workbook, and how its figures are shown."""

from __future__ import annotations

from typing import Any

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.workbook.model import Column, Content
from fairprice.workbook.number_formats import number_format

ANNEX_A, ANNEX_B, HEADLINES, LINES = "Annex A", "Annex B", "Headlines", "Statistics"
VISIT_LENGTHS, VISIT_PRICES, RESPONSE = "Visit lengths", "Visit prices", "Response"
DISTRIBUTION, OUTLIERS, QUESTIONS = "Distribution", "Outliers", "Questions"
LOG, RETURNS = "Log", "Returns"
MONEY, COUNT, SHARE = number_format(PER_CONTACT_HOUR), "#,##0", number_format("share")
#: What stands in place of a figure.
NO_ANSWER, NOT_KNOWN, TOO_FEW = "no answer", "not known", "too few"


def figures(*headings: str, width: float = 14) -> list[Column]:
    """Make columns of figures, each with its unit where it is money."""
    return [Column(heading, width) for heading in headings]


def known(value: Any, otherwise: str = NOT_KNOWN) -> Content:
    """Return a number, or what to say where there is none."""
    return otherwise if value != value else float(value)


def published_figure(value: Any, shown: Any) -> Content:
    """Return what is published of a figure, or why it is not: not known, or too few."""
    return known(shown, NOT_KNOWN if value != value else TOO_FEW)
