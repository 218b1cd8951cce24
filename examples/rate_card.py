"""The fees of an area: a county with two zones and three services, and its rate card workbook.

The base stands in ``provider.toml``, what the county states in ``county.toml``, both beside this
file; what the county states is invented, and its sources say so. Writes ``rate_card.xlsx``, or
the file named on the command line.
"""

import sys
from pathlib import Path

import fairprice as fp

#: What the county plans for the year after; an assumption for the example.
PLAN = fp.Index("planning assumption", 0.03, "the county's own plan (fictional)")
HELD = fp.Index("held", 0.0, "the mileage policy stays (fictional)")


def main(target: str = "rate_card.xlsx") -> None:
    card = fp.load_rate_card(Path(__file__).with_name("county.toml"))
    print(card)
    print("\nPublished prices of one careworker, GBP per visit")
    fees = card.fee_table.xs("One careworker", level="carers")
    print(fees.to_string(float_format="{:.2f}".format, na_rep="-"))
    print("\nWhat the visits of a year cost, GBP")
    columns = ["contact_hours", "spend", "budget_impact", "blended_price"]
    print(card.spend.by_provider[columns].to_string(float_format="{:,.2f}".format))
    remote = card.package(
        "A remote package (fictional)",
        like="Villages",
        visits=[
            {
                "service": "Standard care",
                "carers": "One careworker",
                "time": "Weekday",
                "visit_minutes": 30,
                "visits_per_year": 1_400,
            }
        ],
        travel_minutes_per_visit=35.0,
        miles_per_visit=18.0,
    )
    print(f"\nA package 35 minutes and 18 miles away, 1,400 half hours a year.\n{remote}")
    last_year = card.changed(base=card.base.with_inputs(price_date="2025-04-06"))
    raised = last_year.uplift(
        "2026-04-06", {"pay": PLAN, "travel": HELD, "ppe": PLAN, "business_costs": PLAN}
    )
    print("\nWhat a year's plan and the year's law would add, GBP per contact hour")
    print(raised.bridge.head(6).to_string(float_format="{:.4f}".format))
    written = fp.write_rate_card_workbook(card, target)
    print(f"\nThe rate card workbook is {written}: its first sheet is the fee table.")


if __name__ == "__main__":
    main(*sys.argv[1:])
