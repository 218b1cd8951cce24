"""The public surface: what ``import fairprice`` offers, and what it costs to import."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import fairprice
from fairprice import errors

PUBLIC = {name: getattr(fairprice, name) for name in fairprice.__all__}


def test_all_is_sorted_and_complete() -> None:
    """The stub, which type checkers read, and the module, which runs, offer the same."""
    names = list(fairprice.__all__)
    assert names == sorted(set(names))
    assert set(dir(fairprice)) >= set(names)
    stub = ast.parse(Path(fairprice.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imported = [
        alias.asname or alias.name
        for statement in stub.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    ]
    [listed] = [ast.literal_eval(s.value) for s in stub.body if isinstance(s, ast.Assign)]
    assert sorted(imported) == names == listed


def test_the_names_promised_by_the_plan_are_there() -> None:
    promised = {
        "Assumptions", "OpenBook", "load_assumptions", "dump_assumptions", "price_scenarios",
        "statutory_rates",
    }  # fmt: skip
    assert promised <= set(fairprice.__all__)
    book = {
        "price_per_hour", "price", "hourly_rate", "lines", "visit_prices", "explain",
        "minimum_wage_test",
    }  # fmt: skip
    assert book <= set(dir(fairprice.OpenBook))


def _members(thing: Any) -> list[tuple[str, Any]]:
    if not inspect.isclass(thing):
        return []
    return [
        (name, member.fget if isinstance(member, property) else member)
        for name, member in vars(thing).items()
        if not name.startswith("_")
        if inspect.isfunction(member) or isinstance(member, property)
    ]


DOCUMENTED = [(name, thing) for name, thing in PUBLIC.items() if callable(thing)]
DOCUMENTED += [
    (f"{name}.{member}", function)
    for name, thing in PUBLIC.items()
    for member, function in _members(thing)
]


@pytest.mark.parametrize(("name", "thing"), DOCUMENTED, ids=[name for name, _ in DOCUMENTED])
def test_every_public_name_has_a_docstring(name: str, thing: Any) -> None:
    text = inspect.getdoc(thing) or ""
    first = text.splitlines()[0] if text else ""
    assert first.endswith("."), name
    assert len(first) <= 100
    if inspect.isfunction(thing):
        asked = [p for p in inspect.signature(thing).parameters if p not in ("self", "cls")]
        section = text.partition("Parameters\n----------\n")[2].partition("\n\n")[0]
        for parameter in asked:
            if "Parameters" in text or "." not in name:
                assert re.search(rf"(^|[ *]){parameter}(,|$)", section, re.MULTILINE), parameter


def test_the_tree_drawn_in_the_docstring_is_the_tree_of_classes() -> None:
    drawn: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^    ([│├└─ ]*)(\w+Error)\b", line)
        if found:
            depth = len(found[1]) // 4
            del above[depth:]
            drawn[found[2]] = above[-1] if above else "Exception"
            above.append(found[2])
    classes = {
        name: thing.__bases__[0].__name__
        for name, thing in vars(errors).items()
        if inspect.isclass(thing) and issubclass(thing, Exception)
    }
    assert drawn == classes
    assert set(drawn) <= set(fairprice.__all__)
    assert all(getattr(fairprice, name) is getattr(errors, name) for name in drawn)


TYPED = Path(__file__).parents[1] / "typing_tests"


@pytest.mark.skipif(not TYPED.is_dir(), reason="they are checked in the checkout only")
def test_the_types_of_every_public_function_are_proved() -> None:
    proved = {
        node.attr
        for path in TYPED.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert {name for name, thing in PUBLIC.items() if inspect.isroutine(thing)} <= proved


@pytest.mark.skipif(not TYPED.is_dir(), reason="the pages are in the checkout only")
def test_the_page_of_questions_answers_each_with_functions_and_leaves_none_out() -> None:
    page = (TYPED.parent / "docs/reference/which-function.md").read_text(encoding="utf-8")
    answers = [row.split("|")[2] for row in page.splitlines() if row.startswith("| ")]
    called = re.findall(r"`(\w+)`", "".join(answers))
    assert len(called) == len(set(called))
    functions = {name for name, thing in PUBLIC.items() if inspect.isroutine(thing)}
    assert set(called) == functions | {"OpenBook"}


@pytest.mark.parametrize("name", ["presets", "theory"])
def test_a_public_module_shows_what_it_is_for_and_nothing_else(name: str) -> None:
    module = PUBLIC[name]
    assert dir(module) == module.__all__ == sorted(module.__all__)
    defined = {
        member for member, thing in vars(module).items()
        if not member.startswith("_")
        and f"{getattr(thing, '__module__', '')}.".startswith(f"{module.__name__}.")
    }  # fmt: skip
    assert set(module.__all__) == defined
    if name == "presets":
        returned = {
            member: getattr(module, member).__annotations__.get("return")
            for member in module.__all__
        }
        assert {member for member, kind in returned.items() if kind != "Contract"} == {"Around"}


def test_an_error_carries_its_problems() -> None:
    problem = fairprice.Problem("code", "where", "what.", "why.", "mend.")
    error = fairprice.FairpriceError(iter([problem, problem]))
    assert error.problems == (problem, problem)
    assert str(fairprice.FairpriceError([problem])) == "where: what. why. mend. [code]"
    assert str(error) == (
        "2 problems:\n  1. where: what. why. mend. [code]\n  2. where: what. why. mend. [code]"
    )
    with pytest.raises(AttributeError):
        problem.code = "other"  # type: ignore[misc]


def _in_a_new_process(code: str) -> str:
    run = subprocess.run(  # the same interpreter and path, with nothing imported yet
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout


def test_importing_opens_no_register_and_nothing_needless() -> None:
    watched = (
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) "
        "if event == 'open' else None)\n"
        "import fairprice\n"
        "fairprice.OpenBook, fairprice.load_assumptions, fairprice.statutory_rates\n"
        "print(sorted(path for path in opened if path.endswith('.toml')))\n"
        "heavy = {'openpyxl', 'scipy', 'matplotlib', 'formulas', 'hypothesis', 'pytest'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    assert _in_a_new_process(watched).splitlines() == ["[]", "[]"]


def test_a_command_loads_only_the_rooms_it_needs(tmp_path: Path) -> None:
    examples = Path(__file__).parents[1] / "examples"
    ours, theirs = (str(examples / f"{name}.toml") for name in ("provider", "council"))
    fees = str(tmp_path / "fees.xlsx")
    code = (
        "from fairprice.__main__ import main\n"
        "rooms = 'scipy', 'openpyxl', 'fairprice.payment', 'fairprice.negotiation'\n"
        f"for command in ['price', {ours!r}], ['price', {ours!r}, '--out', {fees!r}], "
        f"['verify', {fees!r}], ['bridge', {ours!r}, {theirs!r}]:\n"
        "    assert main(command) == 0\n"
        "    print('loaded', *(room for room in rooms if room in sys.modules))\n"
    )
    lines = _in_a_new_process(code).splitlines()
    assert [line for line in lines if line.startswith("loaded")] == [
        # what lies far from published lines is asked where challenges are
        "loaded fairprice.negotiation",
        "loaded openpyxl fairprice.negotiation",
        "loaded openpyxl fairprice.negotiation",
        "loaded openpyxl fairprice.negotiation",
    ]


def test_a_room_offers_what_its_stub_lists() -> None:
    for room in ("negotiation", "payment", "rate_card", "workbook"):
        module = importlib.import_module(f"fairprice.{room}")
        stub = ast.parse(Path(str(module.__file__)).with_suffix(".pyi").read_text(encoding="utf-8"))
        [listed] = [ast.literal_eval(s.value) for s in stub.body if isinstance(s, ast.Assign)]
        assert module.__all__ == listed
        assert all(hasattr(module, name) for name in listed)


def test_asking_for_rates_reads_the_register_of_the_package() -> None:
    code = "import fairprice\nprint(fairprice.statutory_rates('2026-04-06', nation='Wales').nation)"
    assert _in_a_new_process(code).strip() == "Wales"


def test_the_version_is_a_number() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", fairprice.__version__)
