"""The survey workbook: tables in their order, figures that two engines confirm, what it hides."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import witnesses
from survey_folders import filled

import fairprice as fp
from fairprice.calculation import ANNEX_A
from fairprice.survey.lines import labels
from fairprice.workbook.survey_workbook import survey_workbook_model

LABELS = [labels()[row] for row in ANNEX_A]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> fp.Survey:
    folder = filled(tmp_path_factory.mktemp("county") / "returns", forms=4)
    # text that a spreadsheet program would take for a formula
    csv = (folder / "short.csv").read_text().replace("Provider,Short", "Provider,=1+1")
    (folder / "short.csv").write_text(csv)
    toml = (folder / "survey.toml").read_text().replace('"Short"', '"=1+1"')
    toml = toml.replace("invited = 12", "invited = 12\nleast = 7")
    (folder / "survey.toml").write_text(toml)
    return fp.read_survey(folder)


@pytest.fixture(scope="module")
def path(survey: fp.Survey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fp.write_survey_workbook(survey, tmp_path_factory.mktemp("open") / "survey.xlsx")


@pytest.fixture(scope="module")
def published(survey: fp.Survey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("published") / "annexes.xlsx"
    return fp.write_survey_workbook(survey, target, published=True)


def column(path: Path, sheet: str, letter: str) -> list[object]:
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    return [cell.value for cell in page[letter][4:]]


def test_annex_a_and_b_are_in_their_exact_order(path: Path, published: Path) -> None:
    for file in (path, published):
        assert column(file, "Annex A", "A")[:32] == LABELS
        assert column(file, "Annex A", "A")[32:] == [
            "Number of location level survey responses received",
            "Number of locations eligible to fill in the survey",
            "Carer basic pay per hour",
            "Minutes of travel per contact hour",
            "Mileage payment per mile",
            "Total direct care hours per annum",
        ]
        assert column(file, "Annex A", "C")[32:] == ["count"] * 2 + ["median"] * 3 + ["total"]
        assert column(file, "Annex B", "A") == LABELS


def test_the_figures_are_the_surveys(path: Path, survey: fp.Survey) -> None:
    lines = survey.lines
    for letter, name in zip(
        "BCDE", ("n", "lower_quartile", "median", "upper_quartile"), strict=True
    ):
        assert column(path, "Annex B", letter) == pytest.approx(lines[name].to_list())
    assert column(path, "Headlines", "C") == pytest.approx(survey.headlines.to_list())
    assert column(path, "Annex A", "D")[:32] == pytest.approx(lines["median"].to_list())


@pytest.mark.slow
def test_two_engines_come_to_the_same_figures(
    path: Path, survey: fp.Survey, tmp_path: Path
) -> None:
    stored = survey_workbook_model(survey).stored_values
    expected = {(s, cell): value for s, cells in stored.items() for cell, value in cells.items()}
    assert len(expected) > 300
    [office] = witnesses.recalculate_with_libreoffice([path], tmp_path)
    for found in (witnesses.recalculate_with_formulas(path), office):
        for place, value in expected.items():
            assert found[place] == pytest.approx(value, abs=1e-9), place


def test_nothing_of_a_single_provider_is_published(published: Path, survey: fp.Survey) -> None:
    workbook = openpyxl.load_workbook(published)
    assert not {"Returns", "Log", "Outliers", "Questions", "Statistics"} & set(workbook.sheetnames)
    text = [
        str(cell.value) for page in workbook for row in page.iter_rows() for cell in row
        if cell.value is not None
    ]  # fmt: skip
    assert not any("Form 1" in said or "=1+1" in said for said in text)
    assert not any(cell.startswith("=") for cell in text)
    hidden = survey.published.hidden
    assert hidden
    for line, median in zip(LABELS, column(published, "Annex B", "D"), strict=True):
        assert isinstance(median, str) == (line in hidden or survey.lines.loc[line, "n"] == 0)


def test_what_people_typed_is_never_a_formula(path: Path) -> None:
    page = openpyxl.load_workbook(path)["Returns"]
    [cell] = [cell for cell in page["A"] if cell.value == "=1+1"]
    assert cell.data_type == "s"


def test_both_editions_keep_the_points_that_a_machine_can_see(path: Path, published: Path) -> None:
    assert fp.lint_workbook(path) == ()
    assert fp.lint_workbook(published) == ()


def test_the_same_survey_gives_the_same_bytes(
    path: Path, survey: fp.Survey, tmp_path: Path
) -> None:
    again = fp.write_survey_workbook(survey, tmp_path / "again.xlsx")
    assert again.read_bytes() == path.read_bytes()


def test_a_survey_of_one_line_has_a_workbook_too(tmp_path: Path) -> None:
    import pandas as pd

    survey = fp.Survey.from_lines(pd.DataFrame({"a": [12.0]}, index=["Direct care"]))
    for published in (False, True):
        target = tmp_path / f"{published}.xlsx"
        assert fp.write_survey_workbook(survey, target, published=published).exists()
        assert fp.lint_workbook(target) == ()


def test_the_survey_stands_first(survey: fp.Survey, tmp_path: Path) -> None:
    with pytest.raises(fp.InputError, match="path-first"):
        fp.write_survey_workbook(tmp_path / "a.xlsx", survey)  # type: ignore[arg-type]
    with pytest.raises(fp.InputError, match="wrong-kind"):
        fp.write_survey_workbook(survey.lines, tmp_path / "a.xlsx")  # type: ignore[arg-type]
