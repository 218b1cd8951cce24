"""A contract reads like its clauses: every clause says each of its terms in plain words."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from clause_table import ADJUSTMENTS, BASES, REWARDS, WELL, Data, fixed, hourly
from payment_cases import contract

from fairprice.payment.clauses import AdjustmentClause as Adjustment
from fairprice.payment.clauses import BaseClause as Base
from fairprice.payment.clauses import Reward


def said(family: str, data: Data) -> str:
    """Return what a contract with the clause says of it."""
    if family == "reward":
        pot = {"kind": "incentive pot", "annual_amount": 1.0, "outcomes": {WELL: 1.0}}
        return said("adjustment", pot | {"reward": data})[
            len("A pot of GBP 1.00 for  (1): ") + 11 : -1
        ]
    terms = contract(data) if family == "base" else contract(fixed(1), data)
    about = "Base payment" if family == "base" else "Adjustment 1"
    return terms.clauses[f"{about}: {data['kind']}"]


FAMILIES: dict[str, tuple[Any, list[tuple[Data, str, Data]]]] = {
    "base": (Base, BASES),
    "reward": (Reward, REWARDS),
    "adjustment": (Adjustment, ADJUSTMENTS),
}
EVERY = [(family, *case) for family, (_, cases) in FAMILIES.items() for case in cases]
NAMED = [case[1]["kind"] for case in EVERY]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_kind_of_clause_is_here(family: str) -> None:
    union, cases = FAMILIES[family]
    members = get_args(get_args(union)[0])
    kinds = [member.model_fields["kind"].default for member in members]
    assert sorted(data["kind"] for data, _, _ in cases) == sorted(kinds)


@pytest.mark.parametrize(("family", "data", "words", "others"), EVERY, ids=NAMED)
def test_a_clause_in_words(family: str, data: Data, words: str, others: Data) -> None:
    assert said(family, data) == words


@pytest.mark.parametrize(("family", "data", "words", "others"), EVERY, ids=NAMED)
def test_no_term_of_a_clause_is_left_unsaid(
    family: str, data: Data, words: str, others: Data
) -> None:
    assert {"kind", *others} == set(data)
    for name, other in others.items():
        changed = {k: v for k, v in (data | {name: other}).items() if v is not None}
        assert said(family, changed) != words, name


def test_terms_that_are_not_there_are_not_spoken_of() -> None:
    plain = {k: v for k, v in hourly(24.0).items() if not k.startswith(("cancelled", "hospital"))}
    assert said("base", plain) == (
        "Each visit is billed: basis planned; tariff linear (hourly rate 24)."
    )
    held = ADJUSTMENTS[-1][0] | {"held": True}
    assert said("adjustment", held).startswith("The price is held for 2 years, whatever pay (0.8;")


def test_what_stands_around_the_price_in_words() -> None:
    terms = contract(
        fixed(1.0),
        payment_terms={"delay_days": 45.5, "due_days": 30.0, "late_interest_rate": 0.08},
        transaction_costs={
            "payer_monitoring_per_year": 5000.0, "payer_verification_per_person": 20.5,
            "procurement": 8000.0, "term_years": 5.0, "provider_monitoring_per_year": 3000.0,
            "provider_verification_per_person": 7.25,
        },
        subcontracting={"share_of_hours": 0.25, "hourly_rate": 21.5},
    )  # fmt: skip
    assert list(terms.clauses.items())[1:] == [
        ("Subcontracting", "25% of hours are subcontracted at GBP 21.50."),
        (
            "Payment terms",
            "Paid after 45.5 days on average; interest of 8% a year from day 30.",
        ),
        (
            "Transaction costs",
            "The payer spends GBP 5,000 a year and GBP 20.50 a person, and GBP 8,000 to procure "
            "for 5 years; the provider GBP 3,000 a year and GBP 7.25 a person.",
        ),
    ]
