"""The evidence workbook: what stands on it, what follows a change, and what does not."""

from __future__ import annotations

import dataclasses
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import witnesses
from cases import cases, example
from evidence_cases import OFFER, analysis, evidence_cases, full, offer
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries
from providers import plain, plain_book
from strategies import HOSTILE_TEXTS, assumptions
from test_witnesses import ENGINE
from witnesses import Cells

import fairprice as fp
from fairprice import digits
from fairprice.assumptions.evidence import PARTS
from fairprice.workbook.evidence_workbook import evidence_workbook_model

#: Sheets that stand only where the case holds what they show.
OPTIONAL = (
    "Bridge", "Bridge by line", "Bargaining", "Affordable pay", "Payer mix", "Rounds",
    "Sensitivity", "Acceptability", "Percentiles of cost", "Drivers", "Value of information",
    "Decision log", "Bridge chart", "Tornado chart", "Acceptability chart",
)  # fmt: skip
ALWAYS = (
    "Case",
    "About",
    "Evidence",
    "Cost register",
    "Key ratios",
    "Assumptions log",
    "Case data",
)
FROZEN = {"Stated", "Worked out", "Simulated"}
#: Headings of the register.
BASELINE, ACTUAL, FORECAST = (f"{name} (GBP a year)" for name in ("Baseline", "Actual", "Forecast"))
LESS = tuple(f"{name} less baseline (GBP a year)" for name in ("Actual", "Forecast"))


def names_of(path: Path) -> list[str]:
    return witnesses.opened(path).sheetnames


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Read a sheet's table as a viewer shows it, one dictionary a row."""
    page = witnesses.opened(path, data_only=True)[sheet]
    headings = [cell.value for cell in page[4]]
    return [
        dict(zip(headings, (cell.value for cell in row), strict=True))
        for row in page.iter_rows(min_row=5)
    ]


def column(path: Path, sheet: str, heading: str) -> list[Any]:
    return [row[heading] for row in rows(path, sheet)]


def items(path: Path, sheet: str = "Case", value: str = "Value") -> dict[str, Any]:
    """Read a sheet of items and values."""
    return {next(iter(row.values())): row[value] for row in rows(path, sheet)}


@pytest.fixture
def path(evidence_files):
    return evidence_files["example"]


@pytest.fixture
def case():
    return evidence_cases()["example"]


# Which sheets there are


def test_a_full_case_has_every_sheet_and_the_open_book(path, files):
    found = names_of(path)
    assert {*OPTIONAL, *ALWAYS} <= set(found)
    open_book = names_of(files["example"])
    kept = [name for name in found if name in open_book]
    assert kept == open_book


def test_a_bare_case_has_no_sheet_without_content_and_still_opens(evidence_files):
    found = set(names_of(evidence_files["bare"]))
    assert not found & set(OPTIONAL)
    assert set(ALWAYS) <= found
    shown = witnesses.opened(evidence_files["bare"], data_only=True)
    assert shown["Case"]["B5"].value == pytest.approx(plain_book().price_per_hour, rel=1e-12)


@pytest.mark.parametrize(
    ("parts", "sheets"),
    [
        ({"theirs": None}, {"Bridge", "Bridge by line", "Bridge chart"}),
        ({"offers": ()}, {"Rounds", "Affordable pay", "Payer mix"}),
        ({"offers": (offer("provider", 30.0, 1),)}, {"Affordable pay", "Payer mix"}),
        ({"bargaining": None}, {"Bargaining"}),
        ({"decisions": ()}, {"Decision log"}),
        (
            {"uncertainty": None},
            {"Acceptability", "Acceptability chart", "Percentiles of cost", "Drivers",
             "Value of information"},
        ),
    ],
    ids=lambda part: ", ".join(part) if isinstance(part, dict) else "",
)  # fmt: skip
def test_what_a_case_does_not_hold_has_no_sheet(path, case, parts, sheets):
    """And no other sheet goes with it."""
    model = evidence_workbook_model(dataclasses.replace(case, **parts))
    found = {sheet.name for sheet in model.sheets} | {chart.sheet_name for chart in model.charts}
    assert set(names_of(path)) - found == sheets


def test_without_a_minimum_wage_the_sheet_is_left_out_and_case_says_why(evidence_files):
    """The register starts after February 2014; the offer is still set beside the price."""
    path = evidence_files["no minimum wage, 2014"]
    found = names_of(path)
    assert "Affordable pay" not in found
    assert {"Rounds", "Payer mix"} <= set(found)
    reason = items(path)["Contact pay that the offer affords"]
    assert "no minimum wage" in reason
    assert "1 February 2014" in reason
    with pytest.raises(fp.StatutoryError):
        fp.affordable_pay(cases()["all rates stated, 2014"].assumptions, 15.0)


def test_equal_positions_have_a_bridge_of_nothing_and_no_chart(tmp_path):
    book = plain_book()
    case = fp.Case(book=book, analysis=analysis(), theirs=plain_book())
    path = fp.write_evidence_workbook(case, tmp_path / "equal.xlsx")
    assert "Bridge chart" not in names_of(path)
    steps = rows(path, "Bridge")
    assert [row["Difference"] for row in steps] == ["Commissioner's price", "Provider's price"]
    assert steps[1]["Effect (GBP per contact hour)"] == pytest.approx(book.price_per_hour)
    assert items(path, "Bridge by line", "Provider less commissioner")["Price"] == 0


def test_every_sheet_named_on_case_exists_and_is_linked(evidence_files):
    for path in evidence_files.values():
        page = witnesses.opened(path)["Case"]
        for row in range(5, page.max_row + 1):
            assert page.cell(row, 4).value in names_of(path)
            assert page.cell(row, 4).hyperlink.location == f"'{page.cell(row, 4).value}'!A1"


def test_every_chart_stands_beside_its_numbers_with_its_description_in_a2_and_on_the_drawing(path):
    """But for the one on the Summary, which stands below them."""
    described = []
    for name, part in parts_of(path).items():
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
            described += re.findall(r'<(?:\w+:)?cNvPr [^>]*descr="([^"]*)"', part)
    summary, *pages = [page for page in witnesses.opened(path) if page._charts]
    assert summary.title == "Summary"
    described = [text for text in described if not text.startswith("Stacked bars")]
    assert [page.title for page in pages] == [
        "Bridge chart", "Tornado chart", "Acceptability chart", "Price chart", "Volume chart"
    ]  # fmt: skip
    assert sorted(page["A2"].value.replace("'", "&apos;") for page in pages) == sorted(
        text.replace("'", "&apos;") for text in described
    )
    for page in pages:
        [chart] = page._charts
        [table] = page.tables.values()
        assert chart.anchor._from.col >= range_boundaries(table.ref)[2]
        assert page.row_dimensions[2].height >= 15 * (len(page["A2"].value) // 120)


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_chart_of_many_bars_shows_the_largest_and_says_so(tmp_path):
    """Every business cost differs, each by more than the last: thirty bars would be unreadable."""
    ours, theirs = plain_book(), plain_book()
    changes = {
        name: 0.01 * place
        for place, name in enumerate(ours.assumptions.inputs(), start=1)
        if name.endswith("_per_contact_hour") and name != "ppe_per_contact_hour"
    }
    changes |= {"ppe_per_visit": 0.5, "ppe_per_contact_hour": 0.7, "miles_per_visit": 3.0,
                "travel_minutes_per_visit": 7.0, "holiday_weeks": 6.0}  # fmt: skip
    theirs = plain_book(**changes)
    case = fp.Case(book=ours, analysis=analysis(), theirs=theirs)
    path = fp.write_evidence_workbook(case, tmp_path / "many.xlsx")
    assert len(rows(path, "Bridge")) == len(changes) + 2 > 22
    page = witnesses.opened(path)["Bridge chart"]
    assert "20 largest" in page["A1"].value
    [chart] = page._charts
    assert chart.series[0].val.numRef.f == "'Bridge'!$F$6:$F$25"


# The figures are the library's


def test_case_sums_up_the_case(path, case):
    found = items(path)
    price = example().price_per_hour
    assert found["Provider's price"] == pytest.approx(price, rel=1e-12)
    assert found["Commissioner's last offer"] == OFFER
    assert found["Provider's price less offer"] == pytest.approx(price - OFFER, rel=1e-9)
    theirs = digits.held(case.theirs.price_per_hour)
    assert found["Price of the commissioner's own position"] == theirs
    assert found["Zone of agreement"] == case.bargaining.verdict
    assert found["Contested inputs"] == 2
    covered = (case.uncertainty.costs["total_cost"] <= OFFER).mean()
    assert found["Chance that the offer covers the cost"] == pytest.approx(covered)
    assert found["Not to be used from"].date() == date(2027, 3, 31)


def test_about_holds_the_words_of_the_author(path):
    found = items(path, "About", "What the author says")
    assert found["Challenges"] == "Text on challenges."
    assert next(iter(found)) == "Author"
    assert len(found) == len(fp.Analysis.model_fields)


def test_the_bridge_is_the_librarys_and_adds_up(path, case):
    bridge = fp.bridge(case.book, case.theirs)
    first, *steps, last = rows(path, "Bridge")
    effect, so_far = "Effect (GBP per contact hour)", "Price so far"
    assert [row["Difference"] for row in steps] == list(bridge.by_input["label"])
    assert [row[effect] for row in steps] == pytest.approx(list(bridge.by_input["effect"]))
    assert first[so_far] == digits.held(case.theirs.price_per_hour)
    assert [row[so_far] for row in steps] == pytest.approx(list(bridge.steps["price_after"]))
    assert last[effect] == pytest.approx(case.book.price_per_hour, abs=1e-9)
    assert last[so_far] == pytest.approx(case.book.price_per_hour, abs=1e-9)
    by_line = {row["Line"]: row for row in rows(path, "Bridge by line")}
    for label, row in bridge.by_line.iterrows():
        shown = by_line[label]
        assert (shown["Provider"], shown["Commissioner"]) == pytest.approx((row.ours, row.theirs))
        assert shown["Provider less commissioner"] == pytest.approx(row.gap, abs=1e-12)
    assert by_line["Price"]["Provider less commissioner"] == pytest.approx(bridge.gap, abs=1e-9)


def test_a_sampled_bridge_shows_its_errors(tmp_path):
    """More differences than can be priced in every mixture."""
    ours = example()
    hourly = [name for name, value in ours.assumptions.inputs().items()
              if name.endswith("_per_contact_hour") and value]  # fmt: skip
    changes = {name: 0.5 * ours.assumptions.inputs()[name] for name in hourly}
    changes |= {
        name: 0.9 * ours.assumptions.inputs()[name]
        for name in (
            "travel_minutes_per_visit",
            "miles_per_visit",
            "mileage_rate",
            "holiday_weeks",
            "sickness_days_per_year",
            "contact_pay_rate",
        )
    }
    theirs = fp.OpenBook(ours.assumptions.with_inputs(**changes))
    case = fp.Case(book=ours, analysis=analysis(), theirs=theirs)
    assert not case.bridge.is_exact
    path = fp.write_evidence_workbook(case, tmp_path / "sampled.xlsx")
    _, *steps, _ = rows(path, "Bridge")
    errors = list(case.bridge.by_input["standard_error"])
    assert [row["Standard error"] for row in steps] == digits.held(errors)
    assert max(row["Standard error"] for row in steps) > 0


def test_sensitivity_is_the_librarys(path, case):
    table = fp.one_way_sensitivity(case.book.assumptions)
    found = rows(path, "Sensitivity")
    assert [row["Input"] for row in found] == list(table["label"])
    for row, (_, expected) in zip(found, table.iterrows(), strict=True):
        assert row["Price at low"] == pytest.approx(expected.price_at_low)
        assert row["Price at high"] == pytest.approx(expected.price_at_high)
        assert row["Change at high"] == pytest.approx(
            expected.price_at_high - case.book.price_per_hour, abs=1e-12
        )
        assert row["Swing"] == pytest.approx(expected.swing)
    swings = {row["Input"]: row["Swing (GBP per contact hour)"] for row in rows(path, "Evidence")}
    for _, expected in table.iterrows():
        assert swings[expected.label] == pytest.approx(expected.swing)
    assert swings["Holiday weeks"] == "not measured"


def test_affordable_pay_is_the_librarys(path, case, evidence_files):
    for file, fee in ((path, OFFER), (evidence_files["tables"], 5.0)):
        book = case.book if file == path else evidence_cases()["tables"].book
        table = fp.affordable_pay(book.assumptions, fee)
        found = rows(file, "Affordable pay")
        assert [row["Visits"] for row in found] == list(table.index)
        for row, (_, expected) in zip(found, table.iterrows(), strict=True):
            assert row["Lowest legal contact pay"] == pytest.approx(
                expected.lowest_legal_contact_pay_rate
            )
            assert row["Legal"] == ("yes" if expected.is_legal else "no")
            if expected.note:
                assert (row["Affordable contact pay"], row["Margin"]) == ("none", "none")
                assert row["Note"] == expected.note
            else:
                assert row["Affordable contact pay"] == pytest.approx(
                    expected.affordable_contact_pay_rate
                )
                assert row["Margin"] == pytest.approx(expected.margin)
    assert "none" in column(evidence_files["tables"], "Affordable pay", "Margin")


def test_the_register_and_the_ratios_are_the_librarys(path, case):
    table = fp.cost_register(case.book, case.costs)
    *lines, total = rows(path, "Cost register")
    assert [row["Line"] for row in lines] == list(table["label"])
    assert [row[BASELINE] for row in lines] == pytest.approx(list(table["baseline"]))
    assert [row["Driver"] for row in lines] == list(table["driver"])
    assert [row["Allowable"] for row in lines] == list(table["allowable"])
    by_line = {row["Line"]: row for row in lines}
    insurance, marketing = by_line["Insurance"], by_line["Marketing"]
    assert (insurance[ACTUAL], insurance[FORECAST]) == (4_000, None)
    assert insurance[LESS[0]] == pytest.approx(table.loc["insurance", "variance"])
    assert insurance[LESS[1]] == "not known"
    assert marketing[LESS[1]] == pytest.approx(table.loc["marketing", "variance"])
    hours = case.book.value("annual_contact_hours")
    assert total[BASELINE] == pytest.approx(case.book.price_per_hour * hours)
    assert (total[ACTUAL], total[FORECAST]) == (4_000, 3_500)
    assert total[LESS[0]] == pytest.approx(insurance[LESS[0]])
    ratios = fp.key_ratios(case.book)
    assert items(path, "Key ratios") == pytest.approx(
        dict(zip(ratios["label"], ratios["value"], strict=True))
    )


def test_how_sure_the_cost_is_comes_from_the_draws(path, case):
    drawn = case.uncertainty
    for row in rows(path, "Percentiles of cost"):
        expected = drawn.percentiles.loc[row["Percentile"]]
        assert row["Total cost"] == pytest.approx(expected.total_cost)
        assert row["Error of price"] == pytest.approx(expected.price_per_hour_error)
    price, covered, earned, *_ = rows(path, "Acceptability")
    costs = drawn.costs
    headings = [heading for heading in price if heading.startswith("Price ")]
    assert len(headings) == 13
    for heading in headings:
        assert float(heading.removeprefix("Price ")) == price[heading]
        assert covered[heading] == pytest.approx((costs["total_cost"] <= price[heading]).mean())
        assert earned[heading] == pytest.approx((costs["price_per_hour"] <= price[heading]).mean())
    assert column(path, "Drivers", "Input") == list(drawn.drivers["label"])
    assert column(path, "Drivers", "Share") == pytest.approx(list(drawn.drivers["total_cost"]))
    asked, offered = sorted(set(column(path, "Value of information", "Price")), reverse=True)
    assert (asked, offered) == (pytest.approx(case.book.price_per_hour), OFFER)


def test_the_bargaining_range_knows_the_law(evidence_files):
    """The ceiling covers the stated price, which is unlawfully low: no zone of agreement."""
    limits = evidence_cases()["unlawful pay"].bargaining
    assert limits.price_per_hour < limits.ceiling == 17.0 < limits.legal_cost
    found = items(evidence_files["unlawful pay"], "Bargaining")
    assert found["Is there a zone of agreement?"] == "No"
    assert found["Provider's floor: legal cost"] == pytest.approx(limits.legal_cost)
    floor = found["Provider's floor: its price with lawful pay, the higher of the two"]
    assert floor == found["Provider's price at the least lawful pay"]
    assert floor == pytest.approx(limits.floor) == pytest.approx(limits.legal_price)


def test_rounds_and_decisions_stand_in_the_order_of_their_dates(path, tmp_path, case):
    late = (offer("commissioner", 26.0, 30, "Second"), *case.offers)
    later = fp.write_evidence_workbook(dataclasses.replace(case, offers=late), tmp_path / "l.xlsx")
    found = rows(later, "Rounds")
    assert [row["Party"] for row in found] == ["provider", "commissioner", "commissioner"]
    assert [row["Change"] for row in found] == [
        "first offer", "first offer", pytest.approx(26.0 - OFFER)
    ]  # fmt: skip
    assert found[0]["Gap between the parties"] == "one side only"
    assert found[2]["Gap between the parties"] == pytest.approx(31.22 - 26.0)
    assert items(later)["Commissioner's last offer"] == 26.0
    [decision] = rows(path, "Decision log")
    assert decision["Effect on the figures"] == "not stated"


# Evidence and logs


def test_contested_items_stand_first_in_the_same_order(evidence_files):
    for name, case in evidence_cases().items():
        path, party = evidence_files[name], case.book.assumptions
        fields, contested = party.fields(), set(party.contested)
        listed = [*(n for n in party.inputs() if n in contested),
                  *(n for n in party.inputs() if n not in contested)]  # fmt: skip
        labels = [fields[n].label for n in listed]
        assert column(path, "Evidence", "Input") == labels
        marks = column(path, "Evidence", "Contested")
        assert marks == ["yes"] * len(contested) + ["no"] * (len(listed) - len(contested))
        described = column(path, "Assumptions log", "Description")
        assert [text.split(":")[0] for text in described] == [
            label.split(":")[0] for label in labels
        ]
    assert len(evidence_cases()["tables"].book.assumptions.contested) == 2


def test_the_evidence_says_all_that_is_known_and_leaves_out_parts_that_nobody_stated(
    evidence_files,
):
    for name, case in evidence_cases().items():
        path, known = evidence_files[name], case.book.assumptions.evidence
        titles = {part: type(entry).model_fields[part].title for entry in known.values()
                  for part in entry.parts}  # fmt: skip
        headings = list(rows(path, "Evidence")[0])
        assert headings[6:] == [titles[part] for part in PARTS if part in titles]
    by_input = {row["Input"]: row for row in rows(evidence_files["tables"], "Evidence")}
    pay = by_input["Pay band rate"]
    assert (pay["Basis"], pay["Low"], pay["Quality"]) == ("Pay scales", "(12.8, 14, 12.8)", "red")
    assert pay["Last review"].date() == date(2026, 1, 2)
    assert pay["Note"] == "z" * 500
    assert by_input["Holiday weeks"]["Note"] == "not stated"


def test_the_log_of_assumptions_is_the_librarys(evidence_files):
    for name, case in evidence_cases().items():
        log = fp.assumptions_log(case.book)
        found = rows(evidence_files[name], "Assumptions log")
        assert [row["ID"] for row in found] == list(log.index)
        for row, (_, expected) in zip(found, log.iterrows(), strict=True):
            for heading, text in expected.items():
                empty = "none" if heading == "Depends on" else "not stated"
                assert row[heading] == (text or empty)


# Texts


def hostile(text: str) -> fp.Case:
    """Put a text wherever a person may write one."""
    data = plain(provider_name=text).model_dump(exclude_none=True)
    words = dict.fromkeys(
        ("basis", "document", "link", "owner", "internal_reviewer", "external_reviewer",
         "provider_comment", "commissioner_comment", "note"), text,
    )  # fmt: skip
    data["evidence"] = {"mileage_rate": {**words, "low": 0.4, "high": 0.5}}
    data["sources"] = {"holiday_weeks": text}
    book = fp.OpenBook(fp.Assumptions.model_validate(data))
    headings = [name for name in fp.Analysis.model_fields if name != "sunset"]
    return fp.Case(
        book=book,
        analysis=analysis(**dict.fromkeys(headings, text)),
        theirs=plain_book(mileage_rate=0.3),
        offers=(offer("provider", 30.0, 1, text), offer("commissioner", 20.0, 2, text)),
        decisions=(
            fp.Decision(day=date(2026, 1, 5), decision=text, reason=text, who=text, effect=text),
        ),
        costs=(fp.CostEntry(line="insurance", allowable="no", reason=text),),
    )


@pytest.fixture(scope="module")
def harmless(tmp_path_factory):
    """The formulas where every text is harmless."""
    folder = tmp_path_factory.mktemp("harmless")
    return witnesses.formula_texts(
        fp.write_evidence_workbook(hostile("harmless"), folder / "harmless.xlsx")
    )


@pytest.mark.parametrize(
    "text",
    [*HOSTILE_TEXTS[:2], *(pytest.param(t, marks=pytest.mark.slow) for t in HOSTILE_TEXTS[2:])],
)
def test_hostile_texts_never_become_formulas(tmp_path, text, harmless):
    path = fp.write_evidence_workbook(hostile(text), tmp_path / "hostile.xlsx")
    assert witnesses.formula_texts(path) == harmless
    found: dict[str, int] = {}
    for page in openpyxl.load_workbook(path):
        for row in page.iter_rows():
            for cell in row:
                if cell.value == text:
                    found[page.title] = found.get(page.title, 0) + 1
                    assert cell.data_type == "s"
                    assert cell.quotePrefix or text[0] not in "=+-@"
    least = {"About": 9, "Case": 1, "Evidence": 11, "Rounds": 2, "Decision log": 4,
             "Cost register": 1, "Assumptions log": 4, "Cover": 1}  # fmt: skip
    assert {name: count for name, count in found.items() if name in least} == least


@pytest.mark.slow
def test_hostile_texts_stay_texts_where_another_program_recalculates(tmp_path):
    paths = [fp.write_evidence_workbook(hostile(text), tmp_path / f"{number}.xlsx")
             for number, text in enumerate(HOSTILE_TEXTS[:3])]  # fmt: skip
    answers = witnesses.recalculate_with_libreoffice(paths, tmp_path / "office")
    for text, path, found in zip(HOSTILE_TEXTS, paths, answers, strict=False):
        places = [place for place, value in witnesses.values(path).items() if value == text]
        assert len(places) > 30
        assert {found[place] for place in places} == {text}


# Witnesses


@pytest.mark.slow
def test_every_cached_value_is_what_libreoffice_computes(evidence_files, saved_evidence):
    for name, path in evidence_files.items():
        expected = witnesses.caches(path)
        assert len({sheet for sheet, _ in expected} & {"Case", "Evidence", "Cost register"}) == 3
        assert witnesses.differences(witnesses.shown(saved_evidence[name]), expected) == [], name


@pytest.mark.parametrize(
    "name",
    [name if name == "example" else pytest.param(name, marks=pytest.mark.slow)
     for name in evidence_cases() if name != "tables"],
)  # fmt: skip
def test_every_cached_value_is_what_formulas_computes(evidence_files, name):
    """Those of "tables" are the formulas of the example, at the price of a minute."""
    path = evidence_files[name]
    found = witnesses.recalculate_with_formulas(path)
    assert witnesses.differences(found, witnesses.caches(path)) == []


CHANGES = {"contact_pay_rate": 13.5, "travel_minutes_per_visit": 7.0, "return_rate": 0.05,
           "back_office_staff_per_contact_hour": 5.0}  # fmt: skip


#: What a user may type elsewhere.
TYPED = {
    ("Bargaining", "Annual budget", "Value"): 1_200_000.0,
    ("Bargaining", "Contact hours wanted", "Value"): 36_000.0,
    ("Payer mix", "Council pays for 0 % of hours", "Council's fee"): 27.0,
    ("Cost register", "Mileage", ACTUAL): 60_000.0,
    ("Cost register", "Mileage", FORECAST): 70_000.0,
    ("Cost register", "PPE", FORECAST): 0.0,
}


@pytest.fixture(scope="module")
def changed_files(evidence_files, tmp_path_factory):
    """The example with other inputs, and with what may be typed beside them."""
    folder = tmp_path_factory.mktemp("changed")
    inputs, typed = (
        Path(shutil.copy(evidence_files["example"], folder / f"{name}.xlsx"))
        for name in ("inputs", "typed")
    )
    witnesses.set_inputs(inputs, CHANGES)
    workbook = openpyxl.load_workbook(typed)
    for (sheet, label, heading), value in TYPED.items():
        cell = workbook[sheet][witnesses.addresses(typed, sheet)[label, heading]]
        assert not cell.protection.locked
        cell.value = value
    workbook.save(typed)
    return {"inputs": inputs, "typed": typed}


@pytest.fixture(scope="module")
def by_libreoffice(changed_files, tmp_path_factory):
    """What LibreOffice makes of both, in one start."""
    folder = tmp_path_factory.mktemp("office") / "changed"
    answers = witnesses.recalculate_with_libreoffice(changed_files.values(), folder)
    return dict(zip(changed_files, answers, strict=True))


@pytest.fixture(params=["LibreOffice", pytest.param("formulas", marks=pytest.mark.slow)])
def recalculated(request, changed_files):
    """Recalculate one of them."""
    if request.param == "LibreOffice":
        return request.getfixturevalue("by_libreoffice").__getitem__
    return lambda name: witnesses.recalculate_with_formulas(changed_files[name])


@pytest.mark.slow
def test_live_figures_follow_the_inputs_and_the_others_stay(path, case, recalculated):
    book = fp.OpenBook(case.book.assumptions.with_inputs(**CHANGES))
    assert abs(book.price_per_hour - case.book.price_per_hour) > 0.3
    found = recalculated("inputs")
    assert wrong_figures(path, found, expected_after(case, book)) == []
    assert moved_although_frozen(path, found) == []


def expected_after(case: fp.Case, book: fp.OpenBook) -> dict[tuple[str, str, str], Any]:
    """Ask the library, not the workbook code, for the figures of a changed book."""
    price, hours = book.price_per_hour, float(book.value("annual_contact_hours"))
    expected: dict[tuple[str, str, str], Any] = {
        ("Case", "Provider's price", "Value"): price,
        ("Case", "Provider's price less offer", "Value"): price - OFFER,
        ("Bridge by line", "Price", "Provider"): price,
        ("Bridge by line", "Price", "Provider less commissioner"): (
            price - case.theirs.price_per_hour
        ),
        ("Bargaining", "Provider's floor: total cost at stated pay", "Value"): float(
            book.value("total_cost")
        ),
        ("Bargaining", "Provider's price with return on operations", "Value"): price,
        ("Bargaining", "Provider's price with return on operations", "Hours the budget buys"): (
            875_000 / price
        ),
        ("Bargaining", "Commissioner's ceiling: the lower of the two", "Value"): 25.0,
        ("Bargaining", "Is there a zone of agreement?", "Value"): "No",
        ("Cost register", "Total of what is known", BASELINE): price * hours,
        ("Cost register", "Insurance", LESS[0]): 4_000 - hours * float(book.value("insurance")),
        ("Evidence", "Contact pay rate", "Value"): 13.5,
        ("Evidence", "Back office staff, by the contact hour", "Value"): 5.0,
    }
    for line in fp.cost_register(book).index:
        ours, theirs = float(book.value(line)), float(case.theirs.value(line))
        label = book.label(line)
        expected["Bridge by line", label, "Provider"] = ours
        expected["Bridge by line", label, "Provider less commissioner"] = ours - theirs
        expected["Cost register", label, BASELINE] = ours * hours
    for share in range(10):
        place = ("Payer mix", f"Council pays for {10 * share} % of hours", "Self-funder rate")
        expected[place] = (price - share / 10 * OFFER) / (1 - share / 10)
    for row in fp.key_ratios(book).itertuples():
        expected["Key ratios", row.label, "Value"] = row.value
    return expected


def wrong_figures(path: Path, found: Cells, expected: dict[tuple[str, str, str], Any]) -> list[str]:
    """List the figures, by sheet, row and heading, that differ from what is expected."""
    places = {sheet: witnesses.addresses(path, sheet) for sheet, _, _ in expected}
    return [
        f"{sheet}, {label}, {heading}: found {shown!r}, expected {value!r}"
        for (sheet, label, heading), value in expected.items()
        if not witnesses.agree(
            shown := found.get((sheet, places[sheet][label, heading])), value, scale=10.0
        )
    ]


def moved_although_frozen(path: Path, found: Cells) -> list[str]:
    """List what changed in rows whose role says that they do not follow the inputs."""
    moved, rows_seen = [], 0
    for page in witnesses.opened(path, data_only=True):
        headings = [cell.value for cell in page[4]]
        if "Role" not in headings or page.title in ("Workings", "Cost lines", "Evidence"):
            continue
        for row in page.iter_rows(min_row=5):
            if row[headings.index("Role")].value in FROZEN:
                rows_seen += 1
                moved += [
                    f"{page.title}!{cell.coordinate}" for cell in row
                    if isinstance(cell.value, (int, float))
                    and not witnesses.agree(found[page.title, cell.coordinate], cell.value)
                ]  # fmt: skip
    assert rows_seen > 60
    return moved


@pytest.mark.slow
def test_what_is_typed_on_the_evidence_sheets_is_followed(path, case, recalculated):
    price, hours = case.book.price_per_hour, float(case.book.value("annual_contact_hours"))
    mileage, ppe, insurance, marketing = (
        hours * float(case.book.value(line))
        for line in ("mileage", "ppe", "insurance", "marketing")
    )
    expected = {
        ("Bargaining", "Commissioner's ceiling: budget for the hours wanted", "Value"): 100 / 3,
        # the council's own service, at 33, is now the cheaper of the two
        ("Bargaining", "Commissioner's ceiling: the lower of the two", "Value"): 33.0,
        ("Bargaining", "Provider's price with return on operations", "Share of hours wanted"): (
            1_200_000 / price / 36_000
        ),
        ("Bargaining", "Is there a zone of agreement?", "Value"): "Yes",
        ("Payer mix", "Council pays for 60 % of hours", "Council's fee"): 27.0,
        ("Payer mix", "Council pays for 60 % of hours", "Self-funder rate"): (
            (price - 0.6 * 27) / 0.4
        ),
        ("Cost register", "Mileage", LESS[0]): 60_000 - mileage,
        ("Cost register", "Mileage", LESS[1]): 70_000 - mileage,
        ("Cost register", "PPE", LESS[0]): "not known",
        ("Cost register", "PPE", LESS[1]): -ppe,
        ("Cost register", "Total of what is known", ACTUAL): 64_000.0,
        ("Cost register", "Total of what is known", FORECAST): 73_500.0,
        ("Cost register", "Total of what is known", LESS[0]): 64_000 - mileage - insurance,
        ("Cost register", "Total of what is known", LESS[1]): 73_500 - mileage - ppe - marketing,
    }
    assert wrong_figures(path, recalculated("typed"), expected) == []


# Writing


def test_the_same_case_gives_the_same_bytes(path, tmp_path):
    council = fp.OpenBook(evidence_cases()["example"].theirs.assumptions)
    again = full(fp.OpenBook(example().assumptions), council)
    other = fp.write_evidence_workbook(again, tmp_path / "again.xlsx")
    assert other.read_bytes() == path.read_bytes()


@st.composite
def drawn_cases(draw: st.DrawFn) -> fp.Case:
    """Draw a case: any book, any other position, offers, and long texts."""
    book = fp.OpenBook(draw(assumptions()))
    price = draw(st.integers(500, 9_000)) / 100
    offers = tuple(
        offer(party, price + step, 1 + step, "x" * 500)
        for step, party in enumerate(draw(st.lists(st.sampled_from(("provider", "commissioner")),
                                                   max_size=3)))
    )  # fmt: skip
    return fp.Case(
        book=book,
        analysis=analysis(context="word " * draw(st.integers(1, 799))),
        theirs=draw(st.sampled_from([None, book, plain_book()])),
        offers=offers,
    )


@pytest.mark.slow
@pytest.mark.parametrize("count", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_any_case_is_written_with_tables_that_hold(tmp_path, count):
    @settings(max_examples=count, **ENGINE)
    @given(drawn_cases())
    def write(drawn):
        path = fp.write_evidence_workbook(drawn, tmp_path / "drawn.xlsx")
        stated = drawn.book.assumptions.model_dump_json()  # a provider may be called None
        unmeant = {word for word in ("nan", "inf", "None", "NaT") if f'"{word}"' not in stated}
        for page in openpyxl.load_workbook(path, data_only=True):
            texts = [cell.value for row in page.iter_rows() for cell in row
                     if isinstance(cell.value, str)]  # fmt: skip
            assert not unmeant & set(texts)
            headings = [cell.value.casefold() for cell in page[4]]
            assert len(set(headings)) == len(headings)
        expected = {n: c for n, c in witnesses.values(path).items() if n[0] == "Bridge by line"}
        assert bool(expected) == (drawn.theirs is not None)

    write()
