"""What comes out on paper: few pages that hold every column, and nothing kept off in silence."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import witnesses
from evidence_cases import evidence_cases
from packages import BOOK, packed, parts_of
from test_rate_card_workbook import small_card
from test_verify_comparison import AGREED, compared

import fairprice as fp
from fairprice.workbook.evidence_workbook import evidence_workbook_model
from fairprice.workbook.paper import Footer
from fairprice.workbook.sheets.evidence.core import inputs_with_evidence

OFF = "$ZZ$1"


@pytest.fixture(params=["fee", "evidence", "rate card", "comparison"])
def path(request: pytest.FixtureRequest, files: Any, evidence_files: Any, shared: Any) -> Path:
    if request.param == "rate card":
        card = shared(
            "card", lambda path: fp.write_rate_card_workbook(small_card(), path / "c.xlsx")
        )
        return Path(card / "c.xlsx")
    if request.param == "comparison":
        folder = shared(
            "comparison",
            lambda path: fp.write_comparison_workbook(
                compared(AGREED, weeks=6, risk_aversion=1e-6), path / "c.xlsx"
            ),
        )
        return Path(folder / "c.xlsx")
    return {"fee": files["example"], "evidence": evidence_files["example"]}[request.param]


def on_paper(path: Path) -> dict[str, str]:
    """Read what the Contents sheet says of each sheet."""
    page = witnesses.opened(path)["Contents"]
    return {row[0].value: row[2].value for row in page.iter_rows(min_row=5)}


def test_the_contents_say_of_each_sheet_whether_it_is_printed(path: Path) -> None:
    workbook, said = witnesses.opened(path), on_paper(path)
    kept = {page.title for page in workbook if page.print_area}
    assert kept == {name for name, what in said.items() if what == "annex, not printed"} != set()
    assert set(said.values()) == {"printed", "annex, not printed"}
    for name in kept:
        page = workbook[name]
        assert page.print_area == f"'{name}'!{OFF}"
        # the area lies beyond everything on the sheet, and nothing of the sheet is hidden
        assert page.max_column < 702
        assert page.sheet_state == "visible"


def test_every_printed_sheet_is_one_page_wide_and_repeats_its_headings(path: Path) -> None:
    workbook, said = witnesses.opened(path), on_paper(path)
    for page in workbook:
        if said.get(page.title) != "annex, not printed":
            assert page.page_setup.fitToWidth == 1, page.title
            assert page.sheet_properties.pageSetUpPr.fitToPage
            assert not list(page.col_breaks.brk)
            one_page = page.page_setup.fitToHeight == 1
            assert one_page or page.print_title_rows == "$4:$4", page.title


def test_the_core_of_an_evidence_workbook_is_for_a4(evidence_files: dict[str, Path]) -> None:
    for path in evidence_files.values():
        said = on_paper(path)
        core = [name for name, what in said.items() if what == "printed"]
        # the annex comes after it, but for a chart, as charts stand last
        tables = [name for name in core if not name.endswith("chart")]
        assert tables == list(said)[: len(tables)]
        pages = [witnesses.opened(path)[name] for name in core]
        assert {page.page_setup.paperSize for page in pages} == {9}
        assert {"Case data", "Evidence", "Inputs"}.isdisjoint(core)


@pytest.mark.parametrize("case", evidence_cases())
def test_the_core_shows_what_is_contested_and_the_evidence_that_exists(case: str) -> None:
    model = evidence_workbook_model(evidence_cases()[case])
    party = evidence_cases()[case].book.assumptions
    sheets = {sheet.name: sheet for sheet in model.sheets}
    fields = party.fields()
    for name, expected in (
        ("Contested", set(party.contested)),
        ("Evidence held", {n for n in party.inputs() if n in party.evidence}),
    ):
        labels = [row[0] for row in sheets[name].rows] if name in sheets else []
        assert sorted(map(str, labels)) == sorted(fields[one].label for one in expected)
    if party.contested:
        contested = sheets["Contested"]
        bridge = evidence_cases()[case].bridge
        assert bridge is not None
        by_label = dict(zip(bridge.by_input["label"], bridge.by_input["effect"], strict=True))
        for row in contested.rows:
            if isinstance(row[5], float):
                assert row[5] == by_label[str(row[0])]
            else:
                assert row[0] not in by_label


def test_a_value_of_the_starter_is_no_evidence() -> None:
    answers = {**fp.example_provider().model_dump(exclude_none=True), "sources": {}}
    answers["evidence"] = {
        "insurance_per_contact_hour": {"document": "From the starter, not stated by the party"},
        "marketing_per_contact_hour": {"document": "Ledger"},
    }
    party = fp.Assumptions.model_validate(answers)
    assert party.from_the_starter == ("insurance_per_contact_hour",)
    assert inputs_with_evidence(party) == ["marketing_per_contact_hour"]


def _with_area(parts: dict[str, bytes], sheet: int, area: str) -> bytes:
    told = f'<definedName name="_xlnm.Print_Area" localSheetId="{sheet}">{area}</definedName>'
    book = parts[BOOK].decode().replace("</definedNames>", f"{told}</definedNames>")
    return packed({**parts, BOOK: book.encode()})


def test_a_sheet_kept_off_paper_is_named_and_one_let_on_is_not(
    files: dict[str, Path], tmp_path: Path
) -> None:
    path = files["example"]
    parts = parts_of(path)
    names = witnesses.opened(path).sheetnames
    target = tmp_path / "changed.xlsx"
    # of an annex, part of a sheet may not be shown as the whole of it
    rates = rf'(localSheetId="{names.index("Rates")}"[^>]*>)\'Rates\'!\$ZZ\$1<'
    part = re.sub(rates, r"\g<1>'Rates'!$A$1:$C$9<", parts[BOOK].decode())
    off = _with_area(
        {**parts, BOOK: part.encode()}, names.index("Cost lines"), f"'Cost lines'!{OFF}"
    )
    target.write_bytes(off)
    found = fp.verify_workbook(target).differences
    assert list(zip(found["sheet"], found["kind"], strict=True)) == [
        ("Rates", "print area"), ("Cost lines", "print area"),
    ]  # fmt: skip
    # whoever clears the print area prints the annex too
    cleared = re.sub(r"<definedName[^>]*Print_Area[^<]*</definedName>", "", parts[BOOK].decode())
    assert cleared != parts[BOOK].decode()
    target.write_bytes(packed({**parts, BOOK: cleared.encode()}))
    assert fp.verify_workbook(target).verdict.startswith("As written")


@pytest.mark.slow
def test_an_evidence_workbook_prints_in_fifteen_pages(
    evidence_files: dict[str, Path], tmp_path: Path
) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo counts the pages")
    copy = shutil.copy(evidence_files["example"], tmp_path / "case.xlsx")
    command = [witnesses.libreoffice(), f"-env:UserInstallation=file://{tmp_path}/profile",
               "--headless", "--convert-to", "pdf", "--outdir", tmp_path, copy]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    counted = ["pdfinfo", copy.with_suffix(".pdf")]
    told = subprocess.run(counted, check=True, capture_output=True, text=True).stdout
    [pages] = re.findall(r"Pages:\s+(\d+)", told)
    assert int(pages) <= 15
    assert "(A4)" in told


# Footers


def footers(path: Path) -> list[tuple[str, str, str]]:
    return [
        (page.oddFooter.left.text, page.oddFooter.center.text, page.oddFooter.right.text)
        for page in witnesses.opened(path)
    ]


def test_every_page_says_whose_it_is_of_when_and_which(path: Path) -> None:
    fingerprint = fp.verify_workbook(path).fingerprint
    name = witnesses.opened(path)["Cover"]["B5"].value
    [told] = set(footers(path))
    assert told[0] == f"Figures of {name}"
    assert told[1].endswith(f", fingerprint {fingerprint[:16]}")
    assert told[2] == "&A, page &P of &N"
    assert "header-or-footer" not in {problem.code for problem in fp.lint_workbook(path)}


def test_a_file_for_publication_has_no_footer(published_files: dict[str, Path]) -> None:
    assert set(footers(published_files["example"])) == {(None, None, None)}


HOSTILE = ("M&C Care & Co", "&A &P &[Page] &8 7 2nd", "&&&", "9 " + "&x" * 200, "=1+1 <b>&R&L")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_at_the_foot_of_a_page(name: str) -> None:
    left, centre, right = Footer(name, date(2026, 4, 6), "0123456789abcdef" * 4).parts
    assert centre == "Price date 6 April 2026, fingerprint 0123456789abcdef"
    # every sign stands twice, which is one on paper, and none is left that begins a code
    assert "&" not in left.replace(" && ", "")
    # programs refuse more than 255 characters
    assert len(f"&L&8 {left}&C&8 {centre}&R&8 {right}") <= 255
    plain = re.sub(r"\s", "", left.replace("&&", "&").removeprefix("Figures of").rstrip("."))
    assert re.sub(r"\s", "", name).startswith(plain)


def test_a_footer_comes_back_as_programs_write_it(files: dict[str, Path], tmp_path: Path) -> None:
    """Gnumeric leaves sizes out and doubles no sign; others write no space after a size."""
    path = files["example"]
    target = tmp_path / "again.xlsx"
    for change in (
        lambda foot: foot.replace("&amp;8 ", " ").replace("&amp;&amp;", "&amp;"),
        lambda foot: foot.replace("&amp;8 ", "&amp;8"),
        lambda foot: "",
    ):
        target.write_bytes(_with_footers(parts_of(path), change))
        assert fp.verify_workbook(target).verdict.startswith("As written")


def test_a_changed_footer_is_named_on_every_sheet(files: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "changed.xlsx"
    count = len(witnesses.opened(files["example"]).sheetnames)
    changed = _with_footers(parts_of(files["example"]), lambda foot: foot.replace("Wye", "Usk"))
    target.write_bytes(changed)
    assert [*fp.verify_workbook(target).differences["kind"]] == ["header or footer"] * count
    # a footer that is not of this form, or bears another fingerprint, is a point of the standards
    assert "header-or-footer" not in {one.code for one in fp.lint_workbook(target)}
    for old, new in (("fingerprint ", "fingerprint 0"), ("Figures of", "Priced by")):
        target.write_bytes(
            _with_footers(parts_of(files["example"]), lambda f, o=old, n=new: f.replace(o, n))
        )
        assert "header-or-footer" in {one.code for one in fp.lint_workbook(target)}


def _with_footers(parts: dict[str, bytes], change: Callable[[str], str]) -> bytes:
    def in_one(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return part
        written = r"(?<=<oddFooter>).*(?=</oddFooter>)"
        text, count = re.subn(written, lambda foot: change(foot[0]), part.decode())
        assert count == 1
        return text.encode()

    return packed({name: in_one(name, part) for name, part in parts.items()})
