"""A derivation goes down to every input and every statutory value, each with its source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from providers import plain_book, plain_data
from strategies import books

from fairprice import Assumptions, OpenBook, UnknownLineError
from fairprice.calculation import ANNEX_A, AVERAGE
from fairprice.cost.derivation import number


def behind(book: OpenBook, line: str) -> set[str]:
    """List the rows and inputs a line rests on, from the signatures."""
    found: set[str] = set()
    waiting = [line]
    while waiting:
        name = waiting.pop().removeprefix(AVERAGE)
        name = "visits_per_contact_hour" if name == "visits" else name
        if name not in found:
            found.add(name)
            waiting += book.plan[name].parameters if name in book.plan else ()
    return found


@settings(max_examples=15)
@given(books(documented=True))
def test_the_price_rests_on_everything_named_with_its_source(book: OpenBook) -> None:
    text = book.explain("price")
    lines = [line.strip() for line in text.splitlines()]
    fields = Assumptions.fields()
    inputs = behind(book, "price") & set(book.plan.inputs)
    assert inputs
    for name in inputs:
        kind = "(input)" if name in fields else "(statutory, "
        [found] = {x for x in lines if x.startswith(f"{book.label(name)} = ") and kind in x}
        assert number(book.value(name)) in found
        if name in fields:
            source = book.assumptions.sources.get(name, "no source stated")
            assert found.endswith(f"(input). Source: {source}".rstrip())
        else:
            law = book.rates[name]
            assert law.source_title in found
            assert law.source_address in found
            assert law.certainty_in_words in found
            assert law.attested in found
    assert not re.search(r"(= |\()(nan|inf)\b", text)


@settings(max_examples=20)
@given(books(documented=True))
def test_each_row_is_derived_once(book: OpenBook) -> None:
    lines = [line.strip() for line in book.explain("price").splitlines()]
    for name in behind(book, "price"):
        if name in book.plan:
            step = book.plan[name]
            heading = f"{step.label} = {number(book.value(name))} {step.unit}"
            assert lines.count(heading) == 1, heading
            assert f"{step.meaning} Source: {step.source}" in lines


def test_the_numbers_of_a_derivation_give_its_result() -> None:
    lines = plain_book().explain("Mileage").splitlines()
    assert lines[:8] == [
        "Mileage, Plain Care, England, price date 2026-04-06",
        "Amounts are for one average contact hour at the stated visit mix.",
        "",
        "Mileage = 1.8 GBP",
        "  = Visits × Miles per visit × Mileage rate",
        "  = 2 * 2 * 0.45",
        "  Miles driven between visits, reimbursed; the same for a short visit as for a long one. "
        'Source: Annex A section 3, line "Mileage".',
        "  Visits in an average contact hour = 2 visits per contact hour",
    ]


def test_the_law_is_named_with_its_dates() -> None:
    text = plain_book().explain("NI (direct care hours)")
    assert re.search(r"= 0\.15 .*\(statutory, from 2025-04-06\)\. Source: .*http", text)
    assert re.search(r"= 96 GBP per week \(statutory, 2025-04-06 to 2027-04-05\)", text)
    assert "no source stated" in text


def test_an_input_shows_the_source_its_party_gave() -> None:
    data = plain_data() | {"sources": {"mileage_rate": "Staff handbook 2026, page 4"}}
    text = OpenBook(Assumptions.model_validate(data)).explain("mileage")
    assert "Mileage rate = 0.45 GBP per mile (input). Source: Staff handbook 2026, page 4" in text


@pytest.mark.parametrize("line", ANNEX_A)
def test_a_row_is_found_by_name_and_by_label(line: str) -> None:
    book = plain_book()
    assert book.explain(line) == book.explain(book.label(line)) == book.explain(
        book.label(line).upper()
    )  # fmt: skip


def test_a_row_is_found_by_part_of_its_name_that_no_other_line_has() -> None:
    book = plain_book()
    assert book.explain("olida") == book.explain("holiday")
    assert book.explain("legal/") == book.explain("legal_finance_professional")
    with pytest.raises(UnknownLineError, match=r"several-lines") as told:
        book.explain("pay")
    assert "notice_suspension_pay (Notice/suspension pay)" in str(told.value)
    with pytest.raises(UnknownLineError, match=r"unknown-line"):
        book.explain(" ")


def test_an_unknown_row_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownLineError) as caught:
        plain_book().explain("holidays")
    text = str(caught.value)
    assert text.startswith("holidays: is not a row of this calculation. Only rows that the price ")
    assert "Choose one of: direct_care, travel_time, mileage" in text
    assert text.endswith("return_on_operations, price. [unknown-line]")


@pytest.mark.parametrize(
    ("value", "written"),
    [(1234.5, "1,234.50"), (0.12069, "0.1207"), (2.0, "2"), (12.5, "12.5"), (0.0, "0"),
     ([16.0, 37.5], "(16, 37.5)")],
)  # fmt: skip
def test_numbers_are_written_for_reading(value: object, written: str) -> None:
    assert number(value) == written
