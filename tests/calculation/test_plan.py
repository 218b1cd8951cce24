"""How the steps of a calculation are found and put in order."""

from __future__ import annotations

import pytest

from fairprice.calculation import Step
from fairprice.calculation.plan import _in_dependency_order
from fairprice.calculation.price import total_of


def row(name: str, *uses: str) -> Step:
    """Return a row that adds up others."""
    return Step(total_of(name, name, uses, meaning="A sum."), "line")


def test_a_row_comes_behind_what_it_uses_and_the_others_keep_their_order() -> None:
    rows = [row("a", "x"), row("c", "d", "a"), row("b", "a"), row("d", "average_of_b")]
    assert [step.name for step in _in_dependency_order(rows)] == ["a", "b", "d", "c"]


def test_a_calculation_that_goes_round_in_a_circle_is_refused() -> None:
    rows = [row("a", "x"), row("b", "c"), row("c", "a", "b")]
    with pytest.raises(RuntimeError, match=r"in a circle: \['b', 'c'\]"):
        _in_dependency_order(rows)


def test_a_step_needs_its_label_and_unit() -> None:
    def without_label(x: float) -> float:
        """Say nothing of the unit."""
        return x

    with pytest.raises(TypeError, match="without_label has no docstring that begins"):
        _ = Step(without_label, "line").label
