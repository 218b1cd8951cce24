"""Rows that a reader relies on: what fails when inputs contradict each other, and the margins."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest
import witnesses
from cases import cases
from providers import plain
from test_rate_card_workbook import small_card

import fairprice as fp
from fairprice.workbook.sheets.published import HEADINGS, LEFT_OUT

UNSOCIAL = "Evening, weekend and bank-holiday shares: at most 1"
MARGIN = "Pay that counts less the adult minimum wage"


def row_of(path, sheet, label, heading):
    return witnesses.addresses(path, sheet)[label, heading]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shares", "result"), [((0.5, 0.3, 0.2), "Pass"), ((0.6, 0.6, 0.0), "Fail")]
)
def test_an_hour_can_be_paid_one_premium_only(files, shares, result):
    path, names = files["example"], ("evening_share", "weekend_share", "bank_holiday_share")
    changes = dict(zip(names, shares, strict=True))
    recalculated = witnesses.recalculate_with_formulas(path, changes)
    assert recalculated["Checks", row_of(path, "Checks", UNSOCIAL, "Result")] == result


def test_the_cover_shows_the_margin_over_the_minimum_wage(files):
    for name in ("example", "below the minimum wage"):
        book = cases()[name]
        adults = book.minimum_wage_test().iloc[0]
        shown = witnesses.caches(files[name])[
            "Cover", row_of(files[name], "Cover", MARGIN, "Value")
        ]
        assert shown == pytest.approx(adults["margin"], abs=1e-9)
    assert MARGIN not in {
        cell.value for cell in witnesses.opened(files["all rates stated, 2014"])["Cover"]["A"]
    }


def test_headings_of_the_published_file_speak_of_no_formulas(published_files):
    """Nor do columns stand in it that are of use beside formulas only."""
    workbook = witnesses.opened(published_files["example"])
    headings = {cell.value for page in workbook for cell in page[4]}
    assert not headings & {*HEADINGS, *LEFT_OUT, "Name", "Address"}
    assert set(HEADINGS.values()) <= headings


CONTACT = {"contact": "=fees@council.example", "publication_date": "2026-05-01"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (CONTACT, ("=fees@council.example", datetime(2026, 5, 1))),
        ({}, ("not stated", "not stated")),
    ],
)
def test_the_cover_of_an_edition_says_whom_to_ask_and_when(tmp_path, given, said):
    path = fp.write_fee_workbook(plain(), tmp_path / "fees.xlsx", published=True, **given)
    cover = {row[0].value: row[1].value for row in witnesses.opened(path)["Cover"]}
    assert (cover["Contact"], cover["Publication date"]) == said
    assert witnesses.formula_texts(path) == {}
    assert fp.lint_workbook(path) == ()


def test_every_edition_says_so_and_no_other_file_has_a_place_for_it(tmp_path):
    table = pd.DataFrame({n: [12.0 + n, 0.5] for n in range(6)}, index=["Direct care", "PPE"])
    survey = fp.Survey.from_lines(table)
    writers = ((fp.write_rate_card_workbook, small_card()), (fp.write_survey_workbook, survey))
    for write, what in (*writers, (fp.write_fee_workbook, plain())):
        with pytest.raises(fp.InputError) as refused:
            write(what, tmp_path / "open.xlsx", **CONTACT)
        assert [(p.code, p.where) for p in refused.value.problems] == [
            ("not-used", "contact"), ("not-used", "publication_date"),
        ]  # fmt: skip
    for write, what in writers:
        path = write(what, tmp_path / "edition.xlsx", published=True, **CONTACT)
        shown = " ".join(map(str, witnesses.values(path).values()))
        assert CONTACT["contact"] in shown
        assert "2026-05-01" in shown or "1 May 2026" in shown
    assert not (tmp_path / "open.xlsx").exists()


def test_a_source_leads_to_its_address_and_loses_nothing_else(tmp_path):
    """An address within a formula that somebody typed stays where it is."""
    given = {
        "miles_per_visit": "A report (https://one.example/a?b=1), page 3; https://two.example/",
        "mileage_rate": "https://three.example/x.",
        "travel_pay_rate": 'See =HYPERLINK("https://four.example/")',
    }
    party = plain().model_dump(exclude_none=True) | {"sources": given}
    path = tmp_path / "fees.xlsx"
    fp.write_fee_workbook(fp.Assumptions.model_validate(party), path, published=True)
    shown = {row[0].value: row[-1] for row in witnesses.opened(path)["Inputs"].iter_rows(min_row=5)}
    labels = {name: fp.Assumptions.fields()[name].label for name in given}
    cells = {name: shown[label] for name, label in labels.items()}
    leads = {name: cell.hyperlink and cell.hyperlink.target for name, cell in cells.items()}
    assert leads == {
        "miles_per_visit": "https://one.example/a?b=1",
        "mileage_rate": "https://three.example/x",
        "travel_pay_rate": None,
    }
    assert {name: cell.value for name, cell in cells.items()} == {
        "miles_per_visit": "A report, page 3; https://two.example/",
        "mileage_rate": f"Source of {labels['mileage_rate']}",
        "travel_pay_rate": given["travel_pay_rate"],
    }
