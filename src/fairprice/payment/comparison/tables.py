"""The payer's and the provider's view, with the error of every figure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fairprice.calculation import PRICE_PER_HOUR
from fairprice.cost import OpenBook, price_scenarios
from fairprice.draws import (
    deviation_with_error,
    mean_with_error,
    percentile_with_error,
    to_its_error,
)
from fairprice.payment.comparison.metrics import Metrics
from fairprice.payment.comparison.run import Experiment
from fairprice.types import Floats

#: Tail of the expected shortfall: the mean margin of the worst draws.
SHORTFALL_TAIL = 0.05
#: Contact pay rates tried to find the one that a price affords (GBP per hour).
_PAY_RATES = np.linspace(0.5, 100, 2_000)


def _with_error(name: str, estimate: tuple[float, float]) -> dict[str, float]:
    value, error = estimate
    return {name: to_its_error(value, error), f"{name}_error": error}


def _ratio(total: Floats, count: Floats) -> tuple[float, float]:
    """Ratio of means over draws and its error by linearisation."""
    if not count.mean():
        return float("nan"), float("nan")
    ratio = total.mean() / count.mean()
    residual = (total - ratio * count) / count.mean()
    return float(ratio), float(residual.std(ddof=1) / np.sqrt(len(total)))


def expected_shortfall(margin: Floats) -> tuple[float, float]:
    """Mean of the worst draws and its error, which counts that their edge is drawn too.

    References
    ----------
    Chen, S. X. (2008). Journal of Financial Econometrics 6, 87-107.
    """
    worst = np.sort(margin)[: max(2, int(len(margin) * SHORTFALL_TAIL))]
    mean, edge = worst.mean(), worst[-1]
    variance = worst.var(ddof=1) + (1 - SHORTFALL_TAIL) * (edge - mean) ** 2
    return float(mean), float(np.sqrt(variance / len(worst)))


def volume_table(experiment: Experiment, book: OpenBook) -> pd.DataFrame:
    """Tabulate hours beside the book's; see :attr:`PaymentComparison.volume`."""
    year, costs = experiment.expected_year(), experiment.setting.costs
    years = experiment.weeks / costs.weeks_per_year
    visits, hours = (float(x.sum()) / years for x in (year.weekly_visits(), year.weekly_hours()))
    stated, each = float(book.value("annual_contact_hours")), book.value("visits_per_contact_hour")

    def of_a_year(visits: float, hours: float) -> float:
        cost = costs.at_the_pace_of_a_year(1.0, visits=visits, contact_hours=hours)
        return float(cost["year_total_cost"]) / hours

    nothing = float("nan")
    rows = {
        "comparison": {
            "planned_hours": float(year.weekly_planned_hours().sum()) / years,
            "delivered_hours": hours,
            "visits_per_hour": visits / hours if hours else nothing,
            "cost_per_hour": of_a_year(visits, hours) if hours else nothing,
            "cost_per_hour_at_the_hours_of_the_book": (
                of_a_year(visits / hours * stated, stated) if hours else nothing
            ),
        },
        "book": {
            "planned_hours": stated,
            "delivered_hours": stated,
            "visits_per_hour": float(each),
            "cost_per_hour": float(book.value("total_cost")),
            "cost_per_hour_at_the_hours_of_the_book": float(book.value("total_cost")),
        },
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("whose")


def payer_table(
    metrics: Mapping[str, Metrics], experiment: Experiment, percentiles: tuple[int, ...]
) -> pd.DataFrame:
    """Tabulate the payer's view; see :attr:`PaymentComparison.payer`."""
    rows = {}
    for name, m in metrics.items():
        row = _with_error("expected_spend", mean_with_error(m.spend))
        row |= _with_error("spread", deviation_with_error(m.spend))
        for percent in percentiles:
            row |= _with_error(f"spend_p{percent}", percentile_with_error(m.spend, percent))
        row |= _with_error("cost_per_outcome", _ratio(m.spend, m.reached))
        row |= _with_error("cost_per_contact_hour", _ratio(m.spend, m.contact_hours))
        costs = experiment.contracts[name].transaction_costs
        row["transaction_cost"] = costs.of_payer(experiment.cohort.people)
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("contract")


def provider_table(metrics: Mapping[str, Metrics], book: OpenBook) -> pd.DataFrame:
    """Tabulate the provider's view; see :attr:`PaymentComparison.provider`."""
    rows = {}
    for name, m in metrics.items():
        row = _with_error("revenue", mean_with_error(m.revenue))
        row |= _with_error("cost", mean_with_error(m.cost))
        row |= _with_error("margin", mean_with_error(m.margin))
        row |= _with_error("margin_share", _ratio(m.margin, m.revenue))
        for percent in (5, 50, 95):
            row |= _with_error(f"margin_p{percent}", percentile_with_error(m.margin, percent))
        row |= _with_error("probability_of_loss", mean_with_error((m.margin < 0).astype(float)))
        row |= _with_error("expected_shortfall", expected_shortfall(m.margin))
        row |= _with_error("peak_working_capital", mean_with_error(m.working_capital))
        row |= _with_error("capital_cost", mean_with_error(m.capital_cost))
        rows[name] = row
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("contract")
    per_hour = [_ratio(m.revenue, m.contact_hours)[0] for m in metrics.values()]
    return table.assign(affordable_contact_pay_rate=affordable_contact_pay_rate(book, per_hour))


def affordable_contact_pay_rate(book: OpenBook, prices: list[float]) -> Floats:
    """Return the contact pay rate each price per hour covers, travel at the legal minimum.

    NaN where the register has no minimum wage for the price date, or where no rate fits.
    """
    if "adult_minimum_wage" not in book.rates:
        return np.full(len(prices), np.nan)
    travel = book.rates.value("adult_minimum_wage")
    legal = book.assumptions.with_inputs(travel_pay_rate=travel)
    if book.assumptions.pay.contact_pay_rate is None:
        legal = legal.with_inputs(
            pay_band_role=None, pay_band_rate=None, pay_band_share=None, contact_pay_rate=travel
        )
    reached = price_scenarios(legal, {"contact_pay_rate": _PAY_RATES}, law=book.rates)
    return np.interp(prices, reached[PRICE_PER_HOUR], _PAY_RATES, left=np.nan, right=np.nan)


def distribution(metrics: Mapping[str, Metrics], percentiles: tuple[int, ...]) -> pd.DataFrame:
    """Tabulate percentiles of spend and margin by contract."""
    rows = []
    for name, m in metrics.items():
        for percent in percentiles:
            row: dict[str, float | str] = {"contract": name, "percentile": percent}
            row |= _with_error("spend", percentile_with_error(m.spend, percent))
            row |= _with_error("margin", percentile_with_error(m.margin, percent))
            rows.append(row)
    return pd.DataFrame(rows)
