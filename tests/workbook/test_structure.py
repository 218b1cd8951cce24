"""What stands where: sheets, formulas, names, inputs, sources and protection."""

from __future__ import annotations

import datetime
import itertools
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
import witnesses
from cases import cases, example
from evidence_cases import evidence_cases
from hypothesis import given, settings
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from providers import plain_book
from strategies import books

import fairprice as fp

#: Functions that Excel, LibreOffice and the ``formulas`` package compute alike.
ALLOWED_FUNCTIONS = {
    "SUM", "SUMPRODUCT", "IF", "ABS", "ROUND", "ROUNDUP", "MIN", "MAX", "INDEX", "MATCH",
    "SUMIFS", "CHOOSE", "LEFT", "LEN",
}  # fmt: skip
#: Whole and half, units of time, pence (2 places), what is compared with a limit (4 places) and
#: millionths of a price point or a step (6 places); per cent.
#: The last is how closely a length of visit is matched (minutes).
ALLOWED_NUMBERS = {0, 1, 2, 4, 6, 12, 24, 60, 100, 1000, 0.0001}
#: What stands for the last day of law that has none.
NO_LAST_DAY = "no last day is set"
#: "No formula longer than a thumb": what fits beside a thumb on a wide screen.
LONGEST_FORMULA = 255
#: The sheets of the workbook, in order; Rates is preceded by its working per worker band.
SHEETS = [
    "Summary", "Cover", "Contents", "Inputs", "Statutory", "Worker bands", "Rates", "Workings",
    "Cost lines", "Fees", "Volume", "Checks", "Notes", "Price chart", "Volume chart",
]  # fmt: skip
LENGTHS_FROM_INPUTS = {
    ("Workings", "Visits"), ("Workings", "Contact hours"), ("Fees", "Visit length priced"),
}  # fmt: skip
NAMES = list(cases())
Table = dict[tuple[str, str], str]


@pytest.fixture(params=NAMES)
def case(request):
    return request.param


@pytest.fixture
def path(files, case):
    return files[case]


@pytest.fixture
def workbook(path):
    return witnesses.opened(path)


def table(page):
    """Return a sheet's table: heading to column number, and its row numbers."""
    [found] = page.tables.values()
    left, top, right, bottom = range_boundaries(found.ref)
    headings = {page.cell(top, c).value: c for c in range(left, right + 1)}
    return headings, range(top + 1, bottom + 1)


def column(page, heading):
    """Return a column of a sheet's table as a list."""
    headings, rows = table(page)
    return [page.cell(row, headings[heading]).value for row in rows]


def formula_cells(page):
    return [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


# Sheets


def test_the_sheets_stand_in_order(workbook, case):
    absent = {"Statutory", "Worker bands"} if case == "all rates stated, 2014" else set()
    assert workbook.sheetnames == [name for name in SHEETS if name not in absent]


def test_the_published_file_has_the_same_sheets_without_the_charts(files, published_files, case):
    sheets = witnesses.opened(files[case]).sheetnames
    assert witnesses.opened(published_files[case]).sheetnames == sheets[:-2]


def test_the_contents_list_every_other_sheet_with_a_working_link(workbook):
    page = workbook["Contents"]
    headings, rows = table(page)
    listed = [page.cell(row, headings["Sheet"]) for row in rows]
    assert [cell.value for cell in listed] == [
        name for name in workbook.sheetnames if name not in ("Cover", "Contents")
    ]
    for cell in listed:
        assert cell.hyperlink.location == f"'{cell.value}'!A1"
        assert cell.hyperlink.target is None


def test_the_cover_tells_what_a_reader_must_know(workbook, case):
    book = cases()[case]
    page = workbook["Cover"]
    items = dict(zip(column(page, "Item"), column(page, "Value"), strict=True))
    assert items["Provider"] == book.assumptions.about.provider_name
    assert items["Nation"] == book.assumptions.about.nation
    assert items["Price date"].date() == book.assumptions.about.price_date
    for needed in ("Overall check", "Limits of use", "Conditions of validity", "Disclaimer",
                   "How to use it", "Made with"):  # fmt: skip
        assert items[needed]
    assert not any("assured by" in str(value).lower() for value in items.values())


def test_the_cover_is_valid_until_the_first_value_used_goes_out_of_force(workbook, case):
    items = dict(zip(column(workbook["Cover"], "Item"), column(workbook["Cover"], "Value"),
                     strict=True))  # fmt: skip
    if "Statutory" not in workbook.sheetnames:
        assert items["Valid until"] == "no statutory value with a last day is used"
        return
    shown = column(workbook["Statutory"], "Valid to")
    last_days = [day.date() for day in shown if day != NO_LAST_DAY]
    assert items["Valid until"].date() == min(last_days)
    assert min(last_days) >= cases()[case].assumptions.about.price_date


# Formulas


def row_formulas(page):
    """Yield each row's formulas in the activity columns, with the row's label."""
    headings, rows = table(page)
    activities = [c for name, c in headings.items() if name in _activities(headings)]
    for row in rows:
        cells = [page.cell(row, c) for c in activities]
        yield page.cell(row, 1).value, [cell for cell in cells if cell.value is not None]


def _activities(headings):
    fixed = {"One visit", "One contact hour", "Average contact hour"}
    return [name for name in headings if name in fixed or re.fullmatch(r".+-minute visit", name)]


def unlike(cells):
    """List the cells that are not the first one's formula copied across."""
    first = cells[0]
    return [
        f"{cell.coordinate}: {cell.value}"
        for cell in cells[1:]
        if cell.value != Translator(str(first.value), first.coordinate).translate_formula(
            cell.coordinate
        )
    ]  # fmt: skip


def check_one_formula_per_row(workbook):
    seen = 0
    for sheet in ("Workings", "Cost lines", "Fees"):
        for label, cells in row_formulas(workbook[sheet]):
            if (sheet, label) in LENGTHS_FROM_INPUTS:
                continue
            if all(cell.data_type == "n" for cell in cells):
                assert {cell.value for cell in cells} == {0}, f"{sheet}, {label}"
                continue
            assert all(cell.data_type == "f" for cell in cells), f"{sheet}, {label}"
            assert unlike(cells) == [], f"{sheet}, {label}: {cells[0].value}"
            seen += len(cells) > 1
    return seen


def test_each_row_holds_one_formula_copied_across(workbook, case):
    assert check_one_formula_per_row(workbook) > (0 if case.startswith("one length") else 40)


def check_one_formula_per_column(page, skipped):
    headings, rows = table(page)
    for heading, c in headings.items():
        cells = [page.cell(row, c) for row in rows if page.cell(row, c).data_type == "f"]
        if heading not in skipped and cells:
            assert len(cells) == len(rows), heading
            assert unlike(cells) == [], heading


def test_each_column_of_worker_bands_and_of_shares_holds_one_formula_copied_down(workbook):
    if "Worker bands" in workbook.sheetnames:
        check_one_formula_per_column(workbook["Worker bands"], ())
    page = workbook["Cost lines"]
    headings, _ = table(page)
    check_one_formula_per_column(page, [name for name in headings if name != "Share of price"])
    check_one_formula_per_column(workbook["Checks"], ("Found", "Expected", "Result"))


def test_the_activities_are_what_their_headings_say(path, workbook):
    shown = witnesses.opened(path, data_only=True)["Workings"]
    headings, _ = table(shown)
    places = witnesses.addresses(path, "Workings")
    for heading in _activities(headings):
        visits = shown[places["Visits", heading]].value
        hours = shown[places["Contact hours", heading]].value
        if heading == "One visit":
            assert (visits, hours) == (1, 0)
        elif heading == "One contact hour":
            assert (visits, hours) == (0, 1)
        elif heading == "Average contact hour":
            assert hours == 1
            assert workbook["Workings"][places["Visits", heading]].value == (
                "=visits_per_contact_hour"
            )
        else:
            assert visits == 1
            assert hours * 60 == pytest.approx(float(heading.removesuffix("-minute visit")))


def tokens(formula):
    return Tokenizer(formula).items


def check_formula_language(workbook, price):
    """Hold every formula to the functions, numbers and references that are allowed."""
    for page in workbook:
        for cell in formula_cells(page):
            where = f"{page.title}!{cell.coordinate}: {cell.value}"
            items = tokens(cell.value)
            opened = [t.value.rstrip("(").upper() for t in items
                      if t.type == Token.FUNC and t.subtype == Token.OPEN]  # fmt: skip
            assert set(opened) <= ALLOWED_FUNCTIONS, where
            assert opened.count("IF") <= 1, f"nested IF: {where}"
            assert len(cell.value) <= LONGEST_FORMULA, where
            assert "{" not in cell.value, f"array formula: {where}"
            assert not any(t.subtype == Token.ERROR for t in items), where
            for operand in (t for t in items if t.type == Token.OPERAND):
                if operand.subtype == Token.RANGE:
                    assert "[" not in operand.value, f"external or table reference: {where}"
                if operand.subtype == Token.NUMBER:
                    check_number(page, cell, float(operand.value), price, where)


def check_number(page, cell, number, price, where):
    if cell.value.startswith("=INDEX(fee_visit_minutes,"):
        assert number in {*range(1, 13), 60}, where
    elif page.title == "Checks" and page.cell(cell.row, 1).value.startswith("Price per hour is"):
        assert number == pytest.approx(price, rel=1e-14), where
    else:
        assert number in ALLOWED_NUMBERS, where


def test_formulas_use_only_what_every_engine_computes_alike(workbook, case):
    check_formula_language(workbook, cases()[case].price_per_hour)


def test_no_formula_is_an_array_formula(path):
    for name, part in parts_of(path).items():
        if name.startswith("xl/worksheets/sheet"):
            assert not re.search(r"<f [^>]*t=", part)


def references(formula):
    """Yield the sheet and the corner cells of every reference of a formula."""
    for token in tokens(formula):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            sheet, _, area = token.value.rpartition("!")
            if re.fullmatch(r"\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?", area):
                yield sheet.strip("'"), area.replace("$", "").split(":")
            else:
                yield "", [area]


def check_references(workbook):
    """Every reference is a known name, or a filled cell that stands above on its own sheet."""
    names = set(workbook.defined_names)
    for page in workbook:
        for cell in formula_cells(page):
            where = f"{page.title}!{cell.coordinate}: {cell.value}"
            for sheet, corners in references(cell.value):
                if not re.fullmatch(r"[A-Z]{1,3}\d+", corners[0]):
                    assert corners[0] in names, where
                    continue
                target = workbook[sheet] if sheet else page
                for corner in corners:
                    to_be_filled_in = not target[corner].protection.locked
                    assert target[corner].value is not None or to_be_filled_in, f"empty: {where}"
                    counts_texts = page.title == "Summary" and "SUMPRODUCT(" in cell.value
                    assert (
                        not isinstance(target[corner].value, str)
                        or target[corner].data_type == "f"
                        or counts_texts
                    ), f"text: {where}"
                    if target is page and page.title in ("Workings", "Fees"):
                        assert coordinate_to_tuple(corner)[0] < cell.row, f"below: {where}"


def test_formulas_refer_to_names_and_filled_cells_and_workings_reads_downwards(workbook):
    check_references(workbook)


def test_workings_and_rates_never_go_round_in_a_circle(path):
    formulas = witnesses.formula_texts(path)
    workbook = witnesses.opened(path)
    uses = {}
    for (sheet, cell), text in formulas.items():
        uses[sheet, cell] = set()
        for other, corners in references(text):
            if re.fullmatch(r"[A-Z]{1,3}\d+", corners[0]):
                left, top, right, bottom = range_boundaries(":".join(corners))
                uses[sheet, cell] |= {
                    (other or sheet, f"{get_column_letter(c)}{r}")
                    for c in range(left, right + 1) for r in range(top, bottom + 1)
                }  # fmt: skip
            else:
                target, cells = witnesses.named_cells(workbook, corners[0])
                uses[sheet, cell] |= set(itertools.product([target], cells))
    open_cells = {place: {u for u in used if u in formulas} for place, used in uses.items()}
    while open_cells:
        settled = [place for place, used in open_cells.items() if not used & open_cells.keys()]
        assert settled, f"circular: {sorted(open_cells)[:5]}"
        for place in settled:
            del open_cells[place]


@pytest.mark.parametrize("count", [4, pytest.param(30, marks=pytest.mark.slow)])
def test_drawn_books_keep_the_rules_of_formulas(tmp_path, count):
    @settings(max_examples=count)
    @given(books(documented=True))
    def check(book):
        path = fp.write_fee_workbook(book, tmp_path / "drawn.xlsx")
        workbook = witnesses.opened(path)
        check_one_formula_per_row(workbook)
        check_formula_language(workbook, book.price_per_hour)
        check_references(workbook)
        for page in workbook:
            headings = [h for t in page.tables.values() for h in t.column_names]
            assert len({h.casefold() for h in headings}) == len(headings)

    check()


def test_nothing_in_the_file_reaches_outside_it(path):
    parts = parts_of(path)
    assert not [name for name in parts if re.search(r"vba|externalLink|macro|query|connections",
                                                    name, re.IGNORECASE)]  # fmt: skip
    for name, text in parts.items():
        if name.endswith(".rels"):
            assert 'TargetMode="External"' not in text, name
    assert "macroEnabled" not in parts["[Content_Types].xml"]


#: What the evidence workbook adds of sheets with formulas down a column, and the columns
#: that are not one formula: the bridge starts and ends with a price, and the fee is typed once.
EVIDENCE_COLUMNS = {
    "Bridge": {"Effect (GBP per contact hour)", "Price so far"},
    "Bridge by line": {"Provider", "Provider less commissioner", "Commissioner"},
    "Sensitivity": set(),
    "Payer mix": {"Council's fee"},
}
#: Sheets of the evidence workbook with cells to be changed.
EVIDENCE_ENTRIES = ("Inputs", "Bargaining", "Payer mix", "Cost register")


@pytest.mark.parametrize("name", list(evidence_cases()))
def test_evidence_workbooks_keep_the_rules_of_formulas(evidence_files, name):
    workbook = witnesses.opened(evidence_files[name])
    check_formula_language(workbook, evidence_cases()[name].book.price_per_hour)
    check_references(workbook)
    check_role_of_input(workbook)
    check_protection(workbook, *EVIDENCE_ENTRIES)
    for sheet, skipped in EVIDENCE_COLUMNS.items():
        if sheet in workbook.sheetnames:
            check_one_formula_per_column(workbook[sheet], skipped)


@pytest.mark.parametrize("name", ["example", "tables"])
def test_the_rows_between_the_first_and_the_last_of_a_bridge_hold_one_formula(evidence_files, name):
    page = witnesses.opened(evidence_files[name])["Bridge"]
    _, rows = table(page)
    middle = [page.cell(row, 7) for row in rows][1:-1]
    assert len(middle) >= 5
    assert unlike(middle) == []
    lines = witnesses.opened(evidence_files[name])["Bridge by line"]
    gaps = [lines.cell(row, 6) for row in table(lines)[1]][:-1]
    assert unlike(gaps) == []


def test_each_column_of_a_register_holds_one_formula_above_its_total(evidence_files):
    page = witnesses.opened(evidence_files["example"])["Cost register"]
    headings, rows = table(page)
    for heading in headings:
        cells = [page.cell(row, headings[heading]) for row in rows]
        if "less baseline" in heading:
            assert unlike(cells[:-1]) == [], heading
    totals = [page.cell(rows[-1], c) for c in list(headings.values())[6:]]
    assert len(totals) == 5
    assert unlike(totals) == []


# Labels, names and values


def test_every_row_of_the_calculation_appears_with_its_unit_and_source(path, workbook, case):
    book = cases()[case]
    for kind, sheet, first in (("rate", "Rates", "Rate"), ("line", "Workings", "Line")):
        headings = (first, "Unit", "Source", "What it is")
        shown = list(zip(*(column(workbook[sheet], h) for h in headings), strict=True))
        for step in book.plan.of_kind(kind):
            assert (step.label, step.unit, step.source, step.meaning) in shown
    for step in book.plan.of_kind("worker"):
        assert f"{step.label} ({step.unit})" in table(workbook["Worker bands"])[0]
    assert column(workbook["Cost lines"], "Line") == list(book.lines.index)
    assert len(book.lines) == 32
    fees = column(workbook["Fees"], "Fee line")
    assert [book.fee_words(step.label) for step in book.fee_rows] == fees[2:]


def test_every_formula_row_is_told_in_words(workbook):
    for sheet in ("Rates", "Workings", "Fees"):
        for words in column(workbook[sheet], "Formula in words"):
            assert words
            assert "_" not in words, f"{sheet}: a name of the code in {words!r}"


def test_names_are_fit_for_excel(workbook):
    names = list(workbook.defined_names)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,254}", name)
        assert not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+", name), f"{name} reads as a cell"
        assert not re.fullmatch(r"[rR]?[0-9]*[cC]?[0-9]*", name), f"{name} reads as a cell"
        assert name.upper() not in ALLOWED_FUNCTIONS


def test_names_stand_for_the_value_the_library_knows_by_that_name(path, workbook, case):
    book = cases()[case]
    shown = witnesses.opened(path, data_only=True)
    known = {**book.assumptions.inputs(), **{name: book.rates[name].value for name in book.rates}}
    known |= {step.name: book.value(step.name) for step in book.plan.of_kind("rate", "worker")}
    for name in workbook.defined_names:
        if name in ("check_tolerance", "failed_checks", "inputs_fingerprint"):
            continue
        sheet, cells = witnesses.named_cells(workbook, name)
        found = [shown[sheet][cell].value for cell in cells]
        expected = known.get(name, 0.0)
        if name not in known:
            assert name.endswith("_visit_share"), name
        listed = expected if isinstance(expected, (tuple, np.ndarray)) else [expected]
        for value, entry in zip(found, listed, strict=True):
            if isinstance(entry, datetime.date):
                assert value.date() == entry
            elif isinstance(entry, str):
                assert value == entry
            else:
                assert value == pytest.approx(float(entry), rel=1e-12), name


def test_every_input_rate_worker_row_and_statutory_value_has_a_name(workbook, case):
    book = cases()[case]
    expected = {*book.assumptions.inputs(), *book.statutory_names}
    expected |= {step.name for step in book.plan.of_kind("rate", "worker")}
    assert expected <= set(workbook.defined_names)


def test_the_name_beside_a_row_is_the_name_of_its_value(workbook):
    for sheet, value in (("Inputs", "Value"), ("Statutory", "Amount"), ("Rates", "Value")):
        if sheet not in workbook.sheetnames:
            continue
        page = workbook[sheet]
        headings, rows = table(page)
        for row in rows:
            name = page.cell(row, headings["Name in formulas"]).value
            place = (sheet, page.cell(row, headings[value]).coordinate)
            target, cells = witnesses.named_cells(workbook, name)
            assert place in {(target, cell) for cell in cells}


# Inputs


def inputs_by_cell(path):
    """Return the inputs by the cell of their value: name, entry, and the row's texts."""
    workbook = witnesses.opened(path)
    page = workbook["Inputs"]
    headings, rows = table(page)
    return page, [{heading: page.cell(row, c) for heading, c in headings.items()} for row in rows]


def rule_of(page, cell):
    found = [rule for rule in page.data_validations.dataValidation if cell.coordinate in rule.sqref]
    assert len(found) == 1, f"{cell.coordinate} has {len(found)} validations"
    return found[0]


def test_every_input_is_unlocked_validated_sourced_and_has_a_unit(path, case):
    book = cases()[case]
    page, rows = inputs_by_cell(path)
    fields = fp.Assumptions.fields()
    numeric = {
        name
        for name, value in book.assumptions.inputs().items()
        if name != "fee_visit_minutes"
        and not isinstance(value[0] if isinstance(value, tuple) else value, (str, datetime.date))
    }
    unlocked = set()
    for row in rows:
        name, role = row["Name in formulas"].value, row["Role"].value
        for heading in ("Input", "Unit", "Source", "What it is", "Allowed values"):
            assert row[heading].value, f"{name} has no {heading}"
        if name == "check_tolerance":
            assert role == "Constant"
            assert row["Value"].protection.locked
            continue
        assert row["Unit"].value == fields[name].unit
        assert row["Source"].value == book.assumptions.sources.get(name, row["Source"].value)
        assert row["What it is"].value == fields[name].description
        assert row["Value"].protection.locked == (role == "Fixed choice")
        if role == "Input":
            field, allowed = fields[name], row["Allowed values"].value
            for bound in (field.lower, field.upper, field.above):
                assert bound is None or f"{bound:g}" in re.findall(r"[0-9.]+", allowed), allowed
            unlocked.add(name)
            rule = rule_of(page, row["Value"])
            assert rule.showErrorMessage
            assert rule.allow_blank is False
            assert rule.error
            assert len(rule.prompt) <= 255
            assert len(rule.error) <= 225
            assert len(rule.promptTitle) <= 32
    assert numeric <= unlocked
    assert {name for name in unlocked - numeric if not name.endswith("_visit_share")} == set()


def accepts(rule, cell, value):
    """Judge a value as Excel's validation does."""
    if rule.type == "list":
        return value in [float(option) for option in rule.formula1.strip('"').split(",")]
    if rule.type == "custom":
        between = re.fullmatch(r"AND\((\w+)>([0-9.]+),(\w+)<=([0-9.]+)\)", rule.formula1)
        assert between, rule.formula1
        assert between[1] == between[3] == cell.coordinate
        return float(between[2]) < value <= float(between[4])
    assert rule.type == "decimal"
    first = float(rule.formula1)
    if rule.operator == "between" or rule.operator is None:
        return first <= value <= float(rule.formula2)
    return value > first if rule.operator == "greaterThan" else value >= first


def test_validation_refuses_what_the_library_refuses(path):
    fields = fp.Assumptions.fields()
    page, rows = inputs_by_cell(path)
    wrong = []
    for row in rows:
        if row["Role"].value != "Input":
            continue
        field = fields[row["Name in formulas"].value]
        cell = row["Value"]
        rule = rule_of(page, cell)
        assert accepts(rule, cell, cell.value), field.name
        refused = []
        if field.unit.startswith("yes"):
            refused += [0.5, 2.0, -1.0]
        if field.lower is not None:
            assert accepts(rule, cell, field.lower), field.name
            refused.append(field.lower - 0.01)
        if field.upper is not None:
            assert accepts(rule, cell, field.upper), field.name
            refused.append(field.upper + 0.01)
        if field.above is not None:
            refused += [field.above, field.above - 0.01]
            assert accepts(rule, cell, field.above + 0.01), field.name
        wrong += [
            f"{field.name} accepts {value}" for value in refused if accepts(rule, cell, value)
        ]
    assert wrong == []


def check_role_of_input(workbook):
    """The role Input is given to rows with cells that can be changed, and to no others."""
    for page in workbook:
        headings = table(page)[0] if page.tables else {}
        if "Role" not in headings:
            continue
        for row in table(page)[1]:
            role = page.cell(row, headings["Role"]).value
            numbers = [page.cell(row, c) for c in headings.values()
                       if page.cell(row, c).data_type in ("n", "f")]  # fmt: skip
            unlocked = [cell for cell in numbers if not cell.protection.locked]
            assert bool(unlocked) == (role == "Input"), f"{page.title}, row {row}: {role}"
            assert not any(cell.data_type == "f" for cell in unlocked)


def test_a_role_of_input_is_given_to_cells_that_can_be_changed_and_to_no_others(workbook):
    check_role_of_input(workbook)


def check_protection(workbook, *open_sheets):
    for page in workbook:
        assert page.protection.sheet, page.title
        assert not page.protection.password, page.title
        assert not page.protection.hashValue, page.title
        unlocked = [c for row in page.iter_rows() for c in row if not c.protection.locked]
        assert page.title in open_sheets or unlocked == [], page.title
        assert not any(cell.data_type == "f" for cell in unlocked)


def test_everything_else_is_locked_and_every_sheet_protected_without_a_password(workbook):
    check_protection(workbook, "Inputs")
    assert "password" in workbook["Cover"]["A2"].value
    assert "locked" in workbook["Inputs"]["A2"].value


def test_inputs_refer_to_nothing_and_outputs_hold_no_typed_numbers(workbook, case):
    """Inputs, workings and outputs are apart: each number is an input, a law or a formula."""
    assert formula_cells(workbook["Inputs"]) == []
    if "Statutory" in workbook.sheetnames:
        assert formula_cells(workbook["Statutory"]) == []
    allowed = {
        "Worker bands": {"Worker band"},
        "Workings": {"One visit", "One contact hour", "Average contact hour"},
        "Checks": {"Expected"},
    }
    for sheet in ("Worker bands", "Rates", "Workings", "Cost lines", "Fees", "Checks"):
        if sheet not in workbook.sheetnames:
            continue
        page = workbook[sheet]
        headings, rows = table(page)
        for row, (heading, c) in itertools.product(rows, headings.items()):
            cell = page.cell(row, c)
            if cell.data_type == "n" and cell.value is not None:
                reason = page.cell(row, 2).value
                assert (
                    heading in allowed.get(sheet, ())
                    or (reason == "Activity" and cell.value == 1)
                    or (reason == "In other overheads" and cell.value == 0)
                ), f"{sheet}!{cell.coordinate} is typed: {cell.value}"


# Statutory


def test_each_statutory_value_shows_its_source_and_validity(workbook, case):
    book = cases()[case]
    if case == "all rates stated, 2014":
        assert book.statutory_names == ()
        return
    page = workbook["Statutory"]
    headings, rows = table(page)
    assert set(book.statutory_names) <= set(column(page, "Name in formulas"))
    assert "adult_minimum_wage" in column(page, "Name in formulas")
    for row in rows:
        shown = {heading: page.cell(row, c).value for heading, c in headings.items()}
        law = book.rates[shown["Name in formulas"]]
        assert (shown["Value"], shown["Amount"], shown["Unit"]) == (law.label, law.value, law.unit)
        assert shown["Valid from"].date() == law.valid_from
        if law.valid_to is None:
            assert shown["Valid to"] == NO_LAST_DAY
        else:
            assert shown["Valid to"].date() == law.valid_to
        assert shown["Checked"].date() == law.checked
        assert (shown["Source"], shown["Address"]) == (law.source_title, law.source_address)
        assert shown["Certainty"] == law.certainty_in_full
        assert shown["Address"].startswith("http")


def test_a_price_of_the_coming_year_says_on_its_cover_what_is_not_enacted(tmp_path):
    law = tmp_path / "law.toml"
    law.write_text(fp.draft_law("2027-04-06", "England").replace('"?"', "12"), encoding="utf-8")
    provider = example().assumptions.with_inputs(price_date="2027-04-06")
    book = fp.OpenBook(provider, fp.statutory_rates("2027-04-06", "England", law))
    for published in (False, True):
        written = fp.write_fee_workbook(book, tmp_path / "fees.xlsx", published=published)
        opened = witnesses.opened(written)
        items = dict(zip(column(opened["Cover"], "Item"), column(opened["Cover"], "Value"),
                         strict=True))  # fmt: skip
        assert items["Law that is not enacted"] == book.law_not_enacted
        page = opened["Statutory"]
        headings, rows = table(page)
        shown = {
            page.cell(row, headings["Value"]).value: {
                heading: page.cell(row, place).value for heading, place in headings.items()
            }
            for row in rows
        }
        own = shown["Statutory sick pay, flat rate"]
        assert (own["Source"], own["Certainty"]) == ("Own assumption", "assumed")
        assert own["Checked"] == "an assumption"
        assert own.get("Address") == (None if published else "none: the party's own")
        standing = shown["Employer's National Insurance rate"]
        assert standing["Certainty"].startswith("standing, no change known on 2026-11-22 (")
    now = witnesses.opened(fp.write_fee_workbook(example(), tmp_path / "now.xlsx"))
    assert "Law that is not enacted" not in column(now["Cover"], "Item")


# Checks


def test_the_checks_cover_what_they_must(path, case):
    book = cases()[case]
    page = witnesses.opened(path, data_only=True)["Checks"]
    labels = column(page, "Check")
    lengths = book.assumptions.fees.fee_visit_minutes
    add_up = [label for label in labels if label.startswith("Lines add up to the price")]
    assert len(add_up) == 3 + len(lengths)
    assert any(label.startswith("Return is what the price leaves") for label in labels)
    assert any(label.startswith("Price per hour is still") for label in labels)
    wage = [label for label in labels if label.startswith("Adult minimum wage")]
    assert len(wage) == (0 if case == "all rates stated, 2014" else 1 + len(lengths))
    assert labels[-1] == "Checks that fail"
    found = dict(zip(labels, column(page, "Found"), strict=True))
    expected_price = dict(zip(labels, column(page, "Expected"), strict=True))
    assert found["Checks that fail"] == (1 if case == "below the minimum wage" else 0)
    still = next(label for label in labels if label.startswith("Price per hour is still"))
    assert expected_price[still] == pytest.approx(book.price_per_hour, rel=1e-14)


def test_the_checks_judge_the_librarys_own_figures(path, case):
    book = cases()[case]
    page = witnesses.opened(path, data_only=True)["Checks"]
    shown = dict(
        zip(
            column(page, "Check"),
            zip(column(page, "Found"), column(page, "Expected"), strict=True),
            strict=True,
        )
    )
    prices = {
        "one visit": book.at(1.0, 0.0)["price"],
        "one contact hour": book.at(0.0, 1.0)["price"],
        "average contact hour": book.price_per_hour,
    }
    lengths = book.assumptions.fees.fee_visit_minutes
    prices |= {f"{minutes:g}-minute visit": book.price(minutes) for minutes in lengths}
    for activity, price in prices.items():
        found = shown[f"Lines add up to the price: {activity}"]
        assert found == pytest.approx((price, price), rel=1e-12)
    if "adult_minimum_wage" not in book.rates:
        return
    wage = book.rates.value("adult_minimum_wage")
    tested = book.minimum_wage_test()
    adults = tested[tested["minimum_wage"] == tested["minimum_wage"].max()]
    lowest = adults.groupby("activity")["pay_rate"].min()
    labels = {"visit mix": "at the visit mix"}
    labels |= {f"{m:g} minutes": f"{m:g}-minute visits only" for m in lengths}
    for activity, pay_rate in lowest.items():
        found = shown[f"Adult minimum wage, {labels[activity]}"]
        assert found == pytest.approx((pay_rate, wage), rel=1e-12)


def test_a_failing_minimum_wage_is_told_on_the_cover(files, published_files):
    for path in (files["below the minimum wage"], published_files["below the minimum wage"]):
        shown = witnesses.opened(path, data_only=True)
        items = dict(zip(column(shown["Cover"], "Item"), column(shown["Cover"], "Value"),
                         strict=True))  # fmt: skip
        assert items["Overall check"] == "At least one check fails: see the Checks sheet"
        results = dict(zip(column(shown["Checks"], "Check"), column(shown["Checks"], "Result"),
                           strict=True))  # fmt: skip
        assert results["Adult minimum wage, at the visit mix"] == "Fail"
        assert results["Checks that fail"] == "Fail"
    book = cases()["below the minimum wage"]
    assert not book.minimum_wage_test().iloc[0].passes


def test_each_verdict_follows_from_its_difference(path):
    page = witnesses.opened(path, data_only=True)["Checks"]
    for role, found, expected, difference, result in zip(
        *(column(page, h) for h in ("Role", "Found", "Expected", "Difference", "Result")),
        strict=True,
    ):
        assert difference == pytest.approx(found - expected, abs=1e-12)
        if result in ("Above", "Below"):
            assert role == "Signpost"
            assert (result == "Above") == (difference >= -1e-6)
        elif result == "Fail":
            assert abs(difference) > 1e-6
        else:
            assert result in ("Pass", "Same")


# Chart


def test_the_chart_draws_the_hourly_price_and_the_flat_fee_by_length(path, case):
    party = cases()[case].assumptions
    lengths = party.fees.fee_visit_minutes
    [chart] = witnesses.opened(path)["Price chart"]._charts
    places = witnesses.addresses(path, "Fees")
    first, last = f"{lengths[0]:g}-minute visit", f"{lengths[-1]:g}-minute visit"

    def across(label):
        start, end = places[label, first], places[label, last]
        plain = f"'Fees'!{start}" if start == end else f"'Fees'!{start}:{end}"
        return re.sub(r"([A-Z]+)(\d+)(?=[:]|$)", r"$\1$\2", plain)

    drawn = [(s.tx.strRef.f, s.val.numRef.f, s.cat.numRef.f) for s in chart.series]
    assert drawn == [
        (re.sub(r"([A-Z])(\d+)$", r"$\1$\2", "'Fees'!" + places[label, "Fee line"]),
         across(label), across("Visit length priced"))
        for label in ("Hourly equivalent", fp.OpenBook(party).fee_words("Flat hourly fee"))
    ]  # fmt: skip


def test_the_example_is_what_these_tests_think_it_is():
    assert example().assumptions.fees.fee_visit_minutes == (15, 30, 45, 60)


@pytest.mark.parametrize("ending", [".xls", ".ods", ".csv", ".xlsm", ".xlsx.old"])
def test_a_workbook_is_not_written_under_the_ending_of_another_kind(
    ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"fees{ending}"
    path.write_bytes(b"as it was")
    writers = (
        lambda: fp.write_fee_workbook(plain_book(), path),
        lambda: fp.write_intake_workbook(None, path),
    )
    for write in writers:
        with pytest.raises(fp.FileWriteError, match=r"does not end in \.xlsx\."):
            write()
    assert path.read_bytes() == b"as it was"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert fp.write_fee_workbook(plain_book(), tmp_path / "FEES.XLSX").is_file()
