"""A party's assumptions as one frozen, checked object."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator

from fairprice.assumptions import sections
from fairprice.assumptions.checks import choices_of, cross_checks, decides_the_plan
from fairprice.assumptions.evidence import Evidence, evidence_problems, read_evidence
from fairprice.assumptions.fields import InputField, Section, declared_fields
from fairprice.assumptions.problems import of_pydantic
from fairprice.calculation import BUSINESS_LINES, Choices, Plan, make_plan
from fairprice.errors import AssumptionsError, Problem, UnknownLineError
from fairprice.formats import ASSUMPTIONS, FromFile, brought_up, lacking


class Assumptions(Section, FromFile):
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

    about: sections.About
    pay: sections.Pay = sections.Pay()
    visits: sections.Visits = sections.Visits()
    travel: sections.Travel = sections.Travel()
    workforce: sections.Workforce = sections.Workforce()
    time_off: sections.TimeOff = sections.TimeOff()
    training: sections.Training = sections.Training()
    ppe: sections.PersonalProtectiveEquipment = sections.PersonalProtectiveEquipment()
    business_costs: sections.BusinessCosts = Field(default_factory=sections.BusinessCosts)
    return_on_operations: sections.ReturnOnOperations = sections.ReturnOnOperations()
    stated_rates: sections.StatedRates = sections.StatedRates()
    fees: sections.Fees = sections.Fees()
    evidence: dict[str, Evidence] = Field(
        default={},
        title="Evidence",
        description="What is known about each input, by its name.",
    )

    @model_validator(mode="wrap")
    @classmethod
    def _report_everything(
        cls, data: Any, handler: ModelWrapValidatorHandler[Assumptions]
    ) -> Assumptions:
        data, lacked = brought_up(data, ASSUMPTIONS, AssumptionsError)
        fields = declared_fields(cls)
        problems: list[Problem] = []
        evidence: dict[str, Evidence] = {}
        if isinstance(data, Mapping):
            evidence, problems = read_evidence(data)
            data = {k: v for k, v in data.items() if k != "sources"} | {"evidence": evidence}
        assumptions = None
        try:
            assumptions = handler(data)
            given = assumptions.inputs()
        except ValidationError as error:
            problems += of_pydantic(error.errors(), fields, cls.model_fields)
            if not isinstance(data, Mapping):
                raise AssumptionsError(problems) from None
            faulty = {str(part) for detail in error.errors() for part in detail["loc"]}
            given = _valid_part(data, fields, faulty)
            broken = {str(detail["loc"][0]) for detail in error.errors() if len(detail["loc"]) == 1}
            problems += [
                problem
                for problem in cross_checks(given, fields, uncertain=decides_the_plan(faulty))
                if not _follows_from(problem, fields, faulty, broken)
            ]
            absent = {p.where.split(".")[-1] for p in problems if p.code == "missing"}
            evidence = {n: entry for n, entry in evidence.items() if n not in faulty | absent}
        else:
            problems += cross_checks(given, fields)
        problems += evidence_problems(evidence, given, fields)
        if problems or assumptions is None:
            raise AssumptionsError(problems)
        return lacking(assumptions, lacked)

    @classmethod
    def fields(cls) -> dict[str, InputField]:
        """Every input there is, by name, with section, label, unit, bounds and description."""
        return declared_fields(cls)

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
        given = self.inputs()
        visit_shares = {f"{line}_visit_share": 0.0 for line in BUSINESS_LINES}
        values = {**visit_shares, **given}
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
        fields = self.fields()
        unknown = [name for name in changes if name not in fields]
        if unknown:
            raise UnknownLineError([not_an_input(name) for name in unknown])
        data = self.model_dump(exclude_none=True)
        for name, value in changes.items():
            section = data.setdefault(fields[name].section, {})
            section.pop(name, None)
            if value is not None:
                section[name] = value
        data["evidence"] = {k: v for k, v in self.evidence.items() if k not in changes}
        return type(self).model_validate(data)


def _follows_from(
    problem: Problem, fields: Mapping[str, InputField], faulty: set[str], broken: set[str]
) -> bool:
    """Tell whether an input seems to be absent only because it is wrong in itself."""
    name = problem.where.split(".")[-1]
    absent = problem.code in ("missing", "half-stated")
    return absent and (name in faulty or fields[name].section in broken)


def not_an_input(name: str) -> Problem:
    """Say that a name is not an input, and which one may have been meant."""
    [problem] = of_pydantic(
        [{"type": "extra_forbidden", "loc": ("inputs", name), "msg": "", "input": None}],
        {key: field for key, field in Assumptions.fields().items() if key != name},
        (),
    )
    return problem


def _valid_part(
    data: Mapping[str, Any], fields: Mapping[str, InputField], faulty: set[str]
) -> dict[str, Any]:
    """Collect the inputs that are well-formed, so that they are checked in the same go."""
    given = {name: field.default for name, field in fields.items() if name not in faulty}
    for section, part in data.items():
        entries = part if isinstance(part, Mapping) else {}
        for name, value in entries.items():
            if name in fields and fields[name].section == section and name not in faulty:
                given[name] = value
    return {name: value for name, value in given.items() if value is not None}
