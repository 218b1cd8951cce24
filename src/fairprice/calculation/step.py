"""A step of the calculation: a plain function and what its docstring says of it."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import Parameter, Signature
from typing import Any, Literal

from fairprice.errors import FairpriceError, Problem
from fairprice.recording import EXCEL, NAMES, Expression, record, render

#: ``line``: a row with a value for each activity, linear in visits and contact hours.
#: ``worker``: a column with a value for each worker band. ``rate``: one value.
#: ``fee``: a row with a value for each visit length, outside the calculation of the price.
#: ``volume``: a row with a value for each volume of a year, outside it as well.
#: ``check``: a figure that must agree with another, or the verdict on the two.
#: ``clause``: a figure of a clause of a contract.
Kind = Literal["line", "worker", "rate", "fee", "volume", "check", "clause"]

#: A parameter with this prefix is the value of that line at the average contact hour; with one
#: of the others, for a single visit before its hours, or for a contact hour before its visits.
AVERAGE, VISIT, HOUR = "average_of_", "visit_of_", "hour_of_"
#: Visits and contact hours of one of each, by the prefix.
OF_ONE = {VISIT: (1.0, 0.0), HOUR: (0.0, 1.0)}

_HEADING = re.compile(r"(?P<label>.+) \((?P<unit>[^()]+)\)\.")
_WITHOUT_DOCSTRINGS = Problem(
    "docstrings-removed", "python -OO", "takes the docstrings away.",
    "Label, unit, formula and source of every line stand in its docstring, and nowhere else.",
    "Run python without -OO, and unset PYTHONOPTIMIZE; -O does no harm.",
)  # fmt: skip
_SECTION = re.compile(r"\n(Notes|References)\n-+\n")


@dataclass(frozen=True)
class Step:
    """One row of the calculation.

    Parameters
    ----------
    function
        The plain function; its parameters name what it uses.
    kind
        What kind of row it is; see ``Kind``.
    variant_of
        The row the function stands in for; its own name when empty.
    """

    function: Callable[..., Any]
    kind: Kind
    variant_of: str = ""

    @property
    def name(self) -> str:
        """The name by which other steps refer to the row."""
        return self.variant_of or self.function.__name__

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """What the step uses, in the order of its signature."""
        return tuple(inspect.signature(self.function).parameters)

    @cached_property
    def _parts(self) -> tuple[str, str, str, str, str]:
        text = inspect.getdoc(self.function) or ""
        first, _, rest = text.partition("\n")
        heading = _HEADING.fullmatch(first)
        if heading is None and sys.flags.optimize > 1:
            raise FairpriceError([_WITHOUT_DOCSTRINGS])
        if heading is None:
            raise TypeError(f"{self.name} has no docstring that begins 'Label (unit).'")
        pieces = _SECTION.split("\n" + rest)
        sections = dict(zip(pieces[1::2], pieces[2::2], strict=True))
        meaning, formula, source = (
            " ".join(text.split())
            for text in (pieces[0], sections.get("Notes", ""), sections.get("References", ""))
        )
        return heading["label"], heading["unit"], meaning, formula, source

    @property
    def label(self) -> str:
        """The field's term for the row, from the docstring."""
        return self._parts[0]

    @property
    def unit(self) -> str:
        """The unit of the row, from the docstring."""
        return self._parts[1]

    @property
    def meaning(self) -> str:
        """What the row stands for, from the docstring."""
        return self._parts[2]

    @property
    def source(self) -> str:
        """Where the rule comes from, from the docstring."""
        return self._parts[4]

    @cached_property
    def expression(self) -> Expression:
        """The recorded formula, in terms of the parameters.

        Raises
        ------
        TypeError
            If the docstring's *Notes* say another formula: no row may show one and compute
            the other.
        """
        recorded = record(self.function, self.parameters)
        if f"``{render(recorded, NAMES)}``" != self._parts[3]:
            raise TypeError(
                f"{self.name} computes {render(recorded, NAMES)}; its Notes say {self._parts[3]}"
            )
        return recorded

    @property
    def formula(self) -> str:
        """The formula as it stands in the code's own names."""
        return render(self.expression, NAMES)

    @cached_property
    def _pieces(self) -> list[str]:
        """Excel's formula cut at its names: every second piece is one."""
        return render(self.expression, EXCEL.spelling("\0{}\0".format)).split("\0")

    def excel(self, spelling: Callable[[str], str]) -> str:
        """Write the formula for Excel, with cells in place of names.

        A workbook writes the same step in thousands of cells; what is around the names is
        worked out once.
        """
        pieces = self._pieces.copy()
        pieces[1::2] = map(spelling, pieces[1::2])
        return "".join(pieces)


def make_function(
    name: str, parameters: tuple[str, ...], formula: Callable[..., Any], doc: str
) -> Callable[..., Any]:
    """Make a plain function of named parameters, for rows that differ only in their names."""

    def function(*positional: Any, **named: Any) -> Any:
        return formula(*(signature.bind(*positional, **named).args if named else positional))

    signature = Signature([Parameter(p, Parameter.POSITIONAL_OR_KEYWORD) for p in parameters])
    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    function.__signature__ = signature  # type: ignore[attr-defined]
    return function
