"""The file beside the returns: what is known of a survey, its amendments, exclusions, indices."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from fairprice.declare.fields import Day, Text, optional
from fairprice.errors import InputError
from fairprice.formats import SURVEY, FromFile, read_file
from fairprice.negotiation import Index
from fairprice.negotiation.bargaining.records import Record
from fairprice.survey.lines import row_of
from fairprice.survey.records import About, Amendment, Exclusion, LineIndex

#: Its name in a folder of returns.
NAME = "survey.toml"


class SurveyFile(Record, FromFile):
    """What ``survey.toml`` holds.

    Parameters
    ----------
    survey
        What is known of the survey.
    amendments, exclusions
        What was changed after queries, and left out.
    fold
        Labels that are added to Other overheads.
    tables
        Files of the folder that hold a column for each of several providers.
    rebase_to
        The date that every amount is brought to.
    indices
        By which index, line by line.
    """

    file_kind: ClassVar = SURVEY
    root: ClassVar[str] = ""

    survey: About = optional.clause("Survey", "What is known of it.", default=About())
    amendments: tuple[Amendment, ...] = optional.clause("Amendments", "In order.", default=())
    exclusions: tuple[Exclusion, ...] = optional.clause("Exclusions", "In order.", default=())
    fold: tuple[Text, ...] = optional.several(
        "text", "Fold", "text", "Labels added to Other overheads.", default=()
    )
    tables: tuple[Text, ...] = optional.several(
        "text", "Tables", "text", "CSV files with a column for each provider.", default=()
    )
    rebase_to: Day | None = optional.day("Re-base to", "The date amounts are brought to.")
    indices: tuple[LineIndex, ...] = optional.clause("Indices", "Line by line.", default=())

    def by_line(self) -> tuple[dict[str, Any], Any]:
        """Return the indices as ``Survey.rebased`` takes them: by line, and for the others."""
        held: dict[str | None, dict[Any, Index]] = {}
        for entry in self.indices:
            row = None if entry.line is None else row_of(entry.line)
            index = Index(entry.name, entry.change, entry.source)
            held.setdefault(row, {})[entry.from_date] = index
        by_row = {
            row: found[None] if set(found) == {None} else found for row, found in held.items()
        }
        others = by_row.pop(None, None)
        return {str(row): found for row, found in by_row.items()}, others


def load_survey_file(path: Path) -> SurveyFile:
    """Read ``survey.toml``.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    SurveyFile
        Checked; of a file of an earlier format, ``lacked`` says what that lacked.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    return SurveyFile.model_validate(read_file(path, InputError))
