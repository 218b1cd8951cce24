"""What the formulas of an evidence workbook come to once its inputs and entries were changed.

The open book is rebuilt from its inputs. The sheets around it hold sums and differences of
it, of what was worked out for the inputs as written, and of entries: these are worked out
here, from the formulas that the library wrote.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from fairprice.workbook.model import column_letter
from fairprice.workbook.reading.cells import area_of
from fairprice.workbook.verify.snapshot import Snapshot
from fairprice.workbook.verify.spelling import same_reference

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
_ADD = {"+": operator.add, "-": operator.sub}
_MULTIPLY = {"*": operator.mul, "/": operator.truediv}
_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "SUM": sum, "MIN": min, "MAX": max, "ABS": lambda numbers: abs(numbers[0]),
}  # fmt: skip


class _Error(Exception):
    """What a spreadsheet shows in place of a value."""


@dataclass
class Recalculation:
    """Works out the cells of some sheets.

    Parameters
    ----------
    expected
        The rebuilt workbook, whose other sheets hold the numbers of now.
    found
        The workbook, whose entries hold what was filled in.
    entries
        Addresses of its entries, by sheet.
    sheets
        The sheets to work out.
    """

    expected: Snapshot
    found: Snapshot
    entries: Mapping[str, set[str]]
    sheets: Collection[str]
    _known: dict[tuple[str, str], Any] = field(default_factory=dict)

    def numbers(self) -> dict[tuple[str, str], Any]:
        """Return what each formula of the sheets comes to, by sheet and address.

        Returns
        -------
        dict
            A number or text; an error as a spreadsheet shows it.
        """
        return {
            (sheet, place): self._shown(sheet, place)
            for sheet in self.sheets
            for place, cell in self.expected.sheets[sheet].cells.items()
            if cell.formula
        }

    def _shown(self, sheet: str, place: str) -> Any:
        try:
            return self.value(sheet, place)
        except _Error as error:
            return str(error)

    def value(self, sheet: str, place: str) -> Any:
        """Return the value of a cell."""
        key = sheet, place
        if key not in self._known:
            self._known[key] = self._worked_out(sheet, place)
        known = self._known[key]
        if isinstance(known, _Error):
            raise known
        return known

    def _worked_out(self, sheet: str, place: str) -> Any:
        if place in self.entries.get(sheet, ()) and sheet in self.found.sheets:
            entered = self.found.sheets[sheet].cells.get(place)
            return None if entered is None else entered.shown
        cell = self.expected.sheets[sheet].cells.get(place)
        if cell is None:
            return None
        if not cell.formula or sheet not in self.sheets:
            return cell.shown
        try:
            value = _Formula(self, sheet, cell.formula).value()
        except _Error as error:
            return error
        except ZeroDivisionError:
            return _Error("#DIV/0!")
        except TypeError:
            return _Error("#VALUE!")
        return 0.0 if value is None else value

    def cells(self, sheet: str, reference: str) -> Iterator[Any]:
        """Iterate over the values that a name or reference stands for."""
        told = self.expected.names.get(reference, same_reference(reference))
        title, _, area = told.rpartition("!")
        name = self.expected.titles[title] if title else sheet
        corners = area_of(area)
        assert corners is not None, reference
        left, top, right, bottom = corners
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield self.value(name, f"{column_letter(column)}{row}")


class _Formula:
    """One formula, taken apart and worked out from left to right."""

    def __init__(self, cells: Recalculation, sheet: str, text: str) -> None:
        self.cells, self.sheet = cells, sheet
        self.tokens = [item for item in Tokenizer(text).items if item.type != Token.WSPACE]
        self.place = 0

    def value(self) -> Any:
        """Return what it comes to."""
        return self._comparison()

    def _next(self, *values: str) -> str | None:
        """Go past an operator, if it is one of these."""
        if self.place < len(self.tokens) and self.tokens[self.place].value in values:
            self.place += 1
            return str(self.tokens[self.place - 1].value)
        return None

    def _comparison(self) -> Any:
        left = self._sum()
        while sign := self._next(*_COMPARE):
            right = self._sum()
            # an empty cell is like an empty text, and like nothing
            pair = [_like(one, other) for one, other in ((left, right), (right, left))]
            left = _COMPARE[sign](*pair)
        return left

    def _sum(self) -> Any:
        return self._chain(self._product, _ADD)

    def _product(self) -> Any:
        return self._chain(self._signed, _MULTIPLY)

    def _chain(self, part: Callable[[], Any], signs: Mapping[str, Callable[..., Any]]) -> Any:
        left = part()
        while sign := self._next(*signs):
            left = signs[sign](_number(left), _number(part()))
        return left

    def _signed(self) -> Any:
        if sign := self._next("-", "+"):
            value = _number(self._signed())
            return -value if sign == "-" else value
        return self._operand()

    def _operand(self) -> Any:
        token = self.tokens[self.place]
        self.place += 1
        if token.type == Token.FUNC:
            return self._function(str(token.value).rstrip("(").upper())
        if token.type == Token.PAREN:
            value = self._comparison()
            self.place += 1
            return value
        if token.subtype == Token.NUMBER:
            return float(token.value)
        if token.subtype == Token.TEXT:
            return str(token.value)[1:-1].replace('""', '"')
        [value] = self.cells.cells(self.sheet, str(token.value))
        return value

    def _function(self, name: str) -> Any:
        if name == "IF":
            return self._choice()
        numbers: list[float] = []
        while not self._next(")"):
            numbers += self._numbers()
            self._next(",")
        return float(_FUNCTIONS[name](numbers))

    def _numbers(self) -> Iterator[float]:
        """Return the numbers of an argument; of an area, texts and empty cells do not count."""
        token = self.tokens[self.place]
        if token.type == Token.OPERAND and ":" in str(token.value):
            self.place += 1
            values = self.cells.cells(self.sheet, str(token.value))
            return (value for value in values if isinstance(value, (int, float)))
        return iter((_number(self._comparison()),))

    def _choice(self) -> Any:
        """Return the one of two that a condition chooses; the other may be an error."""
        chosen = bool(self._comparison())
        outcomes: list[Any] = []
        while self._next(","):
            start = self.place
            try:
                outcomes.append(self._comparison())
            except (_Error, ZeroDivisionError, TypeError) as error:
                if chosen == (not outcomes):
                    raise
                outcomes.append(error)
                self.place = start
                self._skip()
        self.place += 1
        return outcomes[0] if chosen else outcomes[1]

    def _skip(self) -> None:
        """Go to the end of an argument that is not wanted."""
        depth = 0
        while depth or self.tokens[self.place].value not in (",", ")"):
            token = self.tokens[self.place]
            depth += {Token.OPEN: 1, Token.CLOSE: -1}.get(token.subtype, 0)
            self.place += 1


def _number(value: Any) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise _Error("#VALUE!")
    return float(value)


def _like(value: Any, other: Any) -> Any:
    if value is None:
        return "" if isinstance(other, str) else 0.0
    return value
