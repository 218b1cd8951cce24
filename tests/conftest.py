"""What all tests share: the strategies can be imported, and Hypothesis draws the same each time.

``--hypothesis-profile=random`` searches on: other examples on every run, and more of them. It
needs a ``--hypothesis-seed`` that is written down, with which a failure can be repeated.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import fairprice

# The tests folder is not a package, so that it also runs beside an installed wheel.
sys.path.insert(0, str(Path(__file__).resolve().parent))

# no test is timed by the clock, and no run depends on what an earlier one has kept; on as many
# examples as these, planted faults are noticed: see benchmarks/mutation.py
settings.register_profile(
    "fairprice",
    deadline=None,
    max_examples=20,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "random", settings.get_profile("fairprice"), derandomize=False, max_examples=300
)
settings.load_profile("fairprice")

# thousands of tests are held for the whole run: looking through them again and again for what
# could be thrown away took a fifth of the time
gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    """Leave what has been collected alone from here on."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def all_rooms_are_loaded() -> None:
    """Load the whole library: Hypothesis also draws constants of the code it finds loaded.

    Otherwise, what is drawn would depend on the tests that ran before in the same process.
    """
    for module in pkgutil.walk_packages(fairprice.__path__, "fairprice."):
        importlib.import_module(module.name)
