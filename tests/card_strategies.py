"""Hypothesis strategies of rate cards, and a card that can be worked out by hand."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from providers import plain_data, stated
from strategies import amounts, assumptions, in_steps, shares, texts

import fairprice as fp
from fairprice.rate_card.permitted import may_differ

Data = dict[str, Any]
#: What is drawn for an input that differs.
_VALUES = {
    "travel_minutes_per_visit": in_steps(0, 60, 2),
    "miles_per_visit": in_steps(0, 30, 2),
    "mileage_rate": amounts(0.6),
    "waiting_minutes_per_visit": in_steps(0, 20, 2),
    "travel_pay_rate": amounts(20),
    "ppe_per_visit": amounts(1),
    "holiday_weeks": in_steps(0, 8, 2),
}
_TIMES = ("weekday", "evening", "weekend", "bank holiday")


@st.composite
def _differences(draw: st.DrawFn, allowed: tuple[str, ...]) -> Data:
    names = draw(st.sets(st.sampled_from(sorted(allowed)), max_size=3)) if allowed else set()
    return {name: draw(_VALUES[name]) for name in sorted(names)}


@st.composite
def card_data(draw: st.DrawFn, whole_week: bool = False, most: int = 2) -> Data:
    """Draw data that ``RateCard.model_validate`` accepts.

    Parameters
    ----------
    draw
        Given by Hypothesis.
    whole_week
        Whether the times are the four of the base's week, and nothing differs by them.
    most
        Zones and services at most.
    """
    base = draw(assumptions(documented=False))
    known = {line: tuple(set(may_differ(base, in_the_lines=line)) & set(_VALUES))
             for line in (False, True)}  # fmt: skip
    of_the_time = draw(st.sets(st.sampled_from(known[True]), max_size=1)) if known[True] else set()
    if whole_week:
        of_the_time = set()
    everywhere = tuple(set(known[False]) - of_the_time)
    of_zones = tuple(n for n in everywhere if n not in ("holiday_weeks", "ppe_per_visit"))
    of_services = tuple(n for n in everywhere if n in ("holiday_weeks", "ppe_per_visit"))
    names = draw(st.lists(texts(), min_size=11, max_size=11, unique_by=str.casefold))

    def some(number: int, inputs: tuple[str, ...], **more: Any) -> Data:
        drawn: Data = {"name": names[number], **more}
        if draw(st.booleans()):
            drawn["pay_supplement"] = draw(amounts(3))
        return drawn | {"inputs": draw(_differences(inputs))}

    times: list[Data] = []
    for n, hours in enumerate(_TIMES):
        time: Data = {"name": names[4 + n], "hours": hours}
        if not whole_week:
            time["inputs"] = draw(_differences(tuple(of_the_time)))
            time |= {"premium": draw(shares(1))} if draw(st.booleans()) else {}
            time |= {"pay_supplement": draw(amounts(2))} if draw(st.booleans()) else {}
        times.append(time)
    lengths = draw(st.lists(st.integers(5, 240).map(float), min_size=1, max_size=4, unique=True))
    return {
        "base": base,
        "visit_minutes": lengths,
        "zones": [some(n, of_zones) for n in range(draw(st.integers(1, most)))],
        "services": [
            some(2 + n, of_services, kind="standard") for n in range(draw(st.integers(1, most)))
        ],
        "carers": [
            {"name": names[8], "careworkers": 1},
            {"name": names[9], "careworkers": 2},
            {"name": names[10], "careworkers": 2, "vehicles": 1},
        ],
        "times": times if whole_week else times[: draw(st.integers(1, 4))],
    }


def cards(**kwargs: Any) -> st.SearchStrategy[fp.RateCard]:
    """Draw rate cards; arguments as in :func:`card_data`."""
    return card_data(**kwargs).map(fp.RateCard.model_validate)


@st.composite
def volumes_of(draw: st.DrawFn, card: fp.RateCard) -> list[Data]:
    """Draw volumes of some cells of a card, of up to three providers."""
    prices = card.prices
    rows = draw(st.lists(st.integers(0, len(prices) - 1), min_size=1, max_size=8, unique=True))
    drawn = []
    for row in rows:
        cell = prices.iloc[row]
        for provider in draw(st.sets(st.sampled_from(["A", "B", "C"]), min_size=1)):
            volume: Data = {
                "provider": provider,
                **{k: str(cell[k]) for k in ("zone", "service", "carers", "time")},
                "visit_minutes": float(cell["visit_minutes"]),
                "visits_per_year": float(draw(st.integers(0, 500_000))),
            }
            if draw(st.booleans()):
                volume["present_price"] = draw(amounts(90))
            drawn.append(volume)
    return drawn


def round_base(**changes: Any) -> fp.Assumptions:
    """Return a base whose visit carries 1.30 of travel and 0.90 of miles, and whose hour 13.00."""
    data = plain_data() | {"stated_rates": stated(), "time_off": {"notice_pay_share": 0.0}}
    for section in ("workforce", "training"):
        del data[section]
    return fp.Assumptions.model_validate(data).with_inputs(**changes)


def round_card(base: fp.Assumptions | None = None, **fields: Any) -> fp.RateCard:
    """Return a card that can be worked out by hand; fields stand in place of its own."""
    data: Data = {
        "base": round_base(weekend_share=0.2, weekend_premium=0.5) if base is None else base,
        "zones": [{"name": "Town"}, {"name": "Far", "inputs": {"travel_minutes_per_visit": 18.0}}],
        "services": [
            {"name": "Standard", "kind": "standard"},
            {"name": "Complex", "kind": "complex care", "pay_supplement": 2.0},
        ],
        "carers": [
            {"name": "One", "careworkers": 1},
            {"name": "Two", "careworkers": 2},
            {"name": "Two in one car", "careworkers": 2, "vehicles": 1},
        ],
        "times": [
            {"name": "Weekday", "hours": "weekday"}, {"name": "Weekend", "hours": "weekend"},
        ],
        "visit_minutes": [30.0, 60.0],
    }  # fmt: skip
    return fp.RateCard.model_validate(data | fields)
