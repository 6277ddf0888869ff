"""Judges of prose: a paragraph a line, or wrapped."""

from __future__ import annotations

import re
from typing import Final

from cleaner.structure import marks, patterns
from cleaner.structure.flow import Flow
from cleaner.structure.passage import Passage, Verdict, count_lines
from cleaner.structure.verse import share_capitals
from cleaner.structure.wrapping import WIDTHS, is_wrapped

_PARAGRAPH: Final = 80
_SENTENCE: Final = 60
_SENTENCES: Final = 45
"""Columns on average of lines that are sentences: those of verse and of prayers are shorter."""
_NOUNS_IN_CAPITALS: Final = frozenset({"de", "lb"})
"""Languages in which a capital in mid-sentence says little."""
_BLANKS: Final = 4
"""Words, by their blanks, of a wide line of text."""
_HEADING_WORDS: Final = 12
_INNER_PAUSE: Final = re.compile(
    r"[.,;:!?…،؛؟۔।][\"'”’»)]* +(?=\S)|[、，。；：！？](?=[^\s])|\.\.\.(?=\w)| [-–—]+ |\w—\w|[\d/_@\\]\S"
)
"""The end of a clause inside a line, or what verse has not: figures, paths, identifiers."""
_BROKEN: Final = re.compile(r"[^\W\d_][-‐¬]\n\s*[^\W\d_]")
_WORDS: Final = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3041-\u9fff]|[^\W\d_]{2,}")
"""Words; in scripts without blanks, characters."""


def judge_wrapped(passage: Passage) -> Verdict | None:
    """Lines that fill a width, so that nearly none had room for the next word."""
    flow = passage.flow
    if flow is None or passage.any_marks & marks.LONG or 4 * passage.count(marks.CODE) > passage.size:
        return None
    if not (
        is_wrapped(passage.lines, flow)
        or (passage.language in _NOUNS_IN_CAPITALS and _goes_on_with_a_noun(passage))
    ):
        return None
    if not _run_across(passage, flow):
        return None
    room = f"{flow.early} of {flow.breaks} breaks had room for the next word"
    return Verdict("wrapped-prose", f"{room}, {flow.lower} of {flow.inside} go on in lower case", flow.width)


def _run_across(passage: Passage, flow: Flow) -> bool:
    """Whether clauses end inside the lines rather than with them; in verse, they end with them or nowhere.

    Lines that somebody broke at a width end at a pause one time in eight.
    """
    inner = len(_INNER_PAUSE.findall(passage.text, *passage.span))
    if flow.width < WIDTHS.start:
        return inner > 0 or _BROKEN.search(passage.text, *passage.span) is not None
    outer = sum(line.has(marks.PAUSED | marks.ENDED | marks.COLON) for line in passage.lines[:-1])
    if flow.width < _SENTENCE:
        return inner > outer or _BROKEN.search(passage.text, *passage.span) is not None
    if not inner and not outer:
        # A sentence and nothing but that, or lines that are too many to be full by chance.
        is_full = flow.breaks > 2 and not flow.early
        return is_full or passage.lines[-1].has(marks.ENDED | marks.COLON)
    return inner > outer or (inner == outer and not flow.early)


def _goes_on_with_a_noun(passage: Passage) -> bool:
    """Whether a wide line goes on in a shorter one with a capital, where nouns are written so."""
    first, last = passage.lines[0], passage.lines[-1]
    is_cut = first.shape.cells >= _SENTENCE and not first.has(marks.ENDED | marks.PAUSED | marks.COLON)
    return (
        passage.size == 2
        and is_cut
        and last.shape.cells <= first.shape.cells
        and last.has(marks.ENDED | marks.COLON)
    )


def judge_prose(passage: Passage) -> Verdict | None:
    """Lines that are paragraphs: long ones, or sentences that begin and end with the line."""
    if passage.size == 1:
        return _judge_paragraph(passage)
    lines = passage.lines
    whole = sum(line.has(marks.ENDED) and not line.has(marks.LOWER) for line in lines)
    wide = sum(line.shape.cells >= _PARAGRAPH for line in lines)
    spoken = passage.count(marks.SPOKEN)
    if whole >= 0.9 * passage.size and (2 * wide >= passage.size or 2 * spoken >= passage.size):
        return Verdict("prose", f"{count_lines(whole, passage.size)} are sentences from end to end")
    if (
        10 * whole >= 7 * passage.size
        and 2 * passage.count(marks.STOPPED) >= passage.size
        and passage.cells >= _SENTENCES * passage.size
    ):
        return Verdict(
            "prose",
            f"{count_lines(whole, passage.size)} are sentences, of {passage.cells // passage.size} columns",
        )
    if wide == passage.size and 10 * passage.count(marks.ENDED) >= 6 * passage.size:
        return Verdict(
            "prose", f"{passage.size} wide lines, {passage.count(marks.ENDED)} of them end a sentence"
        )
    if (
        wide == passage.size
        and not passage.any_marks & marks.LOWER
        and 2 * passage.count(marks.ENDED) >= passage.size
    ):
        return Verdict("prose", f"{passage.size} wide lines, and none goes on in lower case")
    return None


def _judge_paragraph(passage: Passage) -> Verdict | None:
    line = passage.first
    cells = line.shape.cells
    text = passage.read(line)[:400]
    words = len(_WORDS.findall(text))
    if patterns.TAGGED.match(text):
        return Verdict("table", "words with tags of their parts of speech")
    if line.shape.words < _BLANKS and cells > _PARAGRAPH and text.isascii():
        # What is that long without a blank is no text: an encoded file, a link.
        return None
    if line.has(marks.LONG) and words >= 8:
        return Verdict("prose", f"a line of {'more than ' if cells > 300 else ''}{min(cells, 300)} columns")
    if line.has(marks.ENDED) and words >= (1 if line.has(marks.SPOKEN) else 3) and not line.has(marks.LOWER):
        return Verdict("prose", "a line that begins and ends as a sentence")
    if line.has(marks.ENDED) and cells >= _SENTENCE and words >= 6:
        return Verdict("prose", f"a line of {cells} columns that ends a sentence")
    if cells >= _PARAGRAPH and words > _HEADING_WORDS and share_capitals(passage) <= 0.5:
        return Verdict("prose", f"a line of {cells} columns and {words} words, few of them capitalised")
    return None
