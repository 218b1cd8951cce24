"""What every public function hands back. Only type-checked, never run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import assert_type

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

import fairprice as fp
from fairprice import Assumptions, OpenBook

path = Path("file")

# files
assert_type(fp.load_assumptions(path), Assumptions)
assert_type(fp.example_provider(), Assumptions)
assert_type(fp.example_council(), Assumptions)
assert_type(fp.load_assumptions("provider.toml").lacked, tuple[str, ...])
assert_type(fp.load_case(path), fp.Case)
assert_type(fp.load_cohort(path), fp.Cohort)
assert_type(fp.load_contract(path), fp.Contract)
assert_type(fp.read_assumptions(path, challenge=False), Assumptions)

assumptions = fp.load_assumptions(path)
book = OpenBook(assumptions)
rates = fp.statutory_rates(date(2026, 4, 6), "England")
case, cohort, contract = fp.load_case(path), fp.load_cohort(path), fp.load_contract(path)

assert_type(fp.dump_assumptions(assumptions), str)
assert_type(fp.dump_case(case, path), str)
assert_type(fp.dump_cohort(cohort, "people.toml"), str)
assert_type(fp.dump_contract(contract), str)
assert_type(fp.write_fee_workbook(book, path), Path)
assert_type(fp.write_fee_workbook(assumptions, path, published=True, law=rates), Path)
assert_type(fp.write_intake_workbook(None, path), Path)
assert_type(fp.write_intake_workbook(assumptions, path), Path)
assert_type(fp.write_intake_workbook(book, path), Path)
assert_type(fp.write_evidence_workbook(case, path), Path)
assert_type(fp.verify_workbook(path, original="fees.xlsx"), fp.Verification)

# charts
assert_type(book.build_up([15, 30]), pd.DataFrame)
assert_type(book.plot(lengths=15, ax=book.plot_visit_lengths()), Axes)
assert_type(fp.bridge(book, book).plot(most=5), Axes)
drawn = fp.cost_uncertainty(book, draws=1_000, seed=1)
assert_type(fp.cost_uncertainty(book, rng=np.random.default_rng(1)), fp.CostUncertainty)
assert_type(drawn.plot_tornado(), Axes)
assert_type(drawn.plot_acceptability(offer=25.0), Axes)
assert_type(drawn.plot_margin(25.0), Axes)

assert_type(case.plot_tornado(), Axes)
assert_type(fp.write_report(case, "report.html"), Path)
assert_type(fp.write_report(assumptions, path, law=rates), Path)

# a rate card
card = fp.load_rate_card(path)
assert_type(card, fp.RateCard)
assert_type(fp.dump_rate_card(card, path), str)
assert_type(fp.write_rate_card_workbook(card, path, published=True), Path)
assert_type(fp.read_rate_card(fp.write_rate_card_form(card, path)), fp.RateCard)
assert_type(fp.write_rate_card_form(None, path), Path)
assert_type(fp.write_rate_card_workbook(card.priced(rates), path), Path)
assert_type(card.zones, tuple[fp.Zone, ...])
assert_type(card.services, tuple[fp.Service, ...])
assert_type(card.carers, tuple[fp.Carers, ...])
assert_type(card.times, tuple[fp.TimeOfWeek, ...])
assert_type(card.volumes, tuple[fp.Volume, ...])
assert_type(card.priced(), fp.PricedRateCard)
assert_type(card.prices, pd.DataFrame)
assert_type(card.fee_table, pd.DataFrame)
assert_type(card.spend, fp.Spend)
assert_type(card.spend.by("provider"), pd.DataFrame)
assert_type(card.spend.blended_price, float)
assert_type(card.with_volumes(pd.DataFrame()), fp.RateCard)
assert_type(card.package("A", "Towns", [], miles_per_visit=9.0), fp.PricedPackage)
assert_type(card.uplift("2027-04-06", {}), fp.CardUplift[fp.RateCard])
assert_type(card.uplift("2027-04-06", {}).card, fp.RateCard)

# what a party states
assert_type(assumptions, Assumptions)
assert_type(Assumptions.model_validate({}), Assumptions)
assert_type(assumptions.with_inputs(contact_pay_rate=13.0), Assumptions)
assert_type(assumptions.sources, dict[str, str])
assert_type(assumptions.pay.contact_pay_rate, float | None)
assert_type(Assumptions.fields(), dict[str, fp.InputField])

# the open book
assert_type(book.assumptions, Assumptions)
assert_type(book.rates, fp.StatutoryRates)
assert_type(book.lines, pd.DataFrame)
assert_type(book.workings, pd.DataFrame)
assert_type(book.worker_bands, pd.DataFrame)
assert_type(book.explain("holiday"), str)
assert_type(book.flat_hourly_fee, float)

# questions: of a book, and of assumptions with their law
assert_type(fp.price_scenarios(book, {"contact_pay_rate": [13.0]}), pd.DataFrame)
assert_type(fp.price_scenarios(assumptions, {"contact_pay_rate": [13.0]}, law=rates), pd.DataFrame)
assert_type(fp.price_scenarios(book, {"contact_pay_rate": [13.0]}, engine="numba"), pd.DataFrame)
assert_type(fp.price_scenarios(book, pd.DataFrame({"mileage_rate": [0.4]})), pd.DataFrame)
assert_type(fp.price_scenarios(book, {"mileage_rate": [0.4]}, lengths=30), pd.DataFrame)
assert_type(fp.price_scenarios(book, {"mileage_rate": [0.4]}, lengths=[15, 30]), pd.DataFrame)
assert_type(fp.challenges(book), tuple[fp.Problem, ...])
assert_type(fp.challenges(book, refusing=False), tuple[fp.Problem, ...])
assert_type(fp.challenges(assumptions, answered=False, law=rates), tuple[fp.Problem, ...])
assert_type(fp.affordable_pay(book, 25.05), pd.DataFrame)
assert_type(fp.affordable_pay(assumptions, 25.05, [15, 30], law=rates), pd.DataFrame)
assert_type(fp.solve_for(book, "contact_pay_rate", price_per_hour=25.0), fp.Solution)
assert_type(fp.solve_for(assumptions, "mileage_rate", price_per_hour=25.0), fp.Solution)
assert_type(fp.solve_each(assumptions, price_per_hour=25.0, law=rates), pd.DataFrame)
assert_type(fp.one_way_sensitivity(book), pd.DataFrame)
assert_type(fp.one_way_sensitivity(assumptions, {"mileage_rate": (0.4, 0.5)}), pd.DataFrame)
assert_type(fp.bridge(book, assumptions), fp.Bridge)
assert_type(fp.bridge(assumptions, assumptions, law=rates), fp.Bridge)
assert_type(fp.assumptions_log(book), pd.DataFrame)
assert_type(fp.cost_register(assumptions, law=rates), pd.DataFrame)
assert_type(fp.key_ratios(assumptions), pd.DataFrame)
assert_type(fp.uplift(book, "2027-04-06", {}), fp.Uplift)
assert_type(fp.uplift(assumptions, date(2027, 4, 6), {}, law="law.toml"), fp.Uplift)
limits = fp.bargaining_range(book, annual_budget=1e6, annual_contact_hours=4e4, in_house=31.0)
assert_type(limits, fp.BargainingRange)
assert_type(limits.zone, tuple[float, float] | None)
assert_type(limits.hours_bought(25.0), pd.DataFrame)
assert_type(
    fp.bargaining_range(
        assumptions, annual_budget=1e6, annual_contact_hours=4e4, in_house=assumptions, law=rates
    ),
    fp.BargainingRange,
)
drawn = fp.cost_uncertainty(book, {"mileage_rate": (0.4, 0.5)}, seed=1)
assert_type(drawn, fp.CostUncertainty)
assert_type(drawn.acceptability([25.0, 30.0]), pd.DataFrame)
assert_type(drawn.drivers, pd.DataFrame)

# law that is not yet in force
assert_type(fp.draft_law("2027-04-06", "England"), str)
assert_type(fp.draft_law(date(2027, 4, 6), "England", path), str)
laws = fp.law_scenarios(path, "2027-04-06", "England")
assert_type(laws, dict[str, fp.StatutoryRates])
assert_type(fp.prices_under_laws(book, laws), pd.DataFrame)
assert_type(fp.prices_under_laws(assumptions, {"ours": path, "now": None}), pd.DataFrame)
assert_type(fp.prices_under_laws(assumptions, path), pd.DataFrame)
assert_type(fp.OpenBook(assumptions, law="law.toml"), fp.OpenBook)
assert_type(fp.read_law("fees.xlsx"), fp.StatutoryRates)
assert_type(fp.load_case(path, law=path), fp.Case)
assert_type(fp.bridge(book, assumptions, law=path).by_law, pd.DataFrame)
assert_type(fp.verify_workbook(path, law=path).own_law, pd.DataFrame)

# people, contracts, and their comparison
around = fp.presets.Around(
    payment_terms=fp.PaymentTerms(delay_days=30.0, due_days=30.0, late_interest_rate=0.08),
    transaction_costs=fp.TransactionCosts(
        payer_monitoring_per_year=0.0,
        payer_verification_per_person=0.0,
        procurement=0.0,
        term_years=4.0,
        provider_monitoring_per_year=0.0,
        provider_verification_per_person=0.0,
    ),
    cancelled_visit_share=0.5,
    hospital_retainer_share=0.0,
    hospital_retainer_weeks=1,
)
assert_type(fp.presets.planned_minutes(around, hourly_rate=25.0), fp.Contract)
assert_type(contract.subcontracting, fp.Subcontracting | None)
assert_type(contract.payment_terms, fp.PaymentTerms)
assert_type(cohort.packages, tuple[fp.Package, ...])
assert_type(cohort.outcomes, tuple[fp.Outcome, ...])
assert_type(fp.Cohort.example(people=100), fp.Cohort)
result = fp.compare_payments([contract], cohort, assumptions, seed=1, law=rates)
assert_type(result, fp.PaymentComparison)
assert_type(fp.compare_payments([contract], cohort, book, seed=1), fp.PaymentComparison)
assert_type(result.payer, pd.DataFrame)
assert_type(result.describe(), str)
assert_type(result.replay(0), pd.DataFrame)
assert_type(result.plot_margins(), Axes)
assert_type(result.plot_risk("payer", ax=book.plot()), Axes)
assert_type(fp.write_comparison_workbook(result, path), Path)

# indices
assert_type(fp.published_indices(), pd.DataFrame)
assert_type(fp.published_lines(), pd.DataFrame)
assert_type(fp.published_index("cpi", "2025-09"), fp.Index)
assert_type(fp.statutory_index("adult_minimum_wage", "2025-04-06", "2026-04-06", "Wales"), fp.Index)
assert_type(fp.annual_review({"a": 25.0}, {"a": "good"}, {}), pd.DataFrame)
assert_type(fp.compounded_index([]), fp.Index)
assert_type(fp.weighted_index({}), fp.Index)

# records
offer = fp.Offer(day=date(2026, 1, 1), party="provider", price_per_hour=31.0, what_changed="-")
decision = fp.Decision(day=date(2026, 1, 1), decision="-", reason="-", who="-")
assert_type(fp.rounds([offer]), pd.DataFrame)
assert_type(fp.decision_log([decision]), pd.DataFrame)

# logged visits
log = fp.read_visits("logs", {"planned_minutes": "Planned", "start": ["Day", "In"]})
assert_type(log, fp.VisitLog)
assert_type(log.problems, pd.DataFrame)
assert_type(fp.price_visits(log, fp.Billing.model_validate({}), "out.parquet"), fp.PricedVisits)
assert_type(fp.cost_visits(log, book, longest_gap_minutes=60), fp.CostedVisits)
assert_type(fp.cost_visits(log, assumptions, law=rates).evidence(), dict[str, fp.Evidence])
assert_type(fp.fit_cohort(log, gone_after_weeks=4), fp.CohortFit)
comparison = fp.compare_billing(log, {"now": fp.Billing.model_validate({})})
assert_type(comparison, fp.BillingComparison)
assert_type(comparison.by("zone", at_least=20), pd.DataFrame)
assert_type(fp.write_visits_workbook(comparison, "visits.xlsx"), Path)
assert_type(fp.write_visits_report(comparison, "visits.html"), Path)

# a first price, a contract year, any file
quick = fp.quick_book(
    provider_name="a", nation="England", year="2026-27", contact_pay_rate=13.5,
    travel_pay_rate=13.0, visit_minutes=[30], visits_per_week=[10], travel_minutes_per_visit=5,
    miles_per_visit=2, mileage_rate=0.4, worker_weekly_hours=25, training_days_per_year=3,
    sickness_days_per_year=5, return_on_cost=0.05, overheads_per_contact_hour=7.0,
)  # fmt: skip
assert_type(quick, fp.OpenBook)
assert_type(quick.assumptions.from_the_starter, tuple[str, ...])
year = fp.price_contract_year(quick, "2026-27")
assert_type(year.price_per_hour, float)
assert_type(year.price(30.0), float)
assert_type(year.periods, pd.DataFrame)
assert_type(fp.load(path), fp.Assumptions | fp.Case | fp.Cohort | fp.Contract | fp.RateCard)

# leavers
assert_type(fp.pay_for_retention(fp.OpenBook(fp.load_assumptions("a.toml")), 1.0), pd.DataFrame)
# surveys
survey = fp.Survey.from_lines(pd.DataFrame())
assert_type(survey, fp.Survey)
assert_type(fp.read_survey("returns"), fp.Survey)
assert_type(survey.lines, pd.DataFrame)
assert_type(survey.headlines, "pd.Series[float]")
assert_type(survey.headline, float)
assert_type(survey.visit_prices, pd.DataFrame)
assert_type(survey.position("Alder"), pd.DataFrame)
assert_type(survey.log, pd.DataFrame)
amendment = fp.Amendment(
    provider="-", line="PPE", query="-", reply="-", final=0.2, who="-", why="-"
)
assert_type(survey.amend(amendment), fp.Survey)
assert_type(survey.exclude(fp.Exclusion(provider="-", reason="-", who="-")), fp.Survey)
assert_type(survey.fair_price(), fp.FairPrice)
assert_type(fp.write_survey_workbook(survey, path, published=True), Path)
assert_type(fp.check_cost_table(survey.lines), tuple[fp.Problem, ...])
assert_type(fp.lint_workbook(path), tuple[fp.Problem, ...])
