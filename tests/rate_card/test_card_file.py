"""Rate cards in TOML: what is written reads back, and a base may stand in a file of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from card_strategies import cards, round_card
from hypothesis import given, settings
from strategies import HOSTILE_TEXTS

import fairprice as fp

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@given(cards())
@settings(max_examples=15)
def test_what_is_written_reads_back(card: fp.RateCard) -> None:
    text = fp.dump_rate_card(card)
    again = fp.RateCard.model_validate(tomllib.loads(text))
    assert again == card
    assert fp.dump_rate_card(again) == text


def test_hostile_names_and_sources_read_back(tmp_path: Path) -> None:
    zones = [
        {"name": text, "pay_supplement": 0.1, "sources": {"pay_supplement": text}}
        for text in HOSTILE_TEXTS
    ]
    card = round_card(zones=zones)
    path = tmp_path / "card.toml"
    fp.dump_rate_card(card, path)
    assert fp.load_rate_card(path) == card
    assert card.zones[0].source("pay_supplement") == HOSTILE_TEXTS[0]


def test_the_example_prices_and_its_inventions_say_so() -> None:
    card = fp.load_rate_card(EXAMPLES / "county.toml")
    assert (len(card.zones), len(card.services)) == (2, 3)
    assert card.base.pay.evening_share == 0.18
    sources = card.priced().what_differs
    counted = sources["input"].isin(["careworkers", "vehicles"])
    assert sources[~counted]["source"].str.startswith("Fictional").all()
    written = tomllib.loads((EXAMPLES / "county.toml").read_text(encoding="utf-8"))["base"]
    assert written["sources"].keys() == written["inputs"].keys() - {"provider_name"}
    assert all(card.base.sources[n].startswith("Fictional") for n in written["sources"])


def test_a_base_in_a_file_of_its_own_is_found_from_the_card(tmp_path: Path) -> None:
    fp.dump_assumptions(round_card().base, tmp_path / "base.toml")
    rest = '[[zones]]\nname = "A"\n[[services]]\nname = "B"\nkind = "standard"\n'
    path = tmp_path / "card.toml"

    def load(base: str) -> fp.RateCard:
        path.write_text(f"format = 1\n{base}\n{rest}", encoding="utf-8")
        return fp.load_rate_card(path)

    assert load('[base]\nfile = "base.toml"').base == round_card().base
    inputs = '[base.inputs]\nmiles_per_visit = 3.0\n[base.sources]\nmiles_per_visit = "x"'
    base = load(f'[base]\nfile = "base.toml"\n{inputs}').base
    assert (base.travel.miles_per_visit, base.sources["miles_per_visit"]) == (3.0, "x")
    for wrong, code in (
        ('[base]\nfile = "base.toml"\nmiles = 3.0', "unknown-name"),
        ("[base]\nfile = 5", "wrong-shape"),
        ('[base]\nfile = "base.toml"\ninputs = 5', "wrong-shape"),
        ('[base]\nfile = "base.toml"\n[base.inputs]\nmiles = 3.0', "unknown-name"),
        ('[base]\nfile = "absent.toml"', "cannot-read"),
    ):
        with pytest.raises(fp.InputError) as raised:
            load(wrong)
        assert [p.code for p in raised.value.problems] == [code], wrong
