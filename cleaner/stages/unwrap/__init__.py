r"""Hard-wrapped prose: lines that were broken at a width, as in mail, typescripts, old books and PDF text.

Whether lines are wrapped, at which width, and which of their ends the wrap made says `cleaner.structure`.
This stage joins them, and adds what rests on more than a block: lines that fill the width of the wrapped
paragraphs around them (`neighbours`), and mail that says itself which lines go on (`flowed`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from cleaner.rule import Rule
from cleaner.stages.unwrap.flowed import FLOWED, find_flowed_ends
from cleaner.stages.unwrap.joint import join_lines
from cleaner.stages.unwrap.korean import breaks_words, is_between_syllables
from cleaner.stages.unwrap.neighbours import NEIGHBOURS, find_neighbour_ends, measure_document
from cleaner.structure import Kind, Text, TextBlock, read_lines_of
from cleaner.text import Edit, runs_on

__all__ = ["Unwrap"]

_KINDS: Final[frozenset[Kind]] = frozenset(
    {"wrapped-prose", "list", "numbered-provisions", "references", "speaker-turns"}
)
HARD_WRAP = Rule(
    id="unwrap.hard-wrap",
    certainty="likely",
    what="The lines of a hard-wrapped paragraph become one line: a space stands for each line end, and "
    "nothing in Chinese and Japanese. The same goes for the items of a list, the provisions of a law, the "
    "entries of a bibliography and what a speaker says, where their lines fill a width.",
    why="A line end in mid-sentence hides phrases from searches and makes two halves of a sentence.",
    leaves_alone="Verse, lists of short items, tables, code, headings, addresses, quoted mail, paragraphs "
    "that stand on one line each: all lines that end where their author ended them. A line end behind the "
    "hyphen of a word is left to `hyphenation`; Korean stays where lines are filled to the last "
    "syllable, so that words are broken.",
    kinds=_KINDS,
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
    kinds=frozenset({"unknown", "wrapped-prose"}),
    example=(
        "The lamps along the quay were lit one by one as\nthe boats came home.",
        "The lamps along the quay were lit one by one as\nthe boats came home.",
    ),
)

_BELOW: Final = re.compile(r"[\r\n][ \t]*[^\s]")
"""The end of a line that has another one below it. It begins with the rarest character: so it is fast."""
_SENTENCE_ENDS: Final = (".", "!", "?")
_NARROWEST: Final = 40
"""Columns of wrapped lines that are joined; narrower ones can be verse."""
_FIRM: Final = 60
"""Columns from which two lines were wrapped without more evidence; less may be verse. With 40, a sentence in
two short lines is joined on no evidence; with 80, two lines of ordinary prose are not."""


@dataclass(frozen=True, slots=True)
class Unwrap:
    r"""Joins the lines of hard-wrapped paragraphs.

    >>> from cleaner.pipeline import find_edits
    >>> text = ("He told them that the old bridge over the river was to\n"
    ...         "be closed in the spring, and that nobody would be let\n"
    ...         "across before the frost.")
    >>> [(edit.start, edit.end, edit.replacement) for edit in find_edits(Unwrap(), text)]
    [(54, 55, ' '), (108, 109, ' ')]
    """

    name: str = field(default="unwrap", init=False)
    rules: tuple[Rule, ...] = field(default=(HARD_WRAP, NEIGHBOURS, FLOWED, UNCERTAIN), init=False)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yields the line ends to join, and notes, block by block."""
        content = text.content
        if not _may_run_on(content):
            return
        blocks = text.structure.blocks
        flowed = find_flowed_ends(content, blocks)
        sure = [block for block in blocks if _is_sure(block) and block not in flowed]
        width = measure_document(sure)
        is_broken = breaks_words(content, sure)
        for block in blocks:
            if block in flowed:
                yield from flowed[block]
            elif _is_wrapped(block) and (sure or _is_sure(block)):
                if not (is_broken and is_between_syllables(content, block)):
                    yield from join_lines(content, block.line_ends, HARD_WRAP.id)
            else:
                yield from find_neighbour_ends(content, block, width) or _find_doubt(content, block)


def _may_run_on(content: str) -> bool:
    """Whether some line ends no sentence and has another one below it: without, nothing is wrapped."""
    for match in _BELOW.finditer(content):
        end = match.start()
        while end and content[end - 1] in " \t\r":
            end -= 1
        if end and content[end - 1] != "\n" and not content.endswith(_SENTENCE_ENDS, 0, end):
            return True
    return False


def _is_wrapped(block: TextBlock) -> bool:
    return len(block.line_ends) > 0 and block.kind in _KINDS and (block.width or 0) >= _NARROWEST


def _is_sure(block: TextBlock) -> bool:
    """Whether a block is wrapped by its own evidence; two short lines are so only beside other wrapped
    blocks."""
    return _is_wrapped(block) and (len(block.line_ends) > 1 or (block.width or 0) >= _FIRM)


def _find_doubt(content: str, block: TextBlock) -> list[Edit]:
    """Return a note on the first line of a block that runs on, if there is one."""
    if block.kind not in UNCERTAIN.kinds:
        return []
    for above, line in pairwise(read_lines_of(content, block.span)):
        if runs_on(content[above.start : above.end], content[line.start : line.end]):
            return [Edit(above.end, line.start, None, UNCERTAIN.id)]
    return []
