"""What all tests share: the strategies can be imported, and no test is timed by the clock."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

# The tests folder is not a package, so that it also runs beside an installed wheel.
sys.path.insert(0, str(Path(__file__).resolve().parent))

settings.register_profile(
    "fairprice", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("fairprice")
