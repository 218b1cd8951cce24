"""Rows that a reader relies on: what fails when inputs contradict each other, and the margins."""

from __future__ import annotations

import pytest
import witnesses
from cases import cases

from fairprice.workbook.sheets.front import PUBLISHED_HEADINGS

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
    workbook = witnesses.opened(published_files["example"])
    headings = {cell.value for page in workbook for cell in page[4]}
    assert not headings & set(PUBLISHED_HEADINGS)
    assert set(PUBLISHED_HEADINGS.values()) <= headings
