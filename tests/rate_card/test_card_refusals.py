"""What a rate card refuses: all at once, each where it stands, with what to do about it."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from card_strategies import round_base, round_card
from effort import at_most
from hypothesis import given
from hypothesis import strategies as st
from providers import plain

import fairprice as fp

ONE = {"name": "One", "careworkers": 1}
CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a name twice": (
        {"zones": [{"name": "Town"}, {"name": "town"}]}, "given-twice", "zones.1.name"
    ),
    "a length twice": ({"visit_minutes": [30, 30.0]}, "given-twice", "visit_minutes"),
    "an input that is none": (
        {"zones": [{"name": "A", "inputs": {"travel_minutes": 3.0}}]},
        "not-an-input", "zones.0.inputs.travel_minutes",
    ),
    "an input of the visit mix": (
        {"zones": [{"name": "A", "inputs": {"double_handed_share": 0.3}}]},
        "of-the-whole", "zones.0.inputs.double_handed_share",
    ),
    "an input that is a choice": (
        {"services": [{"name": "A", "kind": "standard", "inputs": {"return_base": 1.0}}]},
        "not-a-single-number", "services.0.inputs.return_base",
    ),
    "an input of the whole week for a time": (
        {"times": [{"name": "A", "hours": "weekday", "inputs": {"weekend_share": 0.1}}]},
        "not-in-the-lines", "times.0.inputs.weekend_share",
    ),
    "an input out of bounds": (
        {"zones": [{"name": "A", "inputs": {"travel_minutes_per_visit": 900.0}}]},
        "out-of-bounds", "zones.0.travel.travel_minutes_per_visit",
    ),
    "an input that differs in two lists": (
        {
            "zones": [{"name": "A", "inputs": {"mileage_rate": 0.5}}],
            "carers": [{**ONE, "inputs": {"mileage_rate": 0.6}}],
        },
        "differs-twice", "carers.0.inputs.mileage_rate",
    ),
    "a sleep-in": (
        {"services": [{"name": "A", "kind": "sleep-in"}]}, "sleep-in", "services.0.kind"
    ),
    "a premium of all week": (
        {"times": [{"name": "A", "hours": "all week", "premium": 0.1}]},
        "premium-of-all-week", "times.0.premium",
    ),
    "more vehicles than careworkers": (
        {"carers": [{**ONE, "vehicles": 2}]}, "more-vehicles-than-carers", "carers.0.vehicles"
    ),
    "carers that are not on the card": (
        {"services": [{"name": "A", "kind": "standard", "carers": ["Three"]}]},
        "not-on-the-card", "services.0.carers",
    ),
    "evidence of nothing": (
        {"zones": [{"name": "A", "sources": {"miles_per_visit": "x"}}]},
        "source-without-input", "zones.0.sources.miles_per_visit",
    ),
    "a term that is none": (
        {"zones": [{"name": "A", "pay": 1.0}]}, "unknown-name", "zones.0.pay"
    ),
    "a supplement below zero": (
        {"zones": [{"name": "A", "pay_supplement": -0.5}]}, "out-of-bounds",
        "zones.0.pay_supplement",
    ),
    "half a careworker": (
        {"carers": [{"name": "A", "careworkers": 1.5}]}, "not-a-number", "carers.0.careworkers"
    ),
    "no zone": ({"zones": []}, "invalid", "zones"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_mistake_is_named_at_its_place(case: str) -> None:
    fields, code, where = CASES[case]
    with pytest.raises(fp.InputError) as raised:
        round_card(**fields)
    assert [(p.code, p.where) for p in raised.value.problems] == [(code, where)]


def test_all_mistakes_are_named_at_once() -> None:
    fields: dict[str, Any] = {}
    for case in ("an input that is none", "a sleep-in", "a premium of all week", "a length twice"):
        fields |= CASES[case][0]
    with pytest.raises(fp.InputError) as raised:
        round_card(**fields)
    assert {p.code for p in raised.value.problems} == {
        "not-an-input", "sleep-in", "premium-of-all-week", "given-twice",
    }  # fmt: skip


def test_a_sleep_in_is_refused_with_the_law() -> None:
    with pytest.raises(fp.InputError, match=r"regulation 32\(2\).*UKSC 8"):
        round_card(services=[{"name": "Night", "kind": "sleep-in"}])


def test_pay_of_bands_differs_by_a_supplement() -> None:
    bands = {
        "contact_pay_rate": None, "pay_band_rate": [13.0, 15.0], "pay_band_share": [0.5, 0.5],
        "pay_band_role": ["a", "b"],
    }  # fmt: skip
    base = round_base(**bands)
    with pytest.raises(fp.InputError, match="not-an-input"):
        round_card(base, zones=[{"name": "A", "inputs": {"contact_pay_rate": 14.0}}])
    card = round_card(base, zones=[{"name": "A", "pay_supplement": 1.0}])
    assert card.priced().books["A", "Standard"].value("pay_band_rate").tolist() == [14.0, 16.0]


VOLUME = {"zone": "Town", "service": "Standard", "carers": "One", "time": "Weekday",
          "visit_minutes": 30.0, "visits_per_year": 10.0}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"zone": "town"}, "not-on-the-card", "volumes.0.zone"),
        ({"carers": None}, "missing", "volumes.0.carers"),
        ({"visit_minutes": 45.0}, "not-offered", "volumes.0.visit_minutes"),
        ({"visits_per_year": -1.0}, "out-of-bounds", "volumes.0.visits_per_year"),
        ({"visits_per_year": float("nan")}, "not-a-number", "volumes.0.visits_per_year"),
        ({"provider": ""}, "invalid", "volumes.0.provider"),
    ],
)
def test_volumes_that_belong_to_no_cell_are_refused(
    change: dict[str, Any], code: str, where: str
) -> None:
    with pytest.raises(fp.InputError) as raised:
        round_card(volumes=[{**VOLUME, **change}])
    assert [(p.code, p.where) for p in raised.value.problems] == [(code, where)]


def test_a_cell_may_stand_once_for_each_provider() -> None:
    with pytest.raises(fp.InputError, match="given-twice"):
        round_card(volumes=[VOLUME, VOLUME])
    with pytest.raises(fp.InputError, match="given-twice"):
        round_card(volumes=[{**VOLUME, "provider": "A"}, {**VOLUME, "provider": "a"}])
    assert len(round_card(volumes=[VOLUME, {**VOLUME, "provider": "B"}]).volumes) == 2


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@given(st.sampled_from(["base", "zones", "services", "carers", "times", "visit_minutes",
                        "volumes"]), _JUNK)  # fmt: skip
@at_most(80)
def test_whatever_is_given_a_mistake_is_a_refusal(field: str, junk: Any) -> None:
    with contextlib.suppress(fp.InputError):
        assert round_card(**{field: junk}).prices["published_price"].gt(0).all()


def test_a_faulty_base_is_named_at_its_path() -> None:
    data = plain().model_dump(exclude_none=True)
    data["pay"]["contact_pay_rate"] = -3.0
    with pytest.raises(fp.InputError) as raised:
        round_card(data)  # type: ignore[arg-type]
    assert "base.pay.contact_pay_rate" in [p.where for p in raised.value.problems]
