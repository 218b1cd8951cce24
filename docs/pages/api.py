"""The page of public names, from their docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import fairprice as fp
from pages.markdown import beginning, table


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
    modules = [name for name in names if inspect.ismodule(getattr(fp, name))]
    names = [name for name in names if name not in modules]
    functions = [n for n in names if inspect.isfunction(getattr(fp, n))]
    functions += [n for n in names if n not in functions and not inspect.isclass(getattr(fp, n))]
    errors = [n for n in names if n not in functions and issubclass(getattr(fp, n), Exception)]
    classes = [n for n in names if n not in functions and n not in errors]
    parts = beginning(
        "Public names",
        "Everything the library offers, importable from the top: `import fairprice as fp`. Each "
        "name carries its full description: `help(fp.OpenBook)`. Names that do not stand here "
        "may change without notice.",
        "## Functions",
        table(
            ["Function", "What it does"],
            [[f"`{n}{_signature(getattr(fp, n))}`", _about(getattr(fp, n))] for n in functions],
        ),
    )
    for name in classes:
        thing = getattr(fp, name)
        parts += [f"## {name}", _about(thing)]
        if dataclasses.is_dataclass(thing):
            fields = [field for field in dataclasses.fields(thing) if field.repr]
            parts.append("Fields: " + ", ".join(f"`{field.name}`" for field in fields) + ".")
        members = _members(thing)
        if members:
            parts.append(table(["Member", "What it is"], members))
    for name in modules:
        rows = _module_members(getattr(fp, name))
        parts += [f"## {name}", _about(getattr(fp, name)), table(["Member", "What it is"], rows)]
    tree = (inspect.getdoc(inspect.getmodule(fp.FairpriceError)) or "").split("::\n\n")[1]
    parts += [
        "## Errors",
        "Every error derives from `FairpriceError` and lists every problem found, each a "
        "`Problem`, in `problems`.",
        "```text\n" + inspect.cleandoc(tree.split("\n\n")[0]) + "\n```",
        table(["Error", "When"], [[f"`{n}`", _about(getattr(fp, n))] for n in errors]),
        "`fp.__version__` is the version of the library.",
    ]
    return "\n\n".join(parts) + "\n"


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
    for name, member in vars(thing).items():
        if name.startswith("_") or name == "model_config":
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
