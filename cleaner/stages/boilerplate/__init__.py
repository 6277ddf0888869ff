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

from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.rule import Rule
from cleaner.stages.boilerplate.header import scrape_headers
from cleaner.stages.boilerplate.lines import removals
from cleaner.stages.boilerplate.rules import HEADER, RULES
from cleaner.text import Edit


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The stage that takes boilerplate lines out.

    >>> text = "The article.\\n\\nShare on Facebook\\n\\nIts last line.\\n"
    >>> [(edit.rule, text[edit.start : edit.end]) for edit in Boilerplate().edits(text)]
    [('boilerplate.share', 'Share on Facebook\\n\\n')]
    """

    name: str = "boilerplate"
    rules: tuple[Rule, ...] = RULES

    def edits(self, text: str) -> Iterator[Edit]:
        """One edit a header and a line."""
        start = 0
        for header in scrape_headers(text):
            yield Edit(start, header.end, "", HEADER.id, {"metadata": {header.key: header.day}})
            start = header.end
        for removal in removals(text, start):
            yield Edit(removal.start, removal.end, "", f"boilerplate.{removal.rule}", {"line": removal.line})
