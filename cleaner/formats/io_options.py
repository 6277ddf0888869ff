"""How files become documents, and documents files."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.formats.page_text import Extractor
from cleaner.formats.record_codec import LIMIT, Fields


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files become documents."""

    input_format: str | None = None
    """The name of the format of every file; None: each file's name says it."""
    text_fields: tuple[str, ...] = ("text",)
    """Where a record has its texts, as dotted paths."""
    id_field: str | None = None
    kind_field: str | None = None
    """Where a record says what kind of text its texts are."""
    language_field: str | None = None
    """Where it says in which language they are."""
    limit: int = LIMIT
    """Bytes of the largest record that is read."""
    drop_empty: bool = False
    """Whether a record is left out that a duplicate drop leaves without text."""
    extractor: Extractor = "auto"
    keep_raw: bool = False
    """Whether the bytes of pages are kept, to restore them from."""

    @property
    def fields(self) -> Fields:
        """The fields of a record."""
        return Fields(self.text_fields, self.id_field, self.kind_field, self.language_field)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How documents become files. Files of records stay what they are."""

    output_format: str | None = None
    """The format of files that hold texts and pages as records; None: each is a file of its own."""
    shard_size: int = 1 << 30
    """Bytes of the largest file of such records."""
