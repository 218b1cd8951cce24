"""Logged visits for people who write no Python: the command, the workbook, the example."""

from __future__ import annotations

import tomllib
from contextlib import closing
from pathlib import Path

import openpyxl
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
    assert main(asked(desk, "now", "planned")) == 0
    assert " a year)" in capsys.readouterr().out


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
    assert "Give one of: Standard care," in capsys.readouterr().err
    assert main([*asked(desk, "now"), "--provider", provider, "--service", "Care"]) == 2
    assert "[not-used]" in capsys.readouterr().err
    assert main([*asked(desk, "now"), "--provider", card, "--service", "Reablement"]) == 2
    assert "gives no book for: coast, town, village." in capsys.readouterr().err.replace("\n", " ")
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
