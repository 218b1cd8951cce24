"""What may be published: small numbers are hidden, and nothing brings them back by subtraction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fairprice.calculation import BUSINESS_LINES, CAREWORKER_LINES, PRICE_LINES, SUBTOTALS
from fairprice.survey.lines import RETURN, TOTAL, labels

SHOWN, FEW, BESIDE, NOBODY = "shown", "too few", "hidden with those", "no answer"
#: Single providers' own figures, and what would tell who they are.
_NEVER = ("minimum", "maximum", "hours_weighted_median", "share_of_hours", "few")
#: In which order lines of as many answers are hidden beside others: business costs first, which
#: differ most. A rule that looked at medians would tell something of what it hides.
_IN_TURN = (*BUSINESS_LINES, *CAREWORKER_LINES, RETURN)
_COUNTS = ("n", "zeros", "blank", "not_applicable")


def rule(least: int) -> str:
    """Say the rule in words."""
    return (
        f"A line with fewer than {least} answers shows no figure. Where there is one, the line "
        "with the next fewest answers and a median above zero is hidden with it (among equals the "
        "first business cost), so that the sum "
        "of line medians gives neither back. Figures without zeros need as many answers that "
        "are not zero. Lowest and highest answers, and effects of single amendments and "
        "exclusions, are never shown."
    )


@dataclass(frozen=True)
class Published:
    """What of a survey may be published.

    Parameters
    ----------
    lines
        The columns of ``Survey.lines`` that are published, NaN where hidden; ``status`` says
        why.
    headlines
        GBP per contact hour, NaN if fewer providers answered than the rule asks.
    visit_prices, drivers, appointments
        As of the survey, NaN where fewer answered than the rule asks.
    rule
        The rule in words.
    """

    lines: pd.DataFrame
    headlines: pd.Series[float]
    visit_prices: pd.DataFrame
    drivers: pd.DataFrame
    appointments: pd.DataFrame
    rule: str

    @property
    def hidden(self) -> tuple[str, ...]:
        """Labels of the rows that show no figure although somebody answered."""
        status = self.lines["status"]
        return tuple(status.index[status.isin([FEW, BESIDE])])


def statuses(lines: pd.DataFrame, least: int) -> pd.Series[str]:
    """Say of each row whether it is shown, and why not.

    Parameters
    ----------
    lines
        ``n`` and ``median`` of the 32 rows, by label.
    least
        Answers asked for.
    """
    known = labels()
    n, medians = lines["n"], lines["median"]
    status = pd.Series(SHOWN, index=lines.index, dtype=object)
    status[n == 0] = NOBODY
    status[(n > 0) & (n < least)] = FEW
    line_labels = [known[row] for row in PRICE_LINES]
    if n[known[TOTAL]] < least:
        status[n > 0] = FEW
    elif (status[line_labels] == FEW).any():
        able = [
            label for label in (known[row] for row in _IN_TURN)
            if status[label] == SHOWN and medians[label] > 0
        ]  # fmt: skip
        beside = min(able, key=lambda label: n[label], default=None)
        if beside is None:
            status[n > 0] = FEW
        else:
            status[beside] = BESIDE
    return status


def published(
    lines: pd.DataFrame,
    headlines: pd.Series[float],
    visit_prices: pd.DataFrame,
    drivers: pd.DataFrame,
    appointments: pd.DataFrame,
    least: int,
) -> Published:
    """Make the edition that may be published.

    Parameters
    ----------
    lines, headlines, visit_prices, drivers, appointments
        Of the survey; the visit prices may be empty.
    least
        Answers asked for.
    """
    status = statuses(lines, least)
    table = lines.drop(columns=list(_NEVER)).astype(float)
    figures = [str(column) for column in table if column not in _COUNTS]
    hidden = status.isin([FEW, BESIDE])
    table.loc[hidden, [*figures, "zeros", "blank", "not_applicable"]] = np.nan
    table.loc[status == FEW, "n"] = np.nan
    small = table["n"] - table["zeros"] < least
    table.loc[small, [column for column in figures if column.endswith("without_zeros")]] = np.nan
    shown_headlines = headlines.copy()
    if status[labels()[TOTAL]] != SHOWN:
        shown_headlines[:] = np.nan
    elif any(status[labels()[row]] != SHOWN for row in SUBTOTALS):
        shown_headlines["sum of subtotal medians"] = np.nan
    return Published(
        table.assign(status=status),
        shown_headlines,
        _without_few(visit_prices, least).drop(columns="few", errors="ignore"),
        _without_few(drivers, least),
        _without_few(appointments, least),
        rule(least),
    )


def _without_few(table: pd.DataFrame, least: int) -> pd.DataFrame:
    """Take every figure from rows that too few answered; a row that is a count stays."""
    if table.empty:
        return table
    shown = table.astype({column: float for column in table if table[column].dtype.kind in "iu"})
    few = shown["n"] < least
    if "statistic" in shown:
        few &= shown["statistic"] != "count"
    figures = [column for column in shown if shown[column].dtype.kind == "f"]
    shown.loc[few, figures] = np.nan
    return shown
