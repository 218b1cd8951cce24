"""Priced in batches is priced whole: to the last digit, in any order, on any machine."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from visit_cases import PLAIN, Faulty, billing, carrying, codes, lines, visit_log, written

import fairprice as fp
from fairprice.visits import log as log_module
from fairprice.visits.log import coded, whole
from fairprice.visits.sums import UNIT, Parts, Tally

QUICK = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def logs(draw: st.DrawFn) -> pd.DataFrame:
    """Draw visits of three clients in no order, many of them at the same moment."""
    rows = st.tuples(
        st.sampled_from("ABC"), st.integers(5, 90), st.integers(0, 40), st.integers(1, 80)
    )
    table = pd.DataFrame(
        draw(st.lists(rows, min_size=1, max_size=40)), columns=["client", "planned", "at", "long"]
    )
    start = pd.Timestamp("2026-01-20 08:00") + pd.to_timedelta(table["at"] * 9, unit="h")
    # a column that tells visits of one moment apart, as the number of a visit does
    return pd.DataFrame(
        {
            "client": table["client"], "planned": table["planned"], "in": start,
            "out": start + pd.to_timedelta(table["long"], unit="min"),
            "id": [f"v{n}" for n in range(len(table))],
        }
    )  # fmt: skip


@QUICK
@given(table=logs(), size=st.integers(1, 9),
       rule=st.sampled_from(["month end", "never", "day", "period", "visit"]))  # fmt: skip
def test_batches_by_client_are_the_whole_table(
    table: pd.DataFrame, size: int, rule: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    contract = carrying(rule) if rule in ("month end", "never") else billing(
        rounding={"kind": "down", "unit_minutes": 15, "scope": rule}
    )  # fmt: skip
    room: Path = tmp_path_factory.mktemp("log")
    log = fp.read_visits(written(room / "a.parquet", table), {**PLAIN, "visit": "id"})
    assert log.rows == len(table)
    whole = pd.concat(log.batches())
    expected = contract.price(whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fairprice.visits.pricing.BATCH", size)
        patch.setattr("fairprice.visits.log.PASS", 3 * size)
        result = fp.price_visits(log, contract, room / "out.parquet")
    found = pd.read_parquet(room / "out.parquet").set_index("row").loc[whole.index]
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    assert result.total == float(sum(map(Fraction, expected["price"])))


def test_of_visits_at_one_moment_the_first_in_the_log_comes_first(tmp_path: Path) -> None:
    """Eleven and eight minutes make one quarter, which the second of them completes."""
    rows = ["A,15,2026-04-06 08:00,2026-04-06 08:11", "A,15,2026-04-06 08:00,2026-04-06 08:08"]
    for order, paid in ((rows, [0.0, 6.0]), (rows[::-1], [0.0, 6.0])):
        path = lines(tmp_path / "log.csv", "\n".join(["client,planned,in,out", *order]) + "\n")
        fp.price_visits(fp.read_visits(path, PLAIN), carrying(), tmp_path / "out.parquet")
        found = pd.read_parquet(tmp_path / "out.parquet").sort_values("row")
        assert found["price"].tolist() == paid


def test_what_is_priced_at_once_is_what_the_log_keeps(tmp_path: Path) -> None:
    """Numbers of labels, read from the file, name the same labels; rows set aside are left out."""
    rows = ["A,15,2026-04-06 08:00,2026-04-06 08:11", ",15,2026-04-06 09:00,2026-04-06 09:08",
            ",30,2026-07-06 10:00,2026-07-06 10:20",
            "B,15,2026-10-25 01:30,2026-10-25 01:50"]  # fmt: skip
    path = lines(tmp_path / "log.csv", "\n".join(["client,planned,in,out", *rows]) + "\n")
    log = fp.read_visits(path, PLAIN)
    assert (log.rows_in, log.rows) == (4, 2)
    kept = next(log.batches())
    for size in (1, 2, 100):
        tables = [read() for read in coded(log, log.columns, size)]
        found = pd.concat([table.astype({"client": kept["client"].dtype}) for table in tables])
        pd.testing.assert_frame_equal(found, kept, check_like=True)
    assert fp.price_visits(log, billing()).rows_priced == 2


def test_sorted_visits_with_numbered_labels_are_those_of_the_log(tmp_path: Path) -> None:
    """Few labels are numbered, many are left as texts, and neither names another."""
    count = log_module._FEW * 2
    table = pd.DataFrame(
        {
            "client": [f"c{n % 7}" for n in range(count)], "p": 30.0, "a": 28.0,
            "zone": [None, "moor", "coast"] * (count // 3) + ["moor"] * (count % 3),
            "tag": [f"t{n}" for n in range(count)],
        }
    )  # fmt: skip
    columns = {"client": "client", "zone": "zone", "tag": "tag", "planned_minutes": "p",
               "actual_minutes": "a"}  # fmt: skip
    log = fp.read_visits(written(tmp_path / "a.parquet", table), columns)
    plain = pd.concat(log.batches(together=["client"], size=3_000))
    found = pd.concat(whole(log, log.columns, ["client"], 3_000))
    assert found.dtypes.astype(str)[["zone", "tag"]].tolist() == ["category", "str"]
    pd.testing.assert_frame_equal(found.astype({"zone": plain["zone"].dtype}), plain,
                                  check_like=True)  # fmt: skip


def test_every_row_is_priced_or_set_aside(faulty: Faulty) -> None:
    log, _, rows = faulty
    result = fp.price_visits(log, fp.Billing.model_validate(visit_log.BILLING))
    assert result.rows_priced + result.set_aside.sum() == log.rows_in == rows
    for group in log.groups:
        table = result.by(group, at_least=1)
        assert table["visits"].sum() == result.rows_priced
        assert table["price"].sum() == pytest.approx(result.total, abs=1e-6)


def test_rows_that_a_contract_cannot_price_are_set_aside_by_reason(faulty: Faulty) -> None:
    log, _, _ = faulty
    clauses: dict[str, Any] = {**visit_log.BILLING, "zones": {"kind": "name", "multipliers": {
        "town": 1.0, "village": 1.0}}}  # fmt: skip
    clauses["exceptions"] = {
        name: term for name, term in clauses["exceptions"].items() if name != "no_access"
    }
    result = fp.price_visits(log, fp.Billing.model_validate(clauses))
    own = result.set_aside.drop(log.set_aside.index)
    assert set(own.index) == {"status-without-term: no access", "unknown-zone: zone"}
    assert result.rows_priced + result.set_aside.sum() == log.rows_in
    kept = pd.concat(log.batches())
    priceable = (kept["zone"] != "coast") & (kept["status"] != "no access")
    assert result.rows_priced == priceable.sum()


def test_a_column_that_a_contract_needs_and_the_log_lacks_is_named(
    tmp_path: Path, faulty: Faulty
) -> None:
    log = fp.read_visits(
        lines(tmp_path / "log.csv", "planned,mins\n30,28\n"),
        {"planned_minutes": "planned", "actual_minutes": "mins"},
    )
    with pytest.raises(fp.InputError) as refusal:
        fp.price_visits(log, carrying())
    assert codes(refusal) == ["column-not-mapped"]
    with pytest.raises(fp.InputError) as refusal:
        fp.price_visits(log, billing(zones={"kind": "name", "multipliers": {"town": 1.0}}),
                        tmp_path / "out.parquet")  # fmt: skip
    assert codes(refusal) == ["missing-column"]
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"], "nothing half written"
    with pytest.raises(fp.InputError):
        fp.price_visits("log.csv", billing())  # type: ignore[arg-type]


FLOATS = st.floats(0.004, 1e6) | st.just(0.0)


@given(st.lists(st.tuples(FLOATS, st.integers(0, 2)), min_size=1, max_size=60), st.randoms())
def test_sums_are_exact_in_any_order(drawn: list[tuple[float, int]], random: Any) -> None:
    values, codes_ = (np.array(column) for column in zip(*drawn, strict=True))
    sums = Parts.of(values).sums(codes_, 3)
    for group in range(3):
        exact = sum(map(Fraction, values[codes_ == group].tolist()), Fraction(0))
        assert Fraction(sums[group], UNIT) == exact
        assert sums[group] / UNIT == math.fsum(values[codes_ == group])
    order = list(range(len(values)))
    random.shuffle(order)
    assert Parts.of(values[order]).sums(codes_[order], 3) == sums
    whole, parts = Tally(("v",)), Tally(("v",))
    whole.add({"v": Parts.of(values)}, codes_, "abc")
    for piece in np.array_split(np.arange(len(values)), 3):
        part = Tally(("v",))
        part.add({"v": Parts.of(values[piece])}, codes_[piece], "abc")
        parts.merge(part)
    assert parts.sums == whole.sums


def test_a_plain_sum_of_doubles_would_not_do() -> None:
    """A penny a million times: the plain running sum is off where the exact one is not."""
    values = np.full(1_000_000, 0.01)
    [total] = Parts.of(values).sums(np.zeros(len(values), dtype=np.intp), 1)
    assert total / UNIT == 10_000.0 != np.cumsum(values)[-1]


@given(sizes=st.lists(st.integers(1, 30), min_size=1, max_size=8), least=st.integers(1, 25))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_small_groups_are_never_shown_alone(
    sizes: list[int], least: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [(f"c{z}-{n}", f"zone {z}") for z, size in enumerate(sizes) for n in range(size)]
    table = pd.DataFrame(rows, columns=["client", "zone"]).assign(p=30.0, a=28.0)
    columns = {"client": "client", "zone": "zone", "planned_minutes": "p", "actual_minutes": "a"}
    path = tmp_path_factory.mktemp("log") / "a.parquet"
    result = fp.price_visits(fp.read_visits(written(path, table), columns), billing())
    shown = result.by("zone", at_least=least)
    assert shown["visits"].sum() == len(rows)
    pool = shown[shown.index == "groups too small to show"]["visits"]
    assert (shown["visits"].drop(pool.index) >= least).all()
    # a pool stands for several groups, and for enough people, unless it is all there is
    assert pool.empty or len(shown) == 1 or (pool.iloc[0] >= least and len(shown) < len(sizes))


@pytest.mark.parametrize("group", ["client", "carer", "visit", "colour"])
def test_no_summary_is_by_person(group: str, faulty: Faulty) -> None:
    log, _, _ = faulty
    result = fp.price_visits(log, billing(exceptions=visit_log.BILLING["exceptions"]))
    with pytest.raises(fp.InputError) as refusal:
        result.by(group)
    assert codes(refusal) == ["no-such-group" if group == "colour" else "an-identifier"]


def test_memory_does_not_grow_with_the_batches(faulty: Faulty) -> None:
    log, _, _ = faulty
    sizes = [len(batch) for batch in log.batches(size=500)]
    assert sum(sizes) == log.rows
    assert max(sizes) <= 500
    assert pytest.approx(100_000, rel=0.01) == log_module.BATCH
