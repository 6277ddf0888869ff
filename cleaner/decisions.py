"""What a reviewer decided: findings and rules that were accepted or rejected, recognised by content.

A line number is another one after the next edit of the file, and a file has another name after the next
crawl. A finding is therefore known by its rule, by the raw text that it is about, and by the raw text before
and after it, none of them with its white space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from cleaner.errors import InputError
from cleaner.hashing import sha256_hex
from cleaner.text import Document, Edit, Offsets, Span

Verdict = Literal["accept", "reject"]

CONTEXT = 32
"""Characters before and after that tell one place from another: half a line of prose, which a corpus seldom
holds twice but in copies of one article."""
_WINDOW = 8 * CONTEXT
_SPACE = re.compile(r"\s+")


class Mark(NamedTuple):
    """By what a finding is known again. `removed` is the SHA-256 of the raw text that it is about."""

    rule: str
    removed: str
    before: str
    after: str


def mark(rule: str, raw: str, span: Span) -> Mark:
    """The mark of a finding on a span of the raw text.

    >>> mark("hyphenation.broken-word", "A matter of secu-\\nrity.", Span(16, 18))[2:]
    ('Amatterofsecu', 'rity.')
    """
    before = _visible(raw[max(0, span.start - _WINDOW) : span.start])[-CONTEXT:]
    after = _visible(raw[span.end : span.end + _WINDOW])[:CONTEXT]
    text = _visible(raw[span.start : span.end])
    return Mark(rule, sha256_hex(text.encode("utf-8", "surrogatepass")), before, after)


def mark_of(edit: Edit, removed: str, raw: str, offsets: Offsets) -> Mark:
    """The mark of an edit of a text that `offsets` lead back to `raw`; `removed` is what stands there.

    White space at its ends is no part of it: a paragraph goes with the line break before it or the one after.
    """
    start, end = edit.start, edit.end
    if removed and not removed.isspace():
        start += len(removed) - len(removed.lstrip())
        end -= len(removed) - len(removed.rstrip())
    return mark(edit.rule, raw, offsets.to_raw(start, end))


def marks(document: Document) -> Iterator[Mark]:
    """The marks of all edits and reports, in the order of the trail."""
    seen = Offsets.of(())
    for step in document.trail:
        for edit, removed in zip(step.edits, step.removed, strict=True):
            yield mark_of(edit, removed, document.raw, seen)
        seen = seen.then(step)


def _visible(text: str) -> str:
    return _SPACE.sub("", text)


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of `decisions.jsonl`. Without `removed_sha256` it is about the whole rule. `shown` is what a
    person reads, and decides nothing.
    """

    verdict: Verdict
    rule: str
    removed_sha256: str | None = None
    before: str = ""
    after: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Verdicts by rule and by mark; a mark beats its rule, a later line an earlier one. `named` are the rules
    on which there is any word, `sha256` is the same for the same decisions in whatever order, empty for none.
    """

    rules: Mapping[str, Verdict] = field(default_factory=dict)
    marks: Mapping[Mark, Verdict] = field(default_factory=dict)
    named: frozenset[str] = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", frozenset({*self.rules, *(mark.rule for mark in self.marks)}))
        object.__setattr__(self, "sha256", _hash(self.rules, self.marks))

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __bool__(self) -> bool:
        return bool(self.named)

    def verdict(self, edit: Edit, document: Document, offsets: Offsets) -> Verdict | None:
        """What was decided about an edit of the document's text, if anything."""
        removed = document.text[edit.start : edit.end]
        return self.marks.get(mark_of(edit, removed, document.raw, offsets), self.rules.get(edit.rule))


def _hash(rules: Mapping[str, Verdict], marks: Mapping[Mark, Verdict]) -> str:
    if not rules and not marks:
        return ""
    lines = sorted([*map(repr, rules.items()), *map(repr, marks.items())])
    return sha256_hex("\n".join(lines).encode("ascii", "backslashreplace"))


def read(path: Path) -> Decisions:
    """The decisions of a file. Raises `InputError` with the line that cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    rules: dict[str, Verdict] = {}
    marks: dict[Mark, Verdict] = {}
    for number, encoded in enumerate(data.split(b"\n"), 1):
        if not encoded.strip():
            continue
        try:
            line = msgspec.convert(json.loads(encoded), Line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"is no decision: {error}", path=path, line=number) from error
        if line.removed_sha256 is None:
            rules[line.rule] = line.verdict
        else:
            marks[Mark(line.rule, line.removed_sha256, line.before, line.after)] = line.verdict
    return Decisions(rules, marks)
