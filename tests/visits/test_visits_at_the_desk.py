"""Logged visits for people who write no Python: the command, the workbook, the example."""

from __future__ import annotations

import tomllib
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
import tomli_w
from providers import plain
from visit_cases import Faulty, visit_log

import fairprice as fp
from fairprice.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
READING = {
    "date_order": "day first", "columns": visit_log.COLUMNS, "statuses": visit_log.STATUSES,
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with an export, its columns, and two contracts."""
    table, _ = visit_log.planted(visit_log.clean_visits(range(2), seed=3), seed=3, each=3)
    table.to_csv(tmp_path / "export.csv", index=False)
    tables = {
        "columns": READING,
        "now": visit_log.BILLING,
        "planned": {**visit_log.BILLING, "basis": {"kind": "planned"}},
        "contract": {
            **tomllib.loads((ROOT / "examples/planned_minutes.toml").read_text("utf-8")),
        },
    }
    for name, data in tables.items():
        (tmp_path / f"{name}.toml").write_text(tomli_w.dumps(data), encoding="utf-8")
    return tmp_path


def asked(desk: Path, *contracts: str) -> list[str]:
    files = [str(desk / f"{name}.toml") for name in contracts]
    columns = str(desk / "columns.toml")
    return ["visits", str(desk / "export.csv"), "--columns", columns, "--contract", *files]


def test_the_command_prices_costs_and_writes(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, each = desk / "visits.xlsx", desk / "each.parquet"
    provider = str(ROOT / "examples/provider.toml")
    options = ["--provider", provider, "--out", str(out), "--each", str(each), "--at-least", "2"]
    assert main([*asked(desk, "now"), *options]) == 0
    said = capsys.readouterr().out
    assert "8,763 rows read = 8,739 costed + 24 set aside." in said.replace("\n", " ")
    assert "By zone" in said
    assert each.exists()
    with closing(openpyxl.load_workbook(out, read_only=True)) as book:
        assert {"Problems", "Set aside", "Total", "By zone", "Observed"} <= set(book.sheetnames)


def test_the_command_compares(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = desk / "visits.html"
    assert main([*asked(desk, "now", "planned"), "--report", str(page), "--at-least", "2"]) == 0
    said = capsys.readouterr().out
    assert " a year)" in said
    log = fp.read_visits(desk / "export.csv", **READING)  # type: ignore[arg-type]
    [now, planned] = (
        fp.Billing.model_validate(tomllib.loads((desk / f"{name}.toml").read_text("utf-8")))
        for name in ("now", "planned")
    )
    compared = fp.compare_billing(log, {"now": now, "planned": planned})
    shown = rows_of(page)
    for group in log.groups:
        found = compared.by(group, at_least=2)
        assert list(shown[f"by-{group.replace('_', '-')}"]) == list(map(str, found.index))
        for label, row in found.iterrows():
            texts = shown[f"by-{group.replace('_', '-')}"][str(label)]
            assert [float(text.replace(",", "")) for text in texts] == pytest.approx(
                row.tolist(), abs=0.005 + 1e-9
            )
            assert any(line.split()[-len(texts) :] == texts for line in said.splitlines())
    assert sum(int(texts[0]) for name, texts in shown["set-aside"].items() if name != "All") == int(
        shown["set-aside"]["All"][0]
    ) == int(compared.set_aside.sum())  # fmt: skip


def rows_of(page: Path) -> dict[str, dict[str, list[str]]]:
    """Rows of the tables of each section, by their names."""
    found = ElementTree.fromstring(page.read_text(encoding="utf-8"))
    return {
        section.attrib["id"]: {
            "".join(row[0].itertext()): ["".join(cell.itertext()) for cell in row[1:]]
            for row in section.iterfind(".//tbody/tr")
        }
        for section in found.iter("section")
    }


def test_a_page_of_visits_takes_texts_as_texts_and_names_nobody(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> {{ 7 * 7 }}"
    names = ["planned_minutes", "actual_minutes", "client", "zone"]
    rows = [[15, 14, "Ann Other", hostile], [30, 31, "Bob Other", hostile], [45, 40, "x", "town"]]
    pd.DataFrame(rows, columns=names).to_csv(tmp_path / "log.csv", index=False)
    log = fp.read_visits(tmp_path / "log.csv", {name: name for name in names})
    contract = {"basis": {"kind": "planned"}, "tariff": {"kind": "linear", "hourly_rate": 24.0}}
    priced = fp.price_visits(log, fp.Billing.model_validate(contract))
    written = fp.write_visits_report(priced, tmp_path / "page.html", at_least=1)
    page = written.read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "Other" not in page
    assert rows_of(written)["by-zone"][hostile][0] == "2"
    # planned lengths at 24.00 an hour are 6.00, 12.00 and 18.00; 18.00 for 40 minutes is 27.00
    assert [*rows_of(written)["by-length"].values()][-1][-2:] == ["18.00", "27.00"]
    again = fp.write_visits_report(priced, tmp_path / "again.html", at_least=1)
    assert again.read_bytes() == written.read_bytes()


def test_the_command_refuses(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*asked(desk, "now", "planned"), "--provider", "x.toml"]) == 2
    assert "[not-used]" in capsys.readouterr().err
    capsys.readouterr()
    # the billing of a whole contract, which has no terms for visits that did not take place
    assert main(asked(desk, "contract")) == 0
    assert "set aside: status-without-term: cancelled" in capsys.readouterr().out
    # a rate card has a book for each zone of one of its services
    card, provider = (str(ROOT / f"examples/{name}.toml") for name in ("county", "provider"))
    assert main([*asked(desk, "now"), "--provider", card]) == 2
    assert "Give one of: Standard care," in capsys.readouterr().err.replace("\n", " ")
    assert main([*asked(desk, "now"), "--provider", provider, "--service", "Care"]) == 2
    assert "[not-used]" in capsys.readouterr().err
    assert main([*asked(desk, "now"), "--provider", card, "--service", "Reablement"]) == 2
    assert "gives no book for: coast; town; village." in capsys.readouterr().err.replace("\n", " ")
    # the log says the service of a visit, so that none is asked for; its zones are others
    by_service = {**READING, "columns": {**visit_log.COLUMNS, "service": "Need"}}
    (desk / "columns.toml").write_text(tomli_w.dumps(by_service), encoding="utf-8")
    assert main([*asked(desk, "now"), "--provider", card]) == 2
    told = capsys.readouterr().err.replace("\n", " ")
    assert "gives no book for: coast, older people; town, learning disability;" in told
    (desk / "columns.toml").write_text("colums = 1\n", encoding="utf-8")
    assert main(asked(desk, "now")) == 2
    assert "[unknown-name]" in capsys.readouterr().err


@pytest.mark.slow
def test_no_workbook_names_anybody(faulty: Faulty, tmp_path: Path) -> None:
    log, _, _ = faulty
    contract = fp.Billing.model_validate(visit_log.BILLING)
    people = {name for row in log.query("SELECT client, carer, visit FROM checked") for name in row}
    results = (
        fp.price_visits(log, contract),
        fp.cost_visits(log, plain(), billing=contract),
        fp.compare_billing(log, {"now": contract, "again": contract}),
    )
    for result in results:
        path = fp.write_visits_workbook(result, tmp_path / "visits.xlsx", at_least=3)
        first = path.read_bytes()
        assert fp.write_visits_workbook(result, path, at_least=3).read_bytes() == first
        with closing(openpyxl.load_workbook(path, read_only=True)) as book:
            rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
        assert not {cell for row in rows for cell in row} & people
        with pytest.raises(fp.WorkbookError, match="visits-workbook"):
            fp.verify_workbook(path)
    with pytest.raises(fp.InputError):
        fp.write_visits_workbook(tmp_path / "visits.xlsx", results[0])  # type: ignore[arg-type]


def test_the_example_finds_what_it_planted(capsys: pytest.CaptureFixture[str]) -> None:
    visit_log.main()
    assert "Planted and found alike." in capsys.readouterr().out
