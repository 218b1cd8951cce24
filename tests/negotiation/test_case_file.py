"""A case comes back from its file with the same figures, or is refused in full."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from effort import at_most
from hypothesis import given
from providers import plain_book
from strategies import assumptions

import fairprice as fp
from fairprice.negotiation.case.file import case_of_text

PARTS = ("context", "methods_considered", "planned", "challenges", "verification", "validation",
         "conditions_of_validity", "limits_of_use", "author")  # fmt: skip
ANALYSIS = fp.Analysis(**dict.fromkeys(PARTS, "Not done"), sunset="2027-03-31")


def full(book: fp.OpenBook | None = None) -> fp.Case:
    book = book or plain_book(return_rate=0.03)
    return fp.Case(
        book=book,
        analysis=ANALYSIS,
        theirs=plain_book(contact_pay_rate=12.8),
        offers=(
            fp.Offer(day="2026-01-05", party="provider", price_per_hour=25.5, what_changed="=1+1"),
        ),
        decisions=(fp.Decision(day="2026-01-04", decision="a", reason="b", who="c"),),
        bargaining=fp.bargaining_range(
            book, annual_budget=1e5, annual_contact_hours=4e3, in_house=30.0
        ),
        uncertainty=fp.cost_uncertainty(
            book.assumptions,
            {"contact_pay_rate": (12.8, 13.4), "mileage_rate": (0.4, 0.5)},
            correlations={("contact_pay_rate", "mileage_rate"): 0.25},
            draws=1000,
            seed=7,
        ),
        costs=(fp.CostEntry(line="insurance", allowable="yes", reason="Asked for", actual=10.0),),
    )


def test_a_case_comes_back_with_the_same_figures(tmp_path: Path) -> None:
    case = full()
    fp.dump_case(case, tmp_path / "case.toml")
    again = fp.load_case(tmp_path / "case.toml")
    assert again.book.assumptions == case.book.assumptions
    assert again.theirs is not None
    assert again.theirs.assumptions == case.theirs.assumptions  # type: ignore[union-attr]
    for part in ("analysis", "offers", "decisions", "bargaining", "costs"):
        assert getattr(again, part) == getattr(case, part)
    assert again.uncertainty.costs.equals(case.uncertainty.costs)  # type: ignore[union-attr]
    assert fp.dump_case(again) == fp.dump_case(case)


@at_most(25)
@given(assumptions())
def test_evidence_travels_with_the_case(party: fp.Assumptions) -> None:
    case = fp.Case(fp.OpenBook(party), ANALYSIS)
    assert case_of_text(fp.dump_case(case)).book.assumptions == party


def test_everything_wrong_is_said_at_once_and_where() -> None:
    data = tomllib.loads(fp.dump_case(full()))
    text = tomli_w.dumps(
        data
        | {
            "theirs": {"about": {}},
            "offers": [{"day": "2026-01-05", "party": "me", "price_per_hour": 1.0}],
            "bargaining": {"annual_budget": 0.0, "annual_contact_hours": 1.0, "extra": 1},
            "uncertainty": {"draws": 1000},
            "notes": "x",
        }
    )
    with pytest.raises(fp.InputError) as caught:
        case_of_text(text)
    places = {problem.where for problem in caught.value.problems}
    assert {"notes", "offers 1: Offer.party", "offers 1: Offer.what_changed",
            "bargaining.extra", "bargaining: annual_budget", "uncertainty"} <= places  # fmt: skip
    assert any(place.startswith("theirs: about") for place in places)


@pytest.mark.parametrize("text", ["=", "", "ours = 1", 'analysis = "x"', "[ours]\nabout = 2"])
def test_what_is_no_case_is_refused(text: str) -> None:
    with pytest.raises(fp.InputError):
        case_of_text(text)


OVERLAY = """
[sources.own]
title = "Our own paper"
address = "https://council.example/paper"

[[parameter]]
name = "adult_minimum_wage"
label = "Stated"
unit = "GBP per hour"
nations = ["England"]
values = [
  { valid_from = 2026-04-01, valid_to = 2027-03-31, value = 14.0, source = "own", \
checked = 2026-11-22, certainty = "stated" },
]
"""


def test_a_case_keeps_the_law_of_each_side(tmp_path: Path) -> None:
    policy, target = tmp_path / "policy.toml", tmp_path / "case.toml"
    policy.write_text(OVERLAY, encoding="utf-8")
    rates = fp.statutory_rates("2026-04-06", nation="England", overlay=policy)
    book = fp.OpenBook(plain_book().assumptions, rates)
    case = fp.Case(plain_book(), ANALYSIS, theirs=book)
    text = fp.dump_case(case, target)
    again = fp.load_case(target)
    assert again.theirs is not None
    assert again.theirs.rates.value("adult_minimum_wage") == 14
    assert again.theirs.own_law == book.own_law
    assert again.book.rates.value("adult_minimum_wage") == 12.71
    assert fp.dump_case(again) == text
    # a law that is given stands in place of both
    assert fp.load_case(target, law=policy).book.rates.value("adult_minimum_wage") == 14
    for wrong, code in (("value = 14.0", "not-a-number"), ("[[law.theirs]]", "unknown-name")):
        other = {"value = 14.0": 'value = "14"', "[[law.theirs]]": "[[law.their]]"}[wrong]
        with pytest.raises(fp.FairpriceError, match=code):
            case_of_text(text.replace(wrong, other))


@pytest.mark.parametrize("reader", [fp.load, fp.load_case])
def test_a_case_without_a_position_of_ours_is_told_so_once(reader: Any) -> None:
    """As the example's is written, to which a position is given apart."""
    example = Path(__file__).resolve().parents[2] / "examples" / "case.toml"
    with pytest.raises(fp.InputError) as refused:
        reader(example)
    [problem] = refused.value.problems
    assert (problem.code, problem.where) == ("missing", "ours")
    assert "the case holds no position of ours" in problem.what
    assert "--ours provider.toml" in problem.mend
