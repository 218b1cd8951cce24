"""The comparison workbook: values labelled as simulated, and an expected year that lives."""

from __future__ import annotations

import inspect
import re
import zipfile
from functools import cache

import numpy as np
import pytest
import test_accessibility
import witnesses
from cases import example
from clause_table import ADJUSTMENTS
from openpyxl.utils import get_column_letter
from providers import FOLLOWING, UNDELIVERED, plain_book

import fairprice as fp
from fairprice.workbook.comparison_workbook import comparison_workbook_model
from fairprice.workbook.model import Formula
from fairprice.workbook.sheets.comparison.expected import ExpectedYear
from fairprice.workbook.sheets.comparison.ledger import BLANK
from fairprice.workbook.sheets.comparison.results import contract_headings

HOME, SAFE = "no further home care", "safe at home"
#: Figures are pounds a year; binary noise of their differences is far below a penny.
SCALE = 1e6


def cohort(**changes):
    given = {
        "people": 60,
        "packages": [
            {"share": 0.7, "visit_minutes": [15.0, 30.0], "visits_per_week": [7.0, 14.0]},
            {"share": 0.3, "visit_minutes": [30.0, 60.0], "visits_per_week": [7.0, 7.0]},
        ],
        "outcomes": [outcome(HOME, 0.4, 5.0, 1.0), outcome(SAFE, 0.7, 20.0, 0.1)],
        "visit_length_sd": 5.0,
        "provider_length_sd": 0.02,
        "cancelled_share": 0.02,
        "hospital_weekly_probability": 0.02,
        "hospital_weeks": 3.0,
        "leaving_weekly_probability": 0.005,
        "volume_sd": 0.04,
        "need_sd": 0.3,
        "need_reliability": 0.7,
        "settling_weeks": 6.0,
        "annual_need_trend": 0.05,
        "review_weeks": 4,
        "cost_sd": 0.02,
        "payment_delay_sd": 5.0,
    }
    return fp.Cohort.example(**(given | changes))


def outcome(name, probability, week, effect):
    return {
        "name": name, "probability": probability, "expected_week": week, "week_sd": 2.0,
        "skill_sd": 0.05, "false_positive": 0.05, "false_negative": 0.1,
        "later_hours_effect": effect,
    }  # fmt: skip


def contract(name, base, *adjustments, **terms):
    return fp.Contract.model_validate(
        {
            "name": name,
            "base": base,
            "adjustments": list(adjustments),
            "payment_terms": {"delay_days": 45.0, "due_days": 30.0, "late_interest_rate": 0.08},
            "transaction_costs": {
                "payer_monitoring_per_year": 12000.0,
                "payer_verification_per_person": 20.0,
                "procurement": 40000.0,
                "term_years": 4.0,
                "provider_monitoring_per_year": 6000.0,
                "provider_verification_per_person": 10.0,
            },
            **terms,
        }
    )


def billed(basis="planned", tariff=None, retainer_weeks=2, **billing):
    tariff = tariff or {"kind": "linear", "hourly_rate": 31.0}
    return {
        "kind": "time and task",
        "billing": {"basis": {"kind": basis}, "tariff": tariff, **billing},
        "cancelled_visit_share": 0.5,
        "hospital_retainer_share": 0.8,
        "hospital_retainer_weeks": retainer_weeks,
    }


def by_person(**reward):
    return {
        "kind": "outcome share", "share_at_risk": 0.8, "outcomes": {HOME: 1.0},
        "level": "person", "reward": reward, "lag_weeks": 4.0,
    }  # fmt: skip


def by_cohort(**reward):
    return by_person(**reward) | {"outcomes": {HOME: 1.0, SAFE: 3.0}, "level": "cohort"}


#: Contracts that reach every base and every clause.
BASES = {
    "rounded down": billed("actual", rounding={"kind": "down", "unit_minutes": 15.0}),
    "planned": billed(),
    "step table": billed(
        tariff={"kind": "step", "edges_minutes": [20.0, 40.0], "edge_belongs_to": "lower band",
                "prices": [10.0, 17.0, 30.0]},
        retainer_weeks=1,
    ),
    "block": {"kind": "block", "annual_amount": 3e5, "included_hours": 9000.0,
              "extra_hourly_rate": 30.0, "instalments": 12},
    "shift": {"kind": "shift", "hourly_rate": 28.0, "contact_share": 0.9},
    "fund": {"kind": "individual service fund", "hourly_rate": 31.0, "returned_share": 0.5},
    "capitation": {"kind": "capitation", "weekly_amount": 150.0, "risk_adjusted": True},
    "cost plus": {"kind": "cost plus", "fee_share": 0.03, "annual_fee": 1000.0},
    "fixed": {"kind": "fixed price", "annual_amount": 4e5},
    "volume": {"kind": "volume based", "up_to_hours": [5000.0, 9000.0],
               "hourly_rates": [32.0, 31.0, 30.0]},
    "results": {"kind": "by results"},
    "episode": {"kind": "episode", "episode_price": 500.0, "low_use_visits": 40.0,
                "visit_price": 20.0, "risk_adjusted": True},
}  # fmt: skip
CLAUSES = {
    "all or nothing": by_person(kind="all or nothing", target=1.0),
    "proportional, a person": by_person(kind="proportional", target=0.8, cap=1.0),
    "proportional": by_cohort(kind="proportional", target=0.6),
    "clipped": by_cohort(kind="clipped linear", lower=0.2, upper=0.9, most=0.7),
    "tiered": by_cohort(kind="tiered", thresholds=[0.3, 0.5, 0.9], shares=[0.4, 0.8, 1.0]),
    "tariff": {"kind": "outcome tariff", "outcomes": {HOME: 3000.0, SAFE: 500.0}, "lag_weeks": 2.0},
    "staged": {"kind": "staged tariff", "outcome": SAFE, "start_fee": 100.0, "outcome_fee": 200.0,
               "sustainment_fee": 50.0, "sustainment_weeks": 6, "most_sustainment_fees": 4},
    "guarantee": {"kind": "guaranteed minimum", "weekly_hours": 250.0, "hourly_rate": 20.0,
                  "period_weeks": 5, "share_of_shortfall": 0.7},
    "gain and pain": {"kind": "gain and pain share", "target_cost": 2.5e5,
                      "range_begins": [0.0, 0.1], "provider_gain_shares": [0.5, 0.0],
                      "provider_pain_shares": [0.5, 1.0], "guaranteed_maximum_price": 2.9e5},
    "corridor": {"kind": "risk corridor", "target_cost": 4e5, "band_begins": [0.03, 0.08],
                 "payer_shares": [0.5, 0.8]},
    "savings": {"kind": "shared savings", "benchmark": 5e5, "provider_share": 0.5,
                "caseloads": [50.0, 600.0], "minimum_savings_rates": [0.039, 0.02],
                "provider_loss_share": 0.3, "quality_outcome": SAFE, "minimum_quality": 0.3},
    "gate": {"kind": "quality gate", "outcome": HOME, "minimum_rate": 0.6, "share_lost": 0.05},
    "pot": {"kind": "incentive pot", "annual_amount": 1e4, "outcomes": {SAFE: 1.0},
            "reward": {"kind": "all or nothing", "target": 0.5}},
    "lump sum": {"kind": "lump sum", "amount": -500.0, "week": 3, "description": "set-up"},
    "cap": {"kind": "cap", "annual_amount": 2e5},
    "floor": {"kind": "floor", "annual_amount": 9e5},
    "indexed": {"kind": "indexation", "weights": {"CPI": 0.3, "NLW": 0.7},
                "growth": {"CPI": 0.03, "NLW": 0.05}, "years": 2, "held": False,
                "cost_weights": {"NLW": 0.8}, "cost_growth": {"NLW": 0.05}},
}  # fmt: skip
#: Every other kind stands with the terms of the one table of clauses.
CLAUSES |= {
    data["kind"]: data
    for data, _, _ in ADJUSTMENTS
    if data["kind"] not in {clause["kind"] for clause in CLAUSES.values()}
}
#: All or nothing by two results of one person: who has both is not told by how many have each.
TOGETHER = by_person(kind="all or nothing", target=1.0) | {"outcomes": {HOME: 1.0, SAFE: 1.0}}
NASTY = ("=1+1", "=cmd|' /C calc'!A0", "+2", "@SUM(A1)", "#N/A")


def contracts():
    return [
        *(contract(name, base) for name, base in BASES.items()),
        *(
            contract(name, BASES["fixed" if name == "corridor" else "planned"], clause)
            for name, clause in CLAUSES.items()
        ),
        contract("two clauses", BASES["block"], CLAUSES["pot"], CLAUSES["cap"]),
        contract("others", billed(), subcontracting={"share_of_hours": 0.2, "hourly_rate": 25.0}),
        contract(
            "others at cost",
            BASES["cost plus"],
            subcontracting={"share_of_hours": 0.2, "hourly_rate": 25.0},
        ),
        contract("effort", billed(), behaviour={"effort": 1.0, "effort_cost_per_person": 10.0}),
        contract(
            "weeks held",
            BASES["block"],
            CLAUSES["lump sum"],
            CLAUSES["tariff"] | {"lag_weeks": 0.5},
            CLAUSES["cap"],
            {"kind": "weekly cap", "weekly_amount": 9000.0},
        ),
        contract("both outcomes", BASES["planned"], TOGETHER),
    ]


def compared(agreed=None, people=None, **how):
    book = how.pop("book", None) or example()
    how.setdefault("weeks", 26)
    return fp.compare_payments(
        agreed or contracts(), people or cohort(), book, draws=20, seed=3, progress=False,
        **how,
    )  # fmt: skip


@cache
def everything():
    return compared()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("comparison")
    return fp.write_comparison_workbook(everything(), folder / "comparison.xlsx")


@pytest.fixture(scope="module")
def workbook(path):
    return witnesses.opened(path)


def rows_of(workbook, sheet):
    header, *rows = workbook[sheet].iter_rows(min_row=4, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def revenues(cells, workbook):
    """Read the revenue of every live contract from recalculated cells, by name."""
    return {
        row[0].value: cells["Expected results", f"E{row[0].row}"]
        for row in workbook["Expected results"].iter_rows(min_row=5)
        if row[2].value == "live"
    }


def library_revenues(result):
    experiment = result.experiment
    expected = ExpectedYear(result)
    return {
        name: float(agreed.settle(expected.year, experiment.setting, 0.0, 0.05).revenue[0])
        for name, agreed in experiment.contracts.items()
        if expected.contracts[name].live
    }


# Structure


def test_the_sheets_stand_in_reading_order(workbook):
    assert workbook.sheetnames == [
        "Summary", "Cover", "Contents", "Contracts", "Drivers", "Both sides", "Risk allocation",
        "Incentives", "Equal cost", "Equal margin", "Distribution", "Margin percentiles", "Inputs",
        "Expected rates", "Expected weeks", "Expected visits", "Visit prices",
        "Payments by period", "Expected year", "Expected results", "Assumptions",
        "Comparison data", "Checks", "Notes", "Margin chart",
    ]  # fmt: skip


SHARED = [
    name
    for name, function in vars(test_accessibility).items()
    if name.startswith("test_")
    and set(inspect.signature(function).parameters) <= {"path", "workbook"}
    and name != "test_verdicts_are_told_in_words_and_not_by_colour"
]


@pytest.mark.parametrize("name", SHARED)
def test_it_keeps_the_accessibility_rules_of_the_fee_workbook(name, path, workbook):
    function = getattr(test_accessibility, name)
    known = {"path": path, "workbook": workbook}
    function(**{k: known[k] for k in inspect.signature(function).parameters})


def test_every_sheet_of_figures_says_in_words_what_role_a_row_has(workbook):
    for page in workbook:
        headings = [cell.value for cell in page[4]]
        if page.title in ("Summary", "Cover", "Contents", "Contracts", "Expected weeks",
                          "Assumptions", "Notes", "Margin chart"):  # fmt: skip
            continue
        place = headings.index("Role") + 1
        assert all(page.cell(row, place).value for row in range(5, page.max_row + 1)), page.title


def test_simulated_results_are_values_and_say_so(workbook):
    for sheet in ("Both sides", "Risk allocation", "Incentives", "Equal cost", "Equal margin",
                  "Distribution"):  # fmt: skip
        assert {row["Role"] for row in rows_of(workbook, sheet)} == {"Simulated"}
        assert not any(c.data_type == "f" for row in workbook[sheet].iter_rows() for c in row)
    for cells in workbook["Expected year"].iter_rows(min_row=5):
        is_value = cells[4].data_type != "f"
        assert is_value == (cells[2].value == "Simulated"), cells[0].value


def test_the_cover_says_how_much_care_there_is_beside_the_book(path):
    result, shown = everything(), witnesses.values(path)
    rows = {shown["Cover", f"A{row}"]: shown["Cover", f"B{row}"] for row in range(5, 25)}
    ours, book = (result.volume.loc[whose] for whose in ("comparison", "book"))
    for label, figure in (
        ("Planned contact hours a year, without chance", ours.planned_hours),
        ("Delivered contact hours a year, without chance", ours.delivered_hours),
        ("Cost of a delivered hour, without chance", ours.cost_per_hour),
        ("Contact hours a year of the open book", book.delivered_hours),
        ("Cost of an hour in the open book", book.cost_per_hour),
    ):
        assert rows[label] == pytest.approx(figure, rel=1e-9), label


def test_what_a_result_rests_on_stands_there_the_largest_first(workbook):
    drivers = everything().drivers
    rows = rows_of(workbook, "Drivers")
    assert [row["Figure"] for row in rows] == list(drivers.index)
    moved = [row["Change of the margin"] for row in rows]
    assert moved == pytest.approx(list(drivers["margin_change"]))
    assert [abs(m) for m in moved] == sorted(map(abs, moved), reverse=True)
    assert [row["Rests on"] for row in rows] == list(drivers["rests_on"])


def test_both_sides_hold_the_tables_of_the_result(workbook):
    result = everything()
    headings = dict(zip(result.contracts, contract_headings(result.contracts), strict=True))
    found = {
        (row["Figure"], name): (row[heading], row[f"{heading}: Monte Carlo error"])
        for row in rows_of(workbook, "Both sides")
        for name, heading in headings.items()
    }
    for name in result.contracts:
        payer, provider = result.payer.loc[name], result.provider.loc[name]
        assert found["Expected spend", name] == pytest.approx(
            (payer.expected_spend, payer.expected_spend_error), rel=1e-12
        )
        assert found["Margin, 5th percentile", name] == pytest.approx(
            (provider.margin_p5, provider.margin_p5_error), rel=1e-12
        )  # fmt: skip


def test_page_one_says_what_each_pays_and_leaves_and_who_bears_what(path):
    """What it repeats stands in the result; each figure but the book's own is a formula."""
    result, shown = everything(), witnesses.values(path)
    labels = {place[1]: value for place, value in shown.items() if place[0] == "Summary"}
    rows = {labels[f"A{row}"]: row for row in range(5, 50) if f"A{row}" in labels}
    for n, name in enumerate(result.contracts):
        column = get_column_letter(4 + n)
        for label, figure in (
            ("Expected spend", result.payer.loc[name, "expected_spend"]),
            ("Expected margin", result.provider.loc[name, "margin"]),
            ("Probability of a loss", result.provider.loc[name, "probability_of_loss"]),
        ):
            assert shown["Summary", f"{column}{rows[label]}"] == pytest.approx(figure, rel=1e-12)
        bearer = result.risk.loc[name, "bearer: volume"]
        assert shown["Summary", f"{column}{rows['Volume']}"] == bearer
    care = result.volume.loc["comparison"]
    hours = rows["Delivered contact hours a year, without chance"]
    assert shown["Summary", f"D{hours}"] == pytest.approx(care.delivered_hours, rel=1e-9)
    assert shown["Summary", f"D{rows['Checks that fail']}"] == 0
    assert shown["Summary", f"D{rows['What moves a margin most']}"] == result.drivers.index[0]
    live = {place[1] for place in witnesses.formula_texts(path) if place[0] == "Summary"}
    assert f"D{rows['Expected spend']}" in live
    page = witnesses.opened(path)["Summary"]
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 1)


def test_every_clause_is_there(workbook):
    found = [(r["Contract"], r["Clause"], r["Terms"]) for r in rows_of(workbook, "Contracts")]
    assert found == [
        (name, clause, words)
        for name, agreed in everything().experiment.contracts.items()
        for clause, words in agreed.clauses.items()
    ]


def test_every_field_of_the_cohort_has_a_source_or_the_flag(workbook):
    rows = rows_of(workbook, "Assumptions")
    assert all(row["Source"] for row in rows)
    standing = {row["Assumption"]: row["Standing"] for row in rows}
    people = everything().experiment.cohort
    for name, info in fp.Cohort.model_fields.items():
        if name in people.modelled() and name not in ("packages", "outcomes"):
            assert standing[info.title] == "modelled, not observed", name
    assert standing["Actual to planned"] == "second-hand, unconfirmed"
    assert "Behaviour: Effort" in standing


def test_inputs_are_unlocked_named_validated_and_sourced(workbook):
    page = workbook["Inputs"]
    validated = {
        str(cell) for rule in page.data_validations.dataValidation for cell in rule.sqref.ranges
    }
    for row in rows_of(workbook, "Inputs"):
        assert row["Source"]
        assert row["Name in formulas"] in workbook.defined_names
    for cells in page.iter_rows(min_row=5):
        is_input = cells[2].value == "Input"
        assert cells[4].protection.locked != is_input
        assert (cells[4].coordinate in validated) == is_input
    assert all(sheet.protection.sheet for sheet in workbook)


def test_every_name_is_used_or_is_an_input(path, workbook):
    texts = " ".join(witnesses.formula_texts(path).values())
    unused = [n for n in workbook.defined_names if not re.search(rf"\b{n}\b", texts)]
    # which names what the workbook was written from
    assert unused == ["inputs_fingerprint"]


def test_formulas_are_short_and_use_only_plain_functions(path):
    allowed = {
        "SUM", "SUMPRODUCT", "IF", "ABS", "ROUND", "ROUNDUP", "MIN", "MAX", "INDEX", "MATCH",
        "SUMIFS", "CHOOSE",
    }  # fmt: skip
    for place, text in witnesses.formula_texts(path).items():
        assert set(re.findall(r"([A-Z]+)\(", text)) <= allowed, place
        assert len(text) <= 200, (place, text)
        assert text.count("IF(") <= 1, (place, text)


def test_the_chart_has_a_text_in_its_place(path, workbook):
    with zipfile.ZipFile(path) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    [described] = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]*)"', drawing)
    page = workbook["Margin chart"]
    assert page["A2"].value == described
    assert "Margin percentiles sheet" in described
    table = everything().distributions.set_index(["contract", "percentile"])
    assert f"planned: {table.loc[('planned', 5), 'margin']:,.0f}" in described
    [chart] = page._charts
    assert len(chart.series) == 3
    assert witnesses.alike_without_colour(chart) == []


# Live formulas


CHANGES = {
    "cancelled_share": 0.05,
    "hospital_weekly_probability": 0.04,
    "hospital_weeks": 1.5,
    "leaving_weekly_probability": 0.01,
    "annual_need_trend": -0.1,
    "review_weeks": 6,
}


def changed_cohort():
    return cohort(
        **CHANGES, outcomes=[outcome(HOME, 0.5, 12.0, 0.6), outcome(SAFE, 0.8, 90.0, 0.2)]
    )


@pytest.fixture(scope="module")
def by_libreoffice(path, tmp_path_factory):
    """What LibreOffice makes of the workbook, as it is and with other inputs, in one start."""
    folder = tmp_path_factory.mktemp("office")
    changed = folder / "changed.xlsx"
    changed.write_bytes(path.read_bytes())
    outcomes = {
        f"outcome_{place}_{name}": getattr(reached, name)
        for place, reached in enumerate(changed_cohort().outcomes, start=1)
        for name in ("probability", "expected_week", "later_hours_effect")
    }
    witnesses.set_inputs(changed, CHANGES | outcomes)
    return witnesses.recalculate_with_libreoffice([path, changed], folder / "answers")


@pytest.mark.slow
@pytest.mark.parametrize(
    "witness", ["LibreOffice", pytest.param("formulas", marks=pytest.mark.slow)]
)
def test_both_engines_come_to_the_cached_values(witness, path, request):
    cached = witnesses.caches(path)
    assert len(cached) > 1_000
    if witness == "LibreOffice":
        found = request.getfixturevalue("by_libreoffice")[0]
    else:
        found = witnesses.recalculate_with_formulas(path)
    assert witnesses.differences(found, cached, SCALE) == []


def test_the_expected_year_is_what_the_library_computes(path, workbook):
    found = revenues(witnesses.values(path), workbook)
    assert found == pytest.approx(library_revenues(everything()), rel=1e-9)
    assert set(everything().contracts) - set(found) == {"effort", "both outcomes"}
    assert all(row["Result"] != "Fail" for row in rows_of(witnesses.opened(path, data_only=True),
                                                          "Checks"))  # fmt: skip


@pytest.mark.slow
def test_changed_inputs_move_the_expected_year_as_the_library_says(workbook, by_libreoffice):
    cells = by_libreoffice[1]
    expected = library_revenues(compared(people=changed_cohort()))
    assert revenues(cells, workbook) == pytest.approx(expected, rel=1e-9)
    assert cells["Cover", "B19"] == "Every check passes"
    verdicts = {v for (sheet, cell), v in cells.items() if sheet == "Checks" and cell[0] == "G"}
    assert "Input changed" in verdicts
    assert "Fail" not in verdicts


@pytest.mark.slow
def test_an_outcome_that_can_be_lost_is_followed_by_both_engines(tmp_path):
    known = {one.name: one for one in contracts()}
    agreed = [known["staged"], known["all or nothing"]]

    def losing(loss):
        said = [outcome(HOME, 0.5, 9.0, 0.6), outcome(SAFE, 0.8, 3.5, 0.2)]
        return cohort(outcomes=[one | {"weekly_loss_probability": loss} for one in said])

    written = compared(agreed, losing(0.04), weeks=26)
    path = fp.write_comparison_workbook(written, tmp_path / "lost.xlsx")
    books = {}
    for loss in (0.0, 0.15, 1.0):
        books[loss] = tmp_path / f"{loss}.xlsx"
        books[loss].write_bytes(path.read_bytes())
        names = [f"outcome_{place}_weekly_loss_probability" for place in (1, 2)]
        witnesses.set_inputs(books[loss], dict.fromkeys(names, loss))
    cells = witnesses.recalculate_with_libreoffice(list(books.values()), tmp_path / "answers")
    for found, loss in zip(cells, books, strict=True):
        expected = library_revenues(compared(agreed, losing(loss), weeks=26))
        assert revenues(found, witnesses.opened(path)) == pytest.approx(expected, rel=1e-9)
    # nothing to the power of nothing, which engines tell differently
    found = witnesses.recalculate_with_formulas(books[1.0])
    assert revenues(found, witnesses.opened(path)) == pytest.approx(expected, rel=1e-9)


def test_a_planted_mistake_is_found_by_the_checks(tmp_path):
    result = compared([contract("planned", billed())], weeks=4)
    copy = fp.write_comparison_workbook(result, tmp_path / "planted.xlsx")
    witnesses.plant(copy, "Expected visits", "F5", formula="D5*60")
    assert witnesses.recalculate_with_formulas(copy)["Cover", "B19"].startswith("At least one")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("people", "agreed", "how"),
    [
        ({"outcomes": []}, ("planned", "block", "fund"), {}),
        ({"hospital_weekly_probability": 0.0, "leaving_weekly_probability": 0.0},
         ("planned", "all or nothing"), {}),
        ({"outcomes": [outcome(HOME, 1.0, 0.0, 1.0), outcome(SAFE, 0.0, 60.0, 0.0)]},
         ("planned", "capitation", "all or nothing", "staged"), {}),
        ({"packages": [{"share": 1.0, "visit_minutes": [30.0], "visits_per_week": [7.0]}],
          "visit_length_sd": 0.0, "people": 1, "need_sd": 0.0, "volume_sd": 0.0},
         ("rounded down", "tiered"), {}),
        ({}, ("planned", "guarantee"), {"weeks": 13}),
        ({"outcomes": [], "refill_weeks": 0}, ("planned", "capitation"), {}),
        ({"outcomes": [], "refill_weeks": 5}, ("planned", "fund", "guarantee"), {}),
    ],
    ids=["no outcomes", "no absences", "certain outcomes", "one person", "a quarter",
         "places filled at once", "places filled later"],
)  # fmt: skip
def test_odd_cohorts_agree_as_well(people, agreed, how, tmp_path):
    known = {one.name: one for one in contracts()}
    result = compared([known[name] for name in agreed], cohort(**people), **how)
    written = fp.write_comparison_workbook(result, tmp_path / "odd.xlsx")
    found = revenues(witnesses.values(written), witnesses.opened(written))
    expected = library_revenues(result)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-6)
    failed = rows_of(witnesses.opened(written, data_only=True), "Checks")[-1]
    assert failed["Found"] == 0


@pytest.mark.slow
def test_what_each_cost_follows_is_live_as_well(tmp_path):
    """Fixed cost, steps, careworkers, guaranteed and idle hours; by period, and with others."""
    others = {"share_of_hours": 0.2, "hourly_rate": 25.0}
    by_period = (CLAUSES["guarantee"], {"kind": "weekly cap", "weekly_amount": 9000.0})
    long = BASES["shift"] | {"contact_share": 0.4}
    result = compared(
        [
            contract("planned", billed()),
            contract("at cost", BASES["cost plus"], *by_period, subcontracting=others),
            contract("shift", long, CLAUSES["gain and pain"], CLAUSES["indexed"]),
            contract("shifts of others", long, *by_period, subcontracting=others),
        ],
        book=plain_book(**FOLLOWING, **UNDELIVERED),
        weeks=13,
    )
    written = fp.write_comparison_workbook(result, tmp_path / "follows.xlsx")
    cached = witnesses.caches(written)
    found = revenues(witnesses.values(written), witnesses.opened(written))
    assert found == pytest.approx(library_revenues(result), rel=1e-9)
    checks = rows_of(witnesses.opened(written, data_only=True), "Checks")
    of_care = [row for row in checks if row["Check"].startswith("Cost of care")]
    assert {row["Result"] for row in of_care} == {"Pass"}
    assert len({row["Found"] for row in of_care}) == 1 + 3
    recalculated = witnesses.recalculate_with_formulas(written)
    assert witnesses.differences(recalculated, cached, SCALE) == []


# Files


@pytest.mark.slow
def test_the_same_result_gives_the_same_bytes(path, tmp_path):
    again = fp.write_comparison_workbook(compared(), tmp_path / "again.xlsx")
    assert again.read_bytes() == path.read_bytes()


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path):
    missing = tmp_path / "missing" / "comparison.xlsx"
    result = compared([contract("planned", billed())], weeks=4)
    with pytest.raises(fp.FileWriteError):
        fp.write_comparison_workbook(result, missing)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_text_that_a_user_typed_never_becomes_a_formula(tmp_path):
    agreed = [
        contract(name, billed(), CLAUSES["lump sum"] | {"description": name}, source=name)
        for name in NASTY
    ]
    people = cohort(outcomes=[outcome(name, 0.4, 5.0, 1.0) for name in NASTY])
    about = {"provider_name": NASTY[0]}
    book = fp.OpenBook(example().assumptions.with_inputs(**about))
    written = fp.write_comparison_workbook(compared(agreed, people, book=book), tmp_path / "n.xlsx")
    book = witnesses.opened(written)
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value in NASTY:
                    assert cell.data_type == "s", f"{page.title}!{cell.coordinate}"
    assert [row["Contract"] for row in rows_of(book, "Expected results")] == list(NASTY)
    cells = witnesses.recalculate_with_formulas(written)
    assert witnesses.differences(cells, witnesses.caches(written), SCALE) == []


def test_every_formula_carries_the_value_python_computed(path):
    model = comparison_workbook_model(everything())
    for sheet in model.sheets:
        for row in sheet.rows:
            for content in row:
                if isinstance(content, Formula) and not isinstance(content.value, str):
                    assert np.isfinite(content.value), content.text
    assert all(value is not None for value in witnesses.caches(path).values())


def test_a_blank_cell_has_one_reason_wherever_it_stands(workbook):
    for page in workbook:
        blank = [c for row in page.iter_rows(min_row=5) for c in row if c.value is None]
        if page.tables and blank:
            assert page["A3"].value.count("blank") == 1, page.title
            whole = "the cells beside are blank" in page["A3"].value
            assert BLANK in page["A3"].value or (page.title == "Summary" and whole)
            assert "blank" not in page["A2"].value.lower()


def test_no_figure_shows_a_digit_finer_than_its_error(workbook):
    """Nor does an error show more than two of its own behind the point."""
    count = 0
    for name in ("Both sides", "Equal cost", "Equal margin"):
        page = workbook[name]
        headings = {cell.value: cell.column for cell in page[4]}
        for heading in contract_headings(everything().contracts):
            value, error = headings[heading], headings[f"{heading}: Monte Carlo error"]
            for row in range(5, page.max_row + 1):
                found = page.cell(row, error).value
                if found and isinstance(page.cell(row, value).value, int | float):
                    shown = page.cell(row, value).number_format
                    finest = 10.0 ** -len(shown.rstrip("%").partition(".")[2])
                    unit = 0.01 if shown.endswith("%") else 1.0
                    coarse = finest == 1.0
                    assert coarse or finest * unit > found / 10 * (1 - 1e-9), (name, row)
                    count += 1
    assert count > 20


def test_the_edition_for_publication_holds_the_figures_and_no_formula(path, tmp_path):
    target = tmp_path / "published.xlsx"
    fp.write_comparison_workbook(everything(), target, published=True, contact="A. Officer")
    published, open_book = witnesses.opened(target), witnesses.opened(path)
    left_out = {"Comparison data", "Margin chart"}
    assert published.sheetnames == [n for n in open_book.sheetnames if n not in left_out]
    assert witnesses.formula_texts(target) == {}
    assert fp.lint_workbook(target) == ()
    cells = [cell for page in published for row in page.iter_rows() for cell in row]
    said = [str(cell.value) for cell in cells if cell.value is not None]
    assert "A. Officer" in said
    assert not [text for text in said if "://" in text]
    assert not [text for text in said if "live formula" in text and "open-book file" not in text]
    shown, figures = witnesses.values(target), witnesses.values(path)
    for sheet in ("Summary", "Both sides", "Risk allocation", "Distribution", "Expected year",
                  "Checks"):  # fmt: skip
        for place, value in figures.items():
            if place[0] == sheet and place[1] not in ("A2", "A3"):
                assert shown[place] in (value, "How it is worked out"), place
    with pytest.raises(fp.WorkbookError, match="published-file"):
        fp.verify_workbook(target)
