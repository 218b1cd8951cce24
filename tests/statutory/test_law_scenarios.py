"""Several assumptions of one value in one file, each scenario with a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairprice import law_scenarios, statutory_rates
from fairprice.errors import RegisterFileError

Writer = Callable[[str], Path]
WAGE = (
    '[[parameter]]\nname = "adult_minimum_wage"\nlabel = "Living wage"\nunit = "GBP per hour"\n'
    'nations = ["England"]\nvalues = [{ valid_from = 2027-04-01, valid_to = 2028-03-31, '
    'value = { low = 13.10, central = 13.30, high = 13.50 }, certainty = "assumed" }]\n'
)
SICK_PAY = (
    '[[parameter]]\nname = "ssp_weekly_rate"\nlabel = "Sick pay"\nunit = "GBP per week"\n'
    'nations = ["England"]\nvalues = [{ valid_from = 2027-04-06, valid_to = 2028-04-05, '
    'value = 126, certainty = "assumed" }]\n'
)
ON = {"date": "2027-06-01", "nation": "England"}


def test_every_scenario_is_read(write: Writer) -> None:
    laws = law_scenarios(write(WAGE + SICK_PAY), **ON)
    assert {name: law.value("adult_minimum_wage") for name, law in laws.items()} == {
        "low": 13.10, "central": 13.30, "high": 13.50,
    }  # fmt: skip
    assert list(laws) == ["low", "central", "high"]
    # a plain number holds under every scenario
    assert {law.value("ssp_weekly_rate") for law in laws.values()} == {126}


def test_one_scenario_is_asked_for_by_name(write: Writer) -> None:
    path = write(WAGE)
    high = statutory_rates(**ON, overlay=path, scenario="high")
    assert high.value("adult_minimum_wage") == 13.50


def test_the_file_may_name_the_one_to_use(write: Writer) -> None:
    path = write('default_scenario = "central"\n' + WAGE)
    assert statutory_rates(**ON, overlay=path).value("adult_minimum_wage") == 13.30
    low = statutory_rates(**ON, overlay=path, scenario="low")
    assert low.value("adult_minimum_wage") == 13.10


@pytest.mark.parametrize(
    ("text", "scenario", "code", "said"),
    [
        (WAGE, None, "scenario-not-named", "low, central, high"),
        (WAGE, "hihg", "unknown-scenario", "did you mean high?"),
        (WAGE, "", "unknown-scenario", "Choose from low, central, high"),
        ('default_scenario = "mid"\n' + WAGE, None, "unknown-scenario", "Choose from low"),
        ('default_scenario = "mid"\n' + WAGE, "low", "unknown-scenario", "Choose from low"),
        (SICK_PAY, "low", "unknown-scenario", "Leave it out"),
        ('default_scenario = "low"\n' + SICK_PAY, None, "unknown-scenario", "Leave it out"),
        (WAGE + SICK_PAY.replace("126", "{ low = 125, high = 127 }"), "low",
         "scenario-missing", "low, central, high"),
        (SICK_PAY.replace("126", "{}"), None, "not-a-number", "plain number"),
        (WAGE.replace("13.50", "true"), "low", "not-a-number", "plain number"),
        (WAGE.replace("13.50", '"?"'), "low", "not-filled-in", "Write the number"),
    ],
)  # fmt: skip
def test_what_no_scenario_decides_is_refused(
    write: Writer, text: str, scenario: str | None, code: str, said: str
) -> None:
    with pytest.raises(RegisterFileError) as caught:
        statutory_rates(**ON, overlay=write(text), scenario=scenario)
    found = [problem for problem in caught.value.problems if problem.code == code]
    assert found
    assert said in found[0].what + found[0].mend


def test_a_file_without_scenarios_is_not_put_side_by_side(write: Writer) -> None:
    with pytest.raises(RegisterFileError, match="no value by scenario"):
        law_scenarios(write(SICK_PAY), **ON)
    with pytest.raises(RegisterFileError, match="not TOML"):
        law_scenarios(write("value = ?"), **ON)
