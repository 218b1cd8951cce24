"""The main job: what an hour of care costs a fictional provider, and its fee workbook.

Every input stands in ``provider.toml`` beside this file, with its published source.
Writes ``fee_workbook.xlsx``, or the file named on the command line.
"""

import sys
from pathlib import Path

import fairprice as fp

#: Homecare Association, Minimum Price for Homecare 2026-27, England, as reported second-hand.
#: Shown for scale; nothing is fitted to it.
PUBLISHED_MINIMUM_PRICE = 34.42


def main(target: str = "fee_workbook.xlsx") -> None:
    assumptions = fp.load_assumptions(Path(__file__).with_name("provider.toml"))
    book = fp.OpenBook(assumptions)
    about = assumptions.about
    print(f"{about.provider_name}, {about.nation}, price date {about.price_date:%d %B %Y}")
    print("\nCost build-up, GBP per contact hour (Annex A lines)")
    build_up = book.lines.drop(columns=["name", "kind"])
    shown = build_up[build_up["average_contact_hour"] != 0]
    print(
        shown.to_string(
            formatters={"share_of_price": "{:.1%}".format},
            float_format="{:.2f}".format,
            header=["one visit", "one hour", "average hour", "share"],
            index_names=False,
        )
    )
    print("\nThe 15-minute effect: price by visit length beside a flat fee, GBP")
    columns = {
        "price_per_visit": "price",
        "hourly_rate": "by the hour",
        "flat_fee_per_visit": "flat fee pays",
        "gap_per_visit": "gap per visit",
        "gap_per_year": "gap a year",
    }
    prices = book.visit_prices()[list(columns)].rename(columns=columns)
    prices.index = [f"{minutes:g} minutes" for minutes in prices.index]
    print(prices.to_string(float_format="{:,.2f}".format))
    test = book.minimum_wage_test().iloc[0]
    verdict = "meets" if test.passes else "does not meet"
    print(
        f"\nPay that counts over time that counts, travel included, is {test.pay_rate:.2f} "
        f"an hour: it {verdict} the minimum wage of {test.minimum_wage:.2f}."
    )
    print(f"Price per contact hour: {book.price_per_hour:.2f}")
    print(f"Published minimum price 2026-27, England, for scale: {PUBLISHED_MINIMUM_PRICE:.2f}")
    written = fp.write_fee_workbook(book, target)
    print(f"\nThe fee workbook is {written}: open it and change any input.")


if __name__ == "__main__":
    main(*sys.argv[1:])
