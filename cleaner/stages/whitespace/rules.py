"""The rules of the stage `whitespace`: one for each deviation from the form of a clean text."""

from __future__ import annotations

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE, PROSE

LINE_ENDING = Rule(
    id="whitespace.line-ending",
    certainty="certain",
    what="A line that ends in CRLF, CR, a vertical tab, a form feed, U+2028 or U+2029 ends in LF.",
    why="Mixed line endings make equal lines unequal, and readers disagree about what ends a line at all.",
    leaves_alone="LF; U+0085, which in text of this kind is an ellipsis decoded with the wrong codec.",
    kinds=ANYWHERE,
    example=("Monday.\r\nTuesday.\r\n", "Monday.\nTuesday.\n"),
    inserts="\n",
)
TRAILING = Rule(
    id="whitespace.trailing",
    certainty="certain",
    what="Spaces and tabs at the end of a line go, and those of a blank line between two paragraphs.",
    why="Nobody sees them; they make equal paragraphs unequal and blank lines look full.",
    leaves_alone="Spaces inside a line and at its beginning; what means something: two spaces before a line "
    "that goes on in Markdown, tabs behind a row of a table, which are empty cells, the `-- ` of a "
    "signature; all blanks in code.",
    kinds=ANYWHERE - {"code"},
    example=("A heading  \nThe first line.\n", "A heading\nThe first line.\n"),
)
BLANK_RUN = Rule(
    id="whitespace.blank-run",
    certainty="certain",
    what="Several blank lines between paragraphs become one; blank lines at the end of the text go.",
    why="They are what is left of a page's layout, and hold no text.",
    leaves_alone="One blank line between two paragraphs, and paragraphs that have none between them; blank "
    "lines in code, and rows of empty cells.",
    kinds=ANYWHERE - {"code"},
    example=("The first.\n\n  \n\nThe second.\n\n", "The first.\n\nThe second.\n"),
)
LEADING = Rule(
    id="whitespace.leading",
    certainty="certain",
    what="Blank lines before the first line of the text go.",
    why="They are what is left of a page's layout, and hold no text.",
    leaves_alone="The indentation of the first line.",
    kinds=ANYWHERE,
    example=("\n \nThe first.\n", "The first.\n"),
)
FINAL_NEWLINE = Rule(
    id="whitespace.final-newline",
    certainty="certain",
    what="A text ends with a newline.",
    why="Files that are joined end to end would have their last and first paragraphs run together.",
    leaves_alone="The empty text.",
    kinds=ANYWHERE,
    example=("The last line.", "The last line.\n"),
    inserts="\n",
)
SPACE_RUN = Rule(
    id="whitespace.space-run",
    certainty="likely",
    what="Several spaces between two words of a line of prose become one.",
    why="They are what is left of justified type, of a removed image or of a typewriter's habit.",
    leaves_alone="Indented lines, tables, listings, short lines, and lines with many such runs.",
    kinds=PROSE,
    example=(
        "The committee met on Monday and  put the decision off until May.\n",
        "The committee met on Monday and put the decision off until May.\n",
    ),
    default=False,
)
