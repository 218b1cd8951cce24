"""Makes evidence of what the Source column of a priced workbook tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairprice.assumptions import Evidence
from fairprice.declare.fields import LONGEST_TEXT
from fairprice.workbook.as_written import NO_SOURCE


def evidence_of(said: str, in_the_case: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that is known of an input whose value is as first written.

    Parameters
    ----------
    said
        What its Source column says.
    in_the_case
        Its evidence in the case that the workbook carries; empty where there is none.

    Returns
    -------
    dict
        That evidence where it says the same, or else the source alone: a document, or one with
        its link.
    """
    source = None if said in NO_SOURCE else said
    if in_the_case and Evidence.model_validate(in_the_case).source == source:
        return dict(in_the_case)
    if source is None:
        return {}
    document, _, link = source.rpartition(": ") if len(source) > LONGEST_TEXT else (source, "", "")
    return {"document": document} | ({"link": link} if link else {})
