"""What is said when something is wrong, in tables apart from the logic that finds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairprice.errors import Problem


class Texts:
    """What one room says, by reason code.

    Parameters
    ----------
    said
        What is wrong, why it matters and how to mend it, by reason code. Facts stand in
        braces. One code said in several ways has its case behind a comma:
        ``"missing, tariff"``.
    **parts
        Texts that stand in several entries, in braces by their name; they may hold facts.

    Examples
    --------
    >>> texts = Texts(
    ...     {"too-late": ("{day} is too late.", "{WHY}", "Give an earlier day.")},
    ...     WHY="Nobody waits that long.",
    ... )
    >>> str(texts("too-late", "visits.start", day="2026-04-06"))
    'visits.start: 2026-04-06 is too late. Nobody waits that long. Give an earlier day. [too-late]'
    """

    def __init__(self, said: Mapping[str, tuple[str, str, str]], **parts: str) -> None:
        def put_in(text: str) -> str:
            for name, part in parts.items():
                text = text.replace(f"{{{name}}}", part)
            return text

        self.said = {key: tuple(map(put_in, texts)) for key, texts in said.items()}

    def __call__(self, key: str, where: object, **facts: Any) -> Problem:
        """Say a problem.

        Parameters
        ----------
        key
            The reason code, with its case where there are several.
        where
            Field path, argument, or sheet and cell.
        **facts
            What stands in braces.
        """
        what, why, mend = (text.format(**facts) for text in self.said[key])
        return Problem(key.partition(",")[0], str(where), what, why, mend)
