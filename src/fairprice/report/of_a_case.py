"""The sections that a case adds: what lies between the two sides, and how sure the cost is."""

from __future__ import annotations

from collections.abc import Iterator

from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.declare.values import day_in_words
from fairprice.money import pence, signed_pence
from fairprice.negotiation import Analysis, Case, rounds
from fairprice.report.parts import Picture, Section, Table

#: Bars of a chart at most; its table holds all.
_MOST = 15
#: Inches of a bar that lies down, and of what stands around it.
_ROW, _AROUND = 0.36, 1.7
_ENDS = ("price_at_low", "price_at_high", "swing")


def of_a_case(case: Case) -> Iterator[Section]:
    """Tell what a case holds beside its book."""
    yield _between(case)
    if case.bridge is not None:
        yield _bridge(case)
    if not case.sensitivity.empty:
        yield _sensitivity(case)
    if case.uncertainty is not None:
        yield _acceptability(case)
    if case.decisions:
        yield Section(
            "decisions",
            "What was decided",
            facts=[
                (f"{day_in_words(one.day)}, {one.who}", f"{one.decision}. {one.reason}")
                for one in case.decisions
            ],
        )
    yield Section("about", "About this analysis", facts=[*_analysis(case.analysis)])


def _analysis(analysis: Analysis) -> Iterator[tuple[str, str]]:
    for name, info in Analysis.model_fields.items():
        value = getattr(analysis, name)
        yield info.title or name, value if isinstance(value, str) else day_in_words(value)


def _between(case: Case) -> Section:
    asked, offer = case.book.price_per_hour, case.last_offer
    rows = [["Asked by the provider", pence(asked)]]
    if offer is not None:
        rows.append(["Commissioner's last offer", pence(offer.price_per_hour)])
        rows.append(["Asked less offered", pence(asked - offer.price_per_hour)])
    if case.bridge is not None:
        theirs = case.bridge.theirs.price_per_hour
        rows.append(["Price of the commissioner's own position", pence(theirs)])
    tables = [Table(f"Where the two sides stand ({PER_CONTACT_HOUR})", ["What", "Amount"], rows)]
    if case.offers:
        made = rounds(case.offers).reset_index().to_dict("records")
        tables.append(
            Table(
                f"Rounds ({PER_CONTACT_HOUR})",
                ["Round", "Date", "Party", "Price", "What changed"],
                [
                    [
                        str(row["round"]), day_in_words(row["date"]), row["party"],
                        pence(row["price_per_hour"]), row["what_changed"],
                    ]
                    for row in made
                ],
                words=True,
            )
        )  # fmt: skip
    words = [] if case.bargaining is None else [f"Zone of agreement: {case.bargaining.verdict}"]
    return Section("between", "Between the two sides", words, tables=tables)


def _bridge(case: Case) -> Section:
    found = case.bridge
    assert found is not None
    theirs, ours = found.theirs.price_per_hour, found.ours.price_per_hour
    effects = found.by_input
    largest = ", ".join(
        f"{row['label']} {signed_pence(row['effect'])}"
        for row in effects.head(5).to_dict("records")
    )
    rows = [["Commissioner's price", "", "", "", pence(theirs)]]
    steps = effects.assign(price_after=found.steps["price_after"]).to_dict("records")
    for row in steps:
        sides = [row["label"], row["ours_in_words"], row["theirs_in_words"]]
        rows.append([*sides, signed_pence(row["effect"]), pence(row["price_after"])])
    rows.append(["Provider's price", "", "", "", pence(ours)])
    return Section(
        "bridge",
        "What makes the gap",
        [found.note],
        Picture(
            "bridge-chart",
            f"Waterfall from the commissioner's price of {pence(theirs)} to the provider's of "
            f"{pence(ours)}, {PER_CONTACT_HOUR}. Largest: {largest or 'nothing differs'}.",
            lambda ax: found.plot(most=_MOST, ax=ax),
            (9.0, _AROUND + _ROW * (min(len(effects), _MOST) + 2)),
        ),
        [
            Table(
                f"Differences, largest first ({PER_CONTACT_HOUR})",
                ["Difference", "Provider", "Commissioner", "Effect", "Price so far"],
                rows,
            )
        ],
    )


def _sensitivity(case: Case) -> Section:
    table = case.sensitivity
    first = table.iloc[0]
    return Section(
        "sensitivity",
        "What each range does to the price",
        picture=Picture(
            "sensitivity-chart",
            f"Tornado chart of the price at both ends of each range, {PER_CONTACT_HOUR}. Widest: "
            f"{first['label']}, {pence(first['price_at_low'])} to {pence(first['price_at_high'])}.",
            lambda ax: case.plot_tornado(most=_MOST, ax=ax),
            (9.0, _AROUND + _ROW * min(len(table), _MOST)),
        ),
        tables=[
            Table(
                f"Price at both ends of each range ({PER_CONTACT_HOUR})",
                ["Input", "At the low end", "At the high end", "Swing"],
                [
                    [row["label"], *(pence(row[name]) for name in _ENDS)]
                    for row in table.to_dict("records")
                ],
            )
        ],
    )


def _acceptability(case: Case) -> Section:
    drawn, offer = case.uncertainty, case.last_offer
    assert drawn is not None
    prices = {"Asked by the provider": case.book.price_per_hour}
    offered = None if offer is None else offer.price_per_hour
    if offered is not None:
        prices["Commissioner's last offer"] = offered
    covers = drawn.acceptability(list(prices.values()))[["covers_cost", "covers_cost_and_return"]]
    rows = [
        [name, pence(price), *(f"{share:.0%}" for share in shares)]
        for (name, price), shares in zip(prices.items(), covers.to_numpy(), strict=True)
    ]
    listed = "; ".join(f"{name} {price}: {cost} cover the cost" for name, price, cost, _ in rows)
    return Section(
        "acceptability",
        "How likely a price covers the cost",
        [f"Modelled, in {drawn.draws:,} draws from the ranges of the evidence."],
        Picture(
            "acceptability-chart",
            f"Two curves of the share of draws in which a price covers the cost, and cost and "
            f"return. {listed}.",
            lambda ax: drawn.plot_acceptability(offer=offered, ax=ax),
        ),
        [
            Table(
                "Share of draws that a price covers",
                ["Price", f"Amount ({PER_CONTACT_HOUR})", "The cost", "Cost and return"],
                rows,
            )
        ],
    )
