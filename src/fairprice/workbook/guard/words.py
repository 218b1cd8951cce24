"""What is said when a workbook is refused: one problem, in plain words."""

from __future__ import annotations

from fairprice.errors import Problem, WorkbookError, unread
from fairprice.files import file_name

_ASK = "Ask the sender for an ordinary .xlsx workbook"
_SAVE = 'Open it in Excel or LibreOffice and save it as "Excel Workbook (.xlsx)".'
_HARM = "A file built to overload the program that reads it looks like this."
_READ = "Nothing can be read from it."
_AGAIN = "Fetch or ask for the file again."
_TWO = "Two programs could show two different workbooks."

#: By reason code: what, with the detail in place of ``{}``, why, and how to mend it.
_WORDS = {
    "not-found": ("There is no such file.", _READ, "Check the folder and the name."),
    "is-a-folder": ("is a folder.", _READ, "Give the path of the workbook in it."),
    "cannot-read": (
        "cannot be read ({}).", _READ,
        "Check that you may read it and that no other program holds it.",
    ),
    "empty-file": ("is empty.", _READ, f"It may not have arrived whole. {_AGAIN}"),
    "too-large": ("{}.", _HARM, f"{_ASK}, without pictures or pasted data."),
    "password": (
        "is encrypted with a password.", "Only whoever knows the password can read it.",
        f"{_ASK} without a password.",
    ),
    "old-workbook": (
        "is not an .xlsx workbook; it is probably an old .xls file.",
        "Old files may hold macros that cannot be seen from outside.", _SAVE,
    ),
    "not-a-workbook": ("is not a workbook at all.", _READ, f"{_ASK}."),
    "no-workbook": ("holds no Excel workbook. {}", _READ, _SAVE),
    "strict": (
        "is saved as a Strict Open XML spreadsheet ({}).",
        "It has the same ending as an ordinary workbook, but many programs read it otherwise.",
        'Open it in Excel and save it as "Excel Workbook (.xlsx)", not as "Strict Open XML '
        'Spreadsheet".',
    ),
    "truncated": ("is damaged or cut short.", "What is missing cannot be known.", _AGAIN),
    "odd-packing": ("is packed as no spreadsheet program packs a workbook ({}).", _HARM, _SAVE),
    "odd-part-name": (
        "has a part with the name {}, which leads out of the workbook.",
        "Unpacked, it could overwrite another file.", f"{_ASK}.",
    ),
    "odd-letters-in-a-name": (
        "has a part with the name {}, which is not plain letters, digits and signs.",
        "Programs read such a name differently, and so could take another part for it.", _SAVE,
    ),
    "backslash-in-a-name": (
        "has parts whose names are put together with backslashes, such as {}.",
        "Some programs find such parts and others do not. Old packing programs write them.",
        _SAVE,
    ),
    "two-names": (
        "names a part in two ways ({}).",
        "Which of the names is read differs from program to program.", f"{_ASK}.",
    ),
    "duplicate-part": ("has two parts of the same name.", _TWO, f"{_ASK}."),
    "ambiguous": ("can be read in two ways: {}.", _TWO, f"{_ASK}."),
    "odd-kind": ("does not say plainly what a part of it is: {}.", _TWO, f"{_ASK}."),
    "part-used-twice": ("uses one part several times ({}).", _HARM, f"{_ASK}."),
    "too-many-parts": ("{}.", _HARM, f"{_ASK}."),
    "too-many-cells": (
        "has more than {}.", _HARM,
        "Remove what was pasted beside the form, or ask the sender for the form alone.",
    ),
    "macros": (
        "holds macros ({}).", "A macro can do anything that you can do on your computer.",
        f"Do not open it. {_ASK} without macros.",
    ),
    "links": (
        "leads to other files or programs ({}).",
        "What it shows could change, and opening it can tell others or start programs.",
        f"{_ASK} without external links, data connections or linked pictures.",
    ),
    "objects": (
        "has another file or a control embedded in it ({}).",
        "What is embedded can hold a program, and is not checked.",
        f"{_ASK} without embedded objects, and for its attachments apart.",
    ),
    "doctype": (
        "declares a document type or entities ({}).",
        "No workbook needs them; they are used to overload a reader or to fetch files.",
        f"{_ASK}.",
    ),
    "broken-part": ("is damaged: {}.", "What it held is not known.", _AGAIN),
}  # fmt: skip


class Refusal(Exception):
    """A reason to refuse a file, on its way to becoming an error.

    Parameters
    ----------
    code
        A reason code.
    detail
        What was found, for the message.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)


def refusal(refused: Refusal, where: str) -> Problem:
    """Put a refusal into words.

    Parameters
    ----------
    refused
        The reason.
    where
        The file's name.

    Returns
    -------
    Problem
        With what was found, why it matters and how to mend it.
    """
    what, why, mend = _WORDS[refused.code]
    return Problem(refused.code, file_name(where), what.format(refused.detail), why, mend)


def refused_file(refused: Refusal, where: str) -> WorkbookError:
    """Make the error for a file that is refused.

    Parameters
    ----------
    refused
        The reason.
    where
        The file's name.
    """
    problems, met = [refusal(refused, where)], refused.__cause__
    if isinstance(met, OSError):
        return unread(WorkbookError, problems, met)
    return WorkbookError(problems)
