"""What can be wrong with a billing contract, said so that it can be mended."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel, create_model
from pydantic_core import ErrorDetails

from fairprice.declare.fields import InputField, declared_fields
from fairprice.declare.problems import of_pydantic
from fairprice.errors import Problem


def translated(model: type[BaseModel], details: list[ErrorDetails]) -> list[Problem]:
    """Translate pydantic's findings about a contract."""
    paths = [detail["loc"] for detail in details]

    def follows(detail: ErrorDetails) -> bool:
        """Whether a list is only short because its faulty entries do not count."""
        deeper = (path for path in paths if path != detail["loc"])
        return detail["type"] == "too_short" and any(
            path[: len(detail["loc"])] == detail["loc"] for path in deeper
        )

    return [_of_one(model, detail) for detail in details if not follows(detail)]


def _of_one(model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path, owner = _without_tags(model, detail)
    kind, where = detail["type"], ".".join(str(part) for part in path)
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        wanted = detail.get("ctx", {}).get("expected_tags")
        wanted = wanted or ", ".join(repr(tag) for tag in _tags(_annotation(owner, path[-1])))
        found = detail.get("ctx", {}).get("tag")
        return Problem(
            "not-an-option" if found else "missing", f"{where}.kind",
            f"{found!r} is not known." if found else "is missing.",
            "The kind says which terms the clause has.", f"Give one of {wanted}.",
        )  # fmt: skip
    fields, known = _fields(owner), tuple(owner.model_fields)
    [problem] = of_pydantic([{**detail, "loc": path}], fields, known)
    if kind == "extra_forbidden":
        return Problem(
            problem.code, where, "is not a term of this clause.",
            "A term that is not known would be silently left out of every bill.",
            problem.mend.replace("see the list of inputs", f"use one of {', '.join(known)}"),
        )  # fmt: skip
    if problem.why == "" and kind == "missing":
        return Problem(
            "missing", where, "is missing.", "No bill can be made without it.", "Add it."
        )
    return problem


def _without_tags(
    model: type[BaseModel], detail: ErrorDetails
) -> tuple[tuple[int | str, ...], type[BaseModel]]:
    """Path to a finding as written in the file, and the clause it stands in."""
    path: list[int | str] = []
    owner: type[BaseModel] = model
    inner: type[BaseModel] | None = None
    kinds: dict[str, type[BaseModel]] = {}
    for part in detail["loc"]:
        if isinstance(part, str) and part in kinds:
            inner, kinds = kinds[part], {}
            continue
        path.append(part)
        if isinstance(part, str):
            owner, inner = inner or owner, None
            annotation = _annotation(owner, part)
            kinds, models = _tags(annotation), _models(annotation)
            inner = models[0] if len(models) == 1 else None
    return tuple(path), owner


def _annotation(owner: type[BaseModel], name: int | str) -> Any:
    info = owner.model_fields.get(str(name))
    return None if info is None else info.annotation


def _members(annotation: Any) -> list[Any]:
    inner = get_args(annotation)
    if isinstance(annotation, type) and not inner:
        return [annotation]
    return [member for part in inner for member in _members(part)]


def _models(annotation: Any) -> list[type[BaseModel]]:
    return [m for m in _members(annotation) if isinstance(m, type) and issubclass(m, BaseModel)]


def _tags(annotation: Any) -> dict[str, type[BaseModel]]:
    """Clauses that a place can hold, by the kind that names them."""
    return {
        kind: clause
        for clause in _models(annotation)
        if "kind" in clause.model_fields
        for kind in get_args(clause.model_fields["kind"].annotation)
    }


@lru_cache(maxsize=64)
def _fields(clause: type[BaseModel]) -> dict[str, InputField]:
    part: Any = (clause, ...)
    return declared_fields(create_model("Clause", clause=part))
