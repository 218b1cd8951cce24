"""Evidence belongs to an input, travels with it, and never speaks for another value."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from providers import plain_data
from strategies import Data, assumptions

from fairprice import (
    Assumptions,
    AssumptionsError,
    Evidence,
    OpenBook,
    dump_assumptions,
    load_assumptions,
)


def with_evidence(**evidence: object) -> Data:
    return plain_data() | {"evidence": evidence}


def test_sources_are_the_short_form_of_evidence() -> None:
    short = Assumptions.model_validate(plain_data() | {"sources": {"mileage_rate": "Policy"}})
    long = Assumptions.model_validate(with_evidence(mileage_rate={"document": "Policy"}))
    assert short == long
    assert short.sources == {"mileage_rate": "Policy"}
    assert short.evidence["mileage_rate"] == Evidence(document="Policy")


def test_a_source_is_document_and_link_or_else_the_basis() -> None:
    assert Evidence(document="Policy", link="https://x.example").source == (
        "Policy: https://x.example"
    )
    assert Evidence(basis="Agreed by phone").source == "Agreed by phone"
    assert Evidence(quality="red").source is None


def test_a_changed_input_loses_its_evidence_and_keeps_that_of_others() -> None:
    entry = {"basis": "Payroll", "low": 0.3, "high": 0.5}
    before = Assumptions.model_validate(
        with_evidence(mileage_rate=entry, miles_per_visit={"owner": "A. Jones"})
    )
    after = before.with_inputs(mileage_rate=0.41)
    assert set(after.evidence) == {"miles_per_visit"}


def test_contested_inputs_are_those_that_either_party_contests() -> None:
    party = Assumptions.model_validate(
        with_evidence(
            mileage_rate={"provider_stance": "agreed", "commissioner_stance": "contested"},
            miles_per_visit={"provider_stance": "contested"},
            holiday_weeks={"commissioner_stance": "agreed"},
        )
    )
    assert set(party.contested) == {"mileage_rate", "miles_per_visit"}


@given(assumptions())
def test_evidence_does_not_move_the_price(party: Assumptions) -> None:
    bare = party.model_dump(exclude_none=True) | {"evidence": {}}
    assert OpenBook(party).price_per_hour == (
        OpenBook(Assumptions.model_validate(bare)).price_per_hour
    )


@given(assumptions())
def test_evidence_comes_back_from_toml_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, party: Assumptions
) -> None:
    path = tmp_path_factory.mktemp("toml") / "party.toml"
    dump_assumptions(party, path)
    assert load_assumptions(path) == party


def test_every_mistake_is_said_at_once_and_in_full() -> None:
    data = with_evidence(
        mileage_rate={"low": "x", "dated": "soon", "quality": "blue", "colour": 1},
        return_rate=3,
        holiday_weeks={"low": 6.0, "high": 7.0},
        under_21_share={"low": -0.1, "high": 2.0},
        nation={"low": 1.0},
        miles_per_visit={"low": 1.0},
        about={"basis": "x"},
        sickness_days_per_year={},
    )
    with pytest.raises(AssumptionsError) as caught:
        Assumptions.model_validate(data)
    found = {(problem.where, problem.code) for problem in caught.value.problems}
    assert found == {
        ("evidence.mileage_rate.low", "not-a-number"),
        ("evidence.mileage_rate.dated", "invalid"),
        ("evidence.mileage_rate.quality", "not-an-option"),
        ("evidence.mileage_rate.colour", "unknown-name"),
        ("evidence.return_rate", "wrong-shape"),
        ("evidence.holiday_weeks", "not-in-its-range"),
        ("evidence.under_21_share", "out-of-bounds"),
        ("evidence.nation", "not-a-range"),
        ("evidence.miles_per_visit.high", "half-stated"),
        ("evidence.about", "source-without-input"),
        ("evidence.sickness_days_per_year", "empty-evidence"),
    }


def test_a_stance_that_is_not_known_says_which_are() -> None:
    with pytest.raises(AssumptionsError) as caught:
        Assumptions.model_validate(with_evidence(mileage_rate={"provider_stance": "no"}))
    assert str(caught.value) == (
        "evidence.mileage_rate.provider_stance: 'no' is not known. Provider's stance: What the "
        "provider says: agreed, contested or not seen. Give 'agreed', 'contested' or 'not seen'. "
        "[not-an-option]"
    )


def test_two_documents_for_one_input_are_refused() -> None:
    data = with_evidence(mileage_rate={"document": "A"}) | {"sources": {"mileage_rate": "B"}}
    with pytest.raises(AssumptionsError, match="Two documents for one figure"):
        Assumptions.model_validate(data)


def test_dates_are_days() -> None:
    party = Assumptions.model_validate(with_evidence(mileage_rate={"dated": "2026-04-06"}))
    assert party.evidence["mileage_rate"].dated == date(2026, 4, 6)
