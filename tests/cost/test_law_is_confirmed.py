"""What a price reads of the law was given by a source with standing."""

from __future__ import annotations

import fairprice as fp
from fairprice.statutory import NATIONS, StatutoryValue, load_register


def test_no_price_reads_an_unconfirmed_value() -> None:
    read = {
        name
        for party in (fp.example_provider(), fp.example_council())
        for name in fp.OpenBook(party).law_names
    }
    assert "apprenticeship_levy_rate" in read
    unconfirmed = {
        name
        for name in read
        for nation in NATIONS
        for span in load_register().spans(name, nation)
        if isinstance(span, StatutoryValue) and not span.is_confirmed
    }
    assert unconfirmed == set()
