"""Finds the blocks of a page that are its article: our own reading, without trafilatura.

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
from cleaner.formats.page.blocks import Block, Node, PageLayout, lay_out
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


def find_main_text(html: str, title: str, stated: str, caps: Caps) -> str:
    """Find the paragraphs of the article, parted by blank lines, from below its headline, which is `title`.

    `stated` is what JSON-LD gives as its text: a page whose text is only made by a script when it is shown
    may still state it there.
    """
    blocks = _cut_headline(find_article(lay_out(html, caps)), title)
    text = "\n\n".join(block.text for block in blocks)
    stated = stated.strip()
    return stated if len(text) < LITTLE and len(stated) > 2 * len(text) else text


def find_article(page: PageLayout) -> list[Block]:
    """Find the blocks of the article, in order; all that can be read where no article stands out."""
    readable = [block for block in page.blocks if block.name != "title"]
    aside = _inherit(page.nodes, _find_asides(page))
    by_name = _choose_blocks(page.nodes, [block for block in readable if not aside[block.node]])
    if _count_characters(by_name) >= LITTLE:
        return by_name
    # Little is left: the names may lie, and the article may stand in what was set aside.
    of_all = _choose_blocks(page.nodes, readable)
    return (by_name if 5 * _count_characters(by_name) > _count_characters(of_all) else of_all) or readable


def _count_characters(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _cut_headline(blocks: list[Block], title: str) -> list[Block]:
    """The blocks without a headline that says the title, and the scraps above it."""
    for index, block in enumerate(blocks):
        if _weight(block) > 0:
            break
        if block.name == "h1" and _is_title(block.text, title):
            return blocks[index + 1 :] or blocks
    return blocks


def _is_title(headline: str, title: str) -> bool:
    """Whether a headline says the title: one holds the other, as `<title>` often names the site as well."""
    one, other = ("".join(filter(str.isalnum, text)).lower() for text in (headline, title))
    # A short title (the name of the site) is in many a headline.
    return bool(one) and (one in other or (len(other) > 10 and other in one))


def _choose_blocks(nodes: list[Node], blocks: list[Block]) -> list[Block]:
    """The blocks of the container with the most prose, and the standfirst before it, without lists of
    links."""
    sums = _sum_weights(nodes, blocks, _weight)
    container = _find_container(nodes, sums)
    inside = _inherit(nodes, [index == container for index in range(len(nodes))])
    indices = [index for index, block in enumerate(blocks) if inside[block.node]]
    if not indices:
        return []
    start = _find_standfirst(blocks, indices[0])
    standfirst = (block for block in blocks[start : indices[0]] if _weight(block) > 0)
    return _drop_links([*standfirst, *(blocks[index] for index in indices)])


def _weight(block: Block) -> int:
    """How much prose a block holds; below 0 for links and scraps."""
    length = _measure(block.text)
    # More than half of it is links: a menu, unless it is a long sentence with many.
    if block.linked * 2 > len(block.text) and not (length > 200 and _END.search(block.text)):
        return -min(length, 100)
    if length >= SENTENCE and _END.search(block.text):
        return length - block.linked
    if block.name in hints.HEADING:
        return 0
    if length >= PROSE:
        return length - 2 * block.linked
    return -min(length, 30) if block.name == "li" else -5


def _measure(text: str) -> int:
    """The length of a text; a letter of a script without spaces between words counts for three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text))


def _sum_weights(nodes: list[Node], blocks: list[Block], weight: Callable[[Block], int]) -> list[int]:
    """The sum of the weights of the blocks in each node, at any depth."""
    sums = [0] * len(nodes)
    for block in blocks:
        sums[block.node] += weight(block)
    # A node comes behind its parent, so that backwards all of its own children are in its sum.
    for index in range(len(nodes) - 1, 0, -1):
        sums[nodes[index].parent] += sums[index]
    return sums


def _inherit(nodes: list[Node], flags: list[bool]) -> list[bool]:
    """The flags, each passed on to all nodes inside its node."""
    below = list(flags)
    for index in range(1, len(nodes)):
        below[index] = below[index] or below[nodes[index].parent]
    return below


def _find_asides(page: PageLayout) -> list[bool]:
    """Which nodes are something else than the article, by what they are called."""
    nodes = page.nodes
    prose = _sum_weights(
        nodes, [b for b in page.blocks if b.name != "title"], lambda block: max(_weight(block), 0)
    )
    # What holds the article is not set aside, whatever it is called: so nor is what is around it.
    holds = [
        node.name in ("h1", "main")
        or hints.is_marked_as_body(node.attributes)
        or (prose[index] > SOME * prose[0] and hints.is_called_body(node.attributes))
        for index, node in enumerate(nodes)
    ]
    for index in range(len(nodes) - 1, 0, -1):
        holds[nodes[index].parent] = holds[nodes[index].parent] or holds[index]
    return [
        node.name in hints.ASIDE
        or hints.is_hidden(node.attributes)
        or (not holds[index] and prose[index] < MOST * prose[0] and hints.is_boilerplate(node.attributes))
        for index, node in enumerate(nodes)
    ]


def _find_container(nodes: list[Node], sums: list[int]) -> int:
    """The node that is the article: in the first kind of mark that enough prose bears out, else in the
    page."""
    top = max(sums)
    marks: tuple[Callable[[Node], bool], ...] = (
        lambda node: hints.is_marked_as_body(node.attributes),
        lambda node: node.name == "article",
        lambda node: node.name == "main",
    )
    for mark in marks:
        marked = [index for index, node in enumerate(nodes) if mark(node)]
        best = max(marked, key=lambda index: (sums[index], index), default=0)
        if best and sums[best] > MARKED * top:
            return _find_densest(nodes, sums, best)
    return _find_densest(nodes, sums, 0)


def _find_densest(nodes: list[Node], sums: list[int], top: int) -> int:
    """The node inside `top` with the greatest sum, the innermost of equals."""
    inside = _inherit(nodes, [index == top for index in range(len(nodes))])
    return max(
        (index for index in range(len(nodes)) if inside[index]), key=lambda index: (sums[index], index)
    )


def _find_standfirst(blocks: list[Block], first: int) -> int:
    """Where the article begins whose body begins with block `first`: after a headline shortly before it."""
    # A headline more than a dozen blocks before belongs to something else.
    for index in range(first - 1, max(first - 12, -1), -1):
        if blocks[index].name == "h1":
            return index + 1
    return first


def _drop_links(blocks: list[Block]) -> list[Block]:
    """The blocks without lists of links, and without headings that nothing stands below."""
    article: list[Block] = []
    headings: list[Block] = []
    for block in blocks:
        if _is_heading(block):
            headings.append(block)
        elif block.linked * 2 > len(block.text) and _weight(block) < 0:
            headings.clear()
        else:
            article += [*headings, block]
            headings.clear()
    return article


def _is_heading(block: Block) -> bool:
    """Whether a block leads to others: a heading that is no sentence by itself."""
    return block.name in hints.HEADING and _weight(block) <= 0
