"""The reproductions page: published build-ups, printed against rebuilt."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import fairprice as fp
from fairprice.calculation import STATABLE
from fairprice.survey.records import HEADLINES
from pages.markdown import anchor, beginning, table

#: Published build-ups as inputs of an open book, kept with the tests that rebuild them.
CASES = Path(__file__).resolve().parents[2] / "tests" / "reproductions" / "cases.py"
#: Tables that councils published of many providers' returns.
SURVEYS = CASES.with_name("surveys.py")
#: What a reader should know of a build-up beside its table; the tests hold these figures.
_REMARKS = {
    "UKHCA minimum price, February 2014": (
        "As reported by Community Care; the rates on pay are taken on contact and travel pay, "
        "which the source calls gross pay. The nine printed lines add up to 15.20 and the printed "
        "price is 15.19: each line is rounded by itself, and so is the price. Holiday is printed "
        "as 10.5 % of pay, which gives 0.79; 28 days of 260 (10.77 %) give the printed 0.81 and "
        "the printed price. Travel, holiday, training and mileage rest on inputs worked back from "
        "their own lines, so these four confirm nothing; National Insurance, pension, running "
        "costs, profit and the price do."
    ),
    "UKHCA minimum price, 2020-21": (
        "The on-cost rates, the mileage and the running costs come from their own printed lines "
        "and confirm nothing. What is confirmed is that the lines add up to the price, and that "
        "profit is 3 % on cost (0.60) rather than 3 % of the price, which would be 0.62."
    ),
    "Bloomsbury C, overtime visit of half an hour": (
        "The half-hour cost is 17.1667 and is printed as 17.16: the fraction of a penny is cut "
        "off. The two figures below follow from the cut cost. Without the cut, the price would "
        "be 49.05. Pay with on-costs is printed as one figure, so that the on-costs stand in one "
        "line of the book."
    ),
    "Bloomsbury A, half an hour at the National Living Wage": (
        "Two roundings are named. Holiday at 12.07 % of 5.94 is 0.717, rounded 0.72; 0.73 is "
        "printed, a penny more. The total is the sum of the lines as rounded; unrounded, it is "
        "8.2047. The line NI is worked back from itself and confirms nothing."
    ),
    "Norfolk direct payments, day": (
        "Holiday, sick pay and payroll are stated as one rate, which stands in one line of the "
        "book."
    ),
    "Norfolk direct payments, night": "As by day.",
    "Wolverhampton homecare rate": (
        "The council publishes rates, not costs, so no book is built: the rate before, times one "
        "plus the uplift, goes through the price point of `round_up_to_multiple`."
    ),
    "Wolverhampton reablement rate": "As for homecare.",
}


def reproductions() -> str | None:
    """Published build-ups, printed against rebuilt; none where their figures are not at hand."""
    if not CASES.exists():
        return None
    cases = _module(CASES)
    if not cases.REFERENCE.exists():
        return None
    built = cases.all_cases(cases.Reference())
    parts = beginning(
        "Reproductions",
        "Published build-ups of the price of home care, rebuilt with the library. Only inputs "
        "differ between them; no formula is tuned to a case. The published figures are their "
        "publishers'; the rebuilt ones are computed when this page is written, and the tests "
        "hold them equal, to the penny.",
        "*Stated* is what the source says itself. *Inferred* is what was worked back from its "
        "printed figures: a line that rests on an inferred input alone confirms nothing. The "
        "*residual* is the model's unrounded figure less the printed one.",
        table(
            ["Build-up", "Figure", "Printed (GBP)", "Rebuilt (GBP)", "Residual before rounding"],
            [
                [
                    f"[{case.name}]({anchor(case.name)})",
                    case.lines[-1].label,
                    f"{case.lines[-1].value:.2f}",
                    f"{case.lines[-1].rebuilt(case.book()):.2f}",
                    _residual(case.residuals()[-1][3]),
                ]
                for case in built
            ],
        ),
    )
    for case in built:
        parts += _case(case)
    surveys = _module(SURVEYS)
    if not surveys.COUNCILS.exists():
        return None
    parts += _surveys(surveys)
    return "\n\n".join(parts) + "\n"


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"published_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _case(case: Any) -> list[str]:
    book = case.book()
    rows = [
        [
            line.label,
            line.how.replace("row ", "").replace(" of one visit", ", one visit"),
            f"{line.value:.2f}",
            f"{line.model(book):.4f}",
            f"{line.rebuilt(book):.2f}",
            _residual(line.model(book) - line.value),
            line.rounding,
        ]
        for line in case.lines
    ]
    headings = ["Printed line", "Row of the book", "Printed", "Model", "Rebuilt", "Residual"]
    parts = [
        f"## {case.name}",
        f"Source: [{case.address.split('/')[2]}]({case.address})",
        f"*Stated* {'; '.join(case.stated)}.  \n"
        f"*Inferred* {'; '.join(case.inferred) or 'nothing'}.",
        table([*headings, "Rounding"], rows),
        _REMARKS[case.name],
    ]
    if book is not None:
        inputs = {
            name: value
            for name, value in book.assumptions.inputs().items()
            if not (isinstance(value, (int, float)) and value == 0)
        }
        left_out = {"provider_name", "currency", "weeks_per_year", "fee_visit_minutes"}
        left_out |= {f"{name[:-5]}_base" for name in STATED_RATES if name not in inputs}
        listed = [
            f"`{name}` {_shown(value)}" for name, value in inputs.items() if name not in left_out
        ]
        parts.append("Inputs that are not zero: " + ", ".join(listed) + ".")
    return parts


def _surveys(surveys: Any) -> list[str]:
    """Councils' headlines, and one council's providers line by line."""
    survey = fp.Survey.from_lines(surveys.providers())
    found = survey.lines[list(surveys.CUTS)]
    published = surveys.published_cuts()
    off = (found - published).abs()
    headlines = surveys.headlines()
    counted = {name: sum(held.which == name for held in headlines) for name in HEADLINES}
    return [
        "## Councils' returns of 2022-23",
        f"Of {len(headlines)} councils that printed all 29 lines with a total, "
        + ", ".join(f"{many} printed the {name}" for name, many in counted.items())
        + ". The sums are taken over printed medians, so each term carries half a penny of "
        "rounding. Where neither sum gives the total, it is taken to be the median of providers' "
        "totals; that can be checked in one council only, which printed every provider. Where "
        "both sums give it, subtotals are sums themselves. In one council (Barnsley) the columns "
        "are three whole providers.",
        table(
            ["Council", "Printed (GBP)", *HEADLINES, "Printed is", "Residual"],
            [
                [
                    f"[{held.council}]({held.address})", f"{held.printed:.2f}",
                    *(_or_none(held.sums[name]) for name in HEADLINES[:2]),
                    _or_none(held.of_providers), held.which, _or_none(held.residual, "+.2f"),
                ]
                for held in headlines
            ],
        ),
        f"### Nine providers of one council, line by line ({surveys.LINE_BY_LINE})",
        f"Lowest, quartiles, median and highest of {len(found)} rows over {len(survey.providers)} "
        f"providers: {found.size} figures, of which the furthest lies "
        f"GBP {off.max(axis=None):.4f} from the published one. Quartiles are inclusive.",
        table(
            [
                "Line", "Lowest", "Lower quartile", "Median", "Upper quartile", "Highest",
                "Furthest off",
            ],
            [
                [str(line), *(f"{figure:.2f}" for figure in row), f"{off.loc[line].max():.4f}"]
                for line, row in found.iterrows()
            ],
        ),
    ]  # fmt: skip


def _or_none(amount: float, form: str = ".2f") -> str:
    return "not printed" if amount != amount else format(round(amount, 2) + 0.0, form)


#: The rates a party may state.
STATED_RATES = tuple(f"stated_{word}_rate" for word in STATABLE)


def _residual(amount: float) -> str:
    return f"{amount:+.4f}" if abs(amount) >= 0.00005 else "0.0000"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(entry) for entry in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
