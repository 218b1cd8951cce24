"""How long a survey takes: 500 returns read from files, summarised and written.

``python benchmarks/benchmark_surveys.py`` writes filled-in forms and short returns into a
temporary folder and times reading, summarising, suppressing and writing. It exits with 1 if
reading and summarising take longer than a minute.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import fairprice as fp

ROOT = Path(__file__).resolve().parents[1]
#: Returns, of which so many are forms unless another number is given; others are short ones.
RETURNS, FORMS = 500, 500
LIMIT = 60.0


def main() -> int:
    """Time each step; the number returned is the exit code."""
    forms = int(sys.argv[1]) if len(sys.argv) > 1 else FORMS
    folder = Path(tempfile.mkdtemp(prefix="returns"))
    try:
        _fill(folder, forms)
        start = time.perf_counter()
        survey = fp.read_survey(folder)
        read = time.perf_counter()
        _ = survey.lines, survey.headline_table, survey.visit_prices, survey.published
        _ = survey.outliers, survey.log, survey.appointments, survey.drivers
        summed = time.perf_counter()
        fp.write_survey_workbook(survey, folder / "survey.xlsx")
        written = time.perf_counter()
    finally:
        shutil.rmtree(folder)
    print(f"{len(survey.returns)} returns, {forms} of them forms")
    for step, seconds in (
        ("reading", read - start), ("summarising", summed - read), ("writing", written - summed),
    ):  # fmt: skip
        print(f"{step:<12} {seconds:6.1f} s")
    return 1 if summed - start > LIMIT else 0


def _fill(folder: Path, forms: int) -> None:
    party = fp.load_assumptions(ROOT / "examples" / "provider.toml")
    form = fp.write_intake_workbook(party.with_inputs(provider_name=_name(0)), folder / "0.xlsx")
    for number in range(1, forms):
        _renamed(form, folder / f"{number}.xlsx", _name(number))
    for number in range(forms, RETURNS):
        own = party.with_inputs(contact_pay_rate=12.71 + number % 50 / 100)
        fp.OpenBook(own).lines.to_csv(folder / f"{_name(number)}.csv")


def _name(number: int) -> str:
    return f"Provider {number:03}"


def _renamed(form: Path, target: Path, name: str) -> None:
    """Copy a form under another name: writing hundreds takes longer than reading them."""
    with zipfile.ZipFile(form) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in given.infolist():
            copy.writestr(part, given.read(part).replace(_name(0).encode(), name.encode()))


if __name__ == "__main__":
    sys.exit(main())
