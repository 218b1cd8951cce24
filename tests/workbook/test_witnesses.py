"""Change inputs in the workbook, recalculate it elsewhere, and ask the library the same."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
import witnesses
from cases import EXAMPLE, cases, example
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies import books, in_steps
from witnesses import Cells

import fairprice as fp
from fairprice.calculation import ANNEX_A

pytestmark = pytest.mark.slow

#: Tables whose entries add up to 1: they are turned round rather than changed.
SHARES = ("pay_band_share", "worker_share")
STILL_AS_WRITTEN = "Price per hour is still what the library computed"
A_YEAR = "Flat fee less price, a year"
AVERAGE = "Average contact hour"
VERDICT_SHEETS = {"Checks", "Cover"}
#: Every example takes seconds: what fails is shown as it was drawn.
ENGINE: dict[str, Any] = {
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


@st.composite
def changed_books(draw: st.DrawFn) -> tuple[fp.OpenBook, dict[str, Any], fp.OpenBook]:
    """Draw a book, one to three changes of its inputs, and the book after them."""
    book = draw(books())
    entered = book.assumptions.inputs()
    shares = {name: 0.0 for name in book.plan.inputs if name.endswith("_visit_share")}
    numbers = {
        name: value
        for name, value in {**shares, **entered}.items()
        if name != "fee_visit_minutes"
        and all(isinstance(v, (int, float)) for v in (value if type(value) is tuple else [value]))
    }
    chosen = draw(st.lists(st.sampled_from(sorted(numbers)), min_size=1, max_size=3, unique=True))
    changes = {name: _other(draw, name, numbers[name]) for name in chosen}
    after, accepted = book.assumptions, {}
    for name, value in changes.items():
        # some changes do not go with the rest, such as rates that would take up the whole price
        with contextlib.suppress(fp.AssumptionsError):
            after, accepted = after.with_inputs(**{name: value}), {**accepted, name: value}
    return book, accepted, fp.OpenBook(after)


def _other(draw: st.DrawFn, name: str, value: Any) -> Any:
    if name in SHARES:
        return tuple(reversed(value))
    if isinstance(value, bool):
        return not value
    if isinstance(value, tuple):
        return tuple(_other(draw, name, entry) for entry in value)
    field = fp.Assumptions.fields()[name]
    if name == "weeks_per_year":
        return draw(in_steps(52, 53, 20))
    if value == 0:
        return draw(in_steps(0.01, min(field.upper or 1, 0.3), 100))
    upper = value * 1.5 if field.upper is None else min(value * 1.5, field.upper)
    return round(draw(st.floats(value / 2, upper)), 4)


def library_figures(book: fp.OpenBook) -> dict[tuple[str, str, str], float]:
    """Ask the library, not the workbook code, for every figure on Cost lines and Fees."""
    figures: dict[tuple[str, str, str], float] = {}
    headings = {
        "One visit": "one_visit",
        "One contact hour": "one_contact_hour",
        "Average contact hour": "average_contact_hour",
        "Share of price": "share_of_price",
    }
    for label, line in book.lines.iterrows():
        for heading, column in headings.items():
            figures["Cost lines", str(label), heading] = float(line[column])
    prices = book.visit_prices()
    for minutes in book.assumptions.fees.fee_visit_minutes:
        heading = f"{minutes:g}-minute visit"
        lines = book.at(1.0, minutes / 60)
        for name in ANNEX_A:
            figures["Cost lines", book.label(name), heading] = float(lines.get(name, 0.0))
        figures["Fees", "Flat hourly fee", heading] = book.flat_hourly_fee
        figures["Fees", "Visit length priced", heading] = minutes
        for step in book.fee_rows:
            figures["Fees", step.label, heading] = float(prices.loc[minutes, step.name])
    return figures


def disagreements(path: Path, recalculated: Cells, book: fp.OpenBook) -> list[str]:
    """List the figures of the recalculated file that differ from the library's."""
    places = {sheet: witnesses.addresses(path, sheet) for sheet in ("Cost lines", "Fees")}
    yearly = float(book.visit_prices()["visits_per_year"].max())
    wrong = []
    for (sheet, label, heading), expected in library_figures(book).items():
        found = recalculated.get((sheet, places[sheet][label, heading]))
        if not witnesses.agree(found, expected, max(yearly, 1.0) if label == A_YEAR else 1.0):
            wrong.append(f"{sheet}, {label}, {heading}: found {found!r}, expected {expected!r}")
    overall = witnesses.addresses(path, "Cover")["Price per hour at the visit mix", "Value"]
    price = recalculated.get(("Cover", overall))
    if not witnesses.agree(price, book.price_per_hour):
        wrong.append(f"Cover: found {price!r}, expected {book.price_per_hour!r}")
    return wrong


def elsewhere(path: Path, recalculated: Cells, fresh: Path) -> list[str]:
    """Compare every formula of a changed file with a file written after the change.

    Left out are the row that tells whether the price is still the one first written, and
    the gap a year, whose scale only the library comparison knows.
    """
    skipped = set()
    for sheet, label in (("Checks", STILL_AS_WRITTEN), ("Fees", A_YEAR)):
        places = witnesses.addresses(path, sheet)
        skipped |= {(sheet, cell) for (row, _), cell in places.items() if row == label}
    expected = {
        place: value for place, value in witnesses.caches(fresh).items() if place not in skipped
    }
    return witnesses.differences(recalculated, expected)


def write_and_change(
    folder: Path, number: int, drawn: tuple[fp.OpenBook, dict[str, Any], fp.OpenBook]
) -> tuple[Path, Path]:
    """Write a book, change the file by name, and write the library's own answer beside it."""
    before, changes, after = drawn
    path = fp.write_fee_workbook(before, folder / f"changed{number}.xlsx")
    witnesses.set_inputs(path, changes)
    return path, fp.write_fee_workbook(after, folder / f"fresh{number}.xlsx")


def told(drawn: tuple[fp.OpenBook, dict[str, Any], fp.OpenBook]) -> str:
    """Write down what was drawn, so that it can be tried again."""
    return f"{drawn[0].assumptions.model_dump(exclude_none=True)} with {drawn[1]}"


@settings(max_examples=4, **ENGINE)
@given(changed_books())
def test_changed_inputs_reach_every_figure_in_formulas(drawn):
    with tempfile.TemporaryDirectory() as folder:
        path, fresh = write_and_change(Path(folder), 0, drawn)
        recalculated = witnesses.recalculate_with_formulas(path)
        assert disagreements(path, recalculated, drawn[2]) == []
        assert elsewhere(path, recalculated, fresh) == []


def test_changed_inputs_reach_every_figure_in_libreoffice(tmp_path):
    several = []

    @settings(max_examples=10, database=None, **ENGINE)
    @given(changed_books())
    def draw(drawn):
        several.append((drawn, write_and_change(tmp_path, len(several), drawn)))

    draw()
    changed = [path for _, (path, _) in several]
    answers = witnesses.recalculate_with_libreoffice(changed, tmp_path / "office")
    for (drawn, (path, fresh)), recalculated in zip(several, answers, strict=True):
        assert disagreements(path, recalculated, drawn[2]) == [], told(drawn)
        assert elsewhere(path, recalculated, fresh) == [], told(drawn)


def test_the_library_agrees_with_the_file_it_has_just_written(files):
    for name, book in cases().items():
        assert disagreements(files[name], witnesses.values(files[name]), book) == []


@pytest.mark.parametrize("name", ["example", "all rates stated, 2014", "one length, one pay band"])
def test_every_cached_value_is_what_formulas_computes(files, name):
    expected = witnesses.caches(files[name])
    assert len(expected) > 200
    assert {sheet for (sheet, _), v in expected.items() if isinstance(v, str)} == VERDICT_SHEETS
    assert witnesses.differences(witnesses.recalculate_with_formulas(files[name]), expected) == []


def test_every_cached_value_is_what_libreoffice_computes(files, tmp_path):
    answers = witnesses.recalculate_with_libreoffice(files.values(), tmp_path)
    for path, recalculated in zip(files.values(), answers, strict=True):
        expected = witnesses.caches(path)
        assert {sheet for (sheet, _), v in expected.items() if isinstance(v, str)} == VERDICT_SHEETS
        assert witnesses.differences(recalculated, expected) == []


def on_the_limits(minutes):
    """Pay on the minimum wage of 2025-26; weeks on, and a penny below, the limits of two rules."""
    wage, weeks = 12.21, (125.0, 124.99, 192.0, 191.99)
    provider = fp.load_assumptions(EXAMPLE).with_inputs(
        price_date="2025-06-01", contact_pay_rate=wage, travel_pay_rate=wage,
        waiting_pay_rate=wage, worker_weekly_hours=[week / wage for week in weeks],
        worker_share=[0.25] * 4, travel_minutes_per_visit=minutes,
    )  # fmt: skip
    return fp.OpenBook(provider)


def test_pay_on_a_limit_is_decided_alike_in_every_engine(tmp_path):
    provided = {minutes: on_the_limits(minutes) for minutes in (0.8, 3.7, 11.9)}
    bands = [book.worker_bands for book in provided.values()]
    for table in bands:
        assert list(table["worker_weekly_sick_pay"] > 0) == [True, False, True, True]
        assert list(table["worker_pension"] > 0) == [False, False, True, False]
    # binary noise falls on either side: it is this that must decide nothing
    assert any((table["worker_weekly_pay"][[0, 2]] < [125, 192]).any() for table in bands)
    paths = [
        fp.write_fee_workbook(book, tmp_path / f"{minutes}.xlsx")
        for minutes, book in provided.items()
    ]
    answers = witnesses.recalculate_with_libreoffice(paths, tmp_path / "office")
    answers.append(witnesses.recalculate_with_formulas(paths[0]))
    asked = [*zip(paths, provided.values(), strict=True), (paths[0], provided[0.8])]
    verdict = ("Adult minimum wage, at the visit mix", "Result")
    for (path, book), recalculated in zip(asked, answers, strict=True):
        assert disagreements(path, recalculated, book) == []
        assert witnesses.differences(recalculated, witnesses.caches(path)) == []
        assert recalculated["Checks", witnesses.addresses(path, "Checks")[verdict]] == "Pass"


def test_a_planted_cache_is_noticed(tmp_path):
    path = fp.write_fee_workbook(example(), tmp_path / "planted.xlsx")
    place = ("Cost lines", witnesses.addresses(path, "Cost lines")["Holiday", AVERAGE])
    witnesses.plant(path, *place, cache="999")
    assert witnesses.values(path)[place] == 999
    for recalculated in by_both(path, tmp_path):
        assert recalculated[place] == pytest.approx(example().value("holiday"), rel=1e-9)
        [found] = witnesses.differences(recalculated, witnesses.caches(path))
        assert found.startswith("Cost lines!" + place[1])


def test_libreoffice_would_repeat_a_planted_cache_that_is_left_in_place(tmp_path, monkeypatch):
    path = fp.write_fee_workbook(example(), tmp_path / "planted.xlsx")
    place = ("Cost lines", witnesses.addresses(path, "Cost lines")["Holiday", AVERAGE])
    witnesses.plant(path, *place, cache="999")
    monkeypatch.setattr(witnesses, "strip_caches", shutil.copyfile)
    [trusting] = witnesses.recalculate_with_libreoffice([path], tmp_path / "office")
    assert trusting[place] == 999


def test_a_planted_formula_is_noticed_although_its_cache_is_right(tmp_path):
    path = fp.write_fee_workbook(example(), tmp_path / "planted.xlsx")
    place = ("Workings", witnesses.addresses(path, "Workings")["Holiday", AVERAGE])
    right = witnesses.formula_texts(path)[place]
    witnesses.plant(path, *place, formula=right.removeprefix("=") + "*1.01")
    assert disagreements(path, witnesses.values(path), example()) == []
    still = ("Checks", witnesses.addresses(path, "Checks")[STILL_AS_WRITTEN, "Result"])
    for recalculated in by_both(path, tmp_path):
        wrong = disagreements(path, recalculated, example())
        assert any("Holiday, Average contact hour" in line for line in wrong)
        assert any("TOTAL, Average contact hour" in line for line in wrong)
        assert witnesses.differences(recalculated, witnesses.caches(path))
        assert recalculated[still] == "Changed"


def test_a_number_typed_over_a_formula_fails_the_workbooks_own_checks(tmp_path):
    headings = ("One visit", AVERAGE, "60-minute visit")
    paths = []
    for heading in headings:
        path = fp.write_fee_workbook(example(), tmp_path / f"{heading}.xlsx")
        cell = witnesses.addresses(path, "Cost lines")["Holiday", heading]
        # a tenth of a penny: far below what a reader would see
        typed = witnesses.values(path)["Cost lines", cell] + 0.001
        witnesses.plant(path, "Cost lines", cell, formula=f"{typed:.6f}")
        paths.append(path)
    overall = ("Cover", witnesses.addresses(paths[0], "Cover")["Overall check", "Value"])
    answers = witnesses.recalculate_with_libreoffice(paths, tmp_path / "office")
    for recalculated in answers:
        assert recalculated[overall].startswith("At least one check fails")


def test_the_workbook_itself_says_when_shares_or_pay_no_longer_hold(tmp_path):
    """What the library would refuse or fail on entry, a user of the file must be told."""
    book = cases()["pay and worker bands"]
    changes = {
        "Pay band share: adds up to 1": ("pay_band_share", (0.6, 0.3, 0.2)),
        "Share of workers: adds up to 1": ("worker_share", (0.2, 0.5, 0.2)),
        "Adult minimum wage, at the visit mix": ("pay_band_rate", (13.0, 14.5, 9.0)),
    }
    paths = []
    for number, (name, value) in enumerate(changes.values()):
        paths.append(fp.write_fee_workbook(book, tmp_path / f"{number}.xlsx"))
        witnesses.set_input(paths[-1], name, value)
    places = witnesses.addresses(paths[0], "Checks")
    overall = ("Cover", witnesses.addresses(paths[0], "Cover")["Overall check", "Value"])
    answers = witnesses.recalculate_with_libreoffice(paths, tmp_path / "office")
    for label, recalculated in zip(changes, answers, strict=True):
        assert recalculated["Checks", places[label, "Result"]] == "Fail"
        assert recalculated["Checks", places["Checks that fail", "Found"]] == 1
        assert recalculated[overall].startswith("At least one check fails")


def by_both(path: Path, folder: Path) -> list[Cells]:
    """Recalculate with both engines."""
    office = witnesses.recalculate_with_libreoffice([path], folder / "office")
    return [witnesses.recalculate_with_formulas(path), *office]


def test_without_libreoffice_it_skips_but_fails_where_ci_is_true(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="not installed"):
        witnesses.recalculate_with_libreoffice([], tmp_path)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="second witness"):
        witnesses.recalculate_with_libreoffice([], tmp_path)
