"""Results by group, and the rule that small groups are never shown alone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairprice.declare.arguments import Arguments
from fairprice.errors import InputError
from fairprice.payment.billing import length_bands
from fairprice.types import Floats
from fairprice.visits.columns import IDENTIFIERS
from fairprice.visits.extra import name as quoted
from fairprice.visits.sums import Parts, Tally
from fairprice.visits.texts import TEXTS

if TYPE_CHECKING:
    from fairprice.visits.log import VisitLog

#: Fewer people, or where none are logged fewer visits, are not shown alone.
AT_LEAST = 10
#: The group of everything.
ALL = "all"
#: The row of what is pooled.
FEW = "groups too small to show"


@dataclass
class GroupTallies:
    """Tallies of the same measures by every way of grouping.

    Parameters
    ----------
    measures
        What is added up.
    groups
        Ways of grouping, as in ``VisitLog.groups``.
    """

    measures: tuple[str, ...]
    groups: tuple[str, ...]
    by: dict[str, Tally] = field(init=False)

    def __post_init__(self) -> None:
        self.by = {name: Tally(self.measures) for name in (ALL, *self.groups)}

    def add(self, visits: pd.DataFrame, columns: Mapping[str, Floats]) -> None:
        """Add visits with their measures."""
        parts = {name: Parts.of(values) for name, values in columns.items()}
        for name, tally in self.by.items():
            codes, labels = group_codes(visits, name)
            tally.add(parts, codes, labels)

    def merge(self, other: GroupTallies) -> None:
        """Add the tallies of other visits."""
        for name, tally in self.by.items():
            tally.merge(other.by[name])


def group_codes(visits: pd.DataFrame, name: str) -> tuple[Any, list[Hashable]]:
    """Number the group of each visit, and name the groups."""
    if name == ALL:
        return np.zeros(len(visits), dtype=np.intp), [ALL]
    if name == "length":
        codes, labels = length_bands(visits["planned_minutes"].to_numpy())
        return codes, list(labels)
    codes, found = pd.factorize(visits[name], use_na_sentinel=False)
    return codes, ["not stated" if pd.isna(label) else label for label in found.tolist()]


def check_group(name: Any, known: tuple[str, ...], at_least: Any) -> int:
    """Refuse a way of grouping that is none, or that would name people."""
    read = Arguments()
    listed = ", ".join(known)
    why = "Results are added up as visits pass by."
    if isinstance(name, str) and name in IDENTIFIERS:
        read.note(TEXTS("an-identifier", "by", name=name, known=listed))
    elif name not in known:
        read.note(TEXTS("no-such-group", "by", name=name, why=why, known=listed))
    least = _at_least(read, at_least)
    read.done()
    return least


def check_at_least(at_least: Any) -> int:
    """Refuse what is no number of people."""
    read = Arguments()
    least = _at_least(read, at_least)
    read.done()
    return least


def _at_least(read: Arguments, given: Any) -> int:
    return read.whole("at_least", given, "Small groups name people.", lowest=1, highest=10**6)


def pooled(log: VisitLog, name: str, tally: Tally, at_least: int) -> dict[Hashable, list[Hashable]]:
    """Tell which groups stand in each row of a table: themselves, or pooled as too small.

    The pool itself is never too small where there is a further group to put in it, so that
    no group can be told from the others and the total.
    """
    people = _people(log, name, tally)
    filled = [label for label, count in tally.counts.items() if count]
    sizes = sorted(filled, key=lambda label: (people.get(label, 0), str(label)))
    small = [label for label in sizes if people.get(label, 0) < at_least]
    while (
        small
        and len(small) < len(sizes)
        and sum(people.get(label, 0) for label in small) < at_least
    ):
        small.append(sizes[len(small)])
    shown: dict[Hashable, list[Hashable]] = {
        label: [label] for label in filled if label not in small
    }
    ordered = dict(sorted(shown.items(), key=lambda item: _order(name, item[0])))
    return ordered | ({FEW: small} if small else {})


def _people(log: VisitLog, name: str, tally: Tally) -> Mapping[Hashable, int]:
    """People in each group; visits where the log has no clients."""
    if "client" not in log.mapped:
        return tally.counts
    if name == "length":
        # a band is a range of minutes, so its people are counted as those of its lengths
        found = log.query(
            "SELECT planned_minutes, client FROM checked WHERE reason IS NULL GROUP BY ALL"
        )
        table = pd.DataFrame(found, columns=["planned_minutes", "client"])
        codes, labels = length_bands(table["planned_minutes"].to_numpy(dtype=float))
        counted = table["client"].groupby(codes).nunique()
        return {label: int(counted.get(code, 0)) for code, label in enumerate(labels)}
    return {
        "not stated" if label is None else label: count
        for label, count in log.query(
            f"SELECT {quoted(name)}, count(DISTINCT client) FROM checked "
            "WHERE reason IS NULL GROUP BY 1"
        )
    }


def _order(name: str, label: Hashable) -> Any:
    if name == "length":
        return length_bands(np.zeros(1))[1].index(str(label))
    return label if name == "hour" and isinstance(label, int) else str(label)


def check_log(log: Any) -> None:
    """Refuse what is no checked log, or has nothing to price."""
    from fairprice.visits.log import VisitLog

    read = Arguments()
    read.kind("log", log, VisitLog, "what read_visits returned", "Only checked visits are priced.")
    read.done()
    if not log.rows:
        raise InputError([TEXTS("nothing-to-price", "log", count=log.rows_in)])
