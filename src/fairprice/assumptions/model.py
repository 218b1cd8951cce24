"""A party's assumptions as one frozen, checked object."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from pydantic import ModelWrapValidatorHandler, model_validator

from fairprice.assumptions.checks import LEFT_OUT, choices_of, cross_checks, decides_the_plan
from fairprice.assumptions.evidence import Evidence, evidence_problems, read_evidence
from fairprice.assumptions.sections import INPUTS, Section, Sections
from fairprice.calculation import Choices, Plan, make_plan
from fairprice.declare.fields import optional
from fairprice.declare.input_field import InputField
from fairprice.declare.model import Broken, attempt
from fairprice.declare.problems import Faults, unknown_name
from fairprice.errors import AssumptionsError, Problem, UnknownLineError
from fairprice.formats import ASSUMPTIONS, FromFile, Kind, brought_up, lacking


class Assumptions(Sections, FromFile):
    """Everything a party states about what an hour of care costs.

    Build one with ``Assumptions.model_validate({...})`` from sections of names and
    values, or with :func:`fairprice.load_assumptions`. An input that nothing needs, or
    one that is missing, is an error; which inputs are needed follows from the
    calculation and from what is stated as a rate.

    Raises
    ------
    AssumptionsError
        With every problem found, each with its field path.
    """

    file_kind: ClassVar[Kind] = ASSUMPTIONS

    evidence: dict[str, Evidence] = optional.clause(
        "Evidence", "What is known about each input, by its name.", default={}
    )

    @model_validator(mode="wrap")
    @classmethod
    def _hold_together(
        cls, data: Any, handler: ModelWrapValidatorHandler[Assumptions]
    ) -> Assumptions:
        data, lacked = brought_up(data, cls.file_kind, AssumptionsError)
        problems: list[Problem] = []
        evidence: dict[str, Evidence] = {}
        if isinstance(data, Mapping):
            evidence, problems = read_evidence(data)
            data = {k: v for k, v in data.items() if k != "sources"} | {"evidence": evidence}
        made = attempt(cls, handler, data)
        if not isinstance(made, Broken):
            given = made.inputs()
            problems += cross_checks(given)
        elif not isinstance(data, Mapping):
            raise Faults(made.problems)
        else:
            problems += made.problems
            given = _valid_part(data, made.names)
            problems += [
                problem
                for problem in cross_checks(given, uncertain=decides_the_plan(made.names))
                if not _follows_from(problem, made)
            ]
            absent = {p.where.split(".")[-1] for p in problems if p.code == "missing"}
            evidence = {n: entry for n, entry in evidence.items() if n not in made.names | absent}
        problems += evidence_problems(evidence, given, INPUTS)
        if problems or isinstance(made, Broken):
            raise Faults(problems)
        return lacking(made, lacked)

    def _changed(self, update: Mapping[str, Any]) -> Self:
        inputs = [name for name in update if name in INPUTS]
        if inputs:
            raise AssumptionsError(
                [
                    Problem(
                        "not-a-section", name, "is an input, and stands in a section.",
                        "A copy that left it out would price something else.",
                        f"Call with_inputs({name}=...).",
                    )
                    for name in inputs
                ]
            )  # fmt: skip
        changed = super()._changed({"evidence": {}, **update})
        if "evidence" in update:
            return changed
        # evidence does not speak for another value
        before, now = self.inputs(), changed.inputs()
        kept = {n: e for n, e in self.evidence.items() if n in now and now[n] == before.get(n)}
        return super(Assumptions, changed)._changed({"evidence": kept})

    def __repr__(self) -> str:
        about = self.about
        return (
            f"<Assumptions of {about.provider_name}, {about.nation}, {about.price_date}: "
            f"{len(self.inputs())} inputs, "
            f"{sum(1 for entry in self.evidence.values() if entry.is_the_partys)} with evidence"
            f"{self._starter_in_words}>"
        )

    @property
    def _starter_in_words(self) -> str:
        count = len(self.from_the_starter)
        return f", {count} from the starter" if count else ""

    __str__ = __repr__

    def _repr_html_(self) -> str:
        rows = [
            (field.section, field.label, value, field.unit, self.sources.get(name, ""))
            for name, value in self.inputs().items()
            for field in (INPUTS[name],)
        ]
        columns = ["section", "label", "value", "unit", "source"]
        index = pd.Index(self.inputs(), name="input")
        return pd.DataFrame(rows, columns=columns, index=index).to_html()

    @classmethod
    def fields(cls) -> dict[str, InputField]:
        """Every input there is, by name, with section, label, unit, bounds and description."""
        return dict(INPUTS)

    def inputs(self) -> dict[str, Any]:
        """Every input that is given, by name, in section order."""
        return {
            name: value
            for section in self.__class__.model_fields
            if isinstance(part := getattr(self, section), Section)
            for name, value in part
            if value is not None
        }

    def numbers(self) -> dict[str, Any]:
        """The inputs of the calculation: floats, and one-dimensional arrays for tables."""
        values = {**LEFT_OUT, **self.inputs()}
        return {
            name: np.array(values[name]) if isinstance(values[name], tuple) else float(values[name])
            for name in self.plan.inputs
            if name in values
        }

    @property
    def sources(self) -> dict[str, str]:
        """Where each input comes from, by its name; those without a source are absent."""
        written = {name: entry.source for name, entry in self.evidence.items()}
        return {name: source for name, source in written.items() if source is not None}

    @property
    def contested(self) -> tuple[str, ...]:
        """Names of the inputs that either party contests."""
        return tuple(name for name, entry in self.evidence.items() if entry.contested)

    @property
    def from_the_starter(self) -> tuple[str, ...]:
        """Names of the inputs that a starter stands in for: see :func:`fairprice.quick_book`."""
        known = self.evidence
        return tuple(n for n in self.inputs() if n in known and known[n].is_from_the_starter)

    @cached_property
    def cells(self) -> Mapping[str, str]:
        """Sheet, cell and label of each input in the form it was read from; else empty."""
        return {}

    @cached_property
    def choices(self) -> Choices:
        """What is stated rather than computed."""
        return choices_of(self.inputs())

    @property
    def plan(self) -> Plan:
        """The calculation these assumptions call for."""
        return make_plan(self.choices)

    def with_inputs(self, **changes: Any) -> Assumptions:
        """Return the same assumptions with some inputs changed.

        A changed input loses its evidence, which does not speak for the new value.

        Parameters
        ----------
        **changes
            New values by input name; ``None`` takes an input away.

        Returns
        -------
        Assumptions
            A new, checked object.

        Raises
        ------
        UnknownLineError
            For a name that is not an input.
        AssumptionsError
            If the changed assumptions do not hold together.
        """
        unknown = [name for name in changes if name not in INPUTS]
        if unknown:
            raise UnknownLineError([not_an_input(name) for name in unknown])
        data = self.model_dump(exclude_none=True)
        for name, value in changes.items():
            section = data.setdefault(INPUTS[name].section, {})
            section.pop(name, None)
            if value is not None:
                section[name] = value
        data["evidence"] = {k: v for k, v in self.evidence.items() if k not in changes}
        return type(self).model_validate(data)


def _follows_from(problem: Problem, broken: Broken) -> bool:
    """Tell whether an input seems to be absent only because it is wrong in itself."""
    name = problem.where.split(".")[-1]
    absent = problem.code in ("missing", "half-stated")
    return absent and (name in broken.names or INPUTS[name].section in broken.whole)


def not_an_input(name: str) -> Problem:
    """Say that a name is not an input, and which one may have been meant."""
    return unknown_name(f"inputs.{name}", name, Section, [n for n in INPUTS if n != name])


def _valid_part(data: Mapping[str, Any], faulty: set[str]) -> dict[str, Any]:
    """Collect the inputs that are well-formed, so that they are checked in the same go."""
    given = {name: field.default for name, field in INPUTS.items() if name not in faulty}
    for section, part in data.items():
        entries = part if isinstance(part, Mapping) else {}
        for name, value in entries.items():
            if name in INPUTS and INPUTS[name].section == section and name not in faulty:
                given[name] = value
    return {name: value for name, value in given.items() if value is not None}
