"""What the sections of a party's assumptions have in common."""

from __future__ import annotations

from typing import ClassVar

from fairprice.assumptions.check_texts import TEXTS
from fairprice.declare.input_field import InputField
from fairprice.declare.model import Declared
from fairprice.declare.problems import unknown_name
from fairprice.errors import AssumptionsError, Problem

#: Every input there is, by name, in section order; the sections fill it in.
INPUTS: dict[str, InputField] = {}


class Section(Declared):
    """A section of a party's assumptions."""

    refusal = AssumptionsError
    noun: ClassVar[str] = "an input"
    why_known: ClassVar[str] = "A name that is not known would be a cost that is silently left out."

    @classmethod
    def _unknown(cls, where: str, name: str) -> Problem:
        """Say that a name is no input here; it may be one of another section."""
        if name in INPUTS:
            return TEXTS("wrong-section", where, why=cls.why_known, section=INPUTS[name].section)
        return unknown_name(where, name, cls, INPUTS, "see the list of inputs")
