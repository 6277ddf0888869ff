"""The judge of verse: lines that are as their author set them."""

from __future__ import annotations

import re
from collections import Counter
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
_LINES: Final = 200
"""Lines that show a refrain."""
_EXAMINED: Final = 4000
"""Characters that show how many words a text writes with a capital."""
_DOUBLE_DANDA: Final = "॥"
"""What ends a couplet, in Indic scripts."""
_COUPLET: Final = 60
_COUPLET_WORDS: Final = 4
"""Columns of the wider of two lines of verse; words of each, at least: names and addresses have fewer."""
_NO_VERSE: Final = (
    marks.LABEL | marks.FIGURES | marks.GAPPED | marks.RULE | marks.CODE | marks.DIGIT | marks.ITEM
)
"""Marks that no line of a couplet has."""
_TITLE_WORDS: Final = 2
_IN: Final = 2
"""Columns of an indent."""
_REFRAIN_WORDS: Final = 2
"""Words at the ends or at the beginnings of lines that come again: one word is a matter of chance."""
_RHYME: Final = 3
"""Letters that are alike at the ends of lines that rhyme: two are, by chance, in one pair of eight."""
_APART: Final = 3
"""Lines between which a rhyme is heard."""
_RHYMING: Final = 0.6
_LAST_WORD: Final = re.compile(r"[^\W\d_]+(?=[\W\d_]*$)")
_INNER_WORD: Final = re.compile(r"\s([^\W\d_])")


def judge_verse(passage: Passage) -> Verdict | None:
    """Lines that begin with capitals in mid-sentence, or that end before any width does."""
    passage = _take_title_off(passage)
    flow = passage.flow
    if flow is None or flow.width > _WIDEST or passage.any_marks & marks.LONG:
        return None
    if flow.breaks == 1:
        return _judge_couplet(passage, flow)
    pauses = passage.count(marks.PAUSED | marks.ENDED)
    # Lines of three words are those of a menu, unless they end as verses do.
    has_capitals = passage.any_marks & marks.UPPER
    least = 3.0 if 3 * pauses >= passage.size else 4.5
    if not has_capitals and passage.size > 3:
        least = 2.6
    if passage.count(marks.LOWER) == passage.size:
        least = 2.8 if passage.size > 3 else 3.0
    if passage.words < least * passage.size and not passage.any_marks & marks.WIDE:
        return None
    if 4 * passage.count(marks.FIGURES | marks.LABEL | marks.GAPPED | marks.RULE) > passage.size:
        return None
    return (
        _judge_capitals(passage, flow)
        or _judge_short_lines(passage, flow, pauses)
        or _judge_refrain(passage)
        or _judge_rhymes(passage, flow)
        or _judge_indents(passage, flow)
    )


def _take_title_off(passage: Passage) -> Passage:
    """Return a block without its first line, if that is the number of a stanza or a word set further in."""
    first = passage.first
    if passage.size < 3 or first.shape.words > _TITLE_WORDS or first.indent <= passage.lines[1].indent:
        return passage
    return Passage.of(passage.text, passage.lines[1:], passage.language)


def _judge_indents(passage: Passage, flow: Flow) -> Verdict | None:
    """Short lines set in and out again, each with a capital."""
    if passage.size < 4 or flow.width > _COUPLET or passage.any_marks & _NO_VERSE:
        return None
    least = min([line.indent for line in passage.lines])
    inner = [line for line in passage.lines if line.indent >= least + _IN]
    if 3 * len(inner) < passage.size or 3 * len(inner) > 2 * passage.size or len(inner) < 2:
        return None
    if not all(line.has(marks.UPPER) for line in inner):
        return None
    return Verdict("verse", f"{len(inner)} of {passage.size} short lines are set in, each with a capital")


def _judge_couplet(passage: Passage, flow: Flow) -> Verdict | None:
    """Two short lines of several words, the second with a capital in mid-sentence; without capitals, two
    lines of about one length."""
    first, last = passage.lines
    if _share_rhymes(passage) == 1:
        return Verdict("verse", "two short lines that rhyme")
    if passage.read(last)[-1] == _DOUBLE_DANDA:
        return Verdict("verse", "a double danda at the end")
    if flow.width > _COUPLET or min(first.shape.words, last.shape.words) < _COUPLET_WORDS or not flow.inside:
        return None
    if passage.any_marks & _NO_VERSE:
        return None
    is_even = 4 * abs(first.shape.cells - last.shape.cells) <= flow.width
    if first.has(marks.UPPER) and flow.upper and (flow.paused or last.has(marks.ENDED | marks.PAUSED)):
        share = share_capitals(passage)
        if share <= (0.5 if flow.paused else 0.2):
            return Verdict(
                "verse",
                f"two short lines, the second with a capital in mid-sentence, of other words {share:.0%}",
            )
    if not passage.any_marks & (marks.UPPER | marks.LOWER | marks.WIDE) and is_even:
        return Verdict("verse", "two short lines of about one length")
    return None


def _judge_rhymes(passage: Passage, flow: Flow) -> Verdict | None:
    """Short lines most of which rhyme."""
    if flow.width > _SHORT or passage.any_marks & _NO_VERSE or passage.size > 60:
        return None
    share = _share_rhymes(passage)
    return Verdict("verse", f"{share:.0%} of {passage.size} short lines rhyme") if share >= _RHYMING else None


def _share_rhymes(passage: Passage) -> float:
    """Return the share of lines whose last letters are those of another line near them, in another word."""
    words = [_LAST_WORD.search(passage.read(line)) for line in passage.lines]
    ends = [word[0].lower() if word else "" for word in words]
    rhyming = sum(
        any(
            end != other and end[-_RHYME:] == other[-_RHYME:]
            for other in ends[max(0, place - _APART) : place + _APART + 1]
        )
        for place, end in enumerate(ends)
        if len(end) >= _RHYME
    )
    return rhyming / len(ends)


def _judge_refrain(passage: Passage) -> Verdict | None:
    """Lines that begin or end with the same words again and again: litanies, refrains."""
    if passage.size < 3 or passage.any_marks & marks.LOWER:
        return None
    lines = [passage.read(line).lower().split() for line in passage.lines[:_LINES]]
    for what, part in (("begin", slice(_REFRAIN_WORDS)), ("end", slice(-_REFRAIN_WORDS, None))):
        counts = Counter(tuple(line[part]) for line in lines)
        found = max(counts.values())
        if found > 2 and 3 * found >= 2 * len(lines):
            return Verdict("verse", f"{found} of {len(lines)} lines {what} with the same words")
    return None


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
    has_lines = flow.hanging + flow.upper + flow.ended >= 3 or (flow.upper and flow.paused)
    if flow.hanging and has_lines and not flow.lower:
        return Verdict("verse", f"{said}, {flow.hanging} go on in an indented line")
    return None


def _judge_short_lines(passage: Passage, flow: Flow, pauses: int) -> Verdict | None:
    """Short lines without capitals: without any pause, with pauses at their ends, or of many lengths."""
    size = passage.size
    is_lower = passage.count(marks.LOWER) == size
    if (flow.breaks < 3 and not is_lower) or flow.mean > _LOWER or flow.width > _SHORT:
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
