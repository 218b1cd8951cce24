"""A draft keeps what the register says of the days around the year that it asks for."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from fairprice import DateNotCoveredError, statutory_rates
from fairprice.statutory import draft_law_file

UNSETTLED = """
[sources.council]
title = "Council minute 12"
address = "https://council.example/minutes/12"

[[parameter]]
name = "local_living_wage"
label = "Local living wage"
unit = "GBP per hour"
nations = ["England"]
values = [
  { valid_from = 2025-04-06, valid_to = 2026-03-31, value = 13.10, source = "council", checked = 2026-11-22, certainty = "high" },
]
gaps = [
  { valid_from = 2026-04-01, valid_to = 2026-04-06, reason = "The council had not decided." },
]
"""  # noqa: E501


def test_days_that_nobody_decided_up_to_the_first_day_asked_for_stay_undecided(
    write: Callable[[str], Path],
) -> None:
    """The council's last open day is the first of the year that is drafted."""
    path = write(UNSETTLED)
    rates = statutory_rates("2026-04-06", "England", path)
    draft = draft_law_file(rates, ["local_living_wage"])
    [asked] = tomllib.loads(draft)["parameter"]
    [gap] = asked["gaps"]
    assert (gap["valid_from"], gap["valid_to"]) == (
        datetime.date(2026, 4, 1), datetime.date(2026, 4, 5),
    )  # fmt: skip
    path.write_text(draft.replace('value = "?"', "value = 13.9"), encoding="utf-8")
    assert statutory_rates("2026-04-06", "England", path).value("local_living_wage") == 13.9
    with pytest.raises(DateNotCoveredError, match="Not asked for"):
        statutory_rates("2026-04-05", "England", path).value("local_living_wage")
