"""Parquet: one record a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.formats.format import Format

if TYPE_CHECKING:
    from cleaner.formats.record_codec import RecordCodec


def _open_codec() -> RecordCodec:
    from cleaner.formats.parquet.codec import ParquetCodec

    return ParquetCodec()


PARQUET = Format(
    name="parquet",
    title="Parquet",
    suffixes=(".parquet",),
    restores="values",
    extra="parquet",
    record_noun="row",
    open_codec=_open_codec,
)
