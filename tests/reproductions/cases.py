"""Published build-ups as assumptions of an open book, and what their sources print.

Figures are read from the reference table at run time. Only inputs differ between the
cases. ``stated`` lists what the source says itself; ``inferred`` what was worked back from
its printed figures, so that a line resting on it alone confirms nothing.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fairprice import Assumptions, OpenBook, round_half_up, round_up_to_multiple
from fairprice.calculation import BUSINESS_LINES

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "published_prices.csv"
Data = dict[str, Any]

HALF_UP = "half up to the penny"
CUT = "fractions of a penny cut off"
PENNY_HIGH = "printed a penny above its own rate, half up"
UP_TO_4P = "up to a multiple of 4p"
ROUNDINGS: dict[str, Callable[[float], float]] = {
    HALF_UP: round_half_up,
    CUT: lambda amount: math.floor(amount * 100 + 1e-9) / 100,
    PENNY_HIGH: lambda amount: round_half_up(round_half_up(amount) + 0.01),
    UP_TO_4P: lambda amount: round_up_to_multiple(amount, 0.04),
}


@dataclass(frozen=True)
class Printed:
    """One printed figure: its label, its value, and how the book gives it."""

    label: str
    value: float
    how: str
    model: Callable[[OpenBook | None], float]
    rounding: str = HALF_UP

    def rebuilt(self, book: OpenBook | None) -> float:
        """Return the book's figure, rounded as the source rounds."""
        return ROUNDINGS[self.rounding](self.model(book))


@dataclass(frozen=True)
class Case:
    """One published build-up."""

    name: str
    address: str
    stated: tuple[str, ...]
    inferred: tuple[str, ...]
    assumptions: Data | None
    lines: tuple[Printed, ...] = field(repr=False)

    def book(self) -> OpenBook | None:
        """Return the open book; none where the source publishes rates, not costs."""
        if self.assumptions is None:
            return None
        return OpenBook(Assumptions.model_validate(self.assumptions))

    def residuals(self) -> list[tuple[str, float, float, float]]:
        """List label, unrounded model, print, and model less print."""
        book = self.book()
        return [
            (line.label, line.model(book), line.value, line.model(book) - line.value)
            for line in self.lines
        ]


class Reference:
    """The reference table, asked by the beginning of a source, year or variant."""

    def __init__(self, path: Path = REFERENCE) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))

    def of(self, source: str, year: str = "", variant: str = "") -> Callable[[str], float]:
        """Return the figures of one build-up, by line; a rate as a share of one."""
        columns = {"source": source, "year": year, "variant": variant}
        rows = [r for r in self.rows if all(r[c].startswith(v) for c, v in columns.items())]

        def figure(line: str) -> float:
            stated_as_rate = line.endswith(" %")
            units = [r for r in rows if r["line"] == line.removesuffix(" %")]
            found = {r["value"] for r in units if r["unit"].startswith("%") == stated_as_rate}
            [value] = found
            return float(value) / 100 if stated_as_rate else float(value)

        return figure

    def address(self, source: str, year: str = "") -> str:
        """Return the address of a source."""
        of_source = (r for r in self.rows if r["source"].startswith(source))
        return next(r["url"] for r in of_source if r["year"].startswith(year))


def row(*names: str) -> Callable[[OpenBook | None], float]:
    """Return the sum of rows at the average contact hour."""
    return lambda book: sum(float(book.value(name)) for name in names)  # type: ignore[union-attr]


def stated_book(about: Data, pay: float, minutes: float, stated: Data, **changes: Data) -> Data:
    """Return the data of a book whose on-costs are all stated rates.

    Every visit has the same length; what a source does not mention is nought.
    """
    words = ("training", "noncontact", "holiday", "sickness", "national_insurance", "pension")
    rates: Data = {}
    for word in words:
        rates[f"stated_{word}_rate"] = 0.0
        rates[f"stated_{word}_base"] = "attendance pay"
    nought = ("evening_share", "evening_premium", "weekend_share", "weekend_premium",
              "bank_holiday_share", "bank_holiday_premium", "waiting_pay_rate")  # fmt: skip
    data: Data = {
        "about": {"nation": "England"} | about,
        "pay": {"contact_pay_rate": pay, "travel_pay_rate": pay} | dict.fromkeys(nought, 0.0),
        "visits": {
            "visit_minutes": [minutes], "visits_per_week": [1.0], "double_handed_share": 0.0,
        },
        "travel": {
            "travel_minutes_per_visit": 0.0, "waiting_minutes_per_visit": 0.0,
            "miles_per_visit": 0.0, "mileage_rate": 0.0,
        },
        "time_off": {"notice_pay_share": 0.0},
        "ppe": {"ppe_per_visit": 0.0, "ppe_per_contact_hour": 0.0},
        "return_on_operations": {"return_rate": 0.0, "return_base": "cost"},
        "stated_rates": rates | stated,
    }  # fmt: skip
    if "stated_overheads_rate" not in stated:
        data["business_costs"] = {f"{line}_per_contact_hour": 0.0 for line in BUSINESS_LINES}
    for section, part in changes.items():
        data[section] = data.get(section, {}) | part
    return data


def ukhca_2014(reference: Reference) -> Case:
    """UK Homecare Association, minimum price of February 2014."""
    printed = reference.of("UKHCA", "2014 Feb", "NMW 6.31")
    model_page = reference.of("UKHCA Costing Model page")
    mileage_rate = model_page("mileage rate")
    assumptions = stated_book(
        {"provider_name": "UKHCA minimum price, February 2014", "price_date": "2014-02-04"},
        pay=printed("basic pay, contact time"),
        minutes=60.0,
        stated={
            "stated_national_insurance_rate": printed("employer's NI %"),
            "stated_holiday_rate": printed("holiday (inferred) %"),
            "stated_training_rate": printed("training (inferred) %"),
            "stated_pension_rate": printed("pension (inferred) %"),
            "stated_overheads_rate": printed("running costs %"),
            "stated_overheads_base": "price",
        },
        travel={
            "travel_minutes_per_visit": 60 * printed("travel time (inferred) %"),
            "miles_per_visit": printed("mileage") / mileage_rate,
            "mileage_rate": mileage_rate,
        },
        return_on_operations={"return_rate": printed("profit %"), "return_base": "price"},
    )
    lines = {
        "basic pay, contact time": "direct_care",
        "travel time pay": "travel_time",
        "employer's NI": "national_insurance",
        "holiday pay": "holiday",
        "training": "training_staff_time",
        "pension": "pension",
        "mileage": "mileage",
        "running costs of business": "other_overheads",
        "profit": "return_on_operations",
        "headline price": "price",
    }
    return Case(
        "UKHCA minimum price, February 2014",
        reference.address("UKHCA", "2014 Feb"),
        stated=("pay", "National Insurance rate", "running costs and profit as shares of price",
                "mileage rate (costing model)", "pension rate (costing model)"),
        inferred=("travel of 11.4 minutes per contact hour", "holiday 28/260 = 10.77 % (10.5 % is "
                  "printed, which gives 0.79)", "training 1.73 %", "4 miles per contact hour"),
        assumptions=assumptions,
        lines=tuple(Printed(label, printed(label), f"row {name}", row(name))
                    for label, name in lines.items()),
    )  # fmt: skip


def ukhca_2020(reference: Reference) -> Case:
    """UK Homecare Association, minimum price of 2020-21."""
    printed = reference.of("UKHCA", "2020-21", "NLW 8.72")
    assumptions = stated_book(
        {"provider_name": "UKHCA minimum price, 2020-21", "price_date": "2020-04-06"},
        pay=printed("careworkers' contact time"),
        minutes=60.0,
        stated={
            "stated_national_insurance_rate": printed("NI+pension (inferred) %"),
            # holiday, training, sickness and notice are printed as one line
            "stated_holiday_rate": printed("other on-costs (inferred) %"),
        },
        travel={
            "travel_minutes_per_visit": printed("travel minutes per contact hour (inferred)"),
            "miles_per_visit": 4.0,
            "mileage_rate": printed("careworkers' mileage") / 4,
        },
        business_costs={
            "other_overheads_per_contact_hour": printed("cost of running the business")
        },
        return_on_operations={
            "return_rate": printed("profit rule (inferred) %"), "return_base": "cost",
        },
    )  # fmt: skip
    lines = {
        "careworkers' contact time": ("direct_care",),
        "careworkers' travel time": ("travel_time",),
        "employers' NI and pensions": ("national_insurance", "pension"),
        "other wage on-costs": ("holiday", "training_staff_time", "noncontact_pay",
                                "sickness_maternity_and_paternity_pay", "notice_suspension_pay"),
        "careworkers' mileage": ("mileage",),
        "cost of running the business": ("total_business_costs",),
        "profit or surplus": ("return_on_operations",),
        "headline price": ("price",),
    }  # fmt: skip
    return Case(
        "UKHCA minimum price, 2020-21",
        reference.address("UKHCA", "2020-21"),
        stated=("every line in GBP",),
        inferred=("travel of 11.7 minutes per contact hour", "NI and pension 10.94 %, and other "
                  "on-costs 18.91 %, of contact and travel pay: from the printed lines themselves",
                  "mileage as 4 miles at 0.34", "profit 3 % on cost"),
        assumptions=assumptions,
        lines=tuple(Printed(label, printed(label), "row " + " + ".join(names), row(*names))
                    for label, names in lines.items()),
    )  # fmt: skip


def bloomsbury_c(reference: Reference) -> Case:
    """Bloomsbury Home Care, half an hour at overtime pay."""
    source = "Bloomsbury Home Care blog C"
    printed = reference.of(source)
    pay, with_on_costs = printed("pay rate"), printed("pay with holiday, pension and NI")
    assumptions = stated_book(
        {"provider_name": source, "price_date": "2021-10-01"},
        pay=pay,
        minutes=30.0,
        # holiday, pension and National Insurance are printed as one figure
        stated={"stated_holiday_rate": with_on_costs / pay - 1},
        travel={
            "travel_minutes_per_visit": printed("travel"),
            "miles_per_visit": printed("miles"),
            "mileage_rate": printed("mileage rate"),
        },
        return_on_operations={"return_rate": printed("gross margin %"), "return_base": "price"},
    )

    def visit(book: OpenBook | None) -> float:
        return float(book.at(1.0, 0.5)["total_cost"])  # type: ignore[union-attr]

    def hour(book: OpenBook | None) -> float:
        return 2 * ROUNDINGS[CUT](visit(book))

    def price(book: OpenBook | None) -> float:
        return hour(book) / (1 - book.value("return_rate"))  # type: ignore[union-attr]

    return Case(
        "Bloomsbury C, overtime visit of half an hour",
        reference.address(source),
        stated=("pay with on-costs", "travel", "miles", "mileage rate", "gross margin on price"),
        inferred=(),
        assumptions=assumptions,
        lines=(
            Printed("half-hour cost", printed("half-hour cost"),
                    "row total_cost of one visit of 30 minutes", visit, CUT),
            Printed("hourly cost", printed("hourly cost"), "twice the cost as cut", hour),
            Printed("price", printed("price"), "the hourly cost over 1 - margin", price),
        ),
    )  # fmt: skip


def bloomsbury_a(reference: Reference) -> Case:
    """Bloomsbury Home Care, direct cost of half an hour at the National Living Wage."""
    source = "Bloomsbury Home Care blog A"
    printed = reference.of(source)
    gross_as_printed = printed("30 min pay") + printed("travel 10 min") + printed("holiday pay")
    assumptions = stated_book(
        # the wage stands in the variant's name: "NLW 8.91, half-hour visit"
        {"provider_name": source, "price_date": "2021-10-01"},
        pay=8.91,
        minutes=30.0,
        stated={
            "stated_holiday_rate": 0.1207,
            "stated_national_insurance_rate": printed("NI") / gross_as_printed,
            "stated_national_insurance_base": "gross pay",
            "stated_pension_rate": 0.03,
            "stated_pension_base": "gross pay",
        },
        travel={
            "travel_minutes_per_visit": 10.0,
            "miles_per_visit": 3.0,
            "mileage_rate": 0.25,
        },
    )

    def of_a_visit(name: str) -> Callable[[OpenBook | None], float]:
        return lambda book: float(book.at(1.0, 0.5)[name])  # type: ignore[union-attr]

    rows = {
        "30 min pay": ("direct_care", HALF_UP),
        "travel 10 min": ("travel_time", HALF_UP),
        "holiday pay": ("holiday", PENNY_HIGH),
        "NI": ("national_insurance", HALF_UP),
        "pension": ("pension", HALF_UP),
        "mileage 3 miles": ("mileage", HALF_UP),
    }
    parts = tuple(
        Printed(label, printed(label), f"row {name} of one visit of 30 minutes",
                of_a_visit(name), rounding)
        for label, (name, rounding) in rows.items()
    )  # fmt: skip
    total = Printed(
        "total direct cost", printed("total direct cost"), "the sum of the lines as rounded",
        lambda book: sum(part.rebuilt(book) for part in parts),
    )  # fmt: skip
    return Case(
        "Bloomsbury A, half an hour at the National Living Wage",
        reference.address(source),
        stated=("pay", "travel of 10 minutes", "3 miles"),
        inferred=("holiday 12.07 %", "NI from its own printed line", "pension 3 % of gross pay",
                  "25p a mile"),
        assumptions=assumptions,
        lines=(*parts, total),
    )  # fmt: skip


def norfolk(reference: Reference, time: str) -> Case:
    """Norfolk County Council, direct payments for an employed personal assistant."""
    source = "Norfolk CC direct payments"
    printed = reference.of(source)
    assumptions = stated_book(
        {"provider_name": f"{source}, {time}", "price_date": "2023-04-06"},
        pay=printed(f"PA {time} pay"),
        minutes=60.0,
        # holiday, sick pay and payroll are stated as one rate
        stated={"stated_holiday_rate": printed("on-cost rate %")},
    )
    on_costs, total = f"on-costs {time}", f"total {time}"
    return Case(
        f"Norfolk direct payments, {time}",
        reference.address(source),
        stated=("pay", "on-cost rate"),
        inferred=(),
        assumptions=assumptions,
        lines=(
            Printed(on_costs, printed(on_costs), "row holiday", row("holiday")),
            Printed(total, printed(total), "row price", row("price")),
        ),
    )


def wolverhampton(reference: Reference, service: str) -> Case:
    """City of Wolverhampton, fee review 2025-26."""
    source = "City of Wolverhampton fee review"
    printed = reference.of(source, variant=service)
    raised = printed("rate before") * (1 + printed("uplift %"))
    return Case(
        f"Wolverhampton {service.lower()} rate",
        reference.address(source),
        stated=("rate before", "uplift"),
        inferred=("rounding up to a multiple of 4p: all five published rows fit",),
        assumptions=None,
        lines=(
            Printed("rate after", printed("rate after"), "rate before times (1 + uplift)",
                    lambda _: raised, UP_TO_4P),
        ),
    )  # fmt: skip


def all_cases(reference: Reference) -> list[Case]:
    """Return every case, in the order of the reproductions page."""
    return [
        ukhca_2014(reference),
        ukhca_2020(reference),
        bloomsbury_c(reference),
        bloomsbury_a(reference),
        *(norfolk(reference, time) for time in ("day", "night")),
        *(wolverhampton(reference, service) for service in ("Homecare", "Reablement")),
    ]
