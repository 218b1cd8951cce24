"""What logged visits cost: the open book at their own minutes and travel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from providers import plain
from visit_cases import EXAMPLES, PLAIN, Faulty, billing, codes, lines, visit_log

import fairprice as fp
from fairprice.visits.tables import result_tables

ROUND = (
    "client,carer,round,planned,in,out\n"
    "A,W,R,30,2026-04-06 08:00,2026-04-06 08:30\n"
    "B,W,R,30,2026-04-06 08:40,2026-04-06 09:00\n"
    "C,W,S,30,2026-04-06 15:00,2026-04-06 15:45\n"
)
COLUMNS = {**PLAIN, "carer": "carer", "round": "round"}


@pytest.fixture
def log(tmp_path: Path) -> fp.VisitLog:
    return fp.read_visits(lines(tmp_path / "log.csv", ROUND), COLUMNS)


def test_a_visit_costs_its_minutes_and_its_own_travel(log: fp.VisitLog, tmp_path: Path) -> None:
    """Ten minutes between A and B in place of six: four more at the cost of an hour of travel."""
    book = fp.OpenBook(plain())
    result = fp.cost_visits(log, book, out=tmp_path / "out.parquet")
    costed = pd.read_parquet(tmp_path / "out.parquet")
    assert costed["travel_minutes"].tolist() == [6.0, 10.0, 6.0]
    assert costed["contact_hours"].tolist() == pytest.approx([0.5, 1 / 3, 0.75])
    own = [book.at(1.0, minutes / 60)["total_cost"] for minutes in (30, 20, 45)]
    assert costed["cost"][0] == own[0]
    assert costed["cost"][2] == own[2]
    extra = 4 / 60 * 13.0 * 52 / 46.4  # pay and holiday; contributions are a rate on them
    assert costed["cost"][1] - own[1] == pytest.approx(
        extra * (1 + book.value("national_insurance_rate") + book.value("pension_rate")), rel=1e-9
    )
    assert result.total == pytest.approx(costed["cost"].sum())
    assert result.travel_observed == 1


def test_as_planned_logs_cost_what_the_book_says(tmp_path: Path) -> None:
    """No carers in the log: travel is the book's, and a visit costs what the book prices."""
    path = lines(tmp_path / "log.csv", "p,a\n30,30\n30,30\n30,30\n")
    log = fp.read_visits(path, {"planned_minutes": "p", "actual_minutes": "a"})
    book = fp.OpenBook(fp.example_provider())
    result = fp.cost_visits(log, book)
    assert result.total == pytest.approx(3 * book.at(1.0, 0.5)["total_cost"], rel=1e-12)


def test_carers_without_rounds_need_the_longest_gap(tmp_path: Path) -> None:
    columns = {**PLAIN, "carer": "carer"}
    log = fp.read_visits(lines(tmp_path / "log.csv", ROUND), columns)
    with pytest.raises(fp.InputError) as refusal:
        fp.cost_visits(log, plain())
    assert codes(refusal) == ["gap-not-stated"]
    assert fp.cost_visits(log, plain(), longest_gap_minutes=60).travel_observed == 1
    assert fp.cost_visits(log, plain(), longest_gap_minutes=9).travel_observed == 0
    assert fp.cost_visits(log, plain(), longest_gap_minutes=600).travel_observed == 2


def test_what_was_observed_travels_into_assumptions(faulty: Faulty) -> None:
    log, _, _ = faulty
    result = fp.cost_visits(log, plain(), longest_gap_minutes=60)
    seen = result.observed.loc["travel_minutes_per_visit"]
    [expected] = log.query(
        "SELECT avg(gap_minutes), median(gap_minutes), count(*) FROM checked "
        "WHERE reason IS NULL AND same_round AND gap_minutes BETWEEN 0 AND 60"
    )
    assert (seen["mean"], seen["median"], seen["n"]) == pytest.approx(expected)
    evidence = result.evidence()["travel_minutes_per_visit"]
    assert (evidence.low, evidence.high) == (seen["lower_quartile"], seen["upper_quartile"])
    data = plain().model_dump(exclude_none=True)
    told = {"travel_minutes_per_visit": evidence.model_dump(exclude_none=True)}
    carried = fp.Assumptions.model_validate({**data, "evidence": told})
    assert carried.evidence["travel_minutes_per_visit"] == evidence
    assert "n = " in str(evidence.basis)


def test_margins_and_the_least_viable_tenth(faulty: Faulty) -> None:
    log, _, _ = faulty
    contract = fp.Billing.model_validate(visit_log.BILLING)
    priced = fp.price_visits(log, contract)
    result = fp.cost_visits(log, plain(), billing=contract)
    total = result.by("all")
    assert total["paid"].iloc[0] == priced.total
    assert total["margin"].iloc[0] == pytest.approx(priced.total - result.total, abs=1e-6)
    lowest = result.least_viable("length", at_least=1)
    costed = pd.read_parquet(result.path)
    edge = np.quantile(costed["margin"], 0.1, method="inverted_cdf")
    assert lowest["in_the_decile"].sum() == (costed["margin"] <= edge).sum()
    by_length = costed[costed["margin"] <= edge].groupby("length")["margin"].mean()
    assert lowest["margin"].dropna().to_dict() == pytest.approx(by_length.to_dict())
    with pytest.raises(fp.InputError):
        fp.cost_visits(log, plain()).least_viable()


def test_a_visit_that_did_not_take_place_costs_nothing(faulty: Faulty) -> None:
    log, _, _ = faulty
    result = fp.cost_visits(log, plain())
    costed = pd.read_parquet(result.path).set_index("row")
    kept = pd.concat(log.batches())
    away = ~kept["status"].isin(["delivered", "late"])
    assert away.any()
    assert (costed.loc[kept.index[away], "cost"] == 0).all()
    assert (costed.loc[kept.index[~away], "cost"] > 0).all()


def test_contracts_are_compared_on_the_same_visits(faulty: Faulty) -> None:
    """A rate a tenth higher pays a tenth more; what one cannot price is left out of both."""
    log, _, _ = faulty
    one = fp.Billing.model_validate(visit_log.BILLING)
    dearer = fp.Billing.model_validate(
        {**visit_log.BILLING, "short_visit": {"up_to_minutes": 15.0, "amount": 1.65},
         "tariff": {"kind": "linear", "hourly_rate": 28.6}}
    )  # fmt: skip
    result = fp.compare_billing(log, {"now": one, "dearer": dearer})
    totals = result.totals
    assert totals.loc["dearer", "share"] == pytest.approx(0.1)
    assert result.days == 365
    assert totals.loc["dearer", "difference_per_year"] == pytest.approx(
        totals.loc["dearer", "difference"] * 365.2425 / 365
    )
    providers = result.by("provider", at_least=1)
    assert providers[("dearer", "difference")].sum() == pytest.approx(
        totals.loc["dearer", "difference"]
    )
    narrow = fp.compare_billing(
        log, {"now": one, "delivered only": billing(exceptions={"late": visit_log.BILLING[
            "exceptions"]["late"]})},
    )  # fmt: skip
    assert narrow.rows_compared + narrow.set_aside.sum() == log.rows_in
    assert (narrow.totals["visits"] == narrow.rows_compared).all()
    assert narrow.rows_compared < result.rows_compared
    with pytest.raises(fp.InputError) as refusal:
        fp.compare_billing(log, {"alone": one})
    assert codes(refusal) == ["wrong-kind"]


ZONED = (
    "client,carer,round,zone,planned,in,out\n"
    "A,W,R,Near,30,2026-04-06 08:00,2026-04-06 08:30\n"
    "B,W,R,Far,30,2026-04-06 08:40,2026-04-06 09:00\n"
    "C,W,S,Near,30,2026-04-06 15:00,2026-04-06 15:45\n"
)


def test_each_visit_is_costed_from_the_book_of_its_zone(tmp_path: Path) -> None:
    """What a rate card says of a zone: one log costed by zone is two logs costed by book."""
    columns = {**COLUMNS, "zone": "zone"}
    log = fp.read_visits(lines(tmp_path / "log.csv", ZONED), columns)
    near = fp.OpenBook(plain())
    far = fp.OpenBook(plain(contact_pay_rate=15.0, miles_per_visit=9.0, mileage_rate=0.45))
    result = fp.cost_visits(log, {"Far": far, "Near": near, "Unused": near})
    by_zone = result.by("zone", at_least=1)["cost"]
    for zone, book in (("Near", near), ("Far", far)):
        whole = fp.cost_visits(log, book).by("zone", at_least=1)["cost"]
        assert by_zone[zone] == whole[zone]
    assert result.travel_observed == 1
    # the gap of ten minutes is before the visit in Far
    assert result.evidence("Far")["travel_minutes_per_visit"].low == 10.0
    assert "Far: travel_minutes_per_visit" in result.observed.index
    # two people live in Near and one in Far: of one person nothing is shown to others
    shown = result_tables(result, at_least=2)["Observed"].index
    assert {name.partition(":")[0] for name in shown} == {"Near"}
    assert result_tables(result, at_least=3)["Observed"].empty
    assert len(result_tables(result, at_least=1)["Observed"]) == len(result.observed)
    with pytest.raises(fp.InputError, match="no-such-book"):
        result.evidence()
    with pytest.raises(fp.InputError, match=r"gives no book for: Near\."):
        fp.cost_visits(log, {"Far": far})
    no_zones = fp.read_visits(lines(tmp_path / "plain.csv", ROUND), COLUMNS)
    with pytest.raises(fp.InputError, match="no-zones"):
        fp.cost_visits(no_zones, {"Far": far})
    with pytest.raises(fp.InputError, match=r"wrong-kind|not-a-position"):
        fp.cost_visits(log, {"Far": 1, "Near": near})  # type: ignore[dict-item]


def test_each_visit_is_costed_from_the_book_of_its_zone_and_service(tmp_path: Path) -> None:
    """What a rate card says of zone and service: as costed from each book, and chosen by both."""
    text = ZONED.replace("round,zone", "round,zone,kind").replace("R,Near", "R,Near,Care")
    text = text.replace("R,Far", "R,Far,Night").replace("S,Near", "S,Near,Night")
    columns = {**COLUMNS, "zone": "zone", "service": "kind"}
    log = fp.read_visits(lines(tmp_path / "log.csv", text), columns)
    assert "service" in log.groups
    books = {
        (zone, service): fp.OpenBook(plain(contact_pay_rate=pay, miles_per_visit=miles))
        for zone, miles in (("Near", 1.0), ("Far", 9.0))
        for service, pay in (("Care", 13.0), ("Night", 17.0))
    }
    each = {place: pd.DataFrame() for place in books}
    for place, book in books.items():
        fp.cost_visits(log, book, out=tmp_path / "one.parquet")
        each[place] = pd.read_parquet(tmp_path / "one.parquet")
    fp_all = fp.cost_visits(log, books, out=tmp_path / "all.parquet")
    costed = pd.read_parquet(tmp_path / "all.parquet")
    places = [("Near", "Care"), ("Far", "Night"), ("Near", "Night")]
    assert costed["cost"].tolist() == [each[at]["cost"][row] for row, at in enumerate(places)]
    assert fp_all.by("service", at_least=1)["visits"].to_dict() == {"Care": 1, "Night": 2}
    assert fp_all.evidence("Far", "Night")["travel_minutes_per_visit"].low == 10.0
    assert "Far, Night: travel_minutes_per_visit" in fp_all.observed.index
    with pytest.raises(fp.InputError, match="no-such-book"):
        fp_all.evidence("Far")
    lacking = {place: book for place, book in books.items() if place != ("Near", "Night")}
    with pytest.raises(fp.InputError, match=r"gives no book for: Near, Night\."):
        fp.cost_visits(log, lacking)
    with pytest.raises(fp.InputError, match=r"wrong-kind|not-a-position"):
        fp.cost_visits(log, {**books, "Near": book})  # type: ignore[dict-item]
    plain_log = fp.read_visits(lines(tmp_path / "zoned.csv", ZONED), {**COLUMNS, "zone": "zone"})
    with pytest.raises(fp.InputError, match="the log has no column service"):
        fp.cost_visits(plain_log, books)


def test_a_rate_card_gives_the_books_of_a_service() -> None:
    card = fp.load_rate_card(EXAMPLES / "county.toml").priced()
    books = card.books_of("Complex care")
    assert books == {zone: card.books[zone, "Complex care"] for zone in ("Towns", "Villages")}
    with pytest.raises(fp.InputError, match="not-on-the-card"):
        card.books_of("Complex")
