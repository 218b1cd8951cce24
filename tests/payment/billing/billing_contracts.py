"""Contracts and tables of visits that the billing tests share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fairprice.payment.billing import Billing

Data = dict[str, Any]
HOURLY: Data = {"kind": "linear", "hourly_rate": 24.0}


def billing(**clauses: Any) -> Billing:
    """Return a contract by the minute at GBP 24 an hour, with other clauses."""
    data: Data = {"basis": {"kind": "actual"}, "tariff": HOURLY, **clauses}
    return Billing.model_validate({k: v for k, v in data.items() if v is not None})


def rounding(kind: str, unit: float, **terms: Any) -> Data:
    """Return a rounding clause; ties go up unless said otherwise."""
    tie = {"tie": "up"} if kind == "nearest" else {}
    return {"kind": kind, "unit_minutes": unit, **tie, **terms}


def visits(actual: Any, planned: Any = 30.0, **columns: Any) -> pd.DataFrame:
    """Return a table of visits; times may be texts."""
    minutes = np.atleast_1d(np.asarray(actual, dtype=float))
    table = pd.DataFrame({"planned_minutes": planned, "actual_minutes": minutes})
    for name, column in columns.items():
        table[name] = pd.to_datetime(column) if name == "start" else column
    return table


def multipliers(**terms: Any) -> Data:
    """Return a clause of multipliers: by precedence, weighed by minutes."""
    return {"combine": "precedence", "straddle": "minutes", **terms}


def window(starts: str, ends: str, multiplier: float, **terms: Any) -> Data:
    """Return a clock window."""
    return {"starts": starts, "ends": ends, "multiplier": multiplier, **terms}


def price_at(start: Any, minutes: Any, **terms: Any) -> list[float]:
    """Return the multipliers of visits that start at some times and last some minutes."""
    table = visits(np.broadcast_to(minutes, np.shape(start)), start=start)
    return [float(m) for m in billing(multipliers=multipliers(**terms)).price(table)["multiplier"]]


#: Every clause at once.
EVERYTHING: Data = {
    "basis": {"kind": "lower", "approved_overrun_minutes": 5.0},
    "rounding": {
        "kind": "nearest",
        "unit_minutes": 5.0,
        "tie": "even",
        "scope": "visit",
        "totals_by": ("client",),
    },
    "limits": {"minimum_minutes": 15.0, "maximum_minutes": 120.0},
    "tariff": HOURLY,
    "short_visit": {"up_to_minutes": 15.0, "amount": 1.5},
    "zones": {
        "kind": "postcode",
        "districts": {"EX1": "urban", "EX39": "rural"},
        "multipliers": {"urban": 1.0, "rural": 1.1},
    },
    "carers": {"extra_carer_share": 0.8},
    "exceptions": {
        "cancelled": {
            "edges_hours": (24.0, 48.0),
            "edge_belongs_to": "upper band",
            "shares": (1.0, 0.5, 0.0),
        },
        "no_access": {"fee": 10.0},
        "in_hospital": {"share": 0.6, "days": 14},
        "missed": {"share": 0.0},
        "late": {
            "edges_minutes": (15.0, 30.0),
            "edge_belongs_to": "lower band",
            "shares": (0.0, 0.1, 0.5),
        },
    },
}
