"""What a rate card states, checked as a whole: one base, and what differs from it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, ClassVar, Self

from fairprice.assumptions import Assumptions
from fairprice.declare.fields import Column, optional, required
from fairprice.declare.problems import within
from fairprice.errors import AssumptionsError, Problem
from fairprice.formats import RATE_CARD, FromFile, Kind
from fairprice.rate_card.card_texts import TEXTS
from fairprice.rate_card.parts import (
    KINDS,
    Carers,
    Difference,
    Lengths,
    Part,
    Service,
    TimeOfWeek,
    Volume,
    Zone,
)
from fairprice.rate_card.permitted import faults_of_the_inputs, varied


class StatedCard(Part, FromFile):
    """One base, and what differs from it by zone, service, carers and time of the week."""

    file_kind: ClassVar[Kind] = RATE_CARD

    base: Assumptions = required.clause("Base", "What holds where nothing differs.")
    zones: Column[Zone] = required.several("clause", "Zones", "", "Where care is given.")
    services: Column[Service] = required.several("clause", "Services", "", "What is given.")
    carers: Column[Carers] = optional.several(
        "clause", "Carers", "", "How many careworkers make a visit; left out, one.",
        default=(Carers(name="One careworker", careworkers=1),),
    )  # fmt: skip
    times: Column[TimeOfWeek] = optional.several(
        "clause", "Times of the week", "", "When; left out, the base's average of all times.",
        default=(TimeOfWeek(name="All week", hours="all week"),),
    )  # fmt: skip
    visit_minutes: Lengths | None = optional.several(
        "quantity", "Visit lengths", "minutes", "Left out, those that the base prices."
    )
    volumes: tuple[Volume, ...] = optional.several(
        "clause", "Volumes", "", "Visits of a year by cell and provider.", default=()
    )

    def _faults(self) -> Iterable[Problem]:
        problems = [*self._of_names(), *self._of_lengths(), *self._of_offers()]
        for n, service in enumerate(self.services):
            if service.kind == "sleep-in":
                problems.append(TEXTS("sleep-in", f"services.{n}.kind"))
        for n, time in enumerate(self.times):
            if time.hours == "all week":
                problems += [
                    TEXTS("premium-of-all-week", f"times.{n}.{name}") for name in time.terms
                ]
        unsound = list(faults_of_the_inputs(self.base, self.lists))
        problems += unsound
        if not unsound:
            problems += self._of_what_differs()
        return problems

    @property
    def lists(self) -> dict[str, tuple[Difference, ...]]:
        """The zones, services, carers and times, by the name of their list."""
        return {name: getattr(self, name) for name in KINDS}

    def lengths_of(self, service: Service) -> tuple[float, ...]:
        """Return the lengths that a service comes in, the shortest first."""
        own = service.visit_minutes or self.visit_minutes or self.base.fees.fee_visit_minutes
        return tuple(sorted(own))

    def offered(self, service: Service, kind: str) -> tuple[int, ...]:
        """Return the places of the carers, or the times, that a service comes in."""
        wanted = getattr(service, kind)
        return tuple(
            n for n, one in enumerate(self.lists[kind]) if wanted is None or one.name in wanted
        )

    def _of_names(self) -> Iterator[Problem]:
        for kind, parts in self.lists.items():
            seen: set[str] = set()
            for n, part in enumerate(parts):
                if part.name.casefold() in seen:
                    yield TEXTS("given-twice", f"{kind}.{n}.name", name=part.name)
                seen.add(part.name.casefold())

    def _of_lengths(self) -> Iterator[Problem]:
        listed = {"visit_minutes": self.visit_minutes or ()}
        listed |= {
            f"services.{n}.visit_minutes": service.visit_minutes or ()
            for n, service in enumerate(self.services)
        }
        for where, lengths in listed.items():
            for minutes in dict.fromkeys(lengths):
                if lengths.count(minutes) > 1:
                    yield TEXTS("given-twice, length", where, minutes=minutes)

    def _of_offers(self) -> Iterator[Problem]:
        for n, service in enumerate(self.services):
            for kind in ("carers", "times"):
                known = [one.name for one in self.lists[kind]]
                for name in getattr(service, kind) or ():
                    if name not in known:
                        yield TEXTS(
                            "not-on-the-card", f"services.{n}.{kind}", name=name,
                            known=", ".join(known),
                        )  # fmt: skip

    def _of_what_differs(self) -> list[Problem]:
        """Check each part by itself, and zone and service together, as a base of its own."""
        problems: list[Problem] = []
        for kind, parts in self.lists.items():
            for n, part in enumerate(parts):
                try:
                    varied(self.base, part)
                except AssumptionsError as error:
                    problems += within(f"{kind}.{n}", error.problems)
        if not problems:
            for z, s in itertools.product(range(len(self.zones)), range(len(self.services))):
                try:
                    self.variants[z, s] = varied(self.base, self.zones[z], self.services[s])
                except AssumptionsError as error:
                    problems += within(f"zones.{z} with services.{s}", error.problems)
        return problems

    @cached_property
    def variants(self) -> dict[tuple[int, int], Assumptions]:
        """What holds in each zone and service, by their places; checked with the card."""
        return {}

    def changed(self, **fields: Any) -> Self:
        """Return the card with other fields in place of its own, checked anew."""
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**kept, **fields})
