"""Adjustments of the expected year, one live formula for each kind of clause."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairprice import money
from fairprice.payment.contract import adjustments as kinds
from fairprice.payment.contract import rewards, sharing
from fairprice.recording import Recorded
from fairprice.workbook.layout import quoted
from fairprice.workbook.model import FIRST_ROW, Column, Sheet, column_letter
from fairprice.workbook.sheets.comparison.ledger import PERIODS, Ledger
from fairprice.workbook.sheets.comparison.payments import YEARLY, Terms, no_formula

RATE = "share of people"


def adjustment(terms: Terms, term: Any, so_far: Any, shared: Any, periods: Periods) -> Any:
    """Write what one clause adds to what is paid so far, and return it."""
    match term:
        case kinds.OutcomeShare():
            return _outcome_share(terms, term, so_far)
        case kinds.OutcomeTariff():
            return _outcome_tariff(terms, term)
        case kinds.StagedTariff():
            return _staged_tariff(terms, term)
        case kinds.GuaranteedMinimum():
            return periods.write(terms, term)
        case sharing.GainAndPainShare():
            return _gain_and_pain(terms, term, so_far, shared)
        case sharing.RiskCorridor():
            return _risk_corridor(terms, term, shared)
        case sharing.SharedSavings():
            return _shared_savings(terms, term, so_far)
        case _:
            return _plain(terms, term, so_far)


def _plain(terms: Terms, term: Any, so_far: Any) -> Any:
    """Write clauses that need one formula."""
    give = terms.give
    match term:
        case kinds.QualityGate():
            least = give("least", f"Minimum rate: {term.outcome}", RATE, term.minimum_rate, upper=1)
            lost = give("lost", "Share lost below it", "share of payment", term.share_lost, upper=1)
            rate = _measured(terms, term.outcome)
            figure = np.where(rate < least, -lost * so_far, 0)
            return terms.pay("Quality gate", figure, term.clause())
        case kinds.IncentivePot():
            pot = give("pot", "Incentive pot", YEARLY, term.annual_amount)
            rate = _weighted(terms, term.outcomes)
            earned = terms.line(
                "Share of the pot earned", "share", reward(terms, term.reward, rate),
                term.reward.clause(),
            )  # fmt: skip
            return terms.pay("Incentive pot", pot * earned, term.clause())
        case kinds.LumpSum():
            amount = give("amount", "Lump sum", YEARLY, term.amount, lower=-1e9)
            return terms.pay("Lump sum", amount, term.clause())
        case kinds.Cap():
            most = give("cap", "Cap", YEARLY, term.annual_amount)
            return terms.pay("Cap", np.minimum(so_far, most) - so_far, term.clause())
        case kinds.Floor():
            least = give("floor", "Floor", YEARLY, term.annual_amount)
            return terms.pay("Floor", np.maximum(least - so_far, 0), term.clause())
        case kinds.Indexation():
            return _indexation(terms, term, so_far)
        case _:
            raise no_formula(term)


def _indexation(terms: Terms, term: kinds.Indexation, so_far: Any) -> Any:
    give = terms.give
    rise: Any = 0.0
    for number, (name, weight) in enumerate(term.weights.items(), start=1):
        part = give(f"weight_{number}", f"Weight: {name}", "share of price", weight, above=0)
        growth = give(
            f"growth_{number}", f"Growth: {name}", "share a year", term.growth.get(name, 0.0),
            lower=-1, upper=5,
        )  # fmt: skip
        rise = part * growth + rise if number > 1 else part * growth
    held = give("held", "Whether the price is held", "0 or 1", float(term.held), fixed=True)
    years = give("years", "Years of indexation", "years", term.years, fixed=True)
    step = terms.line("Price index of a year", "multiple", 1 + rise, "One and the weighted growth.",
                      number_format="0.0000")  # fmt: skip
    index = terms.line(
        "Price index", "multiple", step**years, "Over all years.",
        number_format="0.0000",
    )  # fmt: skip
    figure = np.where(held > 0, 0, so_far * (index - 1))
    return terms.pay("Indexation", figure, term.clause())


def _measured(terms: Terms, outcome: str) -> Any:
    assert terms.activity.measured is not None
    return terms.activity.measured[outcome]


def _weighted(terms: Terms, outcomes: dict[str, float], known: dict[str, Any] | None = None) -> Any:
    """Return the measured rate of one outcome, or the weighted rate of several as a line."""
    rates = [known[name] if known else _measured(terms, name) for name in outcomes]
    if len(outcomes) == 1:
        return rates[0]
    weights = [
        terms.give(f"weight_{n}", f"Weight: {name}", "weight", weight, above=0)
        for n, (name, weight) in enumerate(outcomes.items(), start=1)
    ]
    products = [weight * rate for weight, rate in zip(weights, rates, strict=True)]
    total, over = products[0], weights[0]
    for one, weight in zip(products[1:], weights[1:], strict=True):
        total, over = total + one, over + weight
    return terms.line("Weighted rate measured", RATE, total / over, ", ".join(outcomes) + ".")


def reward(terms: Terms, rule: Any, result: Any) -> Any:
    """Write g(x), the share paid at a result."""
    give = terms.give
    match rule:
        case rewards.AllOrNothing():
            target = give("target", "Target", "share", rule.target, upper=1)
            return np.where(result >= target, 1, 0)
        case rewards.Proportional():
            target = give("target", "Target", "share", rule.target, above=0, upper=1)
            paid = result / target
            if rule.cap is None:
                return paid
            return np.minimum(paid, give("most", "Most that is paid", "share", rule.cap))
        case rewards.ClippedLinear():
            low = give("lower", "Nothing up to", "share", rule.lower, upper=1)
            high = give("upper", "All of it from", "share", rule.upper, upper=1)
            most = give("most", "Most that is paid", "share", rule.most)
            return np.minimum(np.maximum((result - low) / (high - low), 0), most)
        case rewards.Tiered():
            return _tiered(terms, rule, result)
        case _:
            raise no_formula(rule)


def _tiered(terms: Terms, rule: rewards.Tiered, result: Any) -> Any:
    give = terms.give
    paid = None
    before: Any = 0.0
    for number, (edge, part) in enumerate(zip(rule.thresholds, rule.shares, strict=True), start=1):
        threshold = give(f"tier_{number}", f"Threshold {number}", "share", edge, upper=1)
        share = give(f"paid_{number}", f"Paid from threshold {number}", "share", part)
        more = share - before if number > 1 else share
        step = terms.line(
            f"Added at threshold {number}", "share", np.where(result >= threshold, more, 0),
            rule.clause() + ".",
        )  # fmt: skip
        paid = step if paid is None else paid + step
        before = share
    return paid


def _outcome_share(terms: Terms, term: kinds.OutcomeShare, so_far: Any) -> Any:
    part = terms.give(
        "at_risk", "Share at risk", "share of price", term.share_at_risk, upper=1
    )  # fmt: skip
    at_risk = terms.line("Price at risk", YEARLY, part * so_far, term.clause())
    known = terms.activity.measured_by_hours if term.level == "person" else None
    rate = _weighted(terms, term.outcomes, known)
    if term.level == "cohort" or len(term.outcomes) > 1:
        earned = reward(terms, term.reward, rate)
        means = term.reward.clause() + "."
    else:
        # a person has the outcome or not: g at one and at nothing, by how many have it
        ledger = terms.givens.ledger
        one = ledger.cell("1", "1 (with it)", 1.0)
        met = terms.line("Paid for a person with it", "share", reward(terms, term.reward, one),
                         term.reward.clause() + ".")  # fmt: skip
        nothing = ledger.cell("0", "0 (without it)", 0.0)
        missed = terms.line("Paid for a person without it", "share",
                            reward(_Again(terms), term.reward, nothing),
                            term.reward.clause() + ".")  # fmt: skip
        earned = rate * met + (1 - rate) * missed
        means = "People with the outcome as measured, and people without it."
    share = terms.line("Share of it earned", "share of price at risk", earned, means)
    return terms.pay("Outcome share", at_risk * share - at_risk, "Earned less withheld.")


class _Again(Terms):
    """The same terms, whose inputs stand there already."""

    def __init__(self, terms: Terms) -> None:
        super().__init__(**{name: getattr(terms, name) for name in terms.__dataclass_fields__})

    def give(self, name: str, label: str, unit: str, value: Any, **how: Any) -> Any:
        """Refer to the input that was given before."""
        return Recorded.named(f"contract_{self.number}_{self.within}{name}", float(value))


def _outcome_tariff(terms: Terms, term: kinds.OutcomeTariff) -> Any:
    total: Any = None
    for number, (name, amount) in enumerate(term.outcomes.items(), start=1):
        price = terms.give(f"price_{number}", f"Price: {name}", "GBP per person", amount)
        paid = terms.pay(
            f"Outcome tariff: {name}", terms.activity.people * _measured(terms, name) * price,
            term.clause(),
        )  # fmt: skip
        total = paid if total is None else total + paid
    return total


def _staged_tariff(terms: Terms, term: kinds.StagedTariff) -> Any:
    give, activity = terms.give, terms.activity
    start = give("start", "Fee at the start", "GBP per person", term.start_fee)
    fee = give("fee", f"Fee: {term.outcome}", "GBP per person", term.outcome_fee)
    again = give("again", "Fee when sustained", "GBP per person", term.sustainment_fee)
    period = give("period", "Weeks between fees", "weeks", term.sustainment_weeks, above=0)
    most = give("most", "Most fees when sustained", "fees", term.most_sustainment_fees)
    assert activity.expected_week is not None
    left = (activity.weeks - activity.expected_week[term.outcome]) / period
    whole = money.round_up_whole(left)
    times = terms.line(
        "Times sustained within the year", "fees",
        np.minimum(np.maximum(whole - 1, 0), most), "After the week in which it is reached.",
    )  # fmt: skip
    reached = activity.people * _measured(terms, term.outcome)
    first = terms.pay("Fees at the start", activity.people * start, term.clause())
    return first + terms.pay("Fees for the outcome", reached * (fee + times * again), term.clause())


def _gain_and_pain(terms: Terms, term: sharing.GainAndPainShare, so_far: Any, shared: Any) -> Any:
    target = terms.give("target_cost", "Target cost", YEARLY, term.target_cost, above=0)
    gain = _by_ranges(terms, "gain", 1 - shared.care_cost / target, term.range_begins,
                      term.provider_gain_shares)  # fmt: skip
    pain = _by_ranges(terms, "pain", shared.care_cost / target - 1, term.range_begins,
                      term.provider_pain_shares)  # fmt: skip
    paid = terms.pay("Gain less pain", (gain - pain) * target, term.clause())
    if term.guaranteed_maximum_price is None:
        return paid
    most = terms.give(
        "most_paid", "Guaranteed maximum price", YEARLY, term.guaranteed_maximum_price
    )
    over = terms.pay(
        "Above the guaranteed maximum", -np.maximum(so_far + paid - most, 0), term.clause()
    )
    return paid + over


def _risk_corridor(terms: Terms, term: sharing.RiskCorridor, shared: Any) -> Any:
    target = terms.give("target_cost", "Target cost", YEARLY, term.target_cost, above=0)
    above = _by_ranges(terms, "above", shared.care_cost / target - 1, term.band_begins,
                       term.payer_shares)  # fmt: skip
    below = _by_ranges(terms, "below", 1 - shared.care_cost / target, term.band_begins,
                       term.payer_shares)  # fmt: skip
    return terms.pay("Risk corridor", (above - below) * target, term.clause())


def _by_ranges(
    terms: Terms, word: str, departure: Any, edges: tuple[float, ...], shares: tuple[float, ...]
) -> Any:
    """Share a departure from target range by range; return the shared part of the target."""
    away = terms.line(
        f"Departure from target: {word}", "share of target", np.maximum(departure, 0),
        "Of the provider's cost of care.",
    )  # fmt: skip
    begins = [
        terms.give(f"{word}_from_{n}", f"Range {n} of {word} begins", "share of target", edge)
        for n, edge in enumerate(edges, start=1)
    ]
    total: Any = None
    for number, part in enumerate(shares, start=1):
        share = terms.give(
            f"{word}_share_{number}", f"Shared in range {number} of {word}", "share", part, upper=1
        )
        reached = np.minimum(away, begins[number]) if number < len(begins) else away
        inside = terms.line(
            f"Shared in range {number} of {word}", "share of target",
            share * np.maximum(reached - begins[number - 1], 0),
            "The part of the departure that lies in the range.",
        )  # fmt: skip
        total = inside if total is None else total + inside
    return total


def _shared_savings(terms: Terms, term: sharing.SharedSavings, so_far: Any) -> Any:
    give = terms.give
    people = int(terms.activity.people.value)
    benchmark = give("benchmark", "Benchmark", YEARLY, term.benchmark, above=0)
    gain = give("gain_share", "Provider's share of savings", "share", term.provider_share, upper=1)
    loss = give("loss_share", "Provider's share of losses", "share", term.provider_loss_share,
                upper=1)  # fmt: skip
    least = give(
        "least", f"Minimum savings rate at {people:,} people", "share of benchmark",
        term.minimum_savings_rate(people), upper=1,
    )  # fmt: skip
    savings = terms.line("Savings on the benchmark", YEARLY, benchmark - so_far, term.clause())
    hurdle = terms.line("Savings that count", YEARLY, least * benchmark, "Less may be chance.")
    earned = np.where(savings >= hurdle, gain * savings, 0)
    if term.quality_outcome is not None:
        quality = give("quality", f"Minimum rate: {term.quality_outcome}", RATE,
                       term.minimum_quality, upper=1)  # fmt: skip
        passed = terms.line(
            "Quality reached", "0 or 1",
            np.where(_measured(terms, term.quality_outcome) >= quality, 1, 0), "1 says yes.",
        )  # fmt: skip
        earned = earned * passed
    paid = terms.pay("Savings shared", earned, term.clause())
    lost = np.minimum(np.where(savings <= -hurdle, loss * savings, 0), 0)
    return paid + terms.pay("Losses shared", lost, term.clause())


class Periods:
    """The sheet of guaranteed hours: one row for each contract and period.

    Parameters
    ----------
    ledger, weeks
        Cells, and weeks of the year.
    """

    _HEADINGS = (
        "Contract", "Period", "Role", "First week", "Last week", "Hours delivered",
        "Hours guaranteed", "Hours short",
    )  # fmt: skip

    def __init__(self, ledger: Ledger, weeks: int, week_names: Any) -> None:
        self.ledger, self.weeks, self.names = ledger, weeks, week_names
        self.sheet = Sheet(
            PERIODS,
            "Guaranteed hours",
            (
                "Hours delivered and guaranteed in each period, for contracts with a guaranteed "
                "minimum.",
                "Hours delivered are those of the weeks on Expected weeks.",
            ),
            [Column(h, 40 if n < 1 else 16) for n, h in enumerate(self._HEADINGS)],
            column_formats={
                h: "#,##0.00" if h.startswith("Hours") else "0" for h in self._HEADINGS[3:]
            },
        )

    def write(self, terms: Terms, term: kinds.GuaranteedMinimum) -> Any:
        """Add a contract's periods and return what is paid for the shortfall."""
        hours = terms.give("hours", "Hours guaranteed a week", "contact hours", term.weekly_hours)
        rate = terms.give("short_rate", "Rate of a guaranteed hour", "GBP per hour",
                          term.hourly_rate)  # fmt: skip
        share = terms.give("short_share", "Paid of hours short", "share of hours",
                           term.share_of_shortfall, upper=1)  # fmt: skip
        top = FIRST_ROW + len(self.sheet.rows)
        short = []
        for number, begin in enumerate(range(1, self.weeks + 1, term.period_weeks)):
            row = top + number
            end = min(begin + term.period_weeks - 1, self.weeks)
            by_week = terms.activity.weekly_hours
            delivered = Recorded.named(
                f"SUMPRODUCT(({self.names.expression.name}>=$D{row})*"
                f"({self.names.expression.name}<=$E{row})*{by_week.expression.name})",
                float(by_week.value[begin - 1 : end].sum()),
            )
            first, last = Recorded.named(f"D{row}", begin), Recorded.named(f"E{row}", end)
            due = hours * (last - first + 1)
            found, promised = (
                Recorded.named(f"{column_letter(column)}{row}", cell.value)
                for column, cell in ((6, delivered), (7, due))
            )
            missing: Any = np.maximum(promised - found, 0)
            self.sheet.add(
                terms.contract.name, float(number + 1), "Calculation", float(begin), float(end),
                self.ledger.formula(delivered, PERIODS), self.ledger.formula(due, PERIODS),
                self.ledger.formula(missing, PERIODS),
            )  # fmt: skip
            short.append(float(missing.value))
        reference = f"{quoted(PERIODS)}!$H${top}:$H${top + len(short) - 1}"
        column = self.ledger.cell(reference, "hours short by period", np.array(short))
        total = np.sum(column, axis=0)
        return terms.pay("Guaranteed minimum", total * rate * share, term.clause())
