"""What is said when a rate card cannot be read."""

from fairprice.declare.texts import Texts

TEXTS = Texts(
    {
        "given-twice": (
            "{name!r} stands there twice, in capitals or not.",
            "A row of the fee table would stand for two things.",
            "Give each a name of its own.",
        ),
        "given-twice, length": (
            "A length of {minutes:g} minutes stands there twice.",
            "A column of the fee table would stand for two things.", "Give each length once.",
        ),
        "not-an-input": (
            "is not an input of the base's calculation.", "{DIFFERS}",
            "Give one that the base states{close}.",
        ),
        "not-a-single-number": (
            "is not one number in the base.", "{DIFFERS}",
            "State pay of several bands by pay_supplement, and all else in the base.",
        ),
        "of-the-whole": (
            "is the same for the whole card.",
            "Yearly costs are spread over all the hours of the base; cells that spread them over "
            "other hours would not add up to the whole.",
            "State it in the base.",
        ),
        "not-in-the-lines": (
            "is worked out over a worker's whole week, not for {kind} alone.",
            "The same careworkers work at other times and in other pairs as well.",
            "State it for a zone or a service, or in the base. Here may differ: {known}.",
        ),
        "differs-twice": (
            "differs for {one!r} and for {other!r} as well.",
            "Nothing says which of the two holds where both meet.",
            "State it in one of the lists, or a pay supplement in each, which add up.",
        ),
        "sleep-in": (
            "is a sleep-in.",
            "Of a sleep-in the law counts only the time awake for the purpose of working "
            "(National Minimum Wage Regulations 2015, regulation 32(2); Royal Mencap Society v "
            "Tomlinson-Blake [2021] UKSC 8), while every contact hour here is an hour of pay.",
            "Agree a price for the night beside the card, or price a waking night as "
            "'night sit'.",
        ),
        "premium-of-all-week": (
            "is stated for all week.",
            "All week is paid the base's average of premiums, which would be counted twice.",
            "Leave it out, or state the times of the week one by one.",
        ),
        "not-on-the-card": (
            "{name!r} is not on the card.", "A visit without a cell has no price.",
            "Give one of: {known}.",
        ),
        "missing, cell": (
            "is missing.", "The card has several, each with a price of its own.",
            "Give one of: {known}.",
        ),
        "not-offered": (
            "{name} is not offered for {service!r}.", "A visit without a cell has no price.",
            "Give one of: {known}; or add it to the service.",
        ),
        "no-volumes": (
            "has no visits.", "Spend is price times visits.",
            "Give volumes, in the file or by card.with_volumes(table).",
        ),
        "unknown-column": (
            "is not a column of volumes.", "What is not read would be lost without a word.",
            "Give these: {known}.",
        ),
        "unknown-name, base": (
            "is not read beside a file.", "What is not read would be lost without a word.",
            "Give file, inputs and sources; or state the whole base in place of a file.",
        ),
        "wrong-shape, base": (
            "has the wrong shape.", "The base is what every price starts from.",
            "Give {wanted}.",
        ),
    },
    DIFFERS="Only what the base states can differ from it.",
)  # fmt: skip
