"""Logs as people have them: every row is kept or set aside for a stated reason."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from visit_cases import PLAIN, Faulty, codes, lines, written

import fairprice as fp
from fairprice.payment.billing import on_the_uk_clock, universal
from fairprice.visits import clock
from fairprice.visits.extra import connect

HEAD = "client,planned,in,out\n"
GOOD = "A,30,2026-04-06 08:00,2026-04-06 08:28\n"


def test_planted_faults_are_found_and_no_others(faulty: Faulty) -> None:
    log, counts, rows = faulty
    assert log.problems["rows"].to_dict() == counts
    assert log.rows_in == rows == log.rows + log.set_aside.sum()
    aside = log.problems[log.problems["treatment"] == "set aside"]["rows"]
    assert aside.to_dict() == log.set_aside.to_dict()
    assert log.describe().startswith(f"{rows:,} rows read = ")
    assert not any(f"C{n} " in log.describe() for n in range(100)), "nobody is named"


def test_parquet_and_csv_of_the_same_visits_are_the_same_log(tmp_path: Path) -> None:
    times = pd.to_datetime(["2026-07-01 08:00", "2026-03-29 01:30", "2026-10-25 01:30"])
    table = pd.DataFrame({"client": ["A", "B", "A"], "planned": [30, 45, 15], "in": times,
                          "out": times + pd.Timedelta(minutes=20)})  # fmt: skip
    logs = [
        fp.read_visits(written(tmp_path / name, table), PLAIN) for name in ("a.csv", "a.parquet")
    ]
    tables = [next(log.batches()) for log in logs]
    pd.testing.assert_frame_equal(*tables)
    assert logs[0].problems["rows"].to_dict() == {"clock-change": 2}
    # both ends of a visit in the hour that March leaves out are moved to its end
    assert tables[0]["actual_minutes"].tolist() == [20.0, 0.0, 20.0]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2099, 12, 30)),
                min_size=1, max_size=40),
       st.sampled_from([2000, 2026, 2098]))  # fmt: skip
def test_the_clock_of_the_database_is_that_of_billing(
    moments: list[datetime.datetime], year: int
) -> None:
    around = pd.date_range(f"{year}-03-25", f"{year}-04-01", freq="17min")
    late = pd.date_range(f"{year}-10-24", f"{year}-11-01", freq="17min")
    index = pd.DatetimeIndex([*moments, *around, *late]).as_unit("us")
    with connect(Path("/nowhere")) as connection:
        for macro in clock.macros():
            connection.execute(macro)
        connection.register("given", pd.DataFrame({"t": index}))
        found = connection.sql(
            "SELECT epoch_us(universal(t)), epoch_us(clock(universal(t))) FROM given"
        ).fetchnumpy()
        first, second = found.values()
    own = universal(on_the_uk_clock(index))
    np.testing.assert_array_equal(first, own)
    back = pd.DatetimeIndex(own.view("datetime64[us]"), tz="UTC").tz_convert("Europe/London")
    np.testing.assert_array_equal(second, back.tz_localize(None).as_unit("us").asi8)


WRITTEN = {
    "year first": ("2026-04-06 08:05", None),
    "with a T and seconds": ("2026-04-06T08:05:00", None),
    "in a zone": ("2026-04-06T07:05:00Z", None),
    "in its own zone": ("2026-04-06 08:05:00+01:00", None),
    "day first": ("06/04/2026 08:05", "day first"),
    "day first, short": ("6.4.26 8:05", "day first"),
    "month first": ("04/06/2026 08:05:00", "month first"),
    "month in letters": ("06 Apr 2026 08:05", None),
    "morning": ("06/04/2026 08:05 AM", "day first"),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_times_are_read_as_they_are_written(case: str, tmp_path: Path) -> None:
    text, order = WRITTEN[case]
    path = lines(tmp_path / "log.csv", f"client,planned,mins,in\nA,30,28,{text}\n")
    columns = {"client": "client", "planned_minutes": "planned", "actual_minutes": "mins",
               "start": "in"}  # fmt: skip
    log = fp.read_visits(path, columns, date_order=order)
    assert log.set_aside.empty, log.describe()
    assert next(log.batches())["start"].tolist() == [pd.Timestamp("2026-04-06 07:05", tz="UTC")]


@pytest.mark.parametrize("text", ["06/04/2026", "2026-02-30 08:00", "soon", "infinity", "8:05",
                                  "13/13/2026 08:00", "2026-04-06 25:00"])  # fmt: skip
def test_a_time_that_is_none_sets_its_row_aside(text: str, tmp_path: Path) -> None:
    path = lines(tmp_path / "log.csv", HEAD + GOOD + f"B,30,{text},2026-04-06 09:00\n")
    log = fp.read_visits(path, PLAIN, date_order="day first")
    assert log.set_aside.to_dict() == {"unreadable-value": 1}
    assert log.rows == 1


def test_date_and_clock_time_may_stand_in_two_columns(tmp_path: Path) -> None:
    path = lines(tmp_path / "log.csv", "c,day,p,i,o\nA,06/04/2026,30,08:00,08:25\n")
    columns: dict[str, Any] = {"client": "c", "planned_minutes": "p", "start": ["day", "i"],
                               "end": ["day", "o"]}  # fmt: skip
    log = fp.read_visits(path, columns, date_order="day first")
    assert next(log.batches())["actual_minutes"].tolist() == [25.0]


def test_a_date_without_its_clock_time_is_no_time(tmp_path: Path) -> None:
    """A cancelled visit has a date and no clock-in; what is written in place of one is said."""
    rows = [
        "A,06/04/2026,08:00,08:30,08:02,08:25,Done",
        "B,06/04/2026,09:00,09:30,,,Off",
        "C,06/04/2026,10:00,10:30, ,,Done",
        "D,06/04/2026,11:00,11:30,n/a,11:20,Done",
    ]
    path = lines(tmp_path / "log.csv", "\n".join(["c,day,from,to,in,out,how", *rows]) + "\n")
    clocks = {"planned_start": "from", "planned_end": "to", "start": "in", "end": "out"}
    columns: dict[str, Any] = {"client": "c", "status": "how"}
    columns |= {name: ["day", clock] for name, clock in clocks.items()}
    statuses = {"Done": "delivered", "Off": "cancelled"}
    log = fp.read_visits(path, columns, date_order="day first", statuses=statuses)
    assert log.set_aside.to_dict() == {"unreadable-value": 1, "planned-without-actual": 1}
    assert log.problems.loc["unreadable-value", "examples"] == "log.csv record 4 (start)"
    kept = next(log.batches())
    assert kept["client"].tolist() == ["A", "B"]
    assert kept["start"].tolist()[1] == pd.Timestamp("2026-04-06 08:00", tz="UTC")


def test_an_order_of_dates_that_is_not_stated_is_asked_for(tmp_path: Path) -> None:
    text = HEAD + "A,30,04/05/2026 08:00,04/05/2026 08:30\nB,30,14/05/2026 08:00,x\n"
    with pytest.raises(fp.InputError) as refusal:
        fp.read_visits(lines(tmp_path / "log.csv", text), PLAIN)
    assert codes(refusal) == ["date-order-not-stated"] * 2
    assert "of 2, 1 can only have the day first and 0 only the month" in str(refusal.value)


HOSTILE = {
    "too few fields": (HEAD + GOOD + "B,30\n", {"unreadable-line": 1}, 1),
    "too many fields": (HEAD + GOOD + "B,30,a,b,c,d\n", {"unreadable-line": 1}, 1),
    "a name with a comma and a line break": (
        HEAD + '"A, the\nfirst",30,2026-04-06 08:00,2026-04-06 08:28\n', {}, 1,
    ),
    "minutes in words": (
        HEAD + GOOD + "B,half an hour,2026-04-06 08:00,2026-04-06 08:30\n",
        {"unreadable-value": 1}, 1,
    ),
    "minutes without end": (
        HEAD + GOOD + "B,inf,2026-04-06 08:00,2026-04-06 08:30\n", {"unreadable-value": 1}, 1,
    ),
    "below zero": (
        HEAD + GOOD + "B,-30,2026-04-06 08:00,2026-04-06 08:30\n",
        {"minutes-out-of-range": 1}, 1,
    ),
    "two weeks": (
        HEAD + GOOD + "B,30,2026-04-06 08:00,2026-04-20 08:30\n", {"minutes-out-of-range": 1}, 1,
    ),
    "another century": (
        HEAD + GOOD + "B,30,1926-04-06 08:00,1926-04-06 08:30\n", {"time-out-of-range": 1}, 1,
    ),
    "no client": (HEAD + GOOD + ",30,2026-04-06 08:00,2026-04-06 08:30\n", {"no-client": 1}, 1),
    "twice": (HEAD + GOOD + GOOD + GOOD, {"duplicate": 2}, 1),
    "with a mark of its encoding": ("\ufeff" + HEAD + GOOD, {}, 1),
    "with the line ends of Windows": ((HEAD + GOOD).replace("\n", "\r\n"), {}, 1),
    "without a last line end": ((HEAD + GOOD).rstrip("\n"), {}, 1),
    "nothing but a heading": (HEAD, {}, 0),
    "commas at the ends of lines": (
        HEAD.replace("\n", ",,\n") + GOOD.replace("\n", ",,\n"), {}, 1,
    ),
    "columns named as the library's own": (
        HEAD.replace("\n", ",Record,row,reason\n") + GOOD.replace("\n", ",9,9,late\n"), {}, 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files(case: str, tmp_path: Path) -> None:
    text, aside, rows = HOSTILE[case]
    log = fp.read_visits(lines(tmp_path / "log.csv", text), PLAIN)
    assert (log.set_aside.to_dict(), log.rows) == (aside, rows)


REFUSED: dict[str, tuple[bytes, dict[str, Any], list[str]]] = {
    "no heading": (b"", {}, ["cannot-read"]),
    "two columns of one name": (b"client,client,planned,in,out\n", {}, ["repeated-column"]),
    "two columns of nearly one name": (
        b"client,Client,planned,in,out\n",
        {},
        ["repeated-column"] * 2,
    ),
    "columns missing": (b"client,planned\nA,3\n", {}, ["missing-column", "missing-column"]),
    "not UTF-8": (HEAD.encode() + "Zo\u00eb,30,,\n".encode("cp1252"), {}, ["wrong-encoding"]),
    "UTF-16 unsaid": ((HEAD + GOOD).encode("utf-16"), {}, ["wrong-encoding"]),
    "zero bytes": (HEAD.encode() + b"A\0,30,,\n", {}, ["wrong-encoding"]),
    "unclosed": (HEAD.encode() + b'"A,30,,\nB,30,,\n', {}, ["unclosed-quote"]),
    "no encoding": ((HEAD + GOOD).encode(), {"encoding": "latin-99"}, ["unknown-encoding"]),
    "an order that is none": (HEAD.encode(), {"date_order": "us"}, ["not-an-option"]),
    "a delimiter of two": (HEAD.encode(), {"delimiter": ";;"}, ["wrong-kind"]),
    "a status that is none": (HEAD.encode(), {"statuses": {"Done": "done"}}, ["not-an-option"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_files_that_cannot_be_trusted_are_refused(case: str, tmp_path: Path) -> None:
    content, options, wanted = REFUSED[case]
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    with pytest.raises(fp.InputError) as refusal:
        fp.read_visits(path, PLAIN, **options)
    assert codes(refusal) == wanted


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_and_delimiter_are_read_when_stated(encoding: str, tmp_path: Path) -> None:
    text = (HEAD + GOOD).replace(",", ";").replace("A;", "Zo\u00eb;")
    log = fp.read_visits(
        lines(tmp_path / "log.txt", text, encoding), PLAIN, encoding=encoding, delimiter=";"
    )
    assert next(log.batches())["client"].tolist() == ["Zo\u00eb"]


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({}, ["nothing-planned", "nothing-actual"]),
        ({"planned_minutes": "p", "Row": "r", "row": "x"},
         ["not-a-name", "not-a-name", "nothing-actual"]),
        ("planned", ["not-a-mapping"]),
        ({"planned_minutes": 3, "actual_minutes": "a"}, ["not-a-mapping"]),
    ],
)  # fmt: skip
def test_columns_that_say_too_little_are_refused(
    columns: Any, wanted: list[str], tmp_path: Path
) -> None:
    with pytest.raises(fp.InputError) as refusal:
        fp.read_visits(lines(tmp_path / "log.csv", HEAD), columns)
    assert codes(refusal) == wanted


def test_all_files_that_are_wrong_are_named_at_once(tmp_path: Path) -> None:
    lines(tmp_path / "a.csv", "client,planned,in\n")
    lines(tmp_path / "b.csv", HEAD + GOOD)
    (tmp_path / "c.parquet").write_bytes(b"no parquet")
    with pytest.raises(fp.InputError) as refusal:
        fp.read_visits(tmp_path, PLAIN)
    assert codes(refusal) == ["missing-column", "cannot-read"]
    with pytest.raises(fp.InputError) as refusal:
        fp.read_visits([tmp_path / "none.csv", tmp_path / "a.doc"], PLAIN)
    assert codes(refusal) == ["cannot-read", "cannot-read"]


def test_overlaps_and_ways_are_judged_by_carer(tmp_path: Path) -> None:
    """Exeter to Plymouth is 37 miles as the crow flies; nobody drives it in twenty minutes."""
    text = (
        "client,carer,planned,in,out,lat,lon\n"
        "A,W,30,2026-04-06 08:00,2026-04-06 08:30,50.72,-3.53\n"
        "B,W,30,2026-04-06 08:50,2026-04-06 09:20,50.37,-4.14\n"
        "C,W,30,2026-04-06 09:10,2026-04-06 09:40,50.37,-4.14\n"
        "D,X,30,2026-04-06 08:10,2026-04-06 08:40,50.72,-3.53\n"
    )
    columns = {**PLAIN, "carer": "carer", "latitude": "lat", "longitude": "lon"}
    log = fp.read_visits(lines(tmp_path / "log.csv", text), columns)
    assert log.problems["rows"].to_dict() == {"overlap": 1, "faster-than-the-road": 1}
    [(miles,)] = log.query("SELECT gap_miles FROM checked WHERE client = 'B'")
    assert 35 < miles < 40


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from fairprice.visits import extra

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(extra, "import_module", missing)
    with pytest.raises(fp.MissingExtraError, match=r"fairprice-homecare\[visits\]"):
        fp.read_visits(lines(tmp_path / "log.csv", HEAD), PLAIN)
