"""Cuts a text into the tags, comments and entities that stand in it, in one linear pass.

The scanner is stricter than a browser, which takes every `<` before a letter for a tag. A tag here has a
known name and attributes that are attributes; an entity has a known name and its semicolon. And it is
careful with seams: nothing is cut out whose absence would make a tag or an entity of what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import name2codepoint
from typing import Literal, NamedTuple

from cleaner.stages.markup.names import (
    ATTRIBUTE_PREFIXES,
    ATTRIBUTES,
    BARE_ATTRIBUTES,
    PLAIN,
    break_after,
    is_known,
)

Kind = Literal["tag", "comment", "script", "entity"]


class Token(NamedTuple):
    """A piece of markup at `text[start:end]`. `shown` is what a reader sees of it."""

    start: int
    end: int
    kind: Kind
    name: str = ""
    shown: str = ""


_OPENER = re.compile("[<>&]")
_VALUE = r"""=[ \t\r\n]*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>`]++)"""
_ATTRIBUTE = rf"""([A-Za-z_:@][A-Za-z0-9_:.-]*+)([ \t\r\n]*+{_VALUE})?+"""
_TAG = re.compile(
    rf"""<(/)?([A-Za-z][A-Za-z0-9:-]*+)((?:(?:[ \t\r\n]++|(?<=["'])){_ATTRIBUTE})*+)[ \t\r\n/]*+>""",
)
_ATTRIBUTE_PARTS = re.compile(_ATTRIBUTE)
_ENTITY = re.compile(r"&((?:amp;)*)(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DECLARATION = re.compile(r"<!doctype\s[^<>]{0,300}>|<!\[endif\](?:--)?>|<\?xml\s[^<>]{0,300}>", re.I)
_SCRIPT_END = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style")}
_COMMENT_END = re.compile("-->")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;/?([A-Za-z][A-Za-z0-9]{0,15})(?:\s[^<>&]{0,200})?/?&(?:amp;)*gt;")
_HALF_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*+)?+")
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9:-]*+)\s*+>")
_OPEN_ENTITY = re.compile(r"&#?[A-Za-z0-9]{0,32}\Z")
_OPEN_TAG = re.compile(r"<[/!?]?(?:[A-Za-z][A-Za-z0-9:-]{0,32})?\Z|<!-{1,2}\Z")
_NAME_END = re.compile(r"[A-Za-z0-9#]{0,33}(;?)")
_MORE_NAMES = {
    "apos": "'",
    "comma": ",",
    "period": ".",
    "colon": ":",
    "excl": "!",
    "quest": "?",
    "lpar": "(",
    "rpar": ")",
    "num": "#",
    "dollar": "$",
    "percnt": "%",
    "lsqb": "[",
    "rsqb": "]",
    "horbar": "―",
    "rsquor": "’",
    "ldquor": "„",
    "rdquor": "”",
    "mldr": "…",
    "nbsp": "\xa0",
}
_WORDS = {"and", "ang", "cap", "cup", "empty", "exist", "image", "int", "not", "or", "part", "prop", "real"}
NAMED = {name: unescape(f"&{name};") for name in name2codepoint if name not in _WORDS} | _MORE_NAMES
"""The entities of HTML 4 but those that are words, and the marks of punctuation of HTML 5. The other two
thousand names of HTML 5 are mathematics."""


def tokens(text: str) -> Iterator[Token]:
    """Every tag, comment and entity that a reader was not meant to see, from left to right.

    >>> text = "<p>x <3 y</p> S&amp;P; <b and c> <jane@example.org>"
    >>> [text[token.start : token.end] for token in tokens(text)]
    ['<p>', '</p>', '&amp;']
    """
    scan = _Scan(text)
    position = 0
    while match := _OPENER.search(text, position):
        at = match.start()
        scan.keep(position, at)
        token = scan.token_at(at)
        if token:
            scan.show(token.shown or _BREAK_SHOWN[break_after(token.name)])
            yield token
        else:
            scan.keep_mark(at)
        position = token.end if token else at + 1


def escaped_tag(text: str) -> Token | None:
    """The first tag that is written with entities for its angle brackets.

    >>> escaped_tag("a &lt;b&gt; c")
    Token(start=2, end=11, kind='tag', name='b', shown='')
    """
    for match in _ESCAPED_TAG.finditer(text):
        if is_known(match.group(1).lower()):
            return Token(match.start(), match.end(), "tag", match.group(1).lower())
    return None


_TAIL = 40
_BREAK_SHOWN = ("", " ", "\n", "\n")


class _Scan:
    """Where the scanner stands: the end of what a reader sees so far, and what cannot be found any more."""

    __slots__ = ("_ahead", "closed", "half_open", "has_comments", "missing", "tail", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tail = ""
        self.half_open = False  # a `<` was kept that a later `>` could make a tag of
        self.missing: dict[re.Pattern[str], int] = {}  # ends that do not occur from a position on
        self.closed = {name.lower() for name in _CLOSING.findall(text)}
        self.has_comments = False  # a comment that never ends was kept
        self._ahead = (0, 0, "")

    def show(self, shown: str) -> None:
        self.tail = (self.tail + shown)[-_TAIL:]

    def keep(self, start: int, end: int) -> None:
        """Text without a mark of markup. A tag does not run over a blank line."""
        if self.half_open and _BLANK_LINE.search(self.text, max(start - 1, 0), end):
            self.half_open = False
        self.show(self.text[max(start, end - _TAIL) : end])

    def keep_mark(self, at: int) -> None:
        mark = self.text[at]
        self.show(mark)
        if mark == ">":
            self.half_open = False
        elif mark == "<":
            self.has_comments = self.has_comments or self.text.startswith("<!--", at)
            match = _HALF_TAG.match(self.text, at)
            name = match.group(1) if match else None
            after = self.text[match.end() : match.end() + 1] if match else ""
            self.half_open = after in ("<", "&", "!", "?") or (name is not None and is_known(name.lower()))

    def token_at(self, at: int) -> Token | None:
        if self.half_open or self.text[at] == ">":
            return None
        token = self._entity(at) if self.text[at] == "&" else self._comment(at) or self._tag(at)
        return None if token is None or self._makes_a_seam(token) else token

    def _makes_a_seam(self, token: Token) -> bool:
        """Whether what comes together without `token` would be a tag, a comment or an entity."""
        if self.tail.endswith("-") and self.has_comments:
            return token.kind != "entity" or token.shown in "->"
        if token.kind == "entity":
            joins = token.shown.isascii() and (token.shown.isalnum() or token.shown in "#;/!?>-:")
            return joins and bool(_OPEN_ENTITY.search(self.tail) or _OPEN_TAG.search(self.tail))
        if _OPEN_TAG.search(self.tail):
            return self.tail[-1] != "<" or not _is_apart(self.shown_ahead(token.end))
        half = _OPEN_ENTITY.search(self.tail)
        if half is None:
            return False
        rest = _NAME_END.match(self.shown_ahead(token.end))
        whole = _ENTITY.fullmatch(half.group() + rest.group()) if rest else None
        return whole is not None and _decoded(whole.group(2)) is not None

    def shown_ahead(self, at: int) -> str:
        """What a reader sees from `at` on, as far as the name of an entity could reach.

        All tags of a row see the same, so that it is worked out once a row.
        """
        first, last, shown = self._ahead
        if first <= at <= last and shown:
            return shown
        pieces: list[str] = []
        size, position, row_end = 0, at, at
        while position < len(self.text) and size < _TAIL:
            token = self._candidate(position)
            piece = (
                self.text[position] if token is None else token.shown or _BREAK_SHOWN[break_after(token.name)]
            )
            if not size and not piece:
                row_end = position
            pieces.append(piece)
            size += len(piece)
            position = position + 1 if token is None else token.end
            if piece and not piece.isalnum() and piece != "#":
                break
        self._ahead = (at, row_end, "".join(pieces))
        return self._ahead[2]

    def _candidate(self, at: int) -> Token | None:
        """The tag or the entity at `at`, whatever stands around it."""
        if self.text[at] == "<":
            return self._comment(at) or self._tag(at)
        match = _ENTITY.match(self.text, at) if self.text[at] == "&" else None
        shown = _decoded(match.group(2)) if match else None
        if match is None or shown is None or shown in "<>&":
            return None
        return Token(at, match.end(), "entity", shown=shown)

    def _entity(self, at: int) -> Token | None:
        match = _ENTITY.match(self.text, at)
        if match is None:
            return None
        shown, end = _decoded(match.group(2)), match.end()
        if shown is None:
            # What is escaped is no entity, but the ampersand before it is one.
            return Token(at, match.end(1), "entity", "amp", shown="&") if match.group(1) else None
        if shown == "<" and not _is_apart(self.shown_ahead(end)):
            return None
        if shown == ">" and not (self.tail[-1:] in ("", "-", "=", ">") or self.tail[-1].isspace()):
            return None
        if shown == "&" and _ENTITY.match("&" + self.text[end : end + _TAIL]):
            return None
        return Token(at, end, "entity", match.group(2), shown=shown)

    def _comment(self, at: int) -> Token | None:
        match = _DECLARATION.match(self.text, at)
        if match:
            return Token(at, match.end(), "comment")
        if self.text.startswith("<!--", at) and not self.text.startswith(("<!-->", "<!--->"), at):
            end = self._find(_COMMENT_END, at + 4)
            return Token(at, end, "comment") if end else None
        return None

    def _tag(self, at: int) -> Token | None:
        match = _TAG.match(self.text, at)
        if match is None or _BLANK_LINE.search(match.group(3)):
            return None
        closing, name, attributes = bool(match.group(1)), match.group(2).lower(), match.group(3)
        if not is_known(name) or (closing and attributes) or not _are_attributes(name, attributes):
            return None
        if not (closing or attributes or name in PLAIN or name in self.closed):
            return None
        if name in _SCRIPT_END and not closing:
            end = self._find(_SCRIPT_END[name], match.end())
            return Token(at, end, "script", name) if end else None
        return Token(at, match.end(), "tag", name)

    def _find(self, end: re.Pattern[str], start: int) -> int:
        """Where the next `end` ends, or 0. An end that was missed once is not looked for again."""
        if start >= self.missing.get(end, len(self.text)):
            return 0
        found = end.search(self.text, start)
        if found is None:
            self.missing[end] = start
            return 0
        return found.end()


def _decoded(name: str) -> str | None:
    """What an entity stands for; None for an unknown name, a control, a surrogate, no character at all."""
    if not name.startswith("#"):
        return NAMED.get(name)
    shown = unescape(f"&{name};")
    if len(shown) != 1 or shown == "\ufffd" or "\ud800" <= shown <= "\udfff":
        return None
    return shown if (shown >= " " and not "\x7f" <= shown <= "\x9f") or shown in "\t\n\r" else None


def _is_apart(following: str) -> bool:
    """Whether a `<` before `following` is a sign of its own: less than, an arrow; not the start of a tag."""
    return following[:1] in ("", "=", "-") or following[0].isspace() or following[0].isdigit()


def _are_attributes(name: str, attributes: str) -> bool:
    for match in _ATTRIBUTE_PARTS.finditer(attributes):
        attribute, value = match.group(1).lower(), match.group(2)
        if value is None:
            if attribute not in BARE_ATTRIBUTES and not attribute.startswith(("data-", "aria-")):
                return False
        elif len(name) < 3 and attribute not in ATTRIBUTES and not attribute.startswith(ATTRIBUTE_PREFIXES):
            return False
    return True
