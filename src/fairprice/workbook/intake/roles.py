"""Whether an input is required, may be left out, or stands in place of others: in words.

The answer is asked of the declarations and of the calculation itself, by offering it each
alternative in turn.
"""

from __future__ import annotations

from functools import lru_cache

from fairprice.assumptions.checks import REPLACES, used_inputs
from fairprice.assumptions.sections import INPUTS
from fairprice.calculation import SICK_PAY_POLICIES, STATABLE, Choices, make_plan


def _needed(choices: Choices) -> set[str]:
    """Name the inputs that nothing can stand in for, where these things are stated."""
    used = used_inputs(make_plan(choices))
    return {n for n, field in INPUTS.items() if n in used and not field.may_be_blank}


@lru_cache(maxsize=1)
def roles() -> dict[str, str]:
    """Return the role of every input, by its name.

    Returns
    -------
    dict
        Such as ``"Input, required"``.
    """
    computed = _needed(Choices())
    label = {name: field.label for name, field in INPUTS.items()}
    replacing = [
        n for n, field in INPUTS.items() if n in REPLACES or (field.replaces and field.brings)
    ]
    spared = {
        label[name]: computed - _needed(Choices(given=frozenset([name]))) for name in replacing
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
    for name, field in INPUTS.items():
        noun = "Choice" if field.kind in ("choice", "switch") else "Input"
        instead = [other for other, names in spared.items() if name in names]
        with_rate = INPUTS.get(field.goes_with)
        if field.default is not None:
            words[name] = f"{noun}, filled in: change it if need be"
        elif field.may_be_blank:
            words[name] = f"{noun}, may be left blank"
        elif field.is_required or name in always:
            words[name] = f"{noun}, required"
        elif with_rate is not None and with_rate.replaces:
            words[name] = f"{noun}, required with {with_rate.label}"
        elif with_rate is not None and with_rate.kind == "choice":
            words[name] = f"{noun}, required with {with_rate.label}: steps"
        elif with_rate is not None and with_rate.brings:
            words[name] = f"{noun}, required with {with_rate.label}"
        elif name in replacing:
            replaced = [label[other] for other in INPUTS if other in spared[field.label]]
            words[name] = f"{noun}, in place of: {'; '.join(replaced)}"
        elif field.replaces:
            words[name] = f"{noun}, only if it is stated in place of being worked out"
        elif instead:
            which = "one of these" if len(instead) > 1 else "this"
            words[name] = f"{noun}, unless {which} is given: {'; '.join(instead)}"
        else:
            words[name] = f"{noun}, unless every line that uses it is stated as a rate"
    return words
