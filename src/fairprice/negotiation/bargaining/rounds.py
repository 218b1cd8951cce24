"""The rounds of a negotiation: who offered what, and what is left between them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from fairprice.declare.takes import one, several, takes
from fairprice.negotiation.bargaining.records import Offer


@takes(offers=several(one(Offer, wanted=""), "a list of fairprice.Offer"))
def rounds(offers: Iterable[Offer]) -> pd.DataFrame:
    """Tabulate offers in the order of their dates.

    Parameters
    ----------
    offers
        In any order; those of one day stay in the order given.

    Returns
    -------
    pandas.DataFrame
        One row an offer: ``date``, ``party``, ``price_per_hour``, ``change`` since the
        party's own last offer, ``gap`` between the provider's and the commissioner's last
        offers (GBP per contact hour; NaN where there is none yet), ``what_changed``.
    """
    last: dict[str, float] = {}
    rows = []
    for offer in sorted(offers, key=lambda offer: offer.day):
        before = last.get(offer.party, float("nan"))
        last[offer.party] = offer.price_per_hour
        both = {"provider", "commissioner"} <= last.keys()
        rows.append(
            {
                "date": offer.day,
                "party": offer.party,
                "price_per_hour": offer.price_per_hour,
                "change": offer.price_per_hour - before,
                "gap": last["provider"] - last["commissioner"] if both else float("nan"),
                "what_changed": offer.what_changed,
            }
        )
    columns = ["date", "party", "price_per_hour", "change", "gap", "what_changed"]
    return pd.DataFrame(rows, columns=columns, index=range(1, len(rows) + 1)).rename_axis("round")
