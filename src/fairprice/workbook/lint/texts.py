"""What is said of a workbook that does not keep a point of the standards."""

from __future__ import annotations

from fairprice.declare.texts import Texts

#: A thumb's length of a formula, in characters.
LONGEST_FORMULA = 255

_READERS = "Screen readers read a table cell by cell, from its headings."
_PLACES = "Readers expect the same thing in the same place on every sheet."
_FOLLOW = "A formula has to be followed by whoever pays by it."

TEXTS = Texts(
    {
        "cannot-open": (
            "cannot be opened ({error}).", "Nothing of it can be checked.",
            "Open it in Excel or LibreOffice and save it as an ordinary .xlsx workbook.",
        ),
        # the document
        "no-document-title": (
            "has no document title.", "Programs announce it before anything else.",
            "Set the title among the document's properties.",
        ),
        "no-language": (
            "has no language set.", "Screen readers choose their voice by it.",
            "Set the language among the document's properties, such as en-GB.",
        ),
        "opens-elsewhere": (
            "opens on {opened}.", "{_PLACES}", "Save it with the cursor in A1 of the first sheet.",
        ),
        "cursor-elsewhere": (
            "opens with the cursor in {cursor}.", "{_PLACES}", "Save it with the cursor in A1.",
        ),
        "broken-name": (
            "the name {name} leads nowhere ({reference}).", "{_FOLLOW}",
            "Delete the name, or correct what it refers to.",
        ),
        "hidden-name": (
            "the name {name} is hidden.", "What is not shown cannot be checked.",
            "Show it, or delete it.",
        ),
        # sheets
        "hidden-sheet": (
            "is hidden.", "What is not shown cannot be checked.", "Show it, or delete it.",
        ),
        "blank-sheet": (
            "is blank.", "A reader looks for what is missing.", "Delete it.",
        ),
        "no-title": (
            "has no title in A1.", "{_PLACES}", "Put the sheet's title into A1.",
        ),
        "title-not-a-heading": (
            "the title is not marked as a heading.", "Screen readers find their way by headings.",
            "Give it the cell style Heading 1.",
        ),
        "no-table": (
            "holds figures that are not marked up as a table.", "{_READERS}",
            "Select them and choose Insert, Table, with headings.",
        ),
        "several-tables": (
            "holds {count} tables.", "{_READERS}", "Give each table a sheet of its own.",
        ),
        "table-too-large": (
            "the table is marked over more than {most} cells, which were not looked through.",
            "{_READERS}", "Let the table end where its figures do.",
        ),
        "table-not-at-the-edge": (
            "the table begins in column {column}.", "{_PLACES}",
            "Move it against the left edge, below title and description.",
        ),
        "outside-the-table": (
            "stands below or beside the table{more}.",
            "It is read after the table's last cell, or not at all.",
            "Move it above the table, or onto a sheet of notes.",
        ),
        "merged-cells": (
            "cells are merged{more}.", "{_READERS}", "Split them and fill each.",
        ),
        "heading-empty": (
            "is a heading without text{more}.", "{_READERS}", "Name what stands in the column.",
        ),
        "heading-twice": (
            "has the heading {heading}, as another column has.", "{_READERS}",
            "Tell the columns apart.",
        ),
        "blank-row": (
            "row {row} of the table is blank.", "A screen reader takes it for the table's end.",
            "Delete it.",
        ),
        "blank-column": (
            "column {column} of the table is blank.",
            "A screen reader takes it for the table's edge.", "Delete it.",
        ),
        "blank-without-reason": (
            "is blank, and the description above the table does not say why{more}.",
            "Blank may mean zero, none or not known.",
            "Say in A2 or A3 what a blank cell means, or write it into the cell.",
        ),
        "hidden-row-or-column": (
            "{what} is hidden{more}.", "What is not shown cannot be checked.", "Show it.",
        ),
        "filter": (
            "has a filter.", "Rows may be out of sight without a sign.", "Remove the filter.",
        ),
        "frozen-panes": (
            "has frozen panes.", "On a small screen, or enlarged, they hide the rest.",
            "Unfreeze them.",
        ),
        "header-or-footer": (
            "has a printed header or footer.", "Screen readers do not find it.",
            "Put the text into cells.",
        ),
        "picture": (
            "holds {count} pictures.", "They cannot be read aloud.",
            "Put what they show into words.",
        ),
        "text-box": (
            "holds {count} text boxes or shapes.", "Screen readers do not find them.",
            "Put the text into cells.",
        ),
        "chart-without-words": (
            "holds {count} charts without alternative text.", "They cannot be read aloud.",
            "Say in the chart's alternative text what it shows, and where the numbers stand.",
        ),
        "table-name": (
            "the table is called {table}.", "Tables are announced and gone to by their names.",
            "Give it a name that says what it holds, such as Fees_by_visit.",
        ),
        "no-headings": (
            "the table has no row of headings.", "{_READERS}",
            "Mark the first row as headings, with a text in each column.",
        ),
        "no-description": (
            "is blank, where a description of the table belongs.", "{_PLACES}",
            "Say in A2 what the table holds, and in which units.",
        ),
        "comment": (
            "has a comment{more}.", "Comments are not announced.", "Write it as a numbered note.",
        ),
        # cells
        "small-text": (
            "is smaller than size 12{more}.", "Small text cannot be read by all.", "Use size 12.",
        ),
        "serif": (
            "is in {font}{more}.", "Sans serif letters are the easier to tell apart.",
            "Use Arial or another sans serif font.",
        ),
        "italic-or-underlined": (
            "is in italics or underlined{more}.",
            "Slanted and underlined letters are hard to read.",
            "Use plain or bold letters.",
        ),
        "background": (
            "has a background fill{more}.", "Fills lower the contrast, and colour is no signal.",
            "Remove the fill; say it in a column of its own.",
        ),
        "text-colour": (
            "has a colour of its own{more}.",
            "Automatic colour follows the settings of those who need contrast.",
            "Set the colour to automatic.",
        ),
        "not-wrapped": (
            "has text that is not wrapped{more}.", "Long text is cut off.", "Wrap the text.",
        ),
        "superscript": (
            "is raised or lowered{more}.", "Raised signs are not announced.",
            "Write [note 1] beside the heading, and the text on a sheet of notes.",
        ),
        "symbol": (
            "says only {text}{more}.", "A sign is read aloud as a sign, or not at all.",
            "Write the word: zero, none, not applicable, not known.",
        ),
        "note-in-a-cell": (
            "holds a note beside its figure{more}.", "Programs no longer take it for a number.",
            "Write the note in the column's heading, or in a column of notes.",
        ),
        "shown-as-nothing": (
            "has the format {form}, which shows nothing{more}.",
            "What is not shown cannot be checked.", "Give it a format that shows it, or empty it.",
        ),
        "line-break": (
            "holds a line break{more}.", "Text below the break may not be seen.",
            "Use a cell for each.",
        ),
        "number-as-text": (
            "{text} is text{more}.", "Sums leave it out without a word.", "Enter it as a number.",
        ),
        # formulas
        "error-value": (
            "shows {text}{more}.", "Every figure that follows from it is lost.",
            "Mend the formula, or say in words why there is no figure.",
        ),
        "hard-function": (
            "uses {name}{more}.", "It cannot be traced to the cells it reads, or hides a choice.",
            "Refer to the cells directly.",
        ),
        "another-file": (
            "reads another file, {reference}{more}.",
            "Whoever has this file only cannot check the figure.",
            "Put the figure into this workbook, with its source.",
        ),
        "volatile": (
            "uses {name}{more}.", "The figure is another each time the file is opened.",
            "Enter the date or the number as an input with its source.",
        ),
        "nested-if": (
            "has an IF within an IF{more}.", "{_FOLLOW}", "Part it into rows of one step each.",
        ),
        "constant-in-formula": (
            "has {number} within the formula{more}.",
            "A figure without a cell has no label, no unit and no source.",
            "Put it into a cell of its own, and refer to that.",
        ),
        "long-formula": (
            "has a formula of {length} characters{more}.", "{_FOLLOW}",
            "Part it into rows of one step each.",
        ),
    },
    _READERS=_READERS,
    _PLACES=_PLACES,
    _FOLLOW=_FOLLOW,
)  # fmt: skip
