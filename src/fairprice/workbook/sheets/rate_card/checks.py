"""Checks of a rate card, as live formulas with a verdict in words."""

from __future__ import annotations

from typing import Any

from fairprice.calculation import UNSOCIAL_TIMES
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.digits import added_up
from fairprice.rate_card import Spend
from fairprice.rate_card.pricing import Combination
from fairprice.recording import Recorded
from fairprice.workbook.layout import CHECKS
from fairprice.workbook.model import FIRST_ROW, Column, Formula, Sheet
from fairprice.workbook.sheets.check_rules import AGREES, AT_MOST, FAIL, PASS
from fairprice.workbook.sheets.given import CHECK_TOLERANCE
from fairprice.workbook.sheets.rate_card.addresses import (
    BOOKS,
    CARD_CHECKS,
    PRICES,
    CardLayout,
    on,
)
from fairprice.workbook.sheets.rate_card.books import column_of, in_the_book
from fairprice.workbook.sheets.rate_card.prices import LETTERS
from fairprice.workbook.sheets.rate_card.spend import sum_of_volumes, total_spend

_RESULT = "G"


def checks_sheet(layout: CardLayout, spend: Spend | None, names: dict[str, str]) -> Sheet:
    """Every check of the card; the base's own stand on its sheet of checks."""
    sheet = Sheet(
        CARD_CHECKS,
        "Checks of the card",
        (
            "Each row compares two figures that must agree, or counts what must not be. The "
            f"base's own checks stand on the sheet {CHECKS}.",
            "The last row counts the checks that fail; the verdict on the Cover rests on both. A "
            "row with blank cells is a step towards the check below it.",
        ),
        [
            Column("Check", 56),
            Column("Role", 14),
            Column("Unit", 22),
            Column("Found", 18),
            Column("Expected", 18),
            Column("Difference", 18),
            Column("Result", 14),
            Column("What it means", 80),
        ],
        column_formats={"Difference": "0.00000000"},
    )
    checks = _Checks(layout, sheet)
    checks.cells()
    checks.books()
    checks.weeks()
    if spend is not None:
        checks.spend(spend)
    row = FIRST_ROW + len(sheet.rows)
    verdicts = f"${_RESULT}${FIRST_ROW}:${_RESULT}${row - 1}"
    failed = float(sum(isinstance(r[6], Formula) and r[6].value == FAIL for r in sheet.rows))
    sheet.add(
        "Checks that fail", "Result", "checks",
        Formula(f'=SUMPRODUCT(({verdicts}="{FAIL}")*1)', failed), 0.0,
        Formula(f"=D{row}-E{row}", failed),
        Formula(f'=IF(D{row}=0,"{PASS}","{FAIL}")', FAIL if failed else PASS),
        "The overall verdict on the Cover rests on this count.", number_format="0",
    )  # fmt: skip
    names["card_failed_checks"] = on(CARD_CHECKS, f"$D${row}")
    return sheet


class _Checks:
    """Adds rows to the sheet."""

    def __init__(self, layout: CardLayout, sheet: Sheet) -> None:
        self.layout, self.sheet, self.priced = layout, sheet, layout.priced
        self.tolerance: Any = Recorded.named("check_tolerance", CHECK_TOLERANCE)

    def _add(
        self, label: str, unit: str, found: Formula, expected: Formula | float, means: str,
        verdict: Any = AGREES,
    ) -> None:  # fmt: skip
        row = FIRST_ROW + len(self.sheet.rows)
        wanted = expected.value if isinstance(expected, Formula) else expected
        difference: Any = Recorded.named(f"F{row}", float(found.value) - float(wanted))
        self.sheet.add(
            label, "Check", unit, found, expected, Formula(f"=D{row}-E{row}", difference.value),
            Formula.of_recorded(verdict.function(difference, self.tolerance)), means,
            number_format="#,##0.00######",
        )  # fmt: skip

    def cells(self) -> None:
        """Check that no longer visit costs less, and that no price is below what it rounds."""
        cells = list(self.priced.cells.values())
        last = FIRST_ROW + len(cells) - 1

        def column(key: str) -> str:
            return on(PRICES, f"${LETTERS[key]}${FIRST_ROW}:${LETTERS[key]}${last}")

        less = float(sum(cell.published < cell.shorter for cell in cells))
        self._add(
            "A longer visit costs no less than a shorter one", "prices",
            Formula(
                f"=SUMPRODUCT(({column('published')}<{column('published_of_a_shorter_visit')})*1)",
                less,
            ),
            0.0, "How many published prices are below that of the next shorter visit.",
        )  # fmt: skip
        below = min(cell.published - cell.price for cell in cells)
        point = self.priced.card.base.fees.price_multiple
        least = 0.0 if point is not None else -0.005
        self._add(
            "No price is rounded to less than it came to", "GBP per visit",
            Formula(f"=0-MIN({column('raised')})", -below), -least,
            "The most by which a published price is below the unrounded one: nothing where it is "
            "rounded up to a price point, half a penny where to the penny.",
            verdict=AT_MOST,
        )  # fmt: skip

    def books(self) -> None:
        """Check that a zone and service without differences has the price of the base."""
        card, layout = self.priced.card, self.layout
        for z, s in layout.books:
            zone, service = card.zones[z], card.services[s]
            if zone.stated or service.stated:
                continue
            own = on(BOOKS, f"{column_of(layout, (z, s))}{layout.book_rows['price']}")
            self._add(
                f"{zone.name}, {service.name}: as the base", PER_CONTACT_HOUR,
                Formula(f"={own}", self.priced.book_at((z, s)).price_per_hour),
                Formula(f"={layout.base.average_of('price')}", self.priced.base.price_per_hour),
                "Nothing differs, so the price per hour at the visit mix is that of the base.",
            )  # fmt: skip

    def weeks(self) -> None:
        """Check that the times of a week, by their shares, make up the book they are of."""
        for z, s in self.layout.books:
            week = self._whole_week(z, s)
            if not week:
                continue
            book, spelled = self.priced.book_at((z, s)), in_the_book(self.layout, (z, s))
            shares = {time: (spelled(share), float(book.value(share)))
                      for time, (share, _) in UNSOCIAL_TIMES.items()}  # fmt: skip
            rest = 1 - added_up(value for _, value in shares.values())
            shares["weekday"] = (f"(1-{'-'.join(text for text, _ in shares.values())})", rest)
            mix, per_hour = (
                spelled("visits_per_contact_hour"),
                book.value("visits_per_contact_hour"),
            )
            zone, service = self.priced.card.zones[z], self.priced.card.services[s]
            first, found = FIRST_ROW + len(self.sheet.rows), 0.0
            for hours, combination in week.items():
                visit, hour, *_ = self.layout.parts[combination.place]
                lines = self.priced.lines_of(combination)["price"]
                part = shares[hours][1] * (lines[0] * per_hour + lines[1])
                found += part
                self.sheet.add(
                    f"{zone.name}, {service.name}: {hours} hours, by their share", "Calculation",
                    PER_CONTACT_HOUR,
                    Formula(f"={shares[hours][0]}*({visit}*{mix}+{hour})", float(part)),
                    None, None, None, "The price of these hours at the visit mix, times their "
                    "share of contact hours: a step of the check below.",
                    number_format="#,##0.00######",
                )  # fmt: skip
            self._add(
                f"{zone.name}, {service.name}: the times make up the week",
                PER_CONTACT_HOUR,
                Formula(f"=SUM(D{first}:D{FIRST_ROW + len(self.sheet.rows) - 1})", float(found)),
                Formula(f"={spelled('price')}", book.price_per_hour),
                "The prices of weekday, evening, weekend and bank holiday, each by its share of "
                "contact hours, come to the book's price: no premium is counted twice or lost.",
            )  # fmt: skip

    def _whole_week(self, z: int, s: int) -> dict[str, Combination]:
        """Return one combination for each time, where they are the base's own week."""
        week: dict[str, Combination] = {}
        for combination in self.priced.of_a_book(z, s):
            carers, time = combination.carers, combination.time
            if carers.careworkers != 1 or combination.vehicles != 1 or carers.inputs:
                continue
            if time.stated or time.hours in week:
                return {}
            week[time.hours] = combination
        return week if set(week) == {"weekday", *UNSOCIAL_TIMES} else {}

    def spend(self, spend: Spend) -> None:
        """Check that the providers add up to the whole."""
        whole = float(spend.total["spend"])
        self._add(
            "Providers add up to the whole", "GBP per year",
            Formula(f"={total_spend(spend)}", whole), Formula(f"={sum_of_volumes(spend)}", whole),
            "The spend of all providers is the spend of all volumes.",
        )  # fmt: skip
