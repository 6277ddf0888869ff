r"""Hard-wrapped prose: lines that were broken at a fixed width, as in mail, typescripts and old books.

Whether a block is wrapped prose is read off its layout, after broken words were joined: some line stops in
mid-sentence, and one width explains the lines, each being as full as the first word of the next allows.
Lines that are short by intention (verse, lists, addresses, headings) are not full, and what merely looks
full but bears the marks of a list, of quoted mail, of a table or of code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE, Text
from cleaner.text import Edit, Span, find_blocks, runs_on

HARD_WRAP = Rule(
    id="unwrap.hard-wrap",
    certainty="likely",
    what="The lines of a hard-wrapped paragraph become one line: a space stands for each line end.",
    why="A line end in mid-sentence hides phrases from searches and makes two halves of a sentence.",
    leaves_alone="Verse, lists, tables, code, headings, addresses, quoted mail, paragraphs that stand on one "
    "line each, and scripts that write no spaces.",
    kinds=ANYWHERE,
    example=(
        "The council met for the whole of the long afternoon, and when\n"
        "the lamps were lit it had still found no name for the bridge\n"
        "over the river.",
        "The council met for the whole of the long afternoon, and when "
        "the lamps were lit it had still found no name for the bridge "
        "over the river.",
    ),
    inserts=" ",
)
UNCERTAIN = Rule(
    id="unwrap.uncertain",
    certainty="note",
    what="Lines that run on like hard-wrapped prose, in a block that no one width explains.",
    why="It may be prose that was wrapped by hand, or verse, or several paragraphs.",
    leaves_alone="It changes nothing.",
    kinds=ANYWHERE,
    example=(
        "The lamps along the quay were lit one by one as\nthe boats came home.",
        "The lamps along the quay were lit one by one as\nthe boats came home.",
    ),
)

_LINE_START: Final = re.compile(r"[\r\n][^\S\r\n]*([^\W\d_])")
_MARKED: Final = re.compile(
    r"[>|#]|[*•·‣▪●○+–—-]\s|\(?(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s|\[\d+\]|https?:|[=*~_-]{3}"
)
"""How a line of a list, of quoted mail, of a table or of notes begins."""
# Columns parted by three spaces or more, a tab, a bar; the leaders of a table of contents (`....`).
_TABULAR: Final = re.compile(r"\S(?: {3,}|\t| \| )\S|[._·]{4}")
# Ends and operators of statements, keywords at the beginning of a line, a closing tag, a shell prompt.
_CODE: Final = re.compile(
    r"[{};\\]$|\(\)|=>|[=!<>]=|^(?:def|class|import|return|var|let|const) |</\w+>|^[$%]"
)
# Thai and Lao, Myanmar, Khmer, Chinese and Japanese with their punctuation: a space at the join would be
# wrong there.
_UNSPACED_SCRIPTS: Final = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]"
_ORDINARY_BREAK: Final = re.compile(r"[ \t\xa0]*(?:\r\n|\r|\n)[ \t\xa0]*")

_WIDTHS: Final = range(40, 101)
"""Widths that prose is wrapped at."""
# With 25, verse passes for prose.
_STRAY: Final = 12
"""Characters that a line may be off the common width: as much as half a word that was moved up."""
# With 40, a sentence in two short lines is joined on no evidence; with 80, two lines of ordinary prose are
# not.
_FIRM: Final = 60
"""Characters from which the first of two lines that stops in mid-sentence was wrapped; less may be verse."""

Layout = Literal["wrapped", "doubtful", "other"]
"""Hard-wrapped prose; what looks like it here and there; anything else."""


class _WrapBlock(NamedTuple):
    """A block of several lines, and what its layout says."""

    lines: Sequence[Span]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Unwrap:
    r"""Joins the lines of hard-wrapped prose. A paragraph is joined whole or not at all.

    >>> from cleaner.pipeline import find_edits
    >>> text = ("He told them that the old bridge over the river was to\n"
    ...         "be closed in the spring, and that nobody would be let\n"
    ...         "across before the frost.")
    >>> [(edit.start, edit.end, edit.replacement) for edit in find_edits(Unwrap(), text)]
    [(54, 55, ' '), (108, 109, ' ')]
    """

    name: str = field(default="unwrap", init=False)
    rules: tuple[Rule, ...] = field(default=(HARD_WRAP, UNCERTAIN), init=False)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yields the line ends to join, and notes, block by block."""
        content = text.content
        several = [block for block in text.once(find_blocks) if len(block) > 1]
        # Nothing is wrapped where no line begins in lower case: two cheap prefilters.
        if not any(content[line.start].islower() for block in several for line in block[1:]):
            return
        if not any(match[1].islower() for match in _LINE_START.finditer(content)):
            return
        candidates = [_WrapBlock(block, _layout(content, block)) for block in several]
        wrapped = any(block.layout == "wrapped" for block in candidates)
        for block in candidates:
            # Two lines prove little, but beside wrapped blocks they are wrapped too.
            if block.layout == "wrapped" or (
                block.layout == "doubtful" and wrapped and len(block.lines) == 2
            ):
                yield from _join_lines(content, block.lines)
            elif block.layout == "doubtful":
                yield Edit(block.lines[0].end, block.lines[1].start, None, UNCERTAIN.id)


def _join_lines(text: str, lines: Sequence[Span]) -> Iterator[Edit]:
    """Yields a space for each line end; nothing where a dash stands at the word before it without a space."""
    for line, following in pairwise(lines):
        is_tight_dash = text[line.end - 1] == "—" and not text[line.end - 2 : line.end - 1].isspace()
        yield Edit(line.end, following.start, "" if is_tight_dash else " ", HARD_WRAP.id)


def _layout(text: str, lines: Sequence[Span]) -> Layout:
    """Classifies a block of at least two lines by its layout. The cheap and frequent reasons come first."""
    contents = [text[start:end] for start, end in lines]
    # No line stops in mid-sentence: nothing was wrapped, whatever the lengths say.
    if not any(runs_on(line, following) for line, following in pairwise(contents)):
        return "other"
    if any(_MARKED.match(line) or _TABULAR.search(line) or _CODE.search(line) for line in contents):
        return "other"
    if _scripts_without_spaces().search(text, lines[0].start, lines[-1].end) or _has_indents(text, lines):
        return "other"
    # A break with something unusual in it, such as a form feed, is meant.
    if not all(_ORDINARY_BREAK.fullmatch(text, a.end, b.start) for a, b in pairwise(lines)):
        return "other"
    if len(contents) == 2:
        return "wrapped" if len(contents[0]) in _WIDTHS and len(contents[0]) >= _FIRM else "doubtful"
    return "wrapped" if _is_one_width(contents) else "doubtful"


@cache
def _scripts_without_spaces() -> re.Pattern[str]:
    """Returns the pattern for scripts without spaces, compiled on first use: it costs the most."""
    return re.compile(_UNSPACED_SCRIPTS)


def _is_one_width(lines: Sequence[str]) -> bool:
    """Whether one width explains where the lines end: at least half exactly, and no line far from it.

    A line fits every width from its own length to where the first word of the next would have fitted.
    """
    ranges = [
        (len(line), len(line) + len(following.split(None, 1)[0])) for line, following in pairwise(lines)
    ]
    # A range opens (-1) before another closes (1) at the same width, which fits both.
    ends = sorted([(low, -1) for low, _ in ranges] + [(high, 1) for _, high in ranges])
    # A sweep over the ends of the ranges: `fitting` is how many lines the width `candidate` fits.
    fitting = best = width = 0
    for candidate, step in ends:
        fitting -= step
        if fitting > best:
            best, width = fitting, candidate
    # One line far off, as in verse, and the width explains nothing. The last line has no word behind it: it
    # may be shorter, never longer.
    off = max(max(low - width, width - high) for low, high in ranges)
    return 2 * best >= len(ranges) and off <= _STRAY and width in _WIDTHS and len(lines[-1]) <= width + _STRAY


def _has_indents(text: str, lines: Sequence[Span]) -> bool:
    """Whether lines after the first are indented: a quotation, code, verse, or paragraphs set off so."""
    # The first line may be indented alone: that is how a paragraph begins.
    indents = {_indent(text, line.start) for line in lines[1:]}
    return len(indents) > 1 or max(indents) >= 4 or max(indents) > _indent(text, lines[0].start)


def _indent(text: str, start: int) -> int:
    """Returns how many characters stand before `start` in its line, 40 at most."""
    low = max(0, start - 40)
    before = max(text.rfind("\n", low, start), text.rfind("\r", low, start), low - 1)
    return start - before - 1
