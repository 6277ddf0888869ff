"""The trail: every edit with what it removed, one JSON object a line, from which raw text is rebuilt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import msgspec

from cleaner.errors import DamageError
from cleaner.finding import placed
from cleaner.rule import Rule
from cleaner.store import jsonl
from cleaner.text import Document, Edit, Step, undo

NAME = ".cleaner/trail/00000.jsonl"


class TrailRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One edit or report. `start` and `end` are code points of the text that the stage saw in that round,
    `raw` is the span in the decoded raw file, `line` and `column` its place there, from 1.
    """

    document: str
    round: int
    stage: str
    rule: str
    certainty: str
    start: int
    end: int
    raw: tuple[int, int]
    line: int
    column: int
    removed: str
    replacement: str | None
    evidence: dict[str, object]


def encode(documents: Iterable[tuple[str, Document]], rules: Mapping[str, Rule]) -> bytes:
    """The trail of named documents, in their order; a document without edits takes no line."""
    lines: list[bytes] = []
    for name, document in documents:
        for finding, edit in placed(document, rules):
            record = TrailRecord(
                document=name,
                round=finding.round,
                stage=finding.stage,
                rule=edit.rule,
                certainty=finding.rule.certainty,
                start=edit.start,
                end=edit.end,
                raw=(finding.span.start, finding.span.end),
                line=finding.line,
                column=finding.column,
                removed=finding.removed,
                replacement=edit.replacement,
                evidence=dict(edit.evidence),
            )
            lines.append(jsonl.encode(msgspec.to_builtins(record)) + b"\n")
    return b"".join(lines)


def decode(data: bytes) -> dict[str, tuple[Step, ...]]:
    """The steps of each document that has any. Raises `DamageError` with the line that cannot be read."""
    records = [_record(number, line) for number, line in enumerate(data.splitlines(), 1)]
    return {
        name: tuple(_steps(group)) for name, group in groupby(records, key=lambda record: record.document)
    }


def _record(number: int, line: bytes) -> TrailRecord:
    try:
        return msgspec.convert(json.loads(line), TrailRecord, strict=True)
    except (ValueError, msgspec.ValidationError) as error:
        raise DamageError(f"{NAME}:{number}: damaged: {error}") from error


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
