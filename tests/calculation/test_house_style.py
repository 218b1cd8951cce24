"""The house style, over every step of every kind of calculation and of every other room."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from providers import plain, stated

import fairprice
from fairprice import Assumptions
from fairprice.assumptions.checks import BRINGING
from fairprice.calculation import (
    ACTIVITY,
    ANNEX_A,
    AVERAGE,
    BUSINESS_LINES,
    FOLLOWING,
    FOLLOWS,
    HOUR,
    RETURN_BASES,
    SICK_PAY_POLICIES,
    STATABLE,
    VISIT,
    Choices,
    Step,
    cost_steps,
    fee_steps,
    make_function,
    make_plan,
    volume_steps,
)
from fairprice.negotiation.gap.mixtures import with_stated
from fairprice.statutory import load_register, statutory_rates

PER_YEAR = frozenset(f"{line}_per_contact_hour" for line in BUSINESS_LINES)
BASES = ("attendance pay", "gross pay", "price")

#: Each cost follows something, and each of these is followed by some.
FOLLOWED = dict(zip(FOLLOWING, itertools.cycle(reversed(FOLLOWS)), strict=False))

PLANS = {
    "all computed, pay bands, yearly costs": Choices(),
    "one pay rate, contractual sick pay": Choices(
        sick_pay_policy="contractual", given=frozenset({"contact_pay_rate"}) | PER_YEAR
    ),
    "contact hours given, return by the hour": Choices(
        return_base="contact hour", given=frozenset({"annual_contact_hours"})
    ),
    **{
        f"all stated on {base}, return on {return_base}": Choices(
            stated=dict.fromkeys(STATABLE, base), return_base=return_base
        )
        for base, return_base in itertools.product(BASES, RETURN_BASES)
    },
    "mixed bases": Choices(
        stated=dict(zip(STATABLE, itertools.cycle(BASES), strict=False)), return_base="gross pay"
    ),
    "every cost says what it follows": Choices(follows=FOLLOWED | {"supervision": "year"}),
    "paid and not delivered, leavers": Choices(
        given=frozenset(
            {
                "idle_hours_per_contact_hour",
                "short_notice_cancelled_share",
                "guaranteed_hours_share",
                "recruitment_dbs_per_leaver",
            }
        )
    ),
    **{
        f"overheads and supervision on {base} in steps": Choices(
            stated={"overheads": base, "noncontact": base},
            follows={"other_overheads": "steps", "supervision": "steps"},
        )
        for base in BASES
    },
}
STEPS = {
    f"{step.name}: {step.formula}": (step, plan)
    for choices in PLANS.values()
    for plan in [make_plan(choices)]
    for step in plan.steps
}
#: The rows of a year: of its cost with and without what may be given, and at a held price.
YEARS = {
    f"{step.name}: {step.formula}": step
    for choices in PLANS.values()
    for steps in (
        volume_steps(choices),
        cost_steps(choices, ["care_workers", "idle_hours"]),
        cost_steps(choices, ["shift_hours"]),
    )
    for step in steps
}
FEES = {step.name: step for step in fee_steps(with_price_point=True)}
#: What a bridge makes of a row that only one side states.
MIXED = with_stated(make_plan(Choices()), {"contact_pay_rate", "insurance_per_contact_hour"})
MODULES = [m.name for m in pkgutil.walk_packages(fairprice.__path__, "fairprice.")]


def kept_steps() -> Iterator[tuple[str, Step]]:
    """Every step that a module of any room keeps, alone or in a tuple."""
    for name in MODULES:
        for held in vars(importlib.import_module(name)).values():
            for step in held if isinstance(held, tuple) else (held,):
                if isinstance(step, Step):
                    yield f"{step.function.__module__}.{step.function.__name__}", step


KEPT = dict(kept_steps())
EVERY_STEP = [pytest.param(step, id=name) for name, (step, _) in STEPS.items()]
EVERY_STEP += [pytest.param(step, id=name) for name, step in (FEES | YEARS | KEPT).items()]
EVERY_STEP += [
    pytest.param(step, id=f"{step.name}: mixed")
    for step in MIXED.steps
    if any(parameter.startswith("is_a_stated_") for parameter in step.parameters)
]

# DHSC, cost-of-care exercise 2022-23, Annex A section 3 (18+ domiciliary care), in its order.
ANNEX_A_AS_PRINTED = """
Direct care
Travel time
Mileage
PPE
Training (staff time)
Holiday
Additional noncontact pay costs
Sickness/maternity and paternity pay
Notice/suspension pay
NI (direct care hours)
Pension (direct care hours)
Total careworker costs
Back office staff
Travel costs (parking/vehicle lease et cetera)
Rent/rates/utilities
Recruitment/DBS
Training (third party)
IT (hardware, software CRM, ECM)
Telephony
Stationery/postage
Insurance
Legal/finance/professional fees
Marketing
Audit and compliance
Uniforms and other consumables
Assistive technology
Central/head office recharges
Other overheads
CQC fees
Total business costs
Total return on operations
TOTAL
""".strip().splitlines()


def test_the_labels_are_those_of_annex_a() -> None:
    plan = make_plan(Choices())
    assert [plan[name].label for name in ANNEX_A] == ANNEX_A_AS_PRINTED
    assert len(ANNEX_A_AS_PRINTED) == 32


@pytest.mark.parametrize("choices", PLANS.values(), ids=PLANS)
def test_stated_variants_keep_the_labels_of_annex_a(choices: Choices) -> None:
    plan = make_plan(choices)
    labels = dict(zip(ANNEX_A, ANNEX_A_AS_PRINTED, strict=True))
    shown = {name: plan[name].label for name in ANNEX_A if name in plan}
    assert shown == {name: labels[name] for name in shown}
    assert "price" in shown


@pytest.mark.parametrize("step", EVERY_STEP)
def test_docstring_has_label_unit_meaning_formula_and_source(step: Step) -> None:
    text = inspect.getdoc(step.function) or ""
    heading = text.splitlines()[0]
    assert heading == f"{step.label} ({step.unit})."
    assert step.label == step.label.strip()
    assert step.label[0].isupper()
    assert step.meaning.endswith(".")
    assert len(step.meaning.split()) >= 2
    assert step.source.endswith(".")
    assert text.count("\nNotes\n-----\n") == text.count("\nReferences\n----------\n") == 1
    assert text.index("\nNotes\n") < text.index("\nReferences\n")


@pytest.mark.parametrize("step", EVERY_STEP)
def test_the_formula_in_the_docstring_is_the_one_computed(step: Step) -> None:
    text = inspect.getdoc(step.function) or ""
    notes = text.split("\nNotes\n-----\n")[1].split("\nReferences\n")[0]
    stated_formula = " ".join(notes.split()).removeprefix("``").removesuffix("``")
    assert stated_formula == step.formula


def test_a_row_that_shows_another_formula_than_it_computes_is_refused() -> None:
    told = "Share (share).\n\nA share.\n\nNotes\n-----\n``a / b``\n\nReferences\n----------\nNone."
    assert Step(make_function("share", ("a", "b"), lambda a, b: a / b, told), "rate").formula
    step = Step(make_function("share", ("a", "b"), lambda a, b: b / a, told), "rate")
    with pytest.raises(TypeError, match="share computes b / a; its Notes say ``a / b``"):
        _ = step.formula


def modules_that(refer_to: str, *, call_it: bool = False) -> set[str]:
    """Modules whose code refers to a name of the library, or calls it."""
    found = set()
    for module in MODULES:
        path = Path(importlib.import_module(module).__file__ or "")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match call_it, node:
                case (True, ast.Call(func=ast.Name(id=name))) | (False, ast.Name(id=name)):
                    if name == refer_to:
                        found.add(module.removeprefix("fairprice."))
    return found


def test_every_step_that_is_made_is_held_against_its_docstring() -> None:
    """A module that begins to make steps shows here, to be collected above."""
    plans_and_mixtures = {"calculation.order", "calculation.fees", "negotiation.gap.mixtures"}
    plans_and_mixtures |= {f"calculation.{n}" for n in ("follows", "idle", "volume", "year_cost")}
    of_modules = {step.function.__module__ for step in KEPT.values()} - {make_function.__module__}
    kept = {name.removeprefix("fairprice.") for name in of_modules}
    assert kept == {
        "negotiation.case.register", "rate_card.steps", "workbook.sheets.check_rules"
    }  # fmt: skip
    of_clauses = {"payment.clauses.steps"}  # held by the tests of the registry of clauses
    assert modules_that("Step", call_it=True) == plans_and_mixtures | kept | of_clauses


def test_only_sheets_record_beside_the_steps() -> None:
    """They hand cells to steps; the comparison's record clause by clause."""
    comparison = "workbook.sheets.comparison."
    cells = {name for name in modules_that("Recorded") if not name.startswith(comparison)}
    derived = {"payment.clauses.derivation"}  # a contract's year in words
    checks = {"workbook.sheets.checks", "workbook.sheets.rate_card.checks"}
    assert cells == derived | {"recording.recorded", "workbook.model"} | checks
    assert modules_that("record", call_it=True) == {"calculation.step"}


@pytest.mark.parametrize("step", EVERY_STEP)
def test_units_are_spelled_alike(step: Step) -> None:
    assert "£" not in step.unit
    if step.kind == "line":
        assert step.unit in ("GBP", "hours", "GBP per hour")
    if step.kind == "worker":
        assert step.unit.startswith("GBP per week")


@pytest.mark.parametrize("choices", PLANS.values(), ids=PLANS)
def test_every_parameter_is_in_the_vocabulary_and_stands_above(choices: Choices) -> None:
    inputs = set(Assumptions.fields())
    law = set(load_register().names())
    assert not inputs & law
    above = set(ACTIVITY)
    lines_above: set[str] = set()
    for step in make_plan(choices).steps:
        for parameter in step.parameters:
            if parameter.startswith(AVERAGE):
                assert parameter.removeprefix(AVERAGE) in lines_above
            else:
                assert parameter in above | inputs | law, f"{step.name} uses {parameter}"
        assert step.name not in above, f"{step.name} is computed twice"
        above.add(step.name)
        lines_above |= {step.name} if step.kind == "line" else set()


@pytest.mark.parametrize("choices", PLANS.values(), ids=PLANS)
def test_no_two_rows_of_a_derivation_share_a_label(choices: Choices) -> None:
    """A label is how a reader finds a row; inputs and the law stand beside the rows."""
    plan = make_plan(choices)
    rates = statutory_rates("2026-04-06", "England")
    fields = Assumptions.fields()
    of_inputs = [fields[n].label if n in fields else rates[n].label for n in plan.inputs]
    labels = [*(step.label for step in plan.steps), *of_inputs]
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("choices", PLANS.values(), ids=PLANS)
def test_rates_do_not_depend_on_the_activity(choices: Choices) -> None:
    plan = make_plan(choices)
    moving = {*ACTIVITY, *(step.name for step in plan.of_kind("line"))}
    for step in plan.of_kind("rate", "worker"):
        assert not moving & set(step.parameters), step.name


@pytest.mark.parametrize("choices", PLANS.values(), ids=PLANS)
def test_rows_of_a_year_use_what_is_done_in_it_the_book_and_rows_above(choices: Choices) -> None:
    plan = make_plan(choices)
    lines = {step.name for step in plan.of_kind("line")}
    for steps, done in (
        (volume_steps(choices), {"year_contact_hours", "held_price"}),
        (
            cost_steps(choices, ["care_workers", "idle_hours"]),
            {"year_contact_hours", "year_visits", "year_care_workers", "year_idle_hours"},
        ),
        (
            cost_steps(choices, ["shift_hours"]),
            {"year_contact_hours", "year_visits", "year_shift_hours"},
        ),
    ):
        above = {*done, *plan.inputs, *(step.name for step in plan.of_kind("rate"))}
        above |= {f"{prefix}{name}" for prefix in (VISIT, HOUR) for name in lines}
        for step in steps:
            assert set(step.parameters) <= above, step.name
            assert step.name not in {*above, *lines}, step.name
            above.add(step.name)


def test_fee_rows_use_inputs_lines_and_rows_above() -> None:
    plan = make_plan(Choices())
    above = {*Assumptions.fields(), *(step.name for step in plan.steps)}
    for name, step in FEES.items():
        assert set(step.parameters) <= above, name
        above.add(name)


@given(
    st.dictionaries(st.sampled_from(sorted(STATABLE)), st.sampled_from(BASES)),
    st.sampled_from(sorted(RETURN_BASES)),
    st.sampled_from(SICK_PAY_POLICIES),
    st.sets(
        st.sampled_from(["contact_pay_rate", "annual_contact_hours", *BRINGING, *sorted(PER_YEAR)])
    ),
    st.dictionaries(st.sampled_from(FOLLOWING), st.sampled_from(sorted(FOLLOWS))),
)
def test_no_choice_makes_the_calculation_circular(
    on: dict[str, str],
    return_base: str,
    policy: str,
    given_inputs: set[str],
    follows: dict[str, str],
) -> None:
    plan = make_plan(Choices(on, return_base, policy, frozenset(given_inputs), follows))
    produced = {*ACTIVITY, *plan.inputs}
    for step in plan.steps:
        assert {p.removeprefix(AVERAGE) for p in step.parameters} <= produced
        produced.add(step.name)
    used = {p.removeprefix(AVERAGE) for step in plan.steps for p in step.parameters}
    reported = {*ANNEX_A, "counting_pay_rate", "annual_contact_hours", "visits_per_contact_hour"}
    reported |= {"total_cost", "counting_hours", "counting_pay"}
    # what a year's cost rests on
    reported |= {"cost_by_hours_and_visits", "idle_hour_cost", "fixed_cost_per_year"}
    reported |= {
        "guaranteed_hours",
        "cost_per_care_worker",
        *(f"{name}_cost_of_a_step" for name in FOLLOWING),
    }
    assert {step.name for step in plan.steps} <= used | reported, "a row that nothing uses"
    # the year's hours are told of every book, whether or not a price needs them
    assert set(plan.inputs) <= used | {"annual_contact_hours"}


LAW_OF_NI = {
    "nic_secondary_threshold_weekly",
    "nic_upper_secondary_threshold_under_21_weekly",
    "employer_nic_rate",
    "employment_allowance",
    "apprenticeship_levy_rate",
    "apprenticeship_levy_allowance",
}
LAW_OF_PENSION = {
    "pension_qualifying_earnings_lower_weekly",
    "pension_qualifying_earnings_upper_weekly",
    "pension_earnings_trigger_weekly",
    "pension_employer_minimum_rate",
}
LAW_OF_SICK_PAY = {
    "ssp_waiting_days",
    "ssp_max_weeks",
    "ssp_weekly_rate",
    "ssp_earnings_share",
    "ssp_lower_earnings_limit",
}
ALWAYS = {
    *("contact_pay_rate", "travel_pay_rate", "waiting_pay_rate"),
    *("evening_share", "evening_premium", "weekend_share", "weekend_premium"),
    *("bank_holiday_share", "bank_holiday_premium", "notice_pay_share"),
    *("visit_minutes", "visits_per_week", "double_handed_share", "weeks_per_year"),
    *("travel_minutes_per_visit", "miles_per_visit", "mileage_rate", "waiting_minutes_per_visit"),
    *("ppe_per_visit", "ppe_per_contact_hour", "return_rate"),
}
BUSINESS = {f"{line}_{part}" for line in BUSINESS_LINES for part in ("per_year", "visit_share")}
WORKERS = {"worker_weekly_hours", "worker_share"}
TIME_OFF = {"holiday_weeks", "sickness_days_per_year", "working_days_per_week"}
SICKNESS = {"sickness_spells_per_year", "parental_pay_share", *LAW_OF_SICK_PAY}
TRAINING = {"induction_hours", "staff_turnover", "refresher_hours_per_year"}
MEETINGS = {"supervision_hours_per_year", "meeting_hours_per_year"}
NI = {"under_21_share", "employment_allowance_claimed", *LAW_OF_NI}
PENSION = {"pension_enrolled_share", *LAW_OF_PENSION}
COMPUTED = ALWAYS | BUSINESS | WORKERS | TIME_OFF | SICKNESS | TRAINING | MEETINGS | NI | PENSION


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        ((), set()),
        (("national_insurance",), NI),
        (("pension",), PENSION),
        (("training",), TRAINING),
        (("noncontact",), MEETINGS),
        (("sickness",), SICKNESS),
        # the holiday weeks are still needed for the weeks at work
        (("holiday",), set()),
        (("training", "noncontact", "sickness"), TRAINING | MEETINGS | SICKNESS
         | {"sickness_days_per_year", "working_days_per_week"}),
        (("overheads",), BUSINESS),
        (tuple(STATABLE), COMPUTED - ALWAYS),
    ],
)  # fmt: skip
def test_what_is_needed_follows_from_what_is_stated(
    words: tuple[str, ...], needless: set[str]
) -> None:
    choices = Choices(
        stated=dict.fromkeys(words, "attendance pay"), given=frozenset({"contact_pay_rate"})
    )
    replaced = {f"stated_{word}_rate" for word in words}
    assert set(make_plan(choices).inputs) == COMPUTED - needless | replaced


def test_contractual_sick_pay_needs_no_sick_pay_law() -> None:
    contractual = make_plan(Choices(sick_pay_policy="contractual"))
    assert not LAW_OF_SICK_PAY & set(contractual.inputs)
    assert "sickness_spells_per_year" not in contractual.inputs


def test_a_book_with_every_rate_stated_asks_nothing_of_the_law() -> None:
    changes = stated(0.1) | dict.fromkeys(
        (WORKERS | TIME_OFF | TRAINING | MEETINGS | NI | PENSION | SICKNESS)
        & set(Assumptions.fields())
    )
    assumptions = plain(**changes, sick_pay_policy=None)
    law = set(assumptions.plan.inputs) - set(Assumptions.fields())
    assert law == set()
