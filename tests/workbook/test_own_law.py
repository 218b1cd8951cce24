"""A workbook carries the law it was priced under, and is verified without any file but it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import openpyxl
import pytest
import tampering
from evidence_cases import analysis
from hypothesis import given, settings
from hypothesis import strategies as st
from providers import plain
from tampering import place_of

import fairprice as fp

NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")
WAGE = "Minimum wage of our plan"
#: What a plan for April 2027 gives, with its unit; the employer's rate is enacted otherwise.
GIVEN = {
    "adult_minimum_wage": "GBP per hour",
    "ssp_weekly_rate": "GBP per week",
    "pension_qualifying_earnings_lower": "GBP per year",
    "pension_qualifying_earnings_upper": "GBP per year",
    "pension_earnings_trigger": "GBP per year",
}
THIS_YEAR = ("2026-04-06", "2027-04-05")
NEXT_YEAR = ("2027-04-01", "2028-03-31")


def law_file(
    folder: Path,
    values: dict[str, float],
    days: tuple[str, str] = NEXT_YEAR,
    certainty: str = 'certainty = "assumed"',
    label: str = WAGE,
) -> Path:
    path = folder / "law.toml"
    path.write_text(
        'assumed_by = "Exampleshire (the \\"council\\")"\n[sources.paper]\n'
        'title = "=Budget, a paper"\naddress = "https://www.example.org/budget"\n'
        + "".join(
            f'[[parameter]]\nname = "{name}"\nlabel = "{label if "wage" in name else name}"\n'
            f'unit = "{GIVEN.get(name, "share of pay above the threshold")}"\n'
            'nations = ["England", "Scotland", "Wales", "Northern Ireland"]\n'
            f"values = [{{ valid_from = {days[0]}, valid_to = {days[1]}, value = {value!r}, "
            f"{certainty} }}]\n"
            for name, value in values.items()
        ),
        encoding="utf-8",
    )
    return path


PLAN = dict(zip(GIVEN, (13.45, 126.0, 6_396.0, 50_270.0, 10_000.0), strict=True))
ANNOUNCED = (
    'certainty = "announced", announced_by = "HM Treasury (the Budget) on 2026-11-25", '
    'announced_on = 2026-11-25, source = "paper", checked = 2026-11-26'
)


def next_year(**stated: object) -> fp.Assumptions:
    return plain(price_date="2027-04-06", contact_pay_rate=13.6, travel_pay_rate=13.6, **stated)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planned")
    book = fp.OpenBook(next_year(), law_file(folder, PLAN))
    return fp.write_fee_workbook(book, folder / "planned.xlsx")


@pytest.fixture
def path(planned: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(planned, tmp_path / "theirs.xlsx"))


def column(path: Path, heading: str) -> dict[str, object]:
    sheet = openpyxl.load_workbook(path)["Statutory"]
    header, *rows = sheet.iter_rows(min_row=4, values_only=True)
    place = header.index(heading)
    return {row[header.index("Name in formulas")]: row[place] for row in rows}


# As written, under its own law


def test_the_other_side_needs_no_file_but_the_workbook(path: Path) -> None:
    found = fp.verify_workbook(path)
    assert found.status == 0
    assert (
        found.verdict
        == f"As written, under 5 values of its own law, by fairprice {fp.__version__}."
    )
    assert len(found.own_law) == 5
    wage = found.own_law.loc["adult_minimum_wage"]
    assert (wage["label"], wage["own"], wage["certainty"]) == (WAGE, 13.45, "assumed")
    assert wage["source"] == 'Own assumption of Exampleshire (the "council")'
    assert wage["register_certainty"] == ""
    assert f"{WAGE}: 13.45 GBP per hour (assumed; {wage['source']}); the register holds" in str(
        found
    )


def test_own_values_are_marked_on_the_sheet_and_told_on_the_cover(path: Path) -> None:
    roles = column(path, "Role")
    own = {name for name, role in roles.items() if role == "Own value"}
    assert own == set(fp.verify_workbook(path).own_law.index)
    assert "adult_minimum_wage" in own
    assert roles["employer_nic_rate"] == "Statutory value"
    cover = openpyxl.load_workbook(path)["Cover"]
    told = {row[0]: row[1] for row in cover.iter_rows(values_only=True)}
    assert told["Law of its own"] == (
        "5 values are the party's own and not the register's. None contradicts enacted law."
    )


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "adult_minimum_wage": st.floats(8, 20),
            "ssp_weekly_rate": st.floats(50, 300),
            "pension_qualifying_earnings_lower": st.floats(0, 10_000),
            "pension_qualifying_earnings_upper": st.floats(30_000, 60_000),
            "pension_earnings_trigger": st.floats(0, 20_000),
        },
        optional={"employer_nic_rate": st.floats(0, 0.5)},
    ),
    st.sampled_from(NATIONS),
    st.sampled_from(('certainty = "assumed"', ANNOUNCED)),
)
def test_a_workbook_under_any_law_verifies_as_written(
    values: dict[str, float], nation: str, certainty: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        law = law_file(folder, values, certainty=certainty)
        book = fp.OpenBook(next_year(nation=nation), law)
        found = fp.verify_workbook(fp.write_fee_workbook(book, folder / "fees.xlsx"))
    assert (found.status, len(found.differences), len(found.changed_inputs)) == (0, 0, 0)
    assert found.verdict.startswith(f"As written, under {len(book.own_law)} values of its own law")
    assert set(found.own_law.index) == {pair.own.name for pair in book.own_law}
    assert set(found.own_law["certainty"]) == {pair.own.certainty_in_words for pair in book.own_law}


def test_an_input_changed_without_its_consequences_is_told_beside_the_law(path: Path) -> None:
    cell = place_of(path, "Inputs", "Contact pay rate", "Value")
    tampering.put_number(path, "Inputs", cell, 14.0)
    found = fp.verify_workbook(path)
    assert set(found.differences["kind"]) == {"cached number", "chart number"}
    assert "It is priced under 5 values of its own law." in found.verdict


def test_under_the_registers_law_nothing_is_said_of_a_law_of_its_own(tmp_path: Path) -> None:
    path = fp.write_fee_workbook(plain(), tmp_path / "fees.xlsx")
    found = fp.verify_workbook(path)
    assert found.verdict == f"As written by fairprice {fp.__version__}."
    assert found.own_law.empty
    assert "own law" not in str(found)
    assert set(column(path, "Role").values()) == {"Statutory value"}


# Where the register knows better


def test_an_own_value_against_enacted_law_is_named_first_and_no_change_of_workings(
    tmp_path: Path,
) -> None:
    values = {"adult_minimum_wage": 13.0, "employer_nic_rate": 0.0}
    law = law_file(tmp_path, values, THIS_YEAR)
    path = fp.write_fee_workbook(fp.OpenBook(plain(), law), tmp_path / "fees.xlsx")
    found = fp.verify_workbook(path)
    assert found.differences.empty
    assert found.verdict == (
        "As written, under 2 values of its own law, by fairprice "
        f"{fp.__version__}. Contradicting enacted law: "
        f"{WAGE}, 13 against 12.71; employer_nic_rate, 0 against 0.15."
    )
    lines = str(found).splitlines()
    first = lines[lines.index("Its own law, beside the register's") + 1]
    assert first.startswith(f"  CONTRADICTS ENACTED LAW: {WAGE}: 13 GBP per hour (assumed; ")
    assert first.endswith("the register holds 12.71 (enacted)")
    cover = openpyxl.load_workbook(path)["Cover"]
    told = {row[0]: row[1] for row in cover.iter_rows(values_only=True)}
    assert f"Contradicting enacted law: {WAGE}, 13 against 12.71;" in told["Law of its own"]


def test_a_workbook_can_be_held_against_another_law(path: Path, tmp_path: Path) -> None:
    ours = law_file(tmp_path, PLAN | {"adult_minimum_wage": 13.21})
    found = fp.verify_workbook(path, law=ours)
    assert found.status == 1
    rows = found.differences[found.differences["kind"] == "statutory value"]
    assert list(zip(rows["expected"], rows["found"], strict=True)) == [("13.21", "13.45")]
    assert fp.verify_workbook(path, law=law_file(tmp_path, PLAN)).status == 0


# Tampering


HEADINGS = {
    "Value": "A higher wage", "Role": "Statutory value", "Unit": "GBP per day", "Amount": 11.0,
    "Valid from": "1 April 2027", "Valid to": "for ever", "Name in formulas": "minimum",
    "Source": "Wages Order", "Address": "https://www.example.org/law", "Checked": "today",
    "Certainty": "enacted", "Record of an own value": "none: it is the register's",
}  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_each_tampering_of_an_own_value_is_named(path: Path, heading: str) -> None:
    cell, text = place_of(path, "Statutory", WAGE, heading), HEADINGS[heading]
    if isinstance(text, str):
        tampering.put_text(path, "Statutory", cell, text)
    else:
        tampering.put_number(path, "Statutory", cell, text)
    found = fp.verify_workbook(path)
    assert found.status == 1
    named = found.differences[found.differences["cell"] == cell]
    # without its record the value is no part of the workbook's law, nor its row
    without = {"extra cell"} if heading.startswith("Record") else set()
    assert set(named["kind"]) <= {"statutory value", "statutory register"} | without
    assert list(named["found"]) == [f"{text:g}" if isinstance(text, float) else text]


def test_a_record_changed_alone_is_named_in_every_cell_that_says_otherwise(path: Path) -> None:
    cell = place_of(path, "Statutory", WAGE, "Record of an own value")
    record = str(column(path, "Record of an own value")["adult_minimum_wage"])
    tampering.put_text(
        path, "Statutory", cell, record.replace("13.45", "11.0").replace('"', "&quot;")
    )
    found = fp.verify_workbook(path)
    amount = place_of(path, "Statutory", WAGE, "Amount")
    kinds = dict(zip(found.differences["cell"], found.differences["kind"], strict=True))
    assert kinds[amount] == "statutory value"
    assert "fingerprint" in kinds.values()


def test_a_whole_row_changed_is_told_by_the_fingerprint_and_named_by_the_original(
    path: Path, planned: Path, tmp_path: Path
) -> None:
    """As if the plan had said 11.00 from the start, but for the fingerprint on the cover."""
    other = fp.OpenBook(next_year(), law_file(tmp_path, PLAN | {"adult_minimum_wage": 11.0}))
    whole = fp.write_fee_workbook(other, tmp_path / "whole.xlsx")
    assert fp.verify_workbook(whole).status == 0
    told = fp.verify_workbook(whole, original=fp.verify_workbook(planned).fingerprint)
    assert set(told.differences["kind"]) == {"not the original"}
    told = fp.verify_workbook(whole, original=planned)
    amount = place_of(whole, "Statutory", WAGE, "Amount")
    assert amount in set(told.differences["cell"])
    assert told.own_law.loc["adult_minimum_wage", "own"] == 13.45


def test_the_law_is_read_as_it_is_seen(path: Path) -> None:
    assert fp.read_law(path).value("adult_minimum_wage") == 13.45
    amount = place_of(path, "Statutory", WAGE, "Amount")
    tampering.put_number(path, "Statutory", amount, 11.0)
    for read in (fp.read_law, fp.read_assumptions):
        with pytest.raises(fp.WorkbookError, match=rf"Statutory!{amount}.*law-not-as-seen"):
            read(path)


def test_a_form_carries_no_law_of_its_own(tmp_path: Path) -> None:
    form = fp.write_intake_workbook(plain(), tmp_path / "form.xlsx")
    assert fp.read_law(form) == fp.statutory_rates("2026-04-06", "England")


def test_the_registers_value_stays_the_registers(path: Path) -> None:
    label = str(column(path, "Value")["employer_nic_rate"])
    cell = place_of(path, "Statutory", label, "Amount")
    tampering.put_number(path, "Statutory", cell, 0.2)
    found = fp.verify_workbook(path)
    [kind] = found.differences.loc[found.differences["cell"] == cell, "kind"]
    assert kind == "statutory value"
    assert found.verdict.startswith("Altered: 1 statutory value")


@pytest.mark.parametrize(
    ("record", "error"),
    [
        ("{ name = ", fp.WorkbookError),
        ("{ name = 5 }", fp.RegisterFileError),
        ("{ }\nother = 1", fp.WorkbookError),
        ("none", fp.DateNotCoveredError),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_in_words(
    path: Path, record: str, error: type[Exception]
) -> None:
    label = str(column(path, "Value")["ssp_weekly_rate"])
    cell = place_of(path, "Statutory", label, "Record of an own value")
    tampering.put_text(path, "Statutory", cell, record)
    with pytest.raises(error, match="Statutory" if record != "none" else "ssp_weekly_rate"):
        fp.verify_workbook(path)


# Evidence workbooks


@pytest.mark.slow
def test_an_evidence_workbook_carries_the_law_of_both_sides(tmp_path: Path) -> None:
    ours = fp.OpenBook(next_year(), law_file(tmp_path, PLAN))
    theirs = fp.OpenBook(next_year(), law_file(tmp_path, PLAN | {"ssp_weekly_rate": 140.0}))
    case = fp.Case(ours, analysis(), theirs=theirs)
    path = fp.write_evidence_workbook(case, tmp_path / "evidence.xlsx")
    found = fp.verify_workbook(path)
    assert found.status == 0
    assert found.verdict.startswith("As written, under 5 values of its own law")
    amount = place_of(path, "Statutory", WAGE, "Amount")
    tampering.put_number(path, "Statutory", amount, 11.0)
    found = fp.verify_workbook(path)
    kinds = dict(zip(found.differences["cell"], found.differences["kind"], strict=True))
    assert kinds[amount] == "statutory value"
