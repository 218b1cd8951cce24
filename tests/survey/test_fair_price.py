"""A fair price is an open book: its lines are the medians, its price the headline used."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_cases import LINES, PARTS, A, B, C, county

import fairprice as fp

VISITS = {15.0: 28.0, 30.0: 618.0, 45.0: 218.0, 60.0: 191.0}
GIVEN = {"visits": VISITS, "mileage_rate": 0.4}


@settings(max_examples=20)
@given(st.sampled_from([A, B, C]), st.integers(3, 12), st.integers(0, 99))
def test_the_price_is_the_headline(headline: str, providers: int, seed: int) -> None:
    survey = county(providers, seed)
    book = survey.fair_price(headline=headline, **GIVEN)
    assert book.price_per_hour == pytest.approx(survey.headlines[headline], abs=1e-9)


def test_the_lines_of_the_sum_of_medians_are_the_medians() -> None:
    survey = county()
    book = survey.fair_price(headline=A, **GIVEN)
    found = book.lines["average_contact_hour"]
    assert found[LINES].to_list() == pytest.approx(survey.lines.loc[LINES, "median"].to_list())
    by_parts = survey.fair_price(headline=B, **GIVEN).lines["average_contact_hour"]
    assert by_parts[PARTS].to_list() == pytest.approx(survey.lines.loc[PARTS, "median"].to_list())


def test_it_is_a_book_like_any_other(tmp_path) -> None:
    book = county().fair_price(**GIVEN)
    assert isinstance(book, fp.OpenBook)
    assert book.hourly_rate(15) > book.hourly_rate(60)
    assert set(book.assumptions.inputs()) - set(book.assumptions.sources) <= {
        "provider_name", "price_date", "nation", "currency", "weeks_per_year", "fee_visit_minutes",
    }  # fmt: skip
    again = fp.load_assumptions(_dumped(book, tmp_path))
    assert fp.OpenBook(again).price_per_hour == pytest.approx(book.price_per_hour)
    assert fp.write_fee_workbook(book, tmp_path / "fees.xlsx").exists()


def _dumped(book: fp.FairPrice, folder):
    path = folder / "fair.toml"
    fp.dump_assumptions(book.assumptions, path)
    return path


def test_every_step_is_kept_and_leads_to_the_price() -> None:
    who = {"who": "A. Officer"}
    survey = county().exclude(fp.Exclusion(provider="Provider 1", reason="Another area.", **who))
    book = survey.fair_price(return_on_operations=1.25, **GIVEN)
    steps = book.steps
    assert steps["step"].to_list() == [
        "returned", "excluded", "line medians", "lines brought to the headline", "return set",
        "open book",
    ]  # fmt: skip
    assert steps["price_per_hour"].iloc[-1] == book.price_per_hour
    assert book.lines.loc["Total return on operations", "average_contact_hour"] == 1.25
    assert "1.25" in steps["what"].iloc[-2]


def test_what_is_neither_returned_nor_given_is_asked_for_at_once() -> None:
    survey = fp.Survey.from_lines(county().amounts)
    with pytest.raises(fp.InputError) as caught:
        survey.fair_price()
    assert {problem.where for problem in caught.value.problems} == {
        "visits", "mileage_rate", "price_date",
    }  # fmt: skip
    with pytest.raises(fp.InputError, match="headline"):
        county().fair_price(headline="mean", **GIVEN)
    with pytest.raises(fp.InputError, match="not-above-zero"):
        county().fair_price(visits={0: 3}, mileage_rate=0.4)


def test_without_mileage_no_rate_is_needed() -> None:
    table = county().amounts
    table.loc["Mileage"] = 0.0
    lines = table.drop(index=["Total careworker costs", "Total business costs", "TOTAL"])
    survey = fp.Survey.from_lines(lines, price_date="2026-04-06")
    book = survey.fair_price(visits=VISITS)
    assert book.price_per_hour == pytest.approx(survey.headline)


def test_every_input_names_the_line_it_is_traced_to_and_what_was_done_to_it() -> None:
    survey = county()
    book = survey.fair_price(return_on_operations=1.25, **GIVEN)
    sources = book.assumptions.sources
    for name in ("return_rate", "visits_per_week", "visit_minutes", "mileage_rate"):
        assert sources[name].startswith("Set by the commissioner")
    plain = survey.lines.loc["Insurance", "median"]
    brought = book.lines.loc["Insurance", "average_contact_hour"]
    assert "the line Insurance" in sources["insurance_per_contact_hour"]
    assert f"times {brought / plain:.6f}" in sources["insurance_per_contact_hour"]
    assert ": as returned" not in " ".join(sources.values())
    unscaled = survey.fair_price(headline=A, **GIVEN).assumptions.sources
    assert "times" not in unscaled["insurance_per_contact_hour"]
    # nobody returns a premium: none may be said to have been returned
    assert "holds premiums" in sources["evening_premium"]


UNSOCIAL = {"evening": (0.18, 0.1), "weekend": (0.26, 0.15), "bank holiday": (0.02, 1.0)}


@settings(max_examples=20)
@given(
    st.sampled_from([A, B, C]),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 100)), min_size=1, max_size=3),
)
def test_premiums_taken_apart_leave_every_line_as_it_was(
    headline: str, given_pairs: list[tuple[int, int]]
) -> None:
    pairs = [(share / 100, premium / 100) for share, premium in given_pairs]
    unsocial = dict(zip(UNSOCIAL, pairs, strict=False))
    whole = county().fair_price(headline=headline, **GIVEN)
    apart = county().fair_price(headline=headline, unsocial_hours=unsocial, **GIVEN)
    assert apart.lines["average_contact_hour"].to_list() == pytest.approx(
        whole.lines["average_contact_hour"].to_list(), abs=1e-9
    )
    paid = 1 + sum(share * premium for share, premium in pairs)
    assert apart.value("contact_pay_rate") == pytest.approx(
        whole.value("contact_pay_rate") / paid, rel=1e-12
    )
    assert ("premiums set" in apart.steps["step"].to_list()) is True


def test_on_a_card_the_average_of_the_times_is_the_fair_price() -> None:
    """By the shares of the hours, so that no premium is paid twice."""
    fair = county().fair_price(unsocial_hours=UNSOCIAL, **GIVEN)
    times = [{"name": hours, "hours": hours} for hours in ("weekday", *UNSOCIAL)]
    card = fp.RateCard(
        base=fair.assumptions, times=times, visit_minutes=[30.0, 60.0],
        zones=[{"name": "All"}], services=[{"name": "Care", "kind": "standard"}],
        carers=[{"name": "One", "careworkers": 1}],
    )  # fmt: skip
    by_time = card.priced().prices.set_index(["time", "visit_minutes"])["price_per_visit"]
    shares = {"weekday": 1 - sum(share for share, _ in UNSOCIAL.values())}
    shares |= {time: share for time, (share, _) in UNSOCIAL.items()}
    for minutes in (30.0, 60.0):
        average = sum(share * by_time[time, minutes] for time, share in shares.items())
        assert average == pytest.approx(fair.hourly_rate(minutes) * minutes / 60, rel=1e-9)
    assert by_time["weekday", 60.0] < fair.hourly_rate(60) < by_time["bank holiday", 60.0]


def test_what_is_no_share_and_premium_is_refused() -> None:
    for wrong, said in (
        ({"night": (0.1, 0.1)}, "not-an-option"), ({"evening": 0.1}, "two numbers"),
        ([0.1], "mapping of times"), ({"evening": ("x", 0.1)}, "not-a-number"),
        ({"evening": (1.5, 0.1)}, "out-of-bounds"), ({"weekend": (0.1, 0.2, 0.3)}, "two numbers"),
    ):  # fmt: skip
        with pytest.raises(fp.InputError, match=said):
            county().fair_price(unsocial_hours=wrong, **GIVEN)  # type: ignore[arg-type]
    said = county().fair_price(unsocial_hours=UNSOCIAL, **GIVEN).assumptions.sources
    assert said["evening_premium"].startswith("Set by the commissioner")
    assert "less the premiums" in said["contact_pay_rate"]
