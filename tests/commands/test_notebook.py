"""Books and comparisons show as tables in a notebook; what others typed stays text."""

from __future__ import annotations

import tomllib
from html.parser import HTMLParser
from typing import Any

import pytest
from command_cases import EXAMPLES, round_provider

import fairprice as fp

SCRIPT = "<script>alert('x')</script>"


class Seen(HTMLParser):
    """Tags, texts and rows of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.rows and data.strip():
            self.rows[-1].append(data)


def test_a_book_shows_its_price_and_lines() -> None:
    book = fp.OpenBook(round_provider(provider_name=f"Round & {SCRIPT}"))
    seen = Seen(book._repr_html_())
    assert "table" in seen.tags
    assert "script" not in seen.tags
    assert seen.texts[0].startswith(f"Round & {SCRIPT}, England")
    assert "GBP 17.40 per contact hour" in seen.texts[0]
    # a heading, the name of the index, and the 32 lines
    assert len(seen.rows) == 34
    assert ["Mileage", "0.90", "0.00", "1.80", "10.3%", "line"] in seen.rows
    assert seen.rows[-1][:5] == ["TOTAL", "2.20", "13.00", "17.40", "100.0%"]
    assert seen.rows[-1][5] != "line"


def test_a_bridge_escapes_too() -> None:
    named = round_provider(provider_name=SCRIPT)
    seen = Seen(fp.bridge(named, named.with_inputs(miles_per_visit=1.0))._repr_html_())
    assert "table" in seen.tags
    assert "script" not in seen.tags


@pytest.fixture(scope="module")
def comparison() -> fp.PaymentComparison:
    """Return two fixed prices for people of whom nothing varies that a payment depends on."""
    terms = fp.load_contract(EXAMPLES / "planned_minutes.toml").model_dump(exclude_none=True)
    costs = terms["transaction_costs"]
    terms["transaction_costs"] = {name: 0.0 for name in costs} | {"term_years": 1.0}
    contracts = [
        fp.Contract.model_validate(
            terms | {"name": name, "base": {"kind": "fixed price", "annual_amount": amount}}
        )
        for name, amount in ((SCRIPT, 250_000.0), ("Plain & fixed", 300_000.0))
    ]
    cohort = fp.load_cohort(EXAMPLES / "people.toml")
    book = fp.OpenBook(round_provider())
    return fp.compare_payments(contracts, cohort, book, draws=20, seed=3, progress=False)


def test_a_comparison_shows_both_sides(comparison: fp.PaymentComparison) -> None:
    page = comparison._repr_html_()
    seen = Seen(page)
    assert "table" in seen.tags
    assert "script" not in seen.tags
    assert "150 people, 20 simulated years of 52 weeks, seed 3" in seen.texts[0]
    assert "Modelled, not observed." in seen.texts[0]
    shown = {row[0]: row[1:] for row in seen.rows[2:]}
    assert list(shown) == [SCRIPT, "Plain & fixed"]
    # interest on late payment comes on top of the price
    spend = [float(row[0].replace(",", "")) for row in shown.values()]
    assert spend == pytest.approx([250_000, 300_000], rel=0.01)
    assert all(row[4].endswith("%") and row[5].endswith("%") for row in shown.values())


def test_published_sources_stay_beside_those_a_file_adds() -> None:
    people = tomllib.loads((EXAMPLES / "people.toml").read_text(encoding="utf-8"))
    cohort = fp.Cohort.example(**people, sources={"need_sd": "Our own survey, 2025"})
    assert cohort.sources["need_sd"] == "Our own survey, 2025"
    assert "ADASS" in cohort.sources["hours_per_person"]
    assert not {"packages", "need_sd"} & set(cohort.modelled())
