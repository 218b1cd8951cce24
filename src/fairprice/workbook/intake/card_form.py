"""The intake form of a rate card: that of its base, and three sheets for what differs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fairprice.assumptions import Evidence
from fairprice.assumptions.evidence import RANGE
from fairprice.declare.input_field import declared
from fairprice.kinds import check_order
from fairprice.rate_card import RateCard
from fairprice.rate_card.parts import CALLED, Difference, Volume
from fairprice.workbook.intake.card_words import (
    COLUMNS_OF_PARTS,
    INPUT,
    NAME,
    OF_THE_CARD,
    PART,
    ROW,
    VOLUMES,
    written_list,
)
from fairprice.workbook.intake.form import (
    NO_DATE,
    entry_of,
    evidence_columns,
    evidence_entry,
    evidence_formats,
    format_to_type_in,
    intake_model,
    range_entry,
)
from fairprice.workbook.intake.words import (
    CARD,
    DIFFERS,
    PRINTED,
    VALUE,
    Question,
    evidence_questions,
    question,
)
from fairprice.workbook.model import Column, Content, Entry, Sheet, WorkbookModel
from fairprice.workbook.sheets.front import CONTENTS, COVER, contents_sheet
from fairprice.workbook.writer import write_workbook

#: Rows to fill in on each sheet, and those left below what is filled in.
_ROWS = {CARD: (20, 8), DIFFERS: (40, 16), VOLUMES: (80, 40)}
#: Where a blank cell is explained.
_BLANK = "A row that is not needed stays blank, as does a cell that has no use on its row."

_LAST_PRINTED = evidence_questions()[PRINTED[-1]].label
#: What stands on a row of parts that is left to be filled in.
_NOTHING: tuple[None, None, dict[str, Any]] = (None, None, {})


def write_rate_card_form(card: RateCard | None, path: str | os.PathLike[str]) -> Path:
    """Write the form in which an area states a rate card, as an Excel workbook.

    Parameters
    ----------
    card
        What to fill the form in with; ``None`` for a blank form.
    path
        Where to write; an earlier file is replaced as a whole or left as it was.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileWriteError
        If the file cannot be written.
    InputError
        If something else is given, or the path first.

    Notes
    -----
    The intake form of the base, with three sheets before it: the parts of the card, every
    number that differs with its evidence, and the visits of a year.
    :func:`fairprice.read_rate_card` reads it back; a form that was filled in from a card
    gives an equal one. The same card gives the same bytes.
    """
    kinds = () if card is None else (RateCard,)
    check_order("write_rate_card_form(card, path)", card, path, *kinds)
    return write_workbook(card_form_model(card), path)


def card_form_model(card: RateCard | None) -> WorkbookModel:
    """Lay out the form.

    Parameters
    ----------
    card
        What to fill it in with; ``None`` for a blank form.
    """
    base = intake_model(None if card is None else card.base)
    cover, listed, *sections = base.sheets
    assert cover.name == COVER
    cover.title = cover.title.replace("Intake form:", "Intake form of a rate card:", 1)
    cover.add(
        "The rate card",
        f"{CARD} names the zones, services, carers and times; {DIFFERS} holds every "
        "number in which one of them differs from the base, with its evidence; "
        f"{VOLUMES} holds the visits of a year, and may stay blank. The other sheets are the base: "
        "what holds where nothing differs.",
    )
    cover.add(
        CARD,
        f"The row {OF_THE_CARD} may say the visit lengths of the whole card. Without a row for "
        "carers, one careworker makes each visit; without a row for times, the base's average of "
        "all times is priced.",
    )
    cover.add(
        DIFFERS,
        "Pay supplement and Premium come on top of an input. Each row of carers has a number of "
        "its own, Careworkers, and may have another, Vehicles. A zone or a service may state any "
        "input of the lines but visits and bands; carers and times only what one visit takes.",
    )
    own = [_parts_sheet(card), _differs_sheet(card), _volumes_sheet(card)]
    for sheet in own:
        sheet.printed_columns = sheet.printed_columns or len(sheet.columns)
    body = [*own, *sections]
    contents = contents_sheet([(sheet.name, sheet.description[0]) for sheet in own])
    contents.rows += listed.rows
    assert contents.name == CONTENTS
    return WorkbookModel(
        title=cover.title,
        sheets=[cover, contents, *body],
        names=base.names,
        charts=(),
        dated=NO_DATE if card is None else card.base.about.price_date,
    )


def _parts_sheet(card: RateCard | None) -> Sheet:
    sheet = Sheet(
        CARD,
        "Rate card: zones, services, carers and times",
        (
            "One row for each zone, service, number of carers and time of the week. Lists are "
            "parted by semicolons, such as 15; 30; 60.",
            _BLANK,
        ),
        [
            Column(ROW, 8),
            Column(PART, 22),
            Column(NAME, 34),
            *(Column(question.label, 24) for question in COLUMNS_OF_PARTS.values()),
        ],
        column_formats={ROW: "0", NAME: "@"} | {q.label: "@" for q in COLUMNS_OF_PARTS.values()},
        numbers_right=False,
    )
    for stated in _filled_up(_stated_parts(card), CARD):
        kind, name, told = stated or _NOTHING
        sheet.add(
            float(len(sheet.rows) + 1),
            Entry(kind, options=(*CALLED.values(), OF_THE_CARD), help="What the row is about."),
            _text(name, "What the fee table calls it."),
            *(entry_of(asked, told.get(word)) for word, asked in COLUMNS_OF_PARTS.items()),
        )
    return sheet


def _stated_parts(card: RateCard | None) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    if card is None:
        return
    if card.visit_minutes is not None:
        yield OF_THE_CARD, None, {"visit_minutes": written_list(card.visit_minutes)}
    for kind, parts in card.lists.items():
        for part in parts:
            told = part.model_dump(include=set(COLUMNS_OF_PARTS), exclude_none=True)
            lists = {n: written_list(v) for n, v in told.items() if isinstance(v, tuple | list)}
            yield CALLED[kind], part.name, told | lists


def _differs_sheet(card: RateCard | None) -> Sheet:
    columns = [
        Column(ROW, 8),
        Column(PART, 22),
        Column(NAME, 34),
        Column(INPUT, 44),
        Column(VALUE, 16),
        *evidence_columns(evidence_questions()),
    ]
    sheet = Sheet(
        DIFFERS,
        "What differs from the base",
        (
            "One row for each number in place of an input of the base, by its label there, and in "
            "its unit; or Pay supplement, Premium, Careworkers, Vehicles.",
            f"{_BLANK} What is not listed is as in the base.",
        ),
        columns,
        column_formats={ROW: "0", NAME: "@", INPUT: "@", **evidence_formats()},
        numbers_right=False,
        printed_columns=1 + [column.heading for column in columns].index(_LAST_PRINTED),
        is_typed_in=True,
    )
    for stated in _filled_up(_stated_numbers(card), DIFFERS):
        kind, part, name, number = stated or (None, None, None, None)
        field = None if part is None or name is None else part.field(name)
        asked = _any_number() if field is None else question(field)
        evidence = Evidence() if part is None or name is None else part.evidence.get(name)
        sheet.add(
            float(len(sheet.rows) + 1),
            Entry(kind, options=tuple(CALLED.values()), help="Which list of the card it is in."),
            _text(None if part is None else part.name, f"Its name on {CARD}."),
            _text(None if field is None else field.label, "The label of an input of the base."),
            entry_of(asked, number),
            *_evidence(evidence or Evidence(), asked),
            number_format="General" if field is None else format_to_type_in(field),
        )
    return sheet


def _stated_numbers(
    card: RateCard | None,
) -> Iterator[tuple[str, Difference, str, float]]:
    for kind, parts in ({} if card is None else card.lists).items():
        for part in parts:
            for name, number in part.stated.items():
                yield CALLED[kind], part, name, number


def _any_number() -> Question:
    return Question(
        "value", VALUE, "", "The number, in the unit that the input has in the base.", "number"
    )


def _evidence(evidence: Evidence, asked: Question) -> list[Content]:
    return [
        range_entry(part, asked, getattr(evidence, part.name))
        if part.name in RANGE
        else evidence_entry(part, evidence, 0)
        for part in evidence_questions().values()
    ]


def _volumes_sheet(card: RateCard | None) -> Sheet:
    fields = declared(Volume)
    asked = [question(field) for field in fields.values()]
    sheet = Sheet(
        VOLUMES,
        "Visits of a year, by cell and provider",
        (
            "One row for each kind of visit of each provider in a year: zone, service, carers and "
            f"time by their names on {CARD}.",
            "A row that is not needed stays blank. Without visits, the card is priced and its "
            "spend is not known.",
        ),
        [Column(ROW, 8), *(Column(one.label, 20) for one in asked)],
        column_formats={ROW: "0"} | {one.label: "@" for one in asked if one.kind == "text"},
        numbers_right=False,
    )
    volumes = [] if card is None else [volume.model_dump() for volume in card.volumes]
    for told in _filled_up(iter(volumes), VOLUMES):
        entries = [entry_of(one, (told or {}).get(one.name)) for one in asked]
        sheet.add(float(len(sheet.rows) + 1), *entries, number_format="#,##0.00##")
    return sheet


def _filled_up(stated: Iterator[Any], sheet: str) -> list[Any]:
    """Return what is stated, with nothing for each row that is left to be filled in."""
    found = list(stated)
    least, more = _ROWS[sheet]
    return [*found, *[None] * (max(least, len(found) + more) - len(found))]


def _text(value: str | None, said: str) -> Entry:
    return Entry(value, help=said, kind="text", upper=300)
