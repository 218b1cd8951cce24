"""What is said of people, contracts and comparisons that cannot be used."""

from __future__ import annotations

from typing import Any

import pytest
from payment_cases import (
    Data,
    at_risk,
    contract,
    hourly,
    in_proportion,
    lively,
    outcome,
    steady,
)
from providers import plain_book

from fairprice import (
    Cohort,
    CohortError,
    Contract,
    ContractError,
    FairpriceError,
    InputError,
    compare_payments,
)
from fairprice.payment.billing import Billing

BOOK = plain_book()
GOOD: Data = contract(hourly()).model_dump(exclude_none=True)
WEEK: Data = {"share": 0.5, "visit_minutes": [30.0], "visits_per_week": [7.0]}


def said(error: type[FairpriceError], call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(error) as caught:
        call(*args, **kwargs)
    return str(caught.value)


def found(error: type[FairpriceError], call: Any, *args: Any, **kwargs: Any) -> set[Any]:
    with pytest.raises(error) as caught:
        call(*args, **kwargs)
    return {(problem.where, problem.code) for problem in caught.value.problems}


GOLDEN_COHORTS: dict[str, tuple[Data, str]] = {
    "shares that do not add up": (
        {"packages": [WEEK, WEEK | {"share": 0.4}]},
        "cohort.packages: The shares add up to 0.9. Every person has exactly one package. "
        "Correct them so that they add up to 1. [shares-do-not-add-up]",
    ),
    "a length too many": (
        {"packages": [WEEK | {"share": 1.0, "visit_minutes": [30.0, 45.0]}]},
        "cohort.packages.0: visit_minutes has 2, visits_per_week has 1 entries. Each kind of "
        "visit has a length and a number. Give one entry for each kind of visit in both. "
        "[unequal-lengths]",
    ),
    "an outcome twice": (
        {"outcomes": [outcome("a"), outcome("a")]},
        'cohort.outcomes: "a" stands there twice. Contracts refer to outcomes by name. Give each '
        "its own name. [named-twice]",
    ),
    "an outcome rate above one": (
        {"outcomes": [outcome(probability=1.2)]},
        "cohort.outcomes.0.probability: 1.2 is outside its bounds. Probability (share of people): "
        "Of reaching it within the year. Give a number from 0 to 1. [out-of-bounds]",
    ),
    "an outcome rate below zero": (
        {"outcomes": [outcome(probability=-0.1)]},
        "cohort.outcomes.0.probability: -0.1 is outside its bounds. Probability (share of people): "
        "Of reaching it within the year. Give a number from 0 to 1. [out-of-bounds]",
    ),
    "not a number": (
        {"cancelled_share": float("nan")},
        "cohort.cancelled_share: nan is not a finite number. Cancelled visits (share of visits): "
        "Cancelled at short notice. Give a number from 0 to 1. [not-a-number]",
    ),
    "an unknown name": (
        {"peple": 3},
        "cohort.peple: is not a term of a cohort. A name that is not known would be silently left "
        "out. Did you mean people? [unknown-name]",
    ),
    "a correlation of nothing": (
        {"correlations": {"volume, weather": 0.1}},
        "cohort.correlations.volume, weather: 0.1 is not usable. A correlation joins two sources "
        "of uncertainty and lies in -1 to 1. Name two of: volume, length, need, outcome skill, "
        'outcome chance, price, delay; for example "volume, price". [bad-correlation]',
    ),
    "one correlation twice": (
        {"correlations": {"volume, price": 0.5, "price,volume": -0.5}},
        'cohort.correlations.price,volume: joins the sources that "volume, price" joins. Two '
        "sources have one correlation. Keep one of them. [given-twice]",
    ),
    "correlations that cannot be": (
        {"correlations": {"volume, price": 0.9, "volume, need": 0.9, "price, need": -0.9}},
        "cohort.correlations: No variables can be so related. The correlation matrix has a "
        "negative eigenvalue. Weaken the correlations. [impossible-correlations]",
    ),
    "a source of nothing": (
        {"sources": {"weather": "a report"}},
        "cohort.sources.weather: is not a field of the cohort. A source that belongs to nothing "
        "evidences nothing. Correct the name. [source-without-field]",
    ),
}


@pytest.mark.parametrize("name", GOLDEN_COHORTS)
def test_what_is_said_of_people(name: str) -> None:
    changes, expected = GOLDEN_COHORTS[name]
    assert said(CohortError, steady, **changes) == expected
    assert said(CohortError, lively().with_values, **changes) == expected


def test_everything_wrong_with_people_is_said_at_once() -> None:
    negative = WEEK | {"share": 1.0, "visit_minutes": [-30.0]}
    problems = found(
        CohortError, steady, people=0, packages=[negative], outcomes=[outcome(probability=2.0)],
        need_reliability=2.0, need_sd="much", review_weeks=1.5, extra=1,
    )  # fmt: skip
    assert {
        ("cohort.people", "out-of-bounds"),
        ("cohort.packages.0.visit_minutes.0", "out-of-bounds"),
        ("cohort.outcomes.0.probability", "out-of-bounds"),
        ("cohort.need_reliability", "out-of-bounds"),
        ("cohort.need_sd", "not-a-number"),
        ("cohort.review_weeks", "not-a-number"),
        ("cohort.extra", "unknown-name"),
    } <= problems
    both = found(CohortError, steady, packages=[WEEK], outcomes=[outcome(), outcome()],
                 correlations={"x": 2}, sources={"y": "z"})  # fmt: skip
    assert {code for _, code in both} == {
        "shares-do-not-add-up", "named-twice", "bad-correlation", "source-without-field",
    }  # fmt: skip


def test_the_example_lists_all_that_must_be_given() -> None:
    problems = found(CohortError, Cohort.example, peple=3)
    required = {
        f"cohort.{name}" for name, field in Cohort.model_fields.items() if field.is_required()
    } - {"cohort.packages", "cohort.outcomes", "cohort.actual_to_planned",
         "cohort.capital_cost_rate"}  # fmt: skip
    assert {where for where, code in problems if code == "missing"} == required
    # the published outcome is taken only when something is said of it
    problems |= found(CohortError, Cohort.example, outcome_week_sd=2.0)
    assert {where for where, code in problems if code == "missing"} == required | {
        f"cohort.outcomes.0.{name}" for name in ("skill_sd", "false_positive", "false_negative")
    }
    assert ("cohort.peple", "unknown-name") in problems


GOLDEN_CONTRACTS: dict[str, tuple[Data, str]] = {
    "an unknown base": (
        {"base": {"kind": "favour"}},
        "contract.base.kind: 'favour' is not known. The kind says which terms the clause has. Give "
        "one of 'time and task', 'individual service fund', 'capitation', 'episode', 'block', "
        "'shift', 'cost plus', 'fixed price', 'volume based', 'by results'. [not-an-option]",
    ),
    "a misspelled clause": (
        {"adjustment": []},
        "contract.adjustment: is not a term of a contract. A name that is not known would be "
        "silently left out. Did you mean adjustments? [unknown-name]",
    ),
    "a misspelled behaviour": (
        {"behaviour": {"efort": 1.0}},
        "contract.behaviour.efort: is not a behaviour. A name that is not known would be silently "
        "left out. Did you mean effort? [unknown-name]",
    ),
    "no terms of payment": (
        {"payment_terms": None},
        "contract.payment_terms: is missing. Payment terms: When the payer pays. Give a table of "
        "names and values; it has no default. [missing]",
    ),
    "a share above one": (
        {"adjustments": [at_risk(1.5, in_proportion(0.5))]},
        "contract.adjustments.0.share_at_risk: 1.5 is outside its bounds. Share at risk (share of "
        "the price): Withheld as it is earned, and paid by results. Give a number from 0 to 1. "
        "[out-of-bounds]",
    ),
    "an unknown basis": (
        {"base": hourly(24, "estimated")},
        "contract.base.billing.basis.kind: 'estimated' is not known. The kind says which terms the "
        "clause has. Give one of 'planned', 'actual', 'lower', 'tolerance', 'none'. "
        "[not-an-option]",
    ),
}


@pytest.mark.parametrize("name", GOLDEN_CONTRACTS)
def test_what_is_said_of_a_contract(name: str) -> None:
    changes, expected = GOLDEN_CONTRACTS[name]
    data = {key: value for key, value in (GOOD | changes).items() if value is not None}
    assert said(ContractError, Contract.model_validate, data) == expected


def test_everything_wrong_with_a_contract_is_said_at_once() -> None:
    # also what stands beside billing rules that do not hold
    data = GOOD | {
        "base": hourly(24, "estimated", average_multiplier=-1.0),
        "adjustments": [{"kind": "cap"}, {"kind": "favour"}],
        "extra": 1,
    }
    assert found(ContractError, Contract.model_validate, data) == {
        ("contract.base.billing.basis.kind", "not-an-option"),
        ("contract.base.average_multiplier", "out-of-bounds"),
        ("contract.adjustments.0.annual_amount", "missing"),
        ("contract.adjustments.1.kind", "not-an-option"),
        ("contract.extra", "unknown-name"),
    }
    with pytest.raises(InputError):
        Billing.model_validate(data["base"]["billing"])


INDEX: Data = {"kind": "indexation", "weights": {"pay": 1.0}, "growth": {"pay": 0.1},
               "years": 1, "held": False}  # fmt: skip
PAIN: Data = {"kind": "gain and pain share", "target_cost": 1.0, "range_begins": [0.0, 0.1],
              "provider_gain_shares": [0.5, 0.5], "provider_pain_shares": [0.5, 0.5]}  # fmt: skip
BANDS: Data = {"kind": "risk corridor", "target_cost": 1.0, "band_begins": [0.0, 0.1],
               "payer_shares": [0.5, 0.5]}  # fmt: skip
SAVINGS: Data = {"kind": "shared savings", "benchmark": 1.0, "provider_share": 0.5,
                 "caseloads": [1.0, 2.0], "minimum_savings_rates": [0.1, 0.1],
                 "provider_loss_share": 0.0}  # fmt: skip
TIERS: Data = {"kind": "tiered", "thresholds": [0.2, 0.4], "shares": [0.5, 1.0]}
LINE: Data = {"kind": "clipped linear", "lower": 0.5, "upper": 0.6, "most": 1.0}


@pytest.mark.parametrize(
    ("clause", "place", "message"),
    [
        (INDEX | {"growth": {"pya": 0.1}}, "growth",
         "names pya, while weights name pay. Each index needs a weight and a growth."),
        (PAIN | {"range_begins": [0.1, 0.2]}, "range_begins", "begins at 0.1, not at 0."),
        (PAIN | {"range_begins": [0.0, 0.0]}, "range_begins", "0, 0 do not ascend."),
        (BANDS | {"payer_shares": [0.5]}, "payer_shares",
         "has 1 entries beside 2 in band_begins. Each band needs one payer share. Give 2."),
        (BANDS | {"band_begins": [0.1, 0.0]}, "band_begins", "0.1, 0 do not ascend."),
        (SAVINGS | {"caseloads": [1.0]}, "minimum_savings_rates",
         "has 2 entries beside 1 in caseloads. Each caseload needs one minimum savings rate."),
        (SAVINGS | {"caseloads": [2.0, 1.0]}, "caseloads", "2, 1 do not ascend."),
        (SAVINGS | {"quality_outcome": "a"}, "quality_outcome",
         "is given alone. quality_outcome and minimum_quality go together."),
        (at_risk(0.5, TIERS | {"shares": [1.0]}), "reward.shares",
         "has 1 entries beside 2 in thresholds. Each threshold needs one share. Give 2."),
        (at_risk(0.5, TIERS | {"thresholds": [0.4, 0.2]}), "reward.thresholds",
         "0.4, 0.2 do not ascend."),
        (at_risk(0.5, LINE | {"upper": 0.5}), "reward.upper",
         "0.5 is not above lower, which is 0.5."),
    ],
)  # fmt: skip
def test_clauses_that_do_not_hold_together(clause: Data, place: str, message: str) -> None:
    text = said(ContractError, Contract.model_validate, GOOD | {"adjustments": [clause]})
    assert text.startswith(f"contract.adjustments.0.{place}: {message}")
    assert text.endswith("[invalid]")


def test_each_column_that_does_not_fit_is_named() -> None:
    clause = PAIN | {"range_begins": [0.0]}
    assert found(ContractError, Contract.model_validate, GOOD | {"adjustments": [clause]}) == {
        ("contract.adjustments.0.provider_gain_shares", "invalid"),
        ("contract.adjustments.0.provider_pain_shares", "invalid"),
    }


@pytest.mark.parametrize(
    ("edges", "rates", "message"),
    [
        (
            [1.0],
            [20.0],
            "hourly_rates: has 1 entries beside 1 in up_to_hours. Each tier has a "
            "rate, and the last has no end: one rate more than there are ends. Give 2.",
        ),
        ([2.0, 1.0], [20.0, 19.0, 18.0], "up_to_hours: 2, 1 do not ascend."),
    ],
)
def test_tiers_of_volume(edges: list[float], rates: list[float], message: str) -> None:
    base = {"kind": "volume based", "up_to_hours": edges, "hourly_rates": rates}
    assert message in said(ContractError, Contract.model_validate, GOOD | {"base": base})


# a comparison


def test_contracts_that_cannot_be_applied_to_these_people() -> None:
    unsaid = {k: v for k, v in hourly().items() if not k.startswith(("cancelled", "hospital"))}
    tariff = {"kind": "outcome tariff", "outcomes": {"x": 1.0, "y": 2.0}, "lag_weeks": 0.0}
    carried = {"kind": "complete units", "unit_minutes": 15.0, "expiry": "never"}
    contracts = [
        contract(hourly(), at_risk(0.5, in_proportion(0.5)), name="A"),
        contract(unsaid, tariff, name="B"),
        contract(hourly(rounding=carried), name="C"),
        contract(hourly(), name="A"),
    ]
    cohort = steady(cancelled_share=0.1, hospital_weekly_probability=0.1, outcomes=[outcome("x")])
    assert said(ContractError, compare_payments, contracts, cohort, BOOK, seed=1) == (
        "6 problems:\n"
        '  1. contracts: "A" stands there twice. Results are told apart by name. Give each '
        "contract its own name. [named-twice]\n"
        '  2. contract "A", adjustment 1: "independent" is not an outcome of the cohort. Nobody '
        "can be paid for what is not measured. Use one of: x. [unknown-outcome]\n"
        '  3. contract "B", adjustment 1: "y" is not an outcome of the cohort. Nobody can be paid '
        "for what is not measured. Use one of: x. [unknown-outcome]\n"
        '  4. contract "B", base.cancelled_visit_share: is missing, but visits are cancelled. No '
        "published value stands for it. Give it; zero if nothing is paid. [missing]\n"
        '  5. contract "B", base.hospital_retainer_share: is missing, but people go to hospital. '
        "No published value stands for it. Give it; zero if nothing is paid. [missing]\n"
        '  6. contract "C", base.billing.rounding: looks at several visits together. One visit\'s '
        "bill depends on the client's other visits. Use price() with a table of visits. "
        "[needs-a-table]"
    )
    # nothing is needed where nothing is cancelled and nobody goes to hospital
    assert contracts[1].problems(steady(outcomes=[outcome("x"), outcome("y")])) == []


@pytest.mark.parametrize("kind", ["staged tariff", "quality gate", "shared savings",
                                  "incentive pot"])  # fmt: skip
def test_every_clause_that_names_an_outcome_is_checked(kind: str) -> None:
    clauses: dict[str, Data] = {
        "staged tariff": {"outcome": "z", "start_fee": 1.0, "outcome_fee": 1.0,
                          "sustainment_fee": 1.0, "sustainment_weeks": 4,
                          "most_sustainment_fees": 1},
        "quality gate": {"outcome": "z", "minimum_rate": 0.5, "share_lost": 0.1},
        "shared savings": SAVINGS
        | {"caseloads": [1.0, 20.0], "quality_outcome": "z", "minimum_quality": 0.5},
        "incentive pot": {"annual_amount": 1.0, "outcomes": {"z": 1.0},
                          "reward": in_proportion(0.5)},
    }  # fmt: skip
    [problem] = contract(hourly(), clauses[kind] | {"kind": kind}).problems(steady())
    assert (problem.code, "none is there" in str(problem)) == ("unknown-outcome", True)


def test_a_retainer_needs_its_weeks() -> None:
    base = {k: v for k, v in hourly(hospital_retainer_share=0.5).items() if "weeks" not in k}
    [problem] = contract(base).problems(steady())
    assert problem.where == 'contract "Contract", base.hospital_retainer_weeks'


def test_nothing_to_compare() -> None:
    assert found(ContractError, compare_payments, [], steady(), BOOK, seed=1) == {
        ("contracts", "no-contracts")
    }


def test_numbers_that_cannot_be_used() -> None:
    terms = [contract(hourly())]
    assert said(
        InputError, compare_payments, terms, steady(), BOOK, seed=-1, draws=1.5, weeks=521
    ) == (
        "3 problems:\n"
        "  1. draws: 1.5 is not a whole number from 2 to 10000000. Results are drawn from it. "
        "Give a whole number from 2 to 10000000. [out-of-bounds]\n"
        "  2. seed: -1 is not a whole number from 0 to 9223372036854775808. Results are drawn "
        "from it. Give a whole number from 0 to 9223372036854775808. [out-of-bounds]\n"
        "  3. weeks: 521 is not a whole number from 1 to 520. Results are drawn from it. Give a "
        "whole number from 1 to 520. [out-of-bounds]"
    )
    for bad in ({"draws": True}, {"draws": 1}, {"weeks": 0}, {"weeks": "52"}, {"seed": None},
                {"risk_aversion": -1.0}):  # fmt: skip
        options = {"seed": 1, "draws": 2, **bad}
        places = found(InputError, compare_payments, terms, steady(), BOOK, **options)
        assert places == {(next(iter(bad)), "out-of-bounds")}
    for value, code in ((float("nan"), "not-finite"), ("x", "not-a-number")):
        options = {"seed": 1, "draws": 2, "risk_aversion": value}
        places = found(InputError, compare_payments, terms, steady(), BOOK, **options)
        assert places == {("risk_aversion", code)}


def test_questions_that_a_result_cannot_answer() -> None:
    cohort = steady(outcomes=[outcome()])
    result = compare_payments([contract(hourly())], cohort, BOOK, draws=5, seed=1, progress=False)
    for draw in (-1, 5, 1.0, "1"):
        assert found(InputError, result.replay, draw) == {("draw", "out-of-bounds")}
    assert said(InputError, result.replay, 5) == (
        "draw: 5 is not a whole number from 0 to 4. Only a year that was simulated can be rebuilt. "
        "Give a whole number from 0 to 4. [out-of-bounds]"
    )
    for reliability in (0.0, 1.0, -0.5, float("nan")):
        assert found(InputError, result.minimum_caseload, reliability)
    assert found(InputError, result.break_even_weeks, "x", 1.0) == {("outcome", "out-of-bounds")}
    name = "Contract"
    assert found(InputError, result.equal_pay_probability, name, "none", "x") == {
        ("second", "not-an-option"), ("outcome", "out-of-bounds"),
    }  # fmt: skip


def test_numbers_and_contracts_are_refused_together() -> None:
    with pytest.raises(ContractError) as caught:
        compare_payments([], steady(), plain_book(), draws=1, seed=-1, weeks=0)
    assert [problem.where for problem in caught.value.problems] == [
        "draws", "seed", "weeks", "contracts",
    ]  # fmt: skip


def test_objects_of_another_kind_are_told_by_what_is_expected() -> None:
    with pytest.raises(InputError) as caught:
        compare_payments(["spot"], "people", 25.0, draws=10, seed=1)  # type: ignore[list-item, arg-type]
    assert [str(problem) for problem in caught.value.problems] == [
        "contracts[0]: is a str. A comparison is of contracts, on a cohort, at an open book's "
        "cost. Give a fairprice.Contract, such as fp.load_contract(path) reads. [wrong-kind]",
        "cohort: is a str. A comparison is of contracts, on a cohort, at an open book's cost. "
        "Give a fairprice.Cohort, such as fp.load_cohort(path) reads. [wrong-kind]",
        "book: is a float. A price is worked out from what a party states, checked as a whole. "
        "Give an OpenBook, or Assumptions: fp.load_assumptions(path), or "
        "fp.Assumptions.model_validate({...}), from sections of names and values. [wrong-kind]",
    ]
