"""Whether an input is required, may be left out, or stands in place of others: in words.

The answer is asked of the calculation itself, by offering it each alternative in turn.
"""

from __future__ import annotations

from functools import lru_cache

from fairprice.assumptions import Assumptions
from fairprice.assumptions.checks import DESCRIPTIVE, OPTIONAL, REPLACES, used_inputs
from fairprice.calculation import SICK_PAY_POLICIES, STATABLE, Choices, make_plan
from fairprice.workbook.intake.words import question


def _needed(choices: Choices) -> set[str]:
    return used_inputs(make_plan(choices)) & set(Assumptions.fields())


@lru_cache(maxsize=1)
def roles() -> dict[str, str]:
    """Return the role of every input, by its name.

    Returns
    -------
    dict
        Such as ``"Input, required"``.
    """
    fields = Assumptions.fields()
    computed = _needed(Choices())
    label = {name: field.label for name, field in fields.items()}
    spared = {
        label[name]: computed - _needed(Choices(given=frozenset([name]))) for name in REPLACES
    }
    for word in STATABLE:
        stated = Choices(stated={word: "attendance pay"})
        spared[label[f"stated_{word}_rate"]] = computed - _needed(stated)
    for policy in SICK_PAY_POLICIES:
        chosen = computed - _needed(Choices(sick_pay_policy=policy))
        spared[f"{label['sick_pay_policy']}: {policy}"] = chosen
    everything = Choices(
        stated=dict.fromkeys(STATABLE, "attendance pay"), given=frozenset(REPLACES)
    )
    always = _needed(everything) & computed
    words = {}
    for name, field in fields.items():
        noun = "Choice" if question(field).kind in ("choice", "switch") else "Input"
        instead = [other for other, names in spared.items() if name in names]
        if field.default is not None:
            words[name] = f"{noun}, filled in: change it if need be"
        elif name in OPTIONAL or name in ("flat_hourly_fee", "price_multiple"):
            words[name] = f"{noun}, may be left blank"
        elif field.section == "about" or name in always:
            words[name] = f"{noun}, required"
        elif name.endswith("_base") and name in DESCRIPTIVE:
            words[name] = f"{noun}, required with {label[name.replace('_base', '_rate')]}"
        elif field.section == "stated_rates":
            words[name] = f"{noun}, only if it is stated in place of being worked out"
        elif name in REPLACES:
            replaced = [label[other] for other in fields if other in spared[label[name]] - OPTIONAL]
            words[name] = f"{noun}, in place of: {'; '.join(replaced)}"
        elif instead:
            which = "one of these" if len(instead) > 1 else "this"
            words[name] = f"{noun}, unless {which} is given: {'; '.join(instead)}"
        else:
            words[name] = f"{noun}, unless every line that uses it is stated as a rate"
    return words
