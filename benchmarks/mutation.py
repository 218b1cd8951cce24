"""How strong the tests are: faults are planted in the code, and the tests must notice them.

A fixed sample is drawn by content: a fault is known by its module, its function and what it
changes there, and those whose names come first under a seeded hash are planted. So the same
seed and source give the same faults, and code that changes elsewhere moves none of them. Each
fault is planted in a copy of the checkout and the quick tests of its room are run until one
fails. Own code, since cosmic-ray and mutmut know a fault by where it stands and plant every one.

Not touched: documentation, types (with the bounds inside ``Annotated``), decorators, texts of
errors, ``zip(strict=)``. Faults known to change nothing stand in ``equivalent_faults.toml``.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import resource
import shutil
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as declared
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src", "fairprice")
EQUIVALENT = Path(__file__).with_name("equivalent_faults.toml")
#: What the tests of every room use, loaded once before a process is forked for each fault.
LOADED = ("holidays", "numpy", "openpyxl", "pandas", "pydantic", "scipy.special", "scipy.stats")
KEPT = "_hypothesis_internal_use_settings"
PHASES = (Phase.explicit, Phase.generate)
EXAMPLES = 20
#: Processor time in which the tests of any room pass; a fault that takes more is noticed.
LIMIT_SECONDS = 300


#: Where the faults of each room are planted, and the tests that must notice them.
ROOMS = {
    "calculation": (
        ("calculation", "recording"), ("cost", "calculation", "recording", "reproductions")
    ),
    "statutory": (
        ("statutory", "declare"),
        ("statutory", "declare", "assumptions", "cost/test_the_law_in_the_price.py"),
    ),
    "billing": (("payment/billing",), ("payment/billing",)),
    "contract": (("payment/contract",), ("payment/test_*.py",)),
    "negotiation": (("negotiation",), ("negotiation",)),
    "cost": (("cost",), ("cost", "reproductions")),
}  # fmt: skip
SAMPLED = ("calculation", "statutory", "billing", "contract", "negotiation")

OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_PAIRS = [("min", "max"), ("minimum", "maximum"), ("any", "all"), ("floor", "ceil"),
          ("argmin", "argmax"), ("nanmin", "nanmax"), ("cumsum", "cumprod")]  # fmt: skip
NAMES = {**dict(_PAIRS), **{right: left for left, right in _PAIRS}}
#: Fields of the syntax tree in which no fault is planted.
UNTOUCHED = {"annotation", "returns", "decorator_list", "exc", "cause"}
#: Calls whose arguments are words for people, or types.
WORDS = {"Problem", "note", "_note", "cast"}
TYPES = {"float", "int", "str", "list", "tuple", "dict"}


@dataclass
class Fault:
    """A change of one place in a tree: ``holder.field``, or one member of that list."""

    holder: ast.AST
    field: str
    place: int | None
    child: ast.AST
    new: ast.AST
    scope: str
    tree: ast.AST = declared(default_factory=ast.Module)
    room: str = ""
    module: str = ""
    name: str = ""

    @property
    def line(self) -> int:
        """Where the change stands in its file."""
        return getattr(self.child, "lineno", 0)

    def seen_in(self, tree: ast.AST) -> str:
        """Write a part of the code as it reads with the fault."""
        self._put(self.new)
        text = ast.unparse(ast.fix_missing_locations(tree))
        self._put(self.child)
        return text

    def _put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.holder, self.field, node)
        else:
            getattr(self.holder, self.field)[self.place] = node


def faults(room: str) -> Iterator[Fault]:
    """List every fault that can be planted in a room."""
    seen: Counter[str] = Counter()
    folders = (ROOT / PACKAGE / folder for folder in ROOMS[room][0])
    for path in (path for folder in folders for path in sorted(folder.rglob("*.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for fault in _faults(tree, "module"):
            # a number says little by itself
            shown = fault.holder if isinstance(fault.child, ast.Constant) else fault.child
            after = fault.new if shown is fault.child else shown
            text = f"{ast.unparse(shown)} -> {fault.seen_in(after)}"
            name = f"{room} {path.name} {fault.scope}: {' '.join(text.split())}"
            seen[name] += 1
            fault.name = name + (f" ({seen[name]})" if seen[name] > 1 else "")
            fault.tree, fault.room = tree, room
            fault.module = path.relative_to(ROOT / PACKAGE).as_posix()
            yield fault


def _faults(node: ast.AST, scope: str) -> Iterator[Fault]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        scope = f"{scope}.{node.name}".removeprefix("module.")
    for name, value in ast.iter_fields(node):
        if name in UNTOUCHED:
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_left_out(child):
                continue
            options = list(_replacements(child))
            if name in ("test", "ifs"):
                options.append(ast.Constant(False))
                options += [] if isinstance(node, ast.While) else [ast.Constant(True)]
            for new in options:
                yield Fault(node, name, place, child, new, scope)
            yield from _faults(child, scope)


def _is_left_out(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.keyword(arg="strict"):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in WORDS
        case ast.Subscript(value=ast.Name(id=name)):
            return name in ("Annotated", "Literal")
        case ast.BinOp(op=ast.BitOr(), right=ast.Name(id=name)):
            return name[0].isupper() or name in TYPES
        case ast.BinOp(op=ast.BitOr(), right=ast.Constant(value=None)):
            return True
    return False


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, operators, right):
            for place, operator in enumerate(operators):
                changed = [*operators]
                changed[place] = OPERATORS[type(operator)]()  # type: ignore[call-overload]
                yield ast.Compare(left, changed, right)
        case ast.BinOp(left, operator, right):
            # texts are put together with +, and anything else done to them cannot run
            if type(operator) in OPERATORS and not (_is_text(left) or _is_text(right)):
                yield ast.BinOp(left, OPERATORS[type(operator)](), right)  # type: ignore[arg-type]
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(OPERATORS[type(operator)](), values)  # type: ignore[arg-type]
        case ast.UnaryOp(ast.Not() | ast.USub() | ast.Invert(), operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1 if value + 1 != value else 2 * value)
            if value == 1:
                yield ast.Constant(0)
        case ast.Call(ast.Name(id=name), arguments, keywords) if name in NAMES:
            yield ast.Call(ast.Name(NAMES[name]), arguments, keywords)
        case ast.Call(ast.Attribute(value=value, attr=name), arguments, keywords):
            if name in NAMES:
                yield ast.Call(ast.Attribute(value, NAMES[name]), arguments, keywords)
            if name == "where" and len(arguments) == 3:
                condition, yes, no = arguments
                yield ast.Call(ast.Attribute(value, name), [condition, no, yes], keywords)
        case ast.IfExp(test, yes, no):
            yield ast.IfExp(test, no, yes)
        case ast.Return(value) if not (isinstance(value, ast.Constant) or value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()


def sample(rooms: Sequence[str], count: int, seed: int) -> list[Fault]:
    """Draw as many faults from each room: those whose names come first under a seeded hash."""

    def rank(fault: Fault) -> bytes:
        return hashlib.sha256(f"{seed} {fault.name}".encode()).digest()

    each = count // len(rooms)
    return [fault for room in rooms for fault in sorted(faults(room), key=rank)[:each]]


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
        self.noticed: dict[str, Counter[str]] = defaultdict(Counter)
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
                for pattern in ROOMS[fault.room][1]
                for path in sorted((copy / "tests").glob(pattern))
            ]
            target = copy / PACKAGE / fault.module
            # the original keeps its time, so that its compiled form stays valid
            target.rename(target.with_suffix(".kept"))
            target.write_text(fault.seen_in(fault.tree), encoding="utf-8")
            (copy / "noticed").unlink(missing_ok=True)
            self.running[_start(copy, tests, self.noticed[fault.module])] = copy, fault
        while self.running:
            yield self._next()

    def _next(self) -> tuple[Fault, bool]:
        process, status = os.wait()
        copy, fault = self.running.pop(process)
        target = copy / PACKAGE / fault.module
        target.with_suffix(".kept").replace(target)
        note = copy / "noticed"
        if status and note.exists():
            self.noticed[fault.module][note.read_text(encoding="utf-8")] += 1
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


def equivalents() -> dict[str, str]:
    """Return the faults that change nothing, each with its reason."""
    entries = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["equivalent"]
    return {entry["fault"]: entry["reason"] for entry in entries}


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
        drawn = [fault for room in options.rooms for fault in faults(room) if fault.name in wanted]
        print(f"{len(wanted) - len(drawn)} of {len(wanted)} faults cannot be planted any more.")
    else:
        drawn = sample(options.rooms, options.faults, options.seed)
    known = equivalents()
    became = {fault.name: "equivalent" for fault in drawn if fault.name in known}
    tried = [fault for fault in drawn if fault.name not in known]
    for module in LOADED:
        import_module(module)
    with tempfile.TemporaryDirectory() as folder:
        trials = Trials(Path(folder), options.jobs)
        for number, (fault, lives) in enumerate(trials.outcomes(tried), start=1):
            became[fault.name] = "lived" if lives else "noticed"
            if lives:
                print(f"{number}. {PACKAGE / fault.module}:{fault.line} {fault.name}", flush=True)
        if not trials.are_fair():
            raise SystemExit("Tests that noticed a fault fail without one: mend them first.")
    for room in options.rooms:
        _tell(room, [became[fault.name] for fault in drawn if fault.room == room])
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
