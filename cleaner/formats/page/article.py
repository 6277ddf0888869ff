"""Which blocks of a page are its article: our own reading, where trafilatura is not there or gives up.

1. What the page's makers mark or name as something else (`nav`, `class="related"`, what is hidden) is set
   aside, unless most of the page's prose stands in it.
2. Every block is weighed: sentences for it, links and scraps against it. The article is the element with
   the greatest sum, sought in what is marked as one (`itemprop=articleBody`, `article`, `main`) where that
   holds a good part of the prose, else in all of the page.
3. Of its blocks, lists of links and headings with nothing below them go. A standfirst between the headline
   and the article is part of it.

Should nothing be left, all of the page is its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cleaner.formats.page import hints
from cleaner.formats.page.blocks import Block, Layout, Node, layout
from cleaner.soup import Caps

SENTENCE = 30
"""Characters from which a block that ends like a sentence is prose."""
PROSE = 80
"""Characters from which any block outside a list of links is prose."""
MOST = 0.5
"""Share of the page's prose that overrules what an element is called."""
SOME = 0.2
"""Share of the page's prose from which an element that is called the text of an article is believed."""
MARKED = 0.4
"""Share of the greatest sum from which an element that is marked as the article is believed."""

LITTLE = 100
"""Characters of an article below which what was set aside by name is looked at again."""

_END = re.compile(r"[.!?…。！？।؟]['\"”’»)\]]*\s*$|[。！？]")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")


def main_text(html: str, title: str, stated: str, caps: Caps) -> str:
    """The paragraphs of the article, parted by blank lines, from below its headline, which is `title`.

    `stated` is what JSON-LD gives as its text: a page whose text is only made by a script when it is shown
    may still state it there.
    """
    blocks = _below_headline(article(layout(html, caps)), title)
    text = "\n\n".join(block.text for block in blocks)
    stated = stated.strip()
    return stated if len(text) < LITTLE and len(stated) > 2 * len(text) else text


def article(page: Layout) -> list[Block]:
    """The blocks of the article, in order; all that can be read where no article can be told."""
    readable = [block for block in page.blocks if block.name != "title"]
    gone = _inherited(page.nodes, _set_aside(page))
    named = _chosen(page.nodes, [block for block in readable if not gone[block.node]])
    if _length(named) >= LITTLE:
        return named
    unnamed = _chosen(page.nodes, readable)
    return (named if 5 * _length(named) > _length(unnamed) else unnamed) or readable


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _below_headline(blocks: list[Block], title: str) -> list[Block]:
    """The blocks without a headline that says the title, and the scraps above it."""
    for index, block in enumerate(blocks):
        if _weight(block) > 0:
            break
        if block.name == "h1" and _same(block.text, title):
            return blocks[index + 1 :] or blocks
    return blocks


def _same(headline: str, title: str) -> bool:
    """Whether one holds the other: `<title>` often names the site as well."""
    one, other = ("".join(filter(str.isalnum, text)).lower() for text in (headline, title))
    return bool(one) and (one in other or (len(other) > 10 and other in one))


def _chosen(nodes: list[Node], blocks: list[Block]) -> list[Block]:
    sums = _totals(nodes, blocks, _weight)
    best = _container(nodes, sums)
    inside = _inherited(nodes, [index == best for index in range(len(nodes))])
    own = [index for index, block in enumerate(blocks) if inside[block.node]]
    if not own:
        return []
    start = _standfirst(blocks, own[0])
    return _tidy([*(b for b in blocks[start : own[0]] if _weight(b) > 0), *(blocks[index] for index in own)])


def _weight(block: Block) -> int:
    """How much prose a block holds; below 0 for links and scraps."""
    length = _size(block.text)
    if block.linked * 2 > len(block.text) and not (length > 200 and _END.search(block.text)):
        return -min(length, 100)
    if length >= SENTENCE and _END.search(block.text):
        return length - block.linked
    if block.name in hints.HEADING:
        return 0
    if length >= PROSE:
        return length - 2 * block.linked
    return -min(length, 30) if block.name == "li" else -5


def _size(text: str) -> int:
    """Length of a text; a letter of a script without spaces between words counts for three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text))


def _totals(nodes: list[Node], blocks: list[Block], weight: Callable[[Block], int]) -> list[int]:
    """The sum of the weights of the blocks in each node, at any depth."""
    sums = [0] * len(nodes)
    for block in blocks:
        sums[block.node] += weight(block)
    for index in range(len(nodes) - 1, 0, -1):
        sums[nodes[index].parent] += sums[index]
    return sums


def _inherited(nodes: list[Node], flags: list[bool]) -> list[bool]:
    """The flags, each handed down to all that stands in the node."""
    below = list(flags)
    for index in range(1, len(nodes)):
        below[index] = below[index] or below[nodes[index].parent]
    return below


def _set_aside(page: Layout) -> list[bool]:
    """Which nodes are something else than the article, by what they are called."""
    nodes = page.nodes
    prose = _totals(
        nodes, [b for b in page.blocks if b.name != "title"], lambda block: max(_weight(block), 0)
    )
    holds = [
        node.name in ("h1", "main")
        or hints.is_body(node.attributes)
        or (prose[index] > SOME * prose[0] and hints.body(node.attributes))
        for index, node in enumerate(nodes)
    ]
    for index in range(len(nodes) - 1, 0, -1):
        holds[nodes[index].parent] = holds[nodes[index].parent] or holds[index]
    return [
        node.name in hints.ASIDE
        or hints.hidden(node.attributes)
        or (not holds[index] and prose[index] < MOST * prose[0] and hints.boilerplate(node.attributes))
        for index, node in enumerate(nodes)
    ]


def _container(nodes: list[Node], sums: list[int]) -> int:
    """The node that is the article."""
    top = max(sums)
    marks: tuple[Callable[[Node], bool], ...] = (
        lambda node: hints.is_body(node.attributes),
        lambda node: node.name == "article",
        lambda node: node.name == "main",
    )
    for mark in marks:
        marked = [index for index, node in enumerate(nodes) if mark(node)]
        best = max(marked, key=lambda index: (sums[index], index), default=0)
        if best and sums[best] > MARKED * top:
            return _densest(nodes, sums, best)
    return _densest(nodes, sums, 0)


def _densest(nodes: list[Node], sums: list[int], top: int) -> int:
    """The node inside `top` with the greatest sum, the innermost of equals."""
    inside = _inherited(nodes, [index == top for index in range(len(nodes))])
    return max(
        (index for index in range(len(nodes)) if inside[index]), key=lambda index: (sums[index], index)
    )


def _standfirst(blocks: list[Block], first: int) -> int:
    """Where the article begins whose body begins with block `first`: after a headline shortly before it."""
    for index in range(first - 1, max(first - 12, -1), -1):
        if blocks[index].name == "h1":
            return index + 1
    return first


def _tidy(blocks: list[Block]) -> list[Block]:
    """The blocks without lists of links, and without headings that nothing stands below."""
    kept: list[Block] = []
    headings: list[Block] = []
    for block in blocks:
        if _leads(block):
            headings.append(block)
        elif block.linked * 2 > len(block.text) and _weight(block) < 0:
            headings.clear()
        else:
            kept += [*headings, block]
            headings.clear()
    return kept


def _leads(block: Block) -> bool:
    return block.name in hints.HEADING and _weight(block) <= 0
