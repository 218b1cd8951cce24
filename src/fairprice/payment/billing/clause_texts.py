"""What is said of clauses of a billing contract that do not hold together."""

from __future__ import annotations

from fairprice.declare.texts import Texts

TEXTS = Texts(
    {
        "edges-do-not-rise": (
            "{edges} do not rise.", "{WHY_BANDS}",
            "List the edges from the lowest to the highest, each once.",
        ),
        "wrong-number-of-bands": (
            "has {found} entries for {bands} bands.", "{WHY_BANDS}",
            "Give one entry a band: {edges} edges make {bands} bands.",
        ),
        "wrong-number-of-prices": (
            "has {prices} entries for {lengths} lengths.", "Every carded length has one price.",
            "Give one price a length.",
        ),
        "give-exactly-one": ("states {found}.", "{why}", "Give exactly one of {names}."),
        "empty-clause, limits": (
            "states neither minimum nor maximum.", "{WHY_EMPTY}",
            "Give minimum_minutes or maximum_minutes, or remove the clause.",
        ),
        "empty-clause, multipliers": (
            "has no rule.", "{WHY_EMPTY}",
            "Give clock_windows, weekdays, public_holidays or special_days, or remove it.",
        ),
        "not-used, totals": (
            "names {named}, but each visit is rounded by itself.",
            "Totals would be taken by them in silence, and no bill would change.",
            'Give scope = "day" or "period", or leave totals_by out.',
        ),
        "minimum-above-maximum": (
            "{low:g} is above the maximum of {high:g}.", "No visit could meet both.",
            "Lower the minimum or raise the maximum.",
        ),
        "incomplete-clause": (
            "lacks {missing}.",
            "A further step needs a length, a price and a rule for when it counts.",
            "Give all three, or none.",
        ),
        "not-a-district": (
            "is not a postcode district.", "A postcode is matched by its first part.",
            "Give the first part in capitals, such as EX1 or SW1A.",
        ),
        "unknown-zone": (
            "{zone!r} has no rate or multiplier.", "A visit there would have no price.",
            "Give one of {known}, or add the zone.",
        ),
        "not-a-whole-minute": (
            "{value} is not a plain time in hours and minutes.",
            "Contracts name windows in UK clock time.", "Give a time such as 19:00:00.",
        ),
        "empty-window": (
            "starts and ends at {at:%H:%M}.", "It could mean no time at all or the whole day.",
            "Give different times; for whole days state weekdays.",
        ),
        "incomplete-precedence": (
            "names a rule twice.", "Each sort of rule needs its place.", "Give each of {rules}.",
        ),
        "overlapping-rules": (
            "overlap.", "Two multipliers of one sort would apply to the same time.",
            "Let each time fall under one rule of a sort.",
        ),
        "missing, tariff": (
            "is missing.", "{WHY_TARIFF}", 'Add a tariff, or state the basis "none".',
        ),
        "missing, rate": (
            "is missing.", "{WHY_TARIFF}", "Give it here, or hourly rates by zone.",
        ),
        "two-prices, zones": (
            "stand beside a tariff that is not linear.",
            "An hourly rate by zone can only take the place of a linear tariff's rate.",
            "Use zones.multipliers, or a linear tariff without a rate.",
        ),
        "two-prices, tariff": (
            "stands beside hourly rates by zone.", "It is not clear which of them is paid.",
            "Remove one of the two.",
        ),
        "not-by-total": (
            "prices each visit by its length, but rounding looks at totals.",
            "A total shared out over visits says nothing about the length of one of them.",
            "Use a linear tariff without short-visit uplift, or round each visit.",
        ),
        "not-by-total, limits": (
            "hold for a visit, but rounding looks at totals.",
            "A total shared out over visits would bill some of them outside the limits.",
            "Remove the limits, or round each visit.",
        ),
        "needs-a-table": (
            "looks at several visits together.",
            "One visit's bill depends on the client's other visits.",
            "Use price() with a table of visits.",
        ),
        "needs-a-zone": (
            "set the rate.", "Without a zone there is no rate.",
            "Use price() with a table of visits.",
        ),
    },
    WHY_BANDS="A visit must fall in exactly one band, or it has no price.",
    WHY_EMPTY="A clause without terms changes nothing.",
    WHY_TARIFF="Billable minutes need a price.",
)  # fmt: skip
