"""Which values an entry accepts, as the rule that a spreadsheet program applies."""

from __future__ import annotations

from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fairprice.workbook.model import Entry

#: Day 61 of a spreadsheet is 1 March 1900; before it, programs count days differently.
_FIRST_COMMON_DAY = "61"


def validate(page: Worksheet, cell: Cell | MergedCell, entry: Entry) -> None:
    """Attach to a cell the rule for what may be typed in it, with help and refusal in words.

    Parameters
    ----------
    page
        The sheet it stands on.
    cell
        The cell.
    entry
        What it holds and allows.
    """
    rule, allowed = _rule(cell.coordinate, entry)
    instead = f", or {entry.instead}" if entry.instead else ""
    rule.allow_blank = entry.value is None or entry.kind != "number" or bool(entry.instead)
    rule.showErrorMessage = rule.showInputMessage = True
    rule.errorTitle, rule.error = "Outside its bounds", f"Give {allowed}{instead}."
    rule.promptTitle, rule.prompt = "Input", entry.help[:255]
    known = (other for other in page.data_validations.dataValidation if _alike(other, rule))
    shared = next(known, None)
    if shared is None:
        page.add_data_validation(rule)
    (shared or rule).add(cell)


def _alike(one: DataValidation, other: DataValidation) -> bool:
    attributes = ("prompt", "formula1", "formula2", "type", "operator", "allow_blank")
    return all(getattr(one, name) == getattr(other, name) for name in attributes)


def _rule(cell: str, entry: Entry) -> tuple[DataValidation, str]:
    """Make the rule of a cell, and say in words what it allows."""
    if entry.options:
        listed = (*entry.options, entry.instead) if entry.instead else entry.options
        rule = DataValidation(type="list", formula1='"' + ",".join(listed) + '"')
        return rule, "one of " + ", ".join(entry.options)
    if entry.kind == "text":
        rule = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=f"{entry.upper:g}"
        )
        return rule, f"text of at most {entry.upper:g} characters"
    if entry.kind == "date":
        rule = DataValidation(
            type="date", operator="greaterThanOrEqual", formula1=_FIRST_COMMON_DAY
        )
        return rule, "a day such as 2026-04-06"
    return _number_rule(cell, entry)


def _number_rule(cell: str, entry: Entry) -> tuple[DataValidation, str]:
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
        return DataValidation(type="custom", formula1=formula), allowed
    if above is not None:
        rule = DataValidation(type="decimal", operator="greaterThan", formula1=f"{above:g}")
    elif upper is not None:
        rule = DataValidation(
            type="decimal", operator="between", formula1=f"{low:g}", formula2=f"{upper:g}"
        )
    else:
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1=f"{low:g}")
    return rule, allowed
