"""The words that tables handed out are held to: one for each thing, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pandas as pd

import fairprice as fp
from fairprice.calculation import ANNEX_A

Table = pd.DataFrame | pd.Series

#: What an index may be called, and what then stands in it.
INDICES = {
    "ID": "the number of an assumption, as a published log has it",
    "activity": "what is priced",
    "annual_contact_hours": "a volume of a year",
    "amount": "cost, or cost with return",
    "band": "a band of careworkers",
    "carers": "how many careworkers",
    "contract": "a contract",
    "cost": "a cost of turnover",
    "driver": "what a result or a survey rests on",
    "field": "a field of a cohort",
    "formula": "the formula of a contract price",
    "headline": "a headline of a survey",
    "input": "an input, or a value of the law that is varied like one",
    "law": "a law, by the name it was given",
    "line": "a line of Annex A, as it is printed",
    "month": "the month of a published rate",
    "outcome": "an outcome",
    "percentile": "a percentile of draws",
    "person": "a simulated person",
    "planned_length": "a band of planned lengths",
    "point": "a point of a bargaining range",
    "position": "whose price it is",
    "price_per_hour": "a price of a contact hour",
    "problem": "a problem of a log",
    "provider": "a provider",
    "published_index": "a published index",
    "ratio": "a key ratio",
    "reason": "why a row was set aside",
    "rise": "a rise in pay",
    "round": "a round of offers",
    "row": "a row of the calculation",
    "service": "a service of a rate card",
    "statutory_value": "a value of the law",
    "time": "a time of the week",
    "visit_minutes": "the length of a visit",
    "whose": "of the comparison, or of the book",
    "zone": "a zone of a rate card",
}
#: Tables in which ``price`` is of visits, as they were billed.
BILLED = ("Billing.", "BillingComparison.", "PricedVisits.")
#: What the tables of logged visits and of draws say beside inputs.
NO_INPUTS = {"everything", "visit_minutes, planned", "visit_minutes, actual"}


def tables_of(name: str, answer: Any) -> Iterator[tuple[str, Table]]:
    """Yield every table that an answer is, or holds in what can be asked of it."""
    if isinstance(answer, Table):
        yield name, answer
    elif type(answer).__module__.startswith("fairprice."):
        for part in {*dir(type(answer)), *getattr(answer, "__dataclass_fields__", ())}:
            if not part.startswith(("_", "model_")):
                with suppress(fp.InputError):  # what was not stated has no such table
                    held = getattr(answer, part)
                    if isinstance(held, Table):
                        yield f"{type(answer).__name__}.{part}", held


def broken_words(name: str, table: Table) -> Iterator[str]:
    """Say what of a table is called otherwise than everywhere else."""
    by = [table.index, *([table.columns] if table.ndim == 2 else [])]
    for called in {called for index in by for called in index.names} - {None}:
        if called not in INDICES:
            yield f"{name}: an index is called {called}"
    unnamed = table.ndim == 2 and table.index.names == [None]
    if unnamed and list(table.index) != list(range(len(table))):
        yield f"{name}: an index is not named"
    if not name.startswith(BILLED) and any("price" in i for i in by if i.name != "row"):
        yield f"{name}: price is of a visit"
    for index in by:
        if wrong := set(index) - _known(index.name, set(index)):
            yield f"{name}: {sorted(wrong)} in {index.name}"


def _known(called: str, held: set[Any]) -> set[Any]:
    """Return what may stand in an index, where that can be listed."""
    if called == "visit_minutes":
        return {minutes for minutes in held if isinstance(minutes, float)}
    return _listed().get(called, held)


@cache
def _listed() -> dict[str, set[Any]]:
    book = fp.OpenBook(fp.example_provider())
    law = set(book.rates.names())
    return {
        "input": set(fp.Assumptions.fields()) | law | NO_INPUTS,
        "line": {book.label(row) for row in ANNEX_A},
        "statutory_value": law,
    }
