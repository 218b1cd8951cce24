"""What holds of every contract: bills, monotone payments, caps, floors and files."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from effort import at_most
from hypothesis import given, settings
from hypothesis import strategies as st
from payment_cases import (
    at_risk,
    contract,
    fixed,
    hourly,
    lively,
    paid,
    setting_of,
    steady,
    years,
)
from payment_strategies import bases, cohorts, contracts, rewards
from strategies import HOSTILE_TEXTS, amounts, in_steps, shares

from fairprice import Cohort, Contract, ContractError, dump_contract, load_contract
from fairprice.types import Floats

NAME = "outcome 0"
ONE = cohorts(outcomes=1)
FEW = settings(max_examples=60)


def with_more_outcomes(terms: Contract, cohort: Cohort, more: int) -> tuple[Floats, Floats]:
    """Return payments as drawn, and when some more people have the outcome."""
    year = years(cohort, 3)
    flags = year.measured.copy()
    flags[:, :more, 0] = True
    return paid(terms, cohort, year), paid(terms, cohort, replace(year, measured=flags))


@FEW
@given(base=bases(), cohort=ONE)
def test_bills_are_never_negative(base: dict, cohort: Cohort) -> None:
    settled = contract(base).settle(years(cohort, 3), setting_of(cohort), 5.0, 0.05)
    refunds = base["kind"] == "individual service fund"
    assert (settled.payments.sum(axis=1) >= -1e-9).all()
    assert refunds or (settled.payments >= -1e-9).all()
    assert (settled.interest >= -1e-9).all()
    assert (settled.received.sum(axis=1) <= settled.payments.sum(axis=1) + 1e-6).all() or refunds
    assert np.isfinite(settled.margin).all()


@FEW
@given(terms=contracts(), cohort=ONE)
def test_every_contract_settles_and_adds_up(terms: Contract, cohort: Cohort) -> None:
    assert not [p for p in terms.problems(cohort) if p.code == "unknown-outcome"]
    year = years(cohort, 3, **dict(terms.behaviour))
    settled = terms.settle(year, setting_of(cohort), cohort.payment_delay_sd, 0.05)
    for values in (settled.payments, settled.cost, settled.received):
        assert values.shape == (3, 52)
        assert np.isfinite(values).all()
    np.testing.assert_allclose(settled.margin, settled.revenue - settled.provider_cost)
    np.testing.assert_allclose(settled.spend - settled.payer_transaction, settled.revenue)
    assert (settled.working_capital >= 0).all()
    assert len(terms.clauses) >= 3 + len(terms.adjustments)


def test_a_payer_who_is_later_than_usual_has_paid_less_by_any_week() -> None:
    times = {"delay_days": 30.0, "due_days": 30.0, "late_interest_rate": 0.0}
    terms = contract(fixed(52_000.0), payment_terms=times)
    cohort = steady()
    year, setting = years(cohort, 2), setting_of(cohort)
    year = replace(year, delay_z=np.array([-0.5, 2.0]))
    received = terms.settle(year, setting, 7.0, 0.05).received
    soon, late = np.cumsum(received, axis=1)
    assert (late <= soon).all()
    # two and a half standard deviations of a week each, at 1,000 a week
    assert (soon - late)[-1] == pytest.approx(2_500.0)


@FEW
@given(share=shares(), reward=rewards(), cohort=ONE, more=st.integers(0, 12))
@pytest.mark.parametrize("level", ["person", "cohort"])
def test_more_outcomes_never_pay_less(
    level: str, share: float, reward: dict, cohort: Cohort, more: int
) -> None:
    weights = {"outcomes": {NAME: 2.0}}
    for terms in (
        contract(fixed(1000), at_risk(share, reward, level) | weights),
        contract(fixed(0), {"kind": "incentive pot", "annual_amount": 100.0, "reward": reward}
                 | weights),
        contract(fixed(0), {"kind": "outcome tariff", "outcomes": {NAME: 9.0}, "lag_weeks": 2.0}),
        contract(fixed(1000), {"kind": "quality gate", "outcome": NAME, "minimum_rate": share,
                               "share_lost": 0.3}),
    ):  # fmt: skip
        before, after = with_more_outcomes(terms, cohort, more)
        assert (after >= before - 1e-9).all()


@FEW
@given(cohort=ONE, rate=amounts(40), more=in_steps(1, 2, 10), base=st.sampled_from(
    ["planned", "actual", "lower"]))  # fmt: skip
def test_more_hours_and_a_higher_rate_never_pay_less(
    cohort: Cohort, rate: float, more: float, base: str
) -> None:
    year = years(cohort, 3)
    terms = contract(hourly(rate, base))
    before = paid(terms, cohort, year)
    np.testing.assert_allclose(paid(terms, cohort, year.scaled(more)), before * more, atol=1e-9)
    np.testing.assert_allclose(
        paid(contract(hourly(rate * more, base)), cohort, year), before * more, atol=1e-9
    )
    for form in (
        {"kind": "shift", "hourly_rate": rate, "contact_share": 0.8},
        {"kind": "volume based", "up_to_hours": [50.0], "hourly_rates": [rate, rate / 2]},
        {"kind": "block", "annual_amount": 100.0, "included_hours": 50.0,
         "extra_hourly_rate": rate, "instalments": 13},
    ):  # fmt: skip
        less, much = (paid(contract(form), cohort, y) for y in (year, year.scaled(more)))
        assert (much >= less - 1e-9).all()


@FEW
@given(cohort=ONE, unit=st.sampled_from([5.0, 10.0, 15.0, 30.0]), rate=amounts(40))
def test_rounding_up_never_pays_less_than_down(cohort: Cohort, unit: float, rate: float) -> None:
    down, nearest, up = (
        paid(contract(hourly(rate, "actual", rounding={"kind": kind, "unit_minutes": unit} | tie)),
             cohort)
        for kind, tie in (("down", {}), ("nearest", {"tie": "up"}), ("up", {}))
    )  # fmt: skip
    exact = paid(contract(hourly(rate, "actual")), cohort)
    assert (down <= exact + 1e-9).all()
    assert (exact <= up + 1e-9).all()
    assert (down <= nearest + 1e-9).all()
    assert (nearest <= up + 1e-9).all()


@FEW
@given(terms=contracts(), cohort=ONE, amount=amounts(90_000))
def test_caps_and_floors_hold_after_any_clauses(
    terms: Contract, cohort: Cohort, amount: float
) -> None:
    year = years(cohort, 3)
    for kind, holds in (("cap", np.less_equal), ("floor", np.greater_equal)):
        last = contract(fixed(0), {"kind": kind, "annual_amount": amount}).adjustments
        changed = terms.model_copy(update={"adjustments": (*terms.adjustments, *last)})
        before, after = paid(terms, cohort, year), paid(changed, cohort, year)
        slack = 1e-9 * (1 + np.abs(before) + amount)
        assert holds(after, amount + (slack if kind == "cap" else -slack)).all()
        inside = holds(before, amount)
        np.testing.assert_allclose(after[inside], before[inside], atol=1e-6)


@FEW
@given(cohort=ONE, hours=in_steps(0, 200, 2), more=in_steps(0, 50, 2), share=shares())
def test_a_higher_guarantee_never_pays_less(
    cohort: Cohort, hours: float, more: float, share: float
) -> None:
    term = {"kind": "guaranteed minimum", "hourly_rate": 24.0, "period_weeks": 4,
            "share_of_shortfall": share}  # fmt: skip
    year = years(cohort, 3)
    none, low, high = (
        paid(contract(hourly(24), term | {"weekly_hours": at}), cohort, year)
        for at in (0.0, hours, hours + more)
    )
    assert (none <= low + 1e-9).all()
    assert (low <= high + 1e-9).all()


# files


@at_most(150)
@given(terms=contracts(("outcome 0", "maßgebend – №2")))
def test_a_contract_survives_its_file(terms: Contract) -> None:
    assert Contract.model_validate(tomllib.loads(dump_contract(terms))) == terms


@given(base=bases())
def test_a_base_survives_with_its_payments(base: dict) -> None:
    terms = contract(base)
    again = Contract.model_validate(tomllib.loads(dump_contract(terms)))
    cohort = lively()
    np.testing.assert_array_equal(paid(terms, cohort), paid(again, cohort))


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_texts_are_kept_as_they_are(text: str, tmp_path: Path) -> None:
    terms = contract(fixed(1), name=text, description=text, source=text)
    written = dump_contract(terms, tmp_path / "contract.toml")
    assert load_contract(tmp_path / "contract.toml") == terms
    assert (tmp_path / "contract.toml").read_text("utf-8") == written


HOSTILE = {
    "not TOML": b"name = ",
    "not UTF-8": b'name = "\xff"',
    "a key twice": b'name = "a"\nname = "b"',
    "nothing": b"",
    "nested without end": b"base = " + b"[" * 100_000,
    "tables without end": b"base = " + b"{a = " * 20_000,
    "a number without end": b"name = " + b"9" * 10_000,
    "a date": b"name = 2026-04-01",
    "not a number": b'[base]\nkind = "fixed price"\nannual_amount = nan',
    "infinite": b'[base]\nkind = "fixed price"\nannual_amount = inf',
    "truth for a number": b'[base]\nkind = "fixed price"\nannual_amount = true',
    "text for a number": b'[base]\nkind = "fixed price"\nannual_amount = "100"',
    "two lines": b'name = "a\\nb"',
    "a number too large": b'[base]\nkind = "fixed price"\nannual_amount = 1' + b"0" * 400,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "contract.toml"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(ContractError) as caught:
        load_contract(path)
    assert len(str(caught.value)) < 3000


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ContractError):
            load_contract(path)


def test_a_steady_year_is_the_same_in_every_draw() -> None:
    for amount in paid(contract(hourly(24)), steady()):
        assert amount == 87_360
