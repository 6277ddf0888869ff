"""The judges, in order: the first that knows a block says what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cleaner.structure import marks
from cleaner.structure.listings import (
    judge_code,
    judge_list,
    judge_names,
    judge_provisions,
    judge_references,
    judge_term,
    judge_turns,
)
from cleaner.structure.messages import judge_header, judge_quotation, judge_signature
from cleaner.structure.passage import Passage, Verdict
from cleaner.structure.prose import judge_prose, judge_wrapped
from cleaner.structure.tables import judge_contents, judge_fields, judge_table
from cleaner.structure.titles import judge_caption, judge_furniture, judge_heading, judge_title
from cleaner.structure.verse import judge_verse

_ANY: Final = -1

JUDGES: Final[tuple[tuple[Callable[[Passage], Verdict | None], int], ...]] = (
    # What a mark of its own shows.
    (judge_furniture, marks.PAGE),
    (judge_quotation, marks.QUOTED),
    (judge_signature, marks.SIGNED),
    (judge_header, marks.LABEL),
    (judge_title, marks.TITLE | marks.RULE),
    (judge_contents, marks.LEADER | marks.NUMBERED),
    (judge_caption, marks.CAPTION),
    # What most of the lines show.
    (judge_fields, _ANY),
    (judge_references, marks.REFERENCE | marks.CITING),
    (
        judge_table,
        marks.TABBED
        | marks.BARRED
        | marks.SPACED
        | marks.FIGURES
        | marks.RULE
        | marks.PRICED
        | marks.CAPITALS,
    ),
    (judge_code, _ANY),
    (judge_turns, marks.TURN | marks.CAPITALS | marks.LABEL),
    (judge_provisions, marks.PROVISION),
    (judge_list, marks.ITEM | marks.LABEL | marks.JOINED | marks.DIGIT | marks.DASHED),
    (judge_term, _ANY),
    # What the breaks show. Prose comes last but for what is left over: in doubt, a block is none.
    (judge_verse, _ANY),
    (judge_names, _ANY),
    (judge_wrapped, _ANY),
    (judge_prose, _ANY),
    (judge_heading, _ANY),
)
"""Each judge, with the marks of which a block must have one: most blocks have few, and most judges need not
be asked."""


def judge(passage: Passage) -> Verdict:
    """Return the kind of a block, with its evidence."""
    found = passage.any_marks
    for judge_one, needed in JUDGES:
        if needed == _ANY or found & needed:
            verdict = judge_one(passage)
            if verdict is not None:
                return verdict
    return Verdict("unknown", "nothing shows a kind")
