"""Named contracts, each from a published source.

What the source publishes is set here; what it does not is asked for. ``Around`` holds the
terms that every contract needs and no source publishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairprice.declare.takes import A_NUMBER, TEXT, one, takes
from fairprice.errors import ContractError, Problem
from fairprice.payment.contract import Contract, PaymentTerms, TransactionCosts

__all__ = [
    "Around",
    "assess_for_outcomes_pay_for_time",
    "by_the_minute",
    "commissioning_style",
    "help_to_live_at_home",
    "individual_service_fund",
    "locality_block",
    "lower_of_planned_and_actual",
    "market_type",
    "outcome_share",
    "planned_minutes",
    "risk_corridor",
    "rounded_units",
    "shared_savings",
    "shifts",
    "target_cost",
]

_MARKET = "Market types of the commissioning literature: rules by relationships"


def __dir__() -> list[str]:
    return __all__


@dataclass(frozen=True)
class Around:
    """Terms around the price, for which no value is published.

    Parameters
    ----------
    payment_terms, transaction_costs
        When the payer pays, and what running the contract costs.
    cancelled_visit_share
        Share of its price paid for a visit cancelled at short notice.
    hospital_retainer_share, hospital_retainer_weeks
        Share of planned price paid (zero for none), and for how many weeks of a stay.
    """

    payment_terms: PaymentTerms
    transaction_costs: TransactionCosts
    cancelled_visit_share: float
    hospital_retainer_share: float
    hospital_retainer_weeks: int


_AROUND = one(Around, wanted="a fairprice.presets.Around")


def _contract(
    name: str, source: str, around: Around, base: dict[str, Any], **terms: Any
) -> Contract:
    return Contract.model_validate(
        {
            "name": name,
            "source": source,
            "base": base,
            "payment_terms": around.payment_terms,
            "transaction_costs": around.transaction_costs,
            **terms,
        }
    )


def _time_and_task(
    around: Around, hourly_rate: float, basis: str, rounding: dict[str, Any] | None = None
) -> dict[str, Any]:
    billing: dict[str, Any] = {
        "basis": {"kind": basis},
        "tariff": {"kind": "linear", "hourly_rate": hourly_rate},
    }
    if rounding is not None:
        billing["rounding"] = rounding
    return {
        "kind": "time and task",
        "billing": billing,
        "cancelled_visit_share": around.cancelled_visit_share,
        "hospital_retainer_share": around.hospital_retainer_share,
        "hospital_retainer_weeks": around.hospital_retainer_weeks,
    }


@takes(around=_AROUND)
def planned_minutes(around: Around, *, hourly_rate: float) -> Contract:
    """Pay planned minutes, as Hull does."""
    return _contract(
        "Planned minutes",
        "Hull: paid on planned activity, reviewed quarterly. "
        "https://www.homecareinsight.co.uk/council-to-scrap-minute-by-minute-payments-under-new-"
        "plans-to-transform-home-care-delivery/",
        around,
        _time_and_task(around, hourly_rate, "planned"),
    )


@takes(around=_AROUND)
def by_the_minute(around: Around, *, hourly_rate: float) -> Contract:
    """Pay logged minutes, unrounded, as Hampshire did."""
    return _contract(
        "By the minute",
        "Hampshire: per-minute billing by electronic monitoring. https://www.dailyecho.co.uk/news/"
        "9774708.echo-probes-council-moves-to-measure-care-for-the-elderly-and-vulnerable-by-the-"
        "minute/",
        around,
        _time_and_task(around, hourly_rate, "actual"),
    )


@takes(around=_AROUND)
def lower_of_planned_and_actual(around: Around, *, hourly_rate: float) -> Contract:
    """Pay logged minutes, but no more than planned, as reported from Scotland."""
    return _contract(
        "Lower of planned and actual",
        "Scotland 2020: more than the contracted time is paid only if agreed. "
        "https://www.thetimes.co.uk/article/scottish-carers-forced-to-clock-in-and-out-to-justify-"
        "their-pay-86mvsz5wg",
        around,
        _time_and_task(around, hourly_rate, "lower"),
    )


@takes(around=_AROUND, unit_minutes=A_NUMBER, method=TEXT)
def rounded_units(
    around: Around, *, hourly_rate: float, unit_minutes: float, method: str
) -> Contract:
    """Pay logged minutes in whole units; units and methods as billing systems offer them."""
    rounding: dict[str, Any] = {"kind": method, "unit_minutes": unit_minutes}
    if method == "nearest":
        rounding["tie"] = "up"
    return _contract(
        f"Units of {unit_minutes:g} minutes, rounded {method}",
        "AlayaCare: increments of 5 to 60 minutes, rounded up, down or to the nearest. "
        "https://alayacare.zendesk.com/hc/en-us/articles/360058257152",
        around,
        _time_and_task(around, hourly_rate, "actual", rounding),
    )


@takes(around=_AROUND)
def locality_block(
    around: Around, *, annual_amount: float, included_hours: float, extra_hourly_rate: float
) -> Contract:
    """Pay a patch in 13 equal instalments, as Gwynedd does."""
    return _contract(
        "Locality block",
        "Gwynedd: 13 equal block payments on the provider's own costing. "
        "https://e3m.org.uk/gwynedd-home-care-service-improves-outcomes-and-aligns-with-national-"
        "priorities",
        around,
        {
            "kind": "block",
            "annual_amount": annual_amount,
            "included_hours": included_hours,
            "extra_hourly_rate": extra_hourly_rate,
            "instalments": 13,
        },
    )


@takes(around=_AROUND)
def shifts(around: Around, *, hourly_rate: float) -> Contract:
    """Pay shifts from start to end; contact share from a Scottish test of change."""
    return _contract(
        "Shifts",
        "Scottish test of change 2022-23: extra cost of 14 %, so contact is 1 / 1.14 of a shift "
        "(derived). https://sustainableprocurementtools.scot/",
        around,
        {"kind": "shift", "hourly_rate": hourly_rate, "contact_share": 1 / 1.14},
    )


@takes(around=_AROUND)
def individual_service_fund(
    around: Around, *, hourly_rate: float, returned_share: float
) -> Contract:
    """Let the provider hold each person's budget and use it flexibly."""
    return _contract(
        "Individual service fund",
        "Community Care 2013: 6.75 hours a week at 12.50 make 4,387.50 a year. https://www."
        "communitycare.co.uk/2013/01/30/provider-managed-personal-budgets-could-end-home-care-by-"
        "the-minute/",
        around,
        {
            "kind": "individual service fund",
            "hourly_rate": hourly_rate,
            "returned_share": returned_share,
        },
    )


@takes(around=_AROUND)
def help_to_live_at_home(
    around: Around, *, hourly_rate: float, outcome: str, lag_weeks: float
) -> Contract:
    """Pay 20 % up front and the balance when the person confirms the outcome (Wiltshire).

    One press description of the scheme, read as all or nothing for each person.
    """
    return _contract(
        "Help to live at home",
        "Wiltshire: 20 % of the value of a plan up front, the balance when the service user "
        "confirms the outcomes. https://www.inkl.com/news/wiltshire-council-pioneers-commissioning-"
        "for-outcomes",
        around,
        _time_and_task(around, hourly_rate, "planned"),
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


@takes(around=_AROUND)
def outcome_share(
    around: Around, *, hourly_rate: float, outcome: str, share_at_risk: float, target: float
) -> Contract:
    """Pay a share of the price in proportion to the rate of an outcome among all people."""
    return _contract(
        f"{share_at_risk:.0%} by outcome",
        "Payment by results, general form: Audit Commission, Local payment by results, April 2012",
        around,
        _time_and_task(around, hourly_rate, "planned"),
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


@takes(around=_AROUND)
def assess_for_outcomes_pay_for_time(
    around: Around, *, hourly_rate: float, outcome: str, annual_amount: float, target: float
) -> Contract:
    """Pay planned time, with a pot for outcomes: the common hybrid."""
    return _contract(
        "Assess for outcomes, pay for time",
        "Leicestershire Help to live at home, 2016: hourly rates after an outcome-based "
        "specification. https://democracy.leics.gov.uk/mgAi.aspx?ID=49804",
        around,
        _time_and_task(around, hourly_rate, "planned"),
        adjustments=[
            {
                "kind": "incentive pot",
                "annual_amount": annual_amount,
                "outcomes": {outcome: 1.0},
                "reward": {"kind": "proportional", "target": target, "cap": 1.0},
            }
        ],
    )


@takes(around=_AROUND)
def risk_corridor(around: Around, *, fee_share: float, target_cost: float) -> Contract:
    """Share cost away from a target in the bands of the United States' corridor of 2014-16."""
    return _contract(
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


@takes(around=_AROUND)
def target_cost(
    around: Around, *, fee_share: float, target_cost: float, provider_share: float
) -> Contract:
    """Pay cost and a fixed fee, and share departures from a target, up to a guaranteed maximum.

    The fee is ``fee_share`` of the target, so that it does not grow with cost.
    """
    return _contract(
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


@takes(around=_AROUND)
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
    return _contract(
        "Shared savings",
        "Medicare shared savings, 2011 proposal: 3.9 % at 5,000 people to 2.0 % at 60,000. "
        "https://www.mcguirewoods.com/client-resources/Alerts/2011/4/",
        around,
        _time_and_task(around, hourly_rate, "planned"),
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


@takes(around=_AROUND, name=TEXT)
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
    return _contract(
        f"Market type: {name}",
        f"{_MARKET}; the form is this library's reading",
        around,
        _time_and_task(around, hourly_rate, basis),
        adjustments=adjustments,
    )


@takes(around=_AROUND, name=TEXT)
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
        "contractor": (_time_and_task(around, hourly_rate, "lower"), []),
        "emerging partner": (_time_and_task(around, hourly_rate, "planned"), [share]),
        "collaborator": (fund, [share]),
    }
    base, adjustments = _known(forms, name, "commissioning style")
    return _contract(
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
