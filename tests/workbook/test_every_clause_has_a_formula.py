"""Every kind of base, adjustment and reward reaches a formula, or is refused: none pays nothing."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from test_comparison_workbook import BASES, CLAUSES, EPISODE, contract

from fairprice.payment.contract.adjustments import Adjustment
from fairprice.payment.contract.bases import Base
from fairprice.payment.contract.model import _outcomes_of
from fairprice.payment.contract.rewards import Reward
from fairprice.workbook.sheets.comparison.clauses import adjustment, reward
from fairprice.workbook.sheets.comparison.noise_free import is_live
from fairprice.workbook.sheets.comparison.payments import base_payment


def kinds(union: Any) -> set[str]:
    """Kinds of the members of a union that is told apart by kind."""
    members = get_args(get_args(union)[0])
    return {kind for member in members for kind in get_args(member.model_fields["kind"].annotation)}


def test_every_kind_is_among_the_contracts_whose_formulas_are_compared() -> None:
    """Each of those formulas is held against the library's own payment, and recalculated."""
    assert {base["kind"] for base in BASES.values()} | {EPISODE["kind"]} == kinds(Base)
    assert {clause["kind"] for clause in CLAUSES.values()} == kinds(Adjustment)
    rules = [clause["reward"]["kind"] for clause in CLAUSES.values() if "reward" in clause]
    assert set(rules) == kinds(Reward)


def test_only_what_is_said_to_be_simulated_has_no_formula() -> None:
    assert all(is_live(contract(name, base)) for name, base in BASES.items())
    assert all(is_live(contract(name, BASES["planned"], c)) for name, c in CLAUSES.items())
    assert not is_live(contract("episode", EPISODE))


def test_every_outcome_that_a_clause_names_is_looked_up_in_the_cohort() -> None:
    """A clause that is forgotten here would end in a KeyError, or in no payment."""
    for name, clause in CLAUSES.items():
        named = {clause[key] for key in ("outcome", "quality_outcome") if key in clause}
        [term] = contract(name, BASES["planned"], clause).adjustments
        assert set(_outcomes_of(term)) == named | set(clause.get("outcomes", ()))


class Unheard:
    """A kind of clause that joined its union without a formula."""

    kind = "unheard of"


def _as_base() -> Any:
    terms: Any = SimpleNamespace(
        contract=SimpleNamespace(base=Unheard()), activity=None, give=None, pay=None
    )
    return base_payment(terms, None, None)


@pytest.mark.parametrize(
    "write",
    [
        _as_base,
        lambda: adjustment(SimpleNamespace(give=None), Unheard(), 1.0, None, None),
        lambda: reward(SimpleNamespace(give=None), Unheard(), 1.0),
    ],
    ids=["base", "adjustment", "reward"],
)
def test_a_kind_without_a_formula_is_refused(write: Callable[[], Any]) -> None:
    with pytest.raises(TypeError, match="no formula for 'unheard of'"):
        write()
