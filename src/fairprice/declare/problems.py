"""What can be wrong with declared fields, said so that it can be mended."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from fairprice.declare.input_field import InputField, declared
from fairprice.declare.texts import Texts
from fairprice.declare.values import Unread, shown
from fairprice.errors import FairpriceError, Problem
from fairprice.files import TOML, WORKBOOK
from fairprice.kinds import described

#: Endings of files that the library reads.
_FILES = (TOML, WORKBOOK)

TEXTS = Texts(
    {
        "missing": ("is missing.", "{about}", "Give {wanted}; it has no default."),
        "missing, kind": (
            "is missing.", "The kind says which terms the clause has.", "Give {wanted}.",
        ),
        "not-an-option, kind": (
            "{value} is not known.", "The kind says which terms the clause has.", "Give {wanted}.",
        ),
        "unknown-name": ("is not {noun}.", "{why}", "{mend}"),
        "named-twice": (
            "stands there twice, but for spaces around the name.", "Only one of them would count.",
            "Keep one of them.",
        ),
        "frozen": (
            "cannot be changed in place.", "What was worked out from it would no longer hold.",
            "Call model_copy(update=...), which makes and checks another.",
        ),
        "out-of-bounds": ("{value} is outside its bounds.", "{about}", "Give {wanted}."),
        "not-a-number": ("{value} is not a finite number.", "{about}", "Give {wanted}."),
        "not-a-number, whole": ("{value} is not a whole number.", "{about}", "Give {wanted}."),
        "not-a-switch": ("{value} is neither yes nor no.", "{about}", "Give {wanted}."),
        "not-an-option": ("{value} is not known.", "{about}", "Give {wanted}."),
        "wrong-shape": ("{value} has the wrong shape.", "{about}", "Give {wanted}."),
        "wrong-shape, all": (
            "{value} has the wrong shape.", "It is read by names: {known}.",
            "{mend}",
        ),
        "wrong-shape, unread": ("{value} {is_wrong}.", "{about}", "Give {wanted}."),
        "invalid": ("{value} {is_wrong}.", "{about}", "Give {wanted}."),
        "invalid, size": ("has {value} entries.", "{about}", "Give {wanted}."),
    }
)  # fmt: skip
_BOUND = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}
#: No more names are listed in a sentence.
_FEW = 12
_SHAPE = {"model_type", "model_attributes_type", "dict_type", "tuple_type"}


class Faults(ValueError):
    """What is wrong between the fields of one group, on its way to the error of the whole.

    Parameters
    ----------
    problems
        With paths from the group on.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


def within(where: str, problems: Iterable[Problem]) -> list[Problem]:
    """Say problems of a part at their place in the whole."""
    return [replace(p, where=".".join(part for part in (where, p.where) if part)) for p in problems]


def translated(model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """Translate pydantic's findings about declared fields, each mistake once.

    Parameters
    ----------
    model
        What was to be made.
    error
        What pydantic found.

    Returns
    -------
    list of Problem
        With paths as they are written in a file.
    """
    details = error.errors(include_url=False)
    echoes = [d for d in details if d["type"] == "too_short" and _entries_are_wrong(d, details)]
    return [
        problem for detail in details if detail not in echoes for problem in _of_one(model, detail)
    ]


def _entries_are_wrong(detail: Any, details: list[Any]) -> bool:
    """Tell whether a list is too short only because its entries were refused."""
    place = detail["loc"]
    return any(d["loc"][: len(place)] == place and d is not detail for d in details)


def _not_a_mapping(model: Any, given: Any) -> Problem:
    """Say what to call where a whole is made of something that is no table of names and values."""
    value, mend = shown(given), "Give a table of names and values."
    if isinstance(given, os.PathLike) or (isinstance(given, str) and given.endswith(_FILES)):
        mend = f"Read the file first: fairprice.load({os.fspath(given)!r:.60})."
    elif callable(getattr(given, "to_dict", None)):
        value = described(given)
        mend = "Give a dict of names and values, or the path of a file to fairprice.load."
    return TEXTS("wrong-shape, all", "", value=value, known=", ".join(declared(model)), mend=mend)


def _of_one(model: Any, detail: Any) -> list[Problem]:
    kind = detail["type"]
    if not detail["loc"]:
        if kind == "value_error":
            return list(detail["ctx"]["error"].problems)
        return [_not_a_mapping(model, detail["input"])]
    name, *further = detail["loc"]
    if name not in model.model_fields:
        return [model._unknown(str(name), str(name))]
    annotation = model.model_fields[name].annotation
    kinds = _kinds(annotation)
    # neither the kind of a clause nor the word for a key is part of the path in a file
    path = [name, *(part for part in further if part not in kinds and part != "[key]")]
    where = ".".join(map(str, path))
    if kind == "value_error" and isinstance(
        faults := detail["ctx"]["error"], (Faults, FairpriceError)
    ):
        return within(where, faults.problems)
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        case = "not-an-option, kind" if kind == "union_tag_invalid" else "missing, kind"
        tag = repr(detail["ctx"].get("tag"))
        return [
            TEXTS(case, f"{where}.kind", value=tag, wanted=f"one of {', '.join(map(repr, kinds))}")
        ]
    return [_of_field(declared(model)[name], where, detail, is_entry=len(path) > 1)]


def _of_field(field: InputField, where: str, detail: Any, *, is_entry: bool) -> Problem:
    """Say what is wrong with one field, or with one entry of it."""
    kind, value = detail["type"], shown(detail["input"])
    wanted = field.one_wanted if is_entry else field.wanted
    facts = {"value": value, "about": field.about, "wanted": wanted}
    if kind == "missing":
        return TEXTS("missing", where, **facts)
    if kind in _BOUND:
        if field.bounds == "any number":
            facts["wanted"] = str(detail["msg"]).removeprefix("Input should be ")
        return TEXTS("out-of-bounds", where, **facts)
    if kind in ("too_short", "too_long"):
        context = detail["ctx"]
        facts["value"] = context["actual_length"] or "no"
        facts["wanted"] = (
            f"at least {context['min_length']}" if kind == "too_short"
            else f"at most {context['max_length']}"
        )  # fmt: skip
        return TEXTS("invalid, size", where, **facts)
    if isinstance(detail["input"], Unread):
        return TEXTS("wrong-shape, unread", where, is_wrong=detail["input"].why, **facts)
    if kind in _SHAPE:
        return TEXTS("wrong-shape", where, **facts)
    if field.kind == "switch":
        return TEXTS("not-a-switch", where, **facts)
    if field.kind == "choice":
        return TEXTS("not-an-option", where, **facts)
    if field.kind == "count":
        return TEXTS("not-a-number, whole", where, **facts)
    if field.is_number:
        return TEXTS("not-a-number", where, **facts)
    return TEXTS("invalid", where, is_wrong=_is_wrong(field, detail), **facts)


def _is_wrong(field: InputField, detail: Any) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    noun = {"day": "a day", "time": "a time", "text": "text"}.get(field.kind, "what is wanted")
    return {"string_too_short": "is blank", "string_too_long": "is too long"}.get(
        detail["type"], f"is not {noun}"
    )


def unknown_name(
    where: str, name: str, group: Any, known: Iterable[str], otherwise: str = ""
) -> Problem:
    """Say that a name is not known where it stands, and which may have been meant.

    Parameters
    ----------
    where, name
        Path and name.
    group
        The group of fields that does not know it.
    known
        Names that it may have been meant for.
    otherwise
        Where else to look, if there are too many to be listed.
    """
    names = list(known)
    close = get_close_matches(str(name), names, n=1)
    few = f"give any of {', '.join(names)}" if len(names) <= _FEW else "correct its name"
    instead = otherwise or few
    mend = f"Did you mean {close[0]}?" if close else f"Remove it, or {instead}."
    return TEXTS("unknown-name", where, noun=group.noun, why=group.why_known, mend=mend)


def groups_in(annotation: Any) -> list[type[BaseModel]]:
    """List every group of fields that a type can hold."""
    inner = get_args(annotation)
    if isinstance(annotation, type) and not inner:
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [group for part in inner for group in groups_in(part)]


def _kinds(annotation: Any) -> list[str]:
    """List the kinds by which the clauses that a place can hold are told apart."""
    groups = groups_in(annotation)
    return [
        kind
        for clause in (groups if len(groups) > 1 else ())
        for kind in get_args(clause.model_fields["kind"].annotation)
    ]
