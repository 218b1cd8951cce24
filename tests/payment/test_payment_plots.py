"""Pictures of a comparison, and what is said when they cannot be drawn."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure
from payment_cases import contract, fixed, hourly, lively
from providers import plain_book

from fairprice import InputError, MissingExtraError, PaymentComparison, compare_payments
from fairprice.payment.cohort import SOURCES

PLOTS = ("plot_margins", "plot_spend", "plot_risk")
NAMES = ["Hourly", "Fixed price & more"]


@pytest.fixture(scope="module")
def result() -> PaymentComparison:
    contracts = [contract(hourly(25), name=NAMES[0]), contract(fixed(6e5), name=NAMES[1])]
    return compare_payments(
        contracts, lively(), plain_book(), draws=60, seed=1, weeks=8, progress=False
    )


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Close what a notebook would show."""
    yield
    pyplot.close("all")


def first_axes(drawn: Any) -> Any:
    return drawn[0] if isinstance(drawn, tuple) else drawn


@pytest.mark.parametrize("plot", PLOTS)
def test_pictures_name_the_contracts(result: PaymentComparison, plot: str, tmp_path: Path) -> None:
    axes = first_axes(getattr(result, plot)(tmp_path / "picture.png"))
    assert [label.get_text() for label in axes.get_yticklabels()] == NAMES
    assert axes.get_title()
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    # the first contract stands at the top
    low, high = axes.get_ylim()
    assert low > high
    # a notebook shows the figures that pyplot knows of
    assert axes.figure.number in pyplot.get_fignums()


@pytest.mark.parametrize("plot", PLOTS)
def test_pictures_are_drawn_on_axes_of_ones_own(result: PaymentComparison, plot: str) -> None:
    wanted = 2 if plot == "plot_risk" else 1
    own = Figure().subplots(1, 3)
    given = list(own[:wanted]) if wanted > 1 else own[0]
    drawn = getattr(result, plot)(ax=given)
    assert (list(drawn) if wanted > 1 else drawn) == given
    assert all(axes.has_data() for axes in own[:wanted])
    assert not any(axes.has_data() for axes in own[wanted:])
    assert pyplot.get_fignums() == []
    low, high = own[wanted - 1].get_ylim()
    assert low > high


@pytest.mark.parametrize("plot", PLOTS)
def test_other_things_than_axes_are_refused_with_all_else(
    result: PaymentComparison, plot: str
) -> None:
    for wrong in ("x", 3, [Figure()], Figure().subplots(1, 3)):
        with pytest.raises(InputError, match=r"ax: was given .*matplotlib Axes"):
            getattr(result, plot)(ax=wrong)
    with pytest.raises(InputError) as refused:
        getattr(result, plot)(3, ax=3)
    assert [problem.where for problem in refused.value.problems] == ["path", "ax"]


def test_the_picture_of_risk_has_a_part_for_every_source(result: PaymentComparison) -> None:
    both = result.plot_risk()
    legend = both[1].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [*SOURCES, "interactions"]
    for axes, side in zip(both, ("payer", "provider"), strict=True):
        widths = [[bar.get_width() for bar in bars] for bars in axes.containers]
        expected = [
            result.risk[f"{side}_share: {source}"].tolist() for source in (*SOURCES, "interactions")
        ]
        np.testing.assert_allclose(widths, expected)


@pytest.mark.parametrize("plot", PLOTS)
def test_without_matplotlib_the_extra_is_named(
    result: PaymentComparison, plot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingExtraError) as caught:
        getattr(result, plot)()
    assert str(caught.value) == (
        "matplotlib: is not installed. Pictures are drawn with it. Install "
        '"fairprice-homecare[plots]". [missing-extra]'
    )
