"""Page one of the open book: that it says what the library says, and fits a page."""

from __future__ import annotations

import shutil

import pytest
import tampering
import witnesses
from cases import cases, example
from providers import plain_book

import fairprice as fp
from fairprice.calculation import PARTS_OF_THE_PRICE
from fairprice.workbook.as_written import AsWritten

AVERAGE = "Average contact hour"
MARGIN = "Pay that counts less the adult minimum wage, of a worker with these visits only"
STATED, SOURCED = "Inputs of the price", "of them with a source of the party"
STARTER = "of them from the starter, not stated by the party"
WITHOUT = "of them without a source"


def quick_book():
    """Price a provider that has answered little, so that a starter stands in for the rest."""
    return fp.quick_book(
        provider_name="Quick Care", nation="England", year="2026-27", contact_pay_rate=13.0,
        travel_pay_rate=13.0, visit_minutes=[30, 60], visits_per_week=[600, 200],
        travel_minutes_per_visit=6, miles_per_visit=2, mileage_rate=0.45, worker_weekly_hours=25,
        training_days_per_year=4, sickness_days_per_year=6, return_on_cost=0.05,
        overheads_per_contact_hour=7.0,
    )  # fmt: skip


def shown(path):
    """Return what the Summary shows, by label and heading."""
    found = witnesses.values(path)
    return {
        place: found.get(("Summary", cell))
        for place, cell in witnesses.addresses(path, "Summary").items()
    }


@pytest.mark.parametrize("case", list(cases()))
def test_the_summary_says_what_the_library_says(files, case):
    book, cells = cases()[case], shown(files[case])
    lengths = book.assumptions.fees.fee_visit_minutes
    fee = book.assumptions.fees.flat_hourly_fee
    prices = {AVERAGE: book.price_per_hour}
    prices |= {f"{m:g}-minute visit": book.price(m) for m in lengths}
    hours = {AVERAGE: 1.0, **{f"{m:g}-minute visit": m / 60 for m in lengths}}
    for heading, price in prices.items():
        assert cells["Price", heading] == pytest.approx(price, rel=1e-12)
        made_of = sum(cells[part, heading] for part in PARTS_OF_THE_PRICE)
        assert made_of == pytest.approx(price, rel=1e-12)
        if fee is None:
            assert ("Flat fee less price", heading) not in cells
        else:
            pays = fee * hours[heading]
            assert cells["Flat fee for the visit", heading] == pytest.approx(pays, rel=1e-12)
            assert cells["Flat fee less price", heading] == pytest.approx(pays - price, abs=1e-9)
    if "adult_minimum_wage" not in book.rates:
        assert (MARGIN, AVERAGE) not in cells
        return
    tested = book.minimum_wage_test()
    adults = tested[tested["minimum_wage"] == tested["minimum_wage"].max()]
    for activity, margin in adults.groupby("activity")["margin"].min().items():
        words = {"visit mix": AVERAGE}
        heading = words.get(activity, f"{str(activity).removesuffix(' minutes')}-minute visit")
        assert cells[MARGIN, heading] == pytest.approx(margin, abs=1e-9)
    assert cells["Checks that fail", AVERAGE] == (case == "below the minimum wage")
    assert cells["Statutory values used", AVERAGE] == len(book.law_names)


def counted(party):
    """Count the inputs of a party by what they rest on, without the workbook's code."""
    names = [
        name
        for name in party.inputs()
        if fp.Assumptions.fields()[name].section != "about"
        # a line without a cost, because one figure holds all, is no answer and has no evidence
        and not party.sources.get(name, "").startswith("Follows from the answers")
    ]
    starter = [name for name in names if name in party.from_the_starter]
    sourced = [name for name in names if name in party.sources and name not in starter]
    return len(names), len(sourced), len(starter), len(names) - len(sourced) - len(starter)


def counts(path, cells):
    """Return what the Summary counts, of cells as an engine has worked them out."""
    places = witnesses.addresses(path, "Summary")
    labels = (STATED, SOURCED, STARTER, WITHOUT)
    return tuple(cells["Summary", places[label, AVERAGE]] for label in labels)


@pytest.mark.slow
def test_the_values_of_a_starter_are_counted_alike_in_every_engine(tmp_path):
    book = quick_book()
    path = fp.write_fee_workbook(book, tmp_path / "quick.xlsx")
    [office] = witnesses.recalculate_with_libreoffice([path], tmp_path / "office")
    for cells in (witnesses.recalculate_with_formulas(path), office):
        assert counts(path, cells) == counted(book.assumptions)


def test_the_summary_counts_what_the_price_rests_on(files, tmp_path):
    quick = fp.write_fee_workbook(quick_book(), tmp_path / "quick.xlsx")
    plain = fp.write_fee_workbook(plain_book(), tmp_path / "plain.xlsx")
    parties = {
        quick: quick_book().assumptions,
        plain: plain_book().assumptions,
        files["pay and worker bands"]: cases()["pay and worker bands"].assumptions,
    }
    for path, party in parties.items():
        assert counts(path, witnesses.values(path)) == counted(party)
    assert counted(parties[quick])[2] > 20
    assert counted(parties[plain])[3] > 0


def test_a_source_counts_alike_in_capitals_or_not():
    """A spreadsheet takes two texts for the same that differ in capitals alone."""
    party = plain_book().assumptions
    bare = AsWritten.of(fp.OpenBook(party)).rests_on
    told = fp.Assumptions.model_validate(
        party.model_dump(exclude_none=True)
        | {"evidence": {"contact_pay_rate": {"document": "NO SOURCE STATED"}}}
    )
    assert AsWritten.of(fp.OpenBook(told)).rests_on == bare


def test_the_summary_is_printed_on_one_page_of_a4(files, published_files):
    for path in (*files.values(), *published_files.values()):
        workbook = witnesses.opened(path)
        page = workbook.worksheets[0]
        assert page.title == "Summary"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        printed = page.page_setup
        assert (int(printed.paperSize), printed.fitToWidth, printed.fitToHeight) == (9, 1, 1)


def test_the_chart_of_the_summary_draws_the_parts_of_each_price(files):
    [chart] = witnesses.opened(files["example"])["Summary"]._charts
    places = witnesses.addresses(files["example"], "Summary")
    assert chart.grouping == "stacked"
    drawn = [(s.tx.strRef.f, s.val.numRef.f, s.cat.strRef.f) for s in chart.series]
    rows = [int(places[part, AVERAGE].lstrip("D")) for part in PARTS_OF_THE_PRICE]
    assert drawn == [
        (f"'Summary'!$A${row}", f"'Summary'!$D${row}:$H${row}", "'Summary'!$D$4:$H$4")
        for row in rows
    ]
    assert witnesses.alike_without_colour(chart) == []
    assert len(set(witnesses.fills(chart))) == len(PARTS_OF_THE_PRICE)


def price_typed_over(path):
    cell = witnesses.addresses(path, "Summary")["Price", AVERAGE]
    tampering.put_number(path, "Summary", cell, 27.79)
    return ("formula replaced", cell)


def fewer_values_of_the_starter(path):
    cell = witnesses.addresses(path, "Summary")[STARTER, AVERAGE]
    tampering.put_number(path, "Summary", cell, 0.0)
    return ("formula replaced", cell)


def part_renamed(path):
    row = witnesses.addresses(path, "Summary")["Business costs", AVERAGE].lstrip("D")
    tampering.put_text(path, "Summary", f"A{row}", "Profit")
    return ("label", f"A{row}")


def parts_left_out_of_the_chart(path):
    tampering.in_part(
        path, "xl/charts/chart1.xml", lambda text: text.replace('val="stacked"', 'val="clustered"')
    )
    return ("chart", "")


@pytest.mark.parametrize(
    "tamper",
    [price_typed_over, fewer_values_of_the_starter, part_renamed, parts_left_out_of_the_chart],
)
def test_a_summary_that_was_tampered_with_is_named(files, tmp_path, tamper):
    path = shutil.copy(files["example"], tmp_path / "summary.xlsx")
    kind, cell = tamper(path)
    found = fp.verify_workbook(path).differences
    assert ("Summary", cell, kind) in set(
        found[["sheet", "cell", "kind"]].itertuples(index=False, name=None)
    )


def test_the_example_fee_is_beside_its_price(files):
    cells = shown(files["example"])
    assert cells["Flat fee for the visit", "15-minute visit"] == pytest.approx(
        example().flat_hourly_fee / 4
    )
