"""The judge of verse: lines that are as their author set them."""

from __future__ import annotations

import re
from typing import Final

from cleaner.structure import marks
from cleaner.structure.flow import Flow
from cleaner.structure.passage import Passage, Verdict
from cleaner.structure.wrapping import WIDTHS, is_plainly_filled

_WIDEST: Final = 100
"""Columns of the widest line of verse."""
_SHORT: Final = 60
_LOWER: Final = 50
"""Columns of a line of verse without capitals: the widest, and on average."""
_CHANCE: Final = 0.02
"""So rarely may prose look like verse by chance: one block in fifty."""
_CAPITAL: Final = 0.1
_EARLY: Final = 0.25
_ENDED: Final = 0.7
_PAUSED: Final = 0.4
"""How often prose goes on with a capital behind a break, at least; how often it breaks before its width is
filled, in mid-sentence and where a sentence ends; how often a comma stands before a break. Rather too high
than too low."""
_EXAMINED: Final = 4000
"""Characters that show how many words a text writes with a capital."""
_INNER_WORD: Final = re.compile(r"\s([^\W\d_])")


def judge_verse(passage: Passage) -> Verdict | None:
    """Lines that begin with capitals in mid-sentence, or that end before any width does."""
    flow = passage.flow
    if flow is None or flow.breaks < 2 or flow.width > _WIDEST or passage.any_marks & marks.LONG:
        return None
    pauses = passage.count(marks.PAUSED | marks.ENDED)
    # Lines of three words are those of a menu, unless they end as verses do.
    least = 3 if 3 * pauses >= passage.size else 4.5
    if passage.words < least * passage.size and not passage.any_marks & marks.WIDE:
        return None
    if 4 * passage.count(marks.FIGURES | marks.LABEL | marks.GAPPED | marks.RULE) > passage.size:
        return None
    return _judge_capitals(passage, flow) or _judge_short_lines(passage, flow, pauses)


def _judge_capitals(passage: Passage, flow: Flow) -> Verdict | None:
    """Capitals behind breaks in mid-sentence, more than the words inside the lines have; lines that hang."""
    said = f"{flow.early + flow.ended} of {flow.breaks} lines end early"
    is_filled = is_plainly_filled(passage.lines, flow)
    if flow.upper and 5 * flow.upper >= 4 * flow.inside and not is_filled:
        share = share_capitals(passage)
        chance = max(share, _CAPITAL) ** flow.upper * _PAUSED**flow.paused
        chance *= _EARLY**flow.early * _ENDED**flow.ended
        if share <= 0.5 and chance <= _CHANCE:
            capitals = f"{flow.upper} of {flow.inside} go on with a capital, of other words {share:.0%}"
            return Verdict("verse", f"{said}, {capitals}")
    if flow.hanging and flow.hanging + flow.upper + flow.ended >= 3 and not flow.lower:
        return Verdict("verse", f"{said}, {flow.hanging} go on in an indented line")
    return None


def _judge_short_lines(passage: Passage, flow: Flow, pauses: int) -> Verdict | None:
    """Short lines without capitals: without any pause, with pauses at their ends, or of many lengths."""
    size = passage.size
    if flow.breaks < 3 or flow.mean > _LOWER or flow.width > _SHORT:
        return None
    is_narrow = flow.width < WIDTHS.start
    if not pauses and is_narrow and passage.words <= 8 * size:
        return Verdict("verse", f"{size} short lines of {passage.words} words, and no pause at a line end")
    early = flow.early + flow.ended
    if 5 * pauses >= 3 * size and (early or is_narrow):
        return Verdict("verse", f"{pauses} of {size} short lines end with a pause, {early} of them early")
    is_open = 2 * passage.count(marks.ENDED) <= size and 2 * flow.upper <= flow.inside
    if flow.share_early >= 0.4 and flow.early and is_open:
        return Verdict("verse", f"{early} of {flow.breaks} lines end early, behind {flow.mean:.0f} columns")
    return None


def share_capitals(passage: Passage) -> float:
    """Return the share of words inside lines that have a capital: names and addresses have many."""
    start, stop = passage.span
    words = _INNER_WORD.findall(passage.text[start : min(stop, start + _EXAMINED)].replace("\n", " "))
    return sum(map(str.isupper, words)) / len(words) if words else 0.0
