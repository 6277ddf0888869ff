"""Judges of text without marks: prose, wrapped prose, verse."""

from __future__ import annotations

import re
from typing import Final

from cleaner.structure import marks
from cleaner.structure.unit import Unit, Verdict, count_lines
from cleaner.structure.wrapping import WIDTHS, is_wrapped

_PARAGRAPH: Final = 80
_SENTENCE: Final = 60
_SENTENCES: Final = 45
"""Columns on average of lines that are sentences: those of verse and of prayers are shorter."""
_NOUNS_IN_CAPITALS: Final = frozenset({"de", "lb"})
"""Languages in which a capital in mid-sentence says little."""
_HEADING_WORDS: Final = 12
_VERSE_WIDTH: Final = 100
_LOWER_VERSE: Final = 50
"""Columns of a line of verse without capitals, on average."""
_CHANCE: Final = 0.02
_EARLY: Final = 0.25
_ENDED: Final = 0.7
"""How often prose breaks before its width is filled: in mid-sentence, and where a sentence ends."""
_EXAMINED: Final = 4000
"""Characters that show how many words a text writes with a capital."""
_INNER_PAUSE: Final = re.compile(r"[^\W\d_]{2}[.,;:!?] [^\W\d_]")
_BROKEN: Final = re.compile(r"[^\W\d_][-‐¬]\n\s*[^\W\d_]")
_INNER_WORD: Final = re.compile(r"\s([^\W\d_])")
_WORDS: Final = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3041-\u9fff]|[^\W\d_]{2,}")
"""Words; in scripts without blanks, characters."""


def judge_wrapped(unit: Unit) -> Verdict | None:
    """Lines that fill a width, so that nearly none had room for the next word."""
    flow = unit.flow
    if flow is None or unit.any_marks & marks.LONG:
        return None
    if not (is_wrapped(unit.lines, flow) or (unit.language in _NOUNS_IN_CAPITALS and _goes_on_with_a_noun(unit))):
        return None
    if flow.width < WIDTHS.start and not (_INNER_PAUSE.search(unit.text, *unit.span) or _BROKEN.search(unit.text, *unit.span)):
        # Narrow lines that no sentence and no word cuts across could be verse.
        return None
    text = f"{flow.early} of {flow.breaks} breaks had room for the next word, {flow.lower} of {flow.inside} go on in lower case"
    return Verdict("wrapped-prose", text, flow.width)


def _goes_on_with_a_noun(unit: Unit) -> bool:
    """Whether a wide line goes on in a shorter one with a capital, where nouns are written so."""
    first, last = unit.lines[0], unit.lines[-1]
    is_cut = first.shape.cells >= _SENTENCE and not first.has(marks.ENDED | marks.PAUSED | marks.COLON)
    return unit.size == 2 and is_cut and last.shape.cells <= first.shape.cells and last.has(marks.ENDED | marks.COLON)


def judge_prose(unit: Unit) -> Verdict | None:
    """Lines that are paragraphs: long ones, or sentences that begin and end with the line."""
    if unit.size == 1:
        return _judge_paragraph(unit)
    lines = unit.lines
    whole = sum(line.has(marks.ENDED) and not line.has(marks.LOWER) for line in lines)
    wide = sum(line.shape.cells >= _PARAGRAPH for line in lines)
    spoken = unit.count(marks.SPOKEN)
    if whole >= 0.9 * unit.size and (2 * wide >= unit.size or 2 * spoken >= unit.size):
        return Verdict("prose", f"{count_lines(whole, unit.size)} are sentences from end to end")
    if 10 * whole >= 7 * unit.size and 2 * unit.count(marks.STOPPED) >= unit.size and unit.cells >= _SENTENCES * unit.size:
        return Verdict("prose", f"{count_lines(whole, unit.size)} are sentences, of {unit.cells // unit.size} columns on average")
    if wide == unit.size and 10 * unit.count(marks.ENDED) >= 6 * unit.size:
        return Verdict("prose", f"{unit.size} wide lines, {unit.count(marks.ENDED)} of them end a sentence")
    if wide == unit.size and not unit.any_marks & marks.LOWER and 2 * unit.count(marks.ENDED) >= unit.size:
        return Verdict("prose", f"{unit.size} wide lines, and none goes on in lower case")
    return None


def _judge_paragraph(unit: Unit) -> Verdict | None:
    line = unit.first
    cells = line.shape.cells
    words = len(_WORDS.findall(unit.read(line)[:400]))
    if line.has(marks.LONG) and words >= 8:
        return Verdict("prose", f"a line of {'more than ' if cells > 300 else ''}{min(cells, 300)} columns")
    if line.has(marks.ENDED) and words >= (1 if line.has(marks.SPOKEN) else 3) and not line.has(marks.LOWER):
        return Verdict("prose", "a line that begins and ends as a sentence")
    if line.has(marks.ENDED) and cells >= _SENTENCE and words >= 6:
        return Verdict("prose", f"a line of {cells} columns that ends a sentence")
    if cells >= _PARAGRAPH and words > _HEADING_WORDS and _share_capitals(unit) <= 0.5:
        return Verdict("prose", f"a line of {cells} columns and {words} words, few of them capitalised")
    return None


def judge_verse(unit: Unit) -> Verdict | None:
    """Lines that begin with capitals in mid-sentence, or that end before any width does."""
    flow = unit.flow
    if flow is None or flow.breaks < 2 or flow.width > _VERSE_WIDTH or unit.any_marks & marks.LONG:
        return None
    paused = unit.count(marks.PAUSED | marks.ENDED)
    # Lines of three words are those of a menu, unless they end as verses do.
    if unit.words < (3 if 3 * paused >= unit.size else 4.5) * unit.size and not unit.any_marks & marks.WIDE:
        return None
    if unit.count(marks.FIGURES | marks.LABEL | marks.GAPPED) * 4 > unit.size:
        return None
    said = f"{flow.early + flow.ended} of {flow.breaks} lines end early"
    # Lines that all fill a width, with sentences that end inside them, are German.
    may_be_filled = flow.early_share == 0 and unit.count(marks.CUT)
    if flow.upper and 5 * flow.upper >= 4 * flow.inside and not may_be_filled:
        share = _share_capitals(unit)
        # So many capitals at the starts of lines, and so much room at their ends, come by chance once in fifty blocks.
        if max(share, 0.1) ** flow.upper * _EARLY**flow.early * _ENDED**flow.ended <= _CHANCE and share <= 0.5:
            return Verdict("verse", f"{said}, {flow.upper} of {flow.inside} go on with a capital, of other words {share:.0%}")
    if flow.hanging and flow.hanging + flow.upper + flow.ended >= 3 and not flow.lower:
        return Verdict("verse", f"{said}, {flow.hanging} go on in an indented line")
    if flow.breaks < 3 or flow.mean > _LOWER_VERSE or flow.width > _SENTENCE:
        return None
    if not paused and flow.breaks >= 3 and flow.width < WIDTHS.start and unit.words <= 8 * unit.size:
        return Verdict("verse", f"{unit.size} short lines of {unit.words} words, and no pause at a line end")
    if flow.breaks >= 3 and 5 * paused >= 3 * unit.size and (flow.ended + flow.early or flow.width < WIDTHS.start):
        return Verdict("verse", f"{paused} of {unit.size} short lines end with a pause, {flow.early + flow.ended} of them early")
    if flow.early_share < 0.4:
        return None
    if flow.early and 2 * unit.count(marks.ENDED) <= unit.size and 2 * flow.upper <= flow.inside:
        return Verdict("verse", f"{said}, on average behind {flow.mean:.0f} columns")
    return None


def _share_capitals(unit: Unit) -> float:
    """Return the share of words inside lines that are written with a capital: names and addresses have many."""
    words = _INNER_WORD.findall(unit.text[unit.span.start : unit.span.end][:_EXAMINED].replace("\n", " "))
    return sum(map(str.isupper, words)) / len(words) if words else 0.0
