"""The page holds the book's figures, is safe to open, and can be read by everyone."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from providers import plain
from python_calamine import CalamineWorkbook

import fairprice as fp
from fairprice.__main__ import main
from fairprice.calculation import ANNEX_A
from fairprice.charts.canvas import contrast
from fairprice.report.of_a_book import of_a_book

SVG = "{http://www.w3.org/2000/svg}"
#: Texts that a page, a template or a chart might take for something else than text.
HOSTILE = "<script>alert(1)</script> & \"A\" 'B' {{ 7 * 7 }} {% x %} $\\frac$ -->]]> <b onload=x>"
EXAMPLES = Path(__file__).parents[2] / "examples"
HALF_A_PENNY = 0.005 + 1e-9


@cache
def book(name: str = HOSTILE) -> fp.OpenBook:
    data = plain(
        staff_turnover=0.3, induction_hours=20.0, flat_hourly_fee=17.3, price_multiple=0.04
    ).model_dump(exclude_none=True)
    data["about"]["provider_name"] = name
    data["evidence"] = {
        "contact_pay_rate": {
            "document": name, "low": 12.8, "high": 13.5, "commissioner_stance": "contested",
        },
        "miles_per_visit": {"basis": name, "note": name, "low": 1.5, "high": 2.5},
    }  # fmt: skip
    return fp.OpenBook(fp.Assumptions.model_validate(data))


@cache
def case(name: str = HOSTILE) -> fp.Case:
    words = {word: name for word in fp.Analysis.model_fields} | {"sunset": "2027-04-06"}
    offer = fp.Offer(day="2026-04-06", party="commissioner", price_per_hour=16.9, what_changed=name)
    return fp.Case(
        book(name),
        fp.Analysis.model_validate(words),
        theirs=fp.OpenBook(plain(mileage_rate=0.35, contact_pay_rate=12.75)),
        offers=(offer,),
        decisions=(fp.Decision(day="2026-04-07", decision=name, reason=name, who=name),),
        bargaining=fp.bargaining_range(book(name), annual_budget=9e5, annual_contact_hours=5e4),
        uncertainty=fp.cost_uncertainty(book(name), draws=1_000, seed=1),
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    assert fp.write_report(case(), path) == path
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(written: str) -> ElementTree.Element:
    return ElementTree.fromstring(written)


def tables(page: ElementTree.Element, section: str) -> Iterator[list[list[str]]]:
    """Rows of texts of each table of a section, without the headings."""
    [found] = page.findall(f".//section[@id='{section}']")
    for table in found.iter("table"):
        yield [["".join(cell.itertext()) for cell in row] for row in table.iterfind("tbody/tr")]


def numbers(rows: list[list[str]]) -> Any:
    return np.array([[float(cell.replace(",", "")) for cell in row[1:]] for row in rows])


def test_what_people_typed_is_text_and_nothing_else(page: ElementTree.Element) -> None:
    tags = {element.tag for element in page.iter()}
    assert tags.isdisjoint({"script", "b", "iframe", "object", "link", "img"})
    for element in page.iter():
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        for name, value in element.attrib.items():
            if name.endswith(("href", "src", "action")):
                assert value.startswith("#"), value
    for place in ("header/h1", "footer/p"):
        [found] = page.findall(f"body/{place}")
        assert HOSTILE in "".join(found.itertext())
    assert HOSTILE in "".join(page.find("head/title").itertext())  # type: ignore[union-attr]
    [inputs] = tables(page, "inputs")
    assert [row[3] for row in inputs if row[0] == "Contact pay rate"] == [HOSTILE]


def test_the_prices_are_those_of_the_book(page: ElementTree.Element) -> None:
    [prices] = tables(page, "price")
    expected = book().visit_prices()[
        ["hourly_rate", "price_point", "flat_fee_per_visit", "gap_per_visit", "gap_per_year"]
    ]
    found = numbers(prices)
    assert [row[0] for row in prices] == [f"{length:g} minutes" for length in expected.index]
    np.testing.assert_allclose(found[:, 0], book().price(expected.index), atol=HALF_A_PENNY)
    np.testing.assert_allclose(found[:, 1:], expected, atol=HALF_A_PENNY)
    said = "".join(page.find(".//section[@id='price']/p").itertext())  # type: ignore[union-attr]
    [priced] = re.findall(r"GBP ([\d.]+)", said)
    assert float(priced) == pytest.approx(book().price_per_hour, abs=HALF_A_PENNY)


def test_the_parts_and_lines_are_those_of_the_book(page: ElementTree.Element) -> None:
    [hour] = tables(page, "hour")
    lengths = list(book().build_up().index)
    rates = [book().price_per_hour, *book().hourly_rate(lengths)]
    np.testing.assert_allclose(numbers(hour)[:, -1], rates, atol=HALF_A_PENNY)
    [visits] = tables(page, "visits")
    np.testing.assert_allclose(numbers(visits)[:, :-1], book().build_up(), atol=HALF_A_PENNY)
    [lines] = tables(page, "lines")
    shown = numbers([row[:-1] for row in lines])
    np.testing.assert_allclose(shown, book().lines.iloc[:, :3], atol=HALF_A_PENNY)
    [pay] = tables(page, "pay")
    margins = book().minimum_wage_test()["margin"].iloc[: len(pay)]
    np.testing.assert_allclose([float(row[4]) for row in pay], margins, atol=HALF_A_PENNY)


def test_each_line_opens_to_its_derivation(page: ElementTree.Element) -> None:
    opened = page.findall(".//section[@id='lines']/details")
    derived = [line for line in ANNEX_A if line in book().plan]
    assert len(opened) == len(derived)
    for element, line in zip(opened, derived, strict=True):
        assert "".join(element.find("pre").itertext()) == book().explain(line)  # type: ignore[union-attr]
        assert book().label(line) in element.find("summary").text  # type: ignore[union-attr, operator]


def test_the_case_stands_beside_its_book(page: ElementTree.Element) -> None:
    held = case()
    assert held.bridge is not None
    sides, _ = tables(page, "between")
    assert [float(row[1]) for row in sides] == pytest.approx(
        [
            book().price_per_hour, 16.9, book().price_per_hour - 16.9,
            held.bridge.theirs.price_per_hour,
        ],
        abs=HALF_A_PENNY,
    )  # fmt: skip
    [way] = tables(page, "bridge")
    effects = [float(row[3]) for row in way[1:-1]]
    np.testing.assert_allclose(effects, held.bridge.by_input["effect"], atol=HALF_A_PENNY)
    so_far = [float(row[4]) for row in way]
    ends = [held.bridge.theirs.price_per_hour, held.bridge.ours.price_per_hour]
    assert [so_far[0], so_far[-1]] == pytest.approx(ends, abs=HALF_A_PENNY)
    # each price is rounded, and so is each effect
    np.testing.assert_allclose(np.diff(so_far[:-1]), effects, atol=3 * HALF_A_PENNY)
    [ranges] = tables(page, "sensitivity")
    columns = ["price_at_low", "price_at_high", "swing"]
    np.testing.assert_allclose(numbers(ranges), held.sensitivity[columns], atol=HALF_A_PENNY)
    [covers] = tables(page, "acceptability")
    assert held.uncertainty is not None
    shares = held.uncertainty.acceptability([book().price_per_hour, 16.9])
    assert [row[2] for row in covers] == [f"{share:.0%}" for share in shares["covers_cost"]]


def test_evidence_is_counted(page: ElementTree.Element) -> None:
    counted = dict(next(tables(page, "evidence")))  # type: ignore[arg-type]
    assert counted["with a source"] == "2"
    assert counted["with a low and a high"] == "2"
    assert counted["contested"] == "1"
    stated, without = int(counted["Inputs of the price"]), int(counted["without a source"])
    assert stated == 2 + without


def test_what_a_starter_stands_in_for_is_counted_as_no_evidence() -> None:
    few = fp.quick_book(
        provider_name="First Care", nation="England", year="2026-27", contact_pay_rate=13.5,
        travel_pay_rate=13.0, visit_minutes=[30, 60], visits_per_week=[600, 200],
        travel_minutes_per_visit=9, miles_per_visit=3, mileage_rate=0.4, worker_weekly_hours=25,
        training_days_per_year=3, sickness_days_per_year=5, return_on_cost=0.05,
        overheads_per_contact_hour=7.0,
    )  # fmt: skip
    sections = {section.name: section for section in of_a_book(few)}
    counted = {what: int(count) for what, count in sections["evidence"].tables[0].rows}
    left = len(few.assumptions.from_the_starter)
    assert counted["From the starter, not stated by the party"] == left > 0
    assert counted["with a source"] == 0
    parts = ("with a source", "without a source", "From the starter, not stated by the party")
    assert counted["Inputs of the price"] == sum(counted[part] for part in parts)


def test_the_page_can_be_found_through_without_seeing_it(page: ElementTree.Element) -> None:
    assert page.get("lang") == "en-GB"
    levels = [int(e.tag[1]) for e in page.iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(names) == len(set(names))
    for element in page.iter():
        for name, value in element.attrib.items():
            if name.endswith("href"):
                assert value[1:] in names
            elif name == "aria-labelledby":
                assert value in names
            else:
                assert all(part in names for part in re.findall(r"url\(#([^)]*)\)", value))
    for table in page.iter("table"):
        assert table.findtext("caption")
        assert {th.get("scope") for th in table.iterfind("thead/tr/th")} == {"col"}
        for row in table.iterfind("tbody/tr"):
            assert (row[0].tag, row[0].get("scope")) == ("th", "row")
            assert len(row) == len(table.findall("thead/tr/th"))


def test_each_chart_says_in_words_what_it_shows(page: ElementTree.Element) -> None:
    charts = list(page.iter(f"{SVG}svg"))
    assert len(charts) == 5
    for svg in charts:
        assert svg.get("role") == "img"
        title = svg.find(f"{SVG}title")
        assert title is not None
        assert svg.get("aria-labelledby") == title.get("id")
        assert re.search(r"\d\.\d\d|\d%", str(title.text))
        # its figures are text, and stand in a table too
        assert [text.text for text in svg.iter(f"{SVG}text")]
    figures = [s for s in page.iter("section") if s.find("figure") is not None]
    assert all(section.find(".//table") is not None for section in figures)


def test_text_stands_out_from_its_ground(written: str) -> None:
    style = written[written.index("<style>") : written.index("</style>")]
    inks = set(re.findall(r"[^-\w]color: (#[0-9a-f]{6})", style))
    assert len(inks) >= 3
    assert set(re.findall(r"background: (#[0-9a-f]{6})", style)) == {"#ffffff"}
    assert all(contrast(ink, "#ffffff") >= 4.5 for ink in inks)
    rules = set(re.findall(r"solid (#[0-9a-f]{6})", style))
    assert rules
    assert all(contrast(rule, "#ffffff") >= 3 for rule in rules)


def test_it_is_the_same_page_each_time_and_bears_the_workbooks_fingerprint(tmp_path: Path) -> None:
    provider = fp.load_assumptions(EXAMPLES / "provider.toml")
    fees = fp.write_fee_workbook(provider, tmp_path / "fees.xlsx")
    cover = CalamineWorkbook.from_path(str(fees)).get_sheet_by_name("Cover").to_python()
    [fingerprint] = [row[1] for row in cover if str(row[0]).startswith("Fingerprint")]
    pages = [fp.write_report(provider, tmp_path / "a.html").read_bytes()]
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        pages.append(fp.write_report(fp.OpenBook(provider), tmp_path / "b.html").read_bytes())
    assert pages[0] == pages[1]
    assert str(fingerprint).encode() in pages[0]


@pytest.mark.parametrize("package", ["jinja2", "matplotlib"])
def test_without_the_extra_nothing_is_written(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith(package):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(fp.MissingExtraError, match=f"{package}: is not installed"):
        fp.write_report(book(), tmp_path / "report.html")
    assert not list(tmp_path.iterdir())


def test_wrong_orders_and_laws_are_refused(tmp_path: Path) -> None:
    with pytest.raises(fp.InputError, match=r"Call write_report\(case_or_book, path\)"):
        fp.write_report("report.html", book())  # type: ignore[arg-type]
    with pytest.raises(fp.InputError, match="law-with-a-book"):
        fp.write_report(case(), tmp_path / "x.html", law=book().rates)


def test_the_command_takes_assumptions_and_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    fp.dump_assumptions(book("Care").assumptions, "provider.toml")
    fp.dump_case(case("Care"), "case.toml")
    assert main(["report", "provider.toml", "of_a_book.html"]) == 0
    assert main(["report", "case.toml", "of_a_case.html"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "The report is of_a_case.html"
    texts = [Path(f"of_a_{what}.html").read_text(encoding="utf-8") for what in ("book", "case")]
    assert ['id="bridge"' in text for text in texts] == [False, True]
    assert main(["report", "case.toml", "of_a_case.html"]) == 2
    assert main(["report", "case.toml", "report.pdf"]) == 2
    assert main(["report", "case.toml", "new.html", "--law", "law.toml"]) == 2
    said = capsys.readouterr().err
    for code in ("file-exists", "unknown-file-type", "law-with-a-book"):
        assert code in said
