"""What is verified is what is shown: packages altered by kind, and at random."""

from __future__ import annotations

from pathlib import Path

import pytest
from alterations import DUPLICATES, NAMES_OF_ENTRIES, NAMESPACES, RELATIONSHIPS
from alterations_seen import CACHES, CHARTS, HIDING
from packages import Alteration, Parts, parts_of
from random_alterations import judged

import fairprice as fp

pytestmark = pytest.mark.slow

KINDS = {
    f"{kind}: {name}": alteration
    for kind, listed in {
        "relationships": RELATIONSHIPS,
        "names of entries": NAMES_OF_ENTRIES,
        "duplicates": DUPLICATES,
        "namespaces": NAMESPACES,
        "hiding": HIDING,
        "stored numbers": CACHES,
        "charts": CHARTS,
    }.items()
    for name, alteration in listed.items()
}


@pytest.fixture(scope="module")
def original(files: dict[str, Path]) -> Path:
    """The smallest of the workbooks."""
    return files["all rates stated, 2014"]


@pytest.fixture(scope="module")
def parts(original: Path) -> Parts:
    return parts_of(original)


def named_in(path: Path, original: Path) -> set[str]:
    """Return the kinds of difference of a file from its original, or why it is refused."""
    try:
        verification = fp.verify_workbook(path, original=original)
    except fp.WorkbookError as error:
        return {problem.code for problem in error.problems}
    assert verification.status == (0 if verification.differences.empty else 1)
    return set(verification.differences["kind"])


@pytest.mark.parametrize("name", KINDS)
def test_what_is_altered_is_named(tmp_path: Path, parts: Parts, original: Path, name: str) -> None:
    alteration: Alteration = KINDS[name]
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(alteration.make(parts))
    assert alteration.named in named_in(path, original), alteration.shows


#: Packages altered at random in the ordinary tests; ``random_alterations.py`` alters thousands.
COUNT, SEED = 40, 20260406


def test_at_random_it_is_named_or_shown_as_it_was_written(
    tmp_path: Path, parts: Parts, original: Path
) -> None:
    outcome = judged(parts, original, range(SEED, SEED + COUNT), tmp_path)
    assert outcome.named > COUNT / 4, "alterations that nobody can see test nothing"
    assert outcome.passed > 0, "alterations that everybody can see test nothing"
    assert not outcome.deceived, "\n".join(outcome.deceived)
