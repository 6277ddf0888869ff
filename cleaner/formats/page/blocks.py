"""A page as paragraphs, each with the element that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.formats.page import hints
from cleaner.soup import Caps, ElementStart, walk


class Block(NamedTuple):
    """A paragraph, a heading, an item or a table row, as it stands on the page."""

    text: str
    linked: int
    """Characters of it that are the text of links."""
    node: int
    """Index of the innermost block element around it."""
    name: str
    """Name of that element."""


class Node(NamedTuple):
    """A block element."""

    name: str
    parent: int
    """Index of the block element around it, always smaller than its own; the root is its own parent."""
    attributes: dict[str, str]


class PageLayout(NamedTuple):
    """The block elements of a page in reading order, and the blocks in them."""

    nodes: list[Node]
    blocks: list[Block]


_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACED_BREAK = re.compile(r" ?\n ?")


@dataclass(slots=True)
class _LayoutBuilder:
    """Builds the layout of a page from the steps of `walk`."""

    nodes: list[Node] = field(default_factory=lambda: [Node("", 0, {})])
    blocks: list[Block] = field(default_factory=list)
    path: list[int] = field(default_factory=lambda: [0])
    """Indices of the block elements that are open."""
    pieces: list[str] = field(default_factory=list)
    """The text of the block that has begun."""
    linked: int = 0
    """Characters of it that are the text of links."""
    links: int = 0
    verbatim: int = 0
    silent: int = 0
    """How many links, `pre` elements and elements without text are open (the last three)."""

    def add_text(self, text: str) -> None:
        """Take a piece of text into the block."""
        if not self.silent:
            piece = text if self.verbatim else _SPACE.sub(" ", text)
            self.pieces.append(piece)
            if self.links:
                self.linked += len(piece.strip())

    def end_block(self) -> None:
        """End the block that has begun, if it has a text."""
        text = "".join(self.pieces)
        if text and not text.isspace():
            if not self.verbatim:
                text = _SPACED_BREAK.sub("\n", re.sub(r" {2,}", " ", text))
            node = self.path[-1]
            # Two line breaks (`<br><br>`) part paragraphs. Each gets its share of the linked characters.
            for part in re.split(r"\n{2,}", text.strip(" \t\n\r\f")):
                if part and not part.isspace():
                    share = self.linked * len(part) // len(text)
                    self.blocks.append(Block(part.strip(), share, node, self.nodes[node].name))
        self.pieces.clear()
        self.linked = 0

    def begin_element(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if self.silent or name in hints.SILENT:
            self.silent += 1
        elif name in hints.BLOCK:
            self.end_block()
            self.nodes.append(Node(name, self.path[-1], attributes))
            self.path.append(len(self.nodes) - 1)
            self.verbatim += name == "pre"
        elif name == "br":
            self.pieces.append("\n")
        elif name in ("td", "th"):
            self.pieces.append("\t")
        self.links += not self.silent and name == "a"

    def end_element(self, name: str) -> None:
        """Take the end of an element."""
        if self.silent:
            self.silent -= 1
            return
        self.links -= name == "a" and self.links > 0
        if name in hints.BLOCK:
            self.end_block()
            self.path.pop()
            self.verbatim -= name == "pre"


def lay_out(html: str, caps: Caps) -> PageLayout:
    """Lay out a page as its blocks. Raises `SoupLimit` past a cap.

    >>> [block.text for block in lay_out("<h1>Rain</h1><p>It  rained<br>all <i>day</i>.", Caps()).blocks]
    ['Rain', 'It rained\\nall day.']
    """
    builder = _LayoutBuilder()
    for step in walk(html, caps):
        if isinstance(step, str):
            builder.add_text(step)
        elif isinstance(step, ElementStart):
            builder.begin_element(step.name, step.attributes)
        else:
            builder.end_element(step.name)
    builder.end_block()
    return PageLayout(builder.nodes, builder.blocks)
