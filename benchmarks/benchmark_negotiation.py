"""Speed and memory of the negotiation room, measured in one run.

A hundred thousand joint draws over twenty ranged inputs: time to draw and price them, to
read every table from them, the part that is pricing alone, and the most memory held; the
one-way sensitivity of the same inputs. A bridge with every mixture priced, and one with
sampled orders; a goal seek; every workbook of a negotiation written, read and verified.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from measure import megabytes, seconds
from openpyxl import load_workbook

import fairprice as fp

DRAWS = 100_000
INPUTS = 20
#: Each input from this share below its value to this share above.
SPREAD = 0.1
SEED = 2026
PROVIDER = Path(__file__).parents[1] / "examples" / "provider.toml"


def ranges_of(assumptions: fp.Assumptions) -> dict[str, tuple[float, float]]:
    """Give the first inputs that are numbers above zero a range, within their bounds."""
    fields, stated = assumptions.fields(), assumptions.inputs()
    ranges = {}
    for name in assumptions.plan.inputs:
        value = stated.get(name)
        if isinstance(value, float) and value > 0:
            field = fields[name]
            low, high = (1 - SPREAD) * value, (1 + SPREAD) * value
            ranges[name] = (max(low, field.lower or 0.0), min(high, field.upper or high))
    return dict(list(ranges.items())[:INPUTS])


def every_table(found: fp.CostUncertainty) -> None:
    """Read all that a result offers."""
    _ = (found.mean, found.percentiles, found.drivers)
    found.acceptability()
    found.value_of_information(
        float(found.costs["price_per_hour"].median()), annual_contact_hours=50_000
    )


def uncertainty_timings(assumptions: fp.Assumptions) -> None:
    """Print what joint draws take, for each shape."""
    ranges = ranges_of(assumptions)
    names = sorted(ranges)
    pairs = dict.fromkeys(zip(names[::2], names[1::2], strict=False), 0.5)
    run = partial(fp.cost_uncertainty, assumptions, ranges, draws=DRAWS, seed=SEED)
    print(f"Joint uncertainty: {DRAWS:,} draws over {len(ranges)} inputs")
    for shape in ("triangular", "uniform", "pert"):
        taken = seconds(partial(run, distribution=shape))
        print(f"  {shape}: {taken:.3f} seconds, {DRAWS / taken / 1e6:.2f} million draws per second")
    taken = seconds(partial(run, correlations=pairs))
    print(f"  triangular with {len(pairs)} correlations: {taken:.3f} seconds")
    drawn = {
        name: np.random.default_rng(SEED).uniform(low, high, DRAWS)
        for name, (low, high) in ranges.items()
    }
    priced = partial(fp.price_scenarios, assumptions, drawn, rows=("total_cost", "price_per_hour"))
    print(f"  of which pricing alone: {seconds(priced):.3f} seconds")
    print(f"  every table of the result: {seconds(lambda: every_table(run())) - taken:.3f} seconds")
    print(f"  most memory held: {megabytes(lambda: every_table(run())):.0f} MB")
    one_way = partial(fp.one_way_sensitivity, assumptions, ranges)
    print(f"One-way sensitivity of {len(ranges)} inputs: {1000 * seconds(one_way):.1f} ms")


def bridge_timings(assumptions: fp.Assumptions) -> None:
    """Print what bridges of several sizes take."""
    council = fp.load_assumptions(PROVIDER.with_name("council.toml"))
    further = {"holiday_weeks": 6.0, "sickness_days_per_year": 4.0, "mileage_rate": 0.45}
    further |= {"contact_pay_rate": 13.0, "travel_pay_rate": 12.9, "flat_hourly_fee": 26.0}
    for count in (0, 1, len(further)):
        theirs = council.with_inputs(**dict(list(further.items())[:count]))
        run = partial(fp.bridge, assumptions, theirs)
        found = run()
        how = "exact" if found.is_exact else "sampled"
        error = float(found.by_input["standard_error"].max())
        print(
            f"Bridge over {len(found.by_input)} differences, {how}: {seconds(run):.3f} seconds, "
            f"{megabytes(run):.0f} MB, largest standard error {error:.1e} GBP per contact hour"
        )


def workbook_timings(assumptions: fp.Assumptions, folder: Path) -> None:
    """Print what writing, reading and verifying take."""
    form, fees, evidence = (folder / f"{name}.xlsx" for name in ("form", "fees", "evidence"))
    book = fp.OpenBook(assumptions)
    fp.write_intake_workbook(assumptions, form)
    fp.write_fee_workbook(book, fees)
    texts = {name: "Benchmark" for name in fp.Analysis.model_fields if name != "sunset"}
    case = fp.Case(
        book=book,
        theirs=fp.OpenBook(fp.load_assumptions(PROVIDER.with_name("council.toml"))),
        analysis=fp.Analysis(**texts, sunset=date(2027, 3, 31)),
        uncertainty=fp.cost_uncertainty(assumptions, draws=2_000, seed=SEED),
    )
    fp.write_evidence_workbook(case, evidence)
    changed = folder / "changed.xlsx"
    load_workbook(fees).save(changed)
    solve = partial(fp.solve_for, assumptions, "contact_pay_rate", price_per_hour=29.0)
    print(f"Goal seek of one input: {1000 * seconds(solve):.0f} ms")
    for name, work in (
        ("Intake form written", partial(fp.write_intake_workbook, assumptions, form)),
        ("Intake form read", partial(fp.read_assumptions, form, challenge=False)),
        ("Fee workbook written", partial(fp.write_fee_workbook, book, fees)),
        ("Fee workbook verified", partial(fp.verify_workbook, fees)),
        ("The same, saved by another program, verified", partial(fp.verify_workbook, changed)),
        ("Evidence workbook written", partial(fp.write_evidence_workbook, case, evidence)),
        ("Evidence workbook verified", partial(fp.verify_workbook, evidence)),
    ):
        print(f"{name}: {seconds(work, 3):.2f} seconds, {megabytes(work):.0f} MB")


def main() -> None:
    """Print every figure."""
    assumptions = fp.load_assumptions(PROVIDER)
    uncertainty_timings(assumptions)
    bridge_timings(assumptions)
    with TemporaryDirectory() as folder:
        workbook_timings(assumptions, Path(folder))


if __name__ == "__main__":
    main()
