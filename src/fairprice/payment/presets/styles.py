"""Contracts typical of a market type or a commissioning style, as the literature names them."""

from __future__ import annotations

from typing import Any

from fairprice.declare.takes import TEXT, takes
from fairprice.errors import ContractError, Problem
from fairprice.payment.contract import Contract
from fairprice.payment.presets.around import AROUND, Around, made, time_and_task

_MARKET = "Market types of the commissioning literature: rules by relationships"


@takes(around=AROUND, name=TEXT)
def market_type(
    around: Around, name: str, *, hourly_rate: float, guaranteed_weekly_hours: float
) -> Contract:
    """Return the contract typical of a market type.

    Parameters
    ----------
    around
        Terms around the price.
    name
        ``"open market"``, ``"partnership"``, ``"procurement"`` or ``"managed market"``.
    hourly_rate
        GBP per hour.
    guaranteed_weekly_hours
        Hours a week guaranteed in a partnership and in a managed market.
    """
    guarantee = {
        "kind": "guaranteed minimum",
        "weekly_hours": guaranteed_weekly_hours,
        "hourly_rate": hourly_rate,
        "period_weeks": 4,
        "share_of_shortfall": 1.0,
    }
    forms: dict[str, tuple[str, list[dict[str, Any]]]] = {
        "open market": ("planned", []),
        "partnership": ("planned", [guarantee]),
        "procurement": ("lower", []),
        "managed market": ("actual", [guarantee]),
    }
    basis, adjustments = _known(forms, name, "market type")
    return made(
        f"Market type: {name}",
        f"{_MARKET}; the form is this library's reading",
        around,
        time_and_task(around, hourly_rate, basis),
        adjustments=adjustments,
    )


@takes(around=AROUND, name=TEXT)
def commissioning_style(
    around: Around,
    name: str,
    *,
    hourly_rate: float,
    outcome: str,
    share_at_risk: float,
    target: float,
) -> Contract:
    """Return the contract typical of a commissioning style.

    Parameters
    ----------
    around
        Terms around the price.
    name
        ``"contractor"``, ``"emerging partner"`` or ``"collaborator"``.
    hourly_rate
        GBP per hour.
    outcome, share_at_risk, target
        What an emerging partner's and a collaborator's pay partly depends on.
    """
    share = {
        "kind": "outcome share",
        "share_at_risk": share_at_risk,
        "outcomes": {outcome: 1.0},
        "level": "cohort",
        "reward": {"kind": "proportional", "target": target},
        "lag_weeks": 0.0,
    }
    fund = {"kind": "individual service fund", "hourly_rate": hourly_rate, "returned_share": 0.0}
    forms: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
        "contractor": (time_and_task(around, hourly_rate, "lower"), []),
        "emerging partner": (time_and_task(around, hourly_rate, "planned"), [share]),
        "collaborator": (fund, [share]),
    }
    base, adjustments = _known(forms, name, "commissioning style")
    return made(
        f"Commissioning style: {name}",
        "Commissioning styles of the literature; the form is this library's reading",
        around,
        base,
        adjustments=adjustments,
    )


def _known(forms: dict[str, Any], name: str, what: str) -> Any:
    if name not in forms:
        raise ContractError(
            [
                Problem(
                    "not-an-option", what, f"{name!r} is not known.",
                    "Each has its own form of contract.", f"Give one of {', '.join(forms)}.",
                )
            ]
        )  # fmt: skip
    return forms[name]
