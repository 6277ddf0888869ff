"""JSON Lines: one object a line, plain or compressed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from cleaner.formats.format import Format

if TYPE_CHECKING:
    from cleaner.formats.record_codec import BadRecord, RecordCodec, RecordSlice, StreamRecord, Verbatim


def _open_codec() -> RecordCodec:
    from cleaner.formats.jsonl.codec import JsonlCodec

    return JsonlCodec()


def _read_stream(file: BinaryIO, part: RecordSlice) -> Iterator[Verbatim | StreamRecord | BadRecord]:
    from cleaner.formats.jsonl.codec import read_stream

    return read_stream(file, part)


JSONL = Format(
    name="jsonl",
    title="JSON Lines",
    suffixes=(".jsonl", ".ndjson"),
    restores="bytes",
    compressible=True,
    byte_ranges=True,
    record_noun="line",
    open_codec=_open_codec,
    read_stream=_read_stream,
)
