"""A realistic log of visits, as a call-monitoring system exports it, with faults planted.

Every carer has one round of twelve visits a day for a year. Lengths, delays, travel and
faults are drawn from a seed; who is visited and who visits are numbers. The planted faults are
counted, so that a reader of logs can be held against them. All figures are invented.

``python examples/visit_log.py`` writes a small log, reads it, and prices, costs and compares it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import fairprice as fp

VISITS_A_ROUND = 12
FIRST_DAY, DAYS = pd.Timestamp("2026-01-01"), 365
VISITS_A_CARER = VISITS_A_ROUND * DAYS
TIMES = ("Planned start", "Planned end", "Clock in", "Clock out")

#: What the library's names are in this export.
COLUMNS: dict[str, Any] = {
    "visit": "Visit ID", "client": "Client ref", "carer": "Carer ref", "round": "Round",
    "provider": "Provider", "client_group": "Need", "zone": "Zone", "status": "Outcome",
    "notice_hours": "Notice (h)", "days_absent": "Day of absence",
    "planned_start": "Planned start", "planned_end": "Planned end", "start": "Clock in",
    "end": "Clock out",
}  # fmt: skip
STATUSES = {
    "Completed": "delivered", "Late": "late", "Cancelled": "cancelled", "No reply": "no access",
    "Hospital": "in hospital",
}  # fmt: skip

#: Every clause that does not carry over; rates are for illustration.
BILLING: dict[str, Any] = {
    "basis": {"kind": "lower", "approved_overrun_minutes": 5.0},
    "rounding": {"kind": "nearest", "unit_minutes": 5.0, "tie": "up"},
    "limits": {"minimum_minutes": 15.0, "maximum_minutes": 240.0},
    "tariff": {"kind": "linear", "hourly_rate": 26.0},
    "short_visit": {"up_to_minutes": 15.0, "amount": 1.5},
    "multipliers": {
        "combine": "precedence",
        "straddle": "minutes",
        "clock_windows": [{"starts": "20:00", "ends": "07:00", "multiplier": 1.2}],
        "weekdays": [{"days": ["saturday", "sunday"], "multiplier": 1.1}],
        "public_holidays": {
            "nation": "England", "weekend_holidays": "substitute day", "multiplier": 2.0,
        },
    },
    "zones": {"kind": "name", "multipliers": {"town": 1.0, "village": 1.05, "coast": 1.12}},
    "exceptions": {
        "cancelled": {
            "edges_hours": [24.0, 48.0], "edge_belongs_to": "upper band", "shares": [1.0, 0.5, 0.0],
        },
        "no_access": {"share": 1.0},
        "in_hospital": {"share": 0.6, "days": 14},
        "late": {
            "edges_minutes": [30.0], "edge_belongs_to": "lower band", "shares": [0.0, 0.1],
        },
    },
}  # fmt: skip


def clean_visits(carers: range, seed: int) -> pd.DataFrame:
    """Return a year of visits by some carers, without faults, as typed columns.

    Parameters
    ----------
    carers
        Their numbers; the same carer has the same year, whoever is beside them.
    seed
        Fixes the draws.
    """
    return pd.concat([_year_of(carer, seed) for carer in carers], ignore_index=True)


def _year_of(carer: int, seed: int) -> pd.DataFrame:
    draw = np.random.default_rng([seed, carer])
    shape = (DAYS, VISITS_A_ROUND)
    planned = draw.choice([15, 30, 45, 60], shape, p=[0.25, 0.45, 0.15, 0.15])
    actual = np.clip(np.rint(planned * draw.normal(0.92, 0.15, shape)), 3, 90)
    travel = np.clip(np.rint(draw.gamma(3.0, 3.0, shape)), 2, 40)
    travel[:, 0] = 0
    begin = 7 * 60 + np.cumsum(travel + actual, axis=1) - actual
    delay = np.clip(np.rint(draw.exponential(6, shape)) - 5, -5, 60)
    days = np.arange(DAYS)[:, np.newaxis] * 1440
    outcome = draw.choice(
        ["Completed", "Late", "Cancelled", "No reply", "Hospital"], shape,
        p=[0.93, 0.02, 0.03, 0.01, 0.01],
    )  # fmt: skip
    client = (carer // 3) * 9 + draw.integers(0, 9, shape)
    number = carer * VISITS_A_CARER + np.arange(VISITS_A_CARER)

    def moments(minutes: Any) -> Any:
        return FIRST_DAY + pd.to_timedelta((days + minutes).ravel(), unit="min")

    table = pd.DataFrame(
        {
            "Visit ID": [f"V{n}" for n in number],
            "Client ref": [f"C{n}" for n in client.ravel()],
            "Carer ref": f"W{carer}",
            "Round": f"R{carer % 40}",
            "Provider": f"Provider {carer % 5 + 1}",
            "Need": np.array(["older people", "learning disability"])[
                (client.ravel() % 7 == 0).astype(int)
            ],
            "Zone": np.array(["town", "village", "coast"])[client.ravel() % 3],
            "Outcome": outcome.ravel(),
            "Notice (h)": np.where(outcome == "Cancelled", draw.integers(0, 72, shape), 0).ravel(),
            "Day of absence": np.where(
                outcome == "Hospital", draw.integers(1, 30, shape), 1
            ).ravel(),
            "Planned start": moments(begin - delay),
            "Planned end": moments(begin - delay + planned),
            "Clock in": moments(begin),
            "Clock out": moments(begin + actual),
        }
    )
    away = ~np.isin(table["Outcome"], ["Completed", "Late"])
    table.loc[away, ["Clock in", "Clock out"]] = pd.NaT
    return table


def planted(visits: pd.DataFrame, seed: int, each: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Plant faults in a log and count them by the code under which a reader should find them.

    Parameters
    ----------
    visits
        From :func:`clean_visits`.
    seed
        Fixes which rows.
    each
        How many of each sort.

    Returns
    -------
    tuple
        The log, with text for times as in an export, and the counts.
    """
    draw = np.random.default_rng([seed, 9])
    worked = visits["Outcome"].isin(["Completed", "Late"]).to_numpy()
    place = np.arange(len(visits)) % VISITS_A_ROUND
    # the sixth of a round, after one that took place; the last, with nothing after it that day
    middle = np.flatnonzero((place == 5) & worked & np.roll(worked, 1))
    last = np.flatnonzero((place == VISITS_A_ROUND - 1) & worked)
    middle, last = draw.permutation(middle), draw.permutation(last)
    sorts = [
        "overlap", "ends-before-it-began", "no-clock-out", "no-clock-in", "planned-without-actual",
        "actual-without-planned", "unknown-client", "unknown-status", "unreadable-value",
    ]  # fmt: skip
    rows = dict(zip(sorts, np.split(middle[: each * len(sorts)], len(sorts)), strict=True))
    night = rows["crosses-midnight"] = last[:each]
    log = visits.copy()
    day = log["Planned start"].dt.normalize()
    log.loc[rows["overlap"], "Clock in"] = log["Clock out"].to_numpy()[
        rows["overlap"] - 1
    ] - np.timedelta64(5, "m")
    for name, minutes in zip(TIMES, (1430, 1460, 1431, 1456), strict=True):
        log.loc[night, name] = day[night] + pd.Timedelta(minutes=minutes)
    wrong = rows["ends-before-it-began"]
    log.loc[wrong, "Clock out"] = log["Clock in"] - pd.Timedelta(minutes=10)
    change = np.flatnonzero((place == 0) & worked & (day == "2026-10-25").to_numpy())[:each]
    for name, minutes in zip(TIMES, (90, 105, 90, 103), strict=True):
        log.loc[change, name] = day[change] + pd.Timedelta(minutes=minutes)
    for name in TIMES:
        log[name] = log[name].dt.strftime("%d/%m/%Y %H:%M").astype(object).fillna("")
    log.loc[rows["no-clock-out"], "Clock out"] = ""
    log.loc[rows["no-clock-in"], "Clock in"] = ""
    log.loc[rows["planned-without-actual"], ["Clock in", "Clock out"]] = ""
    log.loc[rows["actual-without-planned"], ["Planned start", "Planned end"]] = ""
    log.loc[rows["unknown-client"], "Client ref"] = "C-unknown"
    log.loc[rows["unknown-status"], "Outcome"] = "see notes"
    log.loc[rows["unreadable-value"], "Clock out"] = "forgot"
    twice = draw.choice(np.flatnonzero((place == 2) & worked), each, replace=False)
    counts = {name: len(found) for name, found in rows.items()}
    counts |= {"clock-change": len(change), "duplicate": each}
    return pd.concat([log, log.iloc[twice]], ignore_index=True), counts


def write_parquet(folder: Path, visits: int, seed: int, carers_a_file: int = 25) -> int:
    """Write a log without faults as Parquet files, for benchmarks; return its rows."""
    carers = -(-visits // VISITS_A_CARER)
    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    for first, table in _parts(carers, seed, carers_a_file):
        table.to_parquet(folder / f"visits-{first:06d}.parquet", index=False)
        rows += len(table)
    return rows


def _parts(carers: int, seed: int, step: int) -> Iterator[tuple[int, pd.DataFrame]]:
    for first in range(0, carers, step):
        yield first, clean_visits(range(first, min(first + step, carers)), seed)


def main() -> None:
    log, counts = planted(clean_visits(range(6), seed=1), seed=1, each=20)
    known = [f"C{number}" for number in range(1_000)]
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "export.csv"
        log.to_csv(path, index=False)
        read = fp.read_visits(
            path, COLUMNS, date_order="day first", statuses=STATUSES, clients=known
        )
        print(read.describe())
        found = read.problems["rows"]
        wrong = {code: (count, found.get(code, 0)) for code, count in counts.items()
                 if count != found.get(code, 0)}  # fmt: skip
        print("Planted and found alike." if not wrong else f"Planted, found: {wrong}")
        billing = fp.Billing.model_validate(BILLING)
        planned = fp.Billing.model_validate({**BILLING, "basis": {"kind": "planned"}})
        priced = fp.price_visits(read, billing, Path(room) / "priced.parquet")
        print(f"\n{priced.describe()}\n{priced.by('zone', at_least=3).round(2).to_string()}")
        print(f"\n{fp.compare_billing(read, {'lower': billing, 'planned': planned}).describe()}")
        provider = Path(__file__).with_name("provider.toml")
        costed = fp.cost_visits(read, fp.load_assumptions(provider), billing=billing)
        print(f"\n{costed.describe()}\n{costed.observed.round(1).to_string()}")


if __name__ == "__main__":
    main()
