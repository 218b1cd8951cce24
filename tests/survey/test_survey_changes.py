"""Amendments, exclusions and re-basing: each with its effect, and nothing else moved."""

from __future__ import annotations

import pandas as pd
import pytest
from survey_cases import LABELS, LINES, TOTAL, county, county_table

import fairprice as fp

WHO = {"who": "A. Officer"}


def amendment(
    line: str, original: float | None, final: float, who: str = "Provider 2"
) -> fp.Amendment:
    return fp.Amendment(
        provider=who, line=line, original=original, final=final, query="Travel?", reply="Forgot.",
        why="It was left out.", **WHO,
    )  # fmt: skip


def test_a_line_left_out_is_not_blank() -> None:
    table = county_table()
    table.loc["Insurance", "Provider 3"] = "Not applicable"
    before = fp.Survey.from_lines(table)
    after = before.exclude(
        fp.Exclusion(provider="Provider 2", line="Insurance", reason="By the year.", **WHO)
    )
    counted = after.lines.loc["Insurance", ["n", "blank", "not_applicable", "left_out"]]
    assert counted.to_list() == [7, 0, 1, 1]
    assert before.lines.loc["Insurance", ["n", "blank", "left_out"]].to_list() == [8, 0, 0]
    said = after.answers["Provider 2"]
    assert said.index[said == "left out"].to_list() == ["Insurance", "Total business costs", TOTAL]
    assert (after.lines[["n", "blank", "not_applicable", "left_out"]].sum(axis=1) == 9).all()


def test_an_amendment_moves_its_line_and_the_totals_that_hold_it() -> None:
    before = county()
    original = float(before.amounts.loc["Travel time", "Provider 2"])
    after = before.amend(amendment("Travel time", original, original + 1))
    moved = (after.amounts - before.amounts)["Provider 2"]
    touched = moved[moved.abs() > 1e-9]
    assert touched.index.to_list() == ["Travel time", "Total careworker costs", TOTAL]
    assert touched.to_list() == pytest.approx([1.0, 1.0, 1.0])
    assert before.amend().amounts.equals(before.amounts)
    others = [name for name in before.providers if name != "Provider 2"]
    assert after.amounts[others].equals(before.amounts[others])


def test_the_log_says_what_each_step_does_to_the_headline() -> None:
    survey = county()
    original = float(survey.amounts.loc["Mileage", "Provider 2"])
    changed = survey.amend(amendment("Mileage", original, original + 5)).exclude(
        fp.Exclusion(provider="Provider 0", reason="Another area.", **WHO)
    )
    log = changed.log
    assert log["step"].to_list() == ["returned", "amended", "excluded"]
    assert log["headline"].iloc[0] == survey.headline
    assert log["headline"].iloc[-1] == changed.headline
    assert log["effect"].sum() == pytest.approx(changed.headline - survey.headline)
    assert log.loc[1, ["query", "reply", "who"]].to_list() == ["Travel?", "Forgot.", "A. Officer"]
    assert changed.headline_table.loc[survey.about.headline, "as_returned"] == survey.headline


def test_an_amendment_of_another_figure_is_refused() -> None:
    with pytest.raises(fp.InputError, match="original-differs"):
        county().amend(amendment("Mileage", 99.0, 1.0))
    with pytest.raises(fp.InputError, match="unknown-provider"):
        county().amend(amendment("Mileage", None, 1.0, who="Nobody"))
    with pytest.raises(fp.InputError, match="follows from its lines"):
        amendment("TOTAL", 20.0, 21.0)
    with pytest.raises(fp.InputError, match="Did you mean 'Mileage'"):
        amendment("Milage", 1.0, 2.0)


def test_a_line_left_out_takes_the_totals_that_hold_it() -> None:
    before = county()
    after = before.exclude(
        fp.Exclusion(provider="Provider 4", line="Insurance", reason="By the year.", **WHO)
    )
    gone = after.amounts["Provider 4"].isna()
    assert gone[gone].index.to_list() == ["Insurance", "Total business costs", TOTAL]
    assert after.lines["n"].sum() == before.lines["n"].sum() - 3
    assert after.headline_table["without_exclusions"].to_list() == before.headlines.to_list()


def test_a_provider_left_out_counts_nowhere() -> None:
    table = county_table()
    without = fp.Survey.from_lines(table.drop(columns="Provider 3"))
    survey = fp.Survey.from_lines(table).exclude(
        fp.Exclusion(provider="Provider 3", reason="Not in scope.", **WHO)
    )
    pd.testing.assert_frame_equal(survey.lines, without.lines)
    assert survey.response["returns excluded"] == 1


def test_every_line_grows_by_its_own_index() -> None:
    table = county_table()
    survey = fp.Survey.from_lines(table, price_date="2025-04-06")
    pay = fp.Index("Pay", 0.10, "test")
    rest = fp.Index("Prices", 0.02, "test")
    after = survey.rebased("2026-04-06", {"Direct care": pay}, others=rest)
    growth = after.amounts / survey.amounts - 1
    assert growth.loc["Direct care"].to_list() == pytest.approx([0.10] * 9)
    assert growth.loc["Mileage"].to_list() == pytest.approx([0.02] * 9)
    # stated or added up, a total grows by what its lines grow by
    assert after.amounts.loc[TOTAL].to_list() == pytest.approx(
        after.amounts.loc[LINES].sum().to_list()
    )
    assert after.price_date.isoformat() == "2026-04-06"
    assert after.log["step"].to_list() == ["returned", "re-based", "re-based"]


def test_returns_of_several_dates_need_an_index_from_each() -> None:
    table = county_table(4)
    dates = dict(
        zip(table.columns, ["2025-04-06", "2024-04-06", "2026-04-06", "2025-04-06"], strict=True)
    )
    survey = fp.Survey.from_lines(table, price_date=dates)
    one = fp.Index("One", 0.03, "test")
    two = fp.Index("Two", 0.08, "test")
    with pytest.raises(fp.InputError, match="several-dates"):
        survey.rebased("2026-04-06", {}, others=one)
    after = survey.rebased(
        "2026-04-06", {line: {"2025-04-06": one, "2024-04-06": two} for line in LINES}
    )
    growth = (after.amounts.loc["Direct care"] / survey.amounts.loc["Direct care"] - 1).to_list()
    assert growth == pytest.approx([0.03, 0.08, 0.0, 0.03])


def test_what_cannot_be_rebased_is_refused() -> None:
    index = fp.Index("One", 0.03, "test")
    undated = fp.Survey.from_lines(county_table(3))
    for survey, to, indices, code in (
        (undated, "2026-04-06", {"PPE": index}, "no-price-date"),
        (county(3), "2027-04-06", {"PPE": index}, "no-index"),
        (county(3), "2025-04-06", {}, "later-than-the-date"),
        (county(3), "2027-04-06", {"Vans": index}, "unknown-line"),
        (county(3), "next year", {}, "wrong-kind"),
        (county(3), "2027-04-06", {"PPE": 0.03}, "wrong-kind"),
    ):
        with pytest.raises(fp.InputError, match=code):
            survey.rebased(to, indices)  # type: ignore[arg-type]


def test_visit_parts_follow_amendments_and_indices() -> None:
    parts = pd.DataFrame({"a": [0.0, 1.0], "b": [0.0, 1.5]}, index=["Direct care", "Travel time"])
    hour = pd.DataFrame({"a": [12.0, 0.0], "b": [13.0, 0.0]}, index=["Direct care", "Travel time"])
    table = pd.DataFrame({"a": [12.0, 2.0], "b": [13.0, 3.0]}, index=["Direct care", "Travel time"])
    survey = fp.Survey.from_lines(
        table, one_visit=parts, one_contact_hour=hour, price_date="2025-04-06", visit_lengths=(30,)
    )
    price = survey.visit_prices.loc[30]
    assert (price["lower_quartile"], price["upper_quartile"]) == (7.25, 7.75)
    doubled = survey.amend(amendment("Travel time", 2.0, 4.0, who="a"))
    assert doubled.visit_prices.loc[30, "lower_quartile"] == 8.0
    grown = survey.rebased("2026-04-06", {}, others=fp.Index("All", 0.1, "test"))
    assert grown.visit_prices.loc[30, "median"] == pytest.approx(1.1 * 7.5)
    # from nothing, nobody knows how much of it is by the visit
    none = fp.Survey.from_lines(
        table.assign(c=[12.0, 0.0]), one_visit=parts.assign(c=[0.0, 0.0]),
        one_contact_hour=hour.assign(c=[12.0, 0.0]), visit_lengths=(30,),
    )  # fmt: skip
    known = none.amend(amendment("Travel time", 0.0, 2.0, who="c"))
    assert (none.visit_prices.loc[30, "n"], known.visit_prices.loc[30, "n"]) == (3, 2)
    assert "question-parts" in {question.code for question in known.questions}


def test_only_records_are_taken() -> None:
    with pytest.raises(fp.InputError, match="wrong-kind"):
        county().amend({"provider": "a"})  # type: ignore[arg-type]
    with pytest.raises(fp.InputError, match="wrong-kind"):
        county().exclude("Provider 1")  # type: ignore[arg-type]


def test_labels_stay_in_order_through_every_step() -> None:
    survey = county().rebased("2027-04-06", {}, others=fp.Index("All", 0.0, "test"))
    assert survey.lines.index.to_list() == LABELS
    pd.testing.assert_frame_equal(survey.lines, county().lines)
