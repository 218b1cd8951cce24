"""What it costs that people leave."""

from __future__ import annotations

import pandas as pd

from fairprice.cost.priced import PricedCalculation
from fairprice.declare.texts import Texts
from fairprice.digits import added_up
from fairprice.errors import InputError

_TEXTS = Texts(
    {
        "nothing-on-turnover": (
            "The book does not say {what}.",
            "What leavers cost is worked out from how many leave and what replacing one takes.",
            "State {name} in place of {instead}.",
        ),
    }
)


def leavers_are_stated(book: PricedCalculation) -> None:
    """Refuse a book that does not say how many leave and what replacing one costs.

    Raises
    ------
    InputError
        Naming what it does not say.
    """
    said = {
        "recruitment_dbs_per_leaver": ("what replacing a leaver costs", "the yearly cost"),
        "staff_turnover": ("how many people leave", "a training rate"),
    }
    problems = [
        _TEXTS("nothing-on-turnover", name, what=what, name=name, instead=instead)
        for name, (what, instead) in said.items()
        if name not in book
    ]
    if problems:
        raise InputError(problems)


def cost_of_turnover(book: PricedCalculation) -> pd.DataFrame:
    """Tabulate it; see :meth:`fairprice.OpenBook.cost_of_turnover`."""
    leavers_are_stated(book)
    inductions = float(book.value("induction_hours")) if "induction_hours" in book else 0.0
    hourly = float(book.value("leavers_per_contact_hour"))
    leavers = hourly * float(book.value("annual_contact_hours"))
    # an hour of induction is an hour at work: it costs what an idle one does
    each = {
        "Recruitment/DBS": float(book.value("recruitment_dbs_per_leaver")),
        "Cover": float(book.value("cover_per_leaver")),
        "Induction, with on-costs": inductions * float(book.value("idle_hour_cost")),
    }
    each["All"] = added_up(each.values())
    table = pd.DataFrame({"per_leaver": each})
    table.index.name = "cost"
    table["leavers_per_year"] = leavers
    table["per_year"] = table["per_leaver"] * leavers
    table["per_contact_hour"] = table["per_leaver"] * hourly
    return table
