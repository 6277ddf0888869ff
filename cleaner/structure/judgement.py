"""The judges, in order: the first that knows a block says what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cleaner.structure.listings import judge_code, judge_list, judge_names, judge_provisions, judge_references, judge_turns
from cleaner.structure.messages import judge_header, judge_quotation, judge_signature
from cleaner.structure.running_text import judge_prose, judge_verse, judge_wrapped
from cleaner.structure.tables import judge_contents, judge_table
from cleaner.structure.titles import judge_caption, judge_furniture, judge_heading, judge_title
from cleaner.structure.unit import Unit, Verdict

JUDGES: Final[tuple[Callable[[Unit], Verdict | None], ...]] = (
    # What a mark of its own shows.
    judge_furniture,
    judge_quotation,
    judge_signature,
    judge_header,
    judge_title,
    judge_contents,
    judge_caption,
    # What most of the lines show.
    judge_references,
    judge_table,
    judge_code,
    judge_turns,
    judge_provisions,
    judge_list,
    # What the breaks show. Prose comes last but for what is left over: in doubt, a block is none.
    judge_verse,
    judge_names,
    judge_wrapped,
    judge_prose,
    judge_heading,
)


def judge(unit: Unit) -> Verdict:
    """Return the kind of a block, with its evidence."""
    for judge_one in JUDGES:
        verdict = judge_one(unit)
        if verdict is not None:
            return verdict
    return Verdict("unknown", "nothing shows a kind")
