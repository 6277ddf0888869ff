"""Marks: what one line shows by itself, as bits of one number, so that a block of lines is tallied at little
cost."""

from __future__ import annotations

from typing import Final

UPPER: Final = 1 << 0
"""The first letter, behind opening marks, is a capital."""
LOWER: Final = 1 << 1
"""The first letter is in lower case."""
ENDED: Final = 1 << 2
"""A sentence ends at the end of the line."""
SPOKEN: Final = 1 << 3
"""A dash or a quotation mark of direct speech opens the line."""
QUOTED: Final = 1 << 4
"""`>` of a quoted message."""
ITEM: Final = 1 << 5
"""A bullet, or a number or letter with a dot or a parenthesis, and text behind it."""
LABEL: Final = 1 << 6
"""A few words and a colon at the start: `term: meaning`, `Subject: ...`, `Name: speech`."""
TURN: Final = 1 << 7
"""A speaker by form: `<nick> text`, `[12:30] nick`, `NAME: text`, `_Name._ text`."""
TABBED: Final = 1 << 8
"""A tab between words."""
ROW: Final = 1 << 32
"""Two tabs between words or more."""
GAPPED: Final = 1 << 9
"""Three blanks or more between words."""
BARRED: Final = 1 << 10
"""Two vertical bars or more."""
LEADER: Final = 1 << 11
"""Dots that lead to a number at the end."""
RULE: Final = 1 << 12
"""Neither a letter nor a digit: a drawn line, an ornament."""
CODE: Final = 1 << 13
"""The form of a statement, a command or a setting."""
PAGE: Final = 1 << 14
"""A page number that says so, or a form feed alone."""
PROVISION: Final = 1 << 15
"""The number of an article or a paragraph of a law, and text behind it."""
REFERENCE: Final = 1 << 16
"""The mark of an entry of a bibliography: `[12]`."""
CITING: Final = 1 << 17
"""What entries of a bibliography hold: a year, pages, a volume, names with initials."""
CAPTION: Final = 1 << 18
"""`Figure 3` and the like at the start."""
TITLE: Final = 1 << 19
"""A heading by its markup: `# Title`."""
NUMBERED: Final = 1 << 20
"""The last word is a number."""
LONG: Final = 1 << 21
"""More columns than anybody wraps at: the line is a paragraph by itself."""
SIGNED: Final = 1 << 22
"""The mark of a mail signature, `-- `, alone."""
CAPITALS: Final = 1 << 23
"""Letters, all of them capitals: a speaker above a speech, a heading, a telegram."""
FIGURES: Final = 1 << 24
"""Half of the words or more are figures."""
JOINED: Final = 1 << 25
"""Three hyphens or three runs of dots, or more: codes and zones of a bulletin."""
TAGGED: Final = 1 << 26
"""Behind a label stands a capital, a figure or a quotation mark, or nothing."""
WIDE: Final = 1 << 27
"""Chinese or Japanese characters at the start: the next line could take one of them and not a word."""
FEED: Final = 1 << 28
"""A form feed stands in the line: a page begins or ends."""
NUMBER: Final = 1 << 29
"""A number of up to four digits and nothing else."""
PAUSED: Final = 1 << 30
"""A comma, a semicolon or a dash ends the line: a sentence goes on."""
COLON: Final = 1 << 31
"""A colon ends the line."""
STOPPED: Final = 1 << 33
"""A full stop ends the line, no mark of a question or a call."""
CUT: Final = 1 << 34
"""A sentence ends inside the line and another begins: whoever broke the lines did not break at sentences."""
SPACED: Final = 1 << 35
"""Two blanks or more between words."""
DIGIT: Final = 1 << 36
"""A digit opens the line: an amount, a time, a clue."""
ELEMENT: Final = 1 << 37
"""A tag and nothing else."""
HASHED: Final = 1 << 38
"""One `#` opens the line: a heading of Markdown, or a comment of code."""
DASHED: Final = 1 << 39
"""A dash between blanks behind the first words: a term and its meaning, two who play."""
DANGLING: Final = 1 << 41
"""A pause stands before the last word, which is short: whoever breaks lines at pauses breaks elsewhere."""
PRICED: Final = 1 << 40
"""A price ends the line."""
