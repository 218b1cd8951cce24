"""What a party states: sections of inputs, checked together and kept in TOML."""

from fairprice.assumptions.fields import InputField
from fairprice.assumptions.files import dump_assumptions, load_assumptions
from fairprice.assumptions.model import Assumptions

__all__ = ["Assumptions", "InputField", "dump_assumptions", "load_assumptions"]
