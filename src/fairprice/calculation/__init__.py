"""The calculation: every cost line once, as a plain function of activity and assumptions.

Reading order of the room: ``activity``, ``pay``, ``time_off``, ``contributions``,
``other_costs``, ``price`` and ``minimum_wage`` hold the functions; ``order`` puts them in
sequence; ``plan`` keeps what a party's choices need.
"""

from fairprice.calculation.choices import (
    ACTIVITY,
    ANNEX_A,
    BASES,
    BUSINESS_LINES,
    CAREWORKER_LINES,
    FOLLOWING,
    FOLLOWS,
    MINIMUM_WAGE_ROWS,
    PARTS_OF_THE_PRICE,
    PRICE_LINES,
    PRICE_PER_HOUR,
    RETURN_BASES,
    SICK_PAY_POLICIES,
    STATABLE,
    SUBTOTALS,
    Choices,
    kind_of_row,
    of_an_hour,
)
from fairprice.calculation.fees import (
    fee_steps,
    price_point,
    price_to_the_penny,
    without_a_fee,
)
from fairprice.calculation.follows import GUARANTEE
from fairprice.calculation.other_costs import BUSINESS_LABELS
from fairprice.calculation.pay import UNSOCIAL_TIMES, unsocial_hours_factor
from fairprice.calculation.plan import Plan, make_plan, run
from fairprice.calculation.step import AVERAGE, HOUR, OF_ONE, VISIT, Step, make_function
from fairprice.calculation.volume import volume_steps
from fairprice.calculation.year_cost import cost_steps, parts_of_cost

__all__ = [
    "ACTIVITY",
    "ANNEX_A",
    "AVERAGE",
    "BASES",
    "BUSINESS_LABELS",
    "BUSINESS_LINES",
    "CAREWORKER_LINES",
    "FOLLOWING",
    "FOLLOWS",
    "GUARANTEE",
    "HOUR",
    "MINIMUM_WAGE_ROWS",
    "OF_ONE",
    "PARTS_OF_THE_PRICE",
    "PRICE_LINES",
    "PRICE_PER_HOUR",
    "RETURN_BASES",
    "SICK_PAY_POLICIES",
    "STATABLE",
    "SUBTOTALS",
    "UNSOCIAL_TIMES",
    "VISIT",
    "Choices",
    "Plan",
    "Step",
    "cost_steps",
    "fee_steps",
    "kind_of_row",
    "make_function",
    "make_plan",
    "of_an_hour",
    "parts_of_cost",
    "price_point",
    "price_to_the_penny",
    "run",
    "unsocial_hours_factor",
    "volume_steps",
    "without_a_fee",
]
