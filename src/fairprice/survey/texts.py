"""What the survey room says when something is wrong with a return, or ought to be asked."""

from __future__ import annotations

from fairprice.declare.texts import Texts

_ONE_ANSWER = "Every answer counts once towards the median of its line."
_ASK = "Ask the provider, and enter the reply as an amendment."

TEXTS = Texts(
    {
        "wrong-kind": (
            "is {found}.", "Every median is taken over what is in it.", "Give {wanted}.",
        ),
        "unknown-line": (
            "{label} is no row of Annex A.", "What is not read would be lost without a word.",
            "{close}Use the labels of survey.lines, or name the row in fold, which adds it to "
            "Other overheads.",
        ),
        "row-twice": (
            "{label} stands there twice.", "{ONE_ANSWER}", "Keep one of the two rows.",
        ),
        "provider-twice": (
            "{provider} stands there twice.", "{ONE_ANSWER}",
            "Keep one return, or give them different names.",
        ),
        "no-provider": (
            "holds no return.", "There is nothing to take a median of.",
            "Give at least one provider with a line.",
        ),
        "no-line": (
            "has no amount on any row of Annex A.", "It would count as a return and say nothing.",
            "Fill in at least one line, or leave the return out.",
        ),
        "not-an-answer": (
            "{value} {is_wrong}.", "A value, zero, blank and not applicable are four answers.",
            "Give GBP per contact hour, 0, nothing, or the words Not applicable.",
        ),
        "not-a-return": (
            "is not a return: {found}.", "{ONE_ANSWER}",
            "Begin with a row of headings: line, value; then one row a line of Annex A. If there "
            "is a column for each provider, name it under tables in survey.toml.",
        ),
        "cannot-read": (
            "cannot be read ({found}).", "{ONE_ANSWER}", "Check the file and that you may read it.",
        ),
        "not-a-figure": (
            "{value} {is_wrong}.", "It stands beside the medians, or weighs them.",
            "Give {wanted}.",
        ),
        "no-folder": (
            "is no folder.", "Every file in it is one return.",
            "Give the name of the folder with the returns.",
        ),
        "no-returns": (
            "holds no file that is a return.", "There is nothing to take a median of.",
            "Put filled-in forms (.xlsx), short returns (.csv) or files of assumptions (.toml) "
            "into it.",
        ),
        "unknown-provider": (
            "{provider} has sent no return.", "What it says would change nothing without a word.",
            "Give one of {known}.",
        ),
        "original-differs": (
            "{stated} is not what stands there, which is {found}.",
            "An amendment that starts from another figure was made to another return.",
            "Give what was returned, after earlier amendments, as the original.",
        ),
        "no-index": (
            "{labels} have no index.", "What is not raised would stay at an earlier date's prices.",
            "Give an Index for each line, or others= for the rest.",
        ),
        "no-price-date": (
            "{providers} have no price date.", "Nothing says by how much their prices have grown.",
            "Give price_date when the survey is made, or in each return.",
        ),
        "several-dates": (
            "{label} has one index, but returns are priced on {dates}.",
            "One change cannot bring two dates to a third.",
            "Give an index for each date: {{'2025-04-01': Index(...), ...}}.",
        ),
        "later-than-the-date": (
            "{provider} is priced on {date}, after {to}.",
            "An index for the time before says nothing about it.",
            "Choose a later date to bring all returns to.",
        ),
        "no-visit-parts": (
            "holds no provider's cost per visit and per contact hour.",
            "A price of one length cannot be worked out from an hourly figure: travel is the "
            "same for every visit.",
            "Read filled-in forms, or add the columns one_visit and one_contact_hour to returns.",
        ),
        "missing": ("is needed: {what}.", "{why}", "Give {name}=, or returns that state it."),
        "missing, date": (
            "is needed: the date of the prices; the returns state several, or none.",
            "The law is that of the date.",
            "State price_date under [survey] in survey.toml beside the returns, or give "
            "price_date=; re-base returns of several dates.",
        ),
        "nothing-returned": (
            "Every provider left the lines blank or was excluded.",
            "There is no median to make a price of.", "Include a return that has amounts.",
        ),
        "not-shown": (
            "{provider} cannot be shown beside {others} others.",
            "With so few, each could work out what another has returned.",
            "Give it the published tables only, or lower least if all of them agree.",
        ),
        # questions: what ought to be asked, though each answer is allowed
        "question-blank": (
            "{blank} blank: {labels}.",
            "Blank is not zero: it is left out of the line's median, but the total lacks it.",
            "Ask whether there is no such cost (0), or whether it stands in another line.",
        ),
        "question-total": (
            "{label} is {stated}, but its lines add up to {found}.",
            "Medians of lines and of totals would describe different providers.", "{ASK}",
        ),
        "question-no-travel": (
            "{label} is {found}.", "Travel was what providers most often left out.", "{ASK}",
        ),
        "question-outlier": (
            "{label} is {value}, outside {low} to {high}.",
            "Values more than one and a half times the quartile range from a quartile are often "
            "a slip of unit.", "{ASK} Exclude it only with a reason.",
        ),
        "question-same": (
            "has the same amounts as {other}.", "{ONE_ANSWER}",
            "Ask whether one return was sent twice.",
        ),
        "question-visits": (
            "the parts per visit and per hour come to {found} an hour at its {minutes} minutes, "
            "but its TOTAL is {total}.",
            "A price by length must give the hourly figure at the average visit.", "{ASK}",
        ),
        "question-parts": (
            "{labels} was amended from nothing, so its part per visit is not known.",
            "Prices by length leave this provider out.",
            "Amend the return itself and read it again.",
        ),
        "question-folded": (
            "{labels} was added to Other overheads.",
            "Overheads under free labels have no median of their own.",
            "Nothing, if that is right.",
        ),
    },
    ONE_ANSWER=_ONE_ANSWER,
    ASK=_ASK,
)  # fmt: skip
