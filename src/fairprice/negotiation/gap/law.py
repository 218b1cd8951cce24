"""What the law has to do with a gap: by value, also where it acts through pay."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from fairprice import digits
from fairprice.cost import MINIMUM_WAGE, OpenBook
from fairprice.negotiation.gap.differences import law_of

#: Names of wages of the law, at which pay may be stated.
_WAGE = re.compile("wage|minimum_pay|nhs_band")
#: Two wages that differ by less are the same: an uplift multiplies and divides by them.
_RELATIVE = 1e-9
#: Effects of one size, to the rounding of long sums, stand in the order of the values (GBP).
_DECIMALS = 12


def law_table(ours: OpenBook, theirs: OpenBook, effects: pd.Series) -> pd.DataFrame:
    """Tabulate the law on which two books differ; see :attr:`fairprice.Bridge.by_law`.

    Parameters
    ----------
    ours, theirs
        The two books.
    effects
        What each input and statutory value makes of the gap, by name (GBP per contact hour).
    """
    through = dict(_through_pay(ours, theirs))
    behind = dict.fromkeys((*ours.law_names, *theirs.law_names, *through))
    names = [name for name in behind if _differ(ours, theirs, name)]
    own = effects.reindex(names).fillna(0.0)
    pay = {name: effects.reindex(list(through.get(name, ()))).sum() for name in names}
    columns = {
        "label": [ours.rates[name].label for name in names],
        "unit": [ours.rates[name].unit for name in names],
        "ours": [law_of(ours, name) for name in names],
        "theirs": [law_of(theirs, name) for name in names],
        "effect": [float(own[name] + pay[name]) for name in names],
        "through": [
            ", ".join(ours.label(pay_input) for pay_input in through.get(name, ()))
            for name in names
        ],
    }
    table = pd.DataFrame(columns, index=pd.Index(names, name="statutory_value"))
    order = np.argsort(-table["effect"].abs().round(_DECIMALS).to_numpy(), kind="stable")
    return table.iloc[order]


def law_lines(table: pd.DataFrame) -> list[str]:
    """Write such a table in lines, under a heading; nothing where there is no difference."""
    lines = []
    for row in table.itertuples():
        told = f"{row.label!s}: {row.ours:.15g} against {row.theirs:.15g} {row.unit!s}"
        if row.through:
            lines.append(f"  {told}: {row.effect:+.4f}, through pay stated at it: {row.through!s}")
        elif not row.effect and _WAGE.search(str(row.Index)):
            lines.append(f"  {told}: none, as no pay is stated at it on both sides")
        else:
            lines.append(f"  {told}: {row.effect:+.4f}")
    return ["", "The law on which they differ, ours against theirs", *lines] if lines else []


def _differ(ours: OpenBook, theirs: OpenBook, name: str) -> bool:
    here, there = law_of(ours, name), law_of(theirs, name)
    return here is not None and there is not None and not digits.same(here, there)


def _through_pay(ours: OpenBook, theirs: OpenBook) -> Iterator[tuple[str, list[str]]]:
    """Yield wages on which the two differ with the pay that both state at them."""
    fields = ours.assumptions.fields()
    here, there = ours.assumptions.inputs(), theirs.assumptions.inputs()
    left = [
        name
        for name in here
        if name in there and fields[name].section == "pay" and fields[name].kind == "money"
    ]
    wages = sorted(ours.rates.names(), key=lambda name: name != MINIMUM_WAGE)
    for wage in wages:
        if not _WAGE.search(wage) or not _differ(ours, theirs, wage):
            continue
        at_it = [
            name
            for name in left
            if _stated_at(here[name], law_of(ours, wage))
            and _stated_at(there[name], law_of(theirs, wage))
        ]
        left = [name for name in left if name not in at_it]
        if at_it:
            yield wage, at_it


def _stated_at(pay: object, wage: float | None) -> bool:
    return (
        isinstance(pay, float) and wage is not None and math.isclose(pay, wage, rel_tol=_RELATIVE)
    )
