"""What is said of evidence that does not fit what it is about."""

from __future__ import annotations

from fairprice.declare.texts import Texts

TEXTS = Texts(
    {
        "given-twice": (
            "evidence.{name}.document is given as well.",
            "Two documents for one figure hide which it was taken from.", "Keep one of them.",
        ),
        "wrong-shape": (
            "{value} is not a table of names and values.",
            "What is known about an input belongs to it by name.",
            "Give the name of each input and what is known about it.",
        ),
        "source-without-input": (
            "{what}", "A source that belongs to nothing evidences nothing.",
            "Give it the name of an input that is given, or remove it.",
        ),
        "empty-evidence": (
            "says nothing.", "An empty entry looks like evidence in a list.",
            "Fill it in, or remove it.",
        ),
        "not-a-range": (
            "has a range, but the input is not a number.", "{WHY}",
            "Remove low and high; compare two positions with a bridge instead.",
        ),
        "half-stated": ("is missing.", "{WHY}", "Give both low and high."),
        "unequal-lengths": (
            "low has {low}, the input {middle} and high {high} entries.", "{WHY}",
            "Give low and high one entry for each band of the input.",
        ),
        "not-in-its-range": (
            "{value} does not lie between {low} and {high}.", "{WHY}",
            "Correct the value or its range.",
        ),
        "out-of-bounds": (
            "The range from {low} to {high} leaves the bounds.", "{about}", "Give {wanted}.",
        ),
    },
    WHY="The range shows how far the price may move; it must hold the value it is about.",
)  # fmt: skip
