"""What a number looks like under its format, as far as it can be told for certain."""

from __future__ import annotations

import re

#: Colours a format may name, but for the colour of the page.
_COLOURS = re.compile(r"\[(?:black|red|blue|green|cyan|magenta|yellow)\]", re.IGNORECASE)
#: A currency and a language; with calendars and digits of their own they are longer.
_CURRENCY = re.compile(r"\[\$(?:£|GBP)?(?:-[0-9A-F]{1,4}|-[a-z]{2}-[A-Z]{2})?\]")
#: What stands around a number and changes nothing about it.
_AROUND = re.compile(r'"[ ()]*(?:£|GBP)?[ ()]*"|\\[ ()£]|[_*].|[£()]| ')
_DIGITS = re.compile(r"(-?)([#0?,]*)(?:\.([0#?]*))?(%?)(?:E[+-](0+))?")
_PART_OF_A_DAY = re.compile(r"[dmyhs]+|[-/:., ]|\\[-/:., ]|am/pm|a/p|\"[^\"0-9]*\"", re.IGNORECASE)
_LONGEST = 255


def shown_as(code: str, number: float) -> float | None:
    """Return the number that a format shows in place of a number.

    Parameters
    ----------
    code
        The format, as it is written.
    number
        The number.

    Returns
    -------
    float or None
        The number rounded as the format does; ``None`` where it shows something else, or
        where that cannot be told.
    """
    if len(code) > _LONGEST:
        return None
    section, is_negative = _section(code, number)
    if section.casefold() in ("general", "@", "-general"):
        return number
    if number == 0:
        section = section.replace('"-"', "")  # as accounts show what comes to nothing
    found = _DIGITS.fullmatch(_AROUND.sub("", _CURRENCY.sub("", _COLOURS.sub("", section))))
    if found is None or not set(found[2] + (found[3] or "")) & set("0#?"):
        return None
    if is_negative != bool(found[1] or "(" in section) and number:
        return None  # a loss that looks like a profit
    if found[2].endswith(","):
        return None  # thousands shown as ones
    places = len(found[3] or "") + (2 if found[4] else 0)
    try:
        if found[5] is not None:
            return float(f"{number:.{places}e}")
        return round(number, places)
    except (ValueError, OverflowError):
        return None


def shows_a_day(code: str) -> bool:
    """Tell whether a format shows a day by its day, month and year, and says nothing else.

    Parameters
    ----------
    code
        The format, as it is written.
    """
    if len(code) > _LONGEST:
        return False
    bare = _CURRENCY.sub("", code).removesuffix(";@")
    return code.casefold() == "general" or not _PART_OF_A_DAY.sub("", bare)


def shows_a_share(code: str, number: float) -> bool:
    """Tell whether a format shows a number as a percentage.

    Parameters
    ----------
    code
        The format, as it is written.
    number
        The number.
    """
    return "%" in _section(code, number)[0]


def shows_text(code: str) -> bool:
    """Tell whether a format shows text as it is.

    Parameters
    ----------
    code
        The format, as it is written.
    """
    sections = code.split(";")
    return len(code) <= _LONGEST and (len(sections) < 4 or sections[3].strip() in ("@", "_-@_-"))


def _section(code: str, number: float) -> tuple[str, bool]:
    """Return the part of a format that counts for a number, and whether it has to show its sign."""
    sections = code.split(";")
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False
