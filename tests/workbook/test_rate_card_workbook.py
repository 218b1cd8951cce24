"""The rate card workbook: what each formula comes to, in other engines and after changes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import tampering
import witnesses
from card_strategies import round_base, round_card

import fairprice as fp
from fairprice.workbook.as_written import AsWritten
from fairprice.workbook.model import FIRST_ROW
from fairprice.workbook.rate_card_workbook import card_as_written, rate_card_workbook_model
from fairprice.workbook.sheets.rate_card.spend import COLUMN_OF

ROOT = Path(__file__).resolve().parents[2]

#: Sheets of every card, in order; the base's own book begins with Inputs.
SHEETS = [
    "Summary", "Fee table", "Cover", "Contents", "What differs", "Zones and services",
    "Card workings 1", "Prices", "Volumes", "Spend by provider", "Card checks", "Card notes",
    "Card data", "Inputs",
    "Rates", "Workings", "Cost lines", "Fees", "Checks", "Notes",
]  # fmt: skip
#: Yearly amounts are millions.
SCALE = 1e4


def hand_card(**fields: Any) -> fp.RateCard:
    base = round_base(weekend_share=0.2, weekend_premium=0.5, price_multiple=0.04,
                      fee_visit_minutes=[30.0])  # fmt: skip
    volume = {"zone": "Far", "service": "Complex", "carers": "One", "visit_minutes": 30.0,
              "visits_per_year": 100.0}  # fmt: skip
    volumes = [
        {**volume, "provider": "=1+1", "time": "Weekday", "present_price": 11.0},
        {**volume, "provider": "*", "time": "Weekend", "visits_per_year": 50.0},
    ]
    return round_card(base, volumes=volumes, **fields)


def small_card() -> fp.RateCard:
    """Return a card of as few cells as hold every kind of formula."""
    return hand_card(
        services=[{"name": "Complex", "kind": "complex care", "pay_supplement": 2.0}],
        carers=[{"name": "One", "careworkers": 2, "vehicles": 1}],
        visit_minutes=[30.0, 45.0],
    )


@pytest.fixture
def path(tmp_path: Path, shared: Any) -> Path:
    """Return a copy of the small card's workbook, which is written once."""
    folder = shared("rate_card", lambda f: fp.write_rate_card_workbook(small_card(), f / "c.xlsx"))
    return Path(shutil.copy(folder / "c.xlsx", tmp_path / "card.xlsx"))


def county() -> fp.RateCard:
    return fp.load_rate_card(ROOT / "examples" / "county.toml")


def part_of_the_county() -> fp.RateCard:
    """Return the county without standard care and some times: every kind of row in fewer cells."""
    card = county()
    kept = [v for v in card.volumes if v.service != "Standard care" and v.time == "Weekday"]
    return card.changed(
        services=card.services[1:], carers=card.carers[::2], times=card.times[::2],
        visit_minutes=[15.0, 45.0], volumes=kept,
    )  # fmt: skip


def type_in(path: Path, sheet: str, cell: str, value: float) -> None:
    """Change a number in a cell, and leave all else as it is."""
    part = f"xl/worksheets/sheet{witnesses.opened(path).sheetnames.index(sheet) + 1}.xml"
    counts = []

    def change(name: str, text: str) -> str:
        if name != part:
            return text
        text, count = re.subn(
            rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v></c>)', rf"\g<1>{value!r}\g<2>", text
        )
        counts.append(count)
        return text

    witnesses.rewrite(path, change)
    assert counts == [1]


def differs_cell(card: fp.RateCard, name: str, value_of: str) -> str:
    """Find the cell of a value that differs."""
    rows = [(part.name, key) for _, part, key, _ in card.priced().differences()]
    return f"F{FIRST_ROW + rows.index((name, value_of))}"


def expected(card: fp.RateCard) -> witnesses.Cells:
    return witnesses.expected_of(rate_card_workbook_model(card.priced()))


@pytest.mark.slow
def test_the_formulas_package_agrees_with_the_library(tmp_path: Path) -> None:
    card = small_card()
    path = fp.write_rate_card_workbook(card, tmp_path / "card.xlsx")
    found = witnesses.recalculate_with_formulas(path)
    assert witnesses.differences(found, expected(card), SCALE) == []


@pytest.mark.slow
def test_libreoffice_agrees_with_the_library_before_and_after_changes(tmp_path: Path) -> None:
    card = part_of_the_county()
    first, later = tmp_path / "first.xlsx", tmp_path / "later.xlsx"
    for path in (first, later):
        fp.write_rate_card_workbook(card, path)
    # a supplement, an input, a number of vehicles, the base's premium and pay, and a volume
    changes = {("Villages", "pay_supplement"): 0.75, ("Villages", "miles_per_visit"): 9.5,
               ("Two careworkers, shared journey", "vehicles"): 2.0}  # fmt: skip
    for (name, key), value in changes.items():
        type_in(later, "What differs", differs_cell(card, name, key), value)
    type_in(later, "Volumes", f"{COLUMN_OF['visits_per_year']}{FIRST_ROW}", 99_000.0)
    witnesses.set_inputs(later, {"weekend_premium": 0.3, "contact_pay_rate": 13.4})
    data = {kind: [part.model_dump(exclude_none=True) for part in parts]
            for kind, parts in card.lists.items()}  # fmt: skip
    data["zones"][1] |= {"pay_supplement": 0.75}
    data["zones"][1]["inputs"]["miles_per_visit"] = 9.5
    data["carers"][1]["vehicles"] = 2
    volumes = [volume.model_dump(exclude_none=True) for volume in card.volumes]
    volumes[0]["visits_per_year"] = 99_000.0
    # sources stand beside as they were, where a value is typed over
    base = card.base.model_dump(exclude_none=True)
    base["pay"] |= {"weekend_premium": 0.3, "contact_pay_rate": 13.4}
    after = card.changed(base=fp.Assumptions.model_validate(base), volumes=volumes, **data)
    found = witnesses.recalculate_with_libreoffice([first, later], tmp_path)
    assert witnesses.differences(found[0], expected(card), SCALE) == []
    wanted = expected(after)
    # what was first written stays as it was
    same = {place for place, text in witnesses.formula_texts(later).items() if place in wanted}
    told = [d for d in witnesses.differences(found[1], {p: wanted[p] for p in same}, SCALE)
            if not d.startswith(("Checks!",))]  # fmt: skip
    assert told == []
    assert any(found[1][p] != found[0][p] for p in same if p[0] == "Fee table")
    verdict = [cell for (sheet, _), cell in found[1].items()
               if sheet == "Cover" and str(cell).startswith("Every check")]  # fmt: skip
    assert len(verdict) == 1


def test_the_summary_shows_the_prices_of_the_card_and_what_they_rest_on() -> None:
    card = part_of_the_county()
    priced = card.priced()
    sheet = rate_card_workbook_model(priced).sheets[0]
    assert sheet.name == "Summary"
    assert sheet.is_a_page
    rows = {(row[0], row[1]): row[3:] for row in sheet.rows}

    def shown(*key: str) -> list[Any]:
        return [getattr(content, "value", content) for content in rows[key]]

    table = priced.fee_table
    first = priced.combinations[0]
    ends = (min(priced.lengths), max(priced.lengths))
    for z, zone in enumerate(card.zones):
        books = [priced.book_at((z, s)).price_per_hour for s in range(len(card.services))]
        assert shown(zone.name, "Price") == books
        for minutes in ends:
            for service, price in zip(
                card.services, shown(f"{zone.name}, visit of {minutes:g} minutes", "Price"),
                strict=True,
            ):  # fmt: skip
                where = (zone.name, service.name, first.carers.name, first.time.name)
                published = table.loc[where, minutes] if where in table.index else float("nan")
                assert price == ("not offered" if published != published else published)
    assert shown("Values that differ from the base", "Differences")[0] == len(
        list(priced.differences())
    )
    assert shown("Checks of the card and its base that fail", "Checks")[0] == 0


def test_the_summary_counts_the_checks_and_not_their_steps() -> None:
    """A week of several times is worked out in rows between the checks."""
    sheets = {sheet.name: sheet for sheet in rate_card_workbook_model(county().priced()).sheets}
    roles = [row[1] for row in sheets["Card checks"].rows]
    assert "Calculation" in roles
    [made] = [row[3] for row in sheets["Summary"].rows if row[0] == "Checks made of the card"]
    assert made.value == roles.count("Check")


def test_a_figure_of_the_summary_that_was_changed_is_named(path: Path) -> None:
    at = witnesses.addresses(path, "Summary")
    unit = next(key for key in at if key[1] == "Unit")
    tampering.put_text(path, "Summary", at[unit], "GBP per mile")
    found = fp.verify_workbook(path).differences
    assert [*zip(found["sheet"], found["kind"], strict=True)] == [("Summary", "unit")]


def test_the_summary_stands_first_and_the_same_card_gives_the_same_bytes(
    path: Path, tmp_path: Path
) -> None:
    one, other = path, fp.write_rate_card_workbook(small_card(), tmp_path / "b.xlsx")
    assert one.read_bytes() == other.read_bytes()
    names = witnesses.opened(one).sheetnames
    assert names[:3] == ["Summary", "Fee table", "Cover"]
    assert [name for name in names if name in SHEETS] == SHEETS
    at = witnesses.addresses(one, "Card checks")
    shown = witnesses.values(one)
    assert shown["Card checks", at["Checks that fail", "Found"]] == 0


def test_the_published_fee_table_stands_alone(tmp_path: Path) -> None:
    card = county()
    path = fp.write_rate_card_workbook(card, tmp_path / "fees.xlsx", published=True)
    workbook = witnesses.opened(path)
    assert workbook.sheetnames == ["Fee table", "Notes"]
    assert witnesses.formula_texts(path) == {}
    assert not workbook.defined_names
    page = workbook["Fee table"]
    assert page["A1"].style == "Heading 1"
    [table] = page.tables.values()
    assert table.ref == f"A4:H{4 + len(card.fee_table)}" == "A4:H56"
    shown = [[cell.value for cell in row] for row in page["E5:H56"]]
    for row, fees in zip(shown, card.fee_table.to_numpy(), strict=True):
        for value, fee in zip(row, fees, strict=True):
            assert value == "not offered" if fee != fee else value == pytest.approx(fee)
    with pytest.raises(fp.WorkbookError, match="not-an-open-book"):
        fp.verify_workbook(path)


@pytest.mark.slow
def test_text_of_a_user_is_never_a_formula(tmp_path: Path) -> None:
    zones = [{"name": text, "pay_supplement": 0.1 + n, "sources": {"pay_supplement": text}}
             for n, text in enumerate(("=1+1", "+2", "@SUM(A1)", "#N/A"))]  # fmt: skip
    card = round_card(zones=zones, carers=[{"name": "-1", "careworkers": 1}])
    path = fp.write_rate_card_workbook(card, tmp_path / "card.xlsx")
    page = witnesses.opened(path)["Fee table"]
    assert [page[f"A{row}"].data_type for row in range(5, 13)] == ["s"] * 8
    assert {page["A5"].value, page["C5"].value} == {"=1+1", "-1"}
    assert fp.verify_workbook(path).status == 0


@pytest.mark.slow
def test_verifying_tells_what_was_changed_and_what_was_altered(path: Path, tmp_path: Path) -> None:
    card = small_card()
    assert fp.verify_workbook(path).status == 0
    type_in(path, "What differs", differs_cell(card, "Complex", "pay_supplement"), 2.5)
    type_in(path, "Volumes", f"{COLUMN_OF['visits_per_year']}{FIRST_ROW}", 120.0)
    [again] = witnesses.saved_by_libreoffice([path], tmp_path / "office")
    found = fp.verify_workbook(again)
    assert found.status == 0, str(found)
    assert found.changed_inputs["now"].tolist() == [2.5, 120.0]
    assert found.changed_inputs["as_written"].tolist() == [2.0, 100.0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "cell", "formula"),
    [
        ("Prices", "H5", "$F5+$G5*$E5/60+0.01"),
        ("Fee table", "E5", "0-1"),
        ("Card workings 1", "D20", "1"),
        ("Zones and services", "E20", "5"),
        ("Card checks", "D5", "0"),
    ],
)
def test_a_planted_formula_is_found(path: Path, sheet: str, cell: str, formula: str) -> None:
    witnesses.plant(path, sheet, cell, formula=formula)
    found = fp.verify_workbook(path)
    assert found.status == 1
    assert sheet in set(found.differences["sheet"])


def test_a_value_that_makes_no_card_is_told(path: Path) -> None:
    type_in(path, "What differs", differs_cell(small_card(), "Complex", "pay_supplement"), -3.0)
    found = fp.verify_workbook(path)
    assert found.status == 1
    assert "refused input" in set(found.differences["kind"])


def test_a_priced_card_has_its_own_law(tmp_path: Path) -> None:
    card = small_card()
    law = fp.statutory_rates("2026-04-06", nation="England")
    one = fp.write_rate_card_workbook(card.priced(law), tmp_path / "a.xlsx")
    other = fp.write_rate_card_workbook(card, tmp_path / "b.xlsx", law=law)
    assert one.read_bytes() == other.read_bytes()
    with pytest.raises(fp.InputError, match="law-with-a-book"):
        fp.write_rate_card_workbook(card.priced(law), tmp_path / "c.xlsx", law=law)


def test_the_fingerprint_covers_what_differs_and_the_volumes(path: Path, tmp_path: Path) -> None:
    """Cards on one base are originals of their own, and so is the base."""
    card = small_card()
    volumes = [volume.model_dump(exclude_none=True) for volume in card.volumes]
    [service] = [service.model_dump(exclude_none=True) for service in card.services]
    dearer = card.changed(services=[service | {"pay_supplement": 2.5}])
    more = card.changed(volumes=[volumes[0] | {"visits_per_year": 101.0}, *volumes[1:]])
    prints = [card_as_written(one.priced()).fingerprint for one in (card, dearer, more)]
    prints.append(AsWritten.of(card.priced().base).fingerprint)
    assert len(set(prints)) == 4
    assert fp.verify_workbook(path, original=prints[0]).status == 0
    written = fp.write_rate_card_workbook(dearer, tmp_path / "other.xlsx")
    seen = fp.verify_workbook(written, original=path)
    assert set(seen.differences["kind"]) == {"not the original"}
    assert seen.fingerprint == prints[1]


@pytest.mark.parametrize("published", [False, True])
def test_it_keeps_the_points_of_accessibility(published: bool, tmp_path: Path) -> None:
    """Those a machine can see; headings are announced, and tables repeat theirs on each page."""
    volumes = [volume.model_dump(exclude_none=True) for volume in small_card().volumes]
    card = small_card().changed(volumes=[volumes[0] | {"provider": "A"}])
    path = fp.write_rate_card_workbook(card, tmp_path / "card.xlsx", published=published)
    assert fp.lint_workbook(path) == ()
    workbook = witnesses.opened(path)
    titles = []
    for page in workbook:
        assert page["A1"].style == "Heading 1"
        titles.append(page["A1"].value)
        if page.tables:
            [table] = page.tables.values()
            assert page.print_title_rows == "$4:$4"
            assert table.ref.startswith("A4:")
            assert page["A2"].value
    assert len(set(titles)) == len(titles)
    assert workbook.sheetnames[0] == ("Fee table" if published else "Summary")
    assert workbook.properties.title == titles[0 if published else 2]
