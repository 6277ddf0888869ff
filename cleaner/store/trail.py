"""The trail: every edit with what it removed, one JSON object a line, from which raw text is rebuilt.

`docs/trail.md` describes the files for those who read them with other tools.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

import msgspec

from cleaner import json_codec
from cleaner.errors import DamageError
from cleaner.finding import locate_edits
from cleaner.formats.byte_offsets import find_byte_spans
from cleaner.formats.decoded_text import DecodedText
from cleaner.rule import Rule
from cleaner.store.manifest import TrailLevel
from cleaner.store.shards import ShardWriter
from cleaner.text import Document, Edit, Step, undo

FOLDER = ".cleaner/trail"


class TrailRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One edit or report. `start` and `end` are code points of the text that the stage saw in that round.
    `raw` is the span in the decoded raw file, `bytes` the same in the file itself, `line` and `column` its
    place there, from 1.
    """

    document: str
    round: int
    stage: str
    rule: str
    certainty: str
    start: int
    end: int
    raw: tuple[int, int]
    bytes: tuple[int, int]
    line: int
    column: int
    removed: str
    replacement: str | None
    evidence: dict[str, object]


class CountRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule did in one document, where the trail holds no more: in numbers, without a word of it."""

    document: str
    rule: str
    edits: int
    characters_removed: int
    characters_inserted: int
    reports: int


class DecodedDocument(NamedTuple):
    """A document with its name and the way in which it was decoded."""

    name: str
    decoded: DecodedText
    document: Document


def encode_files(
    level: TrailLevel, entries: Iterable[DecodedDocument], rules: Mapping[str, Rule]
) -> dict[str, bytes]:
    """The files of the trail by name, the documents in their order and none of them in two files."""
    if level == "none":
        return {}
    encode = encode_edits if level == "full" else encode_counts
    packed: dict[str, bytes] = {}
    shards = ShardWriter(f"{FOLDER}/00000", packed.__setitem__)
    for entry in entries:
        shards.add(encode(entry, rules))
    shards.close()
    return packed


def encode_edits(entry: DecodedDocument, rules: Mapping[str, Rule]) -> bytes:
    """The edits of one document, one a line; a document without edits has none."""
    if not entry.document.trail:
        return b""
    found = list(locate_edits(entry.document, rules))
    spans = find_byte_spans(entry.decoded, (finding.span for finding, _ in found))
    return b"".join(
        _encode(
            TrailRecord(
                document=entry.name,
                round=finding.round,
                stage=finding.stage,
                rule=edit.rule,
                certainty=finding.rule.certainty,
                start=edit.start,
                end=edit.end,
                raw=finding.span,
                bytes=span,
                line=finding.line,
                column=finding.column,
                removed=finding.removed,
                replacement=edit.replacement,
                evidence=dict(edit.evidence),
            )
        )
        for (finding, edit), span in zip(found, spans, strict=True)
    )


def encode_counts(entry: DecodedDocument, rules: Mapping[str, Rule]) -> bytes:
    """What each rule did in one document, one rule a line, in the order of the rules."""
    return encode_rule_counts(
        entry.name, (edit for step in entry.document.trail for edit in step.edits), rules
    )


def encode_rule_counts(name: str, edits: Iterable[Edit], rules: Mapping[str, Rule]) -> bytes:
    """`counts` of a document of which the edits are known."""
    totals = count_edits(edits)
    return b"".join(
        _encode(CountRecord(document=name, rule=rule, **totals[rule])) for rule in rules if rule in totals
    )


def count_edits(edits: Iterable[Edit]) -> dict[str, dict[str, int]]:
    """Edits, reports and characters by rule, under the names that records give them."""
    totals: dict[str, Counter[str]] = {}
    for edit in edits:
        empty = Counter(edits=0, characters_removed=0, characters_inserted=0, reports=0)
        total = totals.setdefault(edit.rule, empty)
        if edit.replacement is None:
            total["reports"] += 1
        else:
            total["edits"] += 1
            total["characters_removed"] += edit.end - edit.start
            total["characters_inserted"] += len(edit.replacement)
    return {rule: dict(total) for rule, total in totals.items()}


def _encode(record: TrailRecord | CountRecord) -> bytes:
    return json_codec.encode_struct(record) + b"\n"


_AFTER_NAME = b',"round":'


def document_prefix(line: bytes) -> bytes:
    """What a line begins with: its document. Inside a name a quotation mark has a backslash before it."""
    return line.partition(_AFTER_NAME)[0]


def decode(data: bytes, where: str = FOLDER) -> tuple[Step, ...]:
    """The steps of one document from its lines. Raises `DamageError` with what cannot be read."""
    return tuple(_steps(_record(line, where) for line in data.splitlines()))


def _record(line: bytes, where: str) -> TrailRecord:
    try:
        return json_codec.decode_struct(line, TrailRecord)
    except ValueError as error:
        raise DamageError(f"{where}: a line is damaged: {error}") from error


def _steps(records: Iterable[TrailRecord]) -> Iterator[Step]:
    for (round, stage), group in groupby(records, key=lambda record: (record.round, record.stage)):
        step = list(group)
        yield Step(
            round,
            stage,
            tuple(Edit(r.start, r.end, r.replacement, r.rule, r.evidence) for r in step),
            tuple(r.removed for r in step),
        )


def replay(text: str, steps: Iterable[Step]) -> str:
    """The raw text from the clean one. Raises `DamageError` when the text is not the one that was written."""
    for step in reversed(tuple(steps)):
        before = undo(text, step)
        for edit, removed in zip(step.edits, step.removed, strict=True):
            if before[edit.start : edit.end] != removed:
                raise DamageError(f"the trail does not fit the text at {edit.start}, rule {edit.rule}")
        text = before
    return text
