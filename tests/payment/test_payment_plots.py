"""Pictures of a comparison, and what is said when they cannot be drawn."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from payment_cases import contract, fixed, hourly, lively
from providers import plain_book

from fairprice import MissingExtraError, PaymentComparison, compare_payments
from fairprice.payment.cohort import SOURCES

PLOTS = ("plot_margins", "plot_spend", "plot_risk")
NAMES = ["Hourly", "Fixed price & more"]


@pytest.fixture(scope="module")
def result() -> PaymentComparison:
    contracts = [contract(hourly(25), name=NAMES[0]), contract(fixed(6e5), name=NAMES[1])]
    return compare_payments(
        contracts, lively(), plain_book(), draws=60, seed=1, weeks=8, progress=False
    )


@pytest.mark.parametrize("plot", PLOTS)
def test_pictures_name_the_contracts(result: PaymentComparison, plot: str, tmp_path: Path) -> None:
    figure = getattr(result, plot)(tmp_path / "picture.png")
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == NAMES
    assert figure.get_suptitle()
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    # the first contract stands at the top
    low, high = figure.axes[0].get_ylim()
    assert low > high


def test_the_picture_of_risk_has_a_part_for_every_source(result: PaymentComparison) -> None:
    figure = result.plot_risk()
    [legend] = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [*SOURCES, "interactions"]
    for axes, side in zip(figure.axes, ("payer", "provider"), strict=True):
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
