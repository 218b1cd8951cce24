"""The evidence behind an input: why this value, who says so, how far it may be off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal, get_args

import numpy as np
from pydantic import Field, PlainValidator, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from fairprice.assumptions.fields import InputField, Number, Section, Text
from fairprice.assumptions.sections import Day
from fairprice.errors import Problem

Quality = Literal["green", "amber", "red"]
Stance = Literal["agreed", "contested", "not seen"]
QUALITIES: tuple[str, ...] = get_args(Quality)
STANCES: tuple[str, ...] = get_args(Stance)
#: A number, or for a table one for each band.
Bound = Annotated[float | tuple[float, ...], PlainValidator(lambda value: _bound(value))]


def _item(label: str, description: str) -> Any:
    return Field(default=None, title=label, description=description)


def _bound(value: Any) -> float | tuple[float, ...]:
    many = isinstance(value, (list, tuple))
    numbers = _NUMBERS.validate_python(value if many else [value])
    return tuple(numbers) if many else numbers[0]


_NUMBERS: TypeAdapter[list[float]] = TypeAdapter(list[Number])


class Evidence(Section):
    """What is known about one input; every part may be left out.

    The parts follow the assumptions log of the Aqua Book (HM Treasury). The library rates
    nothing: quality and stances are what named people say.
    """

    basis: Text | None = _item("Basis", "Why this value, in plain words.")
    document: Text | None = _item("Document", "The document it is taken from.")
    link: Text | None = _item("Link", "Where the document can be seen.")
    dated: Day | None = _item("Dated", "The day of the document.")
    owner: Text | None = _item("Owner", "Who answers for the value.")
    quality: Quality | None = _item(
        "Quality", "How good the evidence is, in its owner's judgement: green, amber or red."
    )
    low: Bound | None = _item("Low", "The lowest value that can be defended.")
    high: Bound | None = _item("High", "The highest value that can be defended.")
    last_review: Day | None = _item("Last review", "The day it was last looked at.")
    internal_reviewer: Text | None = _item(
        "Internal reviewer", "Who has looked at it inside the party's own organisation."
    )
    internal_review: Day | None = _item("Internal review", "The day of that review.")
    external_reviewer: Text | None = _item(
        "External reviewer", "Who has looked at it from outside."
    )
    external_review: Day | None = _item("External review", "The day of that review.")
    next_review: Day | None = _item("Next review", "The day by which to look at it again.")
    provider_stance: Stance | None = _item(
        "Provider's stance", "What the provider says: agreed, contested or not seen."
    )
    provider_comment: Text | None = _item("Provider's comment", "In the provider's words.")
    commissioner_stance: Stance | None = _item(
        "Commissioner's stance", "What the commissioner says: agreed, contested or not seen."
    )
    commissioner_comment: Text | None = _item(
        "Commissioner's comment", "In the commissioner's words."
    )
    note: Text | None = _item("Note", "Anything else, such as the answer to a challenge.")

    @property
    def contested(self) -> bool:
        """Whether either party contests the value."""
        return "contested" in (self.provider_stance, self.commissioner_stance)

    @property
    def source(self) -> str | None:
        """Document and link on one line, or else the basis."""
        written = [part for part in (self.document, self.link) if part]
        return ": ".join(written) or self.basis

    @property
    def is_only_a_document(self) -> bool:
        """Whether it says no more than a line under ``[sources]`` can."""
        return self.parts == {"document"}

    @property
    def parts(self) -> set[str]:
        """Names of the parts that are given."""
        return {name for name, value in vars(self).items() if value is not None}


#: The parts of evidence, in order, and those of one kind.
PARTS = tuple(Evidence.model_fields)
DATES = ("dated", "last_review", "internal_review", "external_review", "next_review")
STANCE_PARTS = ("provider_stance", "commissioner_stance")


def read_evidence(data: Mapping[str, Any]) -> tuple[dict[str, Evidence], list[Problem]]:
    """Read what is given under ``evidence``, and under ``sources``: one document an input.

    Parameters
    ----------
    data
        What the caller gave.

    Returns
    -------
    tuple
        Evidence by input name, and what is wrong with the rest.
    """
    problems: list[Problem] = []
    evidence: dict[str, Evidence] = {}
    parts = {word: data.get(word, {}) for word in ("sources", "evidence")}
    for word, part in parts.items():
        if not isinstance(part, Mapping):
            problems.append(_not_a_table(word, part))
            parts[word] = {}
    for name in {**parts["sources"], **parts["evidence"]}:
        given = parts["evidence"].get(name, {})
        entry = given.model_dump(exclude_none=True) if isinstance(given, Evidence) else given
        where = f"evidence.{name}"
        if name in parts["sources"] and isinstance(entry, Mapping):
            if entry.get("document") is not None:
                problems.append(_given_twice(name))
                continue
            where = where if entry else f"sources.{name}"
            entry = {**entry, "document": parts["sources"][name]}
        try:
            evidence[name] = Evidence.model_validate(entry)
        except ValidationError as error:
            problems += [_of_detail(where, detail) for detail in error.errors()]
    return evidence, problems


def _given_twice(name: str) -> Problem:
    return Problem(
        "given-twice", f"sources.{name}", f"evidence.{name}.document is given as well.",
        "Two documents for one figure hide which it was taken from.", "Keep one of them.",
    )  # fmt: skip


def _not_a_table(where: str, value: Any) -> Problem:
    return Problem(
        "wrong-shape", where, f"{value!r:.60} is not a table of names and values.",
        "What is known about an input belongs to it by name.",
        "Give the name of each input and what is known about it.",
    )  # fmt: skip


def _of_detail(where: str, detail: ErrorDetails) -> Problem:
    """Translate one finding of pydantic."""
    part = str(detail["loc"][0]) if detail["loc"] else ""
    value = f"{detail['input']!r:.60}"
    info = Evidence.model_fields.get(part)
    if not part:
        return _not_a_table(where, detail["input"])
    if info is None:
        close = get_close_matches(part, Evidence.model_fields, n=1)
        return Problem(
            "unknown-name", f"{where}.{part}", "is not a part of evidence.",
            "What is not read would be lost without a word.",
            f"Did you mean {close[0]}?" if close else f"Give any of {', '.join(PARTS)}.",
        )  # fmt: skip
    mends = {
        **dict.fromkeys(DATES, "Give a day such as 2026-04-06."),
        **dict.fromkeys(("low", "high"), "Give a number; for a table, a list of numbers."),
        "quality": f"Give one of {', '.join(QUALITIES)}.",
        **dict.fromkeys(STANCE_PARTS, f"Give one of {', '.join(STANCES)}."),
    }
    return Problem(
        "invalid", where if where.startswith("sources") else f"{where}.{part}",
        f"{value} cannot be read.", f"{info.title}: {info.description}",
        mends.get(part, "Give text on one line, of 1 to 500 characters."),
    )  # fmt: skip


def evidence_problems(
    evidence: Mapping[str, Evidence], given: Mapping[str, Any], fields: Mapping[str, InputField]
) -> Iterator[Problem]:
    """Check evidence against the inputs it belongs to.

    Parameters
    ----------
    evidence
        By input name.
    given
        The inputs that are given.
    fields
        Every declared input.

    Yields
    ------
    Problem
        Evidence that belongs to nothing or says nothing, and ranges that do not hold.
    """
    for name, entry in evidence.items():
        where = f"{'sources' if entry.is_only_a_document else 'evidence'}.{name}"
        if name not in given:
            yield Problem(
                "source-without-input", where,
                "names no input that is given." if name in fields else "is not an input.",
                "A source that belongs to nothing evidences nothing.",
                "Give it the name of an input that is given, or remove it.",
            )  # fmt: skip
        elif not entry.parts:
            yield Problem(
                "empty-evidence", where, "says nothing.",
                "An empty entry looks like evidence in a list.", "Fill it in, or remove it.",
            )  # fmt: skip
        else:
            yield from _range_problems(where, entry, given[name], fields[name])


def _range_problems(
    where: str, entry: Evidence, value: Any, field: InputField
) -> Iterator[Problem]:
    if entry.low is None and entry.high is None:
        return
    why = "The range shows how far the price may move; it must hold the value it is about."
    if isinstance(value, (bool, str)) or field.unit in ("choice", "text", "date"):
        yield Problem(
            "not-a-range", where, "has a range, but the input is not a number.", why,
            "Remove low and high; compare two positions with a bridge instead.",
        )  # fmt: skip
        return
    if entry.low is None or entry.high is None:
        absent = "low" if entry.low is None else "high"
        yield Problem(
            "half-stated", f"{where}.{absent}", "is missing.", why, "Give both low and high."
        )
        return
    low, middle, high = (
        np.atleast_1d(np.asarray(v, float)) for v in (entry.low, value, entry.high)
    )
    if not low.shape == middle.shape == high.shape:
        yield Problem(
            "unequal-lengths", where,
            f"low has {low.size}, the input {middle.size} and high {high.size} entries.", why,
            "Give low and high one entry for each band of the input.",
        )  # fmt: skip
        return
    if (low > middle).any() or (middle > high).any():
        # a table of shares moves some bands up and others down
        if field.is_table and "share" in field.unit:
            return
        yield Problem(
            "not-in-its-range", where,
            f"{value} does not lie between {entry.low} and {entry.high}.", why,
            "Correct the value or its range.",
        )  # fmt: skip
    if not (_inside(low, field) and _inside(high, field)):
        yield Problem(
            "out-of-bounds", where,
            f"The range from {entry.low} to {entry.high} leaves the bounds.",
            f"{field.label} ({field.unit}): {field.description}", f"Give {field.bounds}.",
        )  # fmt: skip


def _inside(values: Any, field: InputField) -> bool:
    return bool(
        (field.lower is None or (values >= field.lower).all())
        and (field.above is None or (values > field.above).all())
        and (field.upper is None or (values <= field.upper).all())
    )


def in_words(value: Any) -> str:
    """Write an input's value for reading.

    Parameters
    ----------
    value
        A number, a switch, a text, a day, or a table's column.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.6g}"
    if isinstance(value, tuple):
        return "(" + ", ".join(in_words(entry) for entry in value) + ")"
    return str(value)
