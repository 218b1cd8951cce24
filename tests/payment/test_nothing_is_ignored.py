"""Every term of a contract changes what a comparison pays, or is refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from clause_table import ADJUSTMENTS, BASES, REWARDS, WELL, Data, fixed, hourly
from payment_cases import contract, lively, only, outcome, paid, setting_of, steady, years
from providers import plain_book

from fairprice import Cohort, Contract, ContractError, compare_payments
from fairprice.payment.cohort import Year

#: Words about a clause, which no payment can follow.
DESCRIPTIVE = ("description",)


@cache
def cohorts() -> tuple[Cohort, ...]:
    varying = [
        outcome(name, 0.5, week_sd=8.0, later_hours_effect=0.2)
        for name in (WELL, "other", "fewer falls")
    ]
    likely = [[one | {"probability": chance} for one in varying] for chance in (0.02, 0.5, 0.85)]
    return tuple(lively(outcomes=outcomes) for outcomes in likely)


@cache
def some_years() -> tuple[tuple[Cohort, Year], ...]:
    retainers = (1, 4, 5)
    return tuple((c, years(c, 12, seed=s, retainers=retainers)) for c in cohorts() for s in (1, 2))


def amounts(terms: Contract) -> Iterator[Any]:
    for cohort, year in some_years():
        settled = terms.settle(year, setting_of(cohort), 5.0, 0.05)
        yield np.column_stack([settled.payments, settled.owed, settled.capital_cost])


def differ(before: list[Contract], after: list[Contract]) -> bool:
    return any(
        not np.allclose(one, other, rtol=1e-12, atol=1e-9)
        for first, second in zip(before, after, strict=True)
        for one, other in zip(amounts(first), amounts(second), strict=True)
    )


def in_every_size(data: Data, family: str) -> list[Contract]:
    """Put a clause into contracts of many sizes, so that every threshold of it is reached."""
    if family == "base":
        return [contract(data)]
    return [
        contract(base, data)
        for base in (
            *(fixed(size) for size in (500.0, 950.0, 1.068e5, 1.0715e5, 3e5)),
            hourly(),
            {"kind": "cost plus", "fee_share": 0.0, "annual_fee": 0.0},
        )
    ]


#: Terms beside those of the table, with which its amounts are near those of the people here.
NEAR: dict[str, Data] = {
    "gain and pain share": {"target_cost": 3.2e5, "guaranteed_maximum_price": 3.3e5},
    "risk corridor": {"target_cost": 3.2e5},
    "outcome share": {"level": "cohort"},
    "staged tariff": {"sustainment_weeks": 1},
    "shared savings": {"benchmark": 1.1e5},
    "cap": {"annual_amount": 8e4},
    "guaranteed minimum": {"weekly_hours": 1050.0},
    "episode": {"low_use_visits": 60.0},
}
CASES = [
    (family, data, name, other)
    for family, table in (("base", BASES), ("adjustment", ADJUSTMENTS))
    for data, _, others in table
    for name, other in others.items()
    if name not in DESCRIPTIVE
]


@pytest.mark.parametrize(
    ("family", "data", "name", "other"), CASES, ids=[f"{c[1]['kind']}: {c[2]}" for c in CASES]
)
def test_a_term_changes_what_is_paid(family: str, data: Data, name: str, other: Any) -> None:
    cases = [data, data | NEAR.get(data["kind"], {})]
    for case in cases:
        changed = {k: v for k, v in (case | {name: other}).items() if v is not None}
        try:
            if differ(in_every_size(case, family), in_every_size(changed, family)):
                return
        except ContractError:  # refused, with its problems
            return
    pytest.fail(f"{data['kind']}: another {name} pays the same")


@pytest.mark.parametrize(("data", "words", "others"), REWARDS, ids=[r[0]["kind"] for r in REWARDS])
def test_a_term_of_a_reward_changes_what_is_paid(data: Data, words: str, others: Data) -> None:
    for name, other in others.items():
        pot = {"kind": "incentive pot", "annual_amount": 1e4, "outcomes": {WELL: 1.0}}
        changed = {k: v for k, v in (data | {name: other}).items() if v is not None}
        before, after = (in_every_size(pot | {"reward": r}, "adjustment") for r in (data, changed))
        assert differ(before, after), name


GUARANTEE: Data = {"kind": "guaranteed minimum", "weekly_hours": 70.0, "hourly_rate": 24.0,
                   "period_weeks": 4, "share_of_shortfall": 1.0}  # fmt: skip
CAPITATION: Data = {"kind": "capitation", "weekly_amount": 168.0, "risk_adjusted": False}
FUND: Data = {"kind": "individual service fund", "hourly_rate": 24.0, "returned_share": 0.9}


@pytest.mark.parametrize(
    "base",
    [
        fixed(87_360.0), CAPITATION, FUND,
        {"kind": "block", "annual_amount": 87_360.0, "included_hours": 3640.0,
         "extra_hourly_rate": 24.0, "instalments": 12},
        {"kind": "episode", "episode_price": 672.0, "low_use_visits": 1.0, "visit_price": 12.0,
         "risk_adjusted": False},
    ],
    ids=lambda base: base["kind"],
)  # fmt: skip
def test_hours_that_are_paid_used_or_not_are_not_guaranteed_beside(base: Data) -> None:
    """Else a tenth of the hours away would be paid twice: 96,096 where 87,360 is agreed."""
    [problem] = contract(base, GUARANTEE).problems(steady(cancelled_share=0.1))
    assert problem.code == "paid-twice"
    assert f"stands beside the {base['kind']}" in problem.what


@pytest.mark.parametrize("base", [hourly(), FUND | {"returned_share": 1.0}], ids=["hours", "fund"])
def test_hours_that_are_not_paid_may_be_guaranteed(base: Data) -> None:
    cohort, terms = steady(cancelled_share=0.1), contract(base, GUARANTEE)
    assert not terms.problems(cohort)
    assert only(paid(terms, cohort)) == pytest.approx(87_360)


def test_what_falls_due_after_the_year_has_no_week_for_a_cap() -> None:
    """Weeks after the year are not told apart: a cap on each could not be applied to them."""
    cap = {"kind": "weekly cap", "weekly_amount": 100.0}
    tariff = {"kind": "outcome tariff", "outcomes": {WELL: 500.0}, "lag_weeks": 4.0}
    lump = {"kind": "lump sum", "amount": 900.0, "week": 30, "description": "set-up"}
    cohort, results = steady(outcomes=[outcome()]), {"kind": "by results"}
    for late, weeks in ((tariff, 52), (lump, 26)):
        [problem] = contract(results, late, cap).problems(cohort, weeks)
        assert problem.code == "paid-later"
        assert problem.where.endswith("adjustment 2.kind")
        assert str(late["kind"]) in problem.mend
        assert not contract(results, cap, late).problems(cohort, weeks)
    for soon, weeks in ((tariff | {"lag_weeks": 0.0}, 52), (lump, 31)):
        assert not contract(results, soon, cap).problems(cohort, weeks)
    # the engine puts it in no period of the year, in arrays as in formulas
    owed = contract(results, tariff | {"lag_weeks": 80.0}, cap)
    settled = owed.settle(years(cohort), setting_of(cohort), 0, 0)
    assert (only(settled.payments.sum(axis=1)), only(settled.owed)) == (0, 5000)


#: Responses that change nothing by themselves, and with what they do.
RESPONSES: list[tuple[str, Data]] = [
    ("effort", {"effort_hours_effect": 0.2}),
    ("effort_hours_effect", {"effort": 0.5}),
    ("effort_cost_per_person", {"effort": 0.5}),
    ("effort_outcome_effect", {"effort": 0.5}),
    ("parking_hours_effect", {"parking_share": 0.3}),
    ("parking_share", {"parking_hours_effect": 0.3}),
]


@pytest.mark.parametrize(("name", "beside"), RESPONSES, ids=[name for name, _ in RESPONSES])
def test_a_response_acts_or_is_refused(name: str, beside: Data) -> None:
    results = {"kind": "outcome tariff", "outcomes": {WELL: 500.0}, "lag_weeks": 0.0}
    cohort = steady(outcomes=[outcome(probability=0.4)])
    without = steady()

    def margin(**response: float) -> Any:
        terms = contract(hourly(), results, behaviour=response)
        assert not terms.problems(cohort)
        happened = years(cohort, 20, **response)
        return terms.settle(happened, setting_of(cohort), 0, 0).margin

    alone = contract(hourly(), behaviour={name: 0.3})
    [problem] = alone.problems(cohort if name != "parking_share" else without)
    assert (problem.code, problem.where) == ("changes-nothing", 'contract "Contract", behaviour.'
                                             + name)  # fmt: skip
    assert next(iter(beside)) in problem.mend
    assert not np.allclose(margin(**{name: 0.3}, **beside), margin())


def test_a_response_needs_what_it_answers_to() -> None:
    early = contract(hourly(), behaviour={"early_discharge_share": 0.3})
    assert not early.problems(steady(outcomes=[outcome()]))
    assert [p.code for p in early.problems(steady())] == ["changes-nothing"]
    bunched = {"behaviour": {"bunching_share": 0.3}}
    for basis, refused in (("planned", 1), ("actual", 0), ("lower", 0)):
        assert len(contract(hourly(24, basis), **bunched).problems(steady())) == refused
    [problem] = contract(fixed(1e5), **bunched).problems(steady())
    assert "logged minutes" in problem.mend


# billing rules, which know more of a visit than a cohort says


DISTANCE: Data = {"kind": "distance", "edges_miles": [5.0, 10.0], "edge_belongs_to": "lower band",
                  "multipliers": [1.5, 1.8, 2.0]}  # fmt: skip
RULES: dict[str, tuple[Data, Data]] = {
    "distance": ({"zones": DISTANCE}, {"zone_shares": {"2": 0.75, "7.5": 0.25}}),
    "names": (
        {"zones": {"kind": "name", "multipliers": {"rural": 1.2, "urban": 1.0}}},
        {"zone_shares": {"rural": 0.5, "urban": 0.5}},
    ),
    "rates by postcode": (
        {"tariff": {"kind": "linear"},
         "zones": {"kind": "postcode", "districts": {"EX1": "near", "EX39": "far"},
                   "hourly_rates": {"near": 24.0, "far": 30.0}}},
        {"zone_shares": {"EX1": 0.5, "EX39 1AA": 0.5}},
    ),
    "times": (
        {"multipliers": {"combine": "highest", "straddle": "start", "weekdays": [
            {"days": ["saturday", "sunday"], "multiplier": 1.3}]}},
        {"time_shares": {"monday 07:30": 0.8, "sunday 18:00": 0.2}},
    ),
    "bank holidays": (
        {"multipliers": {"combine": "precedence", "straddle": "minutes", "public_holidays": {
            "nation": "Wales", "weekend_holidays": "substitute day", "multiplier": 2.0}}},
        {"time_shares": {"monday 07:30": 0.98, "bank holiday 09:00": 0.02}},
    ),
    "carers": ({"carers": {"extra_carer_share": 0.5}}, {"second_carer_share": 0.2}),
}  # fmt: skip
#: What each comes to, over the price without it, a careworker's visit.
FACTORS = {
    "distance": 0.75 * 1.5 + 0.25 * 1.8, "names": 1.1, "rates by postcode": 27 / 24,
    "times": 0.8 + 0.2 * 1.3, "bank holidays": 0.98 + 0.02 * 2, "carers": 1.1 / 1.2,
}  # fmt: skip


def with_rules(rules: Data) -> Contract:
    base = hourly()
    base["billing"] |= rules
    return contract(base)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_of_billing_is_averaged_over_what_the_cohort_says(name: str) -> None:
    rules, said = RULES[name]
    cohort = steady(**said)
    assert not with_rules(rules).problems(cohort)
    visits = 1 + cohort.second_carer_share if cohort.second_carer_share else 1
    assert only(paid(with_rules(rules), cohort)) == pytest.approx(
        7280 * 12 * visits * FACTORS[name]
    )


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_refused_where_the_cohort_does_not_say(name: str) -> None:
    rules, said = RULES[name]
    [problem] = with_rules(rules).problems(steady())
    assert problem.code == "missing-share"
    assert next(iter(said)) in problem.mend
    assert f"base.billing.{next(n for n in rules if n != 'tariff')}" in problem.where


def test_the_lowest_zone_is_paid_by_everyone() -> None:
    """Without zones 581,360; with a lowest multiplier of 1.5 no less than 872,040."""
    rate = 581_360 / 3640
    cohort = steady(zone_shares={"1": 0.5, "20": 0.5})
    plain, zoned = hourly(rate), hourly(rate)
    zoned["billing"] |= {"zones": DISTANCE}
    assert only(paid(contract(plain), cohort)) == pytest.approx(581_360)
    everywhere = steady(zone_shares={"1": 1.0})
    assert only(paid(contract(zoned), everywhere)) == pytest.approx(872_040)
    assert only(paid(contract(zoned), cohort)) == pytest.approx(581_360 * 1.75)


def test_two_carers_cost_and_are_paid_as_two() -> None:
    cohort = steady(second_carer_share=0.25)
    full = with_rules({"carers": {"extra_carer_share": 1.0}})
    assert only(paid(full, cohort)) == pytest.approx(1.25 * 87_360)
    settled = full.settle(years(cohort), setting_of(cohort), 0, 0)
    assert only(settled.cost.sum(axis=1)) == pytest.approx(1.25 * 80_080)
    [problem] = contract(hourly()).problems(cohort)
    assert problem.where.endswith("base.billing.carers")


@pytest.mark.parametrize(
    ("rules", "said", "code"),
    [
        ({"exceptions": {"missed": {"share": 0.5}}}, {}, "needs-a-table"),
        ({"zones": DISTANCE}, {"zone_shares": {"somewhere": 1.0}}, "unknown-zone"),
        (
            {"multipliers": {"combine": "highest", "straddle": "start", "special_days": [
                {"days": ["2026-12-24"], "multiplier": 1.5}]}},
            {"time_shares": {"monday 07:30": 1.0}},
            "needs-dates",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_averaged_is_refused(rules: Data, said: Data, code: str) -> None:
    codes = {problem.code for problem in with_rules(rules).problems(steady(**said))}
    assert code in codes


def test_multipliers_that_are_averaged_twice_are_refused() -> None:
    rules, said = RULES["times"]
    base = hourly(average_multiplier=1.1)
    base["billing"] |= rules
    assert not contract(base).problems(steady())
    assert only(paid(contract(base), steady())) == pytest.approx(1.1 * 87_360)
    [problem] = contract(base).problems(steady(**said))
    assert problem.code == "stated-twice"


def test_a_comparison_says_what_it_refuses() -> None:
    with pytest.raises(ContractError, match="zone_shares"):
        compare_payments([with_rules({"zones": DISTANCE})], steady(), plain_book(), seed=1, draws=2)


# every nested term of a billing rule


#: Visits planned for 15, 30 and 60 minutes that last 11.25, 22.5 and 45, at edges, ties and steps.
LENGTHS: Data = {
    "actual_to_planned": 0.75,
    "packages": [{"share": 1.0, "visit_minutes": [15.0, 30.0, 60.0],
                  "visits_per_week": [7.0, 7.0, 7.0]}],
}  # fmt: skip
ACTUAL: Data = {"basis": {"kind": "actual"}}
#: Rules, what the cohort says, and other choices of each term that is no number.
NESTED: dict[str, tuple[Data, Data, dict[str, Any]]] = {
    **{name: (*RULES[name], {}) for name in RULES if name != "distance"},
    "distance at an edge": (
        {"zones": DISTANCE}, {"zone_shares": {"5": 0.4, "10": 0.3, "12": 0.3}},
        {"zones.edge_belongs_to": "upper band"},
    ),
    "nearest": (
        ACTUAL | {"rounding": {"kind": "nearest", "unit_minutes": 15.0, "tie": "up"}}, {},
        {"rounding.tie": "down", "rounding.scope": "day", "rounding.totals_by": ["worker"]},
    ),
    "up": (
        ACTUAL | {"rounding": {"kind": "up", "unit_minutes": 10.0}}, {},
        {"rounding.kind": "down", "rounding.scope": "period", "rounding.totals_by": ["worker"]},
    ),
    "limits": (ACTUAL | {"limits": {"minimum_minutes": 15.0, "maximum_minutes": 40.0}}, {}, {}),
    "tolerance": (
        {"basis": {"kind": "tolerance", "within_share": 0.22, "otherwise": "actual"}},
        {"actual_to_planned": 1.25}, {"basis.otherwise": "lower"},
    ),
    "steps": (
        ACTUAL | {"tariff": {
            "kind": "step", "edges_minutes": [11.25, 22.5], "edge_belongs_to": "lower band",
            "prices": [8.0, 12.0, 20.0], "further_minutes": 15.0, "further_price": 5.0,
            "further_counted": "started"}}, {},
        {"tariff.edge_belongs_to": "upper band", "tariff.further_counted": "completed"},
    ),
    "by length": (
        ACTUAL | {"tariff": {"kind": "by length", "edges_minutes": [22.5],
                             "edge_belongs_to": "lower band", "hourly_rates": [28.0, 24.0]}}, {},
        {"tariff.edge_belongs_to": "upper band"},
    ),
    "short visits": (ACTUAL | {"short_visit": {"up_to_minutes": 11.25, "amount": 1.5}}, {}, {}),
}  # fmt: skip


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """List the paths of all numbers."""
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in entries:
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))
        elif isinstance(value, float):
            yield (*path, key)


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return the data with one value changed."""
    changed: Any = dict(data) if isinstance(data, dict) else list(data)
    changed[path[0]] = put(changed[path[0]], path[1:], value) if len(path) > 1 else value
    return changed


def acts_or_is_refused(rules: Data, changed: Data, cohort: Cohort) -> bool:
    before = only(paid(with_rules(rules), cohort))
    try:
        other = with_rules(changed)
    except ContractError:
        return True
    if other.problems(cohort):
        return True
    return abs(only(paid(other, cohort)) - before) > 1e-6


@pytest.mark.parametrize("name", NESTED)
def test_a_nested_term_of_billing_acts_or_is_refused(name: str) -> None:
    rules, said, choices = NESTED[name]
    cohort = steady(**(LENGTHS | said))
    for path in leaves(rules):
        held: Any = rules
        for key in path:
            held = held[key]
        moved = [put(rules, path, held * factor) for factor in (0.7, 1.2)]
        assert any(acts_or_is_refused(rules, other, cohort) for other in moved), path
    for where, other in choices.items():
        changed = put(rules, tuple(where.split(".")), other)
        assert acts_or_is_refused(rules, changed, cohort), where
