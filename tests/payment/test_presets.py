"""Named contracts: each builds, has a source, survives its file and pays what its source says."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from payment_cases import AT_ONCE, FREE, WELL, lively, only, outcome, paid, steady, years
from providers import plain_book

from fairprice import Contract, ContractError, compare_payments, dump_contract, presets
from fairprice.payment.contract import PaymentTerms, TransactionCosts

AROUND = presets.Around(PaymentTerms(**AT_ONCE), TransactionCosts(**FREE), 0.5, 0.25, 2)
MARKETS = ("open market", "partnership", "procurement", "managed market")
STYLES = ("contractor", "emerging partner", "collaborator")
RATE = {"hourly_rate": 24.0}
SHARE = {**RATE, "outcome": WELL, "share_at_risk": 0.2, "target": 0.5}
GIVEN: dict[str, list[dict[str, Any]]] = {
    "planned_minutes": [RATE],
    "by_the_minute": [RATE],
    "lower_of_planned_and_actual": [RATE],
    "rounded_units": [
        {**RATE, "unit_minutes": unit, "method": method}
        for unit in (5.0, 10.0, 15.0, 30.0, 60.0)
        for method in ("down", "nearest", "up")
    ],
    "locality_block": [
        {"annual_amount": 91_000.0, "included_hours": 3640.0, "extra_hourly_rate": 20.0}
    ],
    "shifts": [RATE],
    "individual_service_fund": [{**RATE, "returned_share": 0.5}],
    "help_to_live_at_home": [{**RATE, "outcome": WELL, "lag_weeks": 4.0}],
    "outcome_share": [SHARE],
    "assess_for_outcomes_pay_for_time": [
        {**RATE, "outcome": WELL, "annual_amount": 5000.0, "target": 0.5}
    ],
    "risk_corridor": [{"fee_share": 0.05, "target_cost": 80_000.0}],
    "target_cost": [{"fee_share": 0.0, "target_cost": 80_000.0, "provider_share": 0.5}],
    # published from 5,000 people on: a smaller table for those of the tests
    "shared_savings": [
        {
            **RATE,
            "benchmark": 90_000.0,
            "provider_share": 0.5,
            "caseloads": (5.0, 60.0),
            "minimum_savings_rates": (0.039, 0.02),
        }
    ],
    "market_type": [{**RATE, "name": name, "guaranteed_weekly_hours": 60.0} for name in MARKETS],
    "commissioning_style": [{**SHARE, "name": name} for name in STYLES],
}
ALL = [(name, terms) for name, cases in GIVEN.items() for terms in cases]


def preset(called: str, /, **terms: Any) -> Contract:
    made: Contract = getattr(presets, called)(AROUND, **terms)
    return made


def test_every_preset_is_tested() -> None:
    public = {
        name
        for name, made in vars(presets).items()
        if inspect.isfunction(made)
        and made.__module__.startswith(presets.__name__)
        and name[0] != "_"
    }
    assert public == set(GIVEN)


@pytest.mark.parametrize(("name", "terms"), ALL, ids=lambda value: str(value)[:60])
def test_a_preset_has_a_source_and_survives_its_file(name: str, terms: dict[str, Any]) -> None:
    made = preset(name, **terms)
    assert made.source
    assert len(made.source) > 20
    assert made.problems(lively()) == []
    assert not made.behaviour.is_on
    assert Contract.model_validate(tomllib.loads(dump_contract(made))) == made
    assert all(words.strip() for words in made.clauses.values())


def test_all_presets_stand_side_by_side() -> None:
    made = [preset(name, **terms) for name, terms in ALL]
    assert len({terms.name for terms in made}) == len(made)
    result = compare_payments(
        made, lively(people=20), plain_book(), draws=20, seed=1, weeks=12, progress=False
    )
    assert result.provider["revenue"].notna().all()
    assert result.payer["expected_spend"].gt(0).all()


PAYS: list[tuple[str, dict[str, Any], float]] = [
    # ten people, 7,280 half-hours, 3,640 hours at 24.00; the outcome is reached by all
    ("planned_minutes", RATE, 87_360),
    ("by_the_minute", RATE, 87_360 * 0.9),
    ("lower_of_planned_and_actual", RATE, 87_360 * 0.9),
    ("rounded_units", {**RATE, "unit_minutes": 15.0, "method": "down"}, 43_680),
    ("rounded_units", {**RATE, "unit_minutes": 15.0, "method": "nearest"}, 87_360),
    ("rounded_units", {**RATE, "unit_minutes": 60.0, "method": "up"}, 174_720),
    ("locality_block", GIVEN["locality_block"][0], 91_000),
    ("shifts", RATE, 87_360 * 1.14),
    ("individual_service_fund", {**RATE, "returned_share": 0.5}, 87_360),
    ("help_to_live_at_home", {**RATE, "outcome": WELL, "lag_weeks": 4.0}, 87_360),
    ("outcome_share", SHARE, 87_360 * (0.8 + 0.2 * 2)),
    ("assess_for_outcomes_pay_for_time", GIVEN["assess_for_outcomes_pay_for_time"][0], 92_360),
    ("shared_savings", GIVEN["shared_savings"][0], 87_360),  # 2.9 %: below 3.7 %
    ("shared_savings", GIVEN["shared_savings"][0] | {"benchmark": 97_360.0}, 92_360),
    *(
        ("market_type", {**RATE, "name": name, "guaranteed_weekly_hours": 100.0}, pays)
        for name, pays in {
            "open market": 87_360,
            "partnership": 87_360 + 52 * 30 * 24,  # 70 hours are planned and paid
            "procurement": 87_360 * 0.9,
            "managed market": 5200 * 24,
        }.items()
    ),
    *(
        ("commissioning_style", {**SHARE, "name": name}, pays)
        for name, pays in {
            "contractor": 87_360 * 0.9,
            "emerging partner": 87_360 * 1.2,
            "collaborator": 87_360 * 1.2,
        }.items()
    ),
]


@pytest.mark.parametrize(("name", "terms", "expected"), PAYS, ids=lambda value: str(value)[:70])
def test_what_a_preset_pays(name: str, terms: dict[str, Any], expected: float) -> None:
    cohort = steady(outcomes=[outcome()], actual_to_planned=0.9)
    assert only(paid(preset(name, **terms), cohort)) == pytest.approx(expected)


def test_help_to_live_at_home_without_the_outcome() -> None:
    cohort = steady(outcomes=[outcome(probability=0.0)])
    made = preset("help_to_live_at_home", **GIVEN["help_to_live_at_home"][0])
    assert only(paid(made, cohort)) == pytest.approx(0.2 * 87_360)


def test_target_cost_has_a_maximum() -> None:
    cohort = steady(outcomes=[outcome()])
    year, made = years(cohort), preset("target_cost", **GIVEN["target_cost"][0])
    for cost, pays in ((80_000, 80_000), (60_000, 68_000), (96_000, 88_000), (200_000, 88_000)):
        found = paid(made, cohort, year, visit_cost=cost / 7280, hour_cost=0.0)
        assert only(found) == pytest.approx(pays)


@pytest.mark.parametrize(
    ("make", "terms", "known"),
    [
        (presets.market_type, {**RATE, "guaranteed_weekly_hours": 1.0}, MARKETS),
        (presets.commissioning_style, SHARE, STYLES),
    ],
    ids=["market type", "commissioning style"],
)
def test_names_that_are_not_known(
    make: Callable[..., Contract], terms: dict[str, Any], known: tuple[str, ...]
) -> None:
    what = make.__name__.replace("_", " ")
    with pytest.raises(ContractError) as caught:
        make(AROUND, "bazaar", **terms)
    assert str(caught.value) == (
        f"{what}: 'bazaar' is not known. Each has its own form of contract. Give one of "
        f"{', '.join(known)}. [not-an-option]"
    )


def test_what_a_source_does_not_publish_must_be_given() -> None:
    for name in GIVEN:
        for parameter in list(inspect.signature(getattr(presets, name)).parameters.values()):
            published = parameter.name in ("caseloads", "minimum_savings_rates")
            assert published or parameter.default is inspect.Parameter.empty, (name, parameter.name)
    with pytest.raises(ContractError):
        preset("planned_minutes", hourly_rate=-1.0)
    with pytest.raises(ContractError):
        preset("rounded_units", hourly_rate=24.0, unit_minutes=15.0, method="sideways")
