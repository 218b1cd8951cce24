"""What is said of declared fields that are wrong: each mistake once, at its place, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import ValidationError

from fairprice.declare.fields import (
    Column,
    Day,
    Number,
    Numbers,
    Share,
    Switch,
    Text,
    Whole,
    bounds,
    by_kind,
    optional,
    required,
)
from fairprice.declare.model import Declared
from fairprice.declare.texts import Texts
from fairprice.errors import CohortError, InputError, Problem

TEXTS = Texts({"back-to-front": ("{first:g} is after {last:g}.", "{WHY}", "Swap them.")},
              WHY="A walk goes on.")  # fmt: skip


class Walk(Declared):
    """A walk on foot."""

    kind: Literal["walk"]
    starts: Number = required.quantity("Start", "hours", "When it begins.", upper=24)
    ends: Number = required.quantity("End", "hours", "When it ends.", upper=24)

    def _faults(self) -> Iterator[Problem]:
        if self.starts > self.ends:
            yield TEXTS("back-to-front", "ends", first=self.starts, last=self.ends)


class Ride(Declared):
    """A ride by car."""

    kind: Literal["ride", "lift"]
    miles: Column[Annotated[Number, bounds(above=0, upper=90)]] = required.several(
        "quantity", "Miles", "miles", "Of each stretch."
    )


class Round(Declared):
    """A round of visits."""

    refusal = CohortError
    root: ClassVar[str] = "round"
    noun: ClassVar[str] = "a term of a round"

    name: Text = required.text("Name", "What it is called.")
    day: Day = required.day("Day", "When it is.")
    carers: Whole = required.count("Carers", "carers", "On it.", lower=1, upper=2)
    paid: Switch = required.switch("Paid", "Whether it is paid.")
    method: Literal["up", "down"] = optional.choice("Method", "Of rounding.", default="up")
    parts: dict[Text, Share] = optional.several(
        "share", "Parts", "share of the round", "By client.", default={}
    )
    low: Numbers | None = optional.quantity("Low", "", "The least.", lower=None)
    ways: tuple[Annotated[Walk | Ride, by_kind()], ...] = optional.clause(
        "Ways", "Between visits.", default=()
    )
    way_back: Walk | None = optional.clause("Way back", "At its end.")


GOOD: dict[str, Any] = {"name": "North", "day": "2026-04-06", "carers": 1, "paid": True}
WALK: dict[str, Any] = {"kind": "walk", "starts": 8.0, "ends": 9.0}


def said(**changes: Any) -> list[str]:
    """Return what is said of the round after some changes."""
    with pytest.raises(CohortError) as caught:
        Round.model_validate({k: v for k, v in (GOOD | changes).items() if v is not ...})
    return [str(problem) for problem in caught.value.problems]


SAID: dict[str, tuple[dict[str, Any], str]] = {
    "missing": (
        {"carers": ...},
        "round.carers: is missing. Carers (carers): On it. Give a whole number from 1 to 2; it has "
        "no default. [missing]",
    ),
    "misspelled": (
        {"methods": "up"},
        "round.methods: is not a term of a round. A name that is not known would be left out "
        "without a word. Did you mean method? [unknown-name]",
    ),
    "unknown": (
        {"zzz": 1},
        "round.zzz: is not a term of a round. A name that is not known would be left out without a "
        "word. Remove it, or give any of name, day, carers, paid, method, parts, low, ways, "
        "way_back. [unknown-name]",
    ),
    "beyond its bounds": (
        {"carers": 3},
        "round.carers: 3 is outside its bounds. Carers (carers): On it. Give a whole number from 1 "
        "to 2. [out-of-bounds]",
    ),
    "not whole": (
        {"carers": 1.5},
        "round.carers: 1.5 is not a whole number. Carers (carers): On it. Give a whole number from "
        "1 to 2. [not-a-number]",
    ),
    "not a switch": (
        {"paid": 1},
        "round.paid: 1 is neither yes nor no. Paid: Whether it is paid. Give true or false. "
        "[not-a-switch]",
    ),
    "not an option": (
        {"method": "sideways"},
        "round.method: 'sideways' is not known. Method: Of rounding. Give 'up' or 'down'. "
        "[not-an-option]",
    ),
    "not a day": (
        {"day": "20260406"},
        "round.day: '20260406' is not a day of the calendar. Day: When it is. Give a day such as "
        "2026-04-06. [invalid]",
    ),
    "blank": (
        {"name": "  "},
        "round.name: '  ' is blank. Name: What it is called. Give text on one line, 1 to 500 "
        "characters. [invalid]",
    ),
    "two lines": (
        {"name": "a\nb"},
        "round.name: 'a\\nb' has characters that cannot be printed on one line. Name: What it is "
        "called. Give text on one line, 1 to 500 characters. [invalid]",
    ),
    "a number or a column": (
        {"low": [1.0, "x"]},
        "round.low: [1.0, 'x'] is not a finite number. Low: The least. Give a number; for a table, "
        "a list of numbers. [not-a-number]",
    ),
    "in a table by name": (
        {"parts": {"walk": 2.0}},
        "round.parts.walk: 2.0 is outside its bounds. Parts (share of the round): By client. Give "
        "a number from 0 to 1. [out-of-bounds]",
    ),
    "no kind": (
        {"ways": [{"starts": 1.0}]},
        "round.ways.0.kind: is missing. The kind says which terms the clause has. Give one of "
        "'walk', 'ride', 'lift'. [missing]",
    ),
    "an unknown kind": (
        {"ways": [WALK, {"kind": "swim"}]},
        "round.ways.1.kind: 'swim' is not known. The kind says which terms the clause has. Give "
        "one of 'walk', 'ride', 'lift'. [not-an-option]",
    ),
    "in a clause": (
        {"ways": [WALK | {"ends": "x"}]},
        "round.ways.0.ends: 'x' is not a finite number. End (hours): When it ends. Give a number "
        "from 0 to 24. [not-a-number]",
    ),
    "in a list of a clause": (
        {"ways": [{"kind": "lift", "miles": [1.0, 0.0]}]},
        "round.ways.0.miles.1: 0.0 is outside its bounds. Miles (miles): Of each stretch. Give a "
        "number above 0 and at most 90. [out-of-bounds]",
    ),
    "the only entry of a list": (
        {"ways": [{"kind": "ride", "miles": ["x"]}]},
        "round.ways.0.miles.0: 'x' is not a finite number. Miles (miles): Of each stretch. Give a "
        "number above 0 and at most 90. [not-a-number]",
    ),
    "an empty list": (
        {"ways": [{"kind": "ride", "miles": []}]},
        "round.ways.0.miles: has no entries. Miles (miles): Of each stretch. Give at least 1. "
        "[invalid]",
    ),
    "a number for a list": (
        {"ways": [{"kind": "ride", "miles": 3.0}]},
        "round.ways.0.miles: 3.0 has the wrong shape. Miles (miles): Of each stretch. Give a list, "
        "each entry a number above 0 and at most 90. [wrong-shape]",
    ),
    "a number for a clause": (
        {"way_back": 5},
        "round.way_back: 5 has the wrong shape. It is read by names: kind, starts, ends. Give a "
        "table of names and values. [wrong-shape]",
    ),
    "between the terms of a clause": (
        {"way_back": WALK | {"ends": 7.0}},
        "round.way_back.ends: 8 is after 7. A walk goes on. Swap them. [back-to-front]",
    ),
    "between the terms of a clause in a list": (
        {"ways": [WALK, WALK | {"ends": 7.0}]},
        "round.ways.1.ends: 8 is after 7. A walk goes on. Swap them. [back-to-front]",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_a_mistake_is_said_once_at_its_place(name: str) -> None:
    changes, text = SAID[name]
    assert said(**changes) == [text]


def test_all_mistakes_are_said_at_once_by_the_error_of_the_whole() -> None:
    texts = said(
        carers=0, day=None, ways=[{"kind": "swim"}, WALK | {"ends": 7.0}], way_back=WALK | {"x": 1}
    )
    assert [text.partition(": ")[0] for text in texts] == [
        "round.day", "round.carers", "round.ways.0.kind", "round.ways.1.ends", "round.way_back.x",
    ]  # fmt: skip


def test_a_name_that_is_no_text_is_not_known() -> None:
    assert [text.partition(": ")[0] for text in said(**{"5": 1})] == ["round.5"]
    with pytest.raises(CohortError, match=r"^round\.5: is not a term of a round"):
        Round.model_validate({**GOOD, 5: 1})


@pytest.mark.parametrize("data", [None, 5, "text", [1]])
def test_what_is_no_group_of_fields_at_all_is_one_mistake(data: Any) -> None:
    with pytest.raises(CohortError) as caught:
        Round.model_validate(data)
    [problem] = caught.value.problems
    assert (problem.code, problem.where) == ("wrong-shape", "round")


def test_every_door_raises_the_librarys_error() -> None:
    for door in (
        lambda: Round(name=""),  # type: ignore[call-arg]
        lambda: Round.model_validate({}),
        lambda: Round.model_validate_json("{}"),
        lambda: Walk(kind="walk", starts=9.0, ends=8.0),
    ):
        with pytest.raises(InputError) as caught:
            door()
        assert not isinstance(caught.value.__cause__, ValidationError)
    with pytest.raises(CohortError):
        Round.model_validate_json("{")


def test_a_group_is_made_of_what_it_is_given() -> None:
    made = Round(**GOOD, ways=(WALK,), way_back=Walk(**WALK), low=[1, 2])
    assert made == Round.model_validate_json(made.model_dump_json())
    assert made.low == (1.0, 2.0)
    assert isinstance(made.ways[0], Walk)
