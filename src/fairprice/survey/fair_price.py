"""From medians to an open book: what providers returned, as a price that can be explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from fairprice.assumptions import Assumptions
from fairprice.calculation import (
    BUSINESS_LINES,
    PRICE_LINES,
    STATABLE,
    UNSOCIAL_TIMES,
    unsocial_hours_factor,
)
from fairprice.cost import OpenBook
from fairprice.declare.arguments import Arguments
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.digits import added_up
from fairprice.errors import InputError
from fairprice.kinds import described
from fairprice.statutory import Law
from fairprice.survey.lines import PARTS, RETURN, TOTAL, labels, leaves
from fairprice.survey.records import HEADLINES
from fairprice.survey.summary import headlines_of
from fairprice.survey.texts import TEXTS

_BASE = "attendance pay"
_SAME_PRICE = 1e-9
#: Shares and premiums of unsocial times, all at nought.
_UNSOCIAL = dict.fromkeys(chain.from_iterable(UNSOCIAL_TIMES.values()), 0.0)


class FairPrice(OpenBook):
    """An open book made of returns: every step from their medians to its price is kept.

    It is priced, exported, compared and uplifted as any book.

    Parameters
    ----------
    assumptions
        What the medians come to as inputs, each with its source.
    law
        The law in force; by default the register's values on the price date.
    steps
        From the medians to the price: ``step``, ``what`` and ``price`` (GBP per contact hour
        after it).
    """

    def __init__(
        self,
        assumptions: Assumptions,
        law: Law = None,
        *,
        steps: pd.DataFrame | None = None,
    ) -> None:
        super().__init__(assumptions, law)
        columns = ["step", "what", "price_per_hour"]
        self.steps = pd.DataFrame(columns=columns) if steps is None else steps

    def __reduce__(self) -> tuple[Any, ...]:
        return *super().__reduce__(), {"steps": self.steps}


@dataclass(frozen=True)
class Medians:
    """What a fair price is made of.

    Parameters
    ----------
    lines
        Median of each row of Annex A (GBP per contact hour), NaN where nobody answered.
    mileage_rate
        Median payment per mile, NaN where not known.
    visits
        Visits a week by length.
    area, nation, price_date
        Of the survey.
    where
        Which returns, as the sources say it.
    set_by_hand
        Inputs that the commissioner states in place of what was returned, and the words of their
        source.
    unsocial
        Shares of contact hours at unsocial times, and their premiums, by the input's name.
    """

    lines: Mapping[str, float]
    mileage_rate: float
    visits: Mapping[float, float]
    area: str
    nation: str
    price_date: Any
    where: str
    set_by_hand: Mapping[str, str] = field(default_factory=dict)
    unsocial: Mapping[str, float] = field(default_factory=dict)


def make_fair_price(
    medians: Medians,
    headline: str,
    *,
    visits: Any,
    mileage_rate: Any,
    return_on_operations: Any,
    unsocial_hours: Any,
    law: Law,
    earlier: Sequence[tuple[str, str, float]],
) -> FairPrice:
    """Make an open book whose lines are the medians, and whose price is the headline used.

    Parameters
    ----------
    medians
        Of the survey.
    headline
        The one that is used.
    visits, mileage_rate, return_on_operations
        In place of what was returned.
    unsocial_hours
        What parts the line Direct care into a pay rate and premiums.
    law
        The law in force.
    earlier
        Steps taken before: what, why and the headline after.

    Raises
    ------
    InputError
        With everything that is missing or wrong.
    """
    read = Arguments()
    read.option("headline", headline, HEADLINES, "It decides the price.")
    lengths, many = _visits(read, medians.visits if visits is None else visits)
    rate = _mileage_rate(read, medians, mileage_rate)
    unsocial = _unsocial(read, unsocial_hours)
    day = medians.price_date
    if day is not None:
        day = read.day("price_date", day, "The law is that of the date.")
    else:
        read.note(TEXTS("missing, date", "price_date"))
    figure = headlines_of(medians.lines).get(headline, np.nan)
    if np.isnan(figure):
        read.note(TEXTS("nothing-returned", "survey"))
    set_return = None
    if return_on_operations is not None:
        why = "It is part of the price."
        unit = PER_CONTACT_HOUR
        set_return = read.number("return_on_operations", return_on_operations, unit, why)
    read.done()
    steps = list(earlier)
    lines = {row: float(np.nan_to_num(medians.lines[row])) for row in PRICE_LINES}
    plain = added_up(lines.values())
    steps.append(("line medians", "The median of each line, zeros counted.", plain))
    returned = lines
    lines = _scaled(lines, medians.lines, headline)
    if abs(added_up(lines.values()) - plain) > _SAME_PRICE:
        steps.append(
            (
                "lines brought to the headline",
                f"Every line {_how_scaled(headline)} by one factor, so that the lines add up to "
                f"the {headline}.",
                added_up(lines.values()),
            )
        )  # fmt: skip
    by_hand: dict[str, str] = {}
    if visits is not None:
        by_hand |= dict.fromkeys(("visit_minutes", "visits_per_week"), _IN_PLACE)
    if mileage_rate is not None:
        by_hand["mileage_rate"] = _IN_PLACE
    if set_return is not None:
        by_hand["return_rate"] = f"{_IN_PLACE} (GBP {lines[RETURN]:.2f} per contact hour)"
        what = (
            f"Return on operations set by the commissioner: GBP {set_return:.2f} per contact "
            f"hour in place of {lines[RETURN]:.2f}, as returned."
        )
        lines[RETURN] = set_return
        steps.append(("return set", what, added_up(lines.values())))
    by_hand |= dict.fromkeys(unsocial, _SET)
    if unsocial:
        before = lines["direct_care"] / unsocial_hours_factor(**unsocial)
        what = (
            "The line Direct care parted into a pay rate and the premiums set by the commissioner: "
            f"GBP {before:.4f} an hour before premiums."
        )
        steps.append(("premiums set", what, added_up(lines.values())))
    factors = {row: lines[row] / returned[row] for row in lines if returned[row]}
    made_of = replace(medians, price_date=day, set_by_hand=by_hand, unsocial=unsocial)
    assumptions = _assumptions(made_of, lines, factors, lengths, many, rate)
    book = FairPrice(assumptions, law)
    steps.append(("open book", "The same lines as inputs of the model.", book.price_per_hour))
    book.steps = pd.DataFrame(steps, columns=["step", "what", "price_per_hour"])
    return book


def _visits(read: Arguments, visits: Any) -> tuple[list[float], list[float]]:
    why = "Travel is paid by the visit, so the price of a length needs how many there are."
    if not isinstance(visits, Mapping) or not visits:
        read.note(
            TEXTS("missing", "visits", what="visits a week by minutes", why=why, name="visits")
        )
        return [], []
    lengths = read.positives("visits", list(visits), "minutes", why)
    many = read.numbers("visits", list(visits.values()), "visits a week", why, as_a_list=True)
    return [float(length) for length in np.atleast_1d(lengths)], [
        float(count) for count in np.atleast_1d(many)
    ]


def _unsocial(read: Arguments, given: Any) -> dict[str, float]:
    """Read shares and premiums of unsocial times; times that are left out have none."""
    if given is None:
        return {}
    why = "It parts the line Direct care into a pay rate and premiums."
    if not isinstance(given, Mapping):
        wanted = "a mapping of times to a share and a premium"
        read.note(TEXTS("wrong-kind", "unsocial_hours", found=described(given), why=why,
                        wanted=wanted))  # fmt: skip
        return {}
    found = dict(_UNSOCIAL)
    for time, pair in given.items():
        known = read.option("unsocial_hours", time, UNSOCIAL_TIMES, why)
        name, names = f"unsocial_hours[{known!r}]", UNSOCIAL_TIMES[known]
        try:
            share, premium = pair
        except (TypeError, ValueError):
            wanted = "two numbers: a share of contact hours, and a premium as a share of pay"
            read.note(TEXTS("wrong-kind", name, found=described(pair), why=why, wanted=wanted))
            continue
        found[names[0]] = read.share(f"{name}, share", share, "contact hours", why)
        found[names[1]] = read.number(f"{name}, premium", premium, "a share of pay", why)
    return found


def _mileage_rate(read: Arguments, medians: Medians, given: Any) -> float:
    why = "It parts the mileage line into miles and pence."
    if given is not None:
        return read.positive("mileage_rate", given, "GBP per mile", why)
    if not medians.lines.get("mileage", 0.0) > 0:
        return 0.0
    if not medians.mileage_rate > 0:
        what = "what is paid for a mile (GBP)"
        read.note(TEXTS("missing", "mileage_rate", what=what, why=why, name="mileage_rate"))
    return medians.mileage_rate


def _how_scaled(headline: str) -> str:
    return "of a subtotal" if headline == HEADLINES[1] else "is multiplied"


def _scaled(
    lines: Mapping[str, float], medians: Mapping[str, float], headline: str
) -> dict[str, float]:
    """Bring lines to the figure that is used, all by one factor or each subtotal by its own."""
    if headline == HEADLINES[0]:
        return dict(lines)
    scaled = dict(lines)
    for row in PARTS if headline == HEADLINES[1] else (TOTAL,):
        target, found = medians[row], added_up(lines[leaf] for leaf in leaves(row))
        if np.isnan(target):
            continue
        for leaf in leaves(row):
            scaled[leaf] = lines[leaf] * target / found if found else lines[leaf]
    return scaled


def _assumptions(
    medians: Medians,
    lines: Mapping[str, float],
    factors: Mapping[str, float],
    lengths: list[float],
    many: list[float],
    rate: float,
) -> Assumptions:
    """State lines as inputs that give them back, each with the line it is traced to."""
    average_hours = (
        added_up(n * m for n, m in zip(lengths, many, strict=True)) / added_up(many) / 60
    )
    direct_care, travel = lines["direct_care"], lines["travel_time"]
    attendance = direct_care + travel
    pay = direct_care / unsocial_hours_factor(**_UNSOCIAL | dict(medians.unsocial))
    if not pay > 0:
        raise InputError([TEXTS("nothing-returned", labels()["direct_care"])])
    miles = lines["mileage"] / rate * average_hours if rate else 0.0
    stated = {
        "training": "training_staff_time",
        "noncontact": "additional_noncontact_pay_costs",
        **{
            word: STATABLE[word]
            for word in ("holiday", "sickness", "national_insurance", "pension")
        },
    }
    worked = attendance + lines[stated["training"]] + lines[stated["noncontact"]]
    data: dict[str, dict[str, Any]] = {
        "about": {
            "provider_name": f"{medians.area}: fair price of returns",
            "price_date": medians.price_date,
            "nation": medians.nation,
        },
        "pay": {
            "contact_pay_rate": pay, "travel_pay_rate": pay, "waiting_pay_rate": pay,
            **_UNSOCIAL | dict(medians.unsocial),
        },
        "visits": {
            "visit_minutes": lengths, "visits_per_week": many, "double_handed_share": 0.0,
        },
        "travel": {
            "travel_minutes_per_visit": travel / pay * 60 * average_hours,
            "miles_per_visit": miles,
            "mileage_rate": rate,
            "waiting_minutes_per_visit": 0.0,
        },
        "time_off": {"notice_pay_share": lines["notice_suspension_pay"] / worked},
        "ppe": {"ppe_per_visit": 0.0, "ppe_per_contact_hour": lines["ppe"]},
        "business_costs": {f"{row}_per_contact_hour": lines[row] for row in BUSINESS_LINES},
        "return_on_operations": {"return_rate": lines[RETURN], "return_base": "contact hour"},
        "stated_rates": {
            f"stated_{word}_{part}": value
            for word, row in stated.items()
            for part, value in (("rate", lines[row] / attendance), ("base", _BASE))
        },
    }  # fmt: skip
    traced = {
        "contact_pay_rate": "direct_care",
        "travel_minutes_per_visit": "travel_time",
        "miles_per_visit": "mileage",
        "notice_pay_share": "notice_suspension_pay",
        "ppe_per_contact_hour": "ppe",
        "return_rate": RETURN,
        **{f"{row}_per_contact_hour": row for row in BUSINESS_LINES},
        **{f"stated_{word}_rate": row for word, row in stated.items()},
    }
    sources = {
        name: medians.set_by_hand.get(name)
        or _source(name, medians, traced.get(name), factors)
        for section, inputs in data.items() if section != "about"
        for name in inputs
    }  # fmt: skip
    return Assumptions.model_validate(data | {"sources": sources})


_SET = "Set by the commissioner: no return states it apart from the line Direct care"
_IN_PLACE = "Set by the commissioner, in place of what was returned"
_PREMIUMS = "none is stated apart: the line Direct care holds premiums for unsocial hours"
_HOW = {
    "contact_pay_rate": ", which holds premiums for unsocial hours",
    "contact_pay_rate, apart": ", less the premiums that the commissioner set",
    "travel_minutes_per_visit": ", worked back at the pay of contact",
    "miles_per_visit": ", worked back at the rate per mile",
}
_NO_LINE = {
    **dict.fromkeys(_UNSOCIAL, _PREMIUMS),
    "travel_pay_rate": "taken to be paid as contact",
    "waiting_pay_rate": "no waiting is stated apart",
    "waiting_minutes_per_visit": "no waiting is stated apart",
    "double_handed_share": "appointments are counted by careworker",
    "ppe_per_visit": "the line PPE is taken by the hour",
    "visit_minutes": "appointments of all returns together",
    "visits_per_week": "appointments of all returns together",
    "mileage_rate": "the median of Mileage payment per mile",
    "return_base": "the line is in GBP per contact hour",
}


def _source(name: str, medians: Medians, row: str | None, factors: Mapping[str, float]) -> str:
    """Say which line of the returns an input comes from, and what was done to its median."""
    where = medians.where
    if row is None:
        return f"{where}: {_NO_LINE.get(name, 'a line on pay, as a rate on attendance pay')}"
    said = f"Median of {where}: the line {labels()[row]}"
    factor = factors.get(row, 1.0)
    if abs(factor - 1) > _SAME_PRICE:
        said += f", times {factor:.6f} to bring the lines to the headline"
    on_pay = name.startswith("stated_") or name == "notice_pay_share"
    how = f"{name}, apart" if medians.unsocial and f"{name}, apart" in _HOW else name
    return said + (", as a rate on pay" if on_pay else _HOW.get(how, ""))
