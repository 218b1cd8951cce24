"""The page of public names, from their docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import fairprice as fp
from fairprice.negotiation.bargaining.records import Record
from fairprice.rate_card.parts import Part
from pages.markdown import anchor, beginning, table

#: Parts that a caller puts together, which are listed; inputs have a page of their own.
PARTS = (
    fp.Evidence, Record, fp.Package, fp.Outcome, fp.PaymentTerms, fp.Subcontracting,
    fp.TransactionCosts, Part,
)  # fmt: skip
#: In the order in which they build on each other, errors apart.
ROOMS = (
    "declare",
    "statutory",
    "assumptions",
    "cost",
    "payment",
    "visits",
    "negotiation",
    "survey",
    "rate_card",
    "workbook",
    "report",
    "money",
)


def _first_line(thing: Any) -> str:
    text = inspect.getdoc(thing) or ""
    return " ".join(text.split("\n\n")[0].split())


def _in_code(text: str) -> str:
    """Turn the roles of a docstring into plain Markdown."""
    text = re.sub(r":\w+:`([^`]*)`", r"`\1`", text)
    return text.replace("``", "`")


def api() -> str:
    """The public names, with the first sentence of each docstring."""
    names = [name for name in fp.__all__ if name != "__version__"]
    errors = [n for n in names if _is_class(n) and issubclass(getattr(fp, n), Exception)]
    rooms: dict[str, list[str]] = {room: [] for room in ROOMS}
    for name in names:
        if name not in (*errors, "Problem"):
            rooms[_room(name)].append(name)
    parts = beginning(
        "Public names",
        "Everything the library offers, importable from the top: `import fairprice as fp`, by the "
        "room it lives in: [Architecture](../explanation/architecture.md). Each name carries its "
        "full description: `help(fp.OpenBook)`. Names that do not stand here may change without "
        "notice. The same is to be had without Python: `python -m fairprice --help`.",
        "## Contents",
        table(["Room", "Holds", "Names"], [_contents_row(room, rooms[room]) for room in rooms]),
    )
    for room, held in rooms.items():
        parts += [f"## {_title(room)}", _about(_package(room))]
        functions = [n for n in held if not _is_class(n) and not inspect.ismodule(getattr(fp, n))]
        if functions:
            rows = [
                [f"`{n}{_signature(getattr(fp, n))}`", _about(getattr(fp, n))] for n in functions
            ]
            parts.append(table(["Function", "What it does"], rows))
        for name in held:
            if name not in functions:
                parts += _described(name)
    tree = (inspect.getdoc(inspect.getmodule(fp.FairpriceError)) or "").split("::\n\n")[1]
    parts += [
        "## Errors",
        "Every error derives from `FairpriceError` and lists every problem found, each a "
        "`Problem`, in `problems`.",
        *_described("Problem"),
        "### Kinds",
        "```text\n" + inspect.cleandoc(tree.split("\n\n")[0]) + "\n```",
        table(["Error", "When"], [[f"`{n}`", _about(getattr(fp, n))] for n in errors]),
        "`fp.__version__` is the version of the library.",
    ]
    return "\n\n".join(parts) + "\n"


def _is_class(name: str) -> bool:
    return inspect.isclass(getattr(fp, name))


def _room(name: str) -> str:
    thing = getattr(fp, name)
    module = thing.__name__ if inspect.ismodule(thing) else thing.__module__
    room: str = module.split(".")[1]
    return room


def _package(room: str) -> ModuleType:
    return import_module(f"fairprice.{room}")


def _title(room: str) -> str:
    return room.replace("_", " ").capitalize()


def _contents_row(room: str, names: list[str]) -> list[str]:
    return [
        f"[{_title(room)}]({anchor(_title(room))})",
        _about(_package(room)),
        ", ".join(f"`{name}`" for name in names),
    ]


def _described(name: str) -> list[str]:
    """A class, or a module of functions, with its members."""
    thing = getattr(fp, name)
    parts = [f"### {name}", _about(thing)]
    if inspect.ismodule(thing):
        return [*parts, table(["Member", "What it is"], _module_members(thing))]
    fields = (
        [field.name for field in dataclasses.fields(thing) if field.repr]
        if (dataclasses.is_dataclass(thing))
        else _record_parts(thing)
    )
    if fields:
        parts.append("Fields: " + ", ".join(f"`{field}`" for field in fields) + ".")
    members = _members(thing)
    return [*parts, table(["Member", "What it is"], members)] if members else parts


def _record_parts(thing: type) -> list[str]:
    return [*thing.model_fields] if issubclass(thing, PARTS) else []


def _about(thing: Any) -> str:
    return _in_code(_first_line(thing))


def _signature(function: Callable[..., Any]) -> str:
    """The parameters without their types, as a reader calls it."""
    written = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in written:
            written.append("*")
        star = "**" if parameter.kind is inspect.Parameter.VAR_KEYWORD else ""
        default = parameter.default
        shown = "" if default is inspect.Parameter.empty else f"={_default_shown(default)}"
        written.append(star + parameter.name + shown)
    return f"({', '.join(written)})"


def _default_shown(default: Any) -> str:
    return repr(default) if len(repr(default)) < 30 else "..."


def _members(thing: type) -> list[list[str]]:
    rows = []
    own = [kind for kind in reversed(thing.__mro__) if kind.__module__.startswith("fairprice.")]
    members = {name: member for kind in own for name, member in vars(kind).items()}
    for name, member in members.items():
        if name.startswith(("_", "model_")):
            continue
        plain = getattr(member, "__func__", member)
        if inspect.isfunction(plain):
            rows.append([f"`{name}{_signature(_bound(thing, name, member))}`", _about(plain)])
        elif isinstance(member, property) or hasattr(member, "func"):
            rows.append([f"`{name}`", _about(getattr(member, "func", member))])
    return rows


def _module_members(module: ModuleType) -> list[list[str]]:
    """The public functions and classes that a module defines."""
    return [
        [f"`{name}{_signature(member)}`", _about(member)]
        for name, member in vars(module).items()
        if not name.startswith("_") and getattr(member, "__module__", "") == module.__name__
    ]


def _bound(thing: type, name: str, member: Any) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(thing, name) if isinstance(member, classmethod) else member
    return found
