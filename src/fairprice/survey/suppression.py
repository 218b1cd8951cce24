"""What may be published: small numbers are hidden, and nothing brings them back by subtraction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fairprice.calculation import BUSINESS_LINES, CAREWORKER_LINES, PRICE_LINES
from fairprice.digits import added_up
from fairprice.survey.lines import PARTS, RETURN, TOTAL, holding, labels, leaves
from fairprice.survey.records import LEAST
from fairprice.survey.returns import DRIVERS
from fairprice.survey.statistics import QUARTILES

SHOWN, FEW, BESIDE, NOBODY = "shown", "too few", "hidden with those", "no answer"
#: Single providers' own figures, and what would tell who they are.
_NEVER = ("minimum", "maximum", "hours_weighted_median", "share_of_hours", "few")
#: In which order lines of as many answers are hidden beside others: business costs first, which
#: differ most. A rule that ranked them by their medians would tell something of what it hides.
_IN_TURN = (*BUSINESS_LINES, *CAREWORKER_LINES, RETURN)
#: What is told of hours elsewhere, beside the driver.
_OF_HOURS = ("hours of returns used", "share of commissioned hours")
_COUNTS = ("n", "zeros", "blank", "not_applicable", "left_out")


def rule(least: int) -> str:
    """Say the rule in words."""
    said = (
        f"A line with fewer than {least} answers shows no figure, nor does one whose median or "
        f"quartiles are not zero while fewer than {least} answers are not. Where there is one, "
        "lines with the next fewest answers and a median above zero are hidden with it (among "
        "equals business costs first, the return last), until their medians come to at least "
        "those of the lines that they hide, so that the sum of line medians gives none of them "
        "back; the sum of subtotal medians is hidden where one of its three parts is. Figures "
        "without zeros need as many answers that are not zero, and bounds of a median twice as "
        "many answers, as those of fewer reach the lowest and the highest. Lowest and highest "
        "answers, and effects of single amendments and exclusions, are not shown."
    )
    if least < LEAST:
        said += (
            f" Quartiles of fewer than {LEAST} answers can give the lowest and the highest back: "
            f"{least} are asked for here by the commissioner's choice."
        )
    return said


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
    visit_prices, drivers, appointments, response
        As of the survey, NaN where fewer answered than the rule asks; of appointments no totals.
    rule
        The rule in words.
    """

    lines: pd.DataFrame
    headlines: pd.Series[float]
    visit_prices: pd.DataFrame
    drivers: pd.DataFrame
    appointments: pd.DataFrame
    response: pd.Series[float]
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
        ``n``, ``zeros`` and the quartiles of the 32 rows, by label.
    least
        Answers asked for.
    """
    known = labels()
    n, medians = lines["n"], lines["median"]
    status = pd.Series(SHOWN, index=lines.index, dtype=object)
    status[n == 0] = NOBODY
    status[(n > 0) & (n < least) | _rest_on_few(lines, least)] = FEW
    line_labels = [known[row] for row in PRICE_LINES]
    few = [label for label in line_labels if status[label] == FEW]
    if status[known[TOTAL]] == FEW:
        status[n > 0] = FEW
    elif few:
        able = [
            known[row] for row in _IN_TURN
            if status[known[row]] == SHOWN and medians[known[row]] > 0 and not _is_alone(row, n)
        ]  # fmt: skip
        to_hide, hidden = added_up(medians[few]), 0.0
        for label in sorted(able, key=lambda label: (label == known[RETURN], n[label])):
            status[label] = BESIDE
            hidden += medians[label]
            if hidden >= to_hide:
                break
        if not able:
            status[n > 0] = FEW
    return status


def _rest_on_few(table: pd.DataFrame, least: int) -> pd.Series[bool]:
    """Tell of each row whether its quartiles are not zero while few of its answers are not."""
    few: pd.Series[bool] = table["n"] - table["zeros"] < least
    return few & (table[list(QUARTILES)].fillna(0.0) != 0).any(axis=1)


def _is_alone(line: str, n: pd.Series[float]) -> bool:
    """Tell whether a subtotal or the total that holds a line holds no other that was answered."""
    known = labels()
    return any(sum(n[known[leaf]] > 0 for leaf in leaves(above)) == 1 for above in holding(line))


def published(
    lines: pd.DataFrame,
    headlines: pd.Series[float],
    visit_prices: pd.DataFrame,
    drivers: pd.DataFrame,
    appointments: pd.DataFrame,
    response: pd.Series[float],
    least: int,
) -> Published:
    """Make the edition that may be published.

    Parameters
    ----------
    lines, headlines, visit_prices, drivers, appointments, response
        Of the survey; the visit prices may be empty.
    least
        Answers asked for.
    """
    status = statuses(lines, least)
    table = lines.drop(columns=list(_NEVER)).astype(float)
    figures = [str(column) for column in table if column not in _COUNTS]
    hidden = status.isin([FEW, BESIDE])
    table.loc[hidden, [*figures, *_COUNTS[1:]]] = np.nan
    table.loc[status == FEW, "n"] = np.nan
    small = table["n"] - table["zeros"] < least
    table.loc[small, [column for column in figures if column.endswith("without_zeros")]] = np.nan
    shown_headlines = headlines.copy()
    if status[labels()[TOTAL]] != SHOWN:
        shown_headlines[:] = np.nan
    elif status[[labels()[row] for row in PARTS]].isin([FEW, BESIDE]).any():
        shown_headlines["sum of subtotal medians"] = np.nan
    prices = _without_few(visit_prices, least).drop(columns="few", errors="ignore")
    shown_drivers = _without_few(drivers, least)
    shown_response = response.copy()
    hours, _ = DRIVERS["contact_hours"]
    if shown_drivers["value"].isna()[hours]:
        shown_response[list(_OF_HOURS)] = np.nan
    return Published(
        _without_bounds_of_few(table, least).assign(status=status),
        shown_headlines,
        prices if prices.empty else _without_bounds_of_few(prices, least),
        shown_drivers,
        _without_few(appointments, least).drop(columns="total"),
        shown_response,
        rule(least),
    )


def _without_bounds_of_few(table: pd.DataFrame, least: int) -> pd.DataFrame:
    """Take bounds from medians of few: with five, they are the lowest and the highest answer."""
    shown = table.copy()
    shown.loc[table["n"] < 2 * least, ["median_low", "median_high"]] = np.nan
    return shown


def _without_few(table: pd.DataFrame, least: int) -> pd.DataFrame:
    """Take every figure from rows that too few answered; a row that is a count stays."""
    if table.empty:
        return table
    shown = table.astype({column: float for column in table if table[column].dtype.kind in "iu"})
    few = shown["n"] < least
    if "zeros" in shown:
        few |= _rest_on_few(shown, least)
    if "statistic" in shown:
        few &= shown["statistic"] != "count"
    figures = [column for column in shown if shown[column].dtype.kind == "f"]
    shown.loc[few, figures] = np.nan
    return shown
