"""Contracts that share what care costs more, or less, than was thought."""

from __future__ import annotations

from fairprice.declare.takes import takes
from fairprice.payment.contract import Contract
from fairprice.payment.presets.around import AROUND, Around, made, time_and_task


@takes(around=AROUND)
def risk_corridor(around: Around, *, fee_share: float, target_cost: float) -> Contract:
    """Share cost away from a target in the bands of the United States' corridor of 2014-16."""
    return made(
        "Risk corridor",
        "42 USC 18062: nothing within 3 %, half to 8 %, four fifths beyond. "
        "https://usc-cdn.house.gov/view.xhtml?req=granuleid%3AUSC-prelim-title42-section18062",
        around,
        {"kind": "fixed price", "annual_amount": target_cost * (1 + fee_share)},
        adjustments=[
            {
                "kind": "risk corridor",
                "target_cost": target_cost,
                "band_begins": [0.03, 0.08],
                "payer_shares": [0.5, 0.8],
            }
        ],
    )


@takes(around=AROUND)
def target_cost(
    around: Around, *, fee_share: float, target_cost: float, provider_share: float
) -> Contract:
    """Pay cost and a fixed fee, and share departures from a target, up to a guaranteed maximum.

    The fee is ``fee_share`` of the target, so that it does not grow with cost.
    """
    return made(
        "Target cost with guaranteed maximum",
        "UK government guidance on payment approaches; the provider bears all above about 120 % "
        "of target: https://reachback.builtintelligence.com/t/setting-share-band-percentages-in-"
        "nec3-option-c/21389",
        around,
        {"kind": "cost plus", "fee_share": 0.0, "annual_fee": fee_share * target_cost},
        adjustments=[
            {
                "kind": "gain and pain share",
                "target_cost": target_cost,
                "range_begins": [0.0, 0.2],
                "provider_gain_shares": [provider_share, 0.0],
                "provider_pain_shares": [provider_share, 1.0],
            }
        ],
    )


@takes(around=AROUND)
def shared_savings(
    around: Around,
    *,
    hourly_rate: float,
    benchmark: float,
    provider_share: float,
    caseloads: tuple[float, ...] = (5000.0, 60000.0),
    minimum_savings_rates: tuple[float, ...] = (0.039, 0.02),
) -> Contract:
    """Share savings on a benchmark once they pass Medicare's minimum savings rate.

    Published for 5,000 people and more; for fewer, state caseloads and rates of your own.
    """
    return made(
        "Shared savings",
        "Medicare shared savings, 2011 proposal: 3.9 % at 5,000 people to 2.0 % at 60,000. "
        "https://www.mcguirewoods.com/client-resources/Alerts/2011/4/",
        around,
        time_and_task(around, hourly_rate, "planned"),
        adjustments=[
            {
                "kind": "shared savings",
                "benchmark": benchmark,
                "provider_share": provider_share,
                "caseloads": caseloads,
                "minimum_savings_rates": minimum_savings_rates,
                "provider_loss_share": 0.0,
            }
        ],
    )
