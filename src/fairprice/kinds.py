"""What was given in place of what was meant, said so that the caller knows what to call."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from fairprice.errors import InputError, Problem

#: Packages whose kinds are told with their home.
_TOLD = ("fairprice", "numpy", "pandas")
P = ParamSpec("P")
R = TypeVar("R")


def described(given: Any) -> str:
    """Say what something is, in a few words."""
    if given is None:
        return "None"
    if isinstance(given, str | os.PathLike):
        return f"{os.fspath(given)!r:.60}, a path or a text"
    kind = type(given)
    home = kind.__module__.partition(".")[0]
    name = f"{home}.{kind.__name__}" if home in _TOLD else kind.__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def check_order(call: str, thing: Any, path: Any, *kinds: type, required: bool = True) -> None:
    """Refuse a writer's call that does not say what to write first and where second.

    Parameters
    ----------
    call
        As it ought to be, such as ``"write_evidence_workbook(case, path)"``.
    thing, path
        What was given.
    *kinds
        What can be written; none where the writer tells for itself.
    required
        Whether there has to be a path.

    Raises
    ------
    InputError
        If the path stands first or is none, or if something else is to be written.
    """
    why = "Every writer takes what it writes first, and the path second."
    if isinstance(thing, str | os.PathLike):
        found = ("path-first", f"was given {described(thing)}, first.", f"Call {call}.")
    elif kinds and not isinstance(thing, kinds):
        wanted = " or ".join(f"fairprice.{kind.__name__}" for kind in kinds)
        found = ("wrong-kind", f"was given {described(thing)} to write.", f"Give a {wanted}.")
    elif not isinstance(path, str | os.PathLike) and (required or path is not None):
        mend = "Give the name of a file."
        found = ("not-a-path", f"was given {described(path)} for the path.", mend)
    else:
        return
    code, what, mend = found
    raise InputError([Problem(code, call, what, why, mend)])


def formerly(old: str, now: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a keyword of a released version be given under the name it had there.

    Parameters
    ----------
    old, now
        Its name then, and its name in the signature.
    """

    def renaming(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if old in kwargs and now not in kwargs:
                kwargs[now] = kwargs.pop(old)
            return function(*args, **kwargs)

        return call

    return renaming
