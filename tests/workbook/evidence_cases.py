"""Cases whose evidence workbooks differ in shape: full, bare, with tables, without law."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from cases import EXAMPLE, cases, example
from providers import plain_book

import fairprice as fp

DRAWS, SEED = 2_000, 1
OFFER = 25.05
HEADINGS = (
    "author", "context", "methods_considered", "planned", "challenges", "verification",
    "validation", "conditions_of_validity", "limits_of_use",
)  # fmt: skip


def analysis(**changes: Any) -> fp.Analysis:
    """Return an analysis whose texts name their headings."""
    texts = {name: f"Text on {name.replace('_', ' ')}." for name in HEADINGS}
    return fp.Analysis(**{**texts, "sunset": date(2027, 3, 31), **changes})


def offer(party: str, price: float, day: int, what: str = "First offer") -> fp.Offer:
    """Return an offer of January 2026."""
    return fp.Offer(day=date(2026, 1, day), party=party, price_per_hour=price, what_changed=what)  # type: ignore[arg-type]


def full(book: fp.OpenBook, theirs: fp.OpenBook, **changes: Any) -> fp.Case:
    """Return a case that holds everything."""
    parts: dict[str, Any] = {
        "theirs": theirs,
        "offers": (offer("provider", 31.22, 12), offer("commissioner", OFFER, 26)),
        "decisions": (
            fp.Decision(day=date(2026, 1, 5), decision="By the hour", reason="As printed", who="A"),
        ),
        "bargaining": fp.bargaining_range(
            book, annual_budget=875_000.0, annual_contact_hours=35_000.0, in_house=33.0
        ),
        "uncertainty": fp.cost_uncertainty(book.assumptions, draws=DRAWS, seed=SEED),
        "costs": (
            fp.CostEntry(line="insurance", allowable="yes", reason="Required", actual=4_000.0),
            fp.CostEntry(
                line="marketing", allowable="in discussion", reason="Asked", forecast=3_500.0
            ),
        ),
    }
    return fp.Case(book=book, analysis=analysis(), **{**parts, **changes})


def _with_tables() -> fp.OpenBook:
    """Return a book with bands, whose evidence has ranges of tables and every other part."""
    data = cases()["pay and worker bands"].assumptions.model_dump(exclude_none=True)
    data["sources"] = {}
    data["evidence"] = {
        "pay_band_rate": {
            "basis": "Pay scales", "low": [12.8, 14.0, 12.8], "high": [13.5, 15.0, 13.0],
            "last_review": date(2026, 1, 2), "quality": "red", "provider_comment": "x" * 500,
            "owner": "y" * 500, "note": "z" * 500,
        },
        "holiday_weeks": {"low": 5.6, "high": 6.6, "commissioner_stance": "contested"},
        "mileage_rate": {"low": 0.4, "high": 0.45, "provider_stance": "contested"},
        "provider_name": {"document": "Register", "provider_stance": "agreed"},
    }  # fmt: skip
    return fp.OpenBook(fp.Assumptions.model_validate(data))


@cache
def evidence_cases() -> dict[str, fp.Case]:
    """Return the cases by what is special about them."""
    council = fp.OpenBook(fp.load_assumptions(EXAMPLE.parent / "council.toml"))
    tables = _with_tables()
    unlawful = plain_book(contact_pay_rate=9.0, travel_pay_rate=9.0)
    one_offer = (offer("commissioner", 5.0, 26),)
    return {
        "example": full(example(), council),
        "bare": fp.Case(book=plain_book(), analysis=analysis(context="word " * 799)),
        "tables": full(tables, plain_book(), offers=one_offer, decisions=()),
        "unlawful pay": fp.Case(
            book=unlawful,
            analysis=analysis(),
            bargaining=fp.bargaining_range(
                unlawful, annual_budget=17_000.0, annual_contact_hours=1_000.0
            ),
        ),
        "no minimum wage, 2014": fp.Case(
            book=cases()["all rates stated, 2014"], analysis=analysis(), offers=one_offer
        ),
    }
