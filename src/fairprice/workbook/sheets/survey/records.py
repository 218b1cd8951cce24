"""Cover, notes and lists of the survey workbook: what was asked, changed and left out."""

from __future__ import annotations

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.survey import Survey
from fairprice.survey.lines import labels
from fairprice.survey.statistics import QUARTILE_RULE
from fairprice.workbook.as_written import made_with
from fairprice.workbook.model import Column, Content, Sheet
from fairprice.workbook.number_formats import DAY
from fairprice.workbook.sheets.evidence.words import rows_of
from fairprice.workbook.sheets.front import COVER, MADE_WITH, NOTES
from fairprice.workbook.sheets.published import Publication, add_publication
from fairprice.workbook.sheets.survey.words import (
    COUNT,
    LOG,
    MONEY,
    NOT_KNOWN,
    OUTLIERS,
    QUESTIONS,
    SHARE,
    TOO_FEW,
    known,
    published_figure,
)

_LOG = {
    "step": ("Step", 14),
    "provider": ("Provider", 26),
    "line": ("Line", 30),
    "original": ("Original (GBP per contact hour)", 16),
    "final": ("Final (GBP per contact hour)", 16),
    "query": ("Query", 34),
    "reply": ("Reply", 34),
    "who": ("Who", 20),
    "why": ("Why", 40),
    "headline": ("Headline after it (GBP per contact hour)", 18),
    "effect": ("Effect (GBP per contact hour)", 16),
}


def survey_cover(survey: Survey, *, edition: Publication | None) -> Sheet:
    """What the file is, the headline used and what it rests on."""
    kind = (
        "Published file: values only, no formulas. Small numbers are hidden by the rule on Notes."
        if edition
        else "Open-book file of the council: it holds every provider's answers and is not for "
        "publication. Annex A, Annex B and the headlines are live formulas over Returns."
    )
    sheet = Sheet(
        COVER,
        f"What an hour of home care costs providers: {survey.about.area}",
        (
            kind,
            "It shows what providers said that care costs them. It does not say what anyone "
            "ought to pay.",
        ),
        [Column("Item", 36), Column("Value", 80), Column("Unit", 28)],
        numbers_right=False,
    )
    response = survey.response
    shown = survey.published.response if edition else response
    covered = "share of commissioned hours"
    figure = survey.published.headlines[survey.about.headline] if edition else survey.headline
    sheet.add("Area", survey.about.area, "text")
    sheet.add("Nation", survey.about.nation, "text")
    date: Content = survey.price_date or "returns have several price dates, or none"
    sheet.add("Price date", date, "date", number_format=DAY)
    add_publication(sheet, edition)
    sheet.add("Headline used", survey.about.headline, "text")
    sheet.add("Headline", known(figure, TOO_FEW), PER_CONTACT_HOUR, number_format=MONEY)
    sheet.add("Returns used", response["returns used"], "providers", number_format=COUNT)
    if response["returns refused"] and not edition:
        sheet.add("Files refused", ", ".join(survey.refused), "files")
    sheet.add("Response rate", known(response["response rate"]), "share", number_format=SHARE)
    sheet.add(
        "Commissioned hours covered",
        published_figure(response[covered], shown[covered]), "share",
        number_format=SHARE,
    )  # fmt: skip
    sheet.add("Providers to publish a line", float(survey.about.least), "at the least",
              number_format=COUNT)  # fmt: skip
    sheet.add(
        "Limits of use",
        "Costs as stated by those who answered, at their own price dates or re-based as the log "
        "says. Providers chose whether to answer. A median gives a small provider the weight of "
        "a large one; medians weighted by hours stand beside it in the council's own file.",
        "text",
    )
    sheet.add(
        "Disclaimer",
        "No named person has assured these figures; whoever relies on them must check them.",
        "text",
    )
    sheet.add(MADE_WITH, made_with(), "software")
    return sheet


def log_sheet(survey: Survey) -> Sheet:
    """Every step from the returns to the headline."""
    sheet = Sheet(
        LOG,
        "From the returns to the headline",
        (
            "Every amendment, exclusion and re-basing in order, and what it does to the headline "
            "used. The last headline is the one on the Cover.",
            "A cell that says not applicable has nothing to say in that step.",
        ),
        [Column(heading, width) for heading, width in _LOG.values()],
        column_formats={
            _LOG[name][0]: MONEY for name in ("original", "final", "headline", "effect")
        },
    )
    for row in rows_of(survey.log):
        cells = [getattr(row, name) for name in _LOG]
        sheet.add(*(_told(cell) for cell in cells))
    return sheet


def _told(cell: object) -> Content:
    if cell == "" or cell != cell:
        return "not applicable"
    return cell if isinstance(cell, str) else float(str(cell))


def outliers_sheet(survey: Survey) -> Sheet | None:
    """Answers to be queried, with the bounds they lie outside."""
    found = survey.outliers
    if found.empty:
        return None
    headings = {
        "provider": "Provider", "line": "Line", "amount": "Amount (GBP per contact hour)",
        "low": "Lower bound", "high": "Upper bound",
    }  # fmt: skip
    sheet = Sheet(
        OUTLIERS,
        "Answers to query",
        (
            "Answers more than one and a half times the quartile range outside a quartile: to be "
            "queried, not left out.",
            "Bounds are GBP per contact hour.",
        ),
        [Column(heading, 34 if n < 2 else 18) for n, heading in enumerate(headings.values())],
        column_formats=dict.fromkeys(list(headings.values())[2:], MONEY),
    )
    for row in rows_of(found):
        sheet.add(row.provider, row.line, row.amount, row.low, row.high)
    return sheet


def questions_sheet(survey: Survey) -> Sheet | None:
    """What ought to be asked of each provider."""
    asked = [p for p in survey.questions if p.code != "question-outlier"]
    refused = [(name, problem) for name, problems in survey.refused.items() for problem in problems]
    if not asked and not refused:
        return None
    sheet = Sheet(
        QUESTIONS,
        "Questions to providers",
        (
            "Challenges to returns that are counted, and everything wrong with files that were "
            "refused and are not counted.",
            "A challenge is a question, not a verdict.",
        ),
        [
            Column("About", 30), Column("Kind", 14), Column("What", 60),
            Column("Why it matters", 50), Column("What to do", 50), Column("Code", 26),
        ],
    )  # fmt: skip
    for name, problem in refused:
        where = problem.where if problem.where.startswith(name) else f"{name}, {problem.where}"
        sheet.add(where, "refused", problem.what, problem.why, problem.mend, problem.code)
    for problem in asked:
        sheet.add(problem.where, "question", problem.what, problem.why, problem.mend, problem.code)
    return sheet


def survey_notes(survey: Survey, *, published: bool) -> Sheet:
    """The definitions behind the figures."""
    sheet = Sheet(
        NOTES,
        "Notes",
        ("How the figures were reached, and what they leave out.", "Numbered for reference."),
        [Column("Note", 12), Column("Text", 110)],
    )
    dates = sorted({str(given.price_date or NOT_KNOWN) for given in survey.used})
    notes = [
        f"Quartiles are {QUARTILE_RULE}.",
        "Medians and quartiles count zeros, and leave out blank and not applicable.",
        "A subtotal or total of a provider is what it states, or else what its lines add up to.",
        "The sum of line medians loses what most providers do not have; the median of providers' "
        "totals is a total that providers have. The headline used is the "
        f"{survey.about.headline}.",
        "Overheads under labels of a provider's own are added to "
        f"{labels()['other_overheads']} before medians are taken.",
        "Of the drivers, basic pay, minutes of travel and mileage payment are medians of "
        "providers; total direct care hours are a total over the returns used.",
        f"Price dates of the returns: {', '.join(dates)}. "
        + (
            f"All amounts were brought to {survey.rebasing.to} by an index for each line."
            if survey.rebasing
            else "Amounts were not re-based."
        ),
        f"{len(survey.amendments)} figures were amended after queries; {len(survey.exclusions)} "
        "returns or lines of returns were left out.",
    ]
    if published:
        notes.append(survey.published.rule)
    for number, text in enumerate(notes, start=1):
        sheet.add(f"note {number}", text)
    return sheet
