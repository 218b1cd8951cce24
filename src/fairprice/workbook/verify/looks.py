"""Whether everything that stands in a workbook can be seen in it, and looks as it was written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from fairprice.workbook.model import column_letter
from fairprice.workbook.reading.cells import place_of
from fairprice.workbook.reading.colours import AUTOMATIC
from fairprice.workbook.reading.seen import is_unseen, why_unseen
from fairprice.workbook.reading.styles import Look
from fairprice.workbook.reading.theme import PLAIN_FACES
from fairprice.workbook.verify.difference import Difference, told
from fairprice.workbook.verify.snapshot import CellState, SheetState, Snapshot

#: LibreOffice rounds heights and widths; a row or column may be larger, as none is locked.
_LEAST_OF_WRITTEN, _MOST_OF_WRITTEN = 0.95, 4.0
#: Spaces, marks upon letters, and what joins letters without being one.
_UNDRAWN = {"Zs", "Mn", "Cf"}
#: Hebrew, with which the scripts begin that faces for Latin, Greek and Cyrillic do without; and
#: what later blocks hold that is of none: Latin and Greek letters, signs, and places left to each
#: face, where faces of symbols have theirs.
_FIRST_OF_OTHERS = 0x590
_SIGNS = (range(0x1E00, 0x2600), range(0xE000, 0xF900), range(0xF0000, 0x110000))
#: What Gnumeric measures columns by, whatever a file says.
_OF_GNUMERIC = ("Sans", "10")
#: LibreOffice shows links in the colour of links.
_OF_LINKS = "0000FF"


def cell_looks(
    expected: Look, found: CellState, *, is_link: bool = False, is_text: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield kind, expected and found of what looks different about a cell.

    Parameters
    ----------
    expected
        How it was written.
    found
        The cell.
    is_link, is_text
        Whether it leads to another sheet, and whether it holds text and no number.
    """
    look = found.look
    if look.number_format != expected.number_format and not (is_text and look.number_format == "@"):
        yield "number format", expected.number_format, told(look.number_format)
    pieces = (why_unseen(font, colour, look.fill) for _, font, colour, _ in found.pieces)
    unseen = is_unseen(look) or next(filter(None, pieces), "")
    if unseen:
        yield "unseen text", "text that can be read", told(unseen)
        return
    colours = {expected.colour, _OF_LINKS} if is_link else {expected.colour}
    for there in (look.colour, *(colour for _, _, colour, _ in found.pieces)):
        if there not in colours:
            yield "look", _colour(expected.colour), told(_colour(there))
            break
    for face, font, _, text in found.pieces:
        # programs split a text where its script changes, and may take another face for it
        is_face = face in (expected.face, *PLAIN_FACES) or _may_stand_in(face, text)
        if not is_face or font != expected.font:
            yield "look", f"{expected.face} {expected.font}", told(f"{face} {font} in {text}")
            break
    if look.quoted and not is_text:
        yield "look", "a number", "a number that is taken for text"
    for name in ("face", "font", "fill", "border", "alignment", "protection"):
        wanted, there = getattr(expected, name), getattr(look, name)
        if name == "face" and isinstance(found.shown, str) and _may_stand_in(there, found.shown):
            continue
        if wanted != there:
            yield "look", f"{name}: {wanted or 'as usual'}", told(f"{name}: {there or 'as usual'}")


def _may_stand_in(face: str, text: str) -> bool:
    """Tell whether a program may take a face for a text that the one written has no letters for.

    A plain face may stand for all of a text with such letters, as spaces, digits and signs go
    with the letters before them; any other for a text of nothing else. So no face of symbols
    comes to stand for letters and digits that the face written has.
    """
    letters = [letter for letter in text if unicodedata.category(letter) not in _UNDRAWN]
    lacking = [letter for letter in letters if _is_of_another_script(letter)]
    return bool(lacking) and (face in PLAIN_FACES or len(lacking) == len(letters))


def _is_of_another_script(letter: str) -> bool:
    code = ord(letter)
    return code >= _FIRST_OF_OTHERS and not any(code in block for block in _SIGNS)


def _colour(colour: str) -> str:
    return f"text in {'black' if colour == AUTOMATIC else colour}"


def usual_looks(expected: Snapshot, found: Snapshot) -> Iterator[Difference]:
    """Yield fonts in which columns would come out narrower or wider than they were written.

    Parameters
    ----------
    expected, found
        As written, and as it is.
    """
    wanted = " or ".join(" ".join(font) for font in sorted(expected.usual_fonts))
    for font in sorted(found.usual_fonts - expected.usual_fonts - {_OF_GNUMERIC}):
        words = told(f"{' '.join(font)} where nothing else is said")
        yield Difference("", "", "look", "the usual font", wanted, words)


def sheet_looks(name: str, expected: SheetState, found: SheetState) -> Iterator[Difference]:
    """Yield what hides or covers the cells of a sheet: heights, widths and painted places.

    Parameters
    ----------
    name
        Of the sheet.
    expected, found
        As written, and as it is.
    """
    places = [place_of(place) for place in expected.cells]
    for row in sorted({row for _, row in places}):
        written, there = expected.opened.height(row), found.opened.height(row)
        if not _LEAST_OF_WRITTEN * written <= there <= _MOST_OF_WRITTEN * written:
            yield Difference(
                name, f"{row}:{row}", "row height", "", f"{written:g} points", f"{there:g} points"
            )
    for column in sorted({column for column, _ in places}):
        written, there = expected.opened.width(column), found.opened.width(column)
        if not _LEAST_OF_WRITTEN * written <= there <= _MOST_OF_WRITTEN * written:
            letter = column_letter(column)
            wanted = f"{written:g} characters"
            yield Difference(
                name, f"{letter}:{letter}", "column width", "", wanted, f"{there:g} characters"
            )
    for place, look in _painted(found):
        if look.fill or look.border:
            painted = ", ".join(filter(None, (look.fill, look.border)))
            yield Difference(name, place, "look", "", "nothing painted", told(painted))


def _painted(found: SheetState) -> Iterator[tuple[str, Look]]:
    """Yield places without content, and how they look."""
    yield from found.blank.items()
    yield from found.lines.items()
