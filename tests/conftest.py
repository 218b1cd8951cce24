"""What all tests share: the strategies can be imported, and Hypothesis draws the same each time.

``--hypothesis-profile=random`` searches on: other examples on every run, and more of them. It
needs a ``--hypothesis-seed`` that is written down, with which a failure can be repeated.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

# The tests folder is not a package, so that it also runs beside an installed wheel.
sys.path.insert(0, str(Path(__file__).resolve().parent))

# no test is timed by the clock, and no run depends on what an earlier one has kept
settings.register_profile(
    "fairprice",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "random", settings.get_profile("fairprice"), derandomize=False, max_examples=300
)
settings.load_profile("fairprice")
