"""Whatever kind an argument has, a public call answers or refuses with one of its errors."""

from __future__ import annotations

import datetime
import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
from charts_seen import figures_are_closed
from matplotlib.figure import Figure
from providers import plain
from tables_handed_out import broken_words, tables_of

import fairprice as fp
from fairprice.declare.model import Declared

__all__ = ["figures_are_closed"]
EXAMPLES = Path(__file__).parents[1] / "examples"
Call = tuple[Callable[..., Any], dict[str, Any]]


def wrong_kinds() -> dict[str, Any]:
    """Return values of every kind that people and other libraries hand over."""
    return {
        "None": None,
        "True": True,
        "NumPy's True": np.True_,
        "text": "x",
        "no text": "",
        "bytes": b"x",
        "a complex number": 1j,
        "not a number": float("nan"),
        "infinity": float("inf"),
        "minus one": -1,
        "zero": 0,
        "a half": 0.5,
        "two": 2,
        "3e301": 3e301,
        "10**400": 10**400,
        "a decimal": Decimal("0.5"),
        "a decimal that is none": Decimal("NaN"),
        "a huge decimal": Decimal("1e400"),
        "a fraction": Fraction(1, 2),
        "NumPy's whole": np.int64(3),
        "NumPy's text": np.str_("x"),
        "no list": [],
        "a list": [1.0, 2.0],
        "a list of texts": ["x"],
        "a list of none": [None],
        "lists in a list": [[1.0], [2.0, 3.0]],
        "a tuple": (1,),
        "no table": {},
        "a table": {"x": 1},
        "a table of tables": {"x": {"y": []}},
        "a table by number": {1: 2},
        "a set": {1.0},
        "a range": range(2),
        "an object": object(),
        "a class": int,
        "a function": len,
        "an array": np.array([1.0, 2.0]),
        "no array": np.array([]),
        "an array of texts": np.array(["x"]),
        "an array of objects": np.array([None, "x"], object),
        "a matrix": np.ones((2, 2)),
        "a column": pd.Series([1.0, 2.0]),
        "a column of texts": pd.Series(["x"]),
        "a column with a gap": pd.Series([1, None], dtype="Int64"),
        "a frame": pd.DataFrame({"x": [1]}),
        "masked": np.ma.array([1.0, 2.0], mask=[False, True]),
        "pandas' gap": pd.NA,
        "no time": pd.NaT,
        "a day": datetime.date(2026, 4, 6),
        "a moment": datetime.datetime(2026, 4, 6, 12),
        "a time": datetime.time(9),
        "a moment of NumPy": np.datetime64("2026-04-06"),
        "a path": Path("x"),
        "a generator": (number for number in (1, 2)),
    }


@cache
def book() -> fp.OpenBook:
    evidence = {"contact_pay_rate": {"low": 12.8, "high": 13.5}}
    given = plain().model_dump(exclude_none=True)
    return fp.OpenBook(fp.Assumptions.model_validate(given | {"evidence": evidence}))


@cache
def cohort() -> fp.Cohort:
    return fp.load_cohort(EXAMPLES / "people.toml").with_values(people=5)


@cache
def contracts() -> list[fp.Contract]:
    names = ("planned_minutes.toml", "part_by_outcome.toml")
    return [fp.load_contract(EXAMPLES / name) for name in names]


@cache
def compared() -> fp.PaymentComparison:
    return fp.compare_payments(contracts(), cohort(), book(), draws=4, seed=1, progress=False)


@cache
def drawn() -> fp.CostUncertainty:
    return fp.cost_uncertainty(book(), draws=1_000, seed=1)


@cache
def billing() -> fp.Billing:
    return fp.Billing.model_validate(
        {"basis": {"kind": "actual"}, "tariff": {"kind": "linear", "hourly_rate": 24.0}}
    )


@cache
def case() -> fp.Case:
    analysis = {word: "x" for word in fp.Analysis.model_fields} | {"sunset": "2027-04-06"}
    return fp.Case(book(), fp.Analysis.model_validate(analysis))


@cache
def visits() -> pd.DataFrame:
    return pd.DataFrame({"planned_minutes": [30.0], "actual_minutes": [25.0]})


HELD = fp.Index("held", 0.02, "a test")
EDITION = {"published": True, "contact": None, "publication_date": None}
COLUMNS = {"planned_minutes": "planned", "client": "client", "start": "start", "end": "end"}


def visits_file(folder: Path) -> Path:
    path = folder / "log.csv"
    days = [f"c1,30,2026-{month:02}-01 09:00,2026-{month:02}-01 09:25" for month in range(1, 8)]
    path.write_text("\n".join(["client,planned,start,end", *days, ""]), encoding="utf-8")
    return path


@cache
def visit_log() -> fp.VisitLog:
    with TemporaryDirectory() as folder:
        return fp.read_visits(visits_file(Path(folder)), COLUMNS)


@cache
def survey() -> fp.Survey:
    lines = ["Direct care", "PPE"]
    return fp.Survey.from_lines(pd.DataFrame({n: [12.0 + n, 0.5] for n in range(6)}, index=lines))


def returns(folder: Path) -> Path:
    kept = folder / "returns"
    kept.mkdir(exist_ok=True)
    (kept / "a.csv").write_text("Direct care,12\nPPE,0\n", encoding="utf-8")
    return kept


@cache
def rate_card() -> fp.RateCard:
    return fp.load_rate_card(EXAMPLES / "county.toml")


@cache
def leaving() -> fp.OpenBook:
    recruits = {"recruitment_dbs_per_contact_hour": None, "recruitment_dbs_per_leaver": 4_500.0}
    return fp.OpenBook(plain(staff_turnover=0.5, **recruits))


def questions(folder: Path) -> dict[str, Call]:
    """Return each public function with arguments that it answers."""
    form = fp.write_intake_workbook(book(), folder / "form.xlsx")
    fee = fp.write_fee_workbook(book(), folder / "fee.xlsx")
    toml = EXAMPLES / "provider.toml"
    law = folder / "law.toml"
    law.write_text(fp.draft_law("2027-06-01", "England").replace('"?"', "{ low = 1, high = 2 }"))
    case_file = folder / "case.toml"
    fp.dump_case(case(), case_file)
    rates = book().rates
    day, nation = "2026-04-06", "England"
    log = visit_log()
    of_functions: dict[str, Call] = {
        "check_cost_table": (fp.check_cost_table, {"table": survey().lines}),
        "compare_billing": (
            fp.compare_billing,
            {"log": log, "contracts": {"a": billing(), "b": billing()}, "progress": False},
        ),
        "cost_visits": (
            fp.cost_visits,
            {
                "log": log,
                "book": book(),
                "billing": billing(),
                "longest_gap_minutes": 60.0,
                "out": None,
                "progress": False,
            },
        ),
        "dump_rate_card": (fp.dump_rate_card, {"card": rate_card(), "path": folder / "r.toml"}),
        "fit_cohort": (fp.fit_cohort, {"log": log, "gone_after_weeks": 4}),
        "lint_workbook": (fp.lint_workbook, {"path": fee}),
        "load_rate_card": (fp.load_rate_card, {"path": EXAMPLES / "county.toml"}),
        "pay_for_retention": (
            fp.pay_for_retention,
            {"book": leaving(), "response": 1.0, "rises": [0.05]},
        ),
        "price_visits": (
            fp.price_visits,
            {"log": log, "billing": billing(), "out": None, "progress": False},
        ),
        "read_law": (fp.read_law, {"path": fee}),
        "read_rate_card": (
            fp.read_rate_card,
            {
                "path": fp.write_rate_card_form(rate_card(), folder / "r-form.xlsx"),
                "challenge": False,
            },
        ),
        "write_rate_card_form": (
            fp.write_rate_card_form,
            {"card": rate_card(), "path": folder / "card-form.xlsx"},
        ),
        "read_survey": (fp.read_survey, {"folder": returns(folder)}),
        "read_visits": (
            fp.read_visits,
            {
                "paths": visits_file(folder),
                "columns": COLUMNS,
                "date_order": None,
                "encoding": "utf-8",
                "delimiter": ",",
                "statuses": None,
                "clients": None,
                "into": None,
                "progress": False,
            },
        ),
        "write_rate_card_workbook": (
            fp.write_rate_card_workbook,
            {"card": rate_card(), "path": folder / "r.xlsx", **EDITION},
        ),
        "write_survey_workbook": (
            fp.write_survey_workbook,
            {"survey": survey(), "path": folder / "s.xlsx", **EDITION},
        ),
        "write_visits_workbook": (
            fp.write_visits_workbook,
            {
                "result": fp.price_visits(log, billing()),
                "path": folder / "v.xlsx",
                "at_least": 10,
            },
        ),
        "write_visits_report": (
            fp.write_visits_report,
            {
                "result": fp.price_visits(log, billing()),
                "path": folder / "v.html",
                "at_least": 10,
            },
        ),
        "affordable_pay": (fp.affordable_pay, {"book": book(), "fee": 20.0, "lengths": [30]}),
        "annual_review": (
            fp.annual_review,
            {
                "prices": {"a": 20.0},
                "quality": {"a": "good"},
                "changes": {"good": HELD},
                "price_multiple": 0.04,
            },
        ),
        "assumptions_log": (fp.assumptions_log, {"book": book()}),
        "bargaining_range": (
            fp.bargaining_range,
            {
                "book": book(),
                "annual_budget": 1e6,
                "annual_contact_hours": 4e4,
                "in_house": 20.0,
            },
        ),
        "bridge": (
            fp.bridge,
            {
                "ours": book(),
                "theirs": fp.OpenBook(plain(mileage_rate=0.4)),
                "seed": 0,
                "rng": None,
            },
        ),
        "challenges": (fp.challenges, {"book": book(), "answered": None}),
        "compare_payments": (
            fp.compare_payments,
            {
                "contracts": contracts(),
                "cohort": cohort(),
                "book": book(),
                "draws": 2,
                "seed": 1,
                "rng": None,
                "weeks": 4,
                "risk_aversion": 0.1,
                "progress": False,
            },
        ),
        "compounded_index": (fp.compounded_index, {"indices": [HELD]}),
        "cost_register": (fp.cost_register, {"book": book(), "costs": []}),
        "cost_uncertainty": (
            fp.cost_uncertainty,
            {
                "book": book(),
                "ranges": {"mileage_rate": (0.4, 0.5)},
                "distribution": "triangular",
                "correlations": None,
                "draws": 1_000,
                "seed": 1,
                "rng": None,
            },
        ),
        "decision_log": (fp.decision_log, {"decisions": []}),
        "draft_law": (
            fp.draft_law,
            {"date": "2027-06-01", "nation": nation, "path": folder / "draft.toml"},
        ),
        "dump_assumptions": (
            fp.dump_assumptions,
            {"assumptions": plain(), "path": folder / "a.toml"},
        ),
        "dump_case": (fp.dump_case, {"case": case(), "path": folder / "b.toml"}),
        "dump_cohort": (fp.dump_cohort, {"cohort": cohort(), "path": folder / "c.toml"}),
        "dump_contract": (
            fp.dump_contract,
            {"contract": contracts()[0], "path": folder / "d.toml"},
        ),
        "expected_billable": (
            fp.expected_billable,
            {
                "billing": billing(),
                "mean": 27.0,
                "sd": 5.0,
                "planned": 30.0,
                "truncated_below": 1.0,
            },
        ),
        "key_ratios": (fp.key_ratios, {"book": book()}),
        "law_scenarios": (fp.law_scenarios, {"path": law, "date": "2027-06-01", "nation": nation}),
        "load": (fp.load, {"path": toml}),
        "load_assumptions": (fp.load_assumptions, {"path": toml}),
        "load_case": (fp.load_case, {"path": case_file}),
        "load_cohort": (fp.load_cohort, {"path": EXAMPLES / "people.toml"}),
        "load_contract": (fp.load_contract, {"path": EXAMPLES / "planned_minutes.toml"}),
        "one_way_sensitivity": (
            fp.one_way_sensitivity,
            {"book": book(), "ranges": {"mileage_rate": (0.4, 0.5)}},
        ),
        "price_scenarios": (
            fp.price_scenarios,
            {
                "book": book(),
                "scenarios": {"contact_pay_rate": [13.0, 14.0]},
                "rows": ["price_per_hour"],
                "lengths": [30.0],
            },
        ),
        "price_contract_year": (
            fp.price_contract_year,
            {"book": plain(), "year": "2025-26"},
        ),
        "quick_book": (fp.quick_book, quick_answers()),
        "prices_under_laws": (fp.prices_under_laws, {"book": book(), "laws": {"now": rates}}),
        "published_index": (fp.published_index, {"name": "cpi", "month": "2025-04"}),
        "example_council": (fp.example_council, {}),
        "example_provider": (fp.example_provider, {}),
        "published_indices": (fp.published_indices, {}),
        "published_lines": (fp.published_lines, {}),
        "read_assumptions": (fp.read_assumptions, {"path": form, "challenge": False}),
        "round_half_up": (fp.round_half_up, {"amount": 2.675, "decimals": 2}),
        "round_up_to_multiple": (fp.round_up_to_multiple, {"amount": 2.675, "multiple": 0.04}),
        "rounds": (fp.rounds, {"offers": []}),
        "self_funder_rate": (
            fp.self_funder_rate,
            {
                "book": book(),
                "council_fee": 15.0,
                "council_share": 0.5,
                "with_return": True,
            },
        ),
        "solve_each": (
            fp.solve_each,
            {
                "book": book(),
                "price_per_hour": 19.0,
                "names": ["contact_pay_rate"],
                "visit_minutes": 30.0,
            },
        ),
        "solve_for": (
            fp.solve_for,
            {
                "book": book(),
                "name": "contact_pay_rate",
                "price_per_hour": 19.0,
                "visit_minutes": 30.0,
            },
        ),
        "statutory_index": (
            fp.statutory_index,
            {
                "name": "adult_minimum_wage",
                "from_date": "2025-04-06",
                "to_date": day,
                "nation": nation,
            },
        ),
        "statutory_rates": (
            fp.statutory_rates,
            {
                "date": day,
                "nation": nation,
                "overlay": None,
                "scenario": None,
            },
        ),
        "uplift": (
            fp.uplift,
            {
                "book": book(),
                "price_date": "2026-10-01",
                "indices": dict.fromkeys(("pay", "travel", "business_costs"), HELD),
            },
        ),
        "uplift_price": (fp.uplift_price, {"price": 20.0, "index": HELD, "price_multiple": 0.04}),
        "verify_workbook": (fp.verify_workbook, {"path": fee, "original": None}),
        "weighted_index": (fp.weighted_index, {"weights": {HELD: 1.0}}),
        "write_comparison_workbook": (
            fp.write_comparison_workbook,
            {"result": compared(), "path": folder / "c.xlsx", **EDITION, "published": False},
        ),
        "write_evidence_workbook": (
            fp.write_evidence_workbook,
            {"case": case(), "path": folder / "e.xlsx"},
        ),
        "write_fee_workbook": (
            fp.write_fee_workbook,
            {"book": book(), "path": folder / "f.xlsx", **EDITION, "published": False},
        ),
        "write_report": (
            fp.write_report,
            {"case_or_book": book(), "path": folder / "report.html"},
        ),
        "write_intake_workbook": (
            fp.write_intake_workbook,
            {"book": book(), "path": folder / "i.xlsx"},
        ),
    }
    for function, sound in of_functions.values():
        if "law" in inspect.signature(function).parameters:
            sound["law"] = None
    return of_functions


def quick_answers() -> dict[str, Any]:
    """Return one answer to each question of a first price."""
    return {
        "provider_name": "First Care",
        "nation": "England",
        "year": "2026-27",
        "contact_pay_rate": 13.5,
        "travel_pay_rate": 13.0,
        "visit_minutes": [30, 60],
        "visits_per_week": [600, 200],
        "travel_minutes_per_visit": 9,
        "miles_per_visit": 3,
        "mileage_rate": 0.4,
        "worker_weekly_hours": 25,
        "worker_share": [1.0],
        "training_days_per_year": 3,
        "sickness_days_per_year": 5,
        "return_on_cost": 0.05,
        "overheads_per_contact_hour": 7.0,
        "overheads_per_year": None,
    }


def members() -> dict[str, Call]:
    """Return the methods of what public calls hand back, and what is made by hand."""
    rates, result, ax = book().rates, compared(), Figure().add_subplot()
    outcome = cohort().outcomes[0].name
    first, second = (contract.name for contract in contracts())
    limits = fp.bargaining_range(book(), annual_budget=1e6, annual_contact_hours=4e4)
    uplifted = fp.uplift(
        book(), "2026-10-01", dict.fromkeys(("pay", "travel", "business_costs"), HELD)
    )
    around = {
        "payment_terms": contracts()[0].payment_terms,
        "transaction_costs": contracts()[0].transaction_costs,
        "cancelled_visit_share": 0.0,
        "hospital_retainer_share": 0.0,
        "hospital_retainer_weeks": 1,
    }
    made: dict[str, Call] = {
        "OpenBook": (fp.OpenBook, {"assumptions": plain(), "law": None}),
        "OpenBook.price": (book().price, {"minutes": 30.0}),
        "OpenBook.hourly_rate": (book().hourly_rate, {"minutes": 30.0}),
        "OpenBook.visit_prices": (
            book().visit_prices,
            {"lengths": [30.0], "flat_hourly_fee": 24.0},
        ),
        "OpenBook.explain": (book().explain, {"line": "mileage"}),
        "OpenBook.build_up": (book().build_up, {"lengths": [30.0]}),
        "OpenBook.plot": (book().plot, {"lengths": [30.0], "ax": ax}),
        "OpenBook.plot_visit_lengths": (book().plot_visit_lengths, {"lengths": 30.0, "ax": ax}),
        "Bridge.plot": (fp.bridge(book(), plain(mileage_rate=0.4)).plot, {"most": 3, "ax": ax}),
        "CostUncertainty.plot_tornado": (drawn().plot_tornado, {"most": 3, "ax": ax}),
        "CostUncertainty.plot_acceptability": (
            drawn().plot_acceptability,
            {"offer": 20.0, "ax": ax},
        ),
        "CostUncertainty.plot_margin": (drawn().plot_margin, {"price": 20.0, "ax": ax}),
        "Case.plot_tornado": (case().plot_tornado, {"most": 3, "ax": ax}),
        "PaymentComparison.plot_margins": (result.plot_margins, {"ax": ax}),
        "PaymentComparison.plot_risk": (result.plot_risk, {"side": "payer", "ax": ax}),
        "OpenBook.minimum_wage_test": (book().minimum_wage_test, {"lengths": [30.0]}),
        "Billing.billable": (billing().billable, {"planned": 30.0, "actual": 25.0}),
        "Billing.tariff_price": (billing().tariff_price, {"minutes": 30.0}),
        "Billing.price": (billing().price, {"visits": visits()}),
        "Billing.summary": (
            billing().summary,
            {
                "priced": billing().price(visits()),
                "edges_minutes": [15.0, 30.0],
            },
        ),
        "StatutoryRates.value": (rates.value, {"name": "employer_nic_rate"}),
        "StatutoryRates.employer_ni": (
            rates.employer_ni,
            {"pay": 300.0, "period": "week", "under_21": False},
        ),
        "StatutoryRates.employer_pension": (
            rates.employer_pension,
            {
                "pay": 300.0,
                "period": "week",
                "opted_in": False,
            },
        ),
        "StatutoryRates.minimum_wage": (rates.minimum_wage, {"age": 30, "apprentice": False}),
        "StatutoryRates.sick_pay": (
            rates.sick_pay,
            {
                "pay": 300.0,
                "days_sick": 3,
                "qualifying_days_per_week": 5,
                "period": "week",
            },
        ),
        "CostUncertainty.acceptability": (drawn().acceptability, {"prices": [20.0]}),
        "CostUncertainty.value_of_information": (
            drawn().value_of_information,
            {
                "price": 25.0,
                "annual_contact_hours": 20_000.0,
            },
        ),
        "BargainingRange.hours_bought": (limits.hours_bought, {"prices": [20.0]}),
        "Uplift.against": (partial(uplifted.against, HELD), {"price": 20.0}),
        "PaymentComparison.minimum_caseload": (result.minimum_caseload, {"reliability": 0.8}),
        "PaymentComparison.break_even_weeks": (
            result.break_even_weeks,
            {
                "outcome": outcome,
                "extra_cost_per_person": 1.0,
            },
        ),
        "PaymentComparison.equal_pay_probability": (
            result.equal_pay_probability,
            {
                "first": first,
                "second": second,
                "outcome": outcome,
            },
        ),
        "PaymentComparison.replay": (result.replay, {"draw": 0}),
        "Index": (fp.Index, {"name": "x", "change": 0.1, "source": "y"}),
        "Case": (
            fp.Case,
            {
                "book": book(),
                "analysis": case().analysis,
                "theirs": None,
                "offers": (),
                "decisions": (),
                "bargaining": None,
                "uncertainty": None,
                "costs": (),
            },
        ),
        "presets.Around": (fp.presets.Around, around),
        "presets.planned_minutes": (
            fp.presets.planned_minutes,
            {
                "around": fp.presets.Around(**around),
                "hourly_rate": 24.0,
            },
        ),
        "presets.market_type": (
            fp.presets.market_type,
            {
                "around": fp.presets.Around(**around),
                "name": "x",
                "hourly_rate": 24.0,
                "guaranteed_weekly_hours": 10.0,
            },
        ),
        "presets.rounded_units": (
            fp.presets.rounded_units,
            {
                "around": fp.presets.Around(**around),
                "hourly_rate": 24.0,
                "unit_minutes": 15.0,
                "method": "up",
            },
        ),
        "theory.mean_above": (fp.theory.mean_above, {"z": 1.0}),
        "theory.minimum_caseload": (
            fp.theory.minimum_caseload,
            {
                "reliability": 0.8,
                "rate": 0.4,
                "skill_sd": 0.1,
            },
        ),
        "theory.optimal_incentive": (
            fp.theory.optimal_incentive,
            {
                "risk_aversion": 0.1,
                "variance": 2.0,
                "cost_curvature": 1.0,
            },
        ),
        "theory.regression_to_the_mean": (
            fp.theory.regression_to_the_mean,
            {
                "sd": 0.3,
                "reliability": 0.5,
                "cut": 1.0,
                "mean": 1.0,
                "selected": "above",
            },
        ),
        "theory.risk_premium": (fp.theory.risk_premium, {"risk_aversion": 0.1, "variance": 2.0}),
        "theory.spread_of_outcome_revenue": (
            fp.theory.spread_of_outcome_revenue,
            {
                "share_at_risk": 0.2,
                "rate": 0.4,
                "people": 20,
            },
        ),
        "theory.standard_error_of_rate": (
            fp.theory.standard_error_of_rate,
            {"rate": 0.4, "people": 20},
        ),
        "theory.wilson_interval": (
            fp.theory.wilson_interval,
            {"rate": 0.4, "people": 20, "z": 1.96},
        ),
    }
    records: dict[type[Declared], Declared] = {
        fp.Assumptions: plain(),
        fp.Billing: billing(),
        fp.Cohort: cohort(),
        fp.Contract: contracts()[0],
        fp.Analysis: case().analysis,
        fp.Evidence: fp.Evidence(),
        fp.Behaviour: fp.Behaviour(),
        fp.Package: fp.Package(share=1.0, visit_minutes=[30.0], visits_per_week=[14.0]),
        fp.Outcome: cohort().outcomes[0],
        fp.PaymentTerms: contracts()[0].payment_terms,
        fp.TransactionCosts: contracts()[0].transaction_costs,
        fp.Offer: fp.Offer(
            day="2026-04-06", party="provider", price_per_hour=20.0, what_changed="x"
        ),
        fp.Decision: fp.Decision(day="2026-04-06", decision="x", reason="y", who="z"),
        fp.CostEntry: fp.CostEntry(line="insurance", allowable="yes", reason="x"),
        fp.Subcontracting: fp.Subcontracting(share_of_hours=0.1, hourly_rate=20.0),
    }
    for record, sound in records.items():
        made[record.__name__] = record, sound.model_dump(exclude_none=True)
        made[f"{record.__name__}.model_validate"] = (
            record.model_validate,
            {"obj": sound.model_dump(exclude_none=True)},
        )
        for name in record.model_fields:
            made[record.__name__][1].setdefault(name, None)
    made["Assumptions.with_inputs"] = plain().with_inputs, dict.fromkeys(plain().inputs())
    made["Cohort.with_values"] = cohort().with_values, dict.fromkeys(fp.Cohort.model_fields)
    made["Cohort.example"] = fp.Cohort.example, dict.fromkeys(fp.Cohort.model_fields)
    return made


def raw_errors(name: str, call: Call, kinds: list[str] | None = None) -> Iterator[str]:
    function, sound = call
    known = wrong_kinds()
    for argument in sound:
        for kind in kinds or known:
            given = {**sound, argument: wrong_kinds()[kind]}
            if given[argument] is sound[argument]:
                continue  # no wrong kind here: each call is made as it is sound below
            if name.endswith(("with_inputs", "with_values", "example")):
                given = {argument: given[argument]}
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    function(**given)
            except fp.FairpriceError as error:
                str(error)
            except Exception as error:
                yield f"{name}({argument}={kind}): {type(error).__name__}: {error}"


#: One value of each sort that once ended in a raw error; all of them are tried in the slow tests.
FEW = ["None", "text", "not a number", "an object", "an array of objects", "a frame"]


def test_every_public_function_is_called_below(tmp_path: Path) -> None:
    routines = {name for name in fp.__all__ if inspect.isroutine(getattr(fp, name))}
    assert set(questions(tmp_path)) == routines


@pytest.mark.parametrize(
    "kinds", [FEW, pytest.param(list(wrong_kinds()), marks=pytest.mark.slow)], ids=["few", "all"]
)
@pytest.mark.parametrize("door", ["functions", "members"])
def test_a_call_answers_or_refuses_in_the_librarys_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: str, kinds: list[str]
) -> None:
    calls = questions(tmp_path) if door == "functions" else members()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")  # some of the kinds are names of files
    assert [raw for name, call in calls.items() for raw in raw_errors(name, call, kinds)] == []


def test_the_calls_are_sound_but_for_what_is_changed(tmp_path: Path) -> None:
    for name, (function, sound) in questions(tmp_path).items():
        answer = function(**sound)
        if not isinstance(answer, fp.PaymentComparison):  # one is held to the words below
            for called, table in tables_of(f"{name}()", answer):
                assert list(broken_words(called, table)) == []


def test_the_tables_of_results_call_each_thing_by_one_name() -> None:
    """Not of records, which are also made in part, and hold no tables."""
    for name, (function, sound) in members().items():
        made = ("model_validate", "with_inputs", "with_values", "example")
        if "." in name and not name.endswith(made):
            with suppress(fp.ContractError):  # a market type that there is none of
                for called, table in tables_of(f"{name}()", function(**sound)):
                    assert list(broken_words(called, table)) == []
    bridged = fp.bridge(book(), plain(mileage_rate=0.4))
    turned_over = leaving().cost_of_turnover()
    of_volumes = leaving().at_volume([10_000.0]), leaving().annual_cost
    held = (book(), bridged, compared(), drawn(), survey(), rate_card(), rate_card().priced())
    for one in (*held, turned_over, *of_volumes, visit_log()):
        for called, table in tables_of(type(one).__name__, one):
            assert list(broken_words(called, table)) == []


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "effort": (lambda: fp.Behaviour(effort=2.0), "effort: 2.0 is outside its bounds."),
    "evidence": (lambda: fp.Evidence(low=float("nan")), "low: nan is not a finite number."),
    "risk aversion": (
        lambda: fp.compare_payments(
            contracts(),
            cohort(),
            book(),
            draws=2,
            seed=1,
            risk_aversion="x",  # type: ignore[arg-type]
        ),
        "risk_aversion: 'x' is not a number.",
    ),
    "lengths": (
        lambda: fp.affordable_pay(book(), 20.0, ["x"]),  # type: ignore[list-item]
        "lengths: ['x'] is not a number of minutes above zero.",
    ),
    "change": (lambda: fp.Index("x", 10**400, "y"), "Index.change: "),
    "path": (
        lambda: fp.load_assumptions(1),  # type: ignore[arg-type]
        "path: was given an int. Nothing else can be read in its place. Give the path of a file.",
    ),
    "entries of a list": (
        lambda: fp.cost_register(book(), [1]),  # type: ignore[list-item]
        "costs: was given a list, which holds an int. Nothing else can be read in its place. "
        "Give a list of fairprice.CostEntry.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_said_of_a_wrong_kind(case: str) -> None:
    call, words = REFUSED[case]
    with pytest.raises(fp.InputError) as refused:
        call()
    assert words in str(refused.value)


def test_what_once_was_refused_raw_is_answered() -> None:
    ratings = pd.Series({"a": "good"})
    review = fp.annual_review(pd.Series({"a": 20.0}), ratings, {"good": HELD})  # type: ignore[arg-type]
    assert review.loc["a", "raised_price"] == pytest.approx(20.4)
    assert fp.round_half_up(amount=2.675) == 2.68
    assert fp.solve_each(book(), price_per_hour=19.0, names=[]).empty
