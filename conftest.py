"""What all tests share, those in the pages too: nothing depends on where they are started."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent

#: What terminals and people set, and what is printed, drawn or refused depends on.
SETTLED = {"COLUMNS": "80", "LINES": "24", "MPLBACKEND": "Agg"}
UNSET = ("FORCE_COLOR", "NO_COLOR", "PYTHON_COLORS", "PYTHONUNBUFFERED", "PYTHONWARNINGS")
#: openpyxl spells a file otherwise, to the same meaning, where lxml is installed, which comes with
#: the validator; it asks as it is loaded.
os.environ["OPENPYXL_LXML"] = "False"


@pytest.fixture(scope="session", autouse=True)
def the_same_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the tests, and the processes they start, find the same settings everywhere.

    They run in an empty folder: a test that reads a file of the checkout by a relative path
    would pass where it was started, and nowhere else.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("empty"))
        for name, value in SETTLED.items():
            patch.setenv(name, value)
        for name in UNSET:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def pages_are_read_from_the_checkout(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Examples of a page name the files of this folder, wherever pytest was started."""
    if isinstance(request.node, pytest.DoctestItem):
        monkeypatch.chdir(ROOT)
