"""The command line: ``python -m fairprice``."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from fairprice.commands.parser import make_parser
from fairprice.commands.wording import AS_TYPED, error_text
from fairprice.errors import FairpriceError

#: Exit status of a refused file or option, and of a command stopped with Ctrl-C or a closed pipe.
REFUSED, STOPPED = 2, 130
_UNPRINTED = (
    "What was asked for could not be printed ({}). Files that were asked for may have been "
    "written. Print to a terminal, or to a file on a disk with room."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    argv
        Its arguments; by default those of the process.

    Returns
    -------
    int
        The exit status: 0 done, 1 a workbook was altered or faults were found, 2 refused, 130
        stopped.
    """
    if sys.stdout is None:
        print(_UNPRINTED.format("there is no standard output"), file=sys.stderr)
        return REFUSED
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a console that lacks a letter of a name shows a question mark in its place
            stream.reconfigure(errors=AS_TYPED)
    parser = make_parser()
    try:
        args = parser.parse_args(argv)
        if args.command is None:
            parser.print_help(sys.stderr)
            return REFUSED
        status: int = args.run(args)
        sys.stdout.flush()
        return status
    except FairpriceError as error:
        print(error_text(error), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return STOPPED
    except OSError as error:
        # what remains to be flushed goes nowhere, or Python would say so once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return STOPPED  # the reader of a pipe has left, as it may
        print(_UNPRINTED.format(error.strerror), file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
