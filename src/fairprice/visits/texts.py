"""What is said where a log cannot be read or asked."""

from __future__ import annotations

from fairprice.declare.texts import Texts

TEXTS = Texts(
    {
        "no-files": (
            "{what}", "There would be nothing to price.",
            "Give files that end in .csv, .txt or .parquet, or a folder that holds such files.",
        ),
        "unknown-file-type": (
            "ends in none of .csv, .txt and .parquet.", "How a file is read goes by its name.",
            "Rename it, or save it as CSV or Parquet.",
        ),
        "cannot-read": ("cannot be read: {reason}.", "{ALL}", "Correct the file, or leave it out."),
        "cannot-write": (
            "has no room for the checked log, or cannot be written.",
            "Rows are sorted and kept there, in about the size of the files.",
            "Free space, or give another folder with into.",
        ),
        "wrong-encoding": (
            "is not text in {encoding}.", "Letters would be lost or turned into others.",
            'State the encoding, such as encoding="windows-1252" or "utf-16".',
        ),
        "unknown-encoding": (
            "{encoding!r} is no encoding that Python knows.", "{ALL}",
            'Give a name such as "utf-8" or "windows-1252".',
        ),
        "unclosed-quote": (
            "has a quotation mark at line {line} that is not closed.",
            "Everything after it would be read as one field, and rows would be lost.",
            "Close it, or save the file again with its fields quoted.",
        ),
        "missing-column": (
            "has no column {column!r}.", "It was to be read as {name}. {ALL}",
            "The file has: {found}. Correct columns, or the file.",
        ),
        "repeated-column": (
            "has the column {column!r} more than once.", "It is not clear which of them counts.",
            "Keep one column of each name.",
        ),
        "not-a-mapping": (
            "is {found}.", "It says what each column of the files is called.",
            'Give a dictionary such as {{"planned_minutes": "Commissioned mins"}}.',
        ),
        "not-a-name": (
            "is no name of a column: {name!r}.", "Results are asked for by it.",
            "Use small letters, figures and underscores; {own} are taken.",
        ),
        "no-zones": (
            "gives books by {by}, and the log has no column {lacking}.",
            "It would not be known what a visit costs.",
            "Map {lacking} when reading the log, or give one book.",
        ),
        "zone-without-a-book": (
            "gives no book for: {places}.", "Visits there would have no cost. There are: {known}.",
            "Give a book for each {by} of the log, by the names that stand there.",
        ),
        "no-such-book": (
            "{given} has no book that visits were costed from.",
            "What was observed is evidence for the inputs of one book.",
            "Choose one of: {known}.",
        ),
        "nothing-planned": (
            "says nothing of what was planned.",
            "Without a plan nothing can be billed or compared.",
            "Map planned_minutes, or planned_start and planned_end.",
        ),
        "nothing-actual": (
            "says nothing of what was logged.", "A log without actual minutes is a plan.",
            "Map actual_minutes, or start and end.",
        ),
        "date-order-not-stated": (
            "The dates of {column!r} are written with figures only, such as {example!r}; of "
            "{count:,}, {day_first:,} can only have the day first and {month_first:,} only the "
            "month.",
            "04/05/2026 is two days, and a guess would move visits to other rates.",
            'State date_order="day first" or "month first".',
        ),
        "not-its-kind": (
            "is stored as {found} in {column!r}.", "{name} is read as a {kind}.",
            "Store it as a {kind}, or as text.",
        ),
        "not-empty": (
            "is not empty.", "Files of another log would be mixed with this one.",
            "Give a folder that is new or empty.",
        ),
        "wrong-kind": ("is {found}.", "{why}", "Give {wanted}."),
        "no-such-group": (
            "{name!r} is nothing that these results are grouped by.", "{why}",
            "Group by {known}.",
        ),
        "an-identifier": (
            "{name!r} says who is meant.", "No summary shows single people or visits.",
            "Group by {known}.",
        ),
        "column-not-mapped": (
            "{name!r} is no column of this log.", "{why}",
            "Map it in columns when the log is read.",
        ),
        "gap-not-stated": (
            "is not stated, and the log has carers but no rounds.",
            "A gap between two visits is travel and waiting, or it is the end of a round. No "
            "published value tells the two apart.",
            "State longest_gap_minutes, or map round when the log is read.",
        ),
        "log-too-short": (
            "covers {weeks} weeks.", "Of {asked} weeks at its end it cannot tell who has left.",
            "Give a log of more than twice as many weeks, or fewer weeks.",
        ),
        "nothing-to-price": (
            "has no visit that can be priced: {count:,} rows were set aside.",
            "There is nothing to add up.", "See log.problems.",
        ),
    },
    ALL="Every visit counts.",
)  # fmt: skip
