"""The Hypothesis strategies: parties of every kind, and what is asked of their books.

Figures are drawn in the steps in which people state them (pence, minutes, tenths of a
per cent), which also keeps examples readable and quick.
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from fairprice import Assumptions, OpenBook
from fairprice.assumptions.checks import choices_of, used_inputs
from fairprice.assumptions.evidence import PARTS
from fairprice.assumptions.sections import INPUTS
from fairprice.calculation import (
    BUSINESS_LINES,
    FOLLOWING,
    FOLLOWS,
    RETURN_BASES,
    SICK_PAY_POLICIES,
    STATABLE,
)
from fairprice.calculation.plan import make_plan

Data = dict[str, Any]
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")
STATED_BASES = ("attendance pay", "gross pay", "price")
FIRST_DAY, LAST_DAY = datetime.date(2015, 4, 6), datetime.date(2027, 3, 31)

#: Texts that a spreadsheet, a TOML file or a terminal might misread.
HOSTILE_TEXTS = (
    "=1+1",
    '=HYPERLINK("http://x.example","click")',
    "+44 20 7946 0000",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "TRUE",
    "1e5",
    "'quoted'",
    'say "hello"',
    "back\\slash \\n \\u0041",
    "[section] # comment",
    "Gofal Cymru – tŷ, Ŵyn",
    "看護 🏠",
    "</sheetData>&amp;",
    "x" * 500,
)


@cache
def in_steps(lower: float, upper: float, steps_in_one: int) -> st.SearchStrategy[float]:
    """Draw numbers from ``lower`` to ``upper`` in steps of one over ``steps_in_one``."""
    first, last = round(lower * steps_in_one), round(upper * steps_in_one)
    return st.integers(first, last).map(lambda count: count / steps_in_one)


@cache
def amounts(upper: float, lower: float = 0) -> st.SearchStrategy[float]:
    """Draw GBP in whole pence."""
    return in_steps(lower, upper, 100)


@cache
def shares(upper: float = 1) -> st.SearchStrategy[float]:
    """Draw shares in tenths of a per cent."""
    return in_steps(0, upper, 1000)


@cache
def visit_minutes() -> st.SearchStrategy[float]:
    """Draw lengths of a visit in whole minutes."""
    return st.integers(5, 240).map(float)


@cache
def pay_rates() -> st.SearchStrategy[float]:
    """Draw pay in GBP per hour."""
    return amounts(30, lower=6)


@cache
def price_dates() -> st.SearchStrategy[datetime.date]:
    """Draw days that the register covers."""
    return st.dates(FIRST_DAY, LAST_DAY)


@cache
def texts() -> st.SearchStrategy[str]:
    """Draw texts on one line, hostile ones among them."""
    # of str.isprintable: drawn so, since half of all parties were thrown away when filtered
    printable = st.just(" ") | st.characters(exclude_categories=("C", "Z"))
    return st.sampled_from(HOSTILE_TEXTS) | st.text(printable, min_size=1, max_size=40).map(
        str.strip
    ).filter(bool)


@cache
def parts_of_one(count: int) -> st.SearchStrategy[list[float]]:
    """Draw as many shares that add up to 1, none of them zero."""
    weights = st.lists(st.integers(1, 20), min_size=count, max_size=count)
    return weights.map(lambda drawn: [weight / sum(drawn) for weight in drawn])


@st.composite
def _pay(draw: st.DrawFn, pay_bands: st.SearchStrategy[int]) -> Data:
    names = [f"{when}_{what}" for when in ("evening", "weekend", "bank_holiday")
             for what in ("share", "premium")]  # fmt: skip
    premiums = draw(st.just([0.0] * 6) | st.tuples(*[shares(0.33), shares(1)] * 3))
    pay: Data = dict(zip(names, premiums, strict=True))
    pay["travel_pay_rate"] = draw(amounts(20))
    pay["waiting_pay_rate"] = draw(amounts(20))
    bands = draw(pay_bands)
    if bands == 0:
        return pay | {"contact_pay_rate": draw(pay_rates())}
    pay["pay_band_role"] = draw(st.lists(texts(), min_size=bands, max_size=bands))
    pay["pay_band_rate"] = draw(st.lists(pay_rates(), min_size=bands, max_size=bands))
    pay["pay_band_share"] = draw(parts_of_one(bands))
    return pay


@st.composite
def _visits(draw: st.DrawFn) -> Data:
    lengths = draw(st.lists(visit_minutes(), min_size=1, max_size=4, unique=True))
    count = len(lengths)
    # up to 40,000 hours a week: a pay bill on which the apprenticeship levy is due
    most = draw(st.sampled_from([20, 1_000, 20_000]))
    visits: Data = {
        "visit_minutes": lengths,
        "visits_per_week": draw(
            st.lists(st.integers(1, most).map(float), min_size=count, max_size=count)
        ),
    }
    if draw(st.booleans()):
        visits["annual_contact_hours"] = float(draw(st.integers(500, 2_000_000)))
    else:
        visits["double_handed_share"] = draw(shares())
    return visits


@st.composite
def _workforce(draw: st.DrawFn) -> Data:
    bands = draw(st.integers(1, 4))
    hours = in_steps(1, 48, 2)
    return {
        "worker_weekly_hours": draw(st.lists(hours, min_size=bands, max_size=bands)),
        "worker_share": draw(parts_of_one(bands)),
        "under_21_share": draw(shares(0.5)),
        "pension_enrolled_share": draw(shares()),
        "staff_turnover": draw(shares(1)),
        "employment_allowance_claimed": draw(st.booleans()),
    }


@st.composite
def _business_costs(draw: st.DrawFn) -> Data:
    count = len(BUSINESS_LINES)
    hourly = draw(st.lists(amounts(3), min_size=count, max_size=count))
    forms = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    costs: Data = {}
    for line, rate, form in zip(BUSINESS_LINES, hourly, forms, strict=True):
        per_year = form % 2 == 1
        costs[f"{line}_{'per_year' if per_year else 'per_contact_hour'}"] = (
            rate * 2_000 if per_year else rate
        )
        if form >= 2:
            costs[f"{line}_visit_share"] = draw(shares())
    return costs


@st.composite
def _paid_not_delivered(draw: st.DrawFn) -> Data:
    """Draw hours that are paid and deliver nothing; half of all parties have none."""
    if draw(st.booleans()):
        return {}
    return {
        "guaranteed_hours_share": draw(shares()),
        "idle_hours_per_contact_hour": draw(in_steps(0, 1, 20)),
        "short_notice_cancelled_share": draw(shares(0.1)),
        "short_notice_pay_share": draw(shares()),
    }


@st.composite
def _follows(draw: st.DrawFn) -> Data:
    """Draw what some costs follow; half of all parties say nothing of it."""
    costs = draw(st.just([]) | st.lists(st.sampled_from(FOLLOWING), max_size=4, unique=True))
    said: Data = {}
    for name in costs:
        options = [what for what in FOLLOWS if what != "visits" or name != "supervision"]
        said[f"{name}_follows"] = draw(st.sampled_from(options))
        if said[f"{name}_follows"] == "steps":
            said[f"{name}_step_hours"] = float(draw(st.integers(10, 2_000)))
    return said


@st.composite
def _stated_rates(draw: st.DrawFn, words: tuple[str, ...]) -> Data:
    stated: Data = {}
    for word in words:
        upper = 0.27 if word == "overheads" else 0.1
        stated[f"stated_{word}_rate"] = draw(shares(upper))
        stated[f"stated_{word}_base"] = draw(st.sampled_from(STATED_BASES))
    return stated


@st.composite
def _fees(draw: st.DrawFn) -> Data:
    fees: Data = {}
    if draw(st.booleans()):
        fees["fee_visit_minutes"] = draw(
            st.lists(visit_minutes(), min_size=1, max_size=6, unique=True)
        )
    if draw(st.booleans()):
        fees["flat_hourly_fee"] = draw(amounts(60, lower=5))
    if draw(st.booleans()):
        fees["price_multiple"] = draw(st.sampled_from([0.01, 0.04, 0.05, 0.12, 0.5]))
    return fees


@st.composite
def assumptions_data(
    draw: st.DrawFn,
    stated_words: st.SearchStrategy[set[str]] | None = None,
    return_bases: tuple[str, ...] = tuple(RETURN_BASES),
    documented: bool = True,
    pay_bands: st.SearchStrategy[int] | None = None,
) -> Data:
    """Draw nested data that ``Assumptions.model_validate`` accepts.

    Parameters
    ----------
    draw
        Given by Hypothesis.
    stated_words
        Which lines are stated rather than computed; by default any of them.
    return_bases
        The bases of the return to draw from.
    documented
        Whether some inputs have sources and evidence.
    pay_bands
        How many pay bands; none is one rate of contact pay. By default up to four.
    """
    words = draw(
        st.sets(st.sampled_from(sorted(STATABLE))) if stated_words is None else stated_words
    )
    base = draw(st.sampled_from(return_bases))
    data: Data = {
        "about": {
            "provider_name": draw(texts()),
            "price_date": draw(price_dates()),
            "nation": draw(st.sampled_from(NATIONS)),
        },
        "pay": draw(_pay(st.integers(0, 4) if pay_bands is None else pay_bands)),
        "visits": draw(_visits()),
        "travel": {
            "travel_minutes_per_visit": draw(in_steps(0, 40, 10)),
            "miles_per_visit": draw(in_steps(0, 20, 10)),
            "mileage_rate": draw(amounts(0.6)),
            "waiting_minutes_per_visit": draw(in_steps(0, 10, 2)),
        },
        "workforce": draw(_workforce()),
        "time_off": {
            "weeks_per_year": draw(st.sampled_from([52.0, 52.1775, 53.0])),
            "holiday_weeks": draw(in_steps(0, 9, 10)),
            "working_days_per_week": draw(in_steps(2, 6, 2)),
            "sickness_days_per_year": draw(in_steps(0, 20, 2)),
            "sickness_spells_per_year": draw(in_steps(0, 4, 2)),
            "sick_pay_policy": draw(st.sampled_from(SICK_PAY_POLICIES)),
            "parental_pay_share": draw(shares(0.03)),
            "notice_pay_share": draw(shares(0.03)),
        },
        "training": {
            "induction_hours": draw(in_steps(0, 60, 2)),
            "refresher_hours_per_year": draw(in_steps(0, 40, 2)),
            "supervision_hours_per_year": draw(in_steps(0, 20, 2)),
            "meeting_hours_per_year": draw(in_steps(0, 20, 2)),
        },
        "ppe": {"ppe_per_visit": draw(amounts(1)), "ppe_per_contact_hour": draw(amounts(1))},
        "business_costs": draw(_business_costs()),
        "return_on_operations": {
            "return_base": base,
            "return_rate": draw(amounts(5) if base == "contact hour" else shares(0.15)),
        },
        "stated_rates": draw(_stated_rates(tuple(sorted(words)))),
        "fees": draw(_fees()),
    }
    data["paid_not_delivered"] = draw(_paid_not_delivered())
    if draw(st.booleans()):
        for by in ("year", "contact_hour"):
            data["business_costs"].pop(f"recruitment_dbs_per_{by}", None)
        data["business_costs"]["recruitment_dbs_per_leaver"] = float(draw(st.integers(0, 9_000)))
        data["business_costs"]["cover_per_leaver"] = float(draw(st.integers(0, 3_000)))
    follows = draw(_follows())
    if "overheads" in words and follows.get("other_overheads_follows") == "visits":
        del follows["other_overheads_follows"]  # refused: what is stated falls with its base
    for name, value in follows.items():
        section = "training" if name.startswith("supervision") else "business_costs"
        data[section][name] = value
    data = _only_what_is_used(data)
    if not documented:
        return data
    named = [name for section in data.values() for name in section]
    sourced = draw(st.lists(st.sampled_from(named), max_size=3, unique=True))
    data["sources"] = {name: draw(texts()) for name in sourced}
    rest = [name for name in named if name not in sourced]
    logged = draw(st.lists(st.sampled_from(rest), max_size=2, unique=True))
    given = {name: value for part in data.values() for name, value in part.items()}
    data["evidence"] = {name: draw(evidence(name, given[name])) for name in logged}
    return data


@st.composite
def evidence(draw: st.DrawFn, name: str, value: Any) -> Data:
    """Draw what is known about an input of that value; never nothing."""
    field = Assumptions.fields()[name]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": texts(), "day": st.dates(FIRST_DAY, LAST_DAY)
    }  # fmt: skip
    others = [part for part in PARTS.values() if not part.is_number]
    drawn = {
        part.name: st.sampled_from(part.options) if part.options else kinds[part.kind]
        for part in others
    }
    known = draw(st.sets(st.sampled_from(list(drawn)), max_size=4))
    entry: Data = {part: draw(drawn[part]) for part in sorted(known | {"basis"})}
    if isinstance(value, float) and draw(st.booleans()):
        down, up = draw(shares()), draw(shares())
        entry["low"] = max(value * (1 - down / 2), field.lower or 0.0)
        entry["high"] = value * (1 + up) if field.upper is None else value
    return entry


def _only_what_is_used(data: Data) -> Data:
    """Leave out what this party's statements make needless: giving it is an error."""
    given = {name: value for section in data.values() for name, value in section.items()}
    beside = {name for name, field in INPUTS.items() if not field.in_the_price}
    needed = used_inputs(make_plan(choices_of(given))) | beside | {"weeks_per_year"}
    if "annual_contact_hours" in given and "annual_contact_hours" not in needed:
        # then the contact hours follow from the visits, for which this is needed
        data["visits"]["double_handed_share"] = 0.0
        del data["visits"]["annual_contact_hours"]
        return _only_what_is_used(data)
    return {
        section: {name: value for name, value in part.items() if name in needed}
        for section, part in data.items()
    }


def assumptions(**kwargs: Any) -> st.SearchStrategy[Assumptions]:
    """Draw checked assumptions; arguments as in :func:`assumptions_data`."""
    return assumptions_data(**kwargs).map(Assumptions.model_validate)


def books(**kwargs: Any) -> st.SearchStrategy[OpenBook]:
    """Draw open books; arguments as in :func:`assumptions_data`, undocumented by default."""
    return assumptions(**{"documented": False, **kwargs}).map(OpenBook)


def computed_books(**kwargs: Any) -> st.SearchStrategy[OpenBook]:
    """Draw open books that state no line as a rate: the law is applied worker by worker."""
    return books(stated_words=st.just(set()), **kwargs)
