"""What is said of a contract or a table of visits that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from billing_contracts import HOURLY, billing, multipliers, rounding, visits, window

from fairprice import FairpriceError, InputError, Problem
from fairprice.payment.billing import Billing

GOLDEN_CONTRACTS = {
    "no basis": (
        {"basis": None},
        "basis: is missing. Basis: Which minutes of a visit count. Give a table of names and "
        "values; it has no default. [missing]",
    ),
    "no tariff": (
        {"tariff": None},
        "tariff: is missing. Billable minutes need a price. Add a tariff, or state the basis "
        '"none". [missing]',
    ),
    "no rate": (
        {"tariff": {"kind": "linear"}},
        "tariff.hourly_rate: is missing. Billable minutes need a price. Give it here, or hourly "
        "rates by zone. [missing]",
    ),
    "unknown kind": (
        {"basis": {"kind": "estimated"}},
        "basis.kind: 'estimated' is not known. The kind says which terms the clause has. Give "
        "one of 'planned', 'actual', 'lower', 'tolerance', 'none'. [not-an-option]",
    ),
    "no kind": (
        {"rounding": {"unit_minutes": 15}},
        "rounding.kind: is missing. The kind says which terms the clause has. Give one of "
        "'none', 'down', 'up', 'nearest', 'complete units'. [missing]",
    ),
    "no tie rule": (
        {"rounding": {"kind": "nearest", "unit_minutes": 15}},
        "rounding.tie: is missing. Tie rule: Where half a unit goes: up, down, or to the even "
        "number of units. Give 'up', 'down' or 'even'; it has no default. [missing]",
    ),
    "misspelled clause": (
        {"roundings": {"kind": "none"}},
        "roundings: is not a term of this clause. A term that is not known would be silently "
        "left out of every bill. Did you mean rounding? [unknown-name]",
    ),
    "misspelled term": (
        {"rounding": {"kind": "down", "unit_minutes": 15, "scop": "day"}},
        "rounding.scop: is not a term of this clause. A term that is not known would be silently "
        "left out of every bill. Did you mean scope? [unknown-name]",
    ),
    "unit of zero": (
        {"rounding": rounding("down", 0)},
        "rounding.unit_minutes: 0 is outside its bounds. Billing unit (minutes): Minutes are "
        "billed in multiples of it. Give a number above 0 and at most 1440. [out-of-bounds]",
    ),
    "not a number": (
        {"tariff": {"kind": "linear", "hourly_rate": "24"}},
        "tariff.hourly_rate: '24' is not a finite number. Hourly rate (GBP per hour): Price of an "
        "hour; left out only where zones state the rates. Give a number from 0 to 1000. "
        "[not-a-number]",
    ),
    "deep in a list": (
        {"multipliers": multipliers(weekdays=[{"days": ["sunday", "sundae"], "multiplier": 2}])},
        "multipliers.weekdays.0.days.1: 'sundae' is not known. Days: Days of the week. "
        "Give 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' or 'sunday'. "
        "[not-an-option]",
    ),
    "the only entry of a list": (
        {"multipliers": multipliers(weekdays=[{"days": ["sundae"], "multiplier": 2}])},
        "multipliers.weekdays.0.days.0: 'sundae' is not known. Days: Days of the week. "
        "Give 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' or 'sunday'. "
        "[not-an-option]",
    ),
    "two widths": (
        {"basis": {"kind": "tolerance", "otherwise": "actual", "within_minutes": 5,
                   "within_share": 0.1}},
        "basis: states both within_minutes and within_share. The band must have one width. Give "
        "exactly one of within_minutes, within_share. [give-exactly-one]",
    ),
    "no width": (
        {"basis": {"kind": "tolerance", "otherwise": "actual"}},
        "basis: states none of them. The band must have one width. Give exactly one of "
        "within_minutes, within_share. [give-exactly-one]",
    ),
    "one zone twice": (
        {"zones": {"kind": "name", "multipliers": {"A": 1.0, "A ": 2.0}}},
        "zones.multipliers.A: stands there twice, but for spaces around the name. Only one of them "
        "would count. Keep one of them. [named-twice]",
    ),
    "minimum above maximum": (
        {"limits": {"minimum_minutes": 30, "maximum_minutes": 15}},
        "limits.minimum_minutes: 30 is above the maximum of 15. No visit could meet both. Lower "
        "the minimum or raise the maximum. [minimum-above-maximum]",
    ),
    "empty clause": (
        {"multipliers": multipliers()},
        "multipliers: has no rule. A clause without terms changes nothing. Give clock_windows, "
        "weekdays, public_holidays or special_days, or remove it. [empty-clause]",
    ),
    "edges that fall": (
        {"tariff": {"kind": "by length", "edges_minutes": [30, 15],
                    "edge_belongs_to": "lower band", "hourly_rates": [30, 28, 24]}},
        "tariff.edges_minutes: 30, 15 do not rise. A visit must fall in exactly one band, or it "
        "has no price. List the edges from the lowest to the highest, each once. "
        "[edges-do-not-rise]",
    ),
    "too few prices": (
        {"tariff": {"kind": "step", "edges_minutes": [20], "edge_belongs_to": "upper band",
                    "prices": [10]}},
        "tariff.prices: has 1 entries for 2 bands. A visit must fall in exactly one band, or it "
        "has no price. Give one entry a band: 1 edges make 2 bands. [wrong-number-of-bands]",
    ),
    "half a further step": (
        {"tariff": {"kind": "step", "edges_minutes": [20], "edge_belongs_to": "upper band",
                    "prices": [10, 20], "further_minutes": 30}},
        "tariff: lacks further_price, further_counted. A further step needs a length, a price "
        "and a rule for when it counts. Give all three, or none. [incomplete-clause]",
    ),
    "card without a price": (
        {"tariff": {"kind": "card", "lengths_minutes": [30, 45], "prices": [16],
                    "hourly_rate": 24, "below_shortest": "hourly rate"}},
        "tariff.prices: has 1 entries for 2 lengths. Every carded length has one price. Give one "
        "price a length. [wrong-number-of-prices]",
    ),
    "two rates": (
        {"zones": {"kind": "name", "hourly_rates": {"a": 20}}},
        "tariff.hourly_rate: stands beside hourly rates by zone. It is not clear which of them "
        "is paid. Remove one of the two. [two-prices]",
    ),
    "zone rates and a card": (
        {"zones": {"kind": "name", "hourly_rates": {"a": 20}},
         "tariff": {"kind": "card", "lengths_minutes": [30], "prices": [16], "hourly_rate": 24,
                    "below_shortest": "hourly rate"}},
        "zones.hourly_rates: stand beside a tariff that is not linear. An hourly rate by zone "
        "can only take the place of a linear tariff's rate. Use zones.multipliers, or a linear "
        "tariff without a rate. [two-prices]",
    ),
    "no zones": (
        {"zones": {"kind": "name", "multipliers": {}}},
        "zones.multipliers: has no entries. Multipliers (ratio): What each zone's price is "
        "multiplied by. Give at least 1. [invalid]",
    ),
    "district without a zone": (
        {"zones": {"kind": "postcode", "districts": {"EX1": "town"}, "multipliers": {"a": 1}}},
        "zones.districts.EX1: 'town' has no rate or multiplier. A visit there would have no "
        "price. Give one of a, or add the zone. [unknown-zone]",
    ),
    "not a district": (
        {"zones": {"kind": "postcode", "districts": {"Exeter": "a"}, "multipliers": {"a": 1}}},
        "zones.districts.Exeter: is not a postcode district. A postcode is matched by its first "
        "part. Give the first part in capitals, such as EX1 or SW1A. [not-a-district]",
    ),
    "overlapping windows": (
        {"multipliers": multipliers(
            clock_windows=[window("22:00", "06:00", 2), window("05:00", "07:00", 1.5)])},
        "multipliers.clock_windows: overlap. Two multipliers of one sort would apply to the same "
        "time. Let each time fall under one rule of a sort. [overlapping-rules]",
    ),
    "empty window": (
        {"multipliers": multipliers(clock_windows=[window("07:00", "07:00", 1.5)])},
        "multipliers.clock_windows.0: starts and ends at 07:00. It could mean no time at all or "
        "the whole day. Give different times; for whole days state weekdays. [empty-window]",
    ),
    "seconds": (
        {"multipliers": multipliers(clock_windows=[window("07:00:30", "08:00", 1.5)])},
        "multipliers.clock_windows.0.starts: 07:00:30 is not a plain time in hours and minutes. "
        "Contracts name windows in UK clock time. Give a time such as 19:00:00. "
        "[not-a-whole-minute]",
    ),
    "precedence without a rule": (
        {"multipliers": multipliers(
            precedence=["weekdays", "weekdays", "special days", "clock windows"],
            weekdays=[{"days": ["sunday"], "multiplier": 2}])},
        "multipliers.precedence: names a rule twice. Each sort of rule needs its place. Give "
        "each of special days, public holidays, weekdays, clock windows. "
        "[incomplete-precedence]",
    ),
    "share and fee": (
        {"exceptions": {"missed": {"share": 0, "fee": 5}}},
        "exceptions.missed: states both share and fee. A visit is paid by a share of its planned "
        "price or by an amount, not both. Give exactly one of share, fee. [give-exactly-one]",
    ),
    "step table on totals": (
        {"rounding": rounding("up", 15, scope="day"),
         "short_visit": {"up_to_minutes": 15, "amount": 2}},
        "short_visit: prices each visit by its length, but rounding looks at totals. A total "
        "shared out over visits says nothing about the length of one of them. Use a linear "
        "tariff without short-visit uplift, or round each visit. [not-by-total]",
    ),
}  # fmt: skip


def problems_of(call: Any, *arguments: Any) -> list[Problem]:
    """Return what is wrong."""
    with pytest.raises(InputError) as caught:
        call(*arguments)
    assert isinstance(caught.value, FairpriceError)
    return list(caught.value.problems)


@pytest.mark.parametrize("name", GOLDEN_CONTRACTS)
def test_what_is_said_of_a_contract(name: str) -> None:
    clauses, expected = GOLDEN_CONTRACTS[name]
    assert [str(p) for p in problems_of(lambda: billing(**clauses))] == [expected]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("22:00", "00:00"), ("23:59", "00:30")),
        (("00:00", "00:01"), ("23:00", "00:02")),
        (("12:00", "12:02"), ("12:01", "13:00")),
    ],
)
@pytest.mark.parametrize("day", ["monday", "sunday"])
def test_windows_may_touch_but_not_share_a_minute_of_the_week(
    day: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    # the first window stands on one day, the second on every day
    windows = [window(*first, 2.0, days=[day]), window(*second, 1.5)]
    [problem] = problems_of(lambda: billing(multipliers=multipliers(clock_windows=windows)))
    assert problem.code == "overlapping-rules"
    windows[1] = window(first[1], second[1], 1.5)
    assert billing(multipliers=multipliers(clock_windows=windows))


def test_a_contract_is_checked_to_its_end() -> None:
    problems = problems_of(
        Billing.model_validate,
        {
            "basis": {"kind": "tolerance", "otherwise": "actual"},
            "rounding": {"kind": "down", "unit_minutes": -1, "tie": "up"},
            "limits": {},
            "tariff": {"kind": "linear", "hourly_rate": float("nan")},
            "zones": {"kind": "distance", "edges_miles": [6, 3], "edge_belongs_to": "lower band"},
            "exceptions": {"late": {"edges_minutes": [15], "edge_belongs_to": "lower band"}},
            "carers": {"extra_carer_share": 1.5},
        },
    )
    assert sorted((p.where, p.code) for p in problems) == [
        ("basis", "give-exactly-one"),
        ("carers.extra_carer_share", "out-of-bounds"),
        ("exceptions.late", "give-exactly-one"),
        ("limits", "empty-clause"),
        ("rounding.tie", "unknown-name"),
        ("rounding.unit_minutes", "out-of-bounds"),
        ("tariff.hourly_rate", "not-a-number"),
        ("zones", "give-exactly-one"),
        ("zones.edges_miles", "edges-do-not-rise"),
    ]


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ({"basis": {"kind": "actual"}, "tariff": None}, "missing"),
        ({"tariff": HOURLY, "zones": {"kind": "name", "hourly_rates": {"a": 20}}}, "two-prices"),
        ({"tariff": HOURLY, "rounding": rounding("up", 15, scope="day"),
          "short_visit": {"up_to_minutes": 15, "amount": 2}}, "not-by-total"),
    ],
)  # fmt: skip
def test_clauses_that_contradict_are_found_however_broken_the_others_are(
    pair: dict[str, Any], code: str
) -> None:
    data = {name: {"kind": "broken"} for name in Billing.model_fields} | pair
    data = {name: clause for name, clause in data.items() if clause is not None}
    assert code in {problem.code for problem in problems_of(Billing.model_validate, data)}


#: Clauses with every term; what may be left out of them stands below.
FULL: list[dict[str, Any]] = [
    {"basis": {"kind": "lower", "approved_overrun_minutes": 5.0}},
    {"basis": {"kind": "tolerance", "within_share": 0.1, "otherwise": "lower"}},
    {"rounding": {"kind": "nearest", "unit_minutes": 15.0, "tie": "up", "scope": "day",
                  "totals_by": ["client"]}},
    {"rounding": {"kind": "complete units", "unit_minutes": 15.0, "expiry": "never",
                  "totals_by": ["client"]}},
    {"limits": {"minimum_minutes": 15.0, "maximum_minutes": 120.0}},
    {"tariff": {"kind": "linear", "hourly_rate": 24.0}},
    {"tariff": {"kind": "step", "edges_minutes": [20], "edge_belongs_to": "upper band",
                "prices": [10, 20], "further_minutes": 30, "further_price": 5,
                "further_counted": "started"}},
    {"tariff": {"kind": "card", "lengths_minutes": [30, 45], "prices": [16, 20],
                "hourly_rate": 24, "below_shortest": "hourly rate"}},
    {"tariff": {"kind": "by length", "edges_minutes": [30], "edge_belongs_to": "lower band",
                "hourly_rates": [28, 24]}},
    {"short_visit": {"up_to_minutes": 15, "amount": 1.5}},
    {"zones": {"kind": "distance", "edges_miles": [3], "edge_belongs_to": "lower band",
               "multipliers": [1, 1.1]}},
    {"zones": {"kind": "name", "multipliers": {"town": 1.0}}},
    {"zones": {"kind": "postcode", "districts": {"EX1": "town"}, "multipliers": {"town": 1.0}}},
    {"carers": {"extra_carer_share": 0.8}},
    {"multipliers": {
        "combine": "highest", "straddle": "minutes",
        "precedence": ["weekdays", "public holidays", "special days", "clock windows"],
        "clock_windows": [{"starts": "19:00", "ends": "22:00", "days": ["monday"],
                           "multiplier": 1.5}],
        "weekdays": [{"days": ["sunday"], "multiplier": 2.0}],
        "public_holidays": {"nation": "Wales", "weekend_holidays": "both", "multiplier": 2.0},
        "special_days": [{"days": ["2026-12-24"], "multiplier": 1.5}],
    }},
    {"exceptions": {
        "cancelled": {"edges_hours": [24.0], "edge_belongs_to": "upper band", "shares": [1, 0]},
        "no_access": {"fee": 10.0},
        "in_hospital": {"share": 0.6, "days": 14},
        "missed": {"share": 0.0},
        "late": {"edges_minutes": [15.0], "edge_belongs_to": "lower band", "amounts": [0, 5]},
    }},
]  # fmt: skip
MAY_BE_LEFT_OUT = {
    "basis.approved_overrun_minutes", "rounding.scope", "rounding.totals_by",
    "limits.minimum_minutes", "limits.maximum_minutes", "multipliers.precedence",
    "multipliers.clock_windows", "multipliers.clock_windows.days", "multipliers.weekdays",
    "multipliers.public_holidays", "multipliers.special_days", "exceptions.cancelled",
    "exceptions.no_access", "exceptions.in_hospital", "exceptions.missed", "exceptions.late",
}  # fmt: skip


def each_left_out(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the data without each of its terms, and where the term stands."""
    if isinstance(data, list) and data and isinstance(data[0], dict):
        for at, rest in each_left_out(data[0], path):
            yield at, [rest]
    elif isinstance(data, dict):
        for name, held in data.items():
            at = f"{path}.{name}".removeprefix(".")
            others = {k: v for k, v in data.items() if k != name}
            if path:
                yield at, others
            for inner, rest in each_left_out(held, at):
                yield inner, others | {name: rest}


@pytest.mark.parametrize("clause", FULL)
def test_no_term_is_taken_for_granted(clause: dict[str, Any]) -> None:
    """A term that no source publishes has no default: leaving it out is refused."""
    assert billing(**clause)
    for path, data in each_left_out(clause):
        if path in MAY_BE_LEFT_OUT:
            assert billing(**data)
        else:
            assert problems_of(lambda data=data: billing(**data)), path


@pytest.mark.parametrize("data", [None, 3, "basis", [], {}])
def test_what_is_not_a_contract_at_all(data: Any) -> None:
    assert problems_of(Billing.model_validate, data)


def test_a_first_list_of_misses_does_not_hide_a_missing_tariff() -> None:
    problems = problems_of(Billing.model_validate, {"basis": {"kind": "x"}, "tarif": HOURLY})
    assert {p.where for p in problems} == {"basis.kind", "tarif"}


EXCEPTIONS = {
    "cancelled": {"edges_hours": [24], "edge_belongs_to": "upper band", "shares": [1, 0]},
    "in_hospital": {"share": 0.5, "days": 7},
}
TIMES = multipliers(weekdays=[{"days": ["sunday"], "multiplier": 2}])
ZONES = {"kind": "name", "multipliers": {"town": 1.0, "rural": 1.2}}
GOLDEN_TABLES: dict[str, tuple[Any, pd.DataFrame, str]] = {
    "negative minutes": (
        {},
        visits([30, -1, 30, -2]),
        "visits.actual_minutes: is outside 0 to 10080 in rows 1 (-1.0), 3 (-2.0). A bill rests "
        "on planned and actual minutes. Give numbers from 0 to 10080. [out-of-bounds]",
    ),
    "many empty minutes": (
        {},
        visits([np.nan] * 8),
        "visits.actual_minutes: is empty in rows 0, 1, 2, 3, 4 and 3 more. A bill rests on "
        "planned and actual minutes. Fill them in. [missing-value]",
    ),
    "infinite minutes": (
        {},
        visits([np.inf]),
        "visits.actual_minutes: is outside 0 to 10080 in row 0 (inf). A bill rests on planned "
        "and actual minutes. Give numbers from 0 to 10080. [out-of-bounds]",
    ),
    "longer than a week": (
        {},
        visits([30], planned=20160),
        "visits.planned_minutes: is outside 0 to 10080 in row 0 (20160.0). A bill rests on "
        "planned and actual minutes. Give numbers from 0 to 10080. [out-of-bounds]",
    ),
    "text for minutes": (
        {},
        visits([30]).astype({"actual_minutes": str}),
        "visits.actual_minutes: holds string values, not numbers. A bill rests on planned and "
        "actual minutes. Convert it, for instance with pandas.to_numeric. [not-a-number]",
    ),
    "truth for minutes": (
        {},
        visits([30]).astype({"actual_minutes": bool}),
        "visits.actual_minutes: holds boolean values, not numbers. A bill rests on planned and "
        "actual minutes. Convert it, for instance with pandas.to_numeric. [not-a-number]",
    ),
    "no start": (
        {"multipliers": TIMES},
        visits([30]),
        "visits.start: is missing. In this contract multipliers go by the hour and the day. Add "
        "the column start. [missing-column]",
    ),
    "start as text": (
        {"multipliers": TIMES},
        visits([30]).assign(start="2026-04-01"),
        "visits.start: holds string values, not times. In this contract multipliers go by the hour "
        "and the day. Convert it with pandas.to_datetime. [not-a-time]",
    ),
    "start left empty": (
        {"multipliers": TIMES},
        visits([30, 30], start=["2026-04-01", None]),
        "visits.start: is empty in row 1. In this contract multipliers go by the hour and the "
        "day. Fill them in. [missing-value]",
    ),
    "start long ago": (
        {"multipliers": TIMES},
        visits([30], start=["1926-04-01"]),
        "visits.start: is outside the years 2000 to 2099 in row 0 (1926-04-01). "
        "In this contract multipliers go by the hour and the day. Correct the dates. "
        "[out-of-bounds]",
    ),
    "no client": (
        {"rounding": rounding("up", 15, scope="period")},
        visits([30]),
        "visits.client: is missing. Minutes are totalled by it. Add the column client. "
        "[missing-column]",
    ),
    "client left empty": (
        {"rounding": rounding("up", 15, scope="period")},
        visits([30, 30], client=["a", None]),
        "visits.client: is empty in row 1. Minutes are totalled by it. Fill them in. "
        "[missing-value]",
    ),
    "unknown status": (
        {"exceptions": EXCEPTIONS},
        visits([30, 30], status=["delivered", "done"]),
        "visits.status: is not known in row 1 (done). What a visit is paid depends on how it "
        "went. Give one of delivered, late, cancelled, no access, in hospital, missed. "
        "[unknown-status]",
    ),
    "status left empty": (
        {"exceptions": EXCEPTIONS},
        visits([30, 30], status=["delivered", None]),
        "visits.status: is empty in row 1. What a visit is paid depends on how it went. Fill "
        "them in. [missing-value]",
    ),
    "statuses without a term": (
        {"exceptions": EXCEPTIONS},
        visits([30, 30, 30], status=["missed", "late", "missed"]),
        "exceptions: has no term for the status of some visits: late (1), missed (2). Contracts "
        "differ, and no value is published that could stand in. Add a term for each to the "
        "contract's exceptions. [status-without-term]",
    ),
    "status without any term": (
        {},
        visits([30], status=["cancelled"]),
        "exceptions: has no term for the status of some visits: cancelled (1). Contracts differ, "
        "and no value is published that could stand in. Add a term for each to the contract's "
        "exceptions. [status-without-term]",
    ),
    "a list for a status": (
        {"exceptions": EXCEPTIONS},
        visits([30]).assign(status=[["delivered"]]),
        "visits.status: holds lists or tables, not labels. What a visit is paid depends on how "
        "it went. Give one text or number a row. [not-a-label]",
    ),
    "no status": (
        {"exceptions": EXCEPTIONS},
        visits([30]),
        "visits.status: is missing. What a visit is paid depends on how it went. Add the column "
        "status. [missing-column]",
    ),
    "no notice": (
        {"exceptions": EXCEPTIONS},
        visits([30], status="cancelled"),
        "visits.notice_hours: is missing. The term for cancelled visits goes by it. Add the "
        "column notice_hours. [missing-column]",
    ),
    "notice left empty": (
        {"exceptions": EXCEPTIONS},
        visits([30, 30], status=["delivered", "cancelled"], notice_hours=np.nan),
        "visits.notice_hours: is empty in row 1. The term for cancelled visits goes by it. Fill "
        "them in. [missing-value]",
    ),
    "absent for no day": (
        {"exceptions": EXCEPTIONS},
        visits([30], status="in hospital", days_absent=0),
        "visits.days_absent: is outside 1 to 10000 in row 0 (0.0). The term for in hospital "
        "visits goes by it. Give numbers from 1 to 10000. [out-of-bounds]",
    ),
    "unknown zone": (
        {"zones": ZONES},
        visits([30, 30], zone=["town", "sea"]),
        "visits.zone: lies in no zone of this contract in row 1 (sea). The price depends on "
        "where the person lives. The zones are town, rural. [unknown-zone]",
    ),
    "postcode elsewhere": (
        {"zones": {"kind": "postcode", "districts": {"EX1": "a"}, "multipliers": {"a": 1.0}}},
        visits([30, 30, 30], postcode=["EX1 1AA", "EX11 1AA", "nonsense"]),
        "visits.postcode: lies in no zone of this contract in rows 1 (EX11 1AA), 2 (nonsense). "
        "The price depends on where the person lives. The zones are a. [unknown-zone]",
    ),
    "no carer": (
        {"carers": {"extra_carer_share": 1}},
        visits([30, 30, 30], carers=[0, 1, 1.5]),
        "2 problems:\n"
        "  1. visits.carers: is outside 1 to 10 in row 0 (0.0). Every visit has at least one "
        "carer, and each of them is paid. Give numbers from 1 to 10. [out-of-bounds]\n"
        "  2. visits.carers: is not whole in row 2 (1.5). Every visit has at least one carer, "
        "and each of them is paid. Give whole numbers. [not-whole]",
    ),
    "two carers without a term": (
        {},
        visits([30, 30], carers=[1, 2]),
        "visits.carers: is above one, for which the contract has no term, in row 1. No UK rate "
        "for a second carer is published that could stand in. Add the clause carers, with "
        "extra_carer_share. [carers-without-term]",
    ),
    "rows with the same label": (
        {},
        visits([-1, 30, -1]).set_index(pd.Index(["x", "x", "x"])),
        "visits.actual_minutes: is outside 0 to 10080 in rows x (-1.0), x (-1.0). A bill rests "
        "on planned and actual minutes. Give numbers from 0 to 10080. [out-of-bounds]",
    ),
    "the same column twice": (
        {},
        pd.DataFrame([[30, 30, 30]], columns=["planned_minutes", "actual_minutes", "carers"])
        .join(pd.DataFrame({"x": [1]}))
        .rename(columns={"x": "carers"}),
        "visits: has carers more than once. It is not clear which of them counts. Keep one "
        "column of each name. [repeated-column]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN_TABLES)
def test_what_is_said_of_a_table(name: str) -> None:
    clauses, table, expected = GOLDEN_TABLES[name]
    with pytest.raises(InputError) as caught:
        billing(**clauses).price(table)
    assert str(caught.value) == expected


def test_a_table_is_checked_to_its_end() -> None:
    rule = billing(
        rounding=rounding("complete units", 15, expiry="never", totals_by=["client", "worker"]),
        multipliers=TIMES, zones=ZONES, carers={"extra_carer_share": 1}, exceptions=EXCEPTIONS,
    )  # fmt: skip
    empty = pd.DataFrame({"status": ["cancelled", "missed", "in hospital"]})
    wanted = {
        "planned_minutes", "actual_minutes", "start", "client", "worker", "zone", "carers",
        "notice_hours", "days_absent",
    }  # fmt: skip
    problems = problems_of(rule.price, empty)
    assert {p.where for p in problems} == {f"visits.{name}" for name in wanted} | {"exceptions"}


@pytest.mark.parametrize("table", [None, 3, [1, 2], {"planned_minutes": [30]}, pd.Series([30])])
def test_what_is_not_a_table_at_all(table: Any) -> None:
    [problem] = problems_of(billing().price, table)
    assert problem.code == "wrong-shape"


def test_totals_cannot_be_billed_visit_by_visit() -> None:
    for clause in (rounding("up", 15, scope="day"), rounding("up", 15, scope="period"),
                   rounding("complete units", 15, expiry="never")):  # fmt: skip
        [problem] = problems_of(billing(rounding=clause).billable, 30, 30)
        assert str(problem) == (
            "rounding: looks at several visits together. One visit's bill depends on the "
            "client's other visits. Use price() with a table of visits. [needs-a-table]"
        )


def test_rates_by_zone_need_a_zone() -> None:
    rule = billing(tariff={"kind": "linear"}, zones={"kind": "name", "hourly_rates": {"town": 20}})
    [problem] = problems_of(rule.tariff_price, 30)
    assert problem.code == "needs-a-zone"


def test_minutes_that_cannot_be_billed() -> None:
    problems = problems_of(billing().billable, [30, np.nan], -1)
    assert [(p.where, p.code) for p in problems] == [
        ("planned", "not-finite"), ("actual", "out-of-bounds"),
    ]  # fmt: skip
    assert problems_of(billing().billable, [30, 30], [1, 2, 3])[0].code == "shapes-differ"
    assert problems_of(billing().tariff_price, "thirty")[0].code == "not-a-number"
    assert problems_of(billing().tariff_price, np.inf)[0].code == "not-finite"


@pytest.mark.parametrize(
    "rule",
    [rounding("up", 15), {"kind": "nearest", "unit_minutes": 15.0, "tie": "up"}],
    ids=["directed", "nearest"],
)
def test_columns_of_totals_are_refused_where_each_visit_is_rounded(rule: dict) -> None:
    named = rule | {"totals_by": ["client", "worker"]}
    [problem] = problems_of(lambda: billing(rounding=named))
    assert (problem.code, problem.where) == ("not-used", "rounding.totals_by")
    billing(rounding=named | {"scope": "day"})
    # what was written with the library's own choice is no statement, and loads
    billing(rounding=rule | {"totals_by": ["client"], "scope": "visit"})
