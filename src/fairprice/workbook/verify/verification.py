"""What verifying a workbook found."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fairprice.held import Held
from fairprice.statutory import OwnValue
from fairprice.workbook.verify.difference import KINDS, Difference, printable

#: Rows of each list that a terminal shows.
_SHOWN = 20


@dataclass(frozen=True, eq=False)
class Verification(Held):
    """Whether a workbook is as the library would have written it. Made by `verify_workbook`.

    Parameters
    ----------
    file
        Name of the workbook.
    verdict
        The outcome in one line.
    status
        0 if it is as written or only inputs were changed; 1 if anything else differs, or if
        it holds something that cannot be verified.
    changed_inputs
        Inputs whose value is not the one first written, which a user may do: ``name``,
        ``label``, ``unit``, ``cell``, ``as_written`` and ``now``.
    differences
        Everything else that differs: ``sheet``, ``cell``, ``kind``, ``label``,
        ``expected`` and ``found``, what others may follow from first.
    fingerprint
        Of the inputs as first written, worked out from the file; to be compared with one
        given apart from the file.
    not_rebuilt
        Sheets that verification cannot rebuild, so that nothing is said about them.
    not_told
        What the verdict leaves open, in words.
    own_law
        Values behind the price that are the party's own and not the register's, by name,
        those that contradict enacted law first: ``label``, ``unit``, ``own``, ``certainty``
        and ``source``; ``register`` (not a number where it holds none for that day) and
        ``register_certainty``; ``contradicts_enacted_law``.
    """

    file: str
    verdict: str
    status: int
    changed_inputs: pd.DataFrame
    differences: pd.DataFrame
    fingerprint: str
    not_rebuilt: tuple[str, ...]
    not_told: str
    own_law: pd.DataFrame

    def __str__(self) -> str:
        lines = [f"{self.file}: {self.verdict}", f"Fingerprint: {self.fingerprint}"]
        if len(self.own_law):
            lines += ["", "Its own law, beside the register's"]
            lines += _shortened([f"  {_of_its_own(row)}" for row in self.own_law.itertuples()])
        if len(self.changed_inputs):
            lines += ["", "Changed inputs"]
            changed = [
                f"  {row.cell}: {row.label}: {row.as_written} as written, {row.now} now "
                f"({row.unit})"
                for row in self.changed_inputs.itertuples()
            ]
            lines += _shortened(changed)
        if len(self.differences):
            lines += ["", "Differences from what the library would have written"]
            rows = self.differences.astype(str).to_dict("records")
            found = [
                f"  {_place(row['sheet'], row['cell'])}{row['kind']}"
                f"{_about(row['label'])}: "
                f"expected {row['expected']}, found {row['found']}"
                for row in rows
            ]
            lines += _shortened(found)
        if self.not_rebuilt:
            lines += ["", f"Not rebuilt, so not checked: {', '.join(self.not_rebuilt)}"]
        return "\n".join([*lines, "", self.not_told])


def own_law_table(values: Iterable[OwnValue]) -> pd.DataFrame:
    """Tabulate values of a party's own; see :attr:`Verification.own_law`."""
    pairs = list(values)
    held = [pair.register for pair in pairs]
    columns = {
        "label": [pair.own.label for pair in pairs],
        "unit": [pair.own.unit for pair in pairs],
        "own": [pair.own.value for pair in pairs],
        "certainty": [pair.own.certainty_in_words for pair in pairs],
        "source": [pair.own.source for pair in pairs],
        "register": [math.nan if law is None else law.value for law in held],
        "register_certainty": ["" if law is None else law.certainty_in_words for law in held],
        "contradicts_enacted_law": [pair.contradicts for pair in pairs],
    }
    names = pd.Index([pair.own.name for pair in pairs], name="statutory_value")
    return pd.DataFrame(columns, index=names)


def _of_its_own(row: Any) -> str:
    """Write a value of its own law in a line, the register's beside it."""
    known = f"the register holds {row.register:.15g} ({row.register_certainty})"
    if not row.register_certainty:
        known = "the register holds none for that day"
    mark = "CONTRADICTS ENACTED LAW: " if row.contradicts_enacted_law else ""
    own = f"{row.own:.15g} {row.unit} ({row.certainty}; {row.source})"
    return printable(f"{mark}{row.label}: {own}; {known}")


def counted(differences: Iterable[Difference]) -> str:
    """Tell how many differences there are of each kind, the first kinds first."""
    counts = Counter(difference.kind for difference in differences)
    return ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if kind in counts)


def _place(sheet: str, cell: str) -> str:
    place = f"{sheet}!{cell}" if cell else sheet
    return f"{place}: " if place else ""


def _about(label: str) -> str:
    return f" ({label})" if label else ""


def _shortened(lines: list[str]) -> list[str]:
    rest = len(lines) - _SHOWN
    return lines[:_SHOWN] + ([f"  and {rest} more"] if rest > 0 else [])
