"""What is packed: the metadata that an index shows, and a source archive that is whole."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import fairprice

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
#: What stands in a checkout and is nobody's source, or is packed in any case.
NOT_SOURCE = {".git", ".gitignore", ".venv", "dist", "build", ".hypothesis", "pyproject.toml"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="asked of a checkout only")
def test_the_source_archive_holds_everything_that_stands_in_a_checkout() -> None:
    packed = set(PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    assert {"src", "tests", "docs", "examples"} <= packed
    tops = {
        path.name for path in ROOT.iterdir()
        if path.name not in NOT_SOURCE and not path.name.endswith(("_cache", "cache__", ".xlsx"))
    }  # fmt: skip
    assert tops == packed


@pytest.mark.parametrize("name", ["provider", "council"])
def test_the_examples_are_those_of_the_folder_of_examples(name: str) -> None:
    example = getattr(fairprice, f"example_{name}")()
    assert example == fairprice.load_assumptions(ROOT / "examples" / f"{name}.toml")


def test_the_citation_names_this_version_and_licence() -> None:
    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    said = dict(line.split(": ", 1) for line in lines if ": " in line and line[0] not in " -")
    assert said["version"] == fairprice.__version__
    assert said["license"] == PROJECT["project"]["license"]
    assert all(f"  - name: {author['name']}" in lines for author in PROJECT["project"]["authors"])
