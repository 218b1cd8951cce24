"""Imports go one way, as the architecture page draws them, and rooms are entered by their face.

The page is the one place where the order of the rooms and of their parts is written down;
imports are read from the syntax tree, those for type checkers and inside functions too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import fairprice

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path(fairprice.__file__).parent
PAGE = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")

Imports = Mapping[str, set[str]]


def modules() -> dict[str, Path]:
    """Every module by its dotted name within the package; the package itself is empty."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(source: str, known: Iterable[str]) -> Iterator[str]:
    """Modules of the package that a source imports anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            room, _, rest = name.partition(".")
            if room == "fairprice":
                yield rest if rest in known else rest.rpartition(".")[0]


MODULES = modules()
IMPORTS = {
    name: {*imported(path.read_text(encoding="utf-8"), MODULES)} - {name}
    for name, path in MODULES.items()
}
[_picture] = re.findall(r"^```text\n(commands.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
#: Rooms from the ground up.
ROOMS = re.findall(r"^(\w+) ", _picture, re.MULTILINE)[::-1]
#: What stands beside the rooms: the package's own names, its version, and its command line.
BESIDE = {"", "version", "__main__"}
DOORS = {
    f"{room}.{door}"
    for room, doors in re.findall(r"^\| `(\w+)` \| (`[^|]*`) \|$", PAGE, re.MULTILINE)
    for door in re.findall(r"`([\w.]+)`", doors)
}


def room_of(module: str) -> str:
    return module.partition(".")[0]


def upwards(imports: Imports) -> list[str]:
    """Imports of a room from one that stands above it; only the command line enters by the top."""
    place = {room: number for number, room in enumerate(ROOMS)}
    return [
        f"{module} imports {target or 'fairprice'}"
        for module, targets in imports.items()
        for target in targets
        if room_of(module) not in BESIDE and room_of(target) != "version"
        if place.get(room_of(target), len(ROOMS) - 1) > place[room_of(module)]
    ]


def circle(imports: Imports) -> None:
    """Raise ``CycleError`` if some imports go round."""
    list(TopologicalSorter(imports).static_order())


def by_part(imports: Imports, depth: int) -> dict[str, set[str]]:
    """Imports between rooms, or between the parts of rooms."""
    parts: dict[str, set[str]] = {}
    for module, targets in imports.items():
        part = ".".join(module.split(".")[:depth])
        others = {".".join(target.split(".")[:depth]) for target in targets}
        parts.setdefault(part, set()).update(others - {part})
    return parts


def parts_within(room: str) -> dict[str, set[str]]:
    """Of each part of a room, the parts of the same room that it imports."""
    within = {
        part: {target for target in targets if room_of(target) == room != target}
        for part, targets in by_part(IMPORTS, 2).items()
        if room_of(part) == room != part
    }
    return {
        part.partition(".")[2]: {target.partition(".")[2] for target in targets}
        for part, targets in within.items()
    }


def is_face(module: str) -> bool:
    """A room, or one of its parts, entered by its ``__init__``."""
    return module in MODULES and (MODULES[module].name == "__init__.py" or "." not in module)


def side_entries(imports: Imports) -> set[str]:
    """Modules that another room enters, neither as a face nor by a name that a face keeps."""
    return {
        target
        for module, targets in imports.items()
        for target in targets
        if room_of(target) != room_of(module) and not is_face(target)
    }


def test_the_picture_holds_every_room() -> None:
    assert sorted(ROOMS) == sorted({room_of(name) for name in MODULES} - BESIDE)
    assert ROOMS[0] == "errors"
    assert ROOMS[-1] == "commands"
    said = " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    way = said[said.index("imports go one way") : said.index("the architecture page")]
    assert set(re.findall(r"`(\w+)`", way)) == set(ROOMS)
    assert re.findall(r"← `(\w+)`", way) == ROOMS[ROOMS.index("statutory") :]


def test_nothing_points_upwards() -> None:
    assert upwards(IMPORTS) == []


@pytest.mark.parametrize("depth", [1, 2, 9], ids=["rooms", "parts of rooms", "modules"])
def test_there_are_no_circles(depth: int) -> None:
    circle(by_part(IMPORTS, depth))


def test_rooms_are_entered_by_their_face() -> None:
    assert side_entries(IMPORTS) == DOORS


def test_in_the_payment_room_each_part_uses_those_before_it() -> None:
    [table] = re.findall(r"## The payment room\n(.*?)\n## ", PAGE, re.DOTALL)
    parts = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert len(parts) == 7
    for part, targets in parts_within("payment").items():
        if part in parts:
            assert targets & set(parts) <= set(parts[: parts.index(part)]), part


def test_the_parts_of_the_negotiation_room_stand_alone_but_for_what_is_said() -> None:
    said = "stand alone, except that `indexation` uses `gap`, and `case` uses `gap`, `bargaining`"
    assert f"{said} and `uncertainty`" in " ".join(PAGE.split())
    uses = {"indexation": {"gap"}, "case": {"gap", "bargaining", "uncertainty"}}
    for part, targets in parts_within("negotiation").items():
        assert targets == uses.get(part, set()), part


def test_only_the_workbook_room_knows_openpyxl() -> None:
    for name, path in MODULES.items():
        if "openpyxl" in path.read_text(encoding="utf-8"):
            assert room_of(name) == "workbook", name


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("cost.book", "from fairprice.workbook import write_fee_workbook", "upwards"),
        ("cost.book", "def f():\n    from fairprice.payment.billing import Billing", "upwards"),
        ("money", "if TYPE_CHECKING:\n    from fairprice import recording", "upwards"),
        ("money", "import fairprice.cost.book as b", "upwards"),
        ("cost.book", "from fairprice import OpenBook", "upwards"),
        ("cost.priced", "from fairprice.cost.book import OpenBook", "circle"),
        ("payment.cohort.year", "from fairprice.payment import clauses", "circle"),
        ("cost.book", "from fairprice.calculation.pay import mileage", "side entry"),
        ("workbook.layout", "from fairprice.negotiation.gap import shapley", "side entry"),
    ],
)
def test_a_planted_import_is_found(module: str, source: str, fault: str) -> None:
    planted = dict(IMPORTS) | {module: IMPORTS[module] | {*imported(source, MODULES)}}
    if fault == "upwards":
        assert len(upwards(planted)) == 1
    elif fault == "side entry":
        assert len(side_entries(planted) - DOORS) == 1
    else:
        with pytest.raises(ValueError, match="cycle"):
            circle(planted)
