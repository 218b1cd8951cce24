"""What is said of people who are described in contradiction."""

from __future__ import annotations

from fairprice.declare.texts import Texts

TEXTS = Texts(
    {
        "shares-do-not-add-up": (
            "The shares add up to {total:g}.", "Every person has exactly one package.",
            "Correct them so that they add up to 1.",
        ),
        "shares-do-not-add-up, visits": (
            "The shares add up to {total:g}.", "Every visit is somewhere, at some time.",
            "Correct them so that they add up to 1.",
        ),
        "missing, care": (
            "is missing, and so are packages.", "People have as much care as one of them says.",
            "Give hours_per_person, of visits as the book has them, or packages.",
        ),
        "given-twice, care": (
            "stands beside packages.", "Packages say how many hours people have.",
            "Keep one of them.",
        ),
        "unstated": (
            "are unstated.", "The visits are then those of the open book that people are put on.",
            "State packages, or ask the experiment of a comparison for its cohort.",
        ),
        "unequal-lengths": (
            "visit_minutes has {minutes}, visits_per_week has {visits} entries.",
            "Each kind of visit has a length and a number.",
            "Give one entry for each kind of visit in both.",
        ),
        "bad-correlation": (
            "{value:g} is not usable.",
            "A correlation joins two sources of uncertainty and lies in -1 to 1.",
            'Name two of: {known}; for example "volume, price".',
        ),
        "given-twice": (
            'joins the sources that "{first}" joins.', "Two sources have one correlation.",
            "Keep one of them.",
        ),
        "impossible-correlations": (
            "No variables can be so related.",
            "The correlation matrix has a negative eigenvalue.", "Weaken the correlations.",
        ),
        "refilled, outcomes": (
            "fills places again, and outcomes are stated.",
            "Outcomes are those of the people of the first week; of whoever comes later nothing is "
            "said, so what they reach would go unpaid.",
            "Leave out refill_weeks, or the outcomes.",
        ),
        "changes-nothing": (
            "is stated without {wanted}.",
            "The contract would be said to be met with a response that changes nothing.",
            "Give {wanted}, or leave it out.",
        ),
        "named-twice": (
            '"{name}" stands there twice.', "Contracts refer to outcomes by name.",
            "Give each its own name.",
        ),
        "source-without-field": (
            "is not a field of the cohort.",
            "A source that belongs to nothing evidences nothing.", "Correct the name.",
        ),
    }
)  # fmt: skip
