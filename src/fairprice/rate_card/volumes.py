"""Volumes of a rate card: read from a table, and held against the cells they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from fairprice.declare.input_field import declared
from fairprice.errors import InputError, Problem
from fairprice.rate_card.card_texts import TEXTS
from fairprice.rate_card.parts import Service, Volume
from fairprice.rate_card.pricing import Place
from fairprice.rate_card.stated import StatedCard

#: The lists in which a volume names a part, by its own field.
_LISTS = {"zone": "zones", "service": "services", "carers": "carers", "time": "times"}


def read_volumes(
    volumes: pd.DataFrame | Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Read volumes as rows of names and values; what is empty in a table is left out.

    Raises
    ------
    InputError
        If it is not a table, or has columns that are not those of volumes.
    """
    if isinstance(volumes, pd.DataFrame):
        known = declared(Volume)
        unknown = [str(column) for column in volumes.columns if column not in known]
        if unknown:
            listed = ", ".join(known)
            raise InputError(
                TEXTS("unknown-column", f"volumes, {column}", known=listed) for column in unknown
            )
        records = volumes.to_dict("records")
        return [{str(k): v for k, v in row.items() if not _is_empty(v)} for row in records]
    return [dict(row) if isinstance(row, Mapping) else row for row in volumes]


def _is_empty(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def faults_of_volumes(card: StatedCard, volumes: Iterable[Volume]) -> Iterator[Problem]:
    """List volumes that belong to no cell, and cells that a provider states twice."""
    seen: set[tuple[Any, ...]] = set()
    spelled: dict[str, str] = {}
    for n, volume in enumerate(volumes):
        where = f"volumes.{n}"
        found = list(_faults_of_one(card, volume, where))
        yield from found
        if spelled.setdefault(volume.provider.casefold(), volume.provider) != volume.provider:
            yield TEXTS("given-twice", f"{where}.provider", name=volume.provider)
        if found:
            continue
        key = (volume.provider, place_of(card, volume), volume.visit_minutes)
        if key in seen:
            yield TEXTS("given-twice", where, name=f"{volume.provider}, the same visits")
        seen.add(key)


def _faults_of_one(card: StatedCard, volume: Volume, where: str) -> Iterator[Problem]:
    chosen: dict[str, int] = {}
    for field, kind in _LISTS.items():
        names = [part.name for part in card.lists[kind]]
        given = getattr(volume, field)
        listed = ", ".join(names)
        if given is None and len(names) > 1:
            yield TEXTS("missing, cell", f"{where}.{field}", known=listed)
        elif given is not None and given not in names:
            yield TEXTS("not-on-the-card", f"{where}.{field}", name=given, known=listed)
        else:
            chosen[field] = 0 if given is None else names.index(given)
    if "service" not in chosen:
        return
    service = card.services[chosen["service"]]
    for field in ("carers", "time"):
        kind = _LISTS[field]
        offered = card.offered(service, kind)
        if field in chosen and chosen[field] not in offered:
            yield _not_offered(
                f"{where}.{field}", repr(card.lists[kind][chosen[field]].name), service,
                [card.lists[kind][place].name for place in offered],
            )  # fmt: skip
    lengths = card.lengths_of(service)
    if volume.visit_minutes not in lengths:
        yield _not_offered(
            f"{where}.visit_minutes", f"{volume.visit_minutes:g} minutes", service,
            [f"{minutes:g}" for minutes in lengths],
        )  # fmt: skip


def _not_offered(where: str, name: str, service: Service, known: Iterable[str]) -> Problem:
    return TEXTS("not-offered", where, name=name, service=service.name, known=", ".join(known))


def place_of(card: StatedCard, volume: Volume) -> Place:
    """Return the places on the card of what a volume names."""
    z, s, c, t = (
        0 if (given := getattr(volume, field)) is None
        else [part.name for part in card.lists[kind]].index(given)
        for field, kind in _LISTS.items()
    )  # fmt: skip
    return z, s, c, t
