"""What is said of indices and of reviews that cannot be used."""

from __future__ import annotations

from fairprice.declare.texts import Texts

TEXTS = Texts(
    {
        "not-text": (
            "{value} is not text on a line.",
            "A change that nobody answers for cannot be defended.",
            "Say what it is, and where it is published or why it was agreed.",
        ),
        "out-of-bounds": (
            "{value} is not a share above -1 and at most 1.",
            "A percentage in its place would raise prices a hundred times too much.",
            "Give a share, such as 0.029 for 2.9 %; more than double in several steps.",
        ),
        "out-of-bounds, weight": (
            "{value} is not a share from 0 to 1.",
            "A weight is the part of the price that follows the index.",
            "Give a share, such as 0.7 for 70 %.",
        ),
        "weights-do-not-add-up": (
            "The weights add up to {total:g}.",
            "A part of the price without an index would be held without anyone saying so.",
            'Correct them so that they add up to 1; Index("held", 0.0, reason) holds a part.',
        ),
        "unknown-parameter": (
            "There is no index {name}.", "Only rates with a source are held.", "{mend}",
        ),
        "grows-from-zero": (
            "is zero on {day}.", "Growth is a share of the value it starts from.",
            "Choose another index.",
        ),
        "not-an-index": (
            "{value} is not an index.",
            "A change without a name and a source cannot be defended.",
            "Give Index(name, change, source), or one from published_index or statutory_index.",
        ),
        "not-a-month": (
            "{value} {is_wrong}.", "Rates of change are published by the month.",
            'Give year-month, such as "2026-07", or a datetime.date.',
        ),
        "date-not-covered": (
            "There is no value for {wanted:%Y-%m}. The nearest held: {nearest}.",
            "A rate is that of its own month, and nothing is extrapolated.",
            "Choose a month that is held, or give the published figure as an Index of your own.",
        ),
        "unconfirmed": (
            "{value} is unconfirmed: it was found only in {source}.",
            "The other side would ask for the publisher's own figure.",
            "Look it up where it is published, and give it as an Index of your own.",
        ),
        "not-one-price-each": (
            "There are none, or a provider stands there twice.",
            "A provider has one price before the review and one after.",
            "Give each provider's price once.",
        ),
        "missing": (
            "is missing.", "Everyone in a review has a price and a rating.",
            "Add it, or take the provider out of the review.",
        ),
        "unknown-rating": (
            "There is no index for the rating {rating}.",
            "A rating without one would be held without anyone saying so.",
            'Add its index to those for {known}; Index("held", 0.0, reason) holds a price.',
        ),
        "not-whole-pence": (
            "{value} is not whole pence.",
            "Rounded to the penny, a price point could fall below the price.",
            "Give whole pence in GBP, such as 0.04.",
        ),
        "no-index": (
            "There is no index for {amounts}.",
            "Money without an index would be held without anyone saying so.",
            'Give an index for each by its name, or for "{section}" as a whole; '
            'Index("held", 0.0, reason) holds an amount.',
        ),
        "not-a-cost": (
            "is a fee, and fees stay as they are.", "{WHY_UNUSED}",
            "Raise a fee by its contract's formula, with uplift_price.",
        ),
        "not-used": (
            "is an input that these assumptions do not give.", "{WHY_UNUSED}",
            "Remove it, or name the input that is given in its place.",
        ),
        "not-money": (
            "holds no amount of money here.", "{WHY_UNUSED}",
            "Remove it; what is not money stays as it is.",
        ),
        "unknown-name": ("{what}", "{WHY_UNUSED}", "{mend}"),
    },
    WHY_UNUSED="An index that nothing uses would be believed to raise the price.",
)  # fmt: skip
