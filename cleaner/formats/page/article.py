"""Which blocks of a page are its article."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaner.formats.page import hints
from cleaner.formats.page.blocks import Block, Layout, Node, layout
from cleaner.soup import Caps

_END = re.compile(r"[.!?…。！？।؟]['\"”’»)\]]*\s*$|[。！？]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff\u0e00-\u0e7f]")


def size(text: str) -> int:
    """Length of a text, a character of a script that writes a word in one or two counted for three."""
    return len(text) + 2 * len(_WIDE.findall(text)) if not text.isascii() else len(text)


def prose(block: Block) -> int:
    """How much prose a block holds; below 0 for links."""
    length = size(block.text)
    if block.linked * 2 > len(block.text):
        return -min(length, 100)
    if block.name in hints.HEADING:
        return 0
    if length >= 80 or (length >= 30 and _END.search(block.text)):
        return length - 2 * block.linked
    return -min(length, 30) if block.name == "li" else -5


def totals(nodes: list[Node], blocks: list[Block], weights: list[int]) -> list[int]:
    sums = [0] * len(nodes)
    for block, weight in zip(blocks, weights, strict=True):
        sums[block.node] += weight
    for index in range(len(nodes) - 1, 0, -1):
        sums[nodes[index].parent] += sums[index]
    return sums


def inherited(nodes: list[Node], flags: list[bool]) -> list[bool]:
    out = list(flags)
    for index in range(1, len(nodes)):
        out[index] = out[index] or out[nodes[index].parent]
    return out


def main_text(html: str, stated: str, caps: Caps) -> str:
    blocks = article(layout(html, caps))
    text = "\n\n".join(block.text for block in blocks)
    if len(text) < 200 and len(stated) > 2 * len(text):
        return stated.strip()
    return text


def article(page: Layout) -> list[Block]:
    nodes, blocks = page
    gone = inherited(nodes, unwanted(page))
    left = [block for block in blocks if not gone[block.node]]
    if sum(size(b.text) for b in left) < 0.2 * sum(size(b.text) for b in blocks if b.linked * 2 < len(b.text)):
        left = blocks
    weights = [prose(block) for block in left]
    sums = totals(nodes, left, weights)
    best = container(nodes, sums)
    inside = inherited(nodes, [index == best for index in range(len(nodes))])
    return tidy([block for block in left if inside[block.node]])


def container(nodes: list[Node], sums: list[int]) -> int:
    top = max(sums)
    for wanted in (body, lambda n: n.name == "article", lambda n: n.name == "main"):
        marked = [index for index, node in enumerate(nodes) if wanted(node)]
        if marked:
            best = max(marked, key=lambda index: (sums[index], index))
            if sums[best] > 0.4 * top:
                top_in = best
                return deepest(nodes, sums, top_in)
    return deepest(nodes, sums, 0)


def deepest(nodes, sums, under):
    inside = inherited(nodes, [i == under for i in range(len(nodes))])
    return max((i for i in range(len(nodes)) if inside[i]), key=lambda i: (sums[i], i))


def body(node: Node) -> bool:
    return "articlebody" in node.attributes.get("itemprop", "").lower()


def unwanted(page: Layout) -> list[bool]:
    nodes = page.nodes
    keeps = [body(n) or n.name in ("article", "main", "h1", "body", "html") for n in nodes]
    for i in range(len(nodes) - 1, 0, -1):
        keeps[nodes[i].parent] = keeps[nodes[i].parent] or keeps[i]
    return [
        n.name in hints.ASIDE or hints.hidden(n.attributes) or (hints.boilerplate(n.attributes) and not keeps[i])
        for i, n in enumerate(nodes)
    ]


def tidy(blocks: list[Block]) -> list[Block]:
    kept = [b for b in blocks if b.linked * 2 <= len(b.text)]
    while kept and kept[-1].name in hints.HEADING:
        kept.pop()
    return kept
