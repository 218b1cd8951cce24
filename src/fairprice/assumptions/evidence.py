"""The evidence behind an input: why this value, who says so, how far it may be off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal, get_args

import numpy as np

from fairprice.assumptions.evidence_texts import TEXTS
from fairprice.declare.fields import Day, Numbers, Text, optional
from fairprice.declare.input_field import InputField, declared
from fairprice.declare.model import Declared
from fairprice.declare.problems import within
from fairprice.declare.values import shown
from fairprice.errors import InputError, Problem

Quality = Literal["green", "amber", "red"]
Stance = Literal["agreed", "contested", "not seen"]
QUALITIES: tuple[str, ...] = get_args(Quality)
STANCES: tuple[str, ...] = get_args(Stance)
#: How the document of a value begins that stands in for an answer: it is evidence of nothing.
FROM_THE_STARTER = "From the starter, not stated by the party"
#: And of one that other answers leave no choice about, which is evidence of nothing either.
FROM_ANSWERS = "Follows from the answers"


class Evidence(Declared):
    """What is known about one input; every part may be left out.

    The parts follow the assumptions log of the Aqua Book (HM Treasury). The library rates
    nothing: quality and stances are what named people say.
    """

    noun: ClassVar[str] = "a part of evidence"
    why_known: ClassVar[str] = "What is not read would be lost without a word."

    basis: Text | None = optional.text("Basis", "Why this value, in plain words.")
    document: Text | None = optional.text("Document", "The document it is taken from.")
    link: Text | None = optional.text("Link", "Where the document can be seen.")
    dated: Day | None = optional.day("Dated", "The day of the document.")
    owner: Text | None = optional.text("Owner", "Who answers for the value.")
    quality: Quality | None = optional.choice(
        "Quality", "How good the evidence is, in its owner's judgement: green, amber or red."
    )
    low: Numbers | None = optional.quantity(
        "Low", "", "The lowest value that can be defended.", lower=None
    )
    high: Numbers | None = optional.quantity(
        "High", "", "The highest value that can be defended.", lower=None
    )
    last_review: Day | None = optional.day("Last review", "The day it was last looked at.")
    internal_reviewer: Text | None = optional.text(
        "Internal reviewer", "Who has looked at it inside the party's own organisation."
    )
    internal_review: Day | None = optional.day("Internal review", "The day of that review.")
    external_reviewer: Text | None = optional.text(
        "External reviewer", "Who has looked at it from outside."
    )
    external_review: Day | None = optional.day("External review", "The day of that review.")
    next_review: Day | None = optional.day("Next review", "The day by which to look at it again.")
    provider_stance: Stance | None = optional.choice(
        "Provider's stance", "What the provider says: agreed, contested or not seen."
    )
    provider_comment: Text | None = optional.text("Provider's comment", "In the provider's words.")
    commissioner_stance: Stance | None = optional.choice(
        "Commissioner's stance", "What the commissioner says: agreed, contested or not seen."
    )
    commissioner_comment: Text | None = optional.text(
        "Commissioner's comment", "In the commissioner's words."
    )
    note: Text | None = optional.text("Note", "Anything else, such as the answer to a challenge.")

    @property
    def contested(self) -> bool:
        """Whether either party contests the value."""
        return "contested" in (self.provider_stance, self.commissioner_stance)

    @property
    def is_from_the_starter(self) -> bool:
        """Whether the value stands in for an answer that the party has not given."""
        return (self.document or "").startswith(FROM_THE_STARTER)

    @property
    def is_the_partys(self) -> bool:
        """Whether the party says it: not of a starter's value, nor of what follows from answers."""
        return not (self.document or "").startswith((FROM_THE_STARTER, FROM_ANSWERS))

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


#: The parts of evidence, in order.
PARTS = declared(Evidence)
#: Those that say how far a number may be off: one for each band of a table.
RANGE = tuple(name for name, part in PARTS.items() if part.is_number)


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
            problems.append(TEXTS("wrong-shape", word, value=shown(part)))
            parts[word] = {}
    for name in {**parts["sources"], **parts["evidence"]}:
        given = parts["evidence"].get(name, {})
        entry = given.model_dump(exclude_none=True) if isinstance(given, Evidence) else given
        where = f"evidence.{name}"
        if not isinstance(entry, Mapping):
            problems.append(TEXTS("wrong-shape", where, value=shown(entry)))
            continue
        if name in parts["sources"]:
            if entry.get("document") is not None:
                problems.append(TEXTS("given-twice", f"sources.{name}", name=name))
                continue
            where = where if entry else f"sources.{name}"
            entry = {**entry, "document": parts["sources"][name]}
        try:
            evidence[name] = Evidence.model_validate(entry)
        except InputError as error:
            found = within(where, error.problems)
            if where.startswith("sources"):  # there the document has no name of its own
                found = [replace(problem, where=where) for problem in found]
            problems += found
    return evidence, problems


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
            what = "names no input that is given." if name in fields else "is not an input."
            yield TEXTS("source-without-input", where, what=what)
        elif not entry.parts:
            yield TEXTS("empty-evidence", where)
        else:
            yield from _range_problems(where, entry, given[name], fields[name])


def _range_problems(
    where: str, entry: Evidence, value: Any, field: InputField
) -> Iterator[Problem]:
    if entry.low is None and entry.high is None:
        return
    if not field.is_number:
        yield TEXTS("not-a-range", where)
        return
    if entry.low is None or entry.high is None:
        yield TEXTS("half-stated", f"{where}.{'low' if entry.low is None else 'high'}")
        return
    low, middle, high = (
        np.atleast_1d(np.asarray(v, float)) for v in (entry.low, value, entry.high)
    )
    if not low.shape == middle.shape == high.shape:
        yield TEXTS("unequal-lengths", where, low=low.size, middle=middle.size, high=high.size)
        return
    if (low > middle).any() or (middle > high).any():
        # a table of shares moves some bands up and others down
        if field.adds_up_to is not None:
            return
        yield TEXTS("not-in-its-range", where, value=value, low=entry.low, high=entry.high)
    if not field.holds(np.stack([low, high])).all():
        yield TEXTS(
            "out-of-bounds", where, low=entry.low, high=entry.high, about=field.about,
            wanted=field.wanted,
        )  # fmt: skip


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
