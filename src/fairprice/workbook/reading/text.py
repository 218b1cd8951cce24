"""Texts of a workbook: whole or in pieces, in a cell or shared by several."""

from __future__ import annotations

from fairprice.workbook.escapes import unescaped
from fairprice.workbook.guard import Package, Refusal
from fairprice.workbook.guard.kinds import STRINGS
from fairprice.workbook.reading.grammar import Node, read_part
from fairprice.workbook.reading.known.workbook import STRINGS as RULES

#: What is said of the looks of pieces of a text, if anything, and their texts.
Pieces = tuple[tuple[Node | None, str], ...]


def text_of(node: Node) -> tuple[str, Pieces]:
    """Return the whole text of a cell or string, and what is said of the looks of its pieces.

    Parameters
    ----------
    node
        The element: ``is`` or ``si``.

    Raises
    ------
    Refusal
        If it holds both a plain text and pieces, of which programs take one or both.
    """
    plain, pieces = node.child("t"), list(node.each("r"))
    if plain is not None and pieces:
        raise Refusal("ambiguous", "a text is given whole and in pieces")
    if plain is not None:
        return unescaped(plain.text), ()
    told = [(piece.child("rPr"), _unescaped(piece.child("t"))) for piece in pieces]
    return "".join(text for _, text in told), tuple(told)


def _unescaped(node: Node | None) -> str:
    return "" if node is None else unescaped(node.text)


class Strings:
    """The texts that cells of a workbook share, by number.

    Parameters
    ----------
    package
        The file.
    """

    def __init__(self, package: Package) -> None:
        self._texts: list[tuple[str, Pieces]] = []
        names = package.leads_to(package.workbook, STRINGS)
        if names:
            read_part(package, names[0], RULES, {"si": self._take})

    def _take(self, node: Node) -> None:
        self._texts.append(text_of(node))

    def __getitem__(self, told: str) -> tuple[str, Pieces]:
        """Return a text and the looks of its pieces.

        Parameters
        ----------
        told
            Its number, as a cell gives it.

        Raises
        ------
        Refusal
            If there is no such text.
        """
        number = told
        if not (number.isascii() and number.isdecimal()) or int(number[:9]) >= len(self._texts):
            raise Refusal("broken-part", f"a cell has the text {told!r:.20}, which is not there")
        return self._texts[int(number)]
