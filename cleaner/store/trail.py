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
    """One edit or report; a report has the `replacement` None.

    `start` and `end` are code points of the text that the stage saw in that round. `raw` is the span in the
    decoded raw file, `bytes` the same in the file itself, `line` and `column` its place there, from 1.
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
    """What one rule did in one document, in numbers alone: a line of a trail of the level `counts`."""

    document: str
    rule: str
    edits: int
    characters_removed: int
    characters_inserted: int
    reports: int


class DecodedDocument(NamedTuple):
    """A document with its name and the way in which it was decoded: all that the trail says of it follows.

    `decoded` is its raw text with the encoding, `document` its raw and clean text with the steps between.
    """

    name: str
    decoded: DecodedText
    document: Document


def encode_files(
    level: TrailLevel, entries: Iterable[DecodedDocument], rules: Mapping[str, Rule]
) -> dict[str, bytes]:
    """Encode the trail of a corpus in memory: its files by name, no document in two of them."""
    if level == "none":
        return {}
    encode = encode_edits if level == "full" else encode_counts
    files: dict[str, bytes] = {}
    shards = ShardWriter(f"{FOLDER}/00000", files.__setitem__)
    for entry in entries:
        shards.add(encode(entry, rules))
    shards.close()
    return files


def encode_edits(entry: DecodedDocument, rules: Mapping[str, Rule]) -> bytes:
    """Encode the edits of one document, one a line; a document without edits has no lines."""
    # Most documents have no edits: they need no table of lines and bytes.
    if not entry.document.trail:
        return b""
    located_edits = list(locate_edits(entry.document, rules))
    # All of a document at once: the bytes of its text are counted in one pass.
    spans = find_byte_spans(entry.decoded, (finding.span for finding, _ in located_edits))
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
        for (finding, edit), span in zip(located_edits, spans, strict=True)
    )


def encode_counts(entry: DecodedDocument, rules: Mapping[str, Rule]) -> bytes:
    """Encode what each rule did in one document, one rule a line, in the order of `rules`."""
    return encode_rule_counts(
        entry.name, (edit for step in entry.document.trail for edit in step.edits), rules
    )


def encode_rule_counts(name: str, edits: Iterable[Edit], rules: Mapping[str, Rule]) -> bytes:
    """Encode counts as `encode_counts` does, from the name of a document and its edits."""
    totals = count_edits(edits)
    return b"".join(
        _encode(CountRecord(document=name, rule=rule, **totals[rule])) for rule in rules if rule in totals
    )


def count_edits(edits: Iterable[Edit]) -> dict[str, dict[str, int]]:
    """Count edits, reports and characters by rule, under the names of the fields of `CountRecord`."""
    totals: dict[str, Counter[str]] = {}
    for edit in edits:
        empty = Counter(edits=0, characters_removed=0, characters_inserted=0, reports=0)
        total = totals.setdefault(edit.rule, empty)
        if edit.replacement is None:
            total["reports"] += 1
        else:
            total["edits"] += 1
            # Of the text that the stage saw: what an earlier step inserted counts when it is removed.
            total["characters_removed"] += edit.end - edit.start
            total["characters_inserted"] += len(edit.replacement)
    return {rule: dict(total) for rule, total in totals.items()}


def _encode(record: TrailRecord | CountRecord) -> bytes:
    return json_codec.encode_struct(record) + b"\n"


_AFTER_NAME = b',"round":'
"""What follows the name of the document in a line. It cannot stand inside a name: there a quotation mark has
a backslash before it."""


def get_document_prefix(line: bytes) -> bytes:
    """Return the beginning of a line, which is the same for all lines of a document and needs no decoding."""
    return line.partition(_AFTER_NAME)[0]


def decode(data: bytes, where: str = FOLDER) -> tuple[Step, ...]:
    """Decode the steps of one document from its lines. Raises `DamageError`, which names `where`."""
    return tuple(_group_into_steps(_decode_line(line, where) for line in data.splitlines()))


def _decode_line(line: bytes, where: str) -> TrailRecord:
    try:
        return json_codec.decode_struct(line, TrailRecord)
    except ValueError as error:
        raise DamageError(f"{where}: a line is damaged: {error}") from error


def _group_into_steps(records: Iterable[TrailRecord]) -> Iterator[Step]:
    """Group records into steps: the lines of one round and stage stand together, and are one step."""
    for (round, stage), group in groupby(records, key=lambda record: (record.round, record.stage)):
        step_records = list(group)
        yield Step(
            round,
            stage,
            tuple(Edit(r.start, r.end, r.replacement, r.rule, r.evidence) for r in step_records),
            tuple(r.removed for r in step_records),
        )


def replay(text: str, steps: Iterable[Step]) -> str:
    """Undo all steps, the last one first, and return the raw text.

    Raises `DamageError` when the text is not the one that was written.
    """
    for step in reversed(tuple(steps)):
        before = undo(text, step)
        # Undoing puts texts back without a look at places: each must now stand where its edit says.
        for edit, removed in zip(step.edits, step.removed, strict=True):
            if before[edit.start : edit.end] != removed:
                raise DamageError(f"the trail does not fit the text at {edit.start}, rule {edit.rule}")
        text = before
    return text
