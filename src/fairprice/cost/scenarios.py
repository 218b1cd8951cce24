"""Many scenarios in one call: the same lines, run over arrays in blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairprice.assumptions.checks import SHARES_OF_ONE
from fairprice.assumptions.model import not_an_input
from fairprice.calculation import PRICE_PER_HOUR, SUBTOTALS, of_an_hour
from fairprice.cost.blocks import Block, run_in_blocks
from fairprice.cost.book import OpenBook
from fairprice.cost.law import law_field
from fairprice.cost.lengths import WHY_LENGTH
from fairprice.cost.position import Position, as_book
from fairprice.cost.scenario_table import (
    PRICE_DATE,
    SCENARIOS,
    SPOILS,
    PriceDates,
    Scenarios,
    price_dates,
)
from fairprice.declare.arguments import Arguments
from fairprice.declare.takes import TEXTS_IN_ORDER, takes
from fairprice.digits import added_up
from fairprice.errors import InputError, Problem
from fairprice.kinds import formerly
from fairprice.statutory import Law

if TYPE_CHECKING:
    from fairprice.types import Many, Scalar

ENGINES = ("numpy", "numba")


@formerly("rates", now="law")
@takes(scenarios=SCENARIOS, rows=TEXTS_IN_ORDER)
def price_scenarios(
    book: Position,
    scenarios: Mapping[str, Any] | pd.DataFrame,
    *,
    rows: Sequence[str] = (*map(of_an_hour, SUBTOTALS), "return_on_operations"),
    lengths: Scalar | Many | None = None,
    law: Law = None,
    engine: Literal["numpy", "numba"] = "numpy",
) -> pd.DataFrame:
    """Price a table of scenarios, or arrays of any inputs, in one vectorised call.

    Parameters
    ----------
    book
        What stays as it is: an open book, or the assumptions of one.
    scenarios
        A frame with one row a scenario and one column an input, or arrays of length n by
        name. A name is that of an input, of a statutory value the calculation uses, or
        ``price_date``, for the law of another day in each scenario. For an input that is a
        table, an array of shape (n, bands), in a frame a list in each cell. Beside arrays, a
        single value holds in every scenario.
    rows
        Rows of the calculation to return, at the average contact hour: their total is
        ``price_per_hour``.
    lengths
        Visit lengths in minutes to price as well; by default none.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own. On another price date it is what else that register holds.
    engine
        ``"numpy"``, or ``"numba"`` for a loop compiled from the same recorded formulas, which
        gives the same numbers; it needs the extra ``fast``, takes a second or more to compile
        for each set of names, and is worth it from some hundred thousand scenarios. Prices of
        visits are NumPy's with either.

    Returns
    -------
    pandas.DataFrame
        One row a scenario; a column for each of ``rows``, GBP per contact hour, and one for
        each of ``lengths``, such as ``price_of_15_minutes``, GBP per visit by one careworker.
        Of a frame, these stand beside its own columns, under its index.

    Raises
    ------
    InputError
        For names that are not inputs here, arrays of unequal length, values that are not
        finite or outside their bounds, lengths that are not above zero; all at once. In a
        frame each is named by its column and the label of its row. ``"numba"`` also refuses
        arrays of 32-bit floats: they have lost digits of the pounds that they are to be
        reckoned in.
    StatutoryError
        If the law is not held for a price date.
    MissingExtraError
        If numba is asked for and is not installed.

    Notes
    -----
    Works in blocks on as many threads as there are processors, so that memory beyond the
    result does not grow with n. Every price date that occurs is looked up once.

    Examples
    --------
    >>> import fairprice as fp
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"miles_per_visit": [1.5, 4.0]}, index=["town", "country"])
    >>> priced = fp.price_scenarios(fp.example_provider(), areas, lengths=30)
    >>> bool((priced["price_of_30_minutes"] < priced["price_per_hour"]).all())
    True
    """
    book = as_book(book, law)
    table = cast(Scenarios, scenarios)  # as the decorator reads them
    columns, unreadable = _read(book, table)
    dates, undated = price_dates(table)
    read = Arguments()
    minutes: list[float] = []
    if lengths is not None:
        several = read.positives("lengths", lengths, "minutes", WHY_LENGTH, as_a_list=True)
        minutes = list(dict.fromkeys(np.atleast_1d(several).tolist()))
    unreadable += [*undated, *_engine_problems(engine, table.given), *read.problems]
    values = {name: book.value(name) for name in book.plan.inputs}
    judge = _Judge(book, table)
    sizes = _sizes(book, columns, dates)
    columns = _spread(book, columns, sizes)
    problems = [*unreadable, *_problems(book, table, sizes, columns, rows)]
    if not problems:
        if dates is not None:
            columns |= dates.law(book, table, values)
        run = partial(run_in_blocks, book.plan, values, columns)
        result = run(
            [_calculated(row) for row in rows], accept=judge.accepts, refuse=judge.refuses,
            engine=engine,
        )  # fmt: skip
    if problems or judge.bad_values:
        # only now is it worth looking at every value, to say all that is wrong at once
        raise InputError([*unreadable, *_problems(book, table, sizes, columns, rows, judge)])
    if judge.without_a_price:
        raise InputError([_no_price(table, judge.without_a_price)])
    priced = pd.DataFrame(result.T, columns=list(rows), copy=False)
    for length in minutes:
        priced[f"price_of_{length:g}_minutes"] = run(["price"], activity=(1.0, length / 60))[0]
    return table.beside(priced)


def _read(book: OpenBook, table: Scenarios) -> tuple[dict[str, NDArray[Any]], list[Problem]]:
    """Read the arrays of inputs that the calculation uses, and say which are none."""
    columns: dict[str, NDArray[Any]] = {}
    problems: list[Problem] = []
    for name in table.given:
        if name in book.plan.inputs:
            field = book.assumptions.fields().get(name)
            found = table.numbers(name, field is not None and field.kind == "switch")
            if isinstance(found, Problem):
                problems.append(found)
            else:
                columns[name] = found
    return columns, problems


def _sizes(
    book: OpenBook, columns: Mapping[str, NDArray[Any]], dates: PriceDates | None
) -> dict[str, int]:
    """Count the scenarios that each array is of; a single value is of all."""
    full = {n: c for n, c in columns.items() if c.ndim == 1 + np.ndim(book.value(n))}
    sizes = {name: len(column) for name, column in full.items()}
    if dates is not None and dates.codes is not None:
        sizes[PRICE_DATE] = len(dates.codes)
    return sizes


def _spread(
    book: OpenBook, columns: Mapping[str, NDArray[Any]], sizes: Mapping[str, int]
) -> dict[str, NDArray[Any]]:
    """Let each single value hold in every scenario, where there are several."""
    spread = dict(columns)
    size = next(iter(sizes.values()), None)
    if size is not None and not columns:  # scenarios that differ in their price date alone
        first = next(name for name in book.plan.inputs if name in book.assumptions.fields())
        columns = {first: np.asarray(book.value(first))}
    for name, column in columns.items():
        if size is not None and name not in sizes and column.shape == np.shape(book.value(name)):
            spread[name] = np.broadcast_to(column, (size, *column.shape))
    return spread


def _engine_problems(engine: Any, scenarios: Mapping[str, Any]) -> list[Problem]:
    """List what is wrong with the choice of an engine."""
    read = Arguments()
    read.option("engine", engine, ENGINES, "Both give the same numbers, one of them sooner.")
    short = [
        name for name, given in scenarios.items()
        if engine == "numba" and getattr(given, "dtype", None) == np.float32
    ]  # fmt: skip
    return read.problems + [
        Problem(
            "not-double", name, "is an array of 32-bit floats.",
            "They hold seven digits: a price worked out in them is off by pence.",
            "Give 64-bit floats, from before they were shortened.",
        )
        for name in short
    ]  # fmt: skip


class _Judge:
    """Judges scenarios block by block, while their numbers are at hand.

    Parameters
    ----------
    book
        The open book whose inputs are varied.
    table
        The scenarios as they were given, which says what a row is called.
    """

    def __init__(self, book: OpenBook, table: Scenarios) -> None:
        self.book, self.table = book, table
        self.bad_values = False
        #: Of each block: the number of the first scenario without a price, and how many.
        self.without_a_price: list[tuple[int, int]] = []

    def accepts(self, block: Block) -> bool:
        """Tell whether every value of a block may be priced."""
        good = all(self.value_problem(name, part) is None for name, part in block.items())
        good = good and self.unsocial_problem(block) is None
        if not good:  # only ever set, as blocks are judged at once
            self.bad_values = True
        return good

    def refuses(self, prices: NDArray[Any], start: int) -> None:
        """Note the scenarios of a block that no price covers."""
        impossible = ~(np.isfinite(prices) & (prices >= 0))
        if impossible.any():
            count = int(np.count_nonzero(impossible))
            self.without_a_price.append((start + int(np.argmax(impossible)), count))

    def value_problem(self, name: str, column: NDArray[Any]) -> Problem | None:
        """Say what is wrong with the values of an input, if anything."""
        field = self.book.assumptions.fields().get(name) or law_field(self.book.rates[name])
        lower, above, upper = field.lower, field.above, field.upper
        switch = field.kind == "switch"

        def outside(value: Any) -> Any:
            """Judge one value or many; what is not a number is outside as well."""
            inside = np.isfinite(value)
            inside &= (value >= lower) if lower is not None else True
            inside &= (value > above) if above is not None else True
            inside &= (value <= upper) if upper is not None else True
            if switch:
                inside &= (value == 0) | (value == 1)
            return ~inside

        # two passes tell that all is well; only otherwise is each value looked at
        extremes = np.array([column.min(initial=np.inf), column.max(initial=-np.inf)])
        wrong = outside(column) if switch or outside(extremes).any() else np.zeros(1, dtype=bool)
        if wrong.any():
            first = int(np.argwhere(wrong)[0][0])
            return Problem(
                "out-of-bounds", self.table.value(name, first),
                f"{np.count_nonzero(wrong)} values are not finite or outside bounds, "
                f"the first is {column[first]}.",
                SPOILS, f"Give {field.bounds}.",
            )  # fmt: skip
        if field.adds_up_to is not None:
            # band by band, as each addition then takes all scenarios at once
            apart = np.abs(added_up(column.T) - 1)
            if apart.max(initial=0.0) > 1e-6:
                return Problem(
                    "shares-do-not-add-up", self.table.shares(name, apart > 1e-6),
                    "Shares of a scenario do not add up to 1.",
                    "Every hour and every worker belongs to exactly one band.",
                    "Divide each row by its sum.",
                )  # fmt: skip
        return None

    def unsocial_problem(self, columns: Block) -> Problem | None:
        """Say whether more than all hours of a scenario are paid a premium."""
        [names] = SHARES_OF_ONE
        varied = [name for name in names if name in columns]
        if not varied or len({len(columns[name]) for name in varied}) > 1:
            return None
        together = added_up(columns.get(name, self.book.value(name)) for name in names)
        if np.max(together, initial=0.0) <= 1 + 1e-6:
            return None
        return Problem(
            "shares-do-not-add-up", self.table.shares(varied[0], together > 1 + 1e-6),
            "Evening, weekend and bank-holiday shares of a scenario add up to more than 1.",
            "An hour is paid one premium.", "Keep their sum at 1 or less.",
        )  # fmt: skip


def _problems(
    book: OpenBook,
    table: Scenarios,
    sizes: Mapping[str, int],
    columns: Mapping[str, NDArray[Any]],
    rows: Sequence[str],
    judge: _Judge | None = None,
) -> list[Problem]:
    """List what is wrong with names, shapes and rows, and with values where a judge is given."""
    problems: list[Problem] = []
    fitting: dict[str, NDArray[Any]] = {}
    for name in table.given:
        if name not in book.plan.inputs and name != PRICE_DATE:
            problems.append(table.not_known(not_varied(book, name), name))
        if name not in columns:
            continue
        column = columns[name]
        bands = np.shape(book.value(name))
        if column.ndim != 1 + len(bands) or column.shape[1:] != bands:
            shape = f"(n, {bands[0]})" if bands else "(n,)"
            problems.append(
                Problem(
                    "wrong-shape", name, f"has the shape {column.shape}.",
                    "Each scenario needs one value, and a table one for each band.",
                    f"Give an array of shape {shape}.",
                )
            )  # fmt: skip
            continue
        fitting[name] = column
        if judge is not None and (found := judge.value_problem(name, column)):
            problems.append(found)
    if judge is not None and (found := judge.unsocial_problem(fitting)):
        problems.append(found)
    sizes = {name: size for name, size in sizes.items() if name in fitting or name == PRICE_DATE}
    counts = set(sizes.values())
    if len(counts) > 1 or 0 in counts or (not counts and set(table.given) <= {PRICE_DATE}):
        listed = ", ".join(f"{name} has {size}" for name, size in sizes.items())
        problems.append(
            Problem(
                "unequal-lengths", "scenarios",
                f"The arrays differ in length or are empty: {listed or 'none'}.",
                "Scenario i takes entry i of every array.", "Give arrays of one length.",
            )
        )  # fmt: skip
    problems += [
        Problem(
            "unknown-row", f"rows: {row}", "is not a row of this calculation.",
            "Only computed rows can be returned.",
            "Choose names from OpenBook.workings, or price_per_hour.",
        )
        for row in rows
        if (step := _calculated(row)) not in book.plan or book.plan[step].kind == "worker"
    ]  # fmt: skip
    problems += [
        Problem(
            "unknown-row", "rows: price", "is of a visit.",
            "Every row returned is of a contact hour.", "Ask for price_per_hour.",
        )
        for row in rows
        if row == "price"
    ]  # fmt: skip
    return problems


def _calculated(row: str) -> str:
    """Name the row of the calculation that a column of contact hours holds."""
    return "price" if row == PRICE_PER_HOUR else row


def not_varied(book: OpenBook, name: str) -> Problem:
    """Say that a name is nothing that this calculation could vary."""
    if name not in book.assumptions.fields():
        return not_an_input(name)
    return Problem(
        "not-used", name, "is an input that this calculation does not use.",
        "Varying it would change nothing.", "Vary what is stated in its place, or remove it.",
    )  # fmt: skip


def _no_price(table: Scenarios, found: Sequence[tuple[int, int]]) -> Problem:
    first, count = min(found)[0], added_up(count for _, count in found)
    return Problem(
        "no-price-covers-it", table.row(first),
        f"{count} scenarios have no price that covers them.",
        "Rates stated on the price or on gross pay leave nothing for other costs.",
        "Keep their sum below 100 % in every scenario.",
    )  # fmt: skip
