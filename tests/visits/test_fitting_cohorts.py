"""A cohort fitted to a log has what was put into it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from visit_cases import Faulty, codes, lines, written

import fairprice as fp

COLUMNS = {"client": "client", "start": "start", "status": "status",
           "planned_minutes": "planned", "actual_minutes": "actual"}  # fmt: skip
#: What a log cannot show; invented.
OTHERS: dict[str, Any] = {
    "provider_length_sd": 0.02, "volume_sd": 0.04, "need_sd": 0.3, "need_reliability": 0.7,
    "settling_weeks": 6.0, "annual_need_trend": 0.02, "review_weeks": 4, "cost_sd": 0.02,
    "payment_delay_sd": 5.0, "outcome_week_sd": 2.0, "outcome_skill_sd": 0.05,
    "outcome_false_positive": 0.05, "outcome_false_negative": 0.05,
}  # fmt: skip


def simulated(people: int, weeks: int) -> pd.DataFrame:
    """Two visits a week each; known chances of cancelling, of hospital and of leaving."""
    draw = np.random.default_rng(4)
    rows = []
    for person in range(people):
        away = 0
        for week in range(weeks):
            if draw.random() < 0.01:
                break
            if away == 0 and draw.random() < 0.03:
                away = 2
            for day in (0, 3):
                start = pd.Timestamp("2026-01-05 08:00") + pd.Timedelta(days=7 * week + day)
                status = "in hospital" if away else (
                    "cancelled" if draw.random() < 0.05 else "delivered")  # fmt: skip
                actual = 0.9 * 30 + draw.normal(0, 4)
                rows.append((f"c{person}", start, status, 30.0, actual))
            away = max(away - 1, 0)
    table = pd.DataFrame(rows, columns=["client", "start", "status", "planned", "actual"])
    table.loc[~table["status"].isin(["delivered"]), "actual"] = np.nan
    return table


def test_what_was_put_in_is_found_within_its_errors(tmp_path: Path) -> None:
    log = fp.read_visits(written(tmp_path / "a.parquet", simulated(300, 40)), COLUMNS)
    fit = fp.fit_cohort(log, gone_after_weeks=4)
    truth = {"actual_to_planned": 0.9, "visit_length_sd": 4.0, "cancelled_share": 0.05 * 0.94,
             "leaving_weekly_probability": 0.01, "hospital_weekly_probability": 0.03}  # fmt: skip
    for name, value in truth.items():
        row = fit.table.loc[name]
        assert abs(row["value"] - value) < 4 * row["standard_error"] + 0.001, name
    assert fit.table.loc["hospital_weeks", "value"] == pytest.approx(2.0, abs=0.2)
    cohort = fp.Cohort.example(**fit.values, **OTHERS)
    assert cohort.people == log.query("SELECT count(DISTINCT client) FROM checked")[0][0]
    assert cohort.packages[0].visits_per_week == pytest.approx((2.0,), rel=0.02)
    assert cohort.sources["cancelled_share"].startswith("Observed in ")
    assert "cancelled_share" not in cohort.modelled()


def test_a_log_that_cannot_show_it_is_refused(tmp_path: Path, faulty: Faulty) -> None:
    short = fp.read_visits(written(tmp_path / "a.parquet", simulated(3, 5)), COLUMNS)
    with pytest.raises(fp.InputError) as refusal:
        fp.fit_cohort(short, gone_after_weeks=4)
    assert codes(refusal) == ["log-too-short"]
    nobody = fp.read_visits(
        lines(tmp_path / "b.csv", "p,a\n30,30\n"), {"planned_minutes": "p", "actual_minutes": "a"}
    )
    with pytest.raises(fp.InputError) as refusal:
        fp.fit_cohort(nobody, gone_after_weeks=0)
    assert sorted(codes(refusal)) == ["column-not-mapped", "column-not-mapped", "out-of-bounds"]
    assert {"cancelled_share", "visit_length_sd"} <= set(
        fp.fit_cohort(faulty[0], gone_after_weeks=4).table.index
    )
