"""All TOML is read through one reader: what it cannot hold is one of the library's errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import fairprice as fp
from fairprice.files import toml_tables
from fairprice.negotiation.case.file import case_of_text

READERS: dict[str, Callable[[Path], object]] = {
    "assumptions": fp.load_assumptions,
    "a contract": fp.load_contract,
    "a case": fp.load_case,
    "a case in a workbook": lambda path: case_of_text(path.read_text("utf-8")),
    "a law of one's own": lambda path: fp.statutory_rates(
        "2026-04-06", nation="England", overlay=path
    ),
}
HOSTILE = {
    "5,000 digits": "value = " + "9" * 5_000,
    "400 digits": "value = " + "9" * 400,
    "more than 64 bits": f"value = {2**63}",
    "lists 5,000 deep": "value = " + "[" * 5_000 + "]" * 5_000,
    "lists 60 deep": "value = " + "[" * 60 + "]" * 60,
    "tables 300 deep": "[" + ".".join("a" * 300) + "]\nvalue = 1",
    "not TOML": "value = ",
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("reader", READERS)
def test_what_toml_cannot_hold_is_one_error_that_says_so(
    tmp_path: Path, reader: str, kind: str
) -> None:
    path = tmp_path / "theirs.toml"
    path.write_text(HOSTILE[kind], "utf-8")
    with pytest.raises(fp.FairpriceError) as refused:
        READERS[reader](path)
    assert "not-toml" in {problem.code for problem in refused.value.problems}


def test_the_reasons_are_in_plain_words() -> None:
    for kind, words in {
        "5,000 digits": "a whole number has more digits than TOML allows",
        "lists 60 deep": "its tables and lists stand too deep within each other",
    }.items():
        with pytest.raises(ValueError, match=words):
            toml_tables(HOSTILE[kind])


def test_the_largest_numbers_and_the_deepest_tables_are_read() -> None:
    deep = "value = " + "[" * 18 + "]" * 18
    assert toml_tables(f"least = {-(2**63)}\nmost = {2**63 - 1}\n{deep}")["most"] == 2**63 - 1
