"""Whether pay meets the minimum wage once travel, waiting and training count."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fairprice.calculation import MINIMUM_WAGE_ROWS, run
from fairprice.cost.law import FIRST_ADULT_BAND
from fairprice.cost.lengths import visit_lengths
from fairprice.cost.priced import PricedCalculation
from fairprice.money import pence, reaches

#: The activity that stands for a week's work.
VISIT_MIX = "visit mix"
_A_PENNY = 0.01


def age_groups(book: PricedCalculation) -> dict[str, float]:
    """Return the minimum wage of each age group on the price date (GBP per hour)."""
    adult_age = int(book.rates.value("adult_minimum_wage_age"))
    ages = {f"{adult_age} and over": adult_age}
    if adult_age > FIRST_ADULT_BAND:
        ages[f"21 to {adult_age - 1}"] = FIRST_ADULT_BAND
    ages |= {"18 to 20": 18, "under 18": 17}
    wages = {group: float(book.rates.minimum_wage(age)) for group, age in ages.items()}
    return wages | {"apprentice": float(book.rates.minimum_wage(18, apprentice=True))}


def _pay_bands(book: PricedCalculation) -> list[tuple[str, float]]:
    """Return the name and the rate of each band; two may have one name."""
    pay = book.assumptions.pay
    if pay.pay_band_rate is None:
        return [("careworker", float(book.value("contact_pay_rate")))]
    roles = pay.pay_band_role or tuple(f"band {n + 1}" for n in range(len(pay.pay_band_rate)))
    return list(zip(roles, pay.pay_band_rate, strict=True))


def minimum_wage_test(book: PricedCalculation, lengths: Any) -> pd.DataFrame:
    """Tabulate the test; see :meth:`fairprice.OpenBook.minimum_wage_test`."""
    minutes = np.atleast_1d(visit_lengths("minutes", lengths, as_a_list=True))
    activities = [VISIT_MIX, *(f"{length:g} minutes" for length in minutes)]
    visits = np.array([book.value("visits_per_contact_hour"), *np.ones_like(minutes)])
    contact_hours = np.array([1.0, *(minutes / 60)])
    rows = book.at(visits, contact_hours)
    counting = [book.plan[name] for name in MINIMUM_WAGE_ROWS]
    tables = []
    for role, rate in _pay_bands(book):
        values = {**{n: book.value(n) for n in book.plan.inputs}, **rows}
        values |= {"contact_hours": contact_hours, "lowest_contact_pay_rate": rate}
        run(counting, values, {})
        for group, wage in age_groups(book).items():
            shortfall = wage * values["counting_hours"] - values["counting_pay"]
            at_contact_rate = (
                values["counting_hours"] - rows["travel_hours"] - rows["waiting_hours"]
            )
            with np.errstate(divide="ignore", invalid="ignore"):
                travel = book.value("travel_pay_rate") + shortfall / rows["travel_hours"]
            travel = np.where(rows["travel_hours"] > 0, np.maximum(travel, 0), np.nan)
            contact = np.maximum(rate + shortfall / at_contact_rate, 0)
            margin = values["counting_pay_rate"] - wage
            tables.append(
                pd.DataFrame(
                    {
                        "pay_band": role,
                        "age_group": group,
                        "activity": activities,
                        "pay_that_counts": values["counting_pay"],
                        "time_that_counts": values["counting_hours"],
                        "pay_rate": values["counting_pay_rate"],
                        "minimum_wage": wage,
                        "margin": margin,
                        "passes": reaches(margin, 0),
                        "complying_travel_pay_rate": travel,
                        "complying_contact_pay_rate": contact,
                    }
                )
            )
    return pd.concat(tables, ignore_index=True)


def of_adults(test: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of adults, the first group of the table, whose minimum wage is highest.

    Parameters
    ----------
    test
        As :func:`minimum_wage_test` gives it.
    """
    adults: pd.DataFrame = test[test["age_group"] == test["age_group"].iloc[0]]
    return adults


def minimum_wage_verdict(book: PricedCalculation) -> str:
    """Say whether pay meets the minimum wage of adults, and on which visits it would not."""
    adults = of_adults(minimum_wage_test(book, book.assumptions.fees.fee_visit_minutes))
    at_the_mix = adults["activity"] == VISIT_MIX
    mix, single = adults[at_the_mix], adults[~at_the_mix]
    lowest = mix.iloc[int(mix["margin"].argmin())]
    short = -lowest["margin"]
    by = f"GBP {pence(short)}" if short >= _A_PENNY else "less than a penny"
    verdict = "met" if lowest["passes"] else f"NOT MET, by {by} an hour"
    text = (
        f"Minimum wage: {verdict}. At the stated visit mix, pay that counts over time that "
        f"counts, travel included, is GBP {pence(lowest['pay_rate'])} an hour "
        f"({lowest['pay_band']}); the minimum wage, {lowest['age_group']}, is "
        f"{pence(lowest['minimum_wage'])}."
    )
    return text + _short(single[~single["passes"]])


def _short(failing: pd.DataFrame) -> str:
    """List lengths at which pay would fall short if there were no other visits."""
    if failing.empty:
        return ""
    lowest = failing.groupby("activity", sort=False)["pay_rate"].min()
    listed = ", ".join(f"{activity} {pence(rate)}" for activity, rate in lowest.items())
    return f" With visits of one length only, it would fall short at: {listed}."
