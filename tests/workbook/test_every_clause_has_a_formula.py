"""Every kind of clause is among the contracts whose formulas are compared and recalculated."""

from __future__ import annotations

from test_comparison_workbook import BASES, CLAUSES, TOGETHER, contract

from fairprice.payment.clauses import Clause, why_simulated


def kinds(place: str) -> set[str]:
    return {kind.model_fields["kind"].default for kind in Clause.registry[place]}


def test_every_kind_is_among_the_contracts_whose_formulas_are_compared() -> None:
    """Each of those formulas is held against the library's own payment, and recalculated."""
    assert {base["kind"] for base in BASES.values()} == kinds("base")
    assert {clause["kind"] for clause in CLAUSES.values()} == kinds("adjustment")
    rules = [clause["reward"]["kind"] for clause in CLAUSES.values() if "reward" in clause]
    assert set(rules) == kinds("reward")


def test_only_what_is_said_to_be_simulated_has_no_formula() -> None:
    for name, base in BASES.items():
        assert not why_simulated(contract(name, base).paying)
    for name, clause in CLAUSES.items():
        assert not why_simulated(contract(name, BASES["planned"], clause).paying)
    together = contract("both", BASES["planned"], TOGETHER)
    assert "several outcomes" in why_simulated(together.paying)


def test_every_outcome_that_a_clause_names_is_looked_up_in_the_cohort() -> None:
    """A clause that is forgotten here would end in a KeyError, or in no payment."""
    for name, clause in CLAUSES.items():
        named = {clause[key] for key in ("outcome", "quality_outcome") if key in clause}
        [term] = contract(name, BASES["planned"], clause).adjustments
        assert set(term.outcomes_named) == named | set(clause.get("outcomes", ()))
