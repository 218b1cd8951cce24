"""What is said of inputs that do not fit together."""

from __future__ import annotations

from fairprice.declare.texts import Texts

TEXTS = Texts(
    {
        "unequal-lengths": (
            "{listed} entries.", "The columns of one table describe the same bands.",
            "Give one entry for each band in every column.",
        ),
        "shares-do-not-add-up": (
            "The shares add up to {total:g}.",
            "Every hour and every worker belongs to exactly one band.",
            "Correct them so that they add up to 1.",
        ),
        "shares-do-not-add-up, together": (
            "Evening, weekend and bank-holiday shares add up to {total:g}.",
            "An hour is paid one premium; together they cannot exceed all contact hours.",
            "Reduce them to 1 or less.",
        ),
        "not-whole-pence": (
            "{value:g} is not a whole number of pence.",
            "Rounded to the penny, a price point could fall below the price.",
            "Give whole pence in GBP, such as 0.04.",
        ),
        "given-twice": (
            "{other} is given as well.", "Two figures for one cost hide which was used.",
            "Keep one of them.",
        ),
        "given-twice, length": (
            "A length stands there twice.", "Each length is a column of the fee workbook.",
            "Keep one of each.",
        ),
        "half-stated": (
            "is missing.", "A stated rate means nothing without its base.",
            "Give both {rate} and {base}, or neither.",
        ),
        "cannot-follow": (
            "Overheads stated as a rate are said to follow visits.",
            "They fall with what the rate is stated on, and no share of it is the visits'.",
            "Say care workers, year or steps, leave it out, or give the business lines.",
        ),
        "no-visits": (
            "There are no visits.", "A price per contact hour needs contact hours.",
            "Give the visits of a normal week.",
        ),
        "no-price-covers-it": (
            "The rates stated on {base} take up {total:.0%} of it.",
            "Nothing is left for the other costs, so no price covers them.",
            "Bring the rates on {base} below 100 % together.",
        ),
        "hardly-at-work": (
            "Holiday and sickness take {weeks:.1f} weeks of the year.",
            "Costs of time off are spread over the weeks at work.",
            "Check holiday_weeks, sickness_days_per_year and working_days_per_week.",
        ),
        "missing": ("is missing; it is needed{use}.", "{about}", "{how}"),
        "wrong-section": (
            "stands in the wrong section.", "{why}", "Move it to section [{section}].",
        ),
        "not-used": (
            "is given, but nothing uses it.",
            "A reader would believe that it counts; something stated stands in its place.",
            "Remove it, or remove what is stated instead.",
        ),
    }
)  # fmt: skip
