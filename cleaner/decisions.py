"""The decisions of a reviewer: findings and rules that are accepted or rejected, recognised by content.

The next edit of a file changes line numbers, and the next crawl changes file names. So a finding is
recognised by its mark: its rule, the raw text that it is about, and the raw text before and after it, all
without white space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from cleaner.hashing import sha256_hex
from cleaner.small_file import MIB, explain_bad_input
from cleaner.text import Document, Edit, Offsets, Span
from cleaner.tree_files import WORKING_TREE, TreeFiles

Verdict = Literal["accept", "reject"]

CONTEXT = 32
"""Characters before and after that tell one place from another: half a line of prose, which a corpus seldom
holds twice but in copies of one article."""
_WINDOW = 8 * CONTEXT
"""Characters that are read to find so many that are visible; a longer run of white space ends the context."""
_SPACE = re.compile(r"\s+")
LIMIT = 64 * MIB
"""Bytes of a file: some 150,000 decisions."""


class Mark(NamedTuple):
    """What a finding is recognised by. `removed` is the SHA-256 of the raw text that it is about."""

    rule: str
    removed: str
    before: str
    after: str


def make_mark(rule: str, raw: str, span: Span) -> Mark:
    """Make the mark of a finding on a span of the raw text.

    >>> make_mark("hyphenation.broken-word", "A matter of secu-\\nrity.", Span(16, 18))[2:]
    ('Amatterofsecu', 'rity.')
    """
    before = _strip_space(raw[max(0, span.start - _WINDOW) : span.start])[-CONTEXT:]
    after = _strip_space(raw[span.end : span.end + _WINDOW])[:CONTEXT]
    text = _strip_space(raw[span.start : span.end])
    return Mark(rule, sha256_hex(text.encode("utf-8", "surrogatepass")), before, after)


def mark_edit(edit: Edit, removed: str, raw: str, offsets: Offsets) -> Mark:
    """Make the mark of an edit of a text; `offsets` map the text to `raw`, `removed` stands at the edit."""
    # A dropped paragraph takes the line break before it along, or the one after it, as the next run decides.
    start, end = edit.start, edit.end
    if removed and not removed.isspace():
        start += len(removed) - len(removed.lstrip())
        end -= len(removed) - len(removed.rstrip())
    return make_mark(edit.rule, raw, offsets.to_raw(start, end))


def mark_document(document: Document) -> Iterator[Mark]:
    """Yield the marks of all edits and reports, in the order of the trail."""
    offsets = Offsets.of(())  # from the raw text to the text that the step saw
    for step in document.trail:
        for edit, removed in zip(step.edits, step.removed, strict=True):
            yield mark_edit(edit, removed, document.raw, offsets)
        offsets = offsets.then(step)


def _strip_space(text: str) -> str:
    return _SPACE.sub("", text)


class DecisionRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of `decisions.jsonl`. Without `removed_sha256` it decides about all findings of the rule.

    `shown` is for a person to read, and decides nothing.
    """

    verdict: Verdict
    rule: str
    removed_sha256: str | None = None
    before: str = ""
    after: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Verdicts by rule id and by mark; a mark beats its rule, a later line of the file an earlier one.

    `rule_ids` are the rules that some verdict is about. `sha256` is the same for the same decisions in any
    order, and empty without decisions.
    """

    rules: Mapping[str, Verdict] = field(default_factory=dict)
    marks: Mapping[Mark, Verdict] = field(default_factory=dict)
    rule_ids: frozenset[str] = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rule_ids", frozenset({*self.rules, *(mark.rule for mark in self.marks)}))
        object.__setattr__(self, "sha256", _hash(self.rules, self.marks))

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __bool__(self) -> bool:
        return bool(self.rule_ids)

    def find_verdict(self, edit: Edit, document: Document, offsets: Offsets) -> Verdict | None:
        """Return the verdict on an edit of the document's text, or None; `offsets` are the document's."""
        removed = document.text[edit.start : edit.end]
        return self.marks.get(mark_edit(edit, removed, document.raw, offsets), self.rules.get(edit.rule))


def _hash(rules: Mapping[str, Verdict], marks: Mapping[Mark, Verdict]) -> str:
    if not rules and not marks:
        return ""
    # The representation is part of what a checkpoint is bound to: another one would invalidate them all.
    lines = sorted([*map(repr, rules.items()), *map(repr, marks.items())])
    return sha256_hex("\n".join(lines).encode("ascii", "backslashreplace"))


def read_decisions(path: Path, files: TreeFiles = WORKING_TREE) -> Decisions:
    """Read the decisions of a file. Raises `InputError` with the line that cannot be read."""
    return decode_decisions(files.read(path, LIMIT), path)


def decode_decisions(data: bytes, path: Path) -> Decisions:
    """Decode the bytes of a file of decisions at `path`. Raises `InputError` with the line."""
    rules: dict[str, Verdict] = {}
    marks: dict[Mark, Verdict] = {}
    for number, encoded in enumerate(data.split(b"\n"), 1):
        if not encoded.strip():
            continue
        with explain_bad_input(path, "is no decision", line=number):
            record = msgspec.convert(json.loads(encoded), DecisionRecord)
        if record.removed_sha256 is None:
            rules[record.rule] = record.verdict
        else:
            mark = Mark(record.rule, record.removed_sha256, record.before, record.after)
            marks[mark] = record.verdict
    return Decisions(rules, marks)
