"""What differs from the base: every value a user may change beside the base's inputs."""

from __future__ import annotations

from fairprice.rate_card import PricedRateCard
from fairprice.rate_card.parts import CALLED, Difference
from fairprice.workbook.model import Column, Content, Entry, Formula, Sheet
from fairprice.workbook.number_formats import entered_format, number_format
from fairprice.workbook.sheets.rate_card.addresses import DIFFERS, PRICE_STEP, CardLayout, on

_VALUE = "F"
#: The place of the base's value among the columns.
_OF_THE_BASE = 7


def differs_sheet(layout: CardLayout, names: dict[str, str], first: PricedRateCard) -> Sheet:
    """List every value that differs, with the base's beside it and its source.

    Parameters
    ----------
    layout
        Addresses.
    names
        Defined names.
    first
        The card as it was first written, from which sources are taken.
    """
    sheet = Sheet(
        DIFFERS,
        "What differs from the base",
        (
            "What a zone, a service, its carers or the time of the week states in place of the "
            "base, or on top of it. Change a value in column F, and every sheet recalculates.",
            "A time of the week that states no premium is paid the base's, from Inputs. What is "
            "not listed is as in the base.",
        ),
        [
            Column("List", 18),
            Column("Name", 34),
            Column("Input", 34),
            Column("Role", 12),
            Column("Unit", 30),
            Column("Value here", 14),
            Column("As written", 14),
            Column("In the base", 16),
            Column("Allowed values", 22),
            Column("What it is", 44),
            Column("Source", 60),
        ],
    )
    priced = layout.priced
    pairs = zip(priced.differences(), first.differences(), strict=True)
    for (kind, part, name, value), (_, as_stated, _, as_written) in pairs:
        field = part.field(name)
        row = sheet.add(
            CALLED[kind], part.name, field.label, "Input", field.unit,
            Entry(
                value, lower=field.lower, upper=field.upper, above=field.above,
                help=f"{field.description} Unit: {field.unit}.",
            ),
            as_written, _of_the_base(priced, name in part.inputs, name), field.bounds,
            field.description, _source(as_stated, name),
            number_format=entered_format(field.unit, field.kind),
        )  # fmt: skip
        layout.values[kind, part.name, name] = on(DIFFERS, f"${_VALUE}${row}")
        if entered_format(field.unit, field.kind) == "General":
            # the base's may be worked out of returns, to many digits
            place = len(sheet.rows) - 1, _OF_THE_BASE
            sheet.cell_formats[place] = number_format(field.unit, field.kind)
    if layout.price_step == PRICE_STEP:
        row = sheet.add(
            "All", "All", "Price step", "Constant", "GBP", priced.price_step, priced.price_step,
            "none", "fixed", "The least difference between two prices; the base states no price "
            "point, so prices are rounded to the penny.", "Rounding to the penny",
            number_format="0.00",
        )  # fmt: skip
        names[PRICE_STEP] = on(DIFFERS, f"${_VALUE}${row}")
    return sheet


def _source(part: Difference, name: str) -> str:
    counted = part.field(name).kind == "count" and name not in part.evidence
    return "What the name stands for" if counted else part.source(name)


def _of_the_base(priced: PricedRateCard, is_input: bool, name: str) -> Content:
    return Formula(f"={name}", float(priced.base.value(name))) if is_input else "none"
