"""A provider whose cost is a sum that can be done by hand: nothing but pay, travel and miles."""

from __future__ import annotations

from typing import Any

from providers import plain_data, stated

from fairprice import Assumptions

#: An hour at 13.00, two visits with 6 minutes of travel each at 13.00, 4 miles at 0.45 (GBP).
COST = 13.0 + 0.2 * 13.0 + 4 * 0.45
A, B, C = (f"{line}_per_contact_hour" for line in ("insurance", "telephony", "marketing"))


def linear(**changes: Any) -> Assumptions:
    """Return assumptions whose cost is ``COST`` plus what each business line is."""
    data = plain_data() | {"stated_rates": stated(), "time_off": {"notice_pay_share": 0.0}}
    for section in ("workforce", "training"):
        del data[section]
    return Assumptions.model_validate(data).with_inputs(**changes)
