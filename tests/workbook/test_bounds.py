"""Whatever a file claims, it is answered in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import bombs
import pytest

pytestmark = pytest.mark.slow

#: What is promised of any file: seconds of one processor, and megabytes with the library loaded.
SECONDS, MEGABYTES = 10, 500


def test_every_listed_bomb_is_answered_in_time_and_memory(tmp_path: Path) -> None:
    """In a process of its own, whose memory is its own."""
    bombs.write_all(tmp_path, bombs.LISTED)
    answered = subprocess.run(
        [sys.executable, str(Path(bombs.__file__)), "answer", str(tmp_path)],
        check=True, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    lines = [json.loads(line) for line in answered.stdout.splitlines()]
    assert len(lines) == 2 * (len(bombs.LISTED) + 1)
    over = [
        line
        for line in lines
        if line["seconds"] > SECONDS or line["megabytes"] > MEGABYTES or not line["told"]
    ]
    assert not over
    as_written = [line["name"] for line in lines if "As written" in line["told"]]
    assert as_written == ["60,000 styles that no cell has", "good"]
