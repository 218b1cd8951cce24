"""Tables about a survey beside its lines: drivers, visits, response, and one provider's place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from fairprice.digits import added_up
from fairprice.errors import Problem
from fairprice.survey.changes import Amounts
from fairprice.survey.lines import TOTAL, labels
from fairprice.survey.records import About
from fairprice.survey.returns import DRIVERS, Return
from fairprice.survey.statistics import fences, median_bounds, spread
from fairprice.survey.suppression import SHOWN
from fairprice.survey.texts import TEXTS

RESPONSES = "Number of location level survey responses received"
ELIGIBLE = "Number of locations eligible to fill in the survey"
_CUTS = ["lower_quartile", "median", "upper_quartile"]


def driver_table(used: Sequence[Return], eligible: float) -> pd.DataFrame:
    """Give the six drivers of Annex A, in its order; see ``Survey.drivers``."""
    held = pd.DataFrame(
        [[given.drivers.get(name, np.nan) for given in used] for name in DRIVERS],
        index=list(DRIVERS), dtype=float,
    )  # fmt: skip
    cuts = spread(held)[_CUTS] if used else pd.DataFrame(np.nan, index=held.index, columns=_CUTS)
    rows: list[tuple[Any, ...]] = [
        (RESPONSES, "count", "count", len(used), float(len(used)), np.nan, np.nan),
        (ELIGIBLE, "count", "count", np.nan, eligible, np.nan, np.nan),
    ]
    for name, (label, unit) in DRIVERS.items():
        answers = held.loc[name].dropna()
        adds_up = name == "contact_hours"
        lower, median, upper = cuts.loc[name].to_numpy(dtype=float)
        total: Any = answers.sum(min_count=1)
        value = float(total) if adds_up else float(median)
        statistic = "total" if adds_up else "median"
        rows.append((label, unit, statistic, len(answers), value, float(lower), float(upper)))
    columns = ["driver", "unit", "statistic", "n", "value", "lower_quartile", "upper_quartile"]
    return pd.DataFrame(rows, columns=columns).set_index("driver")


def appointment_table(used: Sequence[Return]) -> pd.DataFrame:
    """Give visits a week by length over those who state visits; see ``Survey.appointments``."""
    stating = [given for given in used if given.appointments]
    lengths = sorted({length for given in stating for length in given.appointments})
    held = pd.DataFrame(
        [[given.appointments.get(length, 0.0) for given in stating] for length in lengths],
        index=pd.Index(lengths, name="visit_minutes", dtype=float),
        columns=[given.provider for given in stating], dtype=float,
    )  # fmt: skip
    if held.empty:
        return pd.DataFrame(columns=["n", "zeros", *_CUTS, "total"], index=held.index, dtype=float)
    table = pd.DataFrame({"n": held.notna().sum(axis=1), "zeros": (held == 0).sum(axis=1)})
    return table.join(spread(held)[_CUTS]).assign(total=held.sum(axis=1))


def visit_table(amounts: Amounts, lengths: Sequence[float], least: int) -> pd.DataFrame:
    """Price visits from each provider's own parts; see ``Survey.visit_prices``."""
    visit, hour = amounts.one_visit.loc[TOTAL], amounts.one_contact_hour.loc[TOTAL]
    prices = pd.DataFrame(
        [visit + hour * length / 60 for length in lengths],
        index=pd.Index(lengths, name="visit_minutes", dtype=float),
    )
    table = pd.DataFrame({"n": prices.notna().sum(axis=1)})
    table = table.join(spread(prices)[_CUTS]).join(median_bounds(prices))
    per_hour = 60 / table.index.to_numpy(dtype=float)
    return table.assign(median_hourly_rate=table["median"] * per_hour, few=table["n"] < least)


def response_of(
    about: About, received: int, refused: int, used: Sequence[Return]
) -> pd.Series[float]:
    """Say who answered and how much care they give; see ``Survey.response``."""
    invited = np.nan if about.invited is None else float(about.invited)
    bought = np.nan if about.commissioned_hours is None else about.commissioned_hours
    hours = [given.drivers["contact_hours"] for given in used if "contact_hours" in given.drivers]
    covered = added_up(hours) if hours else np.nan
    in_scope = invited - about.out_of_scope
    return pd.Series(
        {
            "invited": invited,
            "out of scope": float(about.out_of_scope),
            "in scope": in_scope,
            "returns received": float(received + refused),
            "returns refused": float(refused),
            "returns excluded": float(received - len(used)),
            "returns used": float(len(used)),
            "response rate": (received + refused) / in_scope if in_scope > 0 else np.nan,
            "commissioned hours": bought,
            "hours of returns used": covered,
            "share of commissioned hours": covered / bought,
        },
        name="response",
    )


def outlier_table(amounts: pd.DataFrame, cuts: pd.DataFrame) -> pd.DataFrame:
    """List the answers that lie outside the fences of their row, for a query.

    Parameters
    ----------
    amounts
        Rows by provider.
    cuts
        Quartiles by row.
    """
    bounds = fences(cuts)
    beyond = amounts.lt(bounds["low"], axis=0) | amounts.gt(bounds["high"], axis=0)
    names, limits = [str(name) for name in amounts.columns], bounds.to_numpy(dtype=float)
    found = [
        (names[place], labels()[str(row)], float(cells[place]), *map(float, limits[number]))
        for number, (row, cells) in enumerate(
            zip(amounts.index, amounts.to_numpy(dtype=float), strict=True)
        )
        for place in np.flatnonzero(beyond.to_numpy()[number])
    ]
    return pd.DataFrame(found, columns=["provider", "line", "amount", "low", "high"])


def outlier_questions(outliers: pd.DataFrame) -> Iterator[Problem]:
    """Put outliers as questions."""
    for row in outliers.itertuples():
        yield TEXTS(
            "question-outlier", str(row.provider), label=row.line, value=f"{row.amount:.2f}",
            low=f"{row.low:.2f}", high=f"{row.high:.2f}",
        )  # fmt: skip


def alike(amounts: pd.DataFrame) -> Iterator[Problem]:
    """List providers that returned the same amounts as one before them."""
    seen: dict[bytes, str] = {}
    for name in amounts.columns:
        held = amounts[name].to_numpy(dtype=float).tobytes()
        if held in seen:
            yield TEXTS("question-same", str(name), other=seen[held])
        else:
            seen[held] = str(name)


def place_of(
    own: pd.Series[float], amounts: pd.DataFrame, cuts: pd.DataFrame, shown: pd.Series[str],
    least: int,
) -> pd.DataFrame:  # fmt: skip
    """Give one provider its place among the others; see ``Survey.position``.

    Parameters
    ----------
    own
        The provider's amounts by row.
    amounts
        Everybody's, by row and provider.
    cuts
        Quartiles by row.
    shown
        The status of each row in the published edition, by row.
    least
        Others that have to have answered.
    """
    others = amounts.notna().sum(axis=1) - own.notna().astype(int)
    visible = (shown == SHOWN) & (others >= least)
    held = cuts[_CUTS].where(visible)
    below = amounts.lt(own, axis=0).sum(axis=1)
    level = amounts.eq(own, axis=0).sum(axis=1)
    rank = (below + (level - 1) / 2) / others.where(visible & own.notna())
    table = pd.DataFrame({"amount": own}).join(held)
    table = table.assign(difference=own - held["median"], share_below=rank)
    table["place"] = [
        _place(amount, *quartiles)
        for amount, *quartiles in table[["amount", *_CUTS]].itertuples(index=False)
    ]
    table.index = pd.Index([labels()[str(row)] for row in table.index], name="line")
    return table


def _place(amount: float, lower: float, median: float, upper: float) -> str:
    if np.isnan(amount):
        return "no answer"
    if np.isnan(median):
        return "not shown: too few others"
    if amount < lower:
        return "below the lower quartile"
    if amount > upper:
        return "above the upper quartile"
    return "between the quartiles"
