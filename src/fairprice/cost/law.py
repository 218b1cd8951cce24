"""The law behind a price: what it rests on, and how sure it is that this is the law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from fairprice.declare.input_field import InputField
from fairprice.declare.units import kind_of
from fairprice.statutory import (
    ANNOUNCED,
    ASSUMED,
    STANDING,
    OwnValue,
    StatutoryRates,
    StatutoryValue,
)

#: The statutory value that pay is tested against.
MINIMUM_WAGE = "adult_minimum_wage"
#: The age from which the minimum wage of adults can hold.
FIRST_ADULT_BAND = 21


def law_table(values: Iterable[StatutoryValue]) -> pd.DataFrame:
    """Tabulate statutory values; see :attr:`fairprice.OpenBook.law`."""
    held = list(values)
    columns = {
        "label": [law.label for law in held],
        "value": [law.value for law in held],
        "unit": [law.unit for law in held],
        "from": [law.valid_from for law in held],
        "to": [law.valid_to for law in held],
        "certainty": [law.certainty for law in held],
        "source": [law.source_title for law in held],
        "address": [law.source_address for law in held],
        "checked": [law.checked for law in held],
    }
    return pd.DataFrame(columns, index=pd.Index([law.name for law in held], name="statutory_value"))


def own_law_in_words(values: Sequence[OwnValue]) -> str:
    """Say of how many values a party gives its own, and which contradict enacted law.

    Parameters
    ----------
    values
        Those behind a price, one or more.

    Returns
    -------
    str
        Two sentences.
    """
    against = [in_words(pair) for pair in values if pair.contradicts]
    many, are = f"{len(values)} value{'s' * (len(values) > 1)}", "are" if len(values) > 1 else "is"
    told = f"{many} {are} the party's own and not the register's."
    if not against:
        return f"{told} None contradicts enacted law."
    return f"{told} Contradicting enacted law: {'; '.join(against)}."


def in_words(pair: OwnValue) -> str:
    """Write an own value beside the register's, where it has one."""
    own, held = pair
    told = f"{own.label.split(':')[0]}, {own.value:.15g}"
    return told if held is None else f"{told} against {held.value:.15g}"


def law_field(law: StatutoryValue) -> InputField:
    """Declare a statutory value as what it is to whoever varies it.

    Parameters
    ----------
    law
        The value, as the register holds it.
    """
    kind = kind_of(law.unit)
    return InputField(
        name=law.name, section="rates", label=law.label, unit=law.unit, kind=kind,
        description="As in the statutory register.", lower=0.0,
        upper=1.0 if kind == "share" else None,
    )  # fmt: skip


def not_enacted(values: Iterable[StatutoryValue]) -> str:
    """Say in one line which statutory values are not enacted, the least sure first.

    Parameters
    ----------
    values
        What a price rests on.

    Returns
    -------
    str
        Labels by certainty; empty where every value is enacted.
    """
    order = (ASSUMED, ANNOUNCED, STANDING)
    unsure = sorted(
        (law for law in values if law.certainty in order),
        key=lambda law: order.index(law.certainty),
    )
    by_certainty: dict[str, list[str]] = {}
    for law in unsure:
        by_certainty.setdefault(law.certainty_in_words, []).append(law.label.split(":")[0])
    return " ".join(
        f"{told[:1].upper()}{told[1:]}: {'; '.join(labels)}."
        for told, labels in by_certainty.items()
    )


def minimum_wages_needed(rates: StatutoryRates) -> tuple[str, ...]:
    """List the statutory values that the test needs, known or not."""
    age = "adult_minimum_wage_age"
    between = age not in rates or rates.value(age) > FIRST_ADULT_BAND
    return (
        MINIMUM_WAGE,
        age,
        *(["minimum_wage_21_to_adult_age"] if between else []),
        "minimum_wage_18_to_20",
        "minimum_wage_under_18",
        "minimum_wage_apprentice",
    )
