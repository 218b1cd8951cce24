"""Whether an answer on a form is shown as it is read: where it can be seen, and as itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from fairprice import digits
from fairprice.declare.values import shown
from fairprice.workbook.intake.cells import Refused
from fairprice.workbook.number_formats import TYPED
from fairprice.workbook.reading import OpenedWorkbook
from fairprice.workbook.reading.cells import OpenedCell, area_of, place_of
from fairprice.workbook.reading.formats import shown_as, shows_a_day, shows_a_share, shows_text
from fairprice.workbook.reading.seen import is_unseen
from fairprice.workbook.reading.sheet import OpenedSheet

#: By how much a number may be rounded when it is shown.
_ROUNDED = 0.0005


def why_not_seen(
    workbook: OpenedWorkbook, sheet: OpenedSheet, place: str, cell: OpenedCell, value: Any
) -> Refused | None:
    """Say why an answer is not what whoever looks at the form sees; nothing where it is.

    Parameters
    ----------
    workbook, sheet, place, cell
        Where it stands.
    value
        What was read in it.
    """
    if sheet.is_hidden(place):
        what, mend = "stands in a hidden row, column or sheet.", "Show it, or empty it."
    elif _is_covered(sheet, place):
        what, mend = "is covered by a merged cell.", "Unmerge the cells around it."
    elif _is_conditional(sheet, place):
        what = "looks as a condition has it, which can show another value."
        mend = "Clear the conditional format of the cell."
    elif unseen := is_unseen(workbook.look(cell)):
        what, mend = f"holds {unseen}.", "Give it an ordinary font and colour."
    else:
        return _shown_otherwise(cell, workbook.look(cell).number_format, value)
    return Refused("answer-not-seen", what, mend)


def why_not_money(workbook: OpenedWorkbook, sheet: str, place: str) -> Refused | None:
    """Say why a number is no amount of money to whoever looks at it; nothing where it may be one.

    Parameters
    ----------
    workbook, sheet, place
        Where it stands.
    """
    cell = workbook.sheets[sheet].filled.get(place)
    if cell is None or not isinstance(cell.value, float):
        return None
    if not shows_a_share(workbook.look(cell).number_format, cell.value):
        return None
    percent = digits.written(100 * cell.value, 12)
    return Refused(
        "share-for-money",
        f"is shown as {percent} %, but beside what is chosen for it, it is an amount of "
        f"{digits.written(cell.value)} GBP.",
        "Give the cell the format General, and type the amount again, such as 1.50; "
        "or choose what a percentage is of.",
    )


def _shown_otherwise(cell: OpenedCell, code: str, value: Any) -> Refused | None:
    """Say what a format makes of a value that is not the value."""
    is_number = isinstance(cell.value, float)
    if is_number and isinstance(value, (date, str)) and shows_a_day(code):
        return None
    if isinstance(cell.value, float) and not isinstance(value, date):
        number = cell.value
        seen = shown_as(code, number)
        told = "something that cannot be told" if seen is None else f"{seen:.12g}"
        fine = seen is not None and abs(seen - number) <= _ROUNDED * abs(number)
        if fine or (code in TYPED and seen is not None):
            return None
        what = f"holds {number:.12g}, but its number format {shown(code)} shows {told}."
        return Refused("shown-as-another", what, "Show it as a plain number with all its digits.")
    if not is_number and shows_text(code):
        return None
    what = f"holds {shown(str(value))}, which its number format {shown(code)} hides or changes."
    return Refused("shown-as-another", what, "Give the cell the format Text, or of a date.")


def _is_covered(sheet: OpenedSheet, place: str) -> bool:
    column, row = place_of(place)
    for told in sheet.merged:
        area = area_of(told)
        if area is not None and (column, row) != area[:2] and _holds(area, column, row):
            return True
    return False


def _is_conditional(sheet: OpenedSheet, place: str) -> bool:
    column, row = place_of(place)
    areas = (area_of(told) for listed in sheet.conditional for told in listed.split())
    # an area that cannot be read could be any
    return any(area is None or _holds(area, column, row) for area in areas)


def _holds(area: tuple[int, int, int, int], column: int, row: int) -> bool:
    left, top, right, bottom = area
    return left <= column <= right and top <= row <= bottom
