"""What all tests share: the strategies can be imported, and Hypothesis draws the same each time.

``--hypothesis-profile=random`` searches on: other examples on every run, and more of them. It
needs a ``--hypothesis-seed`` that is written down, with which a failure can be repeated.
"""

from __future__ import annotations

import gc
import importlib
import pickle
import pkgutil
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import fairprice
from fairprice.workbook.reading import OpenedWorkbook, opened
from fairprice.workbook.verify import comparison, verify
from fairprice.workbook.writer import to_bytes

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


@pytest.fixture(scope="session", autouse=True)
def what_files_are_held_against_is_written_once() -> Iterator[None]:
    """Let verification write and read again only what it has not written before.

    Hundreds of tests alter copies of a few workbooks. The same model gives the same bytes,
    which tests of writing show, and those write each time.
    """

    @lru_cache(maxsize=64)
    def written(pickled: bytes, values_only: bool) -> bytes:
        return to_bytes(pickle.loads(pickled), values_only=values_only)

    @lru_cache(maxsize=16)
    def read(content: bytes, name: str) -> OpenedWorkbook:
        return opened(content, name)

    with pytest.MonkeyPatch.context() as patch:
        for module in (verify, comparison):
            patch.setattr(
                module, "to_bytes",
                lambda model, *, values_only: written(pickle.dumps(model), values_only),
            )  # fmt: skip
            patch.setattr(module, "opened", read)
        yield
