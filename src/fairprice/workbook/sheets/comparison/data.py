"""The comparison as data: what every sheet of its workbook is written from."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from fairprice.assumptions import Assumptions
from fairprice.assumptions.files import as_data
from fairprice.cost import OpenBook
from fairprice.files import toml_tables, write_toml
from fairprice.formats import COHORT, CONTRACT, stamped
from fairprice.payment import Cohort, Contract, PaymentComparison, compare_payments
from fairprice.statutory import Law, own_records, rates_of_records
from fairprice.workbook.layout import COMPARISON_DATA
from fairprice.workbook.model import Column, Sheet

_STATED = "Stated"


def data_sheet(result: PaymentComparison) -> Sheet:
    """Write the comparison as TOML."""
    sheet = Sheet(
        COMPARISON_DATA,
        "Comparison data",
        (
            "Everything this workbook was written from, as TOML: contracts, people, the "
            "provider's assumptions, its own law, and how the years were drawn.",
            "It lets anyone rebuild every sheet and compare: see verify_workbook of fairprice.",
        ),
        [Column("Line", 8), Column("Role", 12), Column("Text", 150)],
        column_formats={"Line": "0"},
    )
    for number, line in enumerate(lines_of(result), start=1):
        sheet.add(float(number), _STATED, line)
    return sheet


def lines_of(result: PaymentComparison) -> tuple[str, ...]:
    """Return the lines of TOML that a comparison can be made from again."""
    experiment = result.experiment
    drawn = {"draws": experiment.draws, "seed": experiment.seed, "weeks": experiment.weeks}
    if result.risk_aversion is not None:
        drawn["risk_aversion"] = result.risk_aversion  # type: ignore[assignment]

    def plain(model: Any) -> dict[str, Any]:
        data: dict[str, Any] = model.model_dump(exclude_none=True, mode="json")
        return data

    data = {
        "years": drawn,
        "people": stamped(plain(experiment.stated), COHORT),
        "contracts": [stamped(plain(c), CONTRACT) for c in experiment.contracts.values()],
        "provider": as_data(result.book.assumptions),
    }
    if own_law := own_records(result.book.rates):
        data["law"] = own_law
    return tuple(line.strip() for line in write_toml(data, None).splitlines() if line.strip())


def fingerprint_of(lines: tuple[str, ...]) -> str:
    """Return the SHA-256 of what a comparison workbook carries."""
    return sha256("\n".join(lines).encode()).hexdigest()


def compared_again(lines: tuple[str, ...], law: Law) -> PaymentComparison:
    """Make the comparison of these lines again, every year simulated anew.

    Raises
    ------
    FairpriceError
        If a part of it is refused.
    ValueError, KeyError, TypeError
        If it is not TOML, or lacks a part.
    """
    data = toml_tables("\n".join(lines))
    provider = Assumptions.model_validate(data["provider"])
    if law is None:
        about = provider.about
        law = rates_of_records(about.price_date, about.nation, data.get("law", ()), COMPARISON_DATA)
    return compare_payments(
        [Contract.model_validate(contract) for contract in data["contracts"]],
        Cohort.model_validate(data["people"]),
        OpenBook(provider, law),
        progress=False,
        **data["years"],
    )
