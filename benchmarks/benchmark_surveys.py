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
from pathlib import Path

import fairprice as fp

ROOT = Path(__file__).resolve().parents[1]
#: Returns, of which so many are forms; the others are short returns.
RETURNS, FORMS = 500, 250
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
    for number in range(RETURNS):
        own = party.with_inputs(
            provider_name=f"Provider {number:03}", contact_pay_rate=12.71 + number % 50 / 100,
            travel_minutes_per_visit=5.0 + number % 17 / 2,
        )  # fmt: skip
        if number < forms:
            fp.write_intake_workbook(own, folder / f"{number:03}.xlsx")
        else:
            fp.OpenBook(own).lines.to_csv(folder / f"Provider {number:03}.csv")


if __name__ == "__main__":
    sys.exit(main())
