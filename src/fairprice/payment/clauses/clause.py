"""What every clause of a contract has in common, and what is said of one that does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Union

from fairprice.declare.fields import Number, bounds, by_kind
from fairprice.declare.model import Declared
from fairprice.declare.texts import Texts
from fairprice.errors import ContractError, Problem
from fairprice.payment.clauses.steps import EACH_PERIOD, Amount, Working
from fairprice.payment.cohort import Cohort

Positive = Annotated[Number, bounds(above=0)]
NotNegative = Annotated[Number, bounds(lower=0)]

TEXTS = Texts(
    {
        "missing, because": (
            "is missing, but {because}.", "No published value stands for it.",
            "Give it; zero if nothing is paid.",
        ),
        "missing, cost_weights": (
            "is missing, but the price was set {years} years ago.",
            "A price that moves over years beside a cost that stands still makes a margin of "
            "nothing.",
            "Give cost_weights and cost_growth: what the provider's cost followed in those years.",
        ),
        "unknown-outcome": (
            '"{name}" is not an outcome of the cohort.',
            "Nobody can be paid for what is not measured.", "Use one of: {known}.",
        ),
        "refilled, episodes": (
            "is by the episode, and the cohort's places are filled again.",
            "An episode is of one person: whoever comes begins another, in weeks that differ from "
            "place to place.",
            "Pay by the week, such as capitation, or leave out refill_weeks.",
        ),
        "paid-twice": (
            "stands beside the {kind}, which pays whether or not hours are used.",
            "Hours short of a guarantee would be paid once by it and once by the guarantee.",
            "Leave out the guarantee, or let the base pay by the hour, the visit or the shift.",
        ),
        "paid-later": (
            "is worked out period by period, after the {kind}, which may pay after the year's "
            "end.",
            "Weeks after the year are not told apart, so nobody could say how much falls in each.",
            "Put it before the {kind}, or let that pay in the year, without a lag.",
        ),
        "outside-table": (
            "speak of {first:g} to {last:g} people, and {people:,} are covered.",
            "What counts as chance depends on the number of people, and is stated for no such "
            "number: rates for many people would call chance a saving.",
            "State a minimum savings rate for a caseload at or below, and one at or above.",
        ),
        "invalid, unequal": (
            "has {found} entries beside {other} in {beside}.", "{why}", "Give {wanted}.",
        ),
        "invalid, order": ("{values} do not ascend.", "{why}", "List them from the lowest up."),
        "invalid, start": (
            "begins at {first:g}, not at 0.", "Otherwise the first part is shared by nobody.",
            "Let the first range begin at 0; ranges are shares of the target.",
        ),
        "invalid, growth": (
            "names {growth}, while weights name {weights}.",
            "Each index needs a weight and a growth.", "Name the same indices in both.",
        ),
        "invalid, together": (
            "is given alone.", "quality_outcome and minimum_quality go together.",
            "Give both, or neither.",
        ),
        "invalid, rising": (
            "{upper:g} is not above lower, which is {lower:g}.",
            "Between the two the share paid rises.", "Raise it, or lower the other.",
        ),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a clause is to apply.

    Parameters
    ----------
    cohort, weeks
        The people, and the weeks of the year.
    before
        The clauses that stand before it in the contract, the base first.
    """

    cohort: Cohort
    weeks: int
    before: tuple[Base | Adjustment, ...]


class Clause(Declared):
    """One clause of a contract: its terms, and the functions that work with them."""

    refusal = ContractError
    noun: ClassVar[str] = "a term of a contract"
    why_known: ClassVar[str] = "A name that is not known would be silently left out."

    #: Every kind of clause, by where it stands in a contract and in the order declared.
    registry: ClassVar[dict[str, list[type[Clause]]]] = {}
    #: Where it stands in a contract; clauses without a place are part of others.
    place: ClassVar[str] = ""
    #: Its functions, in order: each may use those above it.
    steps: ClassVar[tuple[Working, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Register a kind of clause, if every step has a formula."""
        if "steps" not in vars(cls):
            return
        if cls.place in ("base", "adjustment") and not any(
            isinstance(step, Amount) for step in cls.steps
        ):
            raise TypeError(f"{cls.__name__} pays nothing: declare an amount among its steps.")
        for step in cls.steps:
            assert step.step.expression
        cls.registry.setdefault(cls.place, []).append(cls)

    def clause(self) -> str:
        """Say it in words."""
        raise NotImplementedError

    @classmethod
    def step(cls, name: str) -> Working | None:
        """Return a step by its name, if it is one of the clause's own."""
        return next((step for step in cls.steps if step.name == name), None)

    def applies(self, step: Working) -> bool:
        """Whether a step applies: what it is for is so, and no term it uses is left out."""
        if step.only is not None and getattr(self, step.only[0]) != step.only[1]:
            return False
        terms = [name for name in step.parameters if name in type(self).model_fields]
        return all(getattr(self, name) is not None for name in terms)

    @property
    def amounts(self) -> Iterator[Amount]:
        """The amounts that it pays, in order."""
        for step in self.steps:
            if isinstance(step, Amount) and self.applies(step):
                yield step

    @property
    def works_on_periods(self) -> bool:
        """Whether it works on what was paid before it in each of its periods."""
        return any(a.timing is EACH_PERIOD and "paid" in a.parameters for a in self.amounts)

    def entries(self, step: Working) -> tuple[Any, ...]:
        """List the places, or names, in the list that a step is added up over."""
        if not step.over:
            return (None,)
        listed = getattr(self, step.over)
        return tuple(listed) if isinstance(listed, Mapping) else tuple(range(len(listed)))

    def entry_of(self, name: str, entry: Any) -> tuple[str, Any] | None:
        """Return the term, and the place in it, that a parameter names; None if it names none."""
        for prefix, away in (("previous_", -1), ("next_", 1)):
            if name.startswith(prefix) and name.removeprefix(prefix) in type(self).model_fields:
                return name.removeprefix(prefix), entry + away
        return (name, entry) if name in type(self).model_fields else None

    def term(self, name: str, entry: Any) -> Any:
        """Return the number that a term has at a place.

        Before its first entry a list has 0; beyond its last it has none, which is None.
        """
        value = getattr(self, name)
        if isinstance(value, Mapping):
            return value[entry]
        if isinstance(value, tuple):
            if entry < 0:
                return 0.0
            return value[entry] if entry < len(value) else None
        return float(value)

    @property
    def outcomes_named(self) -> tuple[str, ...]:
        """The outcomes of the cohort that it rests on."""
        return tuple(self.measured)

    @property
    def measured(self) -> Mapping[str, float]:
        """The outcomes whose measured rate it looks at, and what each weighs."""
        return {}

    @property
    def retainer_weeks(self) -> int | None:
        """Weeks in hospital for which a retainer is paid, if one is."""
        return None

    @property
    def cost_growth_factor(self) -> float:
        """The provider's cost in the year, over that of the open book."""
        return 1.0

    @property
    def contact_in_a_shift(self) -> float | None:
        """Planned contact in a shift, if shifts are paid and so have to be staffed."""
        return None

    @property
    def period(self) -> int:
        """Length of its periods (weeks)."""
        return 1

    @property
    def lag(self) -> float:
        """Weeks from a result to its payment."""
        return 0.0

    @property
    def is_take_or_pay(self) -> bool:
        """Whether it pays for hours whether or not they are used."""
        return False

    @property
    def pays_logged_minutes(self) -> bool:
        """Whether what it pays follows the minutes that are logged of a visit."""
        return False

    def may_pay_after(self, weeks: int) -> bool:
        """Whether something of it may fall due after a year of so many weeks."""
        return self.lag >= 1

    def needs(self, place: Place) -> Iterator[Problem]:
        """List what keeps it from applying in its place."""
        return iter(())


class Base(Clause):
    """What is paid before any adjustment."""

    kind: str

    place: ClassVar[str] = "base"


class Adjustment(Clause):
    """What changes what is paid so far."""

    kind: str

    place: ClassVar[str] = "adjustment"


def falls_due_too_late(clause: Clause, place: Place) -> Iterator[Problem]:
    """Refuse to work on each period's payments where some fall due after the last one."""
    if clause.works_on_periods:
        for earlier in place.before:
            if earlier.may_pay_after(place.weeks):
                yield TEXTS("paid-later", "kind", kind=earlier.kind)


def kinds_of(place: str) -> Any:
    """Return the type of a clause that may stand in a place: one of the kinds registered."""
    return Annotated[Union[tuple(Clause.registry[place])], by_kind()]  # noqa: UP007


def percent(share: float) -> str:
    """Write a share as a percentage, to a tenth, without an idle zero."""
    return f"{share:.1%}".replace(".0%", "%")


def unequal(
    clause: Declared, first: str, *others: str, why: str, more: int = 0
) -> Iterator[Problem]:
    """List columns that do not have one entry for each of the first, and ``more`` beyond."""
    wanted = len(getattr(clause, first)) + more
    for name in others:
        found = len(getattr(clause, name))
        if found != wanted:
            yield TEXTS(
                "invalid, unequal",
                name,
                found=found,
                other=wanted - more,
                beside=first,
                why=why,
                wanted=wanted,
            )


def not_ascending(name: str, numbers: Sequence[float], why: str) -> Iterator[Problem]:
    """List a column that does not rise from entry to entry."""
    if list(numbers) != sorted(set(numbers)):
        yield TEXTS("invalid, order", name, values=", ".join(f"{n:g}" for n in numbers), why=why)
