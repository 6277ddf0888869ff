"""The budget of work: how much may be found in one document before it is left as it is.

Each edit and each report costs a step: to make it, to check it, to record it and to map positions through it.
A text of defects alone, made to be dear, would cost a hundred times what news costs. Steps are counted and
time is not, so that a document comes out the same on any machine.
"""

from __future__ import annotations

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE

LEAST = 1_000
"""Steps that any document has: a short one is cheap whatever is in it."""

OVER_WORK = Rule(
    id="pipeline.over-work",
    certainty="note",
    what="The stages found more in the document, in all rounds together, than it has characters.",
    why="Such a text is made to be dear, or is no text: the worst damage known has half as much to find.",
    leaves_alone=f"Everything: such a document comes out as it went in. {LEAST:,} findings are allowed.",
    kinds=ANYWHERE,
    example=("", ""),
)


def count_allowed_steps(text: str) -> int:
    """Count the edits and reports that the rounds of a text may have together.

    >>> count_allowed_steps("A short one."), count_allowed_steps("word " * 1_000)
    (1000, 5000)
    """
    return max(LEAST, len(text))
