"""What looks like a tag in a text of another kind: names of speakers, Perl's own markup, code."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from cleaner.stages.markup.names import is_known
from cleaner.stages.markup.scanner import MarkupToken
from cleaner.structure import Text, TextBlock, find_structure
from cleaner.text import Span

_LINE_START = re.compile(
    r"^[ \t]*(?:[\[(]?[\d:./ -]{3,20}[\])]?[ \t]*)?<[@+%~&]?([^\s<>]{1,30})>[ \t]", re.MULTILINE
)
"""A line of chat: perhaps a time, then the speaker in pointed brackets."""
_POD_COMMAND = re.compile(r"^=(?:head\d|over|item|cut|pod|back|encoding)\b", re.MULTILINE)


_LITERAL = re.compile(
    r"^[^\n]*::[^\n]*\n(?:[ \t]*+\n)++(?P<listing>(?:[ \t]++\S[^\n]*+(?:\n|\Z)|[ \t]*+\n)++)", re.MULTILINE
)
"""What is indented behind a line of reStructuredText that ends in `::`, or is a directive for code."""
_OTHER_LINE = re.compile(r"^[ \t]*+[^\s<]", re.MULTILINE)
_OPENS_LITERAL = re.compile(r"\s*\.\. (?:code|code-block|sourcecode|parsed-literal)::|.*::[ \t]*(?:\n|\Z)")


def find_literals(text: str) -> tuple[Span, ...]:
    """Return the literal blocks of reStructuredText, in order."""
    if "::" not in text:
        return ()
    return tuple(
        Span(*match.span("listing"))
        for match in _LITERAL.finditer(text)
        if _OPENS_LITERAL.match(match.group())
    )


def has_pod(text: str) -> bool:
    """Whether a text has commands of POD, the documentation of Perl."""
    return _POD_COMMAND.search(text) is not None


def find_speakers(text: str) -> frozenset[int]:
    """Return where lines of chat name a speaker in pointed brackets, if any of them is no element of HTML.

    >>> sorted(find_speakers("<br> Hello.\\n<jan> What?\\n<br> Nothing."))
    [0, 12, 24]
    """
    lines = [(match.start(1) - 1, match[1]) for match in _LINE_START.finditer(text)]
    if all(is_known(name.strip("/@+%~&").lower()) for _, name in lines):
        return frozenset()
    return frozenset(start for start, _ in lines)


def drop_what_is_no_markup(text: Text, tokens: Sequence[MarkupToken]) -> list[MarkupToken]:
    """Return the tokens without those that are none in a text of this kind."""
    content = text.content
    speakers = text.once(find_speakers)
    kept = [token for token in tokens if token.start not in speakers]
    if text.once(has_pod):
        kept = [token for token in kept if not _is_pod(content, token)]
    if any(token.visible == "|" for token in kept):
        kept = [token for token in kept if token.visible != "|" or not _is_in_table(text, token)]
    listings = [*_find_listings(text, kept)] if text.hints.kind is None else text.structure.blocks
    code = [block.span for block in listings if block.kind == "code"]
    tables = [block.span for block in listings if block.kind == "table"]
    for spans in (text.once(find_literals), code):
        if spans:
            kept = [token for token in kept if not _is_in(token, spans)]
    # In a cell a tag may be the way to break a line; an entity is what it is elsewhere.
    return (
        [token for token in kept if token.kind == "entity" or not _is_in(token, tables)] if tables else kept
    )


def _is_in(token: MarkupToken, spans: Sequence[Span]) -> bool:
    """Whether a token begins in one of the spans, which are in order."""
    place = bisect_right(spans, token.start, key=lambda span: span.start) - 1
    return place >= 0 and token.start < spans[place].end


def _is_in_table(text: Text, token: MarkupToken) -> bool:
    """Whether a token stands in a table, where a bar would part its cell."""
    return any(block.kind == "table" for block in text.structure.blocks_at(token.start, token.end))


def _is_pod(text: str, token: MarkupToken) -> bool:
    """Whether a `<` follows a letter of POD: `C<br>` is the word br, as code."""
    before = text[max(0, token.start - 2) : token.start]
    return token.kind == "tag" and before[-1:] in tuple("BCEFILSXZ") and not before[:-1].isalnum()


def _may_be_listing(text: str, block: TextBlock) -> bool:
    """Whether a block of code or a table has an indent, or several lines that do not all begin with a tag.

    The source of a page has lines that do, and one line that looks like code is often none.
    """
    start, end = block.span
    if block.kind not in ("code", "table"):
        return False
    if text[max(0, start - 4) : start] == "    ":
        return True
    return "\n" in text[start:end] and _OTHER_LINE.search(text, start, end) is not None


def _find_listings(text: Text, tokens: Sequence[MarkupToken]) -> Iterator[TextBlock]:
    """Yield the blocks that are code or tables also without what may be markup in them: a page's source is
    not."""
    if not tokens or text.kinds.isdisjoint(("code", "table")):
        return
    starts = [token.start for token in tokens]
    for block in text.structure.blocks:
        if _may_be_listing(text.content, block):
            inside = tokens[bisect_left(starts, block.span.start) : bisect_left(starts, block.span.end)]
            if inside and _is_kind_without(text.content, block, inside):
                yield block


def _is_kind_without(text: str, block: TextBlock, tokens: Sequence[MarkupToken]) -> bool:
    """Whether a block is of its kind also without the tokens."""
    pieces: list[str] = []
    position = block.span.start
    for token in tokens:
        pieces += text[position : token.start], token.visible
        position = token.end
    rest = "".join(pieces) + text[position : block.span.end]
    return {other.kind for other in find_structure(rest).blocks} == {block.kind}
