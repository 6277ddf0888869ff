"""Boilerplate: the lines with which a page speaks of itself around an article.

Scrape headers, share bars, "read more", newsletter boxes, cookie and script notices, copyright lines,
crumbs of navigation, photo credits, counters, marks of advertisements, and "This article originally
appeared on ...". Each is a rule of its own. A line is compared as a whole with phrase lists
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
from cleaner.stages.boilerplate.header import find_headers
from cleaner.stages.boilerplate.lines import Removal, find_removals
from cleaner.stages.boilerplate.rules import HEADER, OFF, RULES
from cleaner.structure import Text
from cleaner.text import Edit, Span

_HEADS = 8
"""Times that headers and lines that go may take turns at the head of a text. The bound keeps the cost linear;
what stands below is left to the next round."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The stage that removes boilerplate lines.

    >>> from cleaner.pipeline import find_edits
    >>> text = "The article.\\n\\nShare on Facebook\\n\\nIts last line.\\n"
    >>> [(edit.rule, text[edit.start : edit.end]) for edit in find_edits(Boilerplate(), text)]
    [('boilerplate.share', 'Share on Facebook\\n\\n')]
    """

    name: str = "boilerplate"
    rules: tuple[Rule, ...] = RULES

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield one edit for each header and each line, in order."""
        content = text.content
        start = 0
        removals: list[Removal] = []
        for _ in range(_HEADS):
            # Lines that go by default count as gone: a header above a share bar is followed by the article.
            for header in find_headers(content, start, _default_spans(removals)):
                yield Edit(start, header.end, "", HEADER.id, {"metadata": {header.key: header.day}})
                start = header.end
            # Without its header the whole text may look like boilerplate, and then nothing is found in it.
            # But the header went because of the lines that were found with it, so these go in any case.
            removals = list(find_removals(content, start)) or _clip_removals(start, removals)
            head = _select_head(content, start, removals)
            below = head[-1].end if head else start
            if not any(find_headers(content, below, _default_spans(removals))):
                break
            yield from map(_make_edit, head)
            start = below
            removals = removals[len(head) :]
        yield from map(_make_edit, removals)


def _default_spans(removals: Sequence[Removal]) -> list[Span]:
    """Return the spans that go under the default rules."""
    return [Span(removal.start, removal.end) for removal in removals if removal.rule not in OFF]


def _clip_removals(start: int, removals: Sequence[Removal]) -> list[Removal]:
    """Return the removals after `start`, without the white space that they have before it."""
    return [removal._replace(start=max(start, removal.start)) for removal in removals if removal.end > start]


def _select_head(text: str, start: int, removals: Sequence[Removal]) -> list[Removal]:
    """Return the removals that have nothing before them that stays."""
    head: list[Removal] = []
    for removal in removals:
        if text[start : removal.start].strip() or removal.rule in OFF:
            break
        head.append(removal)
        start = removal.end
    return head


def _make_edit(removal: Removal) -> Edit:
    return Edit(removal.start, removal.end, "", f"boilerplate.{removal.rule}", {"line": removal.line})
