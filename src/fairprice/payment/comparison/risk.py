"""Who bears which source of uncertainty, and how often a verdict is wrong."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fairprice.digits import added_up
from fairprice.draws import deviation_with_error
from fairprice.payment import theory
from fairprice.payment.cohort import SOURCES
from fairprice.payment.comparison.metrics import Metrics
from fairprice.payment.comparison.run import NOTHING, Experiment
from fairprice.types import Floats

#: A side bears a source alone when it has at least this share of both sides' variance from it.
_ALONE = 0.75
_SIDES = ("payer", "provider")
_DEVIATIONS = {
    "payer": "payer_standard_deviation",
    "stake": "payer_standard_deviation_beyond_care",
    "provider": "provider_standard_deviation",
}
#: A share within this many standard errors of nothing is not told from nothing.
_NOISE = 2.0
#: A spread within this share of the amounts themselves is rounding, not risk.
_ROUNDING = 1e-9


def first_order_share(base: Floats, kept: Floats, redrawn: Floats, least: float = 0.0) -> float:
    """Share of variance that one source explains by itself.

    Parameters
    ----------
    base
        A result in independent draws; shape (n,).
    kept
        The same result with every other source redrawn; shape (n,).
    redrawn
        The same result with every source redrawn; shape (n,).
    least
        Standard deviation up to which a result counts as constant.

    Returns
    -------
    float
        Correlation of the first two, not below zero, less what chance alone correlates: a
        source that changes nothing has a share of exactly zero.

    References
    ----------
    Saltelli, A. et al. (2010). Computer Physics Communications 181, 259-270.
    """
    if base.std() <= least or kept.std() <= least:
        return 0.0
    found = np.corrcoef(base, kept)[0, 1]
    chance = np.corrcoef(base, redrawn)[0, 1] if redrawn.std() > least else 0.0
    return float(max((found - chance) / (1 - chance), 0.0)) if chance < 1 else 0.0


def _at_stake(m: Metrics, of: Metrics) -> Floats:
    """What the payer spends beyond the care that it is left with, by draw (GBP).

    An hour of care is taken at what the contract pays for one on average, so that on average
    nothing is at stake. Spend that moves with the care delivered is no risk: it buys care.
    """
    hours = of.care_hours.mean()
    return m.spend - (of.spend.mean() / hours if hours else 0.0) * m.care_hours


def risk_table(
    metrics: Mapping[str, Metrics],
    pick_freeze: Mapping[str, Mapping[str, Metrics]],
    experiment: Experiment,
    risk_aversion: float | None,
) -> pd.DataFrame:
    """Tabulate risk; see :attr:`PaymentComparison.risk`."""
    rows = {}
    for name, m in metrics.items():
        row: dict[str, float | str] = {}
        # sums of the same amounts may differ in their last digits
        least = _ROUNDING * float(max(np.abs(m.spend).max(), np.abs(m.cost).max()))
        results = {"payer": m.spend, "provider": m.margin, "stake": _at_stake(m, m)}
        variances = {
            side: values.var(ddof=1) if values.std() > least else 0.0
            for side, values in results.items()
        }
        for source in SOURCES:
            kept, redrawn = pick_freeze[source][name], pick_freeze[NOTHING][name]
            n = len(kept.spend)
            shares = {
                "payer": first_order_share(m.spend[:n], kept.spend, redrawn.spend, least),
                "provider": first_order_share(m.margin[:n], kept.margin, redrawn.margin, least),
                "stake": first_order_share(
                    results["stake"][:n], _at_stake(kept, m), _at_stake(redrawn, m), least
                ),
            }
            told = {
                side: part if part > _NOISE / np.sqrt(n) else 0 for side, part in shares.items()
            }
            borne = {side: told[side] * variances[side] for side in told}
            for side in _SIDES:
                row[f"{side}_share: {source}"] = shares[side]
            unseen = {
                side: 0.0 if told[side] else variances[side] * _NOISE / np.sqrt(n) for side in told
            }
            row[f"bearer: {source}"] = _bearer(
                (borne["stake"], unseen["stake"]), (borne["provider"], unseen["provider"])
            )
        for side in _SIDES:
            explained = added_up(float(row[f"{side}_share: {source}"]) for source in SOURCES)
            row[f"{side}_share: interactions"] = max(1 - explained, 0.0) if variances[side] else 0.0
        not_reached, reached = m.possible - m.reached, m.reached
        row["false_reward_rate"] = _rate(m.false_rewards, not_reached)
        row["false_penalty_rate"] = _rate(m.false_penalties, reached)
        for side, column in _DEVIATIONS.items():
            row[column] = float(np.sqrt(variances[side]))
            error = deviation_with_error(results[side])[1] if variances[side] else 0.0
            row[f"{column}_error"] = error
        if risk_aversion is not None:
            row["provider_risk_premium"] = float(
                theory.risk_premium(risk_aversion, variances["provider"])
            )
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("contract")


def _rate(count: Floats, of: Floats) -> float:
    return float(count.sum() / of.sum()) if of.sum() else float("nan")


def _bearer(payer: tuple[float, float], provider: tuple[float, float]) -> str:
    """Name the side with most of the variance, whatever the other may have unseen."""
    (of_payer, payer_unseen), (of_provider, provider_unseen) = payer, provider
    if not of_payer + of_provider:
        return "too small to tell"
    if of_payer >= _ALONE * (of_payer + of_provider + provider_unseen):
        return "payer"
    if of_provider >= _ALONE * (of_payer + of_provider + payer_unseen):
        return "provider"
    return "shared" if of_payer and of_provider else "too small to tell"
