"""The compiled loop gives the bits of NumPy, from the same recorded formulas."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain
from test_scenarios import varied

import fairprice as fp
from fairprice import Assumptions, price_scenarios
from fairprice.cost import blocks, compiled
from fairprice.recording import Recorded, lowered

ROWS = ("price_per_hour", "total_careworker_costs", "return_on_operations", "direct_care")
numba = pytest.importorskip("numba", reason="the extra fast is not installed")


@pytest.fixture
def as_python(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run the lowered loop as it is written: a compiler takes seconds for each calculation."""
    plainly = SimpleNamespace(
        njit=lambda *args, **_: args[0] if args else lambda function: function
    )
    monkeypatch.setattr(compiled, "_numba", lambda: plainly)
    compiled.program.cache_clear()
    yield
    compiled.program.cache_clear()


@pytest.mark.usefixtures("as_python")
@at_most(60)
@given(case=varied())
def test_the_lowered_loop_gives_the_bits_of_numpy(
    case: tuple[Assumptions, dict[str, np.ndarray[Any, Any]]],
) -> None:
    drawn, columns = case
    with np.errstate(all="ignore"):
        table = price_scenarios(drawn, columns, rows=ROWS, engine="numba")
    np.testing.assert_array_equal(table, price_scenarios(drawn, columns, rows=ROWS))


@pytest.fixture(scope="module")
def examples() -> list[Assumptions]:
    return [plain(), fp.example_provider()]


@pytest.mark.parametrize("number", [0, 1])
def test_the_compiler_moves_no_bit(examples: list[Assumptions], number: int) -> None:
    """Pay around its limits, with tables of worker bands, in several blocks."""
    party = examples[number]
    book = fp.OpenBook(party)
    draw = np.random.default_rng(number)
    count = 3 * blocks.BLOCK // 2
    names = ["travel_minutes_per_visit", "miles_per_visit", "employer_nic_rate", "holiday_weeks"]
    columns: dict[str, Any] = {
        name: book.value(name) * draw.uniform(0.9, 1.1, count)
        for name in names
        if name in book.plan.inputs
    }
    columns["worker_weekly_hours"] = book.value("worker_weekly_hours") * draw.uniform(
        0.3, 1.2, (count, len(book.value("worker_weekly_hours")))
    )
    fast = price_scenarios(book, columns, rows=ROWS, engine="numba")
    np.testing.assert_array_equal(fast, price_scenarios(book, columns, rows=ROWS))
    assert fast["price_per_hour"].nunique() > count // 2


@pytest.mark.usefixtures("as_python")
def test_problems_are_the_same_with_either_engine() -> None:
    bad = {"contact_pay_rate": [13.0, -1.0], "no_such_input": [1.0, 2.0]}
    told = []
    for engine in ("numpy", "numba"):
        with pytest.raises(fp.InputError) as refusal:
            price_scenarios(plain(), bad, engine=engine)  # type: ignore[arg-type]
        told.append(str(refusal.value))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("engine", "kind", "code"),
    [("numba", np.float32, "not-double"), ("fortran", float, "not-an-option")],
)
def test_what_would_lose_digits_or_is_no_engine_is_refused(
    engine: Any, kind: Any, code: str
) -> None:
    with pytest.raises(fp.InputError) as refusal:
        price_scenarios(plain(), {"contact_pay_rate": np.array([13.0], kind)}, engine=engine)
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_without_numba_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(compiled, "import_module", missing)
    compiled.program.cache_clear()
    with pytest.raises(fp.MissingExtraError, match=r"fairprice-homecare\[fast\]"):
        price_scenarios(plain(), {"contact_pay_rate": [13.0]}, engine="numba")


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_every_operation_has_a_lowered_form(a: float, b: float) -> None:
    x, y = Recorded.named("x"), Recorded.named("y")
    scope = {
        "maximum": np.maximum, "minimum": np.minimum, "absolute": np.absolute,
        "half_up": fp.money.half_up, "up_whole": fp.money.up_whole,
    }  # fmt: skip
    for formula in (
        lambda x, y: x + y - x * y, lambda x, y: np.where(x > y, x, -y),
        lambda x, y: np.maximum(x, np.minimum(y, np.absolute(x))),
        lambda x, y: fp.round_half_up(x, 2) + fp.money.round_up_whole(y) + (x >= y) * 2.0,
        lambda x, y: np.where(x == y, 1.0, np.where(x <= y, x, np.where(x < 0, 2.0, y))) ** 2,
    ):  # fmt: skip
        text = lowered(formula(x, y).expression, str, {})
        value = eval(text, dict(scope), {"x": np.float64(a), "y": np.float64(b)})
        assert value == formula(np.float64(a), np.float64(b))


@given(st.lists(st.floats(-100, 100), min_size=5, max_size=5), st.floats(-10, 10))
def test_bands_are_added_one_after_another_as_numpy_does(
    values: list[float], factor: float
) -> None:
    table, one = Recorded.named("x"), Recorded.named("y")
    scope = {f"x_{band}": value for band, value in enumerate(values)} | {"y": factor}
    columns = np.array(values)[:, np.newaxis]
    text = lowered(np.sum(table * one, axis=0).expression, str, {"x": 5})
    assert eval(text, {}, scope) == np.sum(columns * np.array([factor]), axis=0)[0]
    text = lowered(np.min(table, axis=0).expression, str, {"x": 5})
    assert eval(text, {"minimum": np.minimum}, scope) == min(values)
