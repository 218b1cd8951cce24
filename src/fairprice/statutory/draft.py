"""Drafts a law file: what a day's price needs, to be filled in where it is not known."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from fairprice.statutory.fields import TO_FILL_IN
from fairprice.statutory.inline import inline_table, quoted
from fairprice.statutory.periods import LIMITS, stated_as
from fairprice.statutory.rates import StatutoryRates
from fairprice.statutory.records import ASSUMED, Gap, StatutoryValue, last_day

_ONE_DAY = datetime.timedelta(days=1)
_HOW_TO = """\
# The law of {date} in {nation}, as far as a price or the minimum wage test needs it.
#
# Type a number in place of each "{to_fill_in}". Shares are parts of one: 0.03 is 3 %. All else may
# stay as it is: what you type counts as your own assumption, and whatever is priced with it
# says so.
#
# Whose assumption it is may be said here:
# assumed_by = "Exampleshire County Council"
#
# A value may differ by scenario, value = {{ low = 13.10, central = 13.30, high = 13.50 }}; then say
# which scenario is used when none is named:
# default_scenario = "central"
#
# A value that has become known is given with its source, the day you checked it, and
# certainty = "announced" (with announced_by and announced_on) or "enacted":
#   {{ ..., value = 13.30, certainty = "announced", announced_by = "HM Treasury",
#     announced_on = 2026-11-25, source = "budget", checked = 2026-11-26 }},
# and, at the end of the file:
#   [sources.budget]
#   title = "Budget 2026"
#   address = "https://www.gov.uk/..."
"""


def asked_for(rates: StatutoryRates, names: Iterable[str]) -> tuple[str, ...]:
    """List the parameters to be filled in: those not in force, or what they follow from.

    Parameters
    ----------
    rates
        The law of a day in a nation.
    names
        The parameters needed.

    Returns
    -------
    tuple of str
        In the order given, each once.
    """
    return tuple(dict.fromkeys(stated_as(name) for name in names if name not in rates))


def draft_law_file(rates: StatutoryRates, names: Sequence[str]) -> str:
    """Write a law file to fill in.

    Parameters
    ----------
    rates
        The law of a day in a nation, as far as it is known.
    names
        The parameters needed on that day.

    Returns
    -------
    str
        TOML: a place for each value that is not in force then, with the last known value
        and where to look; and every other value as the register holds it.
    """
    missing = asked_for(rates, names)
    known = [rates[name] for name in names if name in rates]
    heading = _HOW_TO.format(date=rates.date, nation=rates.nation, to_fill_in=TO_FILL_IN)
    parts = [heading, f"# To fill in: {len(missing) or 'nothing'}"]
    parts += [_to_fill_in(rates, name) for name in missing]
    parts.append(f"# Settled: {len(known) or 'nothing'}, as the register holds it")
    titles = {
        document: f"register_{number}"
        for number, document in enumerate(
            dict.fromkeys((value.source_title, value.source_address) for value in known), start=1
        )
    }
    parts += [
        _as_held(rates, value.name, titles[value.source_title, value.source_address])
        for value in known
    ]
    parts += [
        f"[sources.{identifier}]\ntitle = {quoted(title)}\naddress = {quoted(address)}"
        for (title, address), identifier in titles.items()
    ]
    return "\n\n".join(parts) + "\n"


def _to_fill_in(rates: StatutoryRates, name: str) -> str:
    spans = rates.register.spans(name, rates.nation)
    known = [span for span in spans if isinstance(span, StatutoryValue)]
    before = [value for value in known if value.valid_from <= rates.date]
    nearest = before[-1] if before else known[0]
    first, last = _year_of(rates.date, nearest.valid_from)
    first = max([first, *(last_day(value) + _ONE_DAY for value in before)])
    last = min([last, *(v.valid_from - _ONE_DAY for v in known if v.valid_from > rates.date)])
    holes = [
        *_hole([last_day(s) for s in spans if last_day(s) < first], first, before=True),
        *_hole([s.valid_from for s in spans if s.valid_from > last], last, before=False),
    ]
    reasons = {
        gap.reason
        for gap in spans
        if isinstance(gap, Gap) and gap.valid_from <= rates.date <= gap.valid_to
    }
    until = f"to {nearest.valid_to}" if nearest.valid_to else "on"
    told = "Last" if before else "First"
    value = inline_table(valid_from=first, valid_to=last, value=TO_FILL_IN, certainty=ASSUMED)
    comments = [
        f"{told} known: {nearest.value:.10g} {nearest.unit}, {nearest.valid_from} {until}.",
        *sorted(reasons),
        f"Where to look: {nearest.source}",
    ]
    parts = [limit for limit in LIMITS if limit.year == name]
    if parts:
        comments.append("The week's and the month's follow from it.")
    gaps = [inline_table(valid_from=a, valid_to=b, reason="Not asked for.") for a, b in holes]
    return "\n".join(
        [
            *_named(nearest, [rates.nation]),
            *(f"# {comment}" for comment in comments),
            *_rows("values", [value]),
            *(_rows("gaps", gaps) if gaps else []),
        ]
    )


def _year_of(day: datetime.date, began: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the year around a day that begins on the day of the year on which a value did."""
    first = began.replace(year=day.year if began.replace(year=day.year) <= day else day.year - 1)
    return first, first.replace(year=first.year + 1) - _ONE_DAY


def _hole(
    days: Sequence[datetime.date], edge: datetime.date, *, before: bool
) -> list[tuple[datetime.date, datetime.date]]:
    """Return the days between the nearest span and an edge of the value, if there are any."""
    if not days:
        return []
    if before:
        first, last = max(days) + _ONE_DAY, edge - _ONE_DAY
    else:
        first, last = edge + _ONE_DAY, min(days) - _ONE_DAY
    return [(first, last)] if first <= last else []


def _as_held(rates: StatutoryRates, name: str, source: str) -> str:
    value = rates.register.span_on(name, rates.nation, rates.date)
    assert isinstance(value, StatutoryValue)
    row = inline_table(
        valid_from=value.valid_from,
        valid_to=value.valid_to,
        stands_after=value.stands_after,
        value=value.value,
        certainty=value.certainty,
        announced_by=value.announced_by,
        announced_on=value.announced_on,
        source=source,
        checked=value.checked,
        attested=value.attested,
    )
    told = f"# On {rates.date}: {rates[name].certainty_in_words}."
    return "\n".join([*_named(value, value.nations), told, *_rows("values", [row])])


def _named(value: StatutoryValue, nations: Sequence[str]) -> list[str]:
    return [
        "[[parameter]]",
        f"name = {quoted(value.name)}",
        f"label = {quoted(value.label)}",
        f"unit = {quoted(value.unit)}",
        f"nations = [{', '.join(map(quoted, nations))}]",
    ]


def _rows(key: str, rows: Sequence[str]) -> list[str]:
    return [f"{key} = [", *(f"  {row}," for row in rows), "]"]
