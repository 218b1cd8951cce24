"""What each command of the command line takes, from start to end, against loading pandas.

Whole processes on the example files, so what they load counts as much as what they do.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import seconds

EXAMPLES = Path(__file__).parents[1] / "examples"
PROVIDER, COUNCIL = (str(EXAMPLES / f"{name}.toml") for name in ("provider", "council"))
COMMANDS = {
    "help": ["--help"],
    "price": ["price", PROVIDER],
    "price --out": ["price", PROVIDER, "--out", "fees.xlsx", "--replace"],
    "verify": ["verify", "fees.xlsx"],
    "template": ["template", "form.xlsx", "--replace"],
    "template --from": ["template", "filled.xlsx", "--from", PROVIDER, "--replace"],
    "price a form": ["price", "filled.xlsx"],
    "bridge": ["bridge", PROVIDER, COUNCIL],
    "compare": [
        "compare", PROVIDER, "--people", str(EXAMPLES / "people.toml"), "--contract",
        str(EXAMPLES / "planned_minutes.toml"), str(EXAMPLES / "part_by_outcome.toml"),
        "--draws", "200", "--seed", "1",
    ],
}  # fmt: skip


def process(folder: str, *arguments: str) -> float:
    """Return the seconds a Python process takes."""
    command = [sys.executable, *arguments]
    return seconds(lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True))


def main() -> None:
    """Print every figure."""
    with TemporaryDirectory() as folder:
        pandas = process(folder, "-c", "import pandas")
        print(f"import pandas: {pandas:.2f} seconds")
        for name, arguments in COMMANDS.items():
            taken = process(folder, "-m", "fairprice", *arguments)
            print(f"{name}: {taken:.2f} seconds, {taken / pandas:.1f} times pandas")


if __name__ == "__main__":
    main()
