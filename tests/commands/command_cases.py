"""Files and calls shared by the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from providers import plain_data, stated

import fairprice as fp

COMMANDS = (
    "demo", "start", "template", "challenge", "price", "publish", "law", "uplift", "verify",
    "bridge", "range", "afford", "sensitivity", "evidence", "compare", "survey", "check",
    "ratecard", "visits", "report",
)  # fmt: skip
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

#: An hour at 13.00, two visits of half an hour with 6 minutes of travel at 13.00 and 2 miles
#: at 0.45 each: 13.00 + 2 x 1.30 + 2 x 0.90 = 17.40. Nothing else costs anything.
ROUND_FIGURES = """\
Round Care, England, price date 2026-04-06

Price per contact hour at the stated visit mix: GBP 17.40

                                   Hourly  Average price  Average price
                 Price per     equivalent  for the visit     less price
            visit (GBP per       (GBP per       (GBP per       (GBP per
Visit               visit)  contact hour)         visit)         visit)
15 minutes            5.45          21.80           4.35          -1.10
30 minutes            8.70          17.40           8.70           0.00
45 minutes           11.95          15.93          13.05           1.10
60 minutes           15.20          15.20          17.40           2.20

Minimum wage: met. At the stated visit mix, pay that counts over time that
counts, travel included, is GBP 13.00 an hour (careworker); the minimum wage, 21
and over, is 12.71.

No cost says what it follows: all cost was taken to fall with contact hours and
visits, so a year of fewer hours costs less in proportion.
"""


def round_provider(**changes: Any) -> fp.Assumptions:
    """Return a provider whose prices can be worked out by hand; see ``ROUND_FIGURES``."""
    data = plain_data() | {"stated_rates": stated(), "time_off": {"notice_pay_share": 0.0}}
    for section in ("workforce", "training"):
        del data[section]
    data["about"]["provider_name"] = "Round Care"
    return fp.Assumptions.model_validate(data).with_inputs(**changes)


def written(folder: Path, name: str = "round.toml", **changes: Any) -> Path:
    """Write the round provider as TOML."""
    path = folder / name
    fp.dump_assumptions(round_provider(**changes), path)
    return path


def as_a_process(
    *args: str, cwd: Path, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, on a console of some encoding."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "fairprice", *args],
        cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, encoding=encoding, check=False,
        env=os.environ | {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding},
    )  # fmt: skip
