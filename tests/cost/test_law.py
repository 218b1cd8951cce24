"""What a price rests on, and how the law of a coming year is drafted, filled in and used."""

from __future__ import annotations

import datetime
import re
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from providers import plain, plain_book
from strategies import books

import fairprice as fp
from fairprice.cost.coming_law import law_needed
from fairprice.errors import InputError, RegisterFileError, StatutoryError
from fairprice.statutory import (
    NATIONS,
    law_on,
    own_records,
    own_values,
    rates_of_records,
    statutory_rates,
)

BLANK = 'value = "?"'
nations = st.sampled_from(NATIONS)
#: From the register's first day to years that it does not reach.
days = st.dates(datetime.date(2014, 10, 1), datetime.date(2034, 12, 31))


def asked(draft: str) -> dict[str, dict[str, Any]]:
    """Return the parameters of a draft that are still to be filled in."""
    return {
        parameter["name"]: parameter
        for parameter in tomllib.loads(draft)["parameter"]
        if parameter["values"][0]["value"] == "?"
    }


def filled(draft: str, numbers: dict[str, float | str] | None = None) -> str:
    """Type a number in place of each blank: those given, or the last known ones."""
    parts = re.split(r"(?m)^(?=\[\[parameter)", draft)
    for place, part in enumerate(parts):
        if BLANK in part:
            name = part.split('name = "')[1].split('"')[0]
            [known] = re.findall(r"known: ([\d.]+) ", part)
            parts[place] = part.replace(BLANK, f"value = {(numbers or {}).get(name, known)}")
    return "".join(parts)


def law_of(text: str, day: Any, nation: str) -> fp.StatutoryRates:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "law.toml"
        path.write_text(text, encoding="utf-8")
        return fp.statutory_rates(day, nation, path)


def missing(day: datetime.date, nation: str) -> set[str]:
    """Ask the library itself what a price and the minimum wage test lack on a day."""
    provider = plain(price_date=day, nation=nation)
    try:
        fp.OpenBook(provider)
    except StatutoryError as error:
        return {problem.where.split(", ")[1].split(" (")[0] for problem in error.problems}
    return set()


# What a price rests on


def test_the_law_behind_a_price_stands_in_a_table() -> None:
    law = plain_book().law
    assert law.index.name == "statutory_value"
    assert list(law.columns) == [
        "label", "value", "unit", "from", "to", "certainty", "source", "address", "checked",
    ]  # fmt: skip
    assert set(law["certainty"]) == {"enacted"}
    assert law.loc["employer_nic_rate", "value"] == 0.15
    assert law.loc["employer_nic_rate", "to"] is None
    assert law.loc["adult_minimum_wage", "to"] == datetime.date(2027, 3, 31)


@settings(max_examples=15)
@given(books())
def test_the_table_holds_what_the_calculation_uses_and_a_draft_no_less(book: fp.OpenBook) -> None:
    assert set(book.statutory_names) <= set(law_needed(book.rates))
    assert set(book.statutory_names) <= set(book.law.index)
    assert set(book.law.index) - set(book.statutory_names) <= {"adult_minimum_wage"}
    assert list(book.law.columns) == list(plain_book().law.columns)


def test_a_price_of_this_year_rests_on_enacted_law() -> None:
    assert plain_book().law_not_enacted == ""


def test_a_price_of_the_coming_year_says_what_is_not_enacted() -> None:
    provider = plain(price_date="2027-04-06")
    law = law_of(filled(fp.draft_law("2027-04-06", "England")), "2027-04-06", "England")
    book = fp.OpenBook(provider, law)
    assert set(book.law["certainty"]) == {"assumed", "announced", "standing"}
    told = book.law_not_enacted
    assert told.startswith("Assumed: Statutory sick pay, flat rate; ")
    assert "Announced by HM Revenue and Customs on 2024-11-13: Secondary threshold, weekly." in told
    assert "Standing, no change known on 2026-11-22: " in told
    assert "Employer's National Insurance rate" in told
    derived = book.explain("national_insurance")
    assert "Certainty: standing, no change known on 2026-11-22" in derived
    assert "Certainty: announced by HM Revenue and Customs on 2024-11-13" in derived


# Drafts


@settings(max_examples=40, deadline=None)
@given(days, nations)
@example(datetime.date(2027, 4, 6), "England")
@example(datetime.date(2026, 4, 3), "Wales")
@example(datetime.date(2031, 6, 1), "Scotland")
@example(datetime.date(2014, 10, 1), "Northern Ireland")
def test_a_draft_asks_for_exactly_what_a_price_then_needs(day: datetime.date, nation: str) -> None:
    draft = fp.draft_law(day, nation)
    wanted = asked(draft)
    for name in wanted:
        assert wanted[name]["nations"] == [nation]
    lacking = missing(day, nation)
    # a limit by the week is asked for by the year, from which it follows
    by_year = {name.removesuffix("_weekly") for name in lacking}
    by_year = {f"{n}_annual" if n.startswith("nic_") else n for n in by_year}
    of_the_test = {name for name in wanted if "minimum_wage" in name}
    assert set(wanted) == by_year | of_the_test
    for name in of_the_test:
        assert name not in statutory_rates(day, nation)


@settings(max_examples=40, deadline=None)
@given(days, nations, st.data())
@example(datetime.date(2027, 4, 6), "England", None)
@example(datetime.date(2031, 6, 1), "Scotland", None)
@example(datetime.date(2014, 10, 1), "Northern Ireland", None)
def test_a_filled_draft_always_prices(day: datetime.date, nation: str, data: Any) -> None:
    draft = fp.draft_law(day, nation)
    numbers = {
        name: data.draw(st.floats(0, 1 if p["unit"].startswith("share") else 20_000), name)
        for name, p in asked(draft).items()
    } if data else {}  # fmt: skip
    law = law_of(filled(draft, numbers), day, nation)
    book = fp.OpenBook(plain(price_date=day, nation=nation), law)
    assert book.price_per_hour > 0
    assert set(law_needed(law)) <= set(law)
    assert not book.minimum_wage_test().empty
    assert all(law.value(name) == value for name, value in numbers.items())
    assert all(
        law[name].certainty == "assumed" for name in asked(draft)
    )  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(st.dates(datetime.date(2027, 4, 6), datetime.date(2030, 12, 31)), nations)
def test_each_blank_of_a_draft_is_needed(day: datetime.date, nation: str) -> None:
    draft = filled(fp.draft_law(day, nation))
    parts = re.split(r"(?m)^(?=\[\[parameter)", draft)
    for name in asked(fp.draft_law(day, nation)):
        rest = "".join(part for part in parts if f'name = "{name}"' not in part)
        law = law_of(rest, day, nation)
        with pytest.raises(StatutoryError, match=name):
            fp.OpenBook(plain(price_date=day, nation=nation), law).minimum_wage_test()


def test_a_draft_tells_the_last_known_value_and_where_to_look() -> None:
    draft = fp.draft_law("2027-04-06", nation="England")
    wage = draft.split('name = "adult_minimum_wage"')[1].split("[[parameter]]")[0]
    assert "# Last known: 12.71 GBP per hour, 2026-04-01 to 2027-03-31." in wage
    assert "# Where to look: GOV.UK minimum wage calculator" in wage
    assert "https://github.com/alphagov/smart-answers/" in wage
    assert "valid_from = 2027-04-01, valid_to = 2028-03-31" in wage
    assert set(asked(draft)) == {
        "adult_minimum_wage", "minimum_wage_18_to_20", "minimum_wage_under_18",
        "minimum_wage_apprentice", "ssp_weekly_rate", "pension_earnings_trigger",
        "pension_qualifying_earnings_lower", "pension_qualifying_earnings_upper",
    }  # fmt: skip
    settled = draft.split("# Settled")[1]
    assert "# On 2027-04-06: standing, no change known on 2026-11-22." in settled
    assert "# On 2027-04-06: announced by HM Revenue and Customs on 2024-11-13." in settled


@cache
def last_checked() -> datetime.date:
    """The last day on which anyone checked a value of the register."""
    files = (Path(fp.__file__).parent / "statutory" / "data").glob("*.toml")
    held = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    rows = [row for file in held for one in file.get("parameter", ()) for row in one["values"]]
    return max(row["checked"] for row in rows if "checked" in row)


@settings(max_examples=30, deadline=None)
@given(days, nations)
def test_no_day_to_come_stands_under_checked(day: datetime.date, nation: str) -> None:
    latest = last_checked()
    for parameter in tomllib.loads(fp.draft_law(day, nation))["parameter"]:
        for row in parameter["values"]:
            assert row.get("checked", latest) <= latest
            if row["value"] == "?":
                assert "checked" not in row


def test_a_year_between_is_a_declared_gap() -> None:
    draft = fp.draft_law("2029-06-01", nation="Wales")
    gap = asked(draft)["ssp_weekly_rate"]["gaps"][0]
    assert (str(gap["valid_from"]), str(gap["valid_to"])) == ("2027-04-06", "2029-04-05")
    law = law_of(filled(draft), "2028-06-01", "Wales")
    with pytest.raises(fp.DateNotCoveredError, match="Not asked for"):
        law.value("ssp_weekly_rate")
    with pytest.raises(fp.DateNotCoveredError, match="Not asked for"):
        law.value("pension_earnings_trigger_weekly")


@pytest.mark.parametrize(
    ("day", "nation"),
    [("2014-10-01", "Northern Ireland"), ("2014-10-01", "England"), ("2029-06-01", "Wales")],
)
def test_other_years_stay_as_the_register_has_them(day: str, nation: str) -> None:
    draft = fp.draft_law(day, nation)
    text, drafted = filled(draft), int(day[:4])
    seen = 0
    for year in {*range(2014, 2028)} - {drafted, drafted + 1}:
        known = statutory_rates(f"{year}-06-01", nation)
        held = law_of(text, f"{year}-06-01", nation)
        for name in asked(draft):
            assert (name in held) == (name in known), f"{name} in {year}"
            if name in known:
                seen += 1
                assert held[name].value == known[name].value
    assert seen > 10


def test_a_draft_that_is_not_filled_in_asks_for_every_number_at_once() -> None:
    with pytest.raises(RegisterFileError) as caught:
        law_of(fp.draft_law("2027-04-06", "England"), "2027-04-06", "England")
    assert [problem.code for problem in caught.value.problems] == ["not-filled-in"] * 8
    assert '"adult_minimum_wage"' in str(caught.value)


def test_a_draft_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "law.toml"
    text = fp.draft_law("2027-04-06", "England", path)
    assert path.read_text(encoding="utf-8") == text
    assert fp.draft_law(datetime.date(2027, 4, 6), "England") == text


# A party's own values


@settings(max_examples=15, deadline=None)
@given(days, nations)
@example(datetime.date(2028, 6, 1), "England")
def test_records_of_own_values_make_the_same_law(day: datetime.date, nation: str) -> None:
    law = law_of(filled(fp.draft_law(day, nation)), day, nation)
    records = own_records(law)
    again = rates_of_records(day, nation, records)
    assert again.table().equals(law.table())
    assert own_records(again) == records
    assert own_values(again) == own_values(law)


def test_what_a_draft_repeats_of_the_register_is_not_a_partys_own() -> None:
    draft = fp.draft_law("2027-04-06", "England")
    law = law_of(filled(draft), "2027-04-06", "England")
    own = {pair.own.name: pair.register for pair in own_values(law)}
    of_limits = {f"{n}{part}" for n in asked(draft) if "pension" in n
                 for part in ("_weekly", "_monthly")}  # fmt: skip
    assert set(own) == set(asked(draft)) | of_limits
    assert not any(own.values())
    assert own_records(statutory_rates("2026-06-01", "England")) == []
    assert own_values(statutory_rates("2026-06-01", "England")) == ()


def test_an_own_value_against_enacted_law_comes_first() -> None:
    rows = {
        "employer_nic_rate": ("share of pay above the threshold", 0.16),
        "adult_minimum_wage": ("GBP per hour", 13.45),
        "ssp_max_weeks": ("weeks", 28),
        "a_local_rate": ("GBP per hour", 1),
    }
    text = "".join(
        f'[[parameter]]\nname = "{name}"\nlabel = "Own"\nunit = "{unit}"\nnations = ["England"]\n'
        f"values = [{{ valid_from = 2026-04-01, valid_to = 2027-03-31, value = {value}, "
        'certainty = "assumed" }]\n'
        for name, (unit, value) in rows.items()
    )
    pairs = own_values(law_of(text, "2026-06-01", "England"))
    assert [(pair.own.name, pair.contradicts) for pair in pairs] == [
        ("adult_minimum_wage", True), ("employer_nic_rate", True),
        # the same number, and a value that the register does not hold, contradict nothing
        ("a_local_rate", False), ("ssp_max_weeks", False),
    ]  # fmt: skip
    assert pairs[0].register is not None
    assert (pairs[0].own.value, pairs[0].register.value) == (13.45, 12.71)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": "13"}, "not-a-number"),
        ({"value": None}, "missing-key"),
        ({"valid_to": "2028"}, "not-a-date"),
        ({"nations": ["Britain"]}, "unknown-nation"),
        ({"unit": "pence per hour"}, "unit-differs"),
        ({"certainty": "assumed", "stamp": 1}, "unknown-key"),
        ({"name": "Adult Wage"}, "bad-name"),
    ],
)
def test_records_from_a_file_of_others_are_checked(change: dict[str, Any], code: str) -> None:
    law = law_of(filled(fp.draft_law("2027-04-06", "England")), "2027-04-06", "England")
    [record] = [r for r in own_records(law) if r["name"] == "adult_minimum_wage"]
    changed = {k: v for k, v in (record | change).items() if v is not None}
    with pytest.raises(RegisterFileError) as caught:
        rates_of_records(law.date, law.nation, [changed], "Statutory sheet")
    assert code in {problem.code for problem in caught.value.problems}
    assert all("Statutory sheet" in problem.where for problem in caught.value.problems)


# One form in which law is given


def test_law_is_given_as_a_path_as_rates_or_not_at_all(tmp_path: Path) -> None:
    path, day = tmp_path / "law.toml", datetime.date(2027, 4, 6)
    path.write_text(filled(fp.draft_law(day, "England")), encoding="utf-8")
    by_path = law_on(path, day, "England")
    assert law_on(by_path, day, "England") is by_path
    assert law_on(str(path), day, "England").table().equals(by_path.table())
    assert law_on(None, day, "England") == statutory_rates(day, "England")
    with pytest.raises(InputError, match="is that of England on 2027-04-06"):
        law_on(by_path, day, "Wales")
    with pytest.raises(InputError, match="not a file's path"):
        law_on({"adult_minimum_wage": 13}, day, "England")  # type: ignore[arg-type]
