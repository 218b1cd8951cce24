"""What every clause of a contract has in common, and what is said of one that does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from fairprice.declare.fields import Number, bounds
from fairprice.declare.model import Declared
from fairprice.declare.texts import Texts
from fairprice.errors import ContractError, Problem

Positive = Annotated[Number, bounds(above=0)]
NotNegative = Annotated[Number, bounds(lower=0)]

TEXTS = Texts(
    {
        "invalid, unequal": (
            "has {found} entries beside {other} in {beside}.", "{why}", "Give {wanted}.",
        ),
        "invalid, order": ("{values} do not ascend.", "{why}", "List them from the lowest up."),
        "invalid, start": (
            "begins at {first:g}, not at 0.", "Otherwise the first part is shared by nobody.",
            "Let the first range begin at 0; ranges are shares of the target.",
        ),
        "invalid, growth": (
            "names {growth}, while weights name {weights}.",
            "Each index needs a weight and a growth.", "Name the same indices in both.",
        ),
        "invalid, together": (
            "is given alone.", "quality_outcome and minimum_quality go together.",
            "Give both, or neither.",
        ),
        "invalid, rising": (
            "{upper:g} is not above lower, which is {lower:g}.",
            "Between the two the share paid rises.", "Raise it, or lower the other.",
        ),
    }
)  # fmt: skip


class Clause(Declared):
    """One clause of a contract."""

    refusal = ContractError
    noun: ClassVar[str] = "a term of a contract"
    why_known: ClassVar[str] = "A name that is not known would be silently left out."


def unequal(
    clause: Declared, first: str, *others: str, why: str, more: int = 0
) -> Iterator[Problem]:
    """List columns that do not have one entry for each of the first, and ``more`` beyond."""
    wanted = len(getattr(clause, first)) + more
    for name in others:
        found = len(getattr(clause, name))
        if found != wanted:
            yield TEXTS(
                "invalid, unequal",
                name,
                found=found,
                other=wanted - more,
                beside=first,
                why=why,
                wanted=wanted,
            )


def not_ascending(name: str, numbers: Sequence[float], why: str) -> Iterator[Problem]:
    """List a column that does not rise from entry to entry."""
    if list(numbers) != sorted(set(numbers)):
        yield TEXTS("invalid, order", name, values=", ".join(f"{n:g}" for n in numbers), why=why)
