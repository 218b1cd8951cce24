"""A first price from a few answers: what is not stated is marked, and replaced one by one."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from providers import ANSWERED

import fairprice as fp
from fairprice.assumptions.evidence import FROM_THE_STARTER
from fairprice.assumptions.quick import ANSWERS, short_text, starter
from fairprice.assumptions.sections import INPUTS


def quick(**changes: Any) -> fp.OpenBook:
    return fp.quick_book(**{**ANSWERED, **changes})


def test_at_most_eighteen_answers_are_asked_and_the_call_and_the_file_ask_the_same() -> None:
    asked = set(inspect.signature(fp.quick_book).parameters) - {"law", "others"}
    assert asked == set(ANSWERS)
    assert len(ANSWERS) <= 18
    assert set(ANSWERED) <= asked


def test_every_value_of_the_starter_is_an_input_with_a_source_or_zero() -> None:
    held = starter()
    for row in held["value"]:
        assert row["input"] in INPUTS
        assert row["source"]
    for row in held["nothing_known"]:
        assert set(row["inputs"]) <= INPUTS.keys()


def test_what_the_party_answered_is_never_marked_and_all_else_in_the_price_is() -> None:
    party = quick().assumptions
    stated = {"refresher_hours_per_year", "return_rate", "return_base", "price_date",
              "worker_share", "other_overheads_per_contact_hour", *ANSWERED}  # fmt: skip
    one_figure = {n for n in party.inputs() if INPUTS[n].section == "business_costs"} - stated
    defaults = {n for n, field in INPUTS.items() if field.default is not None}
    marked = set(party.from_the_starter)
    assert marked == set(party.inputs()) - stated - one_figure - defaults
    assert {party.evidence[n].document for n in one_figure} == {
        "Follows from the answers: all business costs are stated as one figure, in Other overheads"
    }
    for name in marked:
        assert str(party.sources[name]).startswith(FROM_THE_STARTER)


def test_the_price_is_that_of_the_same_assumptions_written_out() -> None:
    """Training of three days of 25 / 5 hours is 15 hours a worker and year."""
    book = quick()
    assert book.value("refresher_hours_per_year") == pytest.approx(15)
    assert book.value("other_overheads_per_contact_hour") == 7
    assert book.value("holiday_weeks") == book.rates.value("statutory_holiday_weeks")
    again = fp.Assumptions.model_validate(
        {k: v for k, v in book.assumptions.model_dump(exclude_none=True).items()
         if k != "evidence"}
    )  # fmt: skip
    assert fp.OpenBook(again).price_per_hour == book.price_per_hour
    assert fp.challenges(book) == ()


def test_answering_more_replaces_the_values_of_the_starter_one_by_one() -> None:
    party = quick().assumptions
    count = len(party.from_the_starter)
    later = party.with_inputs(ppe_per_contact_hour=0.5)
    assert set(party.from_the_starter) - set(later.from_the_starter) == {"ppe_per_contact_hour"}
    assert quick(ppe_per_contact_hour=0.5).assumptions.from_the_starter == later.from_the_starter
    assert f"{count} from the starter" in repr(party)
    assert f"{count - 1} inputs from the starter" in repr(fp.OpenBook(later))


def test_a_stated_rate_leaves_no_use_for_what_the_starter_holds() -> None:
    book = quick(stated_pension_rate=0.02, stated_pension_base="gross pay")
    assert "pension_enrolled_share" not in book.assumptions.inputs()


def test_overheads_may_be_yearly_or_itemised() -> None:
    hours = 500 * 52  # 600 half hours and 200 hours a week
    yearly = quick(overheads_per_contact_hour=None, overheads_per_year=7.0 * hours)
    assert yearly.price_per_hour == pytest.approx(quick().price_per_hour)
    lines = quick(overheads_per_contact_hour=None, insurance_per_contact_hour=7.0)
    assert lines.price_per_hour == pytest.approx(quick().price_per_hour)
    assert "it_per_contact_hour" in lines.assumptions.from_the_starter


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"year": "2026"}, "quick.year"),
        ({"nation": "Britain"}, "quick.nation"),
        ({"visit_minutes": None}, "quick.visit_minutes"),
        ({"training_days_per_year": "x"}, "quick.training_days_per_year"),
        ({"training_days_per_year": [3]}, "quick.training_days_per_year"),
        ({"worker_share": 0.5}, "workforce.worker_share"),
        ({"working_days_per_week": "five"}, "time_off.working_days_per_week"),
        ({"working_days_per_week": 0}, "time_off.working_days_per_week"),
        ({"worker_weekly_hours": []}, "quick.worker_weekly_hours"),
        ({"overheads_per_year": 1.0}, "quick.overheads_per_contact_hour"),
        ({"overheads_per_contact_hour": None}, "quick.overheads_per_contact_hour"),
        ({"contact_pay_rate": -1.0}, "pay.contact_pay_rate"),
        ({"worker_weekly_hours": [16, 30]}, "workforce.worker_share"),
        ({"mileage": 0.4}, "mileage"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(fp.AssumptionsError) as refused:
        quick(**changes)
    assert [problem.where for problem in refused.value.problems] == [where]


def _file(path: Path, **changes: Any) -> Path:
    text = short_text()
    for name, value in {**ANSWERED, **changes}.items():
        for mark in ("# ", ""):
            text = text.replace(f'\n{mark}{name} = "?"', f"\n{name} = {value!r}", 1)
    path.write_text(text)
    return path


def test_a_short_file_gives_the_same_book(tmp_path: Path) -> None:
    path = _file(tmp_path / "quick.toml")
    party = fp.load_assumptions(path)
    assert party == quick().assumptions
    assert fp.load(path) == party
    assert party.lacked == ()
    full = tmp_path / "full.toml"
    fp.dump_assumptions(party, full)
    assert fp.load_assumptions(full) == party


def test_a_short_file_takes_other_inputs_and_their_sources(tmp_path: Path) -> None:
    path = _file(tmp_path / "quick.toml")
    more = "[time_off]\nholiday_weeks = 6.0\n[sources]\nholiday_weeks = 'Handbook'\n"
    path.write_text(path.read_text() + more)
    party = fp.load_assumptions(path)
    assert party.time_off.holiday_weeks == 6
    assert party.sources["holiday_weeks"] == "Handbook"


def test_a_short_file_that_is_not_filled_in_lists_every_question(tmp_path: Path) -> None:
    path = tmp_path / "quick.toml"
    path.write_text(short_text())
    with pytest.raises(fp.AssumptionsError) as refused:
        fp.load_assumptions(path)
    assert [p.where for p in refused.value.problems] == [f"quick.{name}" for name in ANSWERED]
    path.write_text(short_text() + "[other]\nx = 1\n[pay]\nholiday_weeks = 6\n")
    with pytest.raises(fp.AssumptionsError) as refused:
        fp.load_assumptions(path)
    assert [p.where for p in refused.value.problems] == ["other", "pay.holiday_weeks"]


def test_the_mark_goes_through_a_workbook_and_back(tmp_path: Path) -> None:
    book = quick()
    fees = fp.write_fee_workbook(book, tmp_path / "fees.xlsx")
    read = fp.read_assumptions(fees)
    assert read.from_the_starter == book.assumptions.from_the_starter
    form = fp.write_intake_workbook(book, tmp_path / "form.xlsx")
    assert fp.read_assumptions(form).from_the_starter == book.assumptions.from_the_starter
    assert FROM_THE_STARTER in book.explain("holiday")


def test_a_partys_own_lengths_are_priced_beside_the_default_ones() -> None:
    def priced(*lengths: float, **more: Any) -> tuple[float, ...]:
        book = quick(visit_minutes=lengths, visits_per_week=[100] * len(lengths), **more)
        assert book.visit_prices().index.tolist() == list(book.assumptions.fees.fee_visit_minutes)
        return book.assumptions.fees.fee_visit_minutes

    assert priced(60, 20, 30) == (15, 20, 30, 45, 60)
    assert priced(60, 30) == INPUTS["fee_visit_minutes"].default
    assert priced(20, 40, fee_visit_minutes=[15, 30]) == (15, 30)
    assert priced(*range(61, 76)) == tuple(range(61, 73))
    assert "fee_visit_minutes" not in quick(visit_minutes=[20, 40]).assumptions.from_the_starter
    with pytest.raises(fp.InputError) as refused:
        priced(2000.0, 30)
    assert [problem.where for problem in refused.value.problems] == ["visits.visit_minutes.0"]
