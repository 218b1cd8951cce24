"""A party's own values: telling them from the register's, and carrying them elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from fairprice import digits
from fairprice.files import toml_tables
from fairprice.statutory.inline import inline_table
from fairprice.statutory.rates import StatutoryRates, statutory_rates
from fairprice.statutory.records import ENACTED, STANDING, Span, StatutoryValue
from fairprice.statutory.register import lay_over_built_in, load_register
from fairprice.statutory.register_file import read_register_document


class OwnValue(NamedTuple):
    """A value of a party's own, beside what the register says on that day.

    Parameters
    ----------
    own
        The party's.
    register
        The register's; ``None`` where it holds none.
    """

    own: StatutoryValue
    register: StatutoryValue | None

    @property
    def contradicts(self) -> bool:
        """Whether the register holds enacted law with another number for that day."""
        held = self.register
        return (
            held is not None
            and held.certainty == ENACTED
            and not digits.same(held.value, self.own.value)
        )


def own_values(rates: StatutoryRates) -> tuple[OwnValue, ...]:
    """List the values in force that say something else than the register.

    Parameters
    ----------
    rates
        The law of a day in a nation.

    Returns
    -------
    tuple of OwnValue
        In alphabetical order; those that contradict enacted law first. A value that repeats
        the register word for word is not a party's own, whatever days it was given for.
    """
    built_in = replace(rates, register=load_register())
    known = built_in.names()
    found = []
    for name in rates.names():
        own = rates[name]
        held = built_in[name] if name in known else None
        if held is None or _without_days(own) != _without_days(held):
            found.append(OwnValue(own, held))
    return tuple(sorted(found, key=lambda pair: not pair.contradicts))


def own_records(rates: StatutoryRates) -> list[dict[str, Any]]:
    """Write what the built-in register does not hold as plain records.

    Parameters
    ----------
    rates
        The law of a day in a nation.

    Returns
    -------
    list of dict
        One for each value, or declared gap, on that day that is not the built-in register's
        in every detail: numbers, texts, dates and a list of nations; what is empty is left
        out. :func:`rates_of_records` makes the same law of them.
    """
    built_in = load_register()
    records = []
    for name in rates.register.names():
        span, held = (
            register.span_on(name, rates.nation, rates.date)
            for register in (rates.register, built_in)
        )
        if span is not None and span != held:
            records.append(_record(span))
    return records


def record_as_text(value: StatutoryValue) -> str:
    """Write a value as one line of TOML, from which the same law can be made.

    Parameters
    ----------
    value
        As it was asked for on a day.

    Returns
    -------
    str
        An inline table; :func:`record_of_text` reads it.
    """
    return inline_table(**_record(value))


def record_of_text(text: str) -> dict[str, Any]:
    """Read a record as :func:`record_as_text` writes it.

    Raises
    ------
    ValueError
        If it is none.
    """
    record = toml_tables(f"record = {text}")
    if set(record) != {"record"} or not isinstance(record["record"], dict):
        raise ValueError("it is not a record of a value")
    return dict(record["record"])


def _record(span: Span) -> dict[str, Any]:
    entries = vars(span) | {"nations": list(span.nations)}
    if isinstance(span, StatutoryValue) and span.certainty == STANDING:
        # that it stands is said already
        entries["stands_after"] = None
    return {key: value for key, value in entries.items() if value not in (None, "")}


def rates_of_records(
    date: datetime.date, nation: str, records: Iterable[Mapping[str, Any]], where: str = "records"
) -> StatutoryRates:
    """Make the law of a day of records of a party's own values.

    Parameters
    ----------
    date, nation
        The day and the nation.
    records
        As :func:`own_records` writes them.
    where
        Where they come from, for messages.

    Returns
    -------
    StatutoryRates
        The records laid over the built-in register.

    Raises
    ------
    RegisterFileError
        If they break the rules of the register; every fault is listed.
    """
    document = _as_document(records)
    if not document["parameter"]:
        return statutory_rates(date, nation)
    spans, problems = read_register_document(document, where)
    return StatutoryRates(date, nation, lay_over_built_in(spans, problems, where, holes=True))


def _without_days(value: StatutoryValue) -> StatutoryValue:
    """Leave what a value says: for which days and nations it was entered does not matter."""
    return replace(
        value, value=digits.held(value.value), nations=(), valid_from=datetime.date.min,
        valid_to=None, stands_after=None,
    )  # fmt: skip


def _as_document(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Lay records out as the tables of a register file, a parameter and a source for each."""
    sources: dict[str, Any] = {}
    parameters: list[dict[str, Any]] = []
    for number, record in enumerate(records):
        row: dict[str, Any] = dict(record)
        parameter = {k: row.pop(k) for k in ("name", "label", "unit", "nations") if k in row}
        source = {
            key: row.pop(f"source_{key}") for key in ("title", "address") if f"source_{key}" in row
        }
        if source:
            sources[f"source_{number}"] = source
            row["source"] = f"source_{number}"
        kind = "gaps" if "reason" in row else "values"
        parameters.append(parameter | {"values": []} | {kind: [row]})
    return {"sources": sources, "parameter": parameters}
