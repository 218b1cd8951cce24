"""What is said of faults in a published table."""

from __future__ import annotations

from fairprice.declare.texts import Texts

TEXTS = Texts(
    {
        "wrong-kind": (
            "is {found}.", "A table is checked row by row.",
            "Give a pandas.DataFrame with columns line, lower_quartile, median, upper_quartile "
            "and n.",
        ),
        "not-a-table": (
            "has no {lacking}.", "A table is checked by the labels and medians of its rows.",
            "Give columns line and median; lower_quartile, upper_quartile, n and unit where they "
            "are printed.",
        ),
        "not-a-number": (
            "{value} {is_wrong}.", "Figures are compared with each other.",
            "Give a number, or nothing where none is printed.",
        ),
        "quartiles-out-of-order": (
            "{lower} is printed as the {lower_name}, and {upper} as the {upper_name}.",
            "Of one set of answers, a quartile never lies on the other side of its median.",
            "Work out both from the same answers of this row.",
        ),
        "columns-are-not-quartiles": (
            "In every column the lines add up to the totals, but {count} rows are out of order.",
            "The columns are three whole providers, not quartiles of each row.",
            "Take lower quartile, median and upper quartile of each row by itself.",
        ),
        "sum-of-quartiles": (
            "its quartiles {lower} and {upper} are the sums of the quartiles of its {parts}.",
            "A sum of quartiles is no quartile: the providers that are low on one line are not "
            "low on all, so the range comes out too wide.",
            "Take the quartiles of the providers' own totals.",
        ),
        "below-its-part": (
            "its {cut} is {figure}, below that of {parts}.",
            "Over the same providers, a total is never below a line it holds.",
            "Work out both over the same range of providers.",
        ),
        "lines-do-not-add-up": (
            "its lines add up to {found}, not {stated}, while those of {other} do add up.",
            "Two ways of reaching a subtotal stand in one table.",
            "State how subtotals are reached, and reach all of them alike.",
        ),
        "return-inside-a-subtotal": (
            "the two cost subtotals alone add up to the total of {total}; the return of {amount} "
            "is inside {part}.",
            "A reader who adds up the three parts counts the return twice.",
            "Print business costs without the return on operations.",
        ),
        "visit-price-differs": (
            "{visit} a visit is {found} an hour, but {hour} is printed.",
            "One of the two was worked out from another figure.",
            "Work out the hourly figure as the price of the visit times 60 over its minutes.",
        ),
        "visit-price-pro-rata": (
            "visits of {lengths} minutes all cost {hour} an hour.",
            "Travel is the same for a short visit as for a long one, so a price in proportion to "
            "the minutes forgets it on short visits.",
            "Price a visit as its part by the visit and its part by the hour.",
        ),
        "hour-without-travel": (
            "60 minutes cost {price}, which is the hourly part alone; the shorter visits carry "
            "{visit} a visit on top of it.",
            "The price of an hour forgets the travel to it.", "Add the part by the visit.",
        ),
        "hourly-travel-by-the-visit": (
            "every visit carries {visit}, and 60 minutes cost the hourly total of {total}.",
            "The travel of a contact hour is charged once for each visit, however many visits an "
            "hour holds; that is right only if the average visit takes an hour.",
            "Charge each visit the travel of one visit: that of an hour times the average length.",
        ),
        "travel-charged-twice": (
            "an hour more costs {hour}, the hourly total with its travel, and every visit "
            "carries {visit} on top of it.",
            "Travel is in the hourly figure and is charged again by the visit.",
            "Take travel and mileage out of the part by the hour.",
        ),
        "visits-miss-the-total": (
            "prices by length come to {found} an hour at the average visit of {minutes} minutes; "
            "{total} is printed.",
            "The prices by length and the hourly figure are not of one calculation.",
            "Reproduce the hourly figure at the actual average visit.",
        ),
        "row-out-of-step": (
            "{figure} is printed, {than}.",
            "No line is as large as direct care: the figure belongs to another row.",
            "Paste the rows again, labels and figures together.",
        ),
        "rows-out-of-step": (
            "the column {column} fits the others one row {way}: {before} rows are out of order as "
            "printed, {after} then.",
            "Every figure stands beside the label of its neighbour.",
            "Paste the column again from its first row.",
        ),
        "range-too-short": (
            "{n} answers are counted, but {full} {whose}.",
            "A range that stops short leaves providers out of the median without a word.",
            "Take every row over all providers; say where one did not answer.",
        ),
        "two-versions": (
            "{figures} as {label}.",
            "One figure in two versions leaves it open which one was used.",
            "Print one, or say what was changed between them.",
        ),
        "wrong-unit": (
            "the unit is {unit}.", "It is counted in {wanted}, so the figure reads as another.",
            "Correct the unit, or the row.",
        ),
    }
)  # fmt: skip
