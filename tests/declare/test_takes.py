"""Each kind of argument takes what it says, refuses all else, and says what was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairprice import InputError
from fairprice.declare.fields import LONGEST_TEXT
from fairprice.declare.takes import ONE_LINE, PATH, TABLE, TEXTS_IN_ORDER, Taken, either, takes


def given_to(kind: Taken) -> Callable[[Any], Any]:
    @takes(it=kind)
    def call(it: Any) -> Any:
        return it

    return call


def test_text_on_one_line_is_taken_without_the_blanks_around_it() -> None:
    contact = given_to(ONE_LINE)
    assert contact("  care.fees@council.example ") == "care.fees@council.example"
    assert contact("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("", "text on one line"),
        (" \t ", "text on one line"),
        (12, "was given an int"),
        (None, "None"),
        ("x" * (LONGEST_TEXT + 1), f"more than {LONGEST_TEXT} characters"),
        ("Fees team\nRoom 2", "printed on one line"),
    ],
)
def test_what_is_no_text_on_one_line_is_refused(wrong: Any, words: str) -> None:
    with pytest.raises(InputError) as refused:
        given_to(ONE_LINE)(wrong)
    [problem] = refused.value.problems
    assert (problem.code, problem.where) == ("wrong-kind", "it")
    assert words in f"{problem.what} {problem.mend}"


def test_one_of_two_kinds_is_read_as_what_it_is() -> None:
    laws = given_to(either(TABLE, PATH, wanted="laws by name, or a law file"))
    assert laws(pd.Series({"now": 1.0})) == {"now": 1.0}
    assert laws(Path("law.toml")) == Path("law.toml")
    with pytest.raises(InputError, match="Give laws by name, or a law file"):
        laws(3)


def test_what_can_be_gone_through_once_is_gone_through_once() -> None:
    """A generator is spent by looking: what was looked at must be what the call is given."""
    names = (name for name in ("pay", "travel"))
    assert given_to(either(PATH, TEXTS_IN_ORDER, wanted="-"))(names) == ["pay", "travel"]
