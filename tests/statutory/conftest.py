"""Register files to lay over the built-in one, written for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SOUND = """
[sources.council]
title = "Council minute 12"
address = "https://council.example/minutes/12"

[[parameter]]
name = "local_living_wage"
label = "Local living wage"
unit = "GBP per hour"
nations = ["England"]
values = [
  { valid_from = 2026-04-01, valid_to = 2026-09-30, value = 13.10, source = "council", checked = 2026-11-22, certainty = "high" },
  { valid_from = 2026-10-01, valid_to = 2027-03-31, value = 13.60, source = "council", checked = 2026-11-22, certainty = "high" },
]
"""  # noqa: E501


@pytest.fixture
def sound() -> str:
    return SOUND


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def _write(text: str) -> Path:
        path = tmp_path / "local.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write
