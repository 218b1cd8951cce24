"""What was typed in a cell: a value, nothing, "Not applicable", or something to refuse."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from fairprice import digits
from fairprice.declare import values
from fairprice.declare.fields import LONGEST_TEXT
from fairprice.declare.values import shown
from fairprice.workbook.intake.words import NO, NOT_APPLICABLE, YES, Question
from fairprice.workbook.reading.cells import ERROR, OpenedCell


class Absent(Enum):
    """A cell without a value, by its reason."""

    BLANK = "blank"
    NOT_APPLICABLE = NOT_APPLICABLE


@dataclass(frozen=True)
class Refused:
    """What a cell holds cannot be used.

    Parameters
    ----------
    code
        Reason code of the problem.
    what, mend
        What is wrong with what was found, and what to type instead.
    """

    code: str
    what: str
    mend: str


_NOT_APPLICABLE = {"notapplicable", "n/a"}
_WORKING = "Type the number, and put the working in the Note."
_SWITCH = {YES.casefold(): True, NO.casefold(): False}
_SWITCH |= {"true": True, "1": True, "false": False, "0": False}
#: A sign of money before a number or a unit behind it, not both.
_NUMBER = re.compile(r"(GBP|£)?\s*([+-]?)(.*?)\s*(%|p(?:ence)?)?", re.IGNORECASE)
#: Digits in threes, parted alike, and what parts the decimals: a comma only where it can be no
#: thousand.
_DIGITS = (
    re.compile(r"([0-9]*)[.]?([0-9]*)"),
    re.compile(r"([0-9]+),([0-9]{1,2}|[0-9]{4,})"),
    re.compile(r"(0),([0-9]+)"),
    re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:[.]([0-9]+))?"),
    re.compile(r"([1-9][0-9]{0,2}(?:[\s'][0-9]{3})+)(?:[.,]([0-9]+))?"),
    re.compile(r"([1-9][0-9]{0,2}(?:[.][0-9]{3})+),([0-9]+)"),
    re.compile(r"([1-9][0-9]{0,2}(?:[.][0-9]{3}){2,})()"),
)
_UK_DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%Y%m%d")
_DAY_IN_WORDS = re.compile(r"([0-9]{1,2})\s+([A-Za-z]{3,})\s+([0-9]{4})")


def read_cell(cell: OpenedCell | None, found: Any, asked: Question) -> Any:
    """Read the answer to a question.

    Parameters
    ----------
    cell
        Where it stands; nothing for a cell that is empty.
    found
        Its value; days as days.
    asked
        What is asked.

    Returns
    -------
    float, bool, datetime.date, str, Absent or Refused
        A value of the kind that is asked for, where there is one; a choice that is not
        allowed is returned as it was typed.
    """
    if cell is None:
        return Absent.BLANK
    if cell.formula:
        mend = _WORKING if asked.kind == "number" else f"Type {_asked_for(asked)}."
        return Refused("formula-in-a-form", f"holds the formula {shown(cell.formula)}.", mend)
    if cell.kind == ERROR:
        return Refused("error-value", f"holds the error {found}.", f"Give {_asked_for(asked)}.")
    if isinstance(found, str):
        found = re.sub(r"\s*[^\S ]\s*", " ", found).strip()
    if found is None or found == "":
        return Absent.BLANK
    # in the words of evidence it is text like any other
    may_be_said = bool(asked.unit) or asked.kind != "text"
    if may_be_said and "".join(str(found).split()).casefold() in _NOT_APPLICABLE:
        return Absent.NOT_APPLICABLE
    return _READERS[asked.kind](found, asked)


def _asked_for(asked: Question) -> str:
    if asked.options:
        return "one of " + ", ".join(asked.options)
    return {"number": "a plain number", "date": "a day such as 2026-04-06"}.get(asked.kind, "text")


def _number(found: Any, asked: Question) -> Any:
    if isinstance(found, bool):
        said = f"{str(found).upper()} is yes or no, not a number."
        return Refused("not-a-number", said, "Give a plain number.")
    if isinstance(found, (int, float)):
        if math.isfinite(found):
            return float(found)
        return Refused("not-a-number", f"{found} is not a finite number.", "Give a plain number.")
    if isinstance(found, (date, time, timedelta)):
        return Refused(
            "date-for-a-number", f"holds the date or time {_as_text(found)}, not a number.",
            "Give a plain number; the program may have taken what was typed for a date.",
        )  # fmt: skip
    likely = likely_number(found)
    if likely is not None:
        return Refused(
            "number-as-text", f"{shown(found)} is text, although it looks like a number.",
            f"Type {digits.written(likely)}, without other signs, as a number.",
        )  # fmt: skip
    if found[0] in "=+-@":
        return Refused("formula-as-text", f"{shown(found)} looks like a formula.", _WORKING)
    return Refused("not-a-number", f"{shown(found)} is not a number.", "Give a plain number.")


def likely_number(text: str) -> float | None:
    """Guess the number that a text stands for.

    Parameters
    ----------
    text
        Such as ``"£12.71"``, ``"12,71"``, ``"1,250.00"`` or ``"53%"``.

    Returns
    -------
    float or None
        In GBP or as a share, where the text says pence or per cent. Nothing where it could
        stand for two numbers, such as ``"1,2,3"`` or ``"£12.71p"``.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None or (match[1] and match[4]):
        return None
    for pattern in _DIGITS:
        found = pattern.fullmatch(match[3])
        if found is not None and any(found.groups()):
            whole, decimals = (re.sub(r"[^0-9]", "", part or "") for part in found.groups())
            number = float(f"{match[2]}{whole or 0}.{decimals or 0}")
            return number / 100 if match[4] else number
    return None


def _date(found: Any, asked: Question) -> Any:
    try:
        return values.day(found)
    except values.Refused:
        likely = _likely_day(found) if isinstance(found, str) else None
    mend = "Give a day such as 2026-04-06, or a date cell."
    if likely is not None:
        mend = f"Type it as a date, or as {likely.isoformat()}."
    return Refused("not-a-date", f"{shown(found)} is not a date.", mend)


def _likely_day(text: str) -> date | None:
    for pattern in _UK_DAYS:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    written = _DAY_IN_WORDS.fullmatch(text)
    if written is None:
        return None
    word = written[2].casefold()
    for number, month in enumerate(values.MONTHS, start=1):
        if word in (month.casefold(), month[:3].casefold()):
            try:
                return date(int(written[3]), number, int(written[1]))
            except ValueError:
                return None
    return None


def _text(found: Any, asked: Question) -> Any:
    text = _as_text(found)
    if len(text) > LONGEST_TEXT:
        return Refused(
            "text-too-long", f"has {len(text)} characters.",
            f"Give at most {LONGEST_TEXT}; name a document for the rest.",
        )  # fmt: skip
    if not text.isprintable():
        return Refused(
            "not-printable", f"{shown(text)} holds characters that cannot be seen.",
            "Type it anew; they come with text that is copied from elsewhere.",
        )  # fmt: skip
    return text


def _as_text(found: Any) -> str:
    if isinstance(found, str):
        return found
    if isinstance(found, bool):
        return str(found).upper()
    if isinstance(found, (int, float)):
        return digits.written(found)
    if isinstance(found, datetime) and found.time() == time():
        found = found.date()
    return str(found)


def _choice(found: Any, asked: Question) -> str:
    text = _as_text(found)
    known = {option.casefold(): option for option in asked.options}
    return known.get(text.casefold(), text)


def _switch(found: Any, asked: Question) -> Any:
    value = _SWITCH.get(_as_text(found).casefold())
    if value is None:
        return Refused("not-a-switch", f"{shown(found)} is neither yes nor no.", "Give Yes or No.")
    return value


_READERS = {
    "number": _number,
    "date": _date,
    "text": _text,
    "choice": _choice,
    "switch": _switch,
}
