"""The workbooks of the cases, written once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import cases
from evidence_cases import evidence_cases

import fairprice as fp


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Open-book files by case."""
    folder = tmp_path_factory.mktemp("open_book")
    return {
        name: fp.write_fee_workbook(book, folder / f"{number}.xlsx")
        for number, (name, book) in enumerate(cases().items())
    }


@pytest.fixture(scope="session")
def published_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Published files by case."""
    folder = tmp_path_factory.mktemp("published")
    return {
        name: fp.write_fee_workbook(book, folder / f"{number}.xlsx", published=True)
        for number, (name, book) in enumerate(cases().items())
    }


@pytest.fixture(scope="session")
def evidence_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Evidence workbooks by case."""
    folder = tmp_path_factory.mktemp("evidence")
    return {
        name: fp.write_evidence_workbook(case, folder / f"{number}.xlsx")
        for number, (name, case) in enumerate(evidence_cases().items())
    }
