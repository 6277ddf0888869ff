"""Boilerplate: what a page says about itself around an article.

Scrape headers, share bars, "read more", newsletter boxes, cookie and script notices, copyright lines,
crumbs of navigation, photo credits, counters, marks of advertisements, and "This article originally
appeared on ...". Each is a rule of its own, and each is judged a whole line at a time, against phrase lists
that are data (`cleaner.stages.boilerplate.phrases`): a sentence that merely mentions cookies, copyright or
a newsletter is never one of them.

Most lines go at the head and the tail of a text only; inside it, only those that are unmistakable. Left
alone: lines in the middle of a hard-wrapped sentence, and texts that would have nothing left.

A line goes with its line break, and with the blank line after it where another stands before it. Where the
lines before and after it would come to look like one paragraph, hard-wrapped, a blank line stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.rule import Rule
from cleaner.stages.boilerplate.header import scrape_headers
from cleaner.stages.boilerplate.lines import Removal, removals
from cleaner.stages.boilerplate.rules import HEADER, OFF, RULES
from cleaner.text import Edit, Span

_HEADS = 8
"""How often a header may stand under lines that go."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The stage that takes boilerplate lines out.

    >>> from cleaner.pipeline import find_edits
    >>> text = "The article.\\n\\nShare on Facebook\\n\\nIts last line.\\n"
    >>> [(edit.rule, text[edit.start : edit.end]) for edit in find_edits(Boilerplate(), text)]
    [('boilerplate.share', 'Share on Facebook\\n\\n')]
    """

    name: str = "boilerplate"
    rules: tuple[Rule, ...] = RULES

    def edits(self, text: str) -> Iterator[Edit]:
        """One edit a header and a line."""
        start = 0
        found: list[Removal] = []
        for _ in range(_HEADS):
            for header in scrape_headers(text, start, _gone(found)):
                yield Edit(start, header.end, "", HEADER.id, {"metadata": {header.key: header.day}})
                start = header.end
            # Without its header a text may look like boilerplate as a whole; what was found with it goes.
            found = list(removals(text, start)) or _from(start, found)
            head = _head(text, start, found)
            below = head[-1].end if head else start
            if not any(scrape_headers(text, below, _gone(found))):
                break
            yield from map(_edit, head)
            start = below
            found = found[len(head) :]
        yield from map(_edit, found)


def _gone(found: Sequence[Removal]) -> list[Span]:
    """What goes of a text unless rules were selected by name."""
    return [Span(removal.start, removal.end) for removal in found if removal.rule not in OFF]


def _from(start: int, found: Sequence[Removal]) -> list[Removal]:
    """Those of `found` that stand behind `start`; the white space before it is no part of them."""
    return [removal._replace(start=max(start, removal.start)) for removal in found if removal.end > start]


def _head(text: str, start: int, found: Sequence[Removal]) -> list[Removal]:
    """The lines of `found` that have nothing before them that stays."""
    head: list[Removal] = []
    for removal in found:
        if text[start : removal.start].strip() or removal.rule in OFF:
            break
        head.append(removal)
        start = removal.end
    return head


def _edit(removal: Removal) -> Edit:
    return Edit(removal.start, removal.end, "", f"boilerplate.{removal.rule}", {"line": removal.line})
