"""Published tables of councils: line by line to the penny, and which headline each printed."""

from __future__ import annotations

from collections import Counter

import pytest
import surveys
from surveys import A, B, C

import fairprice as fp

pytestmark = pytest.mark.skipif(
    not surveys.COUNCILS.exists(), reason="shared/reference/council_tables.csv is not here"
)


def test_nine_providers_line_by_line_give_every_published_figure_within_a_penny() -> None:
    survey = fp.Survey.from_lines(surveys.providers())
    published = surveys.published_cuts()
    assert published.shape == (32, 5)
    assert not published.isna().any(axis=None)
    off = (survey.lines[list(surveys.CUTS)] - published).abs()
    assert off.max(axis=None) <= 0.01
    assert (survey.lines["n"] == 9).all()


def test_the_nine_providers_headlines_are_those_that_differ_most() -> None:
    """As worked out from the print: 20.56, 20.42 and 22.68, of which the last is published."""
    held = fp.Survey.from_lines(surveys.providers()).headlines
    assert held.round(2).to_dict() == {A: 20.56, B: 20.42, C: 22.68}


def test_free_labels_folded_change_one_line_and_no_total() -> None:
    """Eight overheads of the providers' own stand apart in print; folded, lines add up better."""
    printed = surveys.tables()
    own = printed[printed["council"].str.startswith("Sefton (")]
    table = own.pivot_table(index="line", columns="council", values="median", aggfunc="sum")
    folded = fp.Survey.from_lines(table)
    plain = fp.Survey.from_lines(surveys.providers())
    assert folded.lines.loc["TOTAL", "median"] == plain.lines.loc["TOTAL", "median"]
    assert (
        folded.lines.loc["Other overheads", "median"]
        >= plain.lines.loc["Other overheads", "median"]
    )


def test_each_of_22_published_totals_is_one_of_the_three_headlines() -> None:
    found = surveys.headlines()
    assert len(found) == 22
    for headline in found:
        if headline.which != C:
            assert abs(headline.residual) <= 0.05, headline.council
    counted = Counter(headline.which for headline in found)
    # what neither sum gives is the median of providers' totals: checked where they are printed
    assert counted == {A: 12, B: 4, C: 6}
    [line_by_line] = [headline for headline in found if headline.council == surveys.LINE_BY_LINE]
    assert line_by_line.which == C
    assert abs(line_by_line.residual) < 0.005
