"""Cells that can be referred to: each has an address, a label and the value Python computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fairprice.declare.fields import Kind
from fairprice.declare.values import bounds_in_words
from fairprice.recording import EXCEL, WORDS, Leaf, Recorded, render
from fairprice.workbook import number_formats
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import Column, Content, Entry, Formula, Sheet

INPUTS, RATES, WEEKS = "Inputs", "Expected rates", "Expected weeks"
VISITS, PRICES, PERIODS = "Expected visits", "Visit prices", "Payments by period"
YEAR, CHECKS = "Expected year", "Checks"

CALCULATION, SIMULATED, FIXED, INPUT = "Calculation", "Simulated", "Fixed choice", "Input"
ALL = "All contracts"
#: The one reason for which a cell of this workbook is blank.
BLANK = "A blank cell means that there is no such figure for its row."


@dataclass
class Ledger:
    """What every cell that a formula refers to is called, and the workbook's names.

    Parameters
    ----------
    labels
        Words for a reference, by the reference.
    names
        Defined names, each with its absolute reference.
    """

    labels: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def cell(self, reference: str, label: str, value: Any) -> Any:
        """Register a cell or range and return it for use in calculations."""
        self.labels[reference] = label
        return Recorded.named(reference, value)

    def formula(self, recorded: Any, sheet: str) -> Formula:
        """Write a calculation as a formula; cells of its own sheet need no sheet name."""
        here = quoted(sheet) + "!"
        notation = EXCEL.spelling(lambda leaf: leaf.replace(here, ""))
        value = getattr(recorded.value, "item", lambda: recorded.value)()
        return Formula(
            "=" + render(recorded.expression, notation),
            value if isinstance(value, str) else float(value),
        )

    def words(self, recorded: Any) -> str:
        """Write a calculation in words."""
        if isinstance(recorded.expression, Leaf):
            return "is " + self.labels[recorded.expression.name]
        return render(recorded.expression, WORDS.spelling(lambda leaf: self.labels.get(leaf, leaf)))


@dataclass
class Lines:
    """A sheet of lines, each one value with its role, unit, formula in words and meaning.

    Parameters
    ----------
    ledger
        Where its cells are registered.
    sheet
        Columns: line, contract, role, unit, value, formula in words, what it is.
    """

    ledger: Ledger
    sheet: Sheet

    COLUMNS = (
        ("Line", 46),
        ("Contract", 30),
        ("Role", 14),
        ("Unit", 24),
        ("Value", 18),
        ("Formula in words", 62),
        ("What it is", 56),
    )

    @classmethod
    def columns(cls) -> list[Column]:
        """Make the columns of such a sheet."""
        return [Column(heading, width) for heading, width in cls.COLUMNS]

    def add(
        self,
        label: str,
        contract: str,
        unit: str,
        figure: Any,
        means: str,
        *,
        role: str = CALCULATION,
        number_format: str = "",
    ) -> Any:
        """Add a line: a calculation as a live formula, a plain number as a value.

        Returns
        -------
        Recorded
            The cell, for later calculations.
        """
        live = isinstance(figure, Recorded)
        content: Content = self.ledger.formula(figure, self.sheet.name) if live else float(figure)
        words = self.ledger.words(figure) if live else "no formula: a value"
        row = self.sheet.add(
            label, contract, role, unit, content, words, means,
            number_format=number_format or number_formats.number_format(unit),
        )  # fmt: skip
        value = figure.value if live else float(figure)
        return self.ledger.cell(
            f"{quoted(self.sheet.name)}!$E${row}", label[:1].lower() + label[1:], value
        )


@dataclass
class Givens:
    """The Inputs sheet: what the formulas of the expected year start from.

    Parameters
    ----------
    ledger
        Where its names are registered.
    now
        Values that were changed since the workbook was written, by name.
    """

    ledger: Ledger
    now: Mapping[str, Sequence[float]] = field(default_factory=dict)
    #: How many values are not those first written.
    changed: int = 0
    sheet: Sheet = field(
        default_factory=lambda: Sheet(
            INPUTS,
            "Inputs of the expected year",
            (
                "Change a value in column E of a row with the role Input and the expected year "
                "recalculates; the simulated results do not. Other cells are locked without a "
                "password.",
                "A Fixed choice decides which formulas the workbook holds or what the library "
                "worked out: to change one, run the comparison again.",
            ),
            [
                Column("Input", 50),
                Column("Contract", 30),
                Column("Role", 14),
                Column("Unit", 26),
                Column("Value", 16),
                Column("Value as written", 16),
                Column("Allowed values", 20),
                Column("Name in formulas", 48),
                Column("Source", 70),
            ],
        )
    )

    def give(
        self,
        name: str,
        label: str,
        unit: str,
        value: Any,
        source: str,
        *,
        contract: str = ALL,
        lower: float | None = 0,
        upper: float | None = None,
        above: float | None = None,
        kind: Kind | None = None,
        fixed: bool = False,
        parts: tuple[str, ...] = (),
    ) -> Any:
        """Add an input, or a list of them under one name, and return it."""
        values = list(value) if parts else [value]
        labels = [f"{label}: {part}" for part in parts] or [label]
        current = self.now.get(name, values)
        rows = []
        for text, number, held in zip(labels, values, current, strict=True):
            self.changed += float(number) != float(held)
            entry = Entry(
                float(number), lower=lower, upper=upper, above=above,
                help=f"{text}. Unit: {unit}.",
            )  # fmt: skip
            allowed = "fixed" if fixed else bounds_in_words(lower, upper, above) or "any number"
            rows.append(
                self.sheet.add(
                    text, contract, FIXED if fixed else INPUT, unit,
                    float(number) if fixed else entry, float(number), allowed, name, source,
                    number_format=number_formats.entered_format(unit, kind),
                )
            )  # fmt: skip
        reference = f"{INPUTS}!$E${rows[0]}"
        self.ledger.names[name] = reference if len(rows) == 1 else f"{reference}:$E${rows[-1]}"
        numbers = np.array(current, dtype=float) if parts else float(current[0])
        return self.ledger.cell(name, label[:1].lower() + label[1:], numbers)
