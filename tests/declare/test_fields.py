"""Every field of the library is declared with one vocabulary, in full and once."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from pydantic import BaseModel

import fairprice
from fairprice import Assumptions
from fairprice.assumptions.sections import INPUTS, Sections
from fairprice.calculation import STATABLE, Choices, make_plan
from fairprice.declare.fields import NUMBERS, optional, required
from fairprice.declare.input_field import InputField, declared
from fairprice.declare.model import Declared
from fairprice.declare.units import kind_of

SOURCE = Path(fairprice.__file__).parent


def groups() -> list[type[Declared]]:
    """Every group of fields of the library."""
    for module in pkgutil.walk_packages(fairprice.__path__, "fairprice."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(group: type[Declared]) -> Iterator[type[Declared]]:
        for inner in group.__subclasses__():
            yield inner
            yield from below(inner)

    own = {group for group in below(Declared) if group.__module__.startswith("fairprice.")}
    return sorted(own, key=lambda group: (group.__module__, group.__name__))


def fields() -> list[tuple[str, InputField]]:
    """Every field of the library but the kind of a clause, with the group it stands in."""
    return [
        (f"{group.__name__}.{field.name}", field)
        for group in groups()
        for field in declared(group).values()
        if field.name != "kind" and not issubclass(group, Sections)
    ]


FIELDS = dict(fields())


def test_there_are_fields_of_every_room() -> None:
    rooms = {group.__module__.split(".")[1] for group in groups()}
    assert {"assumptions", "payment", "negotiation"} <= rooms
    assert len(FIELDS) > 250


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the library, read."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_no_other_room_declares_or_translates_by_itself() -> None:
    """Neither the metadata of a field nor what pydantic finds has a second home."""
    taken = {
        (path, alias.name)
        for path, tree in trees()
        if not path.startswith("declare/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
        if (getattr(node, "module", None) or alias.name).startswith("pydantic")
    }
    assert {name for _, name in taken} <= {
        "ModelWrapValidatorHandler", "create_model", "model_validator",
    }  # fmt: skip


def test_a_unit_is_for_people() -> None:
    """No code asks the unit of something declared what kind of thing it is."""
    asked = []
    for path, tree in trees():
        for node in ast.walk(tree):
            sides: list[ast.expr] = []
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                sides = [node.func.value] if node.func.attr in ("startswith", "endswith") else []
            asked += [
                f"{path}: {ast.unparse(node)}"
                for side in sides
                if isinstance(side, ast.Attribute) and side.attr == "unit"
            ]
    assert asked == []


def test_every_field_says_what_it_is() -> None:
    for path, field in FIELDS.items():
        assert field.label[:1].isupper(), path
        assert not field.label.endswith("."), path
        assert field.description.endswith("."), path
        assert field.is_number or field.unit, path


def test_a_field_that_may_be_left_out_has_something_in_its_place() -> None:
    """A type that allows nothing goes with a field that may be left out, and the reverse."""
    for group in groups():
        for name, info in group.model_fields.items():
            takes_nothing = type(None) in get_args(info.annotation)
            left_out = (
                not info.is_required() and info.get_default(call_default_factory=True) is None
            )
            assert takes_nothing == left_out, f"{group.__name__}.{name}"


def test_the_kind_agrees_with_the_unit_and_with_the_type() -> None:
    for path, field in FIELDS.items():
        told = kind_of(field.unit)
        assert field.kind == "money" or told != "money", path
        assert told == "money" or field.kind != "money", path
        assert bool(field.options) == (field.kind == "choice"), path
        bounds = (field.lower, field.upper, field.above)
        assert field.is_number or bounds == (None, None, None), path


def test_inputs_point_at_what_there_is() -> None:
    steps = {step.name for step in make_plan(Choices()).steps}
    stated = make_plan(Choices(stated=dict.fromkeys(STATABLE, "price")))
    steps |= {step.name for step in stated.steps} | {"contact_pay_rate", "annual_contact_hours"}
    given = frozenset(name for name, field in INPUTS.items() if field.brings)
    brought = {step.name for step in make_plan(Choices(given=given)).steps}
    steps |= brought
    for field in INPUTS.values():
        assert not field.instead_of or field.instead_of in INPUTS
        assert not field.goes_with or field.goes_with in INPUTS or field.goes_with in steps
        assert not field.replaces or field.replaces in steps
        assert not field.brings or field.brings in brought
        assert field.left_out is None or field.may_be_blank
        assert field.adds_up_to is None or (field.is_table and field.kind == "share")
        assert not field.table or field.is_table


def test_the_inputs_are_those_of_the_assumptions() -> None:
    assert Assumptions.fields() == INPUTS
    named = [name for group in Sections.model_fields for name in _fields_of(Assumptions, group)]
    assert named == list(INPUTS)


def _fields_of(model: type[BaseModel], section: str) -> list[str]:
    group = model.model_fields[section].annotation
    assert isinstance(group, type)
    assert issubclass(group, BaseModel)
    return list(group.model_fields)


def test_a_new_input_carries_its_facts() -> None:
    """What is said in one place is read in all."""

    class Rounds(Declared):
        """Rounds."""

        length: float = required.quantity("Length", "miles", "Of a round.", above=0, upper=90)
        reference: str | None = optional.text("Reference", "A name.", may_be_blank=True)
        parts: tuple[float, ...] = required.several(
            "share", "Parts", "share of rounds", "Of each.", table="rounds", adds_up_to=1
        )

    found = declared(Rounds, "rounds")
    assert found["length"].bounds == "above 0, at most 90"
    assert found["length"].wanted == "a number above 0 and at most 90"
    assert (found["reference"].kind, found["reference"].unit) == ("text", "text")
    assert found["reference"].may_be_blank
    assert (found["parts"].is_table, found["parts"].adds_up_to) == (True, 1)
    assert {field.section for field in found.values()} == {"rounds"}

    class Slip(Declared):
        """A slip of the pen."""

        length: float = required.quantity("Length", "miles", "Of a round.", tabel="rounds")  # type: ignore[call-arg]

    with pytest.raises(TypeError, match="tabel"):
        declared(Slip)


def test_a_rate_on_the_contact_hour_is_money() -> None:
    rate = INPUTS["return_rate"]
    assert rate.beside({"return_base": "cost"}) is rate
    money = rate.beside({"return_base": "contact hour"})
    assert (money.kind, money.unit) == ("money", "GBP per contact hour")


def test_numbers_are_the_kinds_with_bounds() -> None:
    assert {field.kind for field in FIELDS.values() if field.is_number} == set(NUMBERS)


def test_the_bounds_of_a_field_are_within_it_but_for_those_it_must_be_above() -> None:
    ends = {"lower": -np.inf, "upper": np.inf}
    seen = set()
    for field in Assumptions.fields().values():
        for name, beyond in ends.items():
            bound = getattr(field, name)
            if bound is not None:
                seen.add(name)
                assert field.holds(np.float64(bound)) == (bound != field.above), field.name
                assert not field.holds(np.nextafter(float(bound), beyond)), field.name
        if field.above is not None:
            seen.add("above")
            assert not field.holds(np.float64(field.above))
            assert field.holds(np.nextafter(float(field.above), np.inf))
        assert not field.holds(np.float64("nan"))
        assert not field.holds(np.float64("inf"))
    assert seen == {"lower", "upper", "above"}
