"""Problems as users meet them stand on the page of reason codes, in the same words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import fairprice as fp
from fairprice.workbook.verify.difference import KINDS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "reason-codes.md"


def _two_uses_of_a_cost() -> None:
    given = fp.example_provider().model_dump(exclude_none=True)
    given["business_costs"]["insurance_per_year"] = 1.0
    fp.Assumptions.model_validate(given)


def _holiday_by_mistake() -> None:
    problems = fp.challenges(fp.example_provider().with_inputs(holiday_weeks=4.0))
    raise fp.InputError(problems)


@pytest.mark.parametrize(
    "raises",
    [
        lambda: fp.load_assumptions("nowhere.toml"),
        lambda: fp.Assumptions.model_validate({}),
        lambda: fp.verify_workbook("nowhere.xlsx"),
        lambda: fp.statutory_rates("Atlantis", "2026-04-06"),
        _two_uses_of_a_cost,
        _holiday_by_mistake,
    ],
)
def test_the_page_says_what_a_problem_means_and_how_to_mend_it(
    raises: Callable[[], object],
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    with pytest.raises(fp.FairpriceError) as caught:
        raises()
    for problem in caught.value.problems:
        rows = [line for line in page.splitlines() if line.startswith(f"| `{problem.code}` |")]
        assert rows, problem.code


def test_every_kind_of_difference_stands_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"| `{kind}` |" in page for kind in KINDS)
