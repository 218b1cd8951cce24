"""What a rate card is told apart by: zones, services, carers, times, and the visits of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import model_validator

from fairprice.assumptions import Evidence, InputField
from fairprice.assumptions.evidence import evidence_problems, read_evidence
from fairprice.assumptions.sections import INPUTS
from fairprice.declare.fields import (
    Column,
    Number,
    Text,
    Whole,
    bounds,
    entries,
    optional,
    required,
)
from fairprice.declare.input_field import declared
from fairprice.declare.model import Declared
from fairprice.declare.problems import Faults
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.errors import Problem

VisitLength = Annotated[Number, bounds(above=0, upper=1440)]
Lengths = Annotated[tuple[VisitLength, ...], entries(1, 24)]
ServiceKind = Literal["standard", "complex care", "reablement", "night sit", "sleep-in"]
Hours = Literal["weekday", "evening", "weekend", "bank holiday", "all week"]

_NAMES = "By the name each has on the card; left out, all of them."


class Part(Declared):
    """A part of a rate card."""

    noun: ClassVar[str] = "a part of a rate card"
    why_known: ClassVar[str] = "A name that is not known would be left out of the price."


class Difference(Part):
    """One zone, service, number of carers or time of the week, and what differs for it.

    ``inputs`` stand in place of the base's; ``evidence``, or the short ``sources``, says
    where each comes from, by the name of the input or of the term.
    """

    name: Text = required.text("Name", "What the fee table calls it.")
    inputs: dict[str, Number] = optional.several(
        "quantity",
        "Inputs that differ",
        "in the unit of each",
        "By name, in place of the base's.",
        default={},
    )
    evidence: dict[str, Evidence] = optional.clause(
        "Evidence", "What is known about each value that differs, by its name.", default={}
    )

    @model_validator(mode="before")
    @classmethod
    def _read_evidence(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        evidence, problems = read_evidence(data)
        if problems:
            raise Faults(problems)
        return {k: v for k, v in data.items() if k != "sources"} | {"evidence": evidence}

    @property
    def terms(self) -> dict[str, float]:
        """What it states besides inputs of the base, by name; what is left out is absent."""
        fields = {n: f for n, f in declared(type(self)).items() if f.is_number and n != "inputs"}
        return {n: float(v) for n in fields if isinstance(v := getattr(self, n), int | float)}

    @property
    def stated(self) -> dict[str, float]:
        """Every value that differs, by name: its terms, and its inputs."""
        return {**self.terms, **self.inputs}

    def source(self, name: str) -> str:
        """Say where a value that differs comes from."""
        entry = self.evidence.get(name)
        return (entry.source if entry else None) or "No source stated"

    @classmethod
    def field(cls, name: str) -> InputField:
        """Return what is declared of a term, or of an input of the base."""
        return declared(cls).get(name) or INPUTS[name]

    def _faults(self) -> Iterable[Problem]:
        return self._of_evidence()

    def _of_evidence(self) -> Iterator[Problem]:
        known = {n: self.field(n) for n in self.stated if n in INPUTS or n in self.terms}
        yield from evidence_problems(self.evidence, known and self.stated, {**INPUTS, **known})


class Zone(Difference):
    """Where care is given: travel, miles and pay that differ from the base's."""

    pay_supplement: Number | None = optional.money(
        "Pay supplement", PER_CONTACT_HOUR,
        "On top of the contact pay rate of every pay band, before premiums.", upper=100,
    )  # fmt: skip


class Service(Difference):
    """What is given: standard care, complex care, reablement, a night sit.

    A sleep-in is refused: the law counts its hours otherwise.
    """

    kind: ServiceKind = required.choice("Kind", "What kind of care it is.")
    pay_supplement: Number | None = optional.money(
        "Pay supplement", PER_CONTACT_HOUR,
        "On top of the contact pay rate of every pay band, before premiums.", upper=100,
    )  # fmt: skip
    visit_minutes: Lengths | None = optional.several(
        "quantity", "Visit lengths", "minutes", "Lengths it comes in; left out, the card's."
    )
    carers: Column[Text] | None = optional.several("text", "Carers", "", _NAMES)
    times: Column[Text] | None = optional.several("text", "Times of the week", "", _NAMES)


class Carers(Difference):
    """How many careworkers make a visit, and in how many vehicles they come."""

    careworkers: Annotated[Whole, bounds(lower=1, upper=4)] = required.count(
        "Careworkers", "careworkers per visit", "Each delivers the contact time and is paid for it."
    )
    vehicles: Annotated[Whole, bounds(lower=0, upper=4)] | None = optional.count(
        "Vehicles", "vehicles per visit",
        "Whose miles are paid; left out, one for each careworker. Travel time is due to each "
        "careworker, whoever drives.",
    )  # fmt: skip

    def _faults(self) -> Iterable[Problem]:
        yield from self._of_evidence()
        if self.vehicles is not None and self.vehicles > self.careworkers:
            yield Problem(
                "more-vehicles-than-carers", "vehicles",
                f"is {self.vehicles}, for {self.careworkers} careworkers.",
                "Miles would be paid that nobody drives.",
                "Give at most one vehicle for each careworker.",
            )  # fmt: skip


class TimeOfWeek(Difference):
    """When care is given: a cell of the card is priced at the premium of its own time.

    ``"all week"`` is priced at the base's average of all times.
    """

    hours: Hours = required.choice(
        "Hours", "Which of the base's hours they are; it says which premium is paid."
    )
    premium: Number | None = optional.share(
        "Premium", "share of contact pay",
        "Paid on top of the contact pay rate; left out, the base's premium of these hours.",
        upper=3,
    )  # fmt: skip
    pay_supplement: Number | None = optional.money(
        "Pay supplement", PER_CONTACT_HOUR,
        "On top of contact pay at this time, as a premium is: not in training, not in travel.",
        upper=100,
    )  # fmt: skip


class Volume(Part):
    """Visits of one cell of the card in a year, of one provider where it is named."""

    provider: Text = optional.text("Provider", "Who delivers them.", default="All providers")
    zone: Text = required.text("Zone", "By its name on the card.")
    service: Text = required.text("Service", "By its name on the card.")
    carers: Text | None = optional.text(
        "Carers", "By name; may be left out where the card has one kind."
    )
    time: Text | None = optional.text(
        "Time of the week", "By name; may be left out where the card has one time."
    )
    visit_minutes: VisitLength = required.quantity(
        "Visit length", "minutes", "One of the lengths of the service.", lower=None
    )
    visits_per_year: Number = required.quantity(
        "Visits a year", "visits per year",
        "Visits to people: a double-handed visit is one visit by two careworkers.",
    )  # fmt: skip
    present_price: Number | None = optional.money(
        "Present price", "GBP per visit", "What is paid for such a visit now.", upper=10_000
    )


#: The kinds of part that make a cell, by the name of their list on the card.
KINDS: dict[str, type[Difference]] = {
    "zones": Zone, "services": Service, "carers": Carers, "times": TimeOfWeek,
}  # fmt: skip
#: What people call a part of each list.
CALLED = {"zones": "Zone", "services": "Service", "carers": "Carers", "times": "Time of the week"}
