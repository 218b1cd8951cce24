"""One workbook of each kind, in both forms of those that have two."""

from __future__ import annotations

from pathlib import Path

from cases import example
from evidence_cases import evidence_cases
from survey_folders import filled
from test_rate_card_workbook import small_card
from test_verify_comparison import AGREED, compared

import fairprice as fp

#: Kinds that hold formulas.
LIVE = ("fee", "evidence", "rate_card", "comparison", "survey")
KINDS = (*LIVE, "fee_published", "rate_card_published", "survey_published", "form", "card_form")


def write_one_of_each(folder: Path) -> None:
    """Fill a folder with a file of each kind, named for it."""
    book, card = example(), small_card()
    case = next(iter(evidence_cases().values()))
    survey = fp.read_survey(filled(folder / "returns", forms=2))
    fp.write_fee_workbook(book, folder / "fee.xlsx")
    fp.write_fee_workbook(book, folder / "fee_published.xlsx", published=True)
    fp.write_evidence_workbook(case, folder / "evidence.xlsx")
    fp.write_rate_card_workbook(card, folder / "rate_card.xlsx")
    fp.write_rate_card_workbook(card, folder / "rate_card_published.xlsx", published=True)
    fp.write_comparison_workbook(
        compared(AGREED, weeks=6, risk_aversion=1e-6), folder / "comparison.xlsx"
    )
    fp.write_survey_workbook(survey, folder / "survey.xlsx")
    fp.write_survey_workbook(survey, folder / "survey_published.xlsx", published=True)
    fp.write_intake_workbook(book.assumptions, folder / "form.xlsx")
    fp.write_rate_card_form(card, folder / "card_form.xlsx")
