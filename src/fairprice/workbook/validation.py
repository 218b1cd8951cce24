"""Which values an entry accepts, as the rule that a spreadsheet program applies."""

from __future__ import annotations

from typing import Literal, NamedTuple

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fairprice.workbook.model import Entry

#: Day 61 of a spreadsheet is 1 March 1900; before it, programs count days differently.
_FIRST_COMMON_DAY = "61"


class _Test(NamedTuple):
    """What a value must pass, and the same in words."""

    allowed: str
    type: Literal["list", "textLength", "date", "custom", "decimal"]
    formula1: str
    operator: Literal["lessThanOrEqual", "greaterThanOrEqual", "greaterThan", "between"] | None
    formula2: str | None = None


class _Rule(NamedTuple):
    """A test with what else is said of it; cells with the same rule share it."""

    test: _Test
    blank: bool
    instead: str
    prompt: str


class Rules:
    """The rules of a sheet for what may be typed, with help and refusal in words."""

    def __init__(self) -> None:
        self._cells: dict[_Rule, list[str]] = {}

    def add(self, cell: str, entry: Entry) -> None:
        """Note the rule of a cell.

        Parameters
        ----------
        cell
            Its address.
        entry
            What it holds and allows.
        """
        blank = entry.value is None or entry.kind != "number" or bool(entry.instead)
        rule = _Rule(_test(cell, entry), blank, entry.instead, entry.help[:255])
        self._cells.setdefault(rule, []).append(cell)

    def attach(self, page: Worksheet) -> None:
        """Give the rules to the sheet.

        Parameters
        ----------
        page
            The sheet they were noted for.
        """
        for rule, cells in self._cells.items():
            test, instead = rule.test, f", or {rule.instead}" if rule.instead else ""
            page.add_data_validation(
                DataValidation(
                    type=test.type,
                    operator=test.operator,
                    formula1=test.formula1,
                    formula2=test.formula2,
                    allow_blank=rule.blank,
                    showErrorMessage=True,
                    showInputMessage=True,
                    errorTitle="Outside its bounds",
                    error=f"Give {test.allowed}{instead}.",
                    promptTitle="Input",
                    prompt=rule.prompt,
                    sqref=" ".join(cells),
                )
            )


def _test(cell: str, entry: Entry) -> _Test:
    if entry.options:
        listed = (*entry.options, entry.instead) if entry.instead else entry.options
        return _Test(
            "one of " + ", ".join(entry.options), "list", '"' + ",".join(listed) + '"', None
        )
    if entry.kind == "text":
        length = f"{entry.upper:g}"
        return _Test(
            f"text of at most {length} characters", "textLength", length, "lessThanOrEqual"
        )
    if entry.kind == "date":
        return _Test("a day such as 2026-04-06", "date", _FIRST_COMMON_DAY, "greaterThanOrEqual")
    return _number_test(cell, entry)


def _number_test(cell: str, entry: Entry) -> _Test:
    low, above, upper = entry.lower or 0, entry.above, entry.upper
    if above is not None:
        most = "" if upper is None else f" and at most {upper:g}"
        allowed = f"a number above {above:g}{most}"
    elif upper is not None:
        allowed = f"a number from {low:g} to {upper:g}"
    else:
        allowed = f"a number of {low:g} or more"
    if entry.instead or (above is not None and upper is not None):
        bounds = [f"{cell}>{above:g}" if above is not None else f"{cell}>={low:g}"]
        bounds += [] if upper is None else [f"{cell}<={upper:g}"]
        formula = f"AND({','.join(bounds)})"
        if entry.instead:
            number = ",".join([f"ISNUMBER({cell})", *bounds])
            formula = f'OR({cell}="{entry.instead}",AND({number}))'
        return _Test(allowed, "custom", formula, None)
    if above is not None:
        return _Test(allowed, "decimal", f"{above:g}", "greaterThan")
    if upper is not None:
        return _Test(allowed, "decimal", f"{low:g}", "between", f"{upper:g}")
    return _Test(allowed, "decimal", f"{low:g}", "greaterThanOrEqual")
