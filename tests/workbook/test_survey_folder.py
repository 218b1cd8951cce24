"""A folder of returns is read whole: every answer, and every reason for a refusal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from providers import plain_book
from survey_folders import filled

import fairprice as fp
from fairprice.workbook import survey_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("county") / "returns")


@pytest.fixture(scope="module")
def survey(folder: Path) -> fp.Survey:
    return fp.read_survey(folder)


def test_every_kind_of_file_is_a_return(survey: fp.Survey) -> None:
    assert survey.providers == ("By file", "Form 0", "Form 1", "Form 2", "Lines", "Short")
    assert survey.refused == {}
    assert survey.about.area == "Exampleshire"
    assert survey.response["response rate"] == 0.6


def test_a_form_a_file_and_its_lines_give_one_return(survey: fp.Survey) -> None:
    """All three come from one book, so that their amounts are those of its lines."""
    own = plain_book().lines["average_contact_hour"]
    before = fp.Survey(survey.returns).amounts
    for name in ("By file", "Lines"):
        assert before[name].to_list() == pytest.approx(own.to_list())
    raised = plain_book(contact_pay_rate=12.8).lines["average_contact_hour"]
    assert before["Form 0"].to_list() == pytest.approx(raised.to_list())


def test_a_short_return_is_read_cell_by_cell(survey: fp.Survey) -> None:
    [short] = [given for given in survey.returns if given.provider == "Short"]
    assert short.amounts["direct_care"] == 12.9
    assert short.amounts["other_overheads"] == 0.2
    assert short.drivers["contact_hours"] == 20_000
    assert short.appointments == {30.0: 400.0}
    answers = fp.Survey(survey.returns).answers["Short"]
    assert answers[["Direct care", "Travel time", "PPE", "Holiday"]].to_list() == [
        "value", "zero", "blank", "not applicable",
    ]  # fmt: skip


def test_what_stands_beside_the_returns_is_done(survey: fp.Survey) -> None:
    assert survey.log["step"].to_list() == [
        "returned", "folded", "amended", "excluded", "re-based", "re-based",
    ]  # fmt: skip
    assert survey.price_date.isoformat() == "2027-04-06"
    assert survey.amounts.loc["Direct care", "Short"] == pytest.approx(12.9 * 1.05)
    assert survey.amounts.loc["Travel time", "Short"] == pytest.approx(1.5 * 1.02)
    assert pd.isna(survey.amounts.loc["Insurance", "Form 1"])


def test_prices_by_length_come_from_forms_and_lines(survey: fp.Survey) -> None:
    own = fp.Survey(survey.returns).visit_prices
    assert own.loc[30, "n"] == 5
    prices = sorted(
        [plain_book().price(30)] * 2
        + [plain_book(contact_pay_rate=12.8 + n / 10).price(30) for n in range(3)]
    )
    assert own.loc[30, "median"] == pytest.approx(prices[2])


def test_from_a_folder_to_a_book_that_is_priced(survey: fp.Survey) -> None:
    book = survey.fair_price()
    assert book.price_per_hour == pytest.approx(survey.headline)
    assert book.steps["step"].to_list()[0] == "returned"


def test_a_file_that_is_refused_is_kept_with_everything_wrong(tmp_path: Path) -> None:
    folder = filled(tmp_path / "returns", forms=1)
    (folder / "survey.toml").unlink()
    (folder / "bad.csv").write_text("line,value\nDirect care,twelve\nDirekt care,1\nPPE,-3\n")
    (folder / "empty.csv").write_text("")
    (folder / "wide.csv").write_text("line,A,B\nDirect care,1,2\n")
    (folder / "latin.csv").write_bytes(b"line,value\nDirect care,\xa312\n")
    (folder / "broken.xlsx").write_bytes(b"PK nothing")
    (folder / "wrong.toml").write_text("format = 1\n[about]\n")
    survey = fp.read_survey(folder)
    assert set(survey.refused) == {
        "bad.csv", "empty.csv", "wide.csv", "latin.csv", "broken.xlsx", "wrong.toml",
    }  # fmt: skip
    assert [problem.code for problem in survey.refused["bad.csv"]] == [
        "not-an-answer", "unknown-line", "not-an-answer",
    ]  # fmt: skip
    assert survey.refused["bad.csv"][0].where == "bad.csv, row 2"
    assert survey.response["returns refused"] == 6
    assert "6 refused" in repr(survey)


def test_a_return_without_headings_or_with_a_name_only_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Direct care,12\nPPE,0\n")
    (tmp_path / "b.csv").write_text("what,GBP\nDirect care,13\n")
    survey = fp.read_survey(tmp_path)
    assert survey.amounts.loc["Direct care"].to_dict() == {"a": 12.0, "b": 13.0}


def test_a_folder_without_returns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(fp.InputError, match="no-folder"):
        fp.read_survey(tmp_path / "nowhere")
    with pytest.raises(fp.InputError, match="no-returns"):
        fp.read_survey(tmp_path)
    (tmp_path / "bad.csv").write_text("line,value\nDirect care,twelve\n")
    with pytest.raises(fp.InputError, match="not-an-answer"):
        fp.read_survey(tmp_path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("format = 1\n[survey]\nheadline = 'mean'\n", "not-an-option"),
        ("format = 99\n", "later-format"),
        ("[survey\n", "not-toml"),
        ("format = 1\n[[amendments]]\nprovider = 'a'\n", "missing"),
        (
            "format = 1\n[[exclusions]]\nprovider = 'z'\nreason = '-'\nwho = '-'\n",
            "unknown-provider",
        ),
        ("format = 1\nvans = 3\n", "unknown-name"),
        ("format = 1\nrebase_to = 2027-04-06\n", "no-price-date"),
    ],
)  # fmt: skip
def test_a_wrong_file_beside_the_returns_is_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.csv").write_text("Direct care,12\n")
    (tmp_path / "survey.toml").write_text(text)
    with pytest.raises(fp.InputError, match=code):
        fp.read_survey(tmp_path)


def test_many_forms_read_by_several_processes_give_the_same(
    folder: Path, survey: fp.Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_folder, "_FEW_FORMS", 1)
    pd.testing.assert_frame_equal(fp.read_survey(folder).lines, survey.lines)


HELD = """line,Ash,Beech,Cedar
Direct care,12.90,£13.10,twelve
Travel time,0,2.10,2.00
PPE,,Not applicable,0.20
Additional overhead 1,0.30,,
Price date,2026-04-06,2026-05-01,2026-04-06
Total direct care hours per annum,"9,000",,
"""


def test_a_table_already_held_is_as_many_returns(tmp_path: Path) -> None:
    """Each column is a return by itself, or is refused by itself."""
    (tmp_path / "held.csv").write_text(HELD)
    (tmp_path / "one.csv").write_text("line,value\nDirect care,12.50\n")
    (tmp_path / "survey.toml").write_text('format = 1\ntables = ["held.csv"]\n')
    survey = fp.read_survey(tmp_path)
    assert survey.providers == ("Ash", "Beech", "one")
    assert survey.amounts.loc["Direct care"].to_list() == [12.9, 13.1, 12.5]
    assert survey.answers["Ash"][["Travel time", "PPE"]].to_list() == ["zero", "blank"]
    assert survey.answers.loc["PPE", "Beech"] == "not applicable"
    assert survey.amounts.loc["Other overheads", "Ash"] == 0.3
    assert [str(given.price_date) for given in survey.returns] == [
        "2026-04-06", "2026-05-01", "None",
    ]  # fmt: skip
    assert survey.drivers["value"].iloc[-1] == 9000
    [(where, [problem])] = survey.refused.items()
    assert where == "held.csv, Cedar"
    assert problem.code == "not-an-answer"
    assert problem.where == "held.csv, row 2, Cedar"


@pytest.mark.parametrize(
    ("tables", "text", "told"),
    [
        ("other.csv", HELD, "no such file"),
        ("../held.csv", HELD, "no such file"),
        ("held.csv", HELD.replace("Beech", ""), "names no provider"),
        ("held.csv", HELD.replace("Beech", "Ash"), "stands there twice"),
        ("held.csv", "line\nDirect care\n", "names no provider"),
        ("held.csv", "", "names no provider"),
    ],
)
def test_a_table_that_is_none_is_refused(tables: str, text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "held.csv").write_text(text)
    (tmp_path / "one.csv").write_text("line,value\nDirect care,12.50\n")
    (tmp_path / "survey.toml").write_text(f'format = 1\ntables = ["{tables}"]\n')
    survey = fp.read_survey(tmp_path)
    assert survey.providers == ("one",)
    assert any(told in str(p) for found in survey.refused.values() for p in found)
