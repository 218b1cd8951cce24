"""What can be asked on the command line, with help that teaches."""

from __future__ import annotations

import argparse
from functools import partial

from fairprice.commands import (
    afford,
    bridge,
    challenge,
    check,
    compare,
    demo,
    evidence,
    law,
    price,
    publish,
    ratecard,
    report,
    sensitivity,
    start,
    survey,
    template,
    uplift,
    verify,
    visits,
)
from fairprice.commands import range as range_
from fairprice.commands.wording import PROGRAM, WIDTH, wrapped
from fairprice.version import __version__

_COMMANDS = (
    demo, start, template, challenge, price, publish, law, uplift, verify, bridge, range_, afford,
    sensitivity, evidence, compare, survey, check, ratecard, visits, report,
)  # fmt: skip
_STATUS = "exit status:\n"
_DONE, _REFUSED, _STOPPED = (
    "  0    done\n",
    "  2    a file or an option was refused; what to mend is on standard error\n",
    "  130  stopped with Ctrl-C\n",
)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; ``run`` of what it parses is the command."""
    styled = partial(argparse.RawDescriptionHelpFormatter, width=WIDTH)
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="What an hour of home care really costs, and how two sides agree on a price.",
        epilog=f"Start here:\n  {PROGRAM} demo care\n  {PROGRAM} price care/provider.toml\n\n"
        f"Each command explains itself: {PROGRAM} price --help",
        formatter_class=styled,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"fairprice {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for module in _COMMANDS:
        outcomes = _STATUS + getattr(module, "DONE", _DONE) + _REFUSED + _STOPPED
        example = "".join(f"  {PROGRAM} {line}\n" for line in module.EXAMPLE)
        command = commands.add_parser(
            module.__name__.rpartition(".")[2],
            help=module.HELP,
            description=wrapped(module.TEACHES),
            epilog=f"example:\n{example}\n{outcomes}",
            formatter_class=styled,
            allow_abbrev=False,
        )
        module.add_to(command)
        command.set_defaults(run=module.run)
    return parser
