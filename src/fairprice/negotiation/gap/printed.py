"""A bridge as text: each difference with both values and its effect."""

from __future__ import annotations

import textwrap

import pandas as pd

from fairprice.declare.units import PER_CONTACT_HOUR

#: Columns of a label before it is broken, of a value before it has a line of its own, and of all.
_LABEL, _VALUE, _WIDTH = 40, 14, 80


def in_lines(by_input: pd.DataFrame, theirs: float, ours: float) -> list[str]:
    """Write the way from their price to ours.

    Parameters
    ----------
    by_input
        Of a bridge.
    theirs, ours
        The two prices, GBP per contact hour.

    Returns
    -------
    list of str
        A heading, their price, each difference, our price. What is too long to stand beside
        an effect, such as the values of every pay band, stands below it.
    """
    shown = by_input[["label", "theirs_in_words", "ours_in_words", "effect"]].to_numpy()
    rows = [
        (str(label), str(there), str(here), f"{effect:+.4f}")
        for label, there, here, effect in shown
    ]
    rows = [("their price", "", "", f"{theirs:.4f}"), *rows, ("our price", "", "", f"{ours:.4f}")]
    head = (PER_CONTACT_HOUR, "theirs", "ours", "effect")
    beside = [row for row in (head, *rows) if _fits(row)]
    wide = [max(len(row[place]) for row in beside) for place in (1, 2)]
    first = min(_LABEL, max(len(row[0]) for row in (head, *rows)))
    lines: list[str] = []
    for label, there, here, effect in (head, *rows):
        fits = _fits((label, there, here, effect))
        values = (there, here) if fits else ("", "")
        top, *rest = textwrap.wrap(label, first)
        lines.append(f"{top:<{first}}  {values[0]:>{wide[0]}}  {values[1]:>{wide[1]}}  {effect:>9}")
        lines += [f"  {part}" for part in rest]
        if not fits:
            for side, value in (("theirs", there), ("ours", here)):
                lines += textwrap.wrap(
                    f"{side}: {value}", _WIDTH, initial_indent="  ", subsequent_indent="    "
                )
    return lines


def _fits(row: tuple[str, str, str, str]) -> bool:
    return max(map(len, row[1:3])) <= _VALUE
