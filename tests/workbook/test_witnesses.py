"""Change inputs in the workbook, recalculate it elsewhere, and ask the library the same."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
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
from fairprice import digits
from fairprice.calculation import ANNEX_A
from fairprice.workbook.fee_workbook import fee_workbook_model

#: Tables whose entries add up to 1: they are turned round rather than changed.
SHARES = ("pay_band_share", "worker_share")
#: What is counted of sources: they stand in the file, and go with the value in the library.
OF_SOURCES = (
    "Inputs of the price", "of them with a source of the party", "of them without a source",
    "of them from the starter, not stated by the party",
)  # fmt: skip
STILL_AS_WRITTEN = "Price per hour is still what the library computed"
A_YEAR = ("Flat fee less price, a year", "Average price less price, a year")
#: What may be nothing but the binary noise of a year's revenue.
LEFT_OF_A_YEAR = ("Margin: what the volume leaves",)
SCALED = ("Cost lines", "Fees", "Volume")
AVERAGE = "Average contact hour"
VERDICT_SHEETS = {"Checks", "Cover"}
#: Every example takes seconds: what fails is shown as it was drawn.
ENGINE: dict[str, Any] = {
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


#: A book, changes of its inputs, and the book after them.
Drawn = tuple[fp.OpenBook, dict[str, Any], fp.OpenBook]


def changed_books() -> st.SearchStrategy[Drawn]:
    """Draw a book, one to three changes of its inputs, and the book after them."""
    return books().flatmap(changes_of)


@st.composite
def changes_of(draw: st.DrawFn, book: fp.OpenBook) -> Drawn:
    """Draw one to three changes of the inputs of a book, and the book after them."""
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
        figures["Fees", book.fee_words("Flat hourly fee"), heading] = book.flat_hourly_fee
        figures["Fees", "Visit length priced", heading] = minutes
        for step in book.fee_rows:
            figures["Fees", book.fee_words(step.label), heading] = float(
                prices.loc[minutes, step.name]
            )
    hours = float(book.value("annual_contact_hours"))
    for percent in range(50, 160, 10):
        [row] = book.at_volume(hours * percent / 100).fillna(0.0).itertuples()
        for step in book.volume_rows:
            figure = float(getattr(row, step.name))
            figures["Volume", step.label, f"{percent}% of the hours"] = figure
    return figures


def disagreements(recalculated: Cells, book: fp.OpenBook) -> list[str]:
    """List the figures of a recalculated file that differ from the library's."""
    sheets = {sheet.name: sheet for sheet in fee_workbook_model(book).sheets}
    places = {name: witnesses.laid_out(sheets[name]) for name in ("Cover", *SCALED)}
    yearly = max(float(book.visit_prices()["visits_per_year"].max()), 1.0)
    largest = float(book.at_volume(book.value("annual_contact_hours"))["revenue"].iloc[0])
    wrong = []
    for (sheet, label, heading), expected in library_figures(book).items():
        found = recalculated.get((sheet, places[sheet][label, heading]))
        scale = {
            **dict.fromkeys(A_YEAR, yearly),
            **dict.fromkeys(LEFT_OF_A_YEAR, max(largest, 1.0)),
        }.get(label, 1.0)
        if not witnesses.agree(found, expected, scale):
            wrong.append(f"{sheet}, {label}, {heading}: found {found!r}, expected {expected!r}")
    overall = places["Cover"]["Price per hour at the visit mix", "Value"]
    price = recalculated.get(("Cover", overall))
    if not witnesses.agree(price, book.price_per_hour):
        wrong.append(f"Cover: found {price!r}, expected {book.price_per_hour!r}")
    return wrong


def elsewhere(recalculated: Cells, book: fp.OpenBook) -> list[str]:
    """Compare every formula of a changed file with what the library would write after the change.

    Left out are the row that tells whether the price is still the one first written, counts of
    sources, and what is left of a year, whose scale only the library comparison knows.
    """
    model = fee_workbook_model(book)
    skipped = {
        (sheet.name, cell)
        for sheet in model.sheets
        for (label, _), cell in witnesses.laid_out(sheet).items()
        if label in (STILL_AS_WRITTEN, *OF_SOURCES, *A_YEAR, *LEFT_OF_A_YEAR)
    }
    expected = witnesses.expected_of(model)
    return witnesses.differences(
        recalculated, {place: value for place, value in expected.items() if place not in skipped}
    )


def told(drawn: Drawn) -> str:
    """Write down what was drawn, so that it can be tried again."""
    return f"{drawn[0].assumptions.model_dump(exclude_none=True)} with {drawn[1]}"


@pytest.mark.parametrize(
    ("case", "changes"),
    [("example", 2)] + [pytest.param(case, 8, marks=pytest.mark.slow) for case in cases()],
)
def test_formulas_comes_to_every_cached_value_and_follows_every_change(files, case, changes):
    """Many changes are tried on one workbook, which is taken apart once."""
    expected = witnesses.caches(files[case])
    assert len(expected) > 200
    assert {sheet for (sheet, _), v in expected.items() if isinstance(v, str)} == VERDICT_SHEETS
    assert witnesses.differences(witnesses.recalculate_with_formulas(files[case]), expected) == []

    @settings(max_examples=changes, **ENGINE)
    @given(changes_of(cases()[case]))
    def change(drawn):
        recalculated = witnesses.recalculate_with_formulas(files[case], drawn[1])
        assert disagreements(recalculated, drawn[2]) == [], told(drawn)
        assert elsewhere(recalculated, drawn[2]) == [], told(drawn)

    change()


def drawn_and_changed(count: int, folder: Path) -> list[tuple[Drawn, Path]]:
    """Draw books, write their workbooks, and change the inputs in the files."""
    several: list[tuple[Drawn, Path]] = []

    @settings(max_examples=count, **ENGINE)
    @given(changed_books())
    def draw(drawn):
        path = fp.write_fee_workbook(drawn[0], folder / f"{len(several)}.xlsx")
        witnesses.set_inputs(path, drawn[1])
        several.append((drawn, path))

    draw()
    return several


@pytest.mark.parametrize("count", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_changed_in_libreoffice_every_figure_follows_and_only_inputs_have_changed(tmp_path, count):
    several = drawn_and_changed(count, tmp_path)
    saved = witnesses.saved_by_libreoffice([path for _, path in several], tmp_path / "office")
    for (drawn, _), path in zip(several, saved, strict=True):
        recalculated = witnesses.shown(path)
        assert disagreements(recalculated, drawn[2]) == [], told(drawn)
        assert elsewhere(recalculated, drawn[2]) == [], told(drawn)
        verification = fp.verify_workbook(path)
        assert verification.status == 0, f"{verification}\n{told(drawn)}"
        assert verification.differences.empty
        assert_lists(verification, drawn[0], drawn[2])


def assert_lists(verification: fp.Verification, before: fp.OpenBook, after: fp.OpenBook) -> None:
    """Compare the changed inputs with those of the two books, entry by entry."""

    def entries(book: fp.OpenBook) -> dict[tuple[str, int], Any]:
        shares = {n: 0.0 for n in before.plan.inputs if n.endswith("_visit_share")}
        return {
            (name, place): digits.held(entry)
            for name, value in {**shares, **book.assumptions.inputs()}.items()
            for place, entry in enumerate(value if isinstance(value, tuple) else [value])
        }

    first, now = entries(before), entries(after)
    expected = sorted((key[0], first[key], now[key]) for key in now if now[key] != first[key])
    listed = verification.changed_inputs[["input", "as_written", "now"]]
    assert sorted(listed.itertuples(index=False, name=None)) == expected


def test_the_library_agrees_with_the_file_it_has_just_written(files):
    for name, book in cases().items():
        assert disagreements(witnesses.shown(files[name]), book) == []


def test_every_cached_value_is_what_libreoffice_computes(files, saved_files):
    for name, path in files.items():
        expected = witnesses.caches(path)
        assert {sheet for (sheet, _), v in expected.items() if isinstance(v, str)} == VERDICT_SHEETS
        assert witnesses.differences(witnesses.shown(saved_files[name]), expected) == []


def on_the_limits(minutes):
    """Pay on the minimum wage of 2025-26; weeks on, and a penny below, the limits of two rules."""
    wage, weeks = 12.21, (125.0, 124.99, 192.0, 191.99)
    provider = fp.load_assumptions(EXAMPLE).with_inputs(
        price_date="2025-06-01", contact_pay_rate=wage, travel_pay_rate=wage,
        waiting_pay_rate=wage, worker_weekly_hours=[week / wage for week in weeks],
        worker_share=[0.25] * 4, travel_minutes_per_visit=minutes,
        stated_training_rate=0.0,  # what is paid for it is earnings too, and would lift each week
    )  # fmt: skip
    return fp.OpenBook(provider)


@pytest.mark.slow
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
        assert disagreements(recalculated, book) == []
        assert witnesses.differences(recalculated, witnesses.caches(path)) == []
        assert recalculated["Checks", witnesses.addresses(path, "Checks")[verdict]] == "Pass"


# Mistakes in a file are noticed


def place_of(path: Path, sheet: str, label: str, heading: str) -> tuple[str, str]:
    return sheet, witnesses.addresses(path, sheet)[label, heading]


def plant_a_cache(path: Path) -> None:
    witnesses.plant(path, *place_of(path, "Cost lines", "Holiday", AVERAGE), cache="999")


def plant_a_formula(path: Path) -> None:
    place = place_of(path, "Workings", "Holiday", AVERAGE)
    right = witnesses.formula_texts(path)[place]
    witnesses.plant(path, *place, formula=right.removeprefix("=") + "*1.01")


def type_over(heading: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        place = place_of(path, "Cost lines", "Holiday", heading)
        # a tenth of a penny: far below what a reader would see
        witnesses.plant(path, *place, formula=f"{witnesses.values(path)[place] + 0.001:.6f}")

    return change


def contradict(name: str, value: Any) -> Callable[[Path], None]:
    return lambda path: witnesses.set_input(path, name, value)


TYPED_OVER = ("One visit", AVERAGE, "60-minute visit")
#: What the library would refuse or fail on entry, and the check that must say so in the file.
CONTRADICTIONS = {
    "Pay band share: adds up to 1": ("pay_band_share", (0.6, 0.3, 0.2)),
    "Share of workers: adds up to 1": ("worker_share", (0.2, 0.5, 0.2)),
    "Adult minimum wage, at the visit mix": ("pay_band_rate", (13.0, 14.5, 9.0)),
}
MISTAKES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a planted cache": ("example", plant_a_cache),
    "a planted formula": ("example", plant_a_formula),
    **{heading: ("example", type_over(heading)) for heading in TYPED_OVER},
    **{
        label: ("pay and worker bands", contradict(*typed))
        for label, typed in CONTRADICTIONS.items()
    },
}


@pytest.fixture(scope="module")
def mistaken(files, tmp_path_factory):
    """Workbooks with one mistake each."""
    folder = tmp_path_factory.mktemp("mistaken")
    paths = {}
    for number, (name, (case, mistake)) in enumerate(MISTAKES.items()):
        paths[name] = Path(shutil.copyfile(files[case], folder / f"{number}.xlsx"))
        mistake(paths[name])
    return paths


@pytest.fixture(scope="module")
def by_libreoffice(mistaken, tmp_path_factory):
    """What LibreOffice makes of them, in one start."""
    folder = tmp_path_factory.mktemp("office") / "mistaken"
    answers = witnesses.recalculate_with_libreoffice(mistaken.values(), folder)
    return dict(zip(mistaken, answers, strict=True))


@pytest.fixture(params=["LibreOffice", pytest.param("formulas", marks=pytest.mark.slow)])
def recalculated(request, mistaken):
    """Recalculate a workbook with a mistake, by the name of the mistake."""
    if request.param == "LibreOffice":
        return request.getfixturevalue("by_libreoffice").__getitem__
    return lambda name: witnesses.recalculate_with_formulas(mistaken[name])


@pytest.mark.slow
def test_a_planted_cache_is_noticed(mistaken, recalculated):
    path, found = mistaken["a planted cache"], recalculated("a planted cache")
    place = place_of(path, "Cost lines", "Holiday", AVERAGE)
    assert witnesses.values(path)[place] == 999
    assert found[place] == pytest.approx(example().value("holiday"), rel=1e-9)
    [difference] = witnesses.differences(found, witnesses.caches(path))
    assert difference.startswith("Cost lines!" + place[1])


@pytest.mark.slow
def test_a_planted_formula_is_noticed_although_its_cache_is_right(mistaken, recalculated):
    path, found = mistaken["a planted formula"], recalculated("a planted formula")
    assert disagreements(witnesses.values(path), example()) == []
    wrong = disagreements(found, example())
    assert any("Holiday, Average contact hour" in line for line in wrong)
    assert any("TOTAL, Average contact hour" in line for line in wrong)
    assert witnesses.differences(found, witnesses.caches(path))
    assert found[place_of(path, "Checks", STILL_AS_WRITTEN, "Result")] == "Changed"


@pytest.mark.slow
@pytest.mark.parametrize("heading", TYPED_OVER)
def test_a_number_typed_over_a_formula_fails_the_workbooks_own_checks(
    mistaken, by_libreoffice, heading
):
    overall = place_of(mistaken[heading], "Cover", "Overall check", "Value")
    assert by_libreoffice[heading][overall].startswith("At least one check fails")


@pytest.mark.slow
@pytest.mark.parametrize("label", CONTRADICTIONS)
def test_the_workbook_itself_says_when_shares_or_pay_no_longer_hold(
    mistaken, by_libreoffice, label
):
    path, found = mistaken[label], by_libreoffice[label]
    assert found[place_of(path, "Checks", label, "Result")] == "Fail"
    assert found[place_of(path, "Checks", "Checks that fail", "Found")] == 1
    overall = place_of(path, "Cover", "Overall check", "Value")
    assert found[overall].startswith("At least one check fails")


@pytest.mark.slow
def test_libreoffice_would_repeat_a_planted_cache_that_is_left_in_place(
    mistaken, tmp_path, monkeypatch
):
    path = mistaken["a planted cache"]
    monkeypatch.setattr(witnesses, "strip_caches", shutil.copyfile)
    [trusting] = witnesses.recalculate_with_libreoffice([path], tmp_path / "office")
    assert trusting[place_of(path, "Cost lines", "Holiday", AVERAGE)] == 999


def test_without_libreoffice_it_skips_but_fails_where_ci_is_true(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="not installed"):
        witnesses.recalculate_with_libreoffice([], tmp_path)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="second witness"):
        witnesses.recalculate_with_libreoffice([], tmp_path)
