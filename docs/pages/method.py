"""The method page: every row of the calculation, its variants and its inputs."""

from __future__ import annotations

import re

import fairprice as fp
from fairprice.calculation import (
    ANNEX_A,
    AVERAGE,
    BASES,
    BUSINESS_LINES,
    RETURN_BASES,
    STATABLE,
    SUBTOTALS,
    Choices,
    Plan,
    Step,
    fee_steps,
    make_plan,
)
from fairprice.workbook.intake.roles import roles
from pages.markdown import anchor, beginning, table

#: The row with which each part of the method page begins.
_PARTS = {
    "average_visit_hours": "Visits and hours",
    "contact_pay_rate": "Pay for the hours of a round",
    "average_weekly_hours": "Training, supervision and meetings",
    "holiday_rate": "Time off",
    "gross_pay": "National Insurance and pension",
    "mileage": "Mileage and PPE",
    "total_careworker_costs": "Totals, return on operations and price",
    "counting_hours": "Minimum wage",
}


def method() -> str:
    """The calculation, step by step, with its variants and its inputs."""
    plan = make_plan(Choices())
    parts = beginning(
        "Method",
        "Every row of the calculation in the order in which it is computed, with the formula "
        "recorded from the function that computes it. The same functions give the prices in "
        "Python and the formulas in the fee workbook.",
        "Each row is worked out for an activity: so many **visits** (one careworker's visits) and "
        "so many **contact hours**. One 15-minute visit is 1 visit and 0.25 contact hours; the "
        "average contact hour is 1 contact hour and as many visits as it holds at the visit mix. "
        "A name that begins with `average_of_` is that row at the average contact hour. Rates "
        "have one value; rows marked *for each worker band* have one for each band of weekly "
        "paid hours, and `sum(...)` adds up over the bands of a table.",
        "This page shows the calculation with every line worked out. "
        f"[Lines stated as a rate]({anchor('Lines stated as a rate')}) replaces single rows. "
        f"The [inputs]({anchor('Inputs')}) stand at the end; the law's values stand in the "
        "[statutory register](statutory.md). It is a model of stated assumptions: no row is an "
        "observation of what care did cost.",
        _contents(plan),
    )
    business = {f"{name}_per_contact_hour" for name in BUSINESS_LINES} | set(BUSINESS_LINES)
    for step in plan.steps:
        if step.name in _PARTS:
            parts.append(f"## {_PARTS[step.name]}")
        if step.name in business:
            if step.name == f"{BUSINESS_LINES[0]}_per_contact_hour":
                parts += _business(plan)
            continue
        parts.append(_entry(step, plan))
    parts += _variants()
    parts += ["## Fees by visit length", _FEES_SAY]
    parts += [_entry(step, plan) for step in fee_steps(with_price_point=True)]
    parts += _inputs()
    return "\n\n".join(parts) + "\n"


_FEES_SAY = (
    "Outside the calculation of the price: what the price of one visit means beside a flat "
    "hourly fee, for each visit length. `OpenBook.visit_prices` and the sheet *Fees* show these "
    "rows. `round` rounds half up, as Excel does."
)


def _contents(plan: Plan) -> str:
    headings = [_PARTS[step.name] for step in plan.steps if step.name in _PARTS]
    headings.insert(headings.index("Mileage and PPE") + 1, "Business lines")
    headings += ["Lines stated as a rate", "Return on operations", "Fees by visit length", "Inputs"]
    return "\n".join(f"- [{heading}]({anchor(heading)})" for heading in headings)


def _heading(step: Step) -> str:
    return f"{step.label} (`{step.name}`)"


def _entry(step: Step, plan: Plan) -> str:
    marks: list[str] = []
    if step.name in ANNEX_A:
        marks.append("**Annex A total**" if step.name in SUBTOTALS else "**Annex A line**")
    marks.append(step.unit)
    if step.kind == "worker":
        marks.append("for each worker band")
    if step.kind == "rate":
        marks.append("a rate: one value")
    return "\n\n".join(
        [
            f"### {_heading(step)}",
            " · ".join(marks),
            f"```text\n{_wrapped(step.formula)}\n```",
            step.meaning,
            f"*Uses* {_used(step, plan)}.  \n*Source* {step.source}",
        ]
    )


def _wrapped(formula: str, width: int = 92) -> str:
    """Break a long formula after a comma or before a sign, indented below its first line."""
    lines: list[str] = []
    for piece in re.split(r" (?=[-+] )|(?<=,) ", formula):
        # a sum of products is broken inside a product only where one does not fit on a line
        pieces = [piece] if len(piece) <= width - 4 else re.split(r" (?=[*/] )", piece)
        for part in pieces:
            room = width if len(lines) == 1 else width - 4
            if lines and len(lines[-1]) + 1 + len(part) <= room:
                lines[-1] += " " + part
            else:
                lines.append(part)
    return "\n    ".join(lines)


def _used(step: Step, plan: Plan) -> str:
    fields = fp.Assumptions.fields()
    fees = {fee.name: fee for fee in fee_steps(with_price_point=True)}
    links = []
    for parameter in step.parameters:
        name = parameter.removeprefix(AVERAGE)
        if name in ("visits", "contact_hours"):
            links.append(f"the activity's `{name}`")
        elif name in BUSINESS_LINES:
            links.append(f"[`{name}`]({anchor('Business lines')})")
        elif step.kind == "fee" and name in fees:
            links.append(f"[`{name}`]({anchor(_heading(fees[name]))})")
        elif name in plan:
            links.append(f"[`{parameter}`]({anchor(_heading(plan[name]))})")
        elif name in fields:
            links.append(f"input [`{name}`]({anchor(_section_heading(fields[name].section))})")
        elif name in plan.inputs:
            links.append(f"law [`{name}`](statutory.md{anchor(name)})")
        else:
            links.append(f"`{name}`")
    return ", ".join(links)


def _business(plan: Plan) -> list[str]:
    line = BUSINESS_LINES[0]
    rows = [
        [plan[name].label, f"`{plan[f'{name}_per_contact_hour'].formula}`", f"`{name}`"]
        for name in BUSINESS_LINES
    ]
    return [
        "## Business lines",
        "The seventeen business lines of Annex A have two formulas. First the year's cost, gross "
        "of VAT, is spread over the year's contact hours; a party may state the amount by the "
        "contact hour instead, as `..._per_contact_hour`.",
        table(["Annex A line", "By the contact hour (GBP per contact hour)", "Row (GBP)"], rows),
        "Then each line, here for the first, follows from it. Left out, the share that depends on "
        "visits is zero.",
        f"```text\n{_wrapped(line + ' = ' + plan[line].formula)}\n```",
        f"{plan[line].meaning}\n\n*Source* Annex A section 3, each line by its name.",
    ]


def _variants() -> list[str]:
    rows = []
    for word, name in STATABLE.items():
        for base in BASES:
            step = make_plan(Choices(stated={word: base}))[name]
            rows.append([step.label, base, f"`{step.formula}`"])
    on_gross = make_plan(Choices(stated={"holiday": "gross pay"}))
    on_price = make_plan(Choices(stated={"overheads": "price"}))
    both = make_plan(Choices(stated={"overheads": "price"}, return_base="price"))
    changed = [
        (on_gross, "holiday on gross pay", ("share_of_gross_pay", "pay_not_on_gross_pay")),
        (on_gross, "holiday on gross pay", ("gross_pay",)),
        (on_price, "overheads on the price, return on cost", ("share_of_price",)),
        (on_price, "overheads on the price, return on cost", ("costs_not_on_price", "price")),
        (both, "overheads on the price, return on the price", ("share_of_price", "price")),
    ]
    solved = [
        [plan[name].label, when, f"`{name} = {plan[name].formula}`"]
        for plan, when, names in changed
        for name in names
    ]
    contractual = make_plan(Choices(sick_pay_policy="contractual"))["sickness_rate"]
    single = make_plan(Choices(given=frozenset({"contact_pay_rate"})))["lowest_contact_pay_rate"]
    returns = [
        [base, f"`{make_plan(Choices(return_base=base))['return_on_operations'].formula}`"]
        for base in RETURN_BASES
    ]
    return [
        "## Lines stated as a rate",
        "A party may state a line as a rate on a named base in place of its parts. The row then "
        "holds this formula, the rows that only served it fall away, and so do their inputs.",
        table(["Line", "Base", "Formula"], rows),
        "Overheads stated as a rate replace all seventeen business lines and are reported as "
        "*Other overheads*. Where training or supervision is stated as a rate, its hours are not "
        "known and stay out of the minimum wage test, as does its pay.",
        "A rate on gross pay, or on the price, is a share of a total that contains it. Worked pay "
        "then leaves the line out, and the total is solved rather than added up. Examples:",
        table(["Row", "When", "Formula"], solved),
        "Two more choices replace a row:",
        table(
            ["Row", "When", "Formula"],
            [
                [
                    contractual.label,
                    '`sick_pay_policy = "contractual"`',
                    f"`sickness_rate = {contractual.formula}`",
                ],
                [
                    single.label,
                    "`contact_pay_rate` is given, not pay bands",
                    f"`lowest_contact_pay_rate = {single.formula}`",
                ],
            ],
        ),
        "`annual_contact_hours`, and each line's amount by the contact hour, may also be given in "
        "place of the row of that name.",
        "## Return on operations",
        "`return_base` says what `return_rate` is a rate on. On the base *contact hour* it is GBP "
        "per contact hour; on every other base it is a share.",
        table(["`return_base`", "Total return on operations"], returns),
    ]


def _section_heading(section: str) -> str:
    return f"Section {section}"


def _inputs() -> list[str]:
    fields = fp.Assumptions.fields()
    parts = [
        "## Inputs",
        "What a party can state, by section of the TOML file. The name is the key in TOML, the "
        "parameter in Python and the defined name in the workbook. Which inputs are needed "
        "follows from the calculation; one that nothing uses is refused. A *table* has one entry "
        "for each band.",
    ]
    for section in dict.fromkeys(field.section for field in fields.values()):
        rows = [
            [
                f"`{field.name}`",
                field.label,
                field.unit + (" (table)" if field.is_table else ""),
                _allowed(field),
                roles()[field.name].partition(", ")[2],
                field.description + _default(field),
            ]
            for field in fields.values()
            if field.section == section
        ]
        headings = ["Name", "Label", "Unit", "Allowed", "Role", "Description"]
        parts += [f"### {_section_heading(section)}", table(headings, rows)]
    return parts


def _allowed(field: fp.InputField) -> str:
    if field.options:
        return ", ".join(field.options)
    if field.is_number:
        return field.bounds
    return {"text": "text", "day": "a date", "switch": "true or false"}[field.kind]


def _default(field: fp.InputField) -> str:
    default = field.default
    if isinstance(default, tuple):
        return f" Default: {', '.join(f'{entry:g}' for entry in default)}."
    if isinstance(default, (int, float)) and default:
        return f" Default: {default:g}."
    if isinstance(default, str):
        return f" Default: {default}."
    return ""
