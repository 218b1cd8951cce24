"""What a party states: sections of inputs, checked together and kept in TOML."""

from fairprice.assumptions.evidence import Evidence
from fairprice.assumptions.examples import example_council, example_provider
from fairprice.assumptions.files import dump_assumptions, load_assumptions
from fairprice.assumptions.model import Assumptions
from fairprice.declare.input_field import InputField

__all__ = [
    "Assumptions",
    "Evidence",
    "InputField",
    "dump_assumptions",
    "example_council",
    "example_provider",
    "load_assumptions",
]
