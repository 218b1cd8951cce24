"""Two positions at the table: a provider and a council, both from published figures.

The provider's figures stand in ``provider.toml``, the council's own model in
``council.toml``, both beside this file, with sources; people, dates and comments are
fictional. Writes ``evidence.xlsx``, or the file named on the command line.
"""

import sys
from datetime import date
from pathlib import Path

import fairprice as fp

#: DHSC, Market Sustainability and Improvement Fund 2025-26: average fee in England.
COUNCIL_OFFER = 25.05
#: Herefordshire cost of care report 2022-23: median direct care hours a year of a provider.
CONTACT_HOURS = 34_938.0
DRAWS, SEED = 100_000, 2026

ANALYSIS = fp.Analysis(
    author="Finance lead (fictional)",
    context="A fee negotiation for 2026-27 between a provider and a council; an example.",
    methods_considered="A build-up from first principles was preferred to an uplift of last "
    "year's fee, because last year's fee has no published build-up.",
    planned="One price for the visit mix, its evidence, and what separates it from the offer.",
    challenges="The council contests travel and back office; both positions are shown.",
    verification="The workbook recalculates alike in two other engines; its Checks sheet passes.",
    validation="Compared with the Homecare Association's Minimum Price 2026-27, England, of "
    "34.42; nothing is fitted to it.",
    conditions_of_validity="England, from 6 April 2026, until a statutory value changes.",
    limits_of_use="An example from medians of one county's report; not for a real negotiation.",
    sunset=date(2027, 3, 31),
)


def main(target: str = "evidence.xlsx") -> None:
    here = Path(__file__).parent
    provider = fp.OpenBook(fp.load_assumptions(here / "provider.toml"))
    council = fp.OpenBook(fp.load_assumptions(here / "council.toml"))

    found = fp.bridge(provider, council)
    print("What makes the gap")
    print(found)

    print(f"\nWhat the offer of {COUNCIL_OFFER:.2f} affords, GBP per hour")
    affordable = fp.affordable_pay(provider, COUNCIL_OFFER)
    columns = ["affordable_contact_pay_rate", "lowest_legal_contact_pay_rate", "is_legal"]
    shown = affordable[columns].set_axis(["affordable pay", "lowest legal", "legal"], axis=1)
    print(shown.rename_axis(None).to_string(float_format="{:.2f}".format))

    print("\nHow far one input alone would have to go")
    names = ["travel_minutes_per_visit", "back_office_staff_per_contact_hour", "return_rate"]
    needed = fp.solve_each(provider, price_per_hour=council.price_per_hour, names=names)
    for _, row in needed.iterrows():
        print(f"{row['label']}: {row['note'] or f'{row.needed:.2f} instead of {row.stated:.2f}'}")

    limits = fp.bargaining_range(
        provider, annual_budget=COUNCIL_OFFER * CONTACT_HOURS, annual_contact_hours=CONTACT_HOURS
    )
    print(f"\n{limits.verdict}")
    rate = fp.self_funder_rate(provider, council_fee=COUNCIL_OFFER, council_share=0.7)
    print(f"If the council buys 70 % of hours at its offer, self-funders must pay {rate:.2f}.")

    drawn = fp.cost_uncertainty(provider, draws=DRAWS, seed=SEED)
    covered = drawn.acceptability([COUNCIL_OFFER, provider.price_per_hour])["covers_cost"]
    print(
        f"Modelled from the evidence ranges, the offer covers the cost in {covered.iloc[0]:.0%} of "
        f"draws, the price asked in {covered.iloc[1]:.0%}."
    )

    case = fp.Case(
        book=provider,
        analysis=ANALYSIS,
        theirs=council,
        offers=(
            fp.Offer(
                day=date(2026, 1, 12), party="provider",
                price_per_hour=round(provider.price_per_hour, 2), what_changed="First offer",
            ),
            fp.Offer(
                day=date(2026, 1, 26), party="commissioner",
                price_per_hour=COUNCIL_OFFER, what_changed="First offer: last year's average fee",
            ),
        ),
        decisions=(
            fp.Decision(
                day=date(2026, 1, 5), decision="Business costs are stated by the contact hour",
                reason="The report they come from prints them so", who="Finance lead (fictional)",
            ),
        ),
        bargaining=limits,
        uncertainty=drawn,
        costs=(
            fp.CostEntry(line="insurance", allowable="yes", reason="Required by the contract"),
            fp.CostEntry(line="marketing", allowable="in discussion",
                         reason="The council asks whether recruitment covers it"),
        ),
    )  # fmt: skip
    written = fp.write_evidence_workbook(case, target)
    print(f"\nThe evidence workbook is {written}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
