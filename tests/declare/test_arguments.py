"""Arguments of calls: a check speaks of what it checks, and all of a call are told at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from providers import plain, plain_book

import fairprice as fp
from fairprice.declare.arguments import Arguments

WHY = "It matters."


def said(call: Any, *arguments: Any, **named: Any) -> list[str]:
    """Return what a call says is wrong."""
    with pytest.raises(fp.InputError) as caught:
        call(*arguments, **named)
    return [str(problem) for problem in caught.value.problems]


def test_a_budget_below_zero_is_a_matter_of_the_budget() -> None:
    [text] = said(fp.bargaining_range, plain_book(), annual_budget=-1, annual_contact_hours=30_000)
    assert text == (
        "annual_budget: -1 is not a number of GBP per year above zero. Spread over the hours "
        "wanted, it is the most the commissioner can pay. Give a number of GBP per year above "
        "zero. [not-above-zero]"
    )


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda: fp.bargaining_range(plain_book(), annual_budget="x", annual_contact_hours=0,
                                     in_house=-1.0),
         ["annual_budget", "annual_contact_hours", "in_house"]),
        (lambda: fp.solve_for(plain(), "nation", price_per_hour=0, visit_minutes=-1),
         ["price_per_hour", "visit_minutes", "nation"]),
        (lambda: fp.solve_each(plain(), price_per_hour=np.nan, names=["zzz", "nation"]),
         ["price_per_hour", "inputs.zzz", "nation"]),
        (lambda: fp.affordable_pay(plain(), -20.0, ["x"]), ["fee", "lengths"]),
        (lambda: plain_book().visit_prices([0.0], flat_hourly_fee=-1.0),
         ["minutes", "flat_hourly_fee"]),
        (lambda: fp.self_funder_rate(plain_book(), council_fee=0.0, council_share=2.0),
         ["council_fee", "council_share"]),
        (lambda: plain_book().rates.sick_pay(-1.0, np.nan, 0, period="day"),
         ["pay", "days_sick", "qualifying_days_per_week", "period"]),
        (lambda: fp.statutory_index("adult_minimum_wage", "soon", "later", "England"),
         ["from_date", "to_date"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_every_argument_of_a_call_is_told_at_once(call: Any, names: list[str]) -> None:
    with pytest.raises(fp.InputError) as caught:
        call()
    assert [problem.where for problem in caught.value.problems] == names


CHECKS: dict[str, tuple[Any, Any]] = {
    "positive": (lambda read, value: read.positive("a", value, "GBP", WHY), 2.5),
    "number": (lambda read, value: read.number("a", value, "GBP", WHY, upper=9), 2.5),
    "share": (lambda read, value: read.share("a", value, "hours", WHY), 0.25),
    "whole": (lambda read, value: read.whole("a", value, WHY, lowest=1, highest=9), 4),
    "option": (lambda read, value: read.option("a", value, ("b", "c"), WHY), "c"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_argument_is_read_and_every_other_is_named(check: str) -> None:
    read_one, sound = CHECKS[check]
    read = Arguments()
    assert read_one(read, sound) == sound
    read.done()
    wrong: list[Any] = [
        True, np.True_, None, "2", -1, np.nan, np.inf, {1.0}, 10, 1j,
        np.ma.array([1.0], mask=[True]), [1.0, 2.0],
    ]  # fmt: skip
    if check == "positive":
        wrong.remove(10)
    for value in wrong:
        read = Arguments()
        read_one(read, value)
        assert {problem.where for problem in read.problems} == {"a"}, value
        assert all(problem.why == WHY for problem in read.problems)
        with pytest.raises(fp.InputError):
            read.done()


def test_numpys_whole_numbers_are_whole_numbers() -> None:
    read = Arguments()
    draws = read.whole("draws", np.int64(5), WHY, lowest=1, highest=9)
    assert (draws, type(draws)) == (5, int)
    read.whole("draws", 5.0, WHY, lowest=1, highest=9)
    assert [problem.code for problem in read.problems] == ["out-of-bounds"]


@pytest.mark.parametrize(
    ("bounds", "wanted", "outside"),
    [
        ({}, "0 or more", [-0.1]),
        ({"upper": 2.0}, "from 0 to 2", [-0.1, 2.1]),
        ({"above": 1.0}, "above 1", [1.0]),
        ({"above": 0.0, "below": 1.0}, "above 0 and below 1", [0.0, 1.0]),
        ({"lower": None}, "finite", [np.nan, np.inf]),
    ],
)
def test_bounds_hold_and_are_said(bounds: Any, wanted: str, outside: list[float]) -> None:
    for value in outside:
        read = Arguments()
        read.numbers("a", [0.5, value, value], "miles", WHY, **bounds)
        [problem] = read.problems
        assert problem.mend == f"Give a number of miles, {wanted}."
    read = Arguments()
    np.testing.assert_array_equal(
        read.numbers("a", [[1.5, 1.5]], "miles", WHY, **(bounds | {"below": None})), [[1.5, 1.5]]
    )


@pytest.mark.parametrize(
    ("minutes", "what"),
    [
        ({15.0, 30.0}, "has no order."),
        (np.ma.array([15.0], mask=[True]), "has masked entries, which are not values."),
        ("long", "is not a number of minutes above zero."),
    ],
    ids=str,
)
def test_lengths_that_are_none_are_told_in_true_words(minutes: Any, what: str) -> None:
    with pytest.raises(fp.InputError) as caught:
        plain_book().price(minutes)
    [problem] = caught.value.problems
    assert (problem.code, problem.where) == ("not-above-zero", "minutes")
    assert problem.what.endswith(what)


def test_how_many_entries_are_wrong_is_said() -> None:
    read = Arguments()
    read.numbers("a", [1.0, -2.0, -3.0], "miles", WHY)
    assert read.problems[0].what == "-2 (and 1 more) is outside its bounds."


def test_shapes_that_do_not_fit_are_told_with_the_rest() -> None:
    read = Arguments()
    read.numbers("a", [1.0, 2.0, 3.0], "miles", WHY)
    read.flags("b", [True, False], WHY)
    read.day("c", "soon", WHY)
    with pytest.raises(fp.InputError) as caught:
        read.done()
    assert [p.code for p in caught.value.problems] == ["not-a-date", "shapes-differ"]
    assert "a (3,), b (2,)" in caught.value.problems[1].what


def test_an_object_of_another_kind_is_told_by_what_is_wanted() -> None:
    read = Arguments()
    assert read.kind("book", plain_book(), fp.OpenBook, "an OpenBook", WHY)
    assert not read.kind("book", 25.0, fp.OpenBook, "an OpenBook", WHY)
    assert str(read.problems[0]) == "book: is a float. It matters. Give an OpenBook. [wrong-kind]"


@pytest.mark.parametrize("given", [{40.0, 50.0}, "20", True, [True, 20.0]], ids=repr)
def test_scenarios_take_numbers_in_order(given: Any) -> None:
    [text] = said(fp.price_scenarios, plain(), {"contact_pay_rate": given})
    assert text.startswith("contact_pay_rate: ")
    assert text.endswith("Give an array of numbers. [not-a-number]")


@pytest.mark.parametrize(
    ("share", "fits"), [(0.0, True), (1.0, True), (1.01, False), (-0.01, False)]
)
def test_a_share_is_from_nothing_to_the_whole(share: float, fits: bool) -> None:
    read = Arguments()
    read.share("share", share, "hours", WHY)
    if fits:
        read.done()
    else:
        assert len(said(read.done)) == 1
