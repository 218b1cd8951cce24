"""How strong the tests are: faults are planted in the code, and the tests must notice them.

A fixed sample is drawn by content: a fault is known by its room, file, function and by what it
changes there, and those whose names come first under a seeded hash are planted. So the same
seed and source give the same faults, and code that changes elsewhere moves none of them. Each
is planted in a copy of the checkout, and the quick tests of its room are run until one fails.
Faults known to change nothing stand in ``equivalent_faults.toml``, each with its reason.

Own code, as cosmic-ray and mutmut know a fault by where it stands and draw no fixed sample.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest
from faults import Fault, faults
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "fairprice"
EQUIVALENT = Path(__file__).with_name("equivalent_faults.toml")
#: What the tests of every room use, loaded once before a process is forked for each fault.
LOADED = ("holidays", "numpy", "openpyxl", "pandas", "pydantic", "scipy.special", "scipy.stats")
KEPT = "_hypothesis_internal_use_settings"
PHASES = (Phase.explicit, Phase.generate)
EXAMPLES = 20
#: Processor time in which the tests of any room pass; a fault that takes more is noticed.
LIMIT_SECONDS = 300


#: Tests of every public name: copies, files, questions, and what is given in the wrong kind.
_OF_ALL_ROOMS = ("test_copies.py", "test_files.py", "test_questions.py", "test_wrong_kinds.py")
#: Where the faults of each room are planted, and the tests that must notice them.
ROOMS = {
    "calculation": (
        ("calculation", "recording"),
        ("cost", "calculation", "recording", "reproductions", "payment/test_provider_economy.py"),
    ),
    "statutory": (
        ("statutory", "declare"),
        ("statutory", "declare", "assumptions", "cost/test_the_law_in_the_price.py",
         "cost/test_law.py", *_OF_ALL_ROOMS),
    ),
    "billing": (("payment/billing",), ("payment/billing", *_OF_ALL_ROOMS)),
    "contract": (
        ("payment/contract", "payment/clauses"), ("payment/test_*.py", *_OF_ALL_ROOMS),
    ),
    "negotiation": (("negotiation",), ("negotiation", "charts", *_OF_ALL_ROOMS)),
    "cost": (("cost",), ("cost", "reproductions")),
}  # fmt: skip
SAMPLED = ("calculation", "statutory", "billing", "contract", "negotiation")


def faults_of(room: str) -> list[Fault]:
    """List every fault that can be planted in a room."""
    folders = (PACKAGE / folder for folder in ROOMS[room][0])
    return list(faults(room, (path for each in folders for path in sorted(each.rglob("*.py")))))


def sample(room: str, count: int, seed: int) -> list[Fault]:
    """Draw faults of a room: those whose names come first under a seeded hash."""

    def rank(fault: Fault) -> bytes:
        return hashlib.sha256(f"{seed} {fault.name}".encode()).digest()

    return sorted(faults_of(room), key=rank)[:count]


class Quickly:
    """How pytest finds a fault soon: what noticed one before goes first, properties last.

    A property is tried on fewer examples and its counterexample is not made small, so the score
    is rather too low than too high.
    """

    def __init__(self, noticed: Counter[str], note: Path) -> None:
        self.noticed = noticed
        self.note = note

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the tests in order, and shorten the properties."""
        properties = set()
        for item in items:
            if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
                properties.add(item.nodeid)
                its = vars(item.obj)  # where Hypothesis keeps what @settings said
                its[KEPT] = settings(
                    its[KEPT],
                    max_examples=EXAMPLES,
                    phases=PHASES,
                    derandomize=True,
                    suppress_health_check=list(HealthCheck),
                )
        items.sort(key=lambda item: (-self.noticed[item.nodeid], item.nodeid in properties))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down which test fails."""
        if report.failed:
            self.note.write_text(report.nodeid, encoding="utf-8")


class Trials:
    """Tries faults in copies of the checkout, each in a process of its own."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self.noticed: dict[Path, Counter[str]] = defaultdict(Counter)
        self.running: dict[int, tuple[Path, Fault]] = {}
        self.idle: list[Path] = []
        for job in range(jobs):
            copy = folder / str(job) / "checkout"
            copy.mkdir(parents=True)
            for path in ROOT.iterdir():
                if not path.name.startswith("."):
                    take = shutil.copytree if path.is_dir() else shutil.copy2
                    take(path, copy / path.name)
            if (ROOT.parent / "shared").is_dir():
                (copy.parent / "shared").symlink_to(ROOT.parent / "shared")
            self.idle.append(copy)

    def outcomes(self, tried: Sequence[Fault]) -> Iterator[tuple[Fault, bool]]:
        """Yield each fault, as it is known, and whether it lived."""
        for fault in tried:
            if not self.idle:
                yield self._next()
            copy = self.idle.pop()
            tests = [
                path.relative_to(copy).as_posix()
                for pattern in ROOMS[_room(fault)][1]
                for path in sorted((copy / "tests").glob(pattern))
            ]
            target = copy / fault.path.relative_to(ROOT)
            # the original keeps its time, so that its compiled form stays valid
            target.rename(target.with_suffix(".kept"))
            target.write_text(fault.planted(), encoding="utf-8")
            (copy / "noticed").unlink(missing_ok=True)
            self.running[_start(copy, tests, self.noticed[fault.path])] = copy, fault
        while self.running:
            yield self._next()

    def _next(self) -> tuple[Fault, bool]:
        process, status = os.wait()
        copy, fault = self.running.pop(process)
        target = copy / fault.path.relative_to(ROOT)
        target.with_suffix(".kept").replace(target)
        note = copy / "noticed"
        if status and note.exists():
            self.noticed[fault.path][note.read_text(encoding="utf-8")] += 1
        self.idle.append(copy)
        return fault, status == 0

    def are_fair(self) -> bool:
        """Say whether the tests that noticed faults pass where there is none."""
        tests = sorted({test for noticed in self.noticed.values() for test in noticed})
        if tests:
            _start(self.idle[0], tests, Counter(), resource.RLIM_INFINITY)
            return os.wait()[1] == 0
        return True


def _start(
    copy: Path, tests: list[str], noticed: Counter[str], seconds: int = LIMIT_SECONDS
) -> int:
    """Run tests in a forked process, in which all but the package is loaded already."""
    process = os.fork()
    if process:
        return process
    # processor time, so that a busy machine does not pass for a fault that hangs
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy / "src")
    sys.path.insert(0, str(copy / "src"))
    options = [
        "-x", "--tb=no", "-m", "not slow", "-p", "no:cacheprovider", "-o", "addopts=",
        "-W", "ignore::pytest.PytestAssertRewriteWarning",
    ]  # fmt: skip
    found = 1
    try:
        found = pytest.main([*options, *tests], [Quickly(noticed, copy / "noticed")])
    finally:
        os._exit(found)


def _room(fault: Fault) -> str:
    return fault.name.partition(" ")[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--faults", type=int, default=300, help="size of the sample")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=SAMPLED)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.95, help="the score that must be reached")
    parser.add_argument("--out", type=Path, help="write each fault and what became of it")
    parser.add_argument("--again", type=Path, help="plant the faults that such a file names")
    options = parser.parse_args()
    if options.again:
        lines = options.again.read_text(encoding="utf-8").splitlines()
        wanted = {line.partition("\t")[2] for line in lines}
        drawn = [f for room in options.rooms for f in faults_of(room) if f.name in wanted]
        print(f"{len(wanted) - len(drawn)} of {len(wanted)} faults cannot be planted any more.")
    else:
        each = options.faults // len(options.rooms)
        drawn = [f for room in options.rooms for f in sample(room, each, options.seed)]
    known = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["equivalent"]
    became = dict.fromkeys((fault.name for fault in drawn), "equivalent")
    tried = [fault for fault in drawn if fault.name not in {entry["fault"] for entry in known}]
    for module in LOADED:
        import_module(module)
    with tempfile.TemporaryDirectory() as folder:
        trials = Trials(Path(folder), options.jobs)
        for number, (fault, lives) in enumerate(trials.outcomes(tried), start=1):
            became[fault.name] = "lived" if lives else "noticed"
            if lives:
                where = f"{fault.path.relative_to(ROOT)}:{fault.line}"
                print(f"{number} of {len(tried)}: {where} {fault.name}", flush=True)
        if not trials.are_fair():
            raise SystemExit("Tests that noticed a fault fail without one: mend them first.")
    for room in options.rooms:
        _tell(room, [became[fault.name] for fault in drawn if _room(fault) == room])
    score = _tell("all", list(became.values()))
    if options.out:
        listed = [f"{outcome}\t{name}\n" for name, outcome in became.items()]
        options.out.write_text("".join(listed), encoding="utf-8")
    return int(score < options.least)


def _tell(room: str, outcomes: list[str]) -> float:
    """Print one line of the table, and return its score."""
    count = Counter(outcomes)
    score = count["noticed"] / max(count["noticed"] + count["lived"], 1)
    print(f"{room:12}{len(outcomes):4} planted{count['equivalent']:4} equivalent"
          f"{count['noticed']:5} noticed{count['lived']:4} lived {score:7.1%}")  # fmt: skip
    return score


if __name__ == "__main__":
    sys.exit(main())
