"""What a format of input files says of itself, once. Everybody else asks `cleaner.formats.registry`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from cleaner.formats.compressed import SUFFIXES as COMPRESSED

if TYPE_CHECKING:
    from cleaner.formats.page_text import Extractor, Page
    from cleaner.formats.record_codec import BadRecord, RecordCodec, RecordSlice, StreamRecord, Verbatim

Content = Literal["text", "page", "records"]
"""One text; a page, of which the main text is taken out; many records, each with texts."""

Restoration = Literal["bytes", "values", "text"]
"""How exactly raw files come back: byte for byte (of a compressed one the content), value for value, or the
text alone (the file itself only where its bytes are kept)."""


ReadStream: TypeAlias = "Callable[[BinaryIO, RecordSlice], Iterator[Verbatim | StreamRecord | BadRecord]]"
"""Reads records from a stream, each as soon as it is there. The slice names the stream and its fields."""

ExtractPage: TypeAlias = "Callable[[bytes, str | None, Extractor], Page]"
"""Takes the main text out of the bytes of a page, in this encoding or in the one that it states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of input files.

    It holds records if it has `open_codec`, pages if it has `extract_page`, else each file is one text. These
    functions import what they need when they are called: to know a format costs no library.
    """

    name: str
    """As `--input-format` and the manifest name it."""
    title: str
    """As messages name it."""
    suffixes: tuple[str, ...]
    """Ends of the names of its files, in lower case, with the dot."""
    restores: Restoration
    """How exactly raw files come back."""
    compressible: bool = False
    """Whether its files may be compressed, and then have a further suffix that says so."""
    output_suffix: str = ""
    """What the name of a cleaned file has behind all of the raw file's name."""
    extra: str = ""
    """The extra of the package that installs what the format needs or is better with."""
    byte_ranges: bool = False
    """Whether a record is a range of bytes of its file, and a slice of records too."""
    record_noun: str = "record"
    """What one record is, for messages: a line, a row."""
    open_codec: Callable[[], RecordCodec] | None = None
    """Makes what reads and writes its files of records. A library that is missing is an error on use only."""
    read_stream: ReadStream | None = None
    """Reads records as they come; None for a format that needs a file."""
    extract_page: ExtractPage | None = None
    """Takes the text out of a page."""

    @property
    def content(self) -> Content:
        """What a file of it holds."""
        if self.open_codec is not None:
            return "records"
        return "text" if self.extract_page is None else "page"

    @property
    def all_suffixes(self) -> tuple[str, ...]:
        """The suffixes, and those of compressed files."""
        if not self.compressible:
            return self.suffixes
        return tuple(suffix + end for end in ("", *COMPRESSED) for suffix in self.suffixes)

    def has_name(self, name: str) -> bool:
        """Whether a file of this name is of this format."""
        return name.lower().endswith(self.all_suffixes)

    @property
    def codec(self) -> RecordCodec:
        """What reads and writes its files of records. Raises `ValueError` for a format of other files."""
        if self.open_codec is None:
            raise ValueError(f"{self.title} holds no records")
        return self.open_codec()
