"""One broken register file for every mistake a writer can make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairprice.errors import InputError, RegisterFileError
from fairprice.statutory import load_register

ROW = (
    '{ valid_from = 2026-04-01, valid_to = 2026-09-30, value = 13.10, source = "council", '
    'checked = 2026-11-22, certainty = "high" }'
)
SHARE = 'unit = "share of pay"\nnations = ["England"]\nvalues = [\n'
# What is replaced in the sound file, by what; the code; the place; the mend.
MISTAKES = {
    "not TOML": ("[sources.council]", "[sources.council", "not-toml", "local.toml", "Mend"),
    "no parameter": ("[[parameter]]", "[other]", "no-parameter", "local.toml", "[[parameter]]"),
    "parameter not a list": ("[[parameter]]", "[parameter]", "no-parameter", "", "[[parameter]]"),
    "unknown top key": ("[sources.", "[source.", "unknown-key", "local.toml", "mean sources?"),
    "sources not tables": (
        '[sources.council]\ntitle = "Council minute 12"\n'
        'address = "https://council.example/minutes/12"',
        "sources = 1",
        "wrong-type",
        "sources",
        "Give tables",
    ),
    "source not a table": ("[sources.council]", "[sources]\nx = 1\n[sources.council]", "", "", ""),
    "no title": ('title = "Council minute 12"', "", "missing-key", "[sources.council]", "title ="),
    "no address": (
        'address = "https://council.example/minutes/12"',
        "",
        "missing-key",
        "[sources.council]",
        "Add address =",
    ),
    "address not on the web": (
        "https://council.example/minutes/12",
        "shared drive",
        "bad-address",
        "[sources.council]",
        "full address",
    ),
    "address without a host": (
        "https://council.example/minutes/12",
        "https://",
        "bad-address",
        "[sources.council]",
        "full address",
    ),
    "key in a source": ("title =", 'page = "3"\ntitle =', "unknown-key", "[sources", "Use title"),
    "no name": ('name = "local_living_wage"', "", "missing-key", "parameter 1", "Add name ="),
    "name with a blank": ("local_living_wage", "local wage", "bad-name", "parameter 1", "lower"),
    "name not words": ('"local_living_wage"', "3", "wrong-type", "parameter 1, name", "words"),
    "no label": ('label = "Local living wage"', "", "missing-key", "parameter 1", "Add label ="),
    "blank label": ('"Local living wage"', '" "', "wrong-type", "parameter 1", "words in quotes"),
    "no unit": ('unit = "GBP per hour"', "", "missing-key", "parameter 1", "Add unit ="),
    "no nations": ('nations = ["England"]', "", "missing-key", "parameter 1", "Add nations ="),
    "empty nations": ('["England"]', "[]", "wrong-type", "parameter 1", "list from England"),
    "nations not a list": ('["England"]', '"England"', "wrong-type", "parameter 1", "list from"),
    "unknown nation": ('["England"]', '["Britain"]', "unknown-nation", "parameter 1", "Choose"),
    "misspelt nation": ('["England"]', '["Engand"]', "unknown-nation", "", "mean England?"),
    "key in a parameter": ("label =", 'note = "x"\nlabel =', "unknown-key", "parameter 1", "Use"),
    "values not a list": ("values = [", "values = 3 # [", "not-toml", "local.toml", "Mend"),
    "rows not tables": ("values = [", "values = [ 3,", "wrong-type", "values", "list of rows"),
    "no valid_from": ("valid_from = 2026-04-01, ", "", "missing-key", "values row 1", "valid_from"),
    "no valid_to": ("valid_to = 2026-09-30, ", "", "missing-key", "values row 1", "valid_to"),
    "no value": ("value = 13.10, ", "", "missing-key", "values row 1", "Add value ="),
    "no source": ('source = "council", ', "", "no-source", "values row 1", "Add source ="),
    "blank source": ('source = "council"', 'source = ""', "no-source", "values row 1", "Add"),
    "unknown source": ('= "council"', '= "counsel"', "unknown-source", "row 1", "mean council?"),
    "not checked": ("checked = 2026-11-22, ", "", "not-checked", "values row 1", "Add checked ="),
    "no certainty": (', certainty = "high"', "", "missing-key", "values row 1", "Add certainty ="),
    "key in a row": (
        "value = 13.10",
        "value = 13.10, vat = 1",
        "unknown-key",
        "row 1",
        "Use valid",
    ),
    "date in quotes": (
        "2026-04-01",
        '"2026-04-01"',
        "not-a-date",
        "values row 1",
        "without quotes",
    ),
    "date with a time": ("2026-04-01", "2026-04-01T09:00:00", "not-a-date", "row 1", "time"),
    "checked not a date": ("checked = 2026-11-22", "checked = true", "not-a-date", "row 1", "day"),
    "open-ended": ("2027-03-31", "9999-12-31", "date-out-of-range", "row 2", "last day"),
    "dates reversed": ("2026-09-30", "2025-09-30", "dates-reversed", "row 1", "Correct one"),
    "overlap": (
        "2026-09-30",
        "2026-10-01",
        "overlap",
        "row 2",
        "End the earlier row on 2026-09-30",
    ),
    "gap": ("2026-09-30", "2026-09-29", "gap", "local_living_wage", "valid_to = 2026-09-30"),
    "value in quotes": ("13.10", '"13.10"', "not-a-number", "values row 1", "plain number"),
    "value true": ("13.10", "true", "not-a-number", "values row 1", "plain number"),
    "value nan": ("13.10", "nan", "not-a-number", "values row 1", "plain number"),
    "value infinite": ("13.10", "inf", "not-a-number", "values row 1", "plain number"),
    "value endless": ("13.10", "1" + "0" * 400, "not-toml", "local.toml", "Mend the text at that"),
    "value below zero": ("13.10", "-13.10", "not-a-number", "values row 1", "zero or more"),
    "percentage": (
        'unit = "GBP per hour"\nnations = ["England"]\nvalues = [\n',
        SHARE,
        "share-above-one",
        "values row 1",
        "value = 0.131",
    ),
    "no rows": (None, "values = []", "no-values", "parameter 1", "Add at least one row"),
    "no values": (None, "", "missing-key", "parameter 1", "Add values ="),
    "gap without reason": (
        None,
        f"values = [{ROW}]\ngaps = [{{ valid_from = 2026-10-01, valid_to = 2026-12-31 }}]",
        "missing-key",
        "gaps row 1",
        "Add reason =",
    ),
    "key in a gap": (
        None,
        f"values = [{ROW}]\n"
        'gaps = [{ valid_from = 2026-10-01, valid_to = 2026-12-31, reason = "Not set.", why = 1 }]',
        "unknown-key",
        "gaps row 1",
        "Use valid_from, valid_to, reason",
    ),
    "gap over a value": (
        None,
        f"values = [{ROW}]\n"
        'gaps = [{ valid_from = 2026-09-01, valid_to = 2026-12-31, reason = "Not set." }]',
        "overlap",
        "gaps row 1",
        "start this one on 2026-10-01",
    ),
    "duplicate parameter": (
        None,
        f'values = [{ROW}]\n[[parameter]]\nname = "local_living_wage"\nlabel = "Again"\n'
        f'unit = "GBP per hour"\nnations = ["Wales", "England"]\nvalues = [{ROW}]',
        "duplicate-parameter",
        "parameter 2",
        "one [[parameter]] table",
    ),
    "two units": (
        None,
        f'values = [{ROW}]\n[[parameter]]\nname = "local_living_wage"\nlabel = "Again"\n'
        f'unit = "pence per hour"\nnations = ["Wales"]\nvalues = [{ROW}]',
        "unit-differs",
        "parameter 2",
        'Restate the values in "GBP per hour"',
    ),
    "unit unlike the register's": (
        "local_living_wage",
        "employer_nic_rate",
        "unit-differs",
        "employer_nic_rate",
        "share of pay above the threshold",
    ),
}
del MISTAKES["source not a table"]


def broken(sound: str, old: str | None, new: str) -> str:
    if old is None:
        return sound[: sound.index("values = [")] + new
    assert old in sound
    return sound.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "mend"), MISTAKES.values(), ids=MISTAKES.keys()
)
def test_each_mistake_is_named_placed_and_mended(
    sound: str,
    write: Callable[[str], Path],
    old: str | None,
    new: str,
    code: str,
    place: str,
    mend: str,
) -> None:
    with pytest.raises(RegisterFileError) as caught:
        load_register(write(broken(sound, old, new)))
    found = [problem for problem in caught.value.problems if problem.code == code]
    assert found, str(caught.value)
    assert "local.toml" in found[0].where
    assert place in found[0].where
    assert mend in found[0].mend
    assert found[0].why
    assert code in str(caught.value)


def test_source_that_is_not_a_table(sound: str, write: Callable[[str], Path]) -> None:
    with pytest.raises(RegisterFileError) as caught:
        load_register(write("sources.other = 3\n" + sound))
    assert [problem.code for problem in caught.value.problems] == ["wrong-type"]


def test_all_mistakes_of_a_file_are_told_at_once(sound: str, write: Callable[[str], Path]) -> None:
    text = sound.replace('label = "Local living wage"\n', "").replace("13.10", "nan")
    text = text.replace('["England"]', '["Britain"]').replace("2027-03-31", "2026-03-31")
    with pytest.raises(RegisterFileError) as caught:
        load_register(write(text))
    assert {problem.code for problem in caught.value.problems} == {
        "missing-key",
        "not-a-number",
        "unknown-nation",
        "dates-reversed",
    }
    assert str(caught.value).startswith("4 problems:")


@pytest.mark.parametrize("key", ["name", "label", "unit"])
def test_what_is_missing_is_said_once(key: str, sound: str, write: Callable[[str], Path]) -> None:
    # also where the register holds the parameter, and so its unit
    text = sound.replace("local_living_wage", "employer_nic_rate")
    text = text.replace('"GBP per hour"', '"share of pay above the threshold"')
    text = text.replace("13.10", "0.15").replace("13.60", "0.16")
    lines = [line for line in text.splitlines() if not line.startswith(f"{key} =")]
    with pytest.raises(RegisterFileError) as caught:
        load_register(write("\n".join(lines)))
    assert [problem.code for problem in caught.value.problems] == ["missing-key"]


def test_the_sound_file_is_sound(sound: str, write: Callable[[str], Path]) -> None:
    assert "local_living_wage" in load_register(write(sound)).names()


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RegisterFileError, match="no such file") as caught:
        load_register(tmp_path / "absent.toml")
    assert caught.value.problems[0].code == "not-found"


def test_folder_or_binary_file(tmp_path: Path) -> None:
    binary = tmp_path / "fees.xlsx"
    binary.write_bytes(b"PK\x03\x04\xff\xfe")
    for path, code in ((tmp_path, "unreadable"), (binary, "not-toml")):
        with pytest.raises(RegisterFileError) as caught:
            load_register(path)
        assert caught.value.problems[0].code == code


def test_overlay_that_is_not_a_path() -> None:
    with pytest.raises(InputError, match="not a file's path"):
        load_register({"adult_minimum_wage": 13})  # type: ignore[arg-type]
