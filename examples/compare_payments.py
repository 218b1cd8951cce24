"""The provider of the fee example under eight contracts, from time and task to outcomes.

The open book is that of ``provider.toml``, with cost that stands through the year, and the cohort
that of ``people.toml``, beside this file, as many as bring the hours of the book. Every value that
stands there is modelled, not observed: no published value was found.
Writes ``comparison.xlsx``, or the file named on the command line; a second name draws a
picture of the margins, where matplotlib is installed.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

import fairprice as fp

OUTCOME = "no further home care"
DRAWS, SEED = 2_000, 2026

#: What this provider pays whether or not care is delivered; an illustration. Its office stands
#: through the year, and its careworkers are paid the hours of their contracts.
STANDING = {
    "back_office_staff_follows": "year",
    "back_office_staff_step_hours": None,
    "guaranteed_hours_share": 1.0,
}
#: People whose care comes to the hours of the book.
PEOPLE = 100

#: Terms around the price; none is published, so all are modelled.
AROUND = fp.presets.Around(
    payment_terms=fp.PaymentTerms(delay_days=30.0, due_days=30.0, late_interest_rate=0.08),
    transaction_costs=fp.TransactionCosts(
        payer_monitoring_per_year=12_000.0,
        payer_verification_per_person=20.0,
        procurement=40_000.0,
        term_years=4.0,
        provider_monitoring_per_year=6_000.0,
        provider_verification_per_person=10.0,
    ),
    cancelled_visit_share=0.5,
    hospital_retainer_share=0.5,
    hospital_retainer_weeks=2,
)

PAYER = {
    "expected_spend": ("Spend", "{:,.0f}"),
    "expected_spend_error": ("± error", "{:,.0f}"),
    "spend_p5": ("5 %", "{:,.0f}"),
    "spend_p95": ("95 %", "{:,.0f}"),
    "cost_per_contact_hour": ("per hour", "{:,.2f}"),
}
PROVIDER = {
    "margin": ("Margin", "{:,.0f}"),
    "margin_error": ("± error", "{:,.0f}"),
    "margin_p5": ("5 %", "{:,.0f}"),
    "margin_p95": ("95 %", "{:,.0f}"),
    "margin_share": ("of revenue", "{:.1%}"),
    "probability_of_loss": ("loss in", "{:.0%}"),
}
BEARERS = {
    "bearer: volume": ("Borne by", "{}"),
    "provider_standard_deviation": ("margin, sd", "{:,.0f}"),
    "payer_standard_deviation_beyond_care": ("spend beyond care, sd", "{:,.0f}"),
}
INCENTIVES = {
    "one_hour_less_need": ("hour less", "{:,.2f}"),
    "one_minute_shaved": ("minute shaved", "{:,.2f}"),
    "one_15_minute_visit_more": ("15-min visit", "{:,.2f}"),
    f"one_more: {OUTCOME}": ("one more outcome", "{:,.0f}"),
}


def contracts(rate: float, cohort: fp.Cohort, book: fp.OpenBook) -> list[fp.Contract]:
    """Eight contracts at one hourly rate; the others are scaled to the first."""
    presets = fp.presets
    hours, year = cohort.weekly_hours(), book.value("annual_contact_hours")
    return [
        presets.planned_minutes(AROUND, hourly_rate=rate),
        presets.rounded_units(AROUND, hourly_rate=rate, unit_minutes=15.0, method="down"),
        presets.by_the_minute(AROUND, hourly_rate=rate),
        presets.locality_block(
            AROUND, annual_amount=rate * year, included_hours=year, extra_hourly_rate=rate
        ),
        # guaranteed share of first hours: modelled
        presets.market_type(
            AROUND, "partnership", hourly_rate=rate, guaranteed_weekly_hours=0.5 * hours
        ),
        presets.individual_service_fund(AROUND, hourly_rate=rate, returned_share=0.9),
        # share at risk and target: modelled
        presets.outcome_share(
            AROUND, hourly_rate=rate, outcome=OUTCOME, share_at_risk=0.2, target=0.5
        ),
        presets.help_to_live_at_home(AROUND, hourly_rate=rate, outcome=OUTCOME, lag_weeks=4.0),
    ]


def show(title: str, table: pd.DataFrame, columns: dict[str, tuple[str, str]]) -> None:
    print(f"\n{title}")
    shown = table[list(columns)].copy()
    for name, (_, form) in columns.items():
        shown[name] = [form.format(value) for value in table[name]]
    shown.columns = pd.Index([heading for heading, _ in columns.values()])
    print(shown.rename_axis(None).to_string())


def main(target: str = "comparison.xlsx", picture: str | None = None) -> None:
    beside = Path(__file__)
    provider = fp.load_assumptions(beside.with_name("provider.toml"))
    book = fp.OpenBook(provider.with_inputs(**STANDING))
    cohort = fp.load_cohort(beside.with_name("people.toml")).with_values(people=PEOPLE)
    rate = round(book.price_per_hour, 2)
    print(f"Every contract pays by an hourly rate of GBP {rate:.2f}, the book's price.\n")
    agreed = contracts(rate, cohort, book)
    result = fp.compare_payments(agreed, cohort, book, draws=DRAWS, seed=SEED)
    print(result.describe())
    show("The payer, GBP a year", result.payer, PAYER)
    show("The provider, GBP a year", result.provider, PROVIDER)
    show("The provider at equal expected spend, GBP a year", result.equal_cost, PROVIDER)
    show("Who bears the risk of volume", result.risk, BEARERS)
    show("What the provider gains by one more or less, GBP", result.incentives, INCENTIVES)
    print(f"\nThe comparison workbook is {fp.write_comparison_workbook(result, target)}.")
    if picture is not None and find_spec("matplotlib") is not None:
        from matplotlib import pyplot

        result.plot_margins()
        pyplot.savefig(picture, dpi=120)
        print(f"The picture of margins is {picture}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
