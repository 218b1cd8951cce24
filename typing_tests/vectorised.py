"""A number in, a number out; several in, an array out. Only type-checked, never run."""

from __future__ import annotations

from typing import assert_type

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import fairprice as fp

Floats = NDArray[np.float64]

book = fp.OpenBook(fp.load_assumptions("provider.toml"))
array: Floats = np.array([15.0, 30.0])
whole: NDArray[np.int64] = np.array([15, 30])
series = pd.Series([15.0, 30.0])
column = pd.DataFrame({"minutes": [15.0]})["minutes"]

# an open book
assert_type(book.price_per_hour, float)
assert_type(book.price(15), float)
assert_type(book.price(np.float64(15)), float)
assert_type(book.price(np.int64(15)), float)
assert_type(book.price([15, 30]), Floats)
assert_type(book.price((15.0, 30.0)), Floats)
assert_type(book.price(range(15, 60, 15)), Floats)
assert_type(book.price(array), Floats)
assert_type(book.price(whole), Floats)
assert_type(book.price(series), Floats)
assert_type(book.price(column), Floats)
assert_type(book.hourly_rate(15), float)
assert_type(book.hourly_rate(array), Floats)
assert_type(book.at(1.0, 0.25), dict[str, float])
assert_type(book.at(array, array), dict[str, Floats])
assert_type(book.visit_prices(), pd.DataFrame)
assert_type(book.visit_prices([15, 30], flat_hourly_fee=25.05), pd.DataFrame)
assert_type(book.minimum_wage_test(15), pd.DataFrame)

# roundings
assert_type(fp.round_half_up(2.675), float)
assert_type(fp.round_half_up(2, decimals=0), float)
assert_type(fp.round_half_up(array, 1), Floats)
assert_type(fp.round_half_up(series), Floats)
assert_type(fp.round_up_to_multiple(21.62, 0.04), float)
assert_type(fp.round_up_to_multiple([21.62, 22.0], 0.04), Floats)
assert_type(fp.round_up_to_multiple(21.62, array), Floats)

# prices
index = fp.Index("review", 0.066, "a test")
assert_type(fp.uplift_price(20.28, index), float)
assert_type(fp.uplift_price(array, index, price_multiple=0.04), Floats)
assert_type(fp.self_funder_rate(book, council_fee=25.05, council_share=0.7), float)
assert_type(fp.self_funder_rate(book, council_fee=25.05, council_share=[0.2, 0.5]), Floats)
assert_type(fp.self_funder_rate(book, council_fee=array, council_share=0.5), Floats)

# the law
rates = fp.statutory_rates("2026-04-06", nation="England")
assert_type(rates.value("employer_nic_rate"), float)
assert_type(rates.employer_ni(500.0), float)
assert_type(rates.employer_ni(500, "week", True), float)
assert_type(rates.employer_ni(array), Floats)
assert_type(rates.employer_ni(series, under_21=[True, False]), Floats)
assert_type(rates.employer_ni(500.0, under_21=np.array([True, False])), Floats)
assert_type(rates.employer_pension(500.0, opted_in=True), float)
assert_type(rates.employer_pension(array), Floats)
assert_type(rates.employer_pension(500.0, opted_in=[True, False]), Floats)
assert_type(rates.minimum_wage(30), float)
assert_type(rates.minimum_wage(range(16, 30)), Floats)
assert_type(rates.minimum_wage(18, [True, False]), Floats)
assert_type(rates.sick_pay(400.0, 3), float)
assert_type(rates.sick_pay(array, 3), Floats)
assert_type(rates.sick_pay(400.0, array), Floats)
assert_type(rates.sick_pay(400.0, 3, array), Floats)

# billing
billing = fp.Billing.model_validate({})
assert_type(billing.billable(30, 27), float)
assert_type(billing.billable(array, 27.0), Floats)
assert_type(billing.billable(30, series), Floats)
assert_type(billing.tariff_price(45), float)
assert_type(billing.tariff_price([15, 45]), Floats)
assert_type(fp.expected_billable(billing, 27, 5, 30, truncated_below=1), float)
assert_type(fp.expected_billable(billing, array, 5, 30), Floats)
assert_type(fp.expected_billable(billing, 27, [4, 5], 30), Floats)
assert_type(fp.expected_billable(billing, 27, 5, array), Floats)
assert_type(fp.expected_billable(billing, 27, 5, 30, truncated_below=array), Floats)

# closed forms
theory = fp.theory
assert_type(theory.standard_error_of_rate(0.5, 50), float)
assert_type(theory.standard_error_of_rate(0.5, array), Floats)
assert_type(theory.standard_error_of_rate(array, 50), Floats)
assert_type(theory.wilson_interval(0.5, 50), tuple[float, float])
assert_type(theory.wilson_interval(array, 50, 1.64), tuple[Floats, Floats])
assert_type(theory.minimum_caseload(0.7, 0.5, 0.05), float)
assert_type(theory.minimum_caseload(0.7, 0.5, array), Floats)
assert_type(theory.regression_to_the_mean(0.3, 0.7, 1.2, selected="above"), float)
assert_type(
    theory.regression_to_the_mean(sd=0.3, reliability=array, cut=1.2, selected="above"), Floats
)
assert_type(theory.regression_to_the_mean(0.3, 0.7, 1.2, array, selected="above"), Floats)
assert_type(theory.mean_above(0.5), float)
assert_type(theory.mean_above(array), Floats)
assert_type(theory.risk_premium(1e-5, 1e6), float)
assert_type(theory.risk_premium(1e-5, array), Floats)
assert_type(theory.optimal_incentive(1e-5, 1e6, array), Floats)
assert_type(theory.spread_of_outcome_revenue(0.8, 0.5, 50), float)
assert_type(theory.spread_of_outcome_revenue(0.8, 0.5, array), Floats)
