"""The house style over the registry of clauses: every kind, every function, every term."""

from __future__ import annotations

import inspect
from typing import Any, ClassVar

import numpy as np
import pytest
from clause_table import ADJUSTMENTS, BASES, REWARDS, WELL
from payment_cases import contract, fixed, hourly, lively, outcome, setting_of, steady, years

from fairprice.declare.input_field import declared
from fairprice.payment.clauses import QUANTITIES, TIMINGS, Amount, Clause, Working, pays
from fairprice.payment.clauses.clause import Adjustment
from fairprice.payment.clauses.expected import why_simulated
from fairprice.payment.clauses.steps import AS_IT_BUILDS_UP, AT_THE_END, EACH_WEEK

KINDS = [kind for kinds in Clause.registry.values() for kind in kinds]
STEPS = [(kind, step) for kind in KINDS for step in kind.steps]
#: What the engine itself gives a function, and terms that say when and not how much.
OWN = {"paid", "weeks", "reward", "reward_by_hours", "result", "own_cost", "times_held"}
TIMED = {"lag_weeks", "instalments", "week", "period_weeks", "hospital_retainer_weeks",
         "sustainment_weeks"}  # fmt: skip
ABOUT = [f"{kind.__name__}, {step.name}" for kind, step in STEPS]


def test_the_registry_holds_what_the_table_holds() -> None:
    for place, table in (("base", BASES), ("adjustment", ADJUSTMENTS), ("reward", REWARDS)):
        kinds = {kind.model_fields["kind"].default for kind in Clause.registry[place]}
        assert kinds == {data["kind"] for data, _, _ in table}


@pytest.mark.parametrize(("kind", "step"), STEPS, ids=ABOUT)
def test_a_function_says_what_it_is_and_computes_what_it_says(
    kind: type[Clause], step: Working
) -> None:
    about = step.step
    assert about.label[0].isupper()
    assert about.unit
    assert about.meaning.endswith(".")
    assert len(about.meaning.split()) >= 3
    assert about.formula  # the recorded one, which is that of its docstring
    if isinstance(step, Amount):
        assert about.unit == "GBP"
        assert step.timing in TIMINGS


@pytest.mark.parametrize(("kind", "step"), STEPS, ids=ABOUT)
def test_every_word_of_a_function_is_known(kind: type[Clause], step: Working) -> None:
    above = [other.name for other in kind.steps[: kind.steps.index(step)]]
    terms = declared(kind)
    for name, default in step.parameters.items():
        bare = name.removeprefix("previous_").removeprefix("next_")
        known = {*above, *QUANTITIES, *OWN} | set(terms)
        assert bare in known, name
        if default is not inspect.Parameter.empty:
            assert name in above, "only a step that may not apply has something in its stead"
        if bare in terms:
            assert terms[bare].is_number or terms[bare].kind in ("switch", "clause")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_term_is_declared_and_used(kind: type[Clause]) -> None:
    used = {
        name.removeprefix("previous_").removeprefix("next_")
        for step in kind.steps
        for name in step.parameters
    }
    for name, term in declared(kind).items():
        if name == "kind":
            continue
        assert term.label
        assert term.description.endswith(".")
        assert term.is_number is bool(term.is_number and term.unit)
        measured = name in ("outcome", "outcomes", "quality_outcome", "level", "reward", "billing")
        assert name in used | TIMED | {"description"} or measured, f"{name} is of no use"


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
def test_every_quantity_has_a_label_and_a_unit(quantity: Any) -> None:
    assert quantity.label[0].isupper()
    assert quantity.unit


@pytest.mark.parametrize(
    ("data", "family"),
    [(data, "base") for data, _, _ in BASES] + [(data, "adjustment") for data, _, _ in ADJUSTMENTS],
    ids=[data["kind"] for data, _, _ in (*BASES, *ADJUSTMENTS)],
)
def test_what_is_paid_each_week_is_linear_and_what_builds_up_starts_from_nothing(
    data: dict[str, Any], family: str
) -> None:
    """Only then do the year's totals give what the weeks add up to."""
    [clause] = [contract(data).base] if family == "base" else contract(fixed(1), data).adjustments
    for step in clause.steps:
        if isinstance(step, Amount) and step.timing in (EACH_WEEK, AS_IT_BUILDS_UP):
            for entry in clause.entries(step):
                assert at_size(clause, step, entry, 0.0) == pytest.approx(0, abs=1e-9)
                if step.timing is EACH_WEEK:
                    whole = at_size(clause, step, entry, 7.0)
                    assert whole == pytest.approx(7 * at_size(clause, step, entry, 1.0), abs=1e-9)


def at_size(clause: Clause, step: Working, entry: Any, size: float) -> float:
    """Return what a function says when all that happens in the weeks has a size."""
    given = {}
    for name in step.parameters:
        term = clause.entry_of(name, entry)
        known = QUANTITIES.get(name)
        above = clause.step(name)
        if above is not None:
            listed = clause.entries(above)
            given[name] = sum(at_size(clause, above, each, size) for each in listed)
            continue
        happens = name == "paid" or (known is not None and known.along in ("weeks", "visits"))
        if happens and not name.endswith(("price", "minutes")):
            given[name] = np.array([1.0, 2.0]) * size
        elif known is not None:
            given[name] = np.array([3.0, 5.0])
        else:
            given[name] = 0.5 if term is None else clause.term(*term)
    return float(np.sum(step.function(**given)))


def test_a_clause_without_a_formula_cannot_be_registered() -> None:
    before = list(Clause.registry["adjustment"])

    def rounded(paid: Any) -> Any:
        """Rounded (GBP).

        To whole pounds.

        Notes
        -----
        ``round(paid)``
        """
        return round(paid)

    with pytest.raises(TypeError, match="no formula"):

        class Rounded(Adjustment):
            """Rounds."""

            steps: ClassVar = (pays(rounded, AT_THE_END),)

    with pytest.raises(TypeError, match="pays nothing"):

        class Idle(Adjustment):
            """Works something out and pays nothing."""

            steps: ClassVar = (Working(KINDS[0].steps[0].function),)

    assert Clause.registry["adjustment"] == before


def test_the_amounts_of_a_derivation_are_those_that_are_paid() -> None:
    cohort = lively(outcomes=[outcome(n, 0.5) for n in (WELL, "other", "fewer falls")])
    year = years(cohort, 3, retainers=(1, 4))
    for data, _, _ in (*BASES, *ADJUSTMENTS):
        place = "base" if any(data is base for base, _, _ in BASES) else "adjustment"
        terms = contract(data) if place == "base" else contract(hourly(), data)
        if data["kind"] == "outcome share":
            terms = contract(hourly(), data | {"level": "cohort"})
        for draw in (0, 2):
            text = terms.explain(year, setting_of(cohort), draw)
            told = float(text.split("Payments = ")[1].split(" GBP")[0].replace(",", ""))
            settled = terms.settle(year, setting_of(cohort), 0.0, 0.0)
            assert told == pytest.approx(settled.revenue[draw], abs=0.006), data["kind"]


def test_what_is_left_of_single_peoples_pay_is_derived_as_it_is_paid() -> None:
    """A cap meets what falls in each week: people reach what is paid in weeks of their own."""
    cohort = lively(outcomes=[outcome(n, 0.5) for n in (WELL, "other", "fewer falls")])
    year = years(cohort, 3, retainers=(1, 4))
    setting = setting_of(cohort)
    capped = {"kind": "weekly cap", "weekly_amount": 900.0}
    seen = 0
    for data, _, _ in (*BASES, *ADJUSTMENTS):
        is_base = any(data is base for base, _, _ in BASES)
        if not is_base and data.get("lag_weeks"):
            data = data | {"lag_weeks": 0.0}
        terms = contract(data, capped) if is_base else contract(hourly(), data, capped)
        if why_simulated(terms.paying):
            continue
        seen += 1
        for draw in (0, 2):
            text = terms.explain(year, setting, draw)
            told = float(text.split("Payments = ")[1].split(" GBP")[0].replace(",", ""))
            paid = terms.settle(year, setting, 0.0, 0.0).revenue[draw]
            assert told == pytest.approx(paid, abs=0.006), data["kind"]
    assert seen > len(BASES)


def test_a_derivation_is_read_from_its_words() -> None:
    text = contract(fixed(100.0), {"kind": "cap", "annual_amount": 80.0}).explain(
        years(steady()), setting_of(steady())
    )
    assert "= the smaller of (paid before adjustment 1; annual amount) − paid before" in text
    assert "= min(100, 80) - 100" in text
    assert "Payments = 80 GBP" in text
