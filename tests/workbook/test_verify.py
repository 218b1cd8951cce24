"""Was it altered? Untouched and honestly changed workbooks pass; every tampering is named."""

from __future__ import annotations

import dataclasses
import random
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
import tampering
import witnesses
from cases import cases, example
from hypothesis import given, settings
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from providers import plain, plain_book
from strategies import books
from tampering import place_of
from test_comparison_workbook import billed, compared, contract
from test_safety import rates_with
from test_witnesses import ENGINE, assert_lists, changed_books, told

import fairprice as fp
from fairprice import digits
from fairprice.workbook.as_written import AsWritten
from fairprice.workbook.fee_workbook import fee_workbook_model
from fairprice.workbook.model import Column, Formula, Sheet
from fairprice.workbook.reading import opened
from fairprice.workbook.verify.inputs import OwnInputs
from fairprice.workbook.verify.snapshot import Snapshot
from fairprice.workbook.writer import to_bytes

AVERAGE = "Average contact hour"
FINGERPRINT = "Fingerprint of the inputs as written"
AS_WRITTEN = f"As written by fairprice {fp.__version__}."
NO_NUMBERS = "no cached number"
NOT_VERIFIED = "not verified"


@pytest.fixture
def path(tmp_path, files):
    """A workbook of the example, to be tampered with."""
    return Path(shutil.copyfile(files["example"], tmp_path / "theirs.xlsx"))


@pytest.fixture(scope="module")
def fingerprint(files):
    """The fingerprint of the example, as its author would give it apart from the file."""
    return fp.verify_workbook(files["example"]).fingerprint


def found_in(verification):
    """Return kind, sheet and cell of each difference."""
    columns = verification.differences[["kind", "sheet", "cell"]]
    return list(columns.itertuples(index=False, name=None))


def expected_and_found(verification, kind):
    rows = verification.differences[verification.differences["kind"] == kind]
    return list(rows[["expected", "found"]].itertuples(index=False, name=None))


# Nothing was altered


@pytest.mark.parametrize("case", list(cases()))
def test_an_untouched_workbook_is_as_written(files, case):
    """By itself, and by the fingerprint that its author would have taken from the cover."""
    path, before = files[case], files[case].read_bytes()
    cell = place_of(path, "Cover", FINGERPRINT, "Value")
    verification = fp.verify_workbook(path, original=witnesses.shown(path)["Cover", cell])
    assert verification.verdict == f"{AS_WRITTEN} It started from the original's inputs."
    assert str(verification).splitlines()[0] == f"{path.name}: {verification.verdict}"
    assert verification.status == 0
    assert verification.changed_inputs.empty
    assert verification.differences.empty
    assert verification.not_rebuilt == ()
    assert path.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("count", [4, pytest.param(25, marks=pytest.mark.slow)])
def test_any_workbook_is_as_written_and_starts_from_its_own_inputs(tmp_path, count):
    @settings(max_examples=count)
    @given(books(documented=True))
    def verify(book):
        path = fp.write_fee_workbook(book, tmp_path / "drawn.xlsx")
        verification = fp.verify_workbook(path, original=path)
        assert verification.verdict == f"{AS_WRITTEN} It started from the original's inputs."
        assert verification.changed_inputs.empty
        assert verification.differences.empty

    verify()


def test_the_fingerprint_is_the_one_on_the_cover_of_both_products(files, published_files):
    seen = set()
    for case, path in files.items():
        fingerprint = AsWritten.of(cases()[case]).fingerprint
        for product in (path, published_files[case]):
            cell = place_of(product, "Cover", FINGERPRINT, "Value")
            assert witnesses.shown(product)["Cover", cell] == fingerprint
        seen.add(fingerprint)
    assert len(seen) == len(files)


@pytest.mark.parametrize(
    "changes",
    [
        {"holiday_weeks": 5.7},
        {"provider_name": "Other Care"},
        {"employment_allowance_claimed": True},
    ],
)
def test_other_inputs_have_another_fingerprint(changes):
    prints = {AsWritten.of(book).fingerprint for book in (plain_book(), plain_book(**changes))}
    assert len(prints) == 2


def test_other_sources_and_other_law_have_another_fingerprint(tmp_path):
    data = plain().model_dump(exclude_none=True)
    sourced = fp.Assumptions.model_validate({**data, "sources": {"holiday_weeks": "Contract 4.2"}})
    rates = rates_with(tmp_path, "Council policy")
    books = (plain_book(), fp.OpenBook(sourced), fp.OpenBook(plain(), rates))
    assert len({AsWritten.of(book).fingerprint for book in books}) == 3


@pytest.mark.slow
def test_what_libreoffice_saves_again_is_as_written(saved_files):
    for case, path in saved_files.items():
        verification = fp.verify_workbook(path)
        assert verification.verdict == AS_WRITTEN, f"{case}\n{verification}"


# The same number after another program


def long_numbers(seed: int) -> fp.OpenBook:
    """Return a book whose inputs were worked out, so that they have all the digits there are."""
    draw = random.Random(seed)
    inputs = example().assumptions.inputs()
    rates = {
        name: value * draw.uniform(1.001, 1.06)
        for name, value in inputs.items()
        if isinstance(value, float)
        and name.endswith(("pay_rate", "mileage_rate", "_per_contact_hour", "_fee"))
    }
    shares = [draw.random() for _ in inputs["worker_share"]]
    rates["worker_share"] = tuple(share / sum(shares) for share in shares)
    return fp.OpenBook(example().assumptions.with_inputs(**rates))


@pytest.mark.slow
def test_books_of_long_numbers_keep_their_fingerprint_in_libreoffice(tmp_path):
    """An uplifted book: LibreOffice rounds every one of its numbers to fifteen digits."""
    books = [long_numbers(seed) for seed in range(3)]
    paths = [fp.write_fee_workbook(b, tmp_path / f"{n}.xlsx") for n, b in enumerate(books)]
    for saved in witnesses.saved_by_libreoffice(paths, tmp_path / "office"):
        # the cover was written before: it bears the fingerprint of the numbers as they were
        assert fp.verify_workbook(saved).verdict == AS_WRITTEN


def test_a_workbook_of_long_numbers_is_rebuilt_to_the_byte(tmp_path):
    """It is worked out from the numbers as it holds them, so nothing is left to be judged."""
    stated = long_numbers(7)
    path = fp.write_fee_workbook(stated, tmp_path / "long.xlsx")
    again = fp.OpenBook(fp.read_assumptions(path, challenge=False))
    inputs = stated.assumptions.inputs()
    read = {name: again.assumptions.inputs()[name] for name in inputs}
    assert read == digits.held(inputs) != inputs
    price = place_of(path, "Checks", "Price per hour is still what the library computed", "Found")
    assert witnesses.shown(path)["Checks", price] == digits.held(again.price_per_hour)
    own = OwnInputs.of(Snapshot.of(opened(path.read_bytes(), path.name)), path.name)
    rebuilt = fee_workbook_model(own.book(own.first(None).book), first=own.first(None))
    assert to_bytes(rebuilt, values_only=False) == path.read_bytes()


def test_minus_nothing_is_nothing_on_a_workbook_too(tmp_path):
    """In numbers and in tables; a spreadsheet program writes 0."""
    plus, minus = (
        plain_book(
            waiting_minutes_per_visit=nothing,
            evening_share=nothing,
            pay_band_role=("Care worker", "Trainee"),
            pay_band_rate=(13.0, 12.9),
            pay_band_share=(1.0, nothing),
            contact_pay_rate=None,
        )
        for nothing in (0.0, -0.0)
    )
    paths = [fp.write_fee_workbook(b, tmp_path / f"{n}.xlsx") for n, b in enumerate((plus, minus))]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert fp.verify_workbook(paths[1], original=paths[0]).verdict.startswith(AS_WRITTEN)


def as_before(monkeypatch: pytest.MonkeyPatch, book: fp.OpenBook, path: Path) -> Path:
    """Write a workbook as before there was one written form: all digits, twelve for its cover."""
    first = dataclasses.replace(AsWritten.of(book), significant=12)
    with monkeypatch.context() as patch:
        patch.setattr(digits, "written", lambda number, significant=17: f"{number:.{significant}g}")
        path.write_bytes(to_bytes(fee_workbook_model(book, first=first), values_only=False))
    return path


@pytest.mark.slow
def test_workbooks_from_before_there_was_one_written_form_are_as_written(monkeypatch, tmp_path):
    path = as_before(monkeypatch, long_numbers(7), tmp_path / "before.xlsx")
    [cell] = witnesses.named_cells(witnesses.opened(path), "contact_pay_rate")[1]
    assert len(repr(witnesses.shown(path)["Inputs", cell])) > 16
    verification = fp.verify_workbook(path)
    assert verification.verdict == AS_WRITTEN
    printed = place_of(path, "Cover", FINGERPRINT, "Value")
    assert verification.fingerprint == witnesses.shown(path)["Cover", printed]
    for original in (verification.fingerprint, path):
        proved = fp.verify_workbook(path, original=original)
        assert proved.verdict == f"{AS_WRITTEN} It started from the original's inputs."
    today = fp.write_fee_workbook(long_numbers(7), tmp_path / "today.xlsx")
    assert fp.verify_workbook(today).fingerprint != verification.fingerprint
    for original in (verification.fingerprint, path):
        assert fp.verify_workbook(today, original=original).status == 0
    other = as_before(monkeypatch, long_numbers(8), tmp_path / "other.xlsx")
    assert found_in(fp.verify_workbook(other, original=path))[0] == ("not the original", "", "")


def test_saved_without_numbers_is_its_own_kind_and_not_verified(path):
    """A viewer that does not calculate shows nothing, or a price of its own making."""
    tampering.in_openpyxl(path, lambda workbook: None)
    verification = fp.verify_workbook(path)
    assert found_in(verification) == [(NO_NUMBERS, "", "")]
    assert verification.status == 1
    assert verification.verdict == (
        "Not verified: 1 no cached number; nothing else differs. It stores no numbers: open it in "
        "a spreadsheet program and save it."
    )


# Only inputs were changed


@pytest.mark.slow
@settings(max_examples=15, **ENGINE)
@given(changed_books())
def test_changed_inputs_are_listed_where_no_numbers_are_stored(drawn):
    before, changes, after = drawn
    with tempfile.TemporaryDirectory() as folder:
        path = fp.write_fee_workbook(before, Path(folder) / "changed.xlsx")
        witnesses.set_inputs(path, changes)
        witnesses.strip_caches(path, path)
        verification = fp.verify_workbook(path)
    assert found_in(verification) == [(NO_NUMBERS, "", "")], f"{verification}\n{told(drawn)}"
    assert_lists(verification, before, after)


def test_the_verdict_and_the_list_can_be_read_in_a_terminal(tmp_path):
    path = fp.write_fee_workbook(plain_book(), tmp_path / "plain.xlsx")
    fingerprint = fp.verify_workbook(path).fingerprint
    cells = {
        name: witnesses.named_cells(witnesses.opened(path), name)[1][0]
        for name in ("worker_weekly_hours", "holiday_weeks")
    }
    formulas = len(witnesses.formula_texts(path))
    witnesses.set_inputs(path, {"holiday_weeks": 6.0, "worker_weekly_hours": (25.0,)})
    witnesses.strip_caches(path, path)
    assert str(fp.verify_workbook(path, original=fingerprint)) == (
        "plain.xlsx: Not verified: 1 no cached number; nothing else differs. Inputs changed as "
        "well: 2 values. It stores no numbers: open it in a spreadsheet program and save it. It "
        f"started from the original's inputs.\nFingerprint: {fingerprint}\n\nChanged inputs\n"
        f"  {cells['worker_weekly_hours']}: Weekly paid hours 1: 30.0 as written, 25.0 now (hours "
        "per week)\n"
        f"  {cells['holiday_weeks']}: Holiday weeks: 5.6 as written, 6.0 now (weeks per year)\n\n"
        "Differences from what the library would have written\n"
        f"  no cached number: expected {formulas} formulas with their numbers, found none\n\n"
        "Not told: who wrote the file, and whether its inputs are true."
    )


# Tampering, one kind at a time


def cost(path, label):
    return place_of(path, "Cost lines", label, AVERAGE)


def two_compensating_lines(path):
    """Move ten pence an hour from one line to another: the total stays."""
    moved = []
    for label, change in (("Mileage", "+0.1"), ("PPE", "-0.1")):
        cell = cost(path, label)
        formula = witnesses.formula_texts(path)["Cost lines", cell].removeprefix("=")
        cached = witnesses.values(path)["Cost lines", cell] + float(change)
        tampering.put_formula(path, "Cost lines", cell, formula + change, cached)
        moved += [("formula", "Cost lines", cell), ("cached number", "Cost lines", cell)]
    return moved


def hard_coded(path):
    cell = cost(path, "Holiday")
    tampering.put_number(path, "Cost lines", cell, witnesses.values(path)["Cost lines", cell])
    return [("formula replaced", "Cost lines", cell)]


def same_value_by_another_formula(path):
    cell = cost(path, "Holiday")
    formula = witnesses.formula_texts(path)["Cost lines", cell].removeprefix("=")
    cached = witnesses.values(path)["Cost lines", cell]
    tampering.put_formula(path, "Cost lines", cell, formula + "*1", cached)
    return [("formula", "Cost lines", cell)]


def another_column_with_the_same_value(path):
    """Refer to another cell that happens to hold the same number."""
    cell = place_of(path, "Workings", "Contact hours", "60-minute visit")
    cached = witnesses.values(path)["Workings", cell]
    tampering.put_formula(path, "Workings", cell, "INDEX(fee_visit_minutes,3)/60+0.25", cached)
    return [("formula", "Workings", cell)]


def respelled(sheet, label, heading, old, new):
    """Change one word of a formula and leave the number stored for it."""

    def tamper(path):
        cell = place_of(path, sheet, label, heading)
        formula = witnesses.formula_texts(path)[sheet, cell].removeprefix("=")
        assert old in formula
        witnesses.plant(path, sheet, cell, formula=formula.replace(old, new, 1))
        return [("formula", sheet, cell)]

    return tamper


def swapped_labels(path):
    cells = [place_of(path, "Cost lines", label, "Line") for label in ("Holiday", "Mileage")]
    tampering.put_text(path, "Cost lines", cells[0], "Mileage")
    tampering.put_text(path, "Cost lines", cells[1], "Holiday")
    return [("label", "Cost lines", cell) for cell in cells]


def text_at(sheet, label, heading, kind, text="Otherwise"):
    def tamper(path):
        cell = place_of(path, sheet, label, heading)
        tampering.put_text(path, sheet, cell, text)
        return [(kind, sheet, cell)]

    return tamper


def text_in(sheet, cell, kind):
    def tamper(path):
        tampering.put_text(path, sheet, cell, "Otherwise")
        return [(kind, sheet, cell)]

    return tamper


def number_at(sheet, label, heading, number, kind):
    def tamper(path):
        cell = place_of(path, sheet, label, heading)
        tampering.put_number(path, sheet, cell, number)
        return [(kind, sheet, cell)]

    return tamper


def by_the_fourteenth_digit(path):
    """Change a value as first written by the least that a spreadsheet program can show."""
    cell = place_of(path, "Inputs", "Check tolerance", "As written")
    tampering.put_number(path, "Inputs", cell, 1e-6 * (1 + 1e-13))
    return [("value as written", "Inputs", cell)]


def employers_rate(path):
    """Write the National Insurance rate of an earlier year."""
    [cell] = [c for (s, c), v in witnesses.values(path).items() if s == "Statutory" and v == 0.15]
    tampering.put_number(path, "Statutory", cell, 0.138)
    return [("statutory value", "Statutory", cell)]


def date_of_law(path):
    cell = witnesses.addresses(path, "Statutory")[
        next(v for (s, c), v in witnesses.values(path).items() if s == "Statutory" and c == "A5"),
        "Valid to",
    ]
    tampering.put_number(path, "Statutory", cell, 99999.0)
    return [("statutory register", "Statutory", cell)]


def cached(path):
    cell = cost(path, "Holiday")
    witnesses.plant(path, "Cost lines", cell, cache="9.99")
    return [("cached number", "Cost lines", cell)]


def cached_by_a_millionth(path):
    cell = cost(path, "TOTAL")
    price = witnesses.values(path)["Cost lines", cell]
    witnesses.plant(path, "Cost lines", cell, cache=repr(price + 1e-6))
    return [("cached number", "Cost lines", cell)]


def cached_verdict(path):
    cell = place_of(path, "Checks", "Checks that fail", "Result")
    witnesses.plant(path, "Checks", cell, cache="Fail")
    return [("cached number", "Checks", cell)]


def one_cache_taken_away(path):
    cell = cost(path, "Holiday")
    formula = witnesses.formula_texts(path)["Cost lines", cell].removeprefix("=")
    tampering.put(path, "Cost lines", cell, f"<f>{formula}</f>")
    return [("cached number", "Cost lines", cell)]


def extra_cell(path):
    tampering.add_cell(path, "Fees", 9, '<c r="Z9"><v>1</v></c>')
    return [("extra cell", "Fees", "Z9")]


def missing_cell(path):
    tampering.put(path, "Rates", "A9", "")
    return [("missing cell", "Rates", "A9")]


def hidden_row(path):
    tampering.in_sheet(
        path, "Fees", lambda text: text.replace('<row r="9"', '<row r="9" hidden="1"')
    )
    return [("hidden row", "Fees", "9:9")]


def flat_row(path):
    def flatten(text):
        return re.sub(r'(<row r="9" ht=")[0-9.]+', r"\g<1>1", text)

    tampering.in_sheet(path, "Fees", flatten)
    return [("row height", "Fees", "9:9")]


def all_rows_hidden(path):
    def hide(text):
        return text.replace("<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" ')

    tampering.in_sheet(path, "Fees", hide)
    return [("hidden row", "Fees", "")]


def hidden_column(path):
    def hide(text):
        return re.sub(r'(<col [^>]*min="4")', r'\1 hidden="1"', text)

    tampering.in_sheet(path, "Rates", hide)
    return [("hidden column", "Rates", "D:D")]


def hidden_sheet(path):
    tampering.in_part(
        path,
        "xl/workbook.xml",
        lambda text: re.sub(r'(name="Checks"[^>]*state=")visible', r"\1veryHidden", text),
    )
    return [("hidden sheet", "Checks", "")]


def moved_name(path):
    target = witnesses.opened(path).defined_names["travel_pay_rate"].attr_text
    tampering.in_part(
        path,
        "xl/workbook.xml",
        lambda text: re.sub(r'(name="contact_pay_rate"[^>]*>)[^<]*', lambda m: m[1] + target, text),
    )
    return [("defined name", "", "")]


def name_made_a_number(path):
    tampering.in_part(
        path,
        "xl/workbook.xml",
        lambda text: re.sub(r'(name="holiday_weeks"[^>]*>)[^<]*', r"\g<1>5.6", text),
    )
    return [("defined name", "", "")]


def extra_name(path):
    tampering.in_part(
        path,
        "xl/workbook.xml",
        lambda text: text.replace(
            "<definedNames>", '<definedNames><definedName name="other">Inputs!$D$9</definedName>'
        ),
    )
    return [("defined name", "", "")]


def name_of_one_sheet(path):
    """On one sheet alone, let a name stand for something else."""
    tampering.in_part(
        path,
        "xl/workbook.xml",
        lambda text: text.replace(
            "<definedNames>",
            '<definedNames><definedName name="holiday_weeks" localSheetId="7">1</definedName>',
        ),
    )
    return [("name of one sheet", "Workings", "")]


def setting(attribute, value):
    def tamper(path):
        tampering.in_part(
            path,
            "xl/workbook.xml",
            lambda text: re.sub(r"<calcPr", f'<calcPr {attribute}="{value}"', text),
        )
        return [("calculation setting", "", "")]

    return tamper


def chart_reference(path):
    tampering.in_part(
        path,
        "xl/charts/chart2.xml",
        lambda text: text.replace("'Fees'!$D$9:$G$9", "'Fees'!$D$10:$G$10"),
    )
    # nor are the numbers it keeps those of its cells
    return [("chart", "Price chart", ""), ("chart number", "Price chart", "")]


def chart_title(path):
    tampering.in_part(
        path,
        "xl/charts/chart2.xml",
        lambda text: text.replace("Price per contact hour by visit length", "What the hour costs"),
    )
    return [("chart", "Price chart", "")]


def chart_scale(path):
    """Let the axis begin at twenty pounds, so that differences look large."""
    tampering.in_part(
        path, "xl/charts/chart2.xml", lambda text: text.replace('<c:min val="0"', '<c:min val="20"')
    )
    return [("chart", "Price chart", "")]


def chart_numbers(path):
    tampering.in_part(
        path,
        "xl/charts/chart2.xml",
        lambda text: re.sub(r"(?<=<c:v>)[0-9.]+(?=</c:v></c:pt></c:numCache></c:numRef></c:val>)",
                            "30", text, count=1),
    )  # fmt: skip
    return [("chart number", "Price chart", "")]


def chart_description(path):
    tampering.in_part(
        path,
        "xl/drawings/drawing2.xml",
        lambda text: re.sub(r'descr="[^"]*"', 'descr="A fair price"', text),
    )
    return [("chart description", "Price chart", "")]


def text_in_two_styles(path):
    """Let part of a label be white, so that its readers miss it."""
    runs = "<is><r><t>Holi</t></r><r><rPr><color rgb='FFFFFFFF'/></rPr><t>day</t></r></is>"
    cell = place_of(path, "Cost lines", "Holiday", "Line")
    tampering.put(path, "Cost lines", cell, runs, "inlineStr")
    return [("unseen text", "Cost lines", cell)]


def extension(path):
    """Hide numbers in a way that only newer programs show."""
    rule = (
        "<extLst><ext uri='{78C0D931-6437-407d-A8EE-F0AAD7539E65}'><x14:conditionalFormattings xmlns:x14='http://x.example/2009/9/main'>"
        "<x14:conditionalFormatting/></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    tampering.in_sheet(path, "Cost lines", lambda text: text.replace("</worksheet>", rule))
    return [("conditional format", "Cost lines", "")]


def box_beside_the_chart(path):
    """Put a text box into the frame of the chart itself."""
    tampering.in_part(
        path,
        "xl/drawings/drawing2.xml",
        lambda text: text.replace(
            "</xdr:graphicFrame>", "</xdr:graphicFrame><xdr:sp macro=''/>", 1
        ),
    )
    return [("not verified", "", "")]


def box_in_the_chart(path):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/drawings/drawing9.xml", "<userShapes><sp/></userShapes>")
    return [("not verified", "", "")]


def array_formula(path):
    cell = cost(path, "Holiday")
    tampering.in_sheet(
        path,
        "Cost lines",
        lambda text: re.sub(rf'(<c r="{cell}" s="\d+"><f)>', rf'\1 t="array" ref="{cell}">', text),
    )
    return [("formula", "Cost lines", cell)]


TAMPERING = {
    "two compensating lines": two_compensating_lines,
    "a number typed over a formula": hard_coded,
    "a formula of the same value": same_value_by_another_formula,
    "a formula that adds up to the same": another_column_with_the_same_value,
    "an array formula": array_formula,
    "a number in a formula": respelled("Workings", "Contact hours", "15-minute visit", "60", "61"),
    "a text in a formula": respelled("Cover", "Overall check", "Value", "At least", "at least"),
    "a function": respelled("Cost lines", "Total careworker costs", AVERAGE, "SUM", "MAX"),
    "another sheet": respelled("Cost lines", "Holiday", AVERAGE, "Workings", "Fees"),
    "another row": respelled("Cost lines", "Holiday", AVERAGE, "$", "$1"),
    "swapped labels": swapped_labels,
    "a label in two styles": text_in_two_styles,
    "a format of newer programs": extension,
    "a box beside the chart": box_beside_the_chart,
    "a box in the chart": box_in_the_chart,
    "a unit of a line": text_at("Workings", "Holiday", "Unit", "unit"),
    "a unit of an input": text_at("Inputs", "Mileage rate", "Unit", "unit"),
    "a role": text_at("Inputs", "Mileage rate", "Role", "role"),
    "a formula in words": text_at("Workings", "Holiday", "Formula in words", "text"),
    "a source of a line": text_at("Workings", "Holiday", "Source", "source"),
    "bounds": text_at("Inputs", "Mileage rate", "Allowed values", "text"),
    "a limit of use": text_at("Cover", "Limits of use", "Value", "text"),
    "a note": text_at("Notes", "note 4", "Text", "text"),
    "a heading": text_in("Fees", "D4", "heading"),
    "a title": text_in("Fees", "A1", "title"),
    "a description": text_in("Fees", "A2", "title"),
    "an activity": number_at("Workings", "Visits", "One visit", 2.0, "number"),
    "the tolerance of the checks": number_at(
        "Inputs", "Check tolerance", "Value", 1.0, "fixed choice"
    ),
    "a fixed choice": text_at("Inputs", "Sick pay policy", "Value", "fixed choice", "contractual"),
    "a fixed length": number_at("Inputs", "Visit length priced 1", "Value", 20.0, "fixed choice"),
    "a value as written": by_the_fourteenth_digit,
    "a statutory value": employers_rate,
    "a date of the law": date_of_law,
    "a stored number": cached,
    "a stored number, by a millionth": cached_by_a_millionth,
    "a stored verdict": cached_verdict,
    "one stored number taken away": one_cache_taken_away,
    "an extra cell": extra_cell,
    "a missing cell": missing_cell,
    "a hidden row": hidden_row,
    "a row too low to see": flat_row,
    "all rows hidden": all_rows_hidden,
    "a hidden column": hidden_column,
    "a hidden sheet": hidden_sheet,
    "a moved name": moved_name,
    "a name made a number": name_made_a_number,
    "an extra name": extra_name,
    "a name of one sheet": name_of_one_sheet,
    "calculation by hand": setting("calcMode", "manual"),
    "calculation with rounded numbers": setting("fullPrecision", "0"),
    "a chart of other cells": chart_reference,
    "a chart's title": chart_title,
    "a chart's scale": chart_scale,
    "a chart's kept numbers": chart_numbers,
    "a chart's description": chart_description,
}


#: One of each kind of difference; the others follow the same paths.
IN_THE_ORDINARY_TESTS = (
    "two compensating lines", "a number typed over a formula", "a number in a formula",
    "swapped labels", "a label in two styles", "a unit of an input", "a source of a line",
    "a heading", "a title", "an activity", "a fixed choice", "a value as written",
    "a statutory value", "a date of the law", "a stored number, by a millionth", "an extra cell",
    "a missing cell", "a hidden row", "a moved name", "calculation by hand",
    "a chart of other cells", "a chart's kept numbers",
)  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    [kind if kind in IN_THE_ORDINARY_TESTS else pytest.param(kind, marks=pytest.mark.slow)
     for kind in TAMPERING],
)  # fmt: skip
def test_each_kind_of_tampering_is_named_with_its_cell_and_nothing_else(path, kind, fingerprint):
    expected = TAMPERING[kind](path)
    verification = fp.verify_workbook(path, original=fingerprint)
    assert sorted(found_in(verification)) == sorted(expected)
    assert verification.status == 1
    unknown = {kind for kind, *_ in expected} == {NOT_VERIFIED}
    assert verification.verdict.startswith("Not verified: " if unknown else "Altered: ")
    assert verification.changed_inputs.empty
    told = verification.differences
    assert (told["expected"] != told["found"]).all()


@pytest.mark.slow
def test_two_compensating_changes_leave_the_total_and_the_workbooks_own_checks(path):
    """What only a comparison line by line can see."""
    total = witnesses.values(path)["Cost lines", cost(path, "TOTAL")]
    two_compensating_lines(path)
    [recalculated] = witnesses.recalculate_with_libreoffice([path], path.parent / "office")
    assert recalculated["Cost lines", cost(path, "TOTAL")] == pytest.approx(total, rel=1e-12)
    overall = place_of(path, "Cover", "Overall check", "Value")
    assert recalculated["Cover", overall] == "Every check passes"
    saved = path.parent / "office" / "answered" / "0.xlsx"
    assert {kind for kind, *_ in found_in(fp.verify_workbook(saved))} == {
        "formula", "cached number", "chart number"
    }  # fmt: skip


def test_a_difference_tells_what_was_expected_and_what_was_found(path):
    employers_rate(path)
    text = str(fp.verify_workbook(path))
    assert "statutory value (Employer" in text
    assert "expected 0.15, found 0.138" in text
    cell = cost(path, "Holiday")
    formula = witnesses.formula_texts(path)["Cost lines", cell]
    tampering.put_number(path, "Cost lines", cell, 1.5)
    told = expected_and_found(fp.verify_workbook(path), "formula replaced")
    assert told == [(formula, "1.5")]


def test_what_a_terminal_would_obey_is_spelled_out(path):
    """Colours of a terminal, text that runs backwards, spaces without width."""
    cell = place_of(path, "Notes", "note 4", "Text")
    tampering.put_text(path, "Notes", cell, "ab\x9b31m\u202ecd\u200bef")
    verification = fp.verify_workbook(path)
    [(_, found)] = expected_and_found(verification, "text")
    assert found == "ab\\x9b31m\\u202ecd\\u200bef"
    assert all(line.isprintable() for line in str(verification).splitlines())


# Tampering that changes how a workbook looks


def look(change, *kinds):
    return change, set(kinds)


def white(workbook):
    workbook["Cost lines"]["F9"].font = Font(name="Arial", size=12, color="FFFFFFFF")


def white_by_theme(workbook):
    workbook["Cost lines"]["F9"].font = Font(
        name="Arial", size=12, color=openpyxl.styles.Color(theme=0)
    )


def black_on_black(workbook):
    workbook["Cost lines"]["F9"].fill = PatternFill("solid", fgColor="FF000000")


def struck_through(workbook):
    workbook["Notes"]["B5"].font = Font(name="Arial", size=12, strike=True)


def tiny(workbook):
    workbook["Cost lines"]["A9"].font = Font(name="Arial", size=1)


def fewer_digits(workbook):
    workbook["Cost lines"]["F9"].number_format = "0"


def another_number(workbook):
    workbook["Cost lines"]["F9"].number_format = '"31.41"'


def quoted_digits(workbook):
    """A format that reads like the right one once its quotes are gone."""
    workbook["Cost lines"]["F9"].number_format = '"#,##0.00"'


def hidden_text(workbook):
    workbook["Cost lines"]["A9"].number_format = ";;;"


def comment(workbook):
    workbook["Cost lines"]["F9"].comment = Comment("agreed", "author")


def merged(workbook):
    workbook["Fees"].merge_cells("A1:B1")


def conditional(workbook):
    rule = CellIsRule(operator="greaterThan", formula=["0"], font=Font(color="FFFFFFFF"))
    workbook["Cost lines"].conditional_formatting.add("D5:F9", rule)


def link(workbook):
    workbook["Cost lines"]["A9"].hyperlink = "https://x.example/"


def picture_over_cells(workbook):
    page = workbook["Cost lines"]
    chart = LineChart()
    chart.add_data(Reference(page, min_col=4, min_row=5, max_row=6))
    page.add_chart(chart, "D5")


def no_chart(workbook):
    workbook["Price chart"]._charts.clear()


def extra_sheet(workbook):
    workbook.create_sheet("Our view")["A1"] = "31.41"


def chart_sheet(workbook):
    chart = LineChart()
    chart.add_data(Reference(workbook["Fees"], min_col=4, min_row=5, max_row=6))
    workbook.create_chartsheet("Our view").add_chart(chart)


def without_notes(workbook):
    del workbook["Notes"]


def other_order(workbook):
    workbook.move_sheet("Fees", -4)


def other_days(workbook):
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


LOOKS = {
    "white text": look(white, "unseen text"),
    "white text by theme": look(white_by_theme, "unseen text"),
    "black on black": look(black_on_black, "unseen text"),
    "text struck through": look(struck_through, "unseen text"),
    "tiny text": look(tiny, "unseen text"),
    "fewer digits": look(fewer_digits, "number format"),
    "another number in a format": look(another_number, "number format"),
    "a format in quotes": look(quoted_digits, "number format"),
    "hidden text": look(hidden_text, "number format"),
    "a comment": look(comment, "comment", "laid over"),
    "merged cells": look(merged, "merged cells"),
    "a conditional format": look(conditional, "conditional format"),
    "a link": look(link, "link out of the workbook"),
    "a picture over cells": look(picture_over_cells, "chart"),
    "no chart": look(no_chart, "chart"),
    "an extra sheet": look(extra_sheet, "extra sheet"),
    "a chart sheet": look(chart_sheet, "extra sheet"),
    "a missing sheet": look(without_notes, "missing sheet"),
    "another order": look(other_order, "sheet order"),
    "days counted from another day": look(other_days, "calculation setting"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", LOOKS)
def test_what_disguises_a_workbook_is_named(path, kind):
    change, kinds = LOOKS[kind]
    tampering.in_openpyxl(path, change)
    verification = fp.verify_workbook(path)
    found = set(verification.differences["kind"]) - {NO_NUMBERS}
    assert found == kinds
    assert verification.status == 1
    assert ("Our view" in verification.not_rebuilt) == ("sheet" in kind and "missing" not in kind)


def test_formulas_and_formats_spelled_by_other_programs_are_the_same(path):
    respelled = []

    def respell(workbook):
        for page in workbook:
            for row in page.iter_rows():
                for cell in row:
                    if cell.number_format == "d mmmm yyyy":
                        cell.number_format = "[$-809]d\\ mmmm\\ yyyy;@"
                    elif cell.data_type == "f":
                        quoted = re.sub(r"\b(Workings|Fees)!", r"'\1'!", cell.value)
                        cell.value = re.sub(
                            r'([*,=])(?!=)(?=(?:[^"]*"[^"]*")*[^"]*$)', r"\1 ",
                            quoted.replace("SUM(", "sum( "),
                        )  # fmt: skip
                        respelled.append(cell.value)
                    elif cell.data_type == "s":
                        cell.number_format = "@"

    tampering.in_openpyxl(path, respell)
    assert {"= 'Workings'!F$15", "= sum( F5:F15)"} <= {text.strip() for text in respelled}
    verification = fp.verify_workbook(path)
    assert found_in(verification) == [(NO_NUMBERS, "", "")], str(verification)


# Inputs that are no inputs


def test_a_formula_in_an_input_is_named_and_its_number_taken(path):
    [cell] = witnesses.named_cells(witnesses.opened(path), "holiday_weeks")[1]
    tampering.put_formula(path, "Inputs", cell, "5+0.6", 5.6)
    verification = fp.verify_workbook(path)
    assert found_in(verification) == [("formula in an input", "Inputs", cell)]
    assert verification.status == 1


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [("holiday_weeks", 40.0, "Give a number from 0 to 26."),
     ("holiday_weeks", -1.0, "Give a number from 0 to 26."),
     ("worker_share", 0.9, "Correct them so that they add up to 1.")],
)  # fmt: skip
def test_inputs_that_the_library_refuses_are_named_and_nothing_else(path, name, value, mend):
    cell = witnesses.named_cells(witnesses.opened(path), name)[1][0]
    tampering.put_number(path, "Inputs", cell, value)
    verification = fp.verify_workbook(path)
    assert found_in(verification) == [("refused input", "Inputs", cell)]
    assert verification.status == 1
    assert list(verification.changed_inputs["input"]) == [name]


def test_an_entry_of_a_table_that_is_refused_is_named_with_its_own_cell(path):
    cell = witnesses.named_cells(witnesses.opened(path), "visit_minutes")[1][2]
    tampering.put_number(path, "Inputs", cell, 0.0)
    [found] = fp.verify_workbook(path).differences.itertuples()
    assert (found.kind, found.cell, found.label) == ("refused input", cell, "visit_minutes")


def test_text_or_nothing_in_an_input_is_refused(path):
    [cell] = witnesses.named_cells(witnesses.opened(path), "holiday_weeks")[1]
    tampering.put_text(path, "Inputs", cell, "5.6")
    assert found_in(fp.verify_workbook(path)) == [("refused input", "Inputs", cell)]
    tampering.put(path, "Inputs", cell, "")
    assert found_in(fp.verify_workbook(path)) == [("refused input", "Inputs", cell)]


# What a workbook was first written from


def test_a_doctored_value_as_written_breaks_the_fingerprint(path, files):
    """Change an input and the value beside it alike, so that no input seems changed."""
    now = place_of(path, "Inputs", "Holiday weeks", "Value")
    first = place_of(path, "Inputs", "Holiday weeks", "As written")
    for cell in (now, first):
        tampering.put_number(path, "Inputs", cell, 5.0)
    verification = fp.verify_workbook(path)
    assert verification.status == 1
    assert found_in(verification)[0][0] == "fingerprint"
    assert verification.changed_inputs.empty
    proved = fp.verify_workbook(path, original=files["example"])
    assert ("value as written", "Inputs", first) in found_in(proved)
    assert list(proved.changed_inputs["input"]) == ["holiday_weeks"]
    assert list(proved.changed_inputs["as_written"]) == [5.6]


def test_a_doctored_source_breaks_the_fingerprint_and_the_original_shows_it(path, files):
    cell = place_of(path, "Inputs", "Holiday weeks", "Source")
    tampering.put_text(path, "Inputs", cell, "As agreed with the council")
    cover = place_of(path, "Cover", FINGERPRINT, "Value")
    assert found_in(fp.verify_workbook(path)) == [("fingerprint", "Cover", cover)]
    proved = fp.verify_workbook(path, original=files["example"])
    assert found_in(proved) == [("not the original", "", ""), ("source", "Inputs", cell)]


def test_a_source_taken_away_is_named(path):
    cell = place_of(path, "Inputs", "Holiday weeks", "Source")
    tampering.put(path, "Inputs", cell, "")
    found = found_in(fp.verify_workbook(path))
    assert {kind for kind, *_ in found} == {"missing cell", "fingerprint", "cached number"}
    # the Summary counts one input more without a source
    assert {sheet for kind, sheet, _ in found if kind == "cached number"} == {"Summary"}


@pytest.mark.slow
def test_a_whole_new_workbook_is_told_only_by_what_came_apart_from_it(tmp_path, files):
    """The honest limit: nothing inside a file proves who wrote it."""
    fingerprint = fp.verify_workbook(files["example"]).fingerprint
    forged = example().assumptions.with_inputs(holiday_weeks=5.0)
    path = fp.write_fee_workbook(fp.OpenBook(forged), tmp_path / "forged.xlsx")
    assert fp.verify_workbook(path).status == 0
    for original in (f"  {fingerprint.upper()} ", files["example"]):
        verification = fp.verify_workbook(path, original=original)
        assert verification.status == 1
        assert found_in(verification)[0] == ("not the original", "", "")
        assert verification.verdict.startswith("Altered: 1 not the original")
        prints = (fingerprint, verification.fingerprint)
        assert expected_and_found(verification, "not the original") == [prints]


def test_an_original_of_other_rows_is_not_the_original(files):
    verification = fp.verify_workbook(files["one length, one pay band"], original=files["example"])
    assert found_in(verification) == [("not the original", "", "")]


def test_part_of_a_fingerprint_is_refused(path):
    whole = fp.verify_workbook(path).fingerprint
    with pytest.raises(fp.WorkbookError) as refused:
        fp.verify_workbook(path, original=whole[:20])
    assert str(refused.value) == (
        "original: has 20 characters in place of 64. Part of a fingerprint proves little. Give the "
        "whole fingerprint from the cover of the original, or the path of the original file. "
        "[not-a-fingerprint]"
    )


@pytest.mark.parametrize("altered", [False, True], ids=["as another wrote it", "altered since"])
def test_what_another_version_wrote_is_not_called_altered(path, altered):
    """A library that writes otherwise today cannot tell a change of its own from a forger's."""
    cell = place_of(path, "Cover", "Made with", "Value")
    tampering.put_text(path, "Cover", cell, "fairprice 0.0.9")
    if altered:
        tampering.put_number(path, "Cost lines", cost(path, "Holiday"), 1.0)
    found = fp.verify_workbook(path)
    assert found.status == 1
    assert ("formula replaced" in set(found.differences["kind"])) == altered
    assert found.verdict == (
        "Not verified: it says that fairprice 0.0.9 wrote it, and only that version can tell what "
        f"was altered since. fairprice {fp.__version__} would write it otherwise: "
        f"{'1 formula replaced, ' * altered}1 text."
    )


# Workbooks with more sheets, and other workbooks


@pytest.fixture
def evidence(tmp_path):
    """A workbook of the example with its open-book sheets among others."""
    model = fee_workbook_model(example())
    cover = model.sheets[1]
    cover.description = ("Evidence workbook.", cover.description[1])
    more = Sheet("Evidence log", "Evidence", ("What is known.", "One row an input."), [Column("A")])
    more.add(Formula("=contact_pay_rate", example().value("contact_pay_rate")))
    model.sheets.insert(3, more)
    model.names["evidence_of_pay"] = "'Evidence log'!$A$5"
    path = tmp_path / "evidence.xlsx"
    path.write_bytes(to_bytes(model, values_only=False))
    return path


LEFT = ("Summary", "Cover", "Contents", "Evidence log", "Notes", "Price chart", "Volume chart")


def test_sheets_that_cannot_be_rebuilt_are_never_passed_in_silence(evidence):
    verification = fp.verify_workbook(evidence)
    assert found_in(verification) == [("not verified", sheet, "") for sheet in LEFT]
    assert verification.status == 1
    assert verification.not_rebuilt == LEFT
    assert verification.verdict == (
        "Not verified: 7 not verified; nothing else differs. Nothing is said about Summary, "
        "Cover, Contents, Evidence log, Notes, Price chart, Volume chart."
    )
    assert "Not rebuilt, so not checked: Summary, " in str(verification)


def known_in(verification):
    return [found for found in found_in(verification) if found[0] != "not verified"]


def test_the_open_book_sheets_among_others_are_compared_all_the_same(evidence):
    cell = cost(evidence, "Holiday")
    tampering.put_number(evidence, "Cost lines", cell, 1.0)
    assert known_in(fp.verify_workbook(evidence)) == [("formula replaced", "Cost lines", cell)]


def test_a_fingerprint_on_a_cover_of_its_own_is_compared(evidence):
    cell = place_of(evidence, "Cover", FINGERPRINT, "Value")
    tampering.put_text(evidence, "Cover", cell, "0" * 64)
    assert known_in(fp.verify_workbook(evidence)) == [("fingerprint", "Cover", cell)]


@pytest.mark.slow
def test_a_workbook_of_another_kind_is_held_against_its_original(evidence, files):
    """A price typed over, a cover retitled and a sheet added do not make it something else."""
    cell = place_of(evidence, "Cover", "Price per hour at the visit mix", "Value")
    tampering.put_number(evidence, "Cover", cell, 40.65)
    verification = fp.verify_workbook(evidence, original=files["example"])
    assert verification.status == 1
    assert {
        ("formula replaced", "Cover", cell), ("title", "Cover", "A2"),
        ("extra sheet", "Evidence log", ""),
    } <= set(found_in(verification))  # fmt: skip
    assert fp.verify_workbook(evidence).status == 1


def refusal(path):
    with pytest.raises(fp.WorkbookError) as refused:
        fp.verify_workbook(path)
    return str(refused.value)


REBUILT = "Only a workbook that holds its own inputs and formulas can be rebuilt and compared."


def test_a_published_file_cannot_be_verified(published_files):
    path = published_files["example"]
    assert refusal(path) == (
        f"{path.name}: is a published file: values only, no formulas. {REBUILT} Ask the sender for "
        "the open-book file of the same figures, and compare the fingerprints on the two covers. "
        "[published-file]"
    )


def test_a_comparison_without_its_data_cannot_be_verified(tmp_path):
    result = compared([contract("planned", billed())], weeks=4)
    path = fp.write_comparison_workbook(result, tmp_path / "comparison.xlsx")
    workbook = openpyxl.load_workbook(path)
    del workbook["Comparison data"]
    workbook.save(path)
    assert refusal(path) == (
        f"comparison.xlsx: is a comparison of payment models. {REBUILT} It does not carry the "
        "contracts, people and assumptions it was written from: one priced under a law that is "
        "not the register's never does. Ask the sender for them and the seed, and run "
        "compare_payments; the open-book fee workbook behind it can be verified. "
        "[comparison-workbook]"
    )


def test_an_intake_form_and_other_workbooks_cannot_be_verified(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "Intake form: what an hour of home care costs"
    workbook.save(tmp_path / "form.xlsx")
    assert refusal(tmp_path / "form.xlsx") == (
        f"form.xlsx: is an intake form: inputs only, no formulas. {REBUILT} Read it with "
        "read_assumptions; ask the sender for the open-book fee workbook to verify. [intake-form]"
    )
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    assert refusal(tmp_path / "other.xlsx") == (
        f"other.xlsx: is not an open-book workbook of this library. {REBUILT} Ask the sender for "
        "the file that write_fee_workbook wrote. [not-an-open-book]"
    )


def test_hostile_files_are_refused_before_anything_is_compared(path):
    path.write_bytes(b"not a workbook")
    assert refusal(path).endswith("[not-a-workbook]")


def test_array_formulas_of_another_program_are_named(path):
    def change(workbook):
        workbook["Cost lines"]["F9"] = ArrayFormula("F9:F10", "=Workings!F15:F16")
        workbook.defined_names["x"] = DefinedName("x", attr_text="#REF!")

    tampering.in_openpyxl(path, change)
    kinds = {(kind, cell) for kind, _, cell in found_in(fp.verify_workbook(path))}
    assert {("formula", "F9"), ("defined name", "")} <= kinds


def in_pieces(*pieces: tuple[str, str]) -> str:
    """Return a text in pieces, each with the face it is drawn in."""
    runs = "".join(
        f'<r><rPr><sz val="12"/><rFont val="{face}"/></rPr><t xml:space="preserve">{text}</t></r>'
        for face, text in pieces
    )
    return f"<is>{runs}</is>"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "pieces", "kinds"),
    [
        # LibreOffice takes a face that has the letters, and parts a text where its script changes
        ("看護 🏠", [("Noto Sans CJK JP", "看護 🏠")], set()),
        ("Ty 看護 1", [("Calibri", "Ty "), ("DejaVu Sans", "看護 1")], set()),
        ("رعاية", [("Noto Naskh Arabic", "رعاية")], set()),
        # a face of symbols shows other signs for letters, digits and pounds
        ("Tŷ Gofal", [("Wingdings", "Tŷ Gofal")], {"look"}),
        ("£1 care", [("Calibri", "£1 "), ("Symbol", "care")], {"look"}),
        ("£1 – 2", [("Wingdings", "£1 – 2")], {"look"}),
        ("Ty 看護 1", [("Calibri", "Ty "), ("Noto Sans CJK JP", "看護 1")], {"look"}),
        ("看護 care", [("Wingdings", "看護 care")], {"look"}),
    ],
)
def test_a_face_stands_in_for_another_only_for_letters_which_that_has_not(
    tmp_path: Path, name: str, pieces: list[tuple[str, str]], kinds: set[str]
) -> None:
    path = fp.write_fee_workbook(plain_book(provider_name=name), tmp_path / "theirs.xlsx")
    tampering.put(path, "Cover", "B5", in_pieces(*pieces), "inlineStr")
    assert set(fp.verify_workbook(path).differences["kind"]) == kinds
