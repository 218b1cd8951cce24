"""Contracts that pay in part for outcomes."""

from __future__ import annotations

from fairprice.declare.takes import takes
from fairprice.payment.contract import Contract
from fairprice.payment.presets.around import AROUND, Around, made, time_and_task


@takes(around=AROUND)
def help_to_live_at_home(
    around: Around, *, hourly_rate: float, outcome: str, lag_weeks: float
) -> Contract:
    """Pay 20 % up front and the balance when the person confirms the outcome (Wiltshire).

    One press description of the scheme, read as all or nothing for each person.
    """
    return made(
        "Help to live at home",
        "Wiltshire: 20 % of the value of a plan up front, the balance when the service user "
        "confirms the outcomes. https://www.inkl.com/news/wiltshire-council-pioneers-commissioning-"
        "for-outcomes",
        around,
        time_and_task(around, hourly_rate, "planned"),
        adjustments=[
            {
                "kind": "outcome share",
                "share_at_risk": 0.8,
                "outcomes": {outcome: 1.0},
                "level": "person",
                "reward": {"kind": "all or nothing", "target": 1.0},
                "lag_weeks": lag_weeks,
            }
        ],
    )


@takes(around=AROUND)
def outcome_share(
    around: Around, *, hourly_rate: float, outcome: str, share_at_risk: float, target: float
) -> Contract:
    """Pay a share of the price in proportion to the rate of an outcome among all people."""
    return made(
        f"{share_at_risk:.0%} by outcome",
        "Payment by results, general form: Audit Commission, Local payment by results, April 2012",
        around,
        time_and_task(around, hourly_rate, "planned"),
        adjustments=[
            {
                "kind": "outcome share",
                "share_at_risk": share_at_risk,
                "outcomes": {outcome: 1.0},
                "level": "cohort",
                "reward": {"kind": "proportional", "target": target},
                "lag_weeks": 0.0,
            }
        ],
    )


@takes(around=AROUND)
def assess_for_outcomes_pay_for_time(
    around: Around, *, hourly_rate: float, outcome: str, annual_amount: float, target: float
) -> Contract:
    """Pay planned time, with a pot for outcomes: the common hybrid."""
    return made(
        "Assess for outcomes, pay for time",
        "Leicestershire Help to live at home, 2016: hourly rates after an outcome-based "
        "specification. https://democracy.leics.gov.uk/mgAi.aspx?ID=49804",
        around,
        time_and_task(around, hourly_rate, "planned"),
        adjustments=[
            {
                "kind": "incentive pot",
                "annual_amount": annual_amount,
                "outcomes": {outcome: 1.0},
                "reward": {"kind": "proportional", "target": target, "cap": 1.0},
            }
        ],
    )
