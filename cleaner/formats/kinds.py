"""What kind of file a path is: one text, a page, or a file of many records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cleaner.formats import record_codec, txt

Kind = Literal["text", "page", "records"]
InputFormat = Literal["txt", "html", "jsonl", "parquet"]
OutputFormat = Literal["jsonl"]
INPUT_FORMATS: tuple[InputFormat, ...] = ("txt", "html", "jsonl", "parquet")

PAGES = (".html", ".htm", ".xhtml")
TEXT_OF_PAGE = ".txt"
"""What the name of a page's text ends with, behind all of the page's own name."""

_KINDS: dict[InputFormat, Kind] = {"txt": "text", "html": "page", "jsonl": "records", "parquet": "records"}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files become documents.

    `text_fields` and `id_field` are those of records, `limit` the bytes of the largest one that is taken.
    `drop_empty` leaves a record out that a duplicate drop leaves without text. `extractor` takes the text out
    of pages, and `keep_raw` keeps the bytes of those, to restore them from.
    """

    input_format: InputFormat | None = None
    text_fields: tuple[str, ...] = ("text",)
    id_field: str | None = None
    limit: int = record_codec.LIMIT
    drop_empty: bool = False
    extractor: Literal["auto", "trafilatura", "cleaner"] = "auto"
    keep_raw: bool = False

    @property
    def fields(self) -> record_codec.Fields:
        """The fields of a record."""
        return record_codec.Fields(self.text_fields, self.id_field)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How documents become files.

    Each is a file of its own, or where `output_format` is ``jsonl`` a line of files of up to `shard_size`
    bytes. Files of records stay what they are.
    """

    output_format: OutputFormat | None = None
    shard_size: int = 1 << 30


def kind(path: Path, input_format: InputFormat | None = None) -> Kind | None:
    """The kind by the end of the name, or as `--input-format` says; None for a file of unknown type.

    >>> [kind(Path(name)) for name in ("a.TXT", "b.htm", "c.jsonl.gz", "d.png")]
    ['text', 'page', 'records', None]
    >>> kind(Path("dump.json"), "jsonl")
    'records'
    """
    if input_format is not None:
        return _KINDS[input_format]
    name = path.name.lower()
    if path.suffix.lower() in txt.SUFFIXES:
        return "text"
    if name.endswith(PAGES):
        return "page"
    return "records" if name.endswith(record_codec.SUFFIXES) else None


def known() -> str:
    """The ends of names that are known, for a message."""
    return ", ".join(sorted({*txt.SUFFIXES, *PAGES, *record_codec.SUFFIXES}))
