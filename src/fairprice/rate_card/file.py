"""Rate cards in TOML files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fairprice.assumptions import Assumptions, load_assumptions
from fairprice.assumptions.files import as_data
from fairprice.declare.problems import within
from fairprice.declare.takes import PATH, takes
from fairprice.errors import InputError
from fairprice.files import write_toml
from fairprice.formats import RATE_CARD, read_file, stamped
from fairprice.kinds import check_order
from fairprice.rate_card.card_texts import TEXTS
from fairprice.rate_card.model import RateCard
from fairprice.rate_card.parts import Difference


@takes(path=PATH)
def load_rate_card(path: str | os.PathLike[str]) -> RateCard:
    """Read a rate card from a TOML file.

    Parameters
    ----------
    path
        The file; UTF-8. ``base`` is a table of assumptions, or names a file of assumptions
        in the folder of the card: ``base.file``, with ``base.inputs`` and ``base.sources``
        for what is otherwise than there.

    Returns
    -------
    RateCard
        Checked; of a file of an earlier format, ``lacked`` says what that lacked.

    Raises
    ------
    InputError
        If the file cannot be read, is not TOML, or is not a rate card; with every problem.
    """
    tables = read_file(path, InputError)
    base = tables.get("base")
    if isinstance(base, dict) and "file" in base:
        tables["base"] = _from_a_file(base, Path(path).parent)
    return RateCard.model_validate(tables)


def _from_a_file(base: dict[str, Any], folder: Path) -> Assumptions:
    """Read the base from a file of assumptions, and put what is otherwise in its place."""
    wrong = [
        TEXTS("unknown-name, base", f"base.{name}")
        for name in base
        if name not in ("file", "inputs", "sources")
    ]
    wrong += [
        TEXTS("wrong-shape, base", f"base.{name}", wanted=wanted)
        for name, kind, wanted in (
            ("file", str, "the name of a file"),
            ("inputs", dict, "a table of inputs and values"),
            ("sources", dict, "a table of inputs and documents"),
        )
        if not isinstance(base.get(name, kind()), kind)
    ]
    if wrong:
        raise InputError(wrong)
    there = load_assumptions(folder / base["file"])
    try:
        changed = there.with_inputs(**base.get("inputs", {}))
        data = as_data(changed)
        data["sources"] = {**data.get("sources", {}), **base.get("sources", {})}
        return Assumptions.model_validate(data)
    except InputError as error:
        raise InputError(within("base", error.problems)) from error


def dump_rate_card(card: RateCard, path: str | os.PathLike[str] | None = None) -> str:
    """Write a rate card as TOML, so that reading it back gives an equal one.

    Parameters
    ----------
    card
        What to write; its base stands in it whole.
    path
        A file to write to, replaced as a whole or not at all; left out, none is written.

    Returns
    -------
    str
        The TOML text.

    Raises
    ------
    InputError
        If something else than a rate card is given, or the path first.
    FileWriteError
        If the file cannot be written.
    """
    check_order("dump_rate_card(card, path)", card, path, RateCard, required=False)
    data: dict[str, Any] = {}
    if card.visit_minutes is not None:
        data["visit_minutes"] = card.visit_minutes
    data["base"] = as_data(card.base)
    data |= {kind: [_part(part) for part in parts] for kind, parts in card.lists.items()}
    if card.volumes:
        data["volumes"] = [volume.model_dump(exclude_none=True) for volume in card.volumes]
    return write_toml(stamped(data, RATE_CARD), path)


def _part(part: Difference) -> dict[str, Any]:
    """Return a part as a file holds it: evidence that is only a document under ``sources``."""
    data = part.model_dump(exclude_none=True)
    short = {n: e.document for n, e in part.evidence.items() if e.is_only_a_document}
    data["sources"] = short
    data["evidence"] = {n: e for n, e in data["evidence"].items() if n not in short}
    return {name: value for name, value in data.items() if value != {}}
