"""The workbooks of the cases, written once for all tests, and what LibreOffice makes of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import witnesses
from cases import cases
from evidence_cases import evidence_cases
from filelock import FileLock

import fairprice as fp

#: A folder by its name, and how to fill it.
Shared = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Return a folder that is filled once, whichever of several processes needs it first."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, fill: Callable[[Path], object]) -> Path:
        whole, half = root / name, root / f"{name}-half"
        with FileLock(f"{whole}.lock"):
            if not whole.exists():
                shutil.rmtree(half, ignore_errors=True)
                half.mkdir()
                fill(half)
                half.rename(whole)
        return whole

    return folder


def written(
    shared: Shared, name: str, what: Mapping[str, Any], write: Callable[..., object], **how: Any
) -> dict[str, Path]:
    """Write each of several things into a shared folder; return the files by case."""
    names = {case: f"{number}.xlsx" for number, case in enumerate(what)}
    folder = shared(
        name, lambda path: [write(what[case], path / names[case], **how) for case in what]
    )
    return {case: folder / file for case, file in names.items()}


def saved(shared: Shared, name: str, paths: Mapping[str, Path]) -> dict[str, Path]:
    """Let LibreOffice recalculate and save workbooks into a shared folder, in one start."""
    witnesses.libreoffice()
    folder = shared(
        name, lambda path: witnesses.saved_by_libreoffice(paths.values(), path / "office")
    )
    answered = folder / "office" / "answered"
    return {case: answered / f"{number}.xlsx" for number, case in enumerate(paths)}


@pytest.fixture(scope="session")
def files(shared: Shared) -> dict[str, Path]:
    """Open-book files by case."""
    return written(shared, "open_book", cases(), fp.write_fee_workbook)


@pytest.fixture(scope="session")
def saved_files(shared: Shared, files: dict[str, Path]) -> dict[str, Path]:
    """Open-book files by case, as LibreOffice has saved them."""
    return saved(shared, "open_book_saved", files)


@pytest.fixture(scope="session")
def published_files(shared: Shared) -> dict[str, Path]:
    """Published files by case."""
    return written(shared, "published", cases(), fp.write_fee_workbook, published=True)


@pytest.fixture(scope="session")
def evidence_files(shared: Shared) -> dict[str, Path]:
    """Evidence workbooks by case."""
    return written(shared, "evidence", evidence_cases(), fp.write_evidence_workbook)


@pytest.fixture(scope="session")
def saved_evidence(shared: Shared, evidence_files: dict[str, Path]) -> dict[str, Path]:
    """Evidence workbooks by case, as LibreOffice has saved them."""
    return saved(shared, "evidence_saved", evidence_files)
