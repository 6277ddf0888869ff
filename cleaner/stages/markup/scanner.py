"""Finds the tags, comments and entities of a text, in one linear pass.

The scanner is stricter than a browser, which takes every `<` before a letter for a tag. A tag here has a
known name and attributes that are attributes; an entity has a known name and its semicolon. And it is
careful with seams: nothing is a token whose removal would make a tag or an entity of the text on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from cleaner.stages.markup.attributes import ATTRIBUTE, are_attributes
from cleaner.stages.markup.entities import decode_entity
from cleaner.stages.markup.names import PLAIN, break_level, is_known

MarkupKind = Literal["tag", "comment", "script", "entity"]


class MarkupToken(NamedTuple):
    """A piece of markup, `text[start:end]`.

    `name` is that of the element or the entity, `visible` what a reader of the page sees of it: the character
    of an entity, nothing of the others.
    """

    start: int
    end: int
    kind: MarkupKind
    name: str = ""
    visible: str = ""


# The patterns never give back what they took (`*+`, `++`), so that hostile text costs linear time.
_OPENER = re.compile("[<>&]")
_TAG = re.compile(
    rf"""<(/)?([A-Za-z][A-Za-z0-9:-]*+)((?:(?:[ \t\r\n]++|(?<=["'])){ATTRIBUTE})*+)[ \t\r\n/]*+>""",
)
# With a semicolon always: `?a=1&copy=2` is an address. `amp;` may be repeated, as in text escaped twice
# (`&amp;ldquo;`). 7 and 6 figures are what the largest code point needs; HTML 5 has names of 31 letters.
_ENTITY = re.compile(r"&((?:amp;)*)(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Doctype, the end of a conditional comment, XML declaration. The bound of 300 keeps the search linear.
_DECLARATION = re.compile(r"<!doctype\s[^<>]{0,300}>|<!\[endif\](?:--)?>|<\?xml\s[^<>]{0,300}>", re.I)
_SCRIPT_END = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style")}
_COMMENT_END = re.compile("-->")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;/?([A-Za-z][A-Za-z0-9]{0,15})(?:\s[^<>&]{0,200})?/?&(?:amp;)*gt;")
# What the text on both sides of a token may be a part of; such a token stays, or a new tag would come to be:
# `<<b>b>` without `<b>` is `<b>`, and `&<i>lt;` without `<i>` is `&lt;`.
_HALF_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*+)?+")
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9:-]*+)\s*+>")
_OPEN_ENTITY = re.compile(r"&#?[A-Za-z0-9]{0,32}\Z")
_OPEN_TAG = re.compile(r"<[/!?]?(?:[A-Za-z][A-Za-z0-9:-]{0,32})?\Z|<!-{1,2}\Z")
_NAME_END = re.compile(r"[A-Za-z0-9#]{0,33}(;?)")


def scan_markup(text: str) -> Iterator[MarkupToken]:
    """Yields every tag, comment and entity that a reader was not meant to see, in order.

    >>> text = "<p>x <3 y</p> S&amp;P; <b and c> <jane@example.org>"
    >>> [text[token.start : token.end] for token in scan_markup(text)]
    ['<p>', '</p>', '&amp;']
    """
    scanner = _Scanner(text)
    position = 0
    while match := _OPENER.search(text, position):
        at = match.start()
        scanner.keep_text(position, at)
        token = scanner.token_at(at)
        if token:
            scanner.append_visible(_visible_text(token))
            yield token
        else:
            scanner.keep_mark(at)
        position = token.end if token else at + 1


def find_escaped_tag(text: str) -> MarkupToken | None:
    """Returns the first tag that is written with entities for its angle brackets.

    >>> find_escaped_tag("a &lt;b&gt; c")
    MarkupToken(start=2, end=11, kind='tag', name='b', visible='')
    """
    for match in _ESCAPED_TAG.finditer(text):
        if is_known(match.group(1).lower()):
            return MarkupToken(match.start(), match.end(), "tag", match.group(1).lower())
    return None


_TAIL = 40
"""Characters that a decision looks back or ahead at: the longest name of an entity, and some."""
_VISIBLE_BREAKS = ("", " ", "\n", "\n")
"""What a reader sees in the place of a tag, by `break_level`."""


def _visible_text(token: MarkupToken) -> str:
    """Returns what a reader sees in the place of a token: a character, or the break that a tag makes."""
    return token.visible or _VISIBLE_BREAKS[break_level(token.name)]


class _Scanner:
    """The state of a scan: the end of what a reader sees so far, and what may still be open."""

    __slots__ = (
        "_ahead",
        "_names",
        "closed_names",
        "half_open",
        "has_open_comment",
        "missing",
        "tail",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.tail = ""
        self.half_open = False  # whether a `<` stays that a later `>` would make a tag
        self.missing: dict[re.Pattern[str], int] = {}  # each end that was missed, and from which position on
        self.closed_names = {name.lower() for name in _CLOSING.findall(text)}
        self.has_open_comment = False  # whether a comment stays that never ends
        self._names: dict[str, str | None] = {}  # by the text of a tag: its element, None where it is none
        self._ahead = (0, 0, "")  # the last answer of `visible_ahead`, and for which positions it holds

    def append_visible(self, visible: str) -> None:
        """Appends to what a reader sees, of which only the end is needed."""
        if visible:
            self.tail = (self.tail + visible)[-_TAIL:]

    def keep_text(self, start: int, end: int) -> None:
        """Keeps text without a `<`, `>` or `&`. A tag does not run over a blank line."""
        if start == end:
            return
        if self.half_open and _BLANK_LINE.search(self.text, max(start - 1, 0), end):
            self.half_open = False
        self.append_visible(self.text[max(start, end - _TAIL) : end])

    def keep_mark(self, at: int) -> None:
        """Keeps a `<`, `>` or `&` that begins no token, and remembers what it could open."""
        mark = self.text[at]
        self.append_visible(mark)
        if mark == ">":
            self.half_open = False
        elif mark == "<":
            self.has_open_comment = self.has_open_comment or self.text.startswith("<!--", at)
            match = _HALF_TAG.match(self.text, at)
            name = match.group(1) if match else None
            after = self.text[match.end() : match.end() + 1] if match else ""
            self.half_open = after in ("<", "&", "!", "?") or (name is not None and is_known(name.lower()))

    def token_at(self, at: int) -> MarkupToken | None:
        """Returns the token at `at`; None where there is none, or its removal would form new markup."""
        if self.half_open or self.text[at] == ">":
            return None
        token = self._entity(at) if self.text[at] == "&" else self._comment(at) or self._tag(at)
        return None if token is None or self._would_form_markup(token) else token

    def _would_form_markup(self, token: MarkupToken) -> bool:
        """Whether the text on both sides of `token` would together be a tag, a comment or an entity."""
        if self.has_open_comment and self.tail.endswith("-"):
            return token.kind != "entity" or token.visible in "->"
        if token.kind == "entity":
            joins = token.visible.isascii() and (token.visible.isalnum() or token.visible in "#;/!?>-:")
            return joins and bool(_OPEN_ENTITY.search(self.tail) or _OPEN_TAG.search(self.tail))
        if _OPEN_TAG.search(self.tail):
            return self.tail[-1] != "<" or not _is_apart(self.visible_ahead(token.end))
        half = _OPEN_ENTITY.search(self.tail)
        if half is None:
            return False
        name_end = _NAME_END.match(self.visible_ahead(token.end))
        whole = _ENTITY.fullmatch(half.group() + name_end.group()) if name_end else None
        return whole is not None and decode_entity(whole.group(2)) is not None

    def visible_ahead(self, at: int) -> str:
        """Returns what a reader sees from `at` on, as far as the name of an entity could reach.

        All tags of a row have the same text ahead: it is worked out once, or a row would cost quadratic time.
        """
        first, last, visible = self._ahead
        if first <= at <= last and visible:
            return visible
        pieces: list[str] = []
        size, position, row_end = 0, at, at
        while position < len(self.text) and size < _TAIL:
            token = self._token_out_of_context(position)
            piece = self.text[position] if token is None else _visible_text(token)
            if not size and not piece:
                row_end = position
            pieces.append(piece)
            size += len(piece)
            position = position + 1 if token is None else token.end
            if piece and not piece.isalnum() and piece != "#":
                break
        self._ahead = (at, row_end, "".join(pieces))
        return self._ahead[2]

    def _token_out_of_context(self, at: int) -> MarkupToken | None:
        """Returns the tag or the entity at `at`, whatever stands around it."""
        if self.text[at] == "<":
            return self._comment(at) or self._tag(at)
        match = _ENTITY.match(self.text, at) if self.text[at] == "&" else None
        visible = decode_entity(match.group(2)) if match else None
        if match is None or visible is None or visible in "<>&":
            return None
        return MarkupToken(at, match.end(), "entity", visible=visible)

    def _entity(self, at: int) -> MarkupToken | None:
        """Returns the entity at `at`; None where its character would look like the start or end of a tag."""
        match = _ENTITY.match(self.text, at)
        if match is None:
            return None
        visible, end = decode_entity(match.group(2)), match.end()
        if visible is None:
            # What is escaped is no entity, but the ampersand before it is one.
            return MarkupToken(at, match.end(1), "entity", "amp", visible="&") if match.group(1) else None
        # `&lt;b` would look like a tag, `&lt; 3` does not; `a&gt;` could end a tag; `&#38;lt;` would
        # become an entity.
        if visible == "<" and not _is_apart(self.visible_ahead(end)):
            return None
        if visible == ">" and not (self.tail[-1:] in ("", "-", "=", ">") or self.tail[-1].isspace()):
            return None
        if visible == "&" and _ENTITY.match("&" + self.text[end : end + _TAIL]):
            return None
        return MarkupToken(at, end, "entity", match.group(2), visible=visible)

    def _comment(self, at: int) -> MarkupToken | None:
        """Returns the comment or declaration at `at`."""
        if not self.text.startswith(("<!", "<?"), at):
            return None
        match = _DECLARATION.match(self.text, at)
        if match:
            return MarkupToken(at, match.end(), "comment")
        if self.text.startswith("<!--", at) and not self.text.startswith(("<!-->", "<!--->"), at):
            end = self._find_end(_COMMENT_END, at + 4)
            return MarkupToken(at, end, "comment") if end else None
        return None

    def _tag(self, at: int) -> MarkupToken | None:
        """Returns the tag at `at`; of a script or a style sheet all that is in it, too."""
        match = _TAG.match(self.text, at)
        if match is None:
            return None
        tag = match.group()  # tags that are alike are judged once
        name = self._names.get(tag, "")
        if name == "":
            name = self._names[tag] = self._name_of(match)
        if name is None:
            return None
        if name in _SCRIPT_END and not match.group(1):
            end = self._find_end(_SCRIPT_END[name], match.end())
            return MarkupToken(at, end, "script", name) if end else None
        return MarkupToken(at, match.end(), "tag", name)

    def _name_of(self, match: re.Match[str]) -> str | None:
        """Returns the name of the element that a match of `_TAG` opens or closes; None where it is no tag."""
        closing, name, attributes = bool(match.group(1)), match.group(2).lower(), match.group(3)
        # No tag runs over a blank line: its `<` and `>` belong to two paragraphs.
        if _BLANK_LINE.search(attributes) or not is_known(name) or (closing and attributes):
            return None
        if not are_attributes(name, attributes):
            return None
        # A bare tag that is a word and is never closed may be a slot to fill in, or a comparison.
        if not (closing or attributes or name in PLAIN or name in self.closed_names):
            return None
        return name

    def _find_end(self, end: re.Pattern[str], start: int) -> int:
        """Returns where the next match of `end` ends, or 0. What was missed is not searched for again."""
        if start >= self.missing.get(end, len(self.text)):
            return 0
        match = end.search(self.text, start)
        if match is None:
            self.missing[end] = start
            return 0
        return match.end()


def _is_apart(following: str) -> bool:
    """Whether a `<` before `following` is a sign of its own: less than, an arrow; not the start of a tag."""
    return following[:1] in ("", "=", "-") or following[0].isspace() or following[0].isdigit()
