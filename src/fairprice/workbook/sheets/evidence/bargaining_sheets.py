"""Floors and ceilings, what the offer affords, and who makes up for it."""

from __future__ import annotations

from fairprice.cost import OpenBook
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.negotiation import BargainingRange, affordable_pay, self_funder_rate
from fairprice.workbook.layout import Layout
from fairprice.workbook.model import FIRST_ROW, Column, Content, Entry, Formula, Sheet
from fairprice.workbook.sheets.evidence.words import (
    AFFORDABLE,
    BARGAINING,
    INPUT,
    LIVE,
    MONEY,
    NOT_LIVE,
    PAYER_MIX,
    RESULT,
    SHARE,
    STATED,
    WORKED_OUT,
    YEARLY,
    number,
    rows_of,
)

_COUNCIL_SHARES = tuple(tenths / 10 for tenths in range(10))


def bargaining_sheet(bargaining: BargainingRange, layout: Layout) -> Sheet:
    """Each side's limits, and the hours the budget buys."""
    found = bargaining
    sheet = Sheet(
        BARGAINING,
        "Bargaining range",
        (
            "The least the provider can live with and the most the commissioner would pay. Change "
            "budget and hours in column D: prices and hours follow.",
            "The legal cost is the cost at the lowest contact pay that meets the minimum wage once "
            "travel counts, worked out for the inputs as written. Hours are blank in rows that "
            "are not prices.",
        ),
        [
            Column("Item", 60), Column("Role", 14), Column("Unit", 26), Column("Value", 20),
            Column("Hours the budget buys", 20), Column("Share of hours wanted", 18),
        ],
        column_formats={"Hours the budget buys": "#,##0", "Share of hours wanted": SHARE},
    )  # fmt: skip
    budget = sheet.add(
        "Annual budget", INPUT, "GBP per year",
        Entry(found.annual_budget, above=0.0, help="What the commissioner can spend in a year."),
        None, None, number_format=YEARLY,
    )  # fmt: skip
    wanted = sheet.add(
        "Contact hours wanted", INPUT, "hours per year",
        Entry(found.annual_contact_hours, above=0.0, help="Contact hours a year that are needed."),
        None, None, number_format="#,##0",
    )  # fmt: skip

    def price(label: str, role: str, content: Content, value: float) -> int:
        row = FIRST_ROW + len(sheet.rows)
        hours = found.annual_budget / value
        return sheet.add(
            label, role, PER_CONTACT_HOUR, content, Formula(f"=D${budget}/D{row}", hours),
            Formula(f"=E{row}/D${wanted}", hours / found.annual_contact_hours),
            number_format=MONEY,
        )  # fmt: skip

    def line(label: str, name: str, value: float) -> int:
        return price(label, LIVE, Formula("=" + layout.average_of(name), value), value)

    price("Provider's floor: legal cost", WORKED_OUT, found.legal_cost, found.legal_cost)
    line("Provider's floor: total cost at stated pay", "total_cost", found.total_cost)
    asked = line("Provider's price with return on operations", "price", found.price_per_hour)
    lawful = price(
        "Provider's price at the least lawful pay", WORKED_OUT, found.legal_price,
        found.legal_price,
    )  # fmt: skip
    ceiling = price(
        "Commissioner's ceiling: budget for the hours wanted", LIVE,
        Formula(f"=D{budget}/D{wanted}", found.budget_ceiling), found.budget_ceiling,
    )  # fmt: skip
    if found.in_house_price is not None:
        own = price(
            "Commissioner's ceiling: its own service", STATED, found.in_house_price,
            found.in_house_price,
        )  # fmt: skip
        ceiling = price(
            "Commissioner's ceiling: the lower of the two", LIVE,
            Formula(f"=MIN(D{ceiling},D{own})", found.ceiling), found.ceiling,
        )  # fmt: skip
    floor = price(
        "Provider's floor: its price with lawful pay, the higher of the two", LIVE,
        Formula(f"=MAX(D{asked},D{lawful})", found.floor), found.floor,
    )  # fmt: skip
    sheet.add(
        "Is there a zone of agreement?", RESULT, "verdict",
        Formula(f'=IF(D{floor}<=D{ceiling},"Yes","No")', "No" if found.zone is None else "Yes"),
        None, None,
    )  # fmt: skip
    return sheet


def affordable_sheet(book: OpenBook, fee: float) -> Sheet:
    """What contact pay the offer affords at each visit length."""
    sheet = Sheet(
        AFFORDABLE,
        "Contact pay that the offer affords",
        (
            f"The contact pay that a flat fee of GBP {fee:.2f} an hour, paid pro rata, leaves when "
            "everything else is as stated, beside the least that the law allows.",
            f"{NOT_LIVE} The note says why where no pay is low enough.",
        ),
        [
            Column("Visits", 24), Column("Role", 14), Column("Unit", 18),
            Column("Affordable contact pay", 18), Column("Lowest legal contact pay", 18),
            Column("Margin", 14), Column("Legal", 10), Column("Note", 70),
        ],
        column_formats=dict.fromkeys(
            ("Affordable contact pay", "Lowest legal contact pay", "Margin"), MONEY
        ),
    )  # fmt: skip
    for row in rows_of(affordable_pay(book, fee)):
        sheet.add(
            row.Index, WORKED_OUT, "GBP per hour", number(row.affordable_contact_pay_rate, "none"),
            float(row.lowest_legal_contact_pay_rate), number(row.margin, "none"),
            "yes" if row.is_legal else "no", row.note or "none",
        )  # fmt: skip
    return sheet


def payer_mix_sheet(book: OpenBook, layout: Layout, fee: float) -> Sheet:
    """What self-funders must pay to make up for the offer."""
    sheet = Sheet(
        PAYER_MIX,
        "Self-funder rate that makes up for the offer",
        (
            "What self-funders must pay an hour so that, with the council's fee, the average hour "
            f"comes to the provider's price. Change the council's fee in D{FIRST_ROW}.",
            "At a share of 100 % nobody is left to make up for it. A rate below zero means that "
            "the fee alone covers more than the price.",
        ),
        [
            Column("Item", 52), Column("Role", 14), Column("Unit", 26),
            Column("Council's fee", 18), Column("Council's share of hours", 18),
            Column("Self-funder rate", 18),
        ],
        column_formats={
            "Council's fee": MONEY, "Council's share of hours": SHARE, "Self-funder rate": MONEY,
        },
    )  # fmt: skip
    price = layout.average_of("price")
    for share in _COUNCIL_SHARES:
        row = FIRST_ROW + len(sheet.rows)
        first = row == FIRST_ROW
        council: Content = (
            Entry(fee, above=0.0, help="The council's fee an hour.")
            if first
            else Formula(f"=D${FIRST_ROW}", fee)
        )
        rate = self_funder_rate(book, council_fee=fee, council_share=share)
        sheet.add(
            f"Council pays for {100 * share:.0f} % of hours", INPUT if first else LIVE,
            PER_CONTACT_HOUR, council, share, Formula(f"=({price}-E{row}*D{row})/(1-E{row})", rate),
        )  # fmt: skip
    return sheet
