"""Reads files and cleans each document by itself, before duplicates are looked for in the whole corpus.

No document here depends on another, so tasks and workers may take them in any order. What cannot be read or
cleaned is an outcome with a problem, never the end of the run: `cleaner.bug.contain` stands around each
document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from msgspec import structs

from cleaner.bug import REMEDY, contain
from cleaner.config import Configuration
from cleaner.errors import InputError
from cleaner.formats.decoded_text import DecodedText, encode_utf8
from cleaner.formats.encoding_detection import decode
from cleaner.formats.encoding_detection import report_encoding as form
from cleaner.formats.format import ExtractPage, Format
from cleaner.formats.record_codec import (
    SLICE_SIZE,
    BadRecord,
    RecordCodec,
    RecordSlice,
    RecordText,
    Slice,
)
from cleaner.formats.registry import find_content, find_format
from cleaner.formats.sources import Source
from cleaner.formats.xml_document import find_refusal
from cleaner.hashing import sha256_hex
from cleaner.outcome import Outcome
from cleaner.pipeline import Pipeline
from cleaner.regular_file import read
from cleaner.store.manifest import PagePlace, RecordPlace
from cleaner.structure import NO_HINTS, Hints
from cleaner.text import Document

FILE_LIMIT = 1 << 30
"""Bytes of a file that is one text or one page. Cleaning takes some ten times as much memory, and the places
of paragraphs are numbers of 32 bits."""

FINAL_NEWLINE = "whitespace.final-newline"
"""The rule that holds for files and not for the texts of records."""


class FilePart(NamedTuple):
    """What a task takes of one file: a slice of a file of records, or all of a file (`slice` is None)."""

    source: Source
    slice: Slice | None = None


class DocumentPreparer:
    """Reads and cleans documents, each with the pipeline of its path.

    `refused` is called once before each document, in order; True means that the document must not be touched,
    as it has killed its worker. `spent` gathers the seconds of each stage.
    """

    def __init__(
        self,
        configuration: Configuration,
        refused: Callable[[], bool] = lambda: False,
        spent: dict[str, float] | None = None,
    ) -> None:
        self.configuration = configuration
        self._refused = refused
        self._spent = spent
        self._pipelines: dict[tuple[Configuration, bool], Pipeline] = {}

    def at(self, source: Source) -> tuple[Configuration, Pipeline]:
        """Returns the options and the pipeline of a file."""
        local = self.configuration.at(source.name, source.path)
        inside = find_content(source.path, local.reading.input_format) == "records"
        # Most files of a corpus have the same options: their pipeline is made once.
        if (local, inside) not in self._pipelines:
            pipeline = replace(local.pipeline, seconds=self._spent)
            if inside:
                pipeline = for_record_texts(pipeline)
            self._pipelines[local, inside] = pipeline
        return local, self._pipelines[local, inside]

    def own_pipeline(self, source: Source) -> Pipeline | None:
        """Returns the pipeline of a file whose path makes an exception, None for the others."""
        _, pipeline = self.at(source)
        return pipeline if pipeline.policy != self.pipeline.policy else None

    @cached_property
    def pipeline(self) -> Pipeline:
        """The pipeline of every document whose path makes no exception."""
        return self.configuration.pipeline

    def prepare(self, source: Source, data: bytes) -> Outcome:
        """Decodes and cleans a document under the options of its path."""
        local, pipeline = self.at(source)
        if self._refused():
            return _crash_outcome(source.name, data, pipeline.hints)
        return prepare(source.name, data, local, pipeline)

    def reference(self, sources: Iterable[Source]) -> list[Outcome]:
        """Returns the documents that others are compared with, in order, without those in quarantine.

        Raises `InputError` for a file that cannot be read: its paragraphs would be missed in silence.
        """
        outcomes = [outcome for source in sources for outcome in self.documents(FilePart(source))]
        for outcome in outcomes:
            if outcome.problem is not None and outcome.unread:
                raise outcome.problem
        return [outcome for outcome in outcomes if outcome.problem is None]

    def documents(self, part: FilePart) -> Iterator[Outcome]:
        """Yields the documents of a file, or of a part of one, in order; a problem in place of what cannot be
        read."""
        source = part.source
        reading = self.configuration.reading
        try:
            format = find_format(source.path, reading.input_format)
            if format is not None and format.content == "records":
                yield from self._records(part, format)
            else:
                yield self._file(source, format)
        except InputError as error:
            yield Outcome(source.name, b"", None, Document.of(""), error)

    def _file(self, source: Source, format: Format | None) -> Outcome:
        """Reads and cleans a file that is one document. Raises `InputError` where it cannot be read."""
        data = contain(lambda: read(source.path, FILE_LIMIT), partial(raise_bug, source.path))
        return self.document(source, data, format)

    def document(self, source: Source, data: bytes, format: Format | None) -> Outcome:
        """Cleans what is one document: a page, or else a text."""
        if format is not None and format.extract_page is not None:
            return self._page(source, data, format.extract_page)
        return self.prepare(source, data)

    def _page(self, source: Source, data: bytes, extract_page: ExtractPage) -> Outcome:
        """Cleans the main text of a page."""
        local, pipeline = self.at(source)
        if self._refused():
            return _crash_outcome(source.name, data, pipeline.hints)
        # The page is not kept: its hash stands in the manifest, and finds it changed when it is copied.
        place = PagePlace(source=source.path.name, sha256=sha256_hex(data), bytes=len(data), extractor="")
        try:
            extraction = contain(
                lambda: extract_page(data, local.encoding, local.reading.extractor),
                partial(raise_bug, source.path),
            )
        except InputError as error:
            problem = error.at(source.path)
            return Outcome(
                source.name, data, None, Document.of(""), problem, page=place, hints=pipeline.hints
            )
        place = structs.replace(place, extractor=extraction.extractor, kept=local.reading.keep_raw)
        # An extraction ends where it ends: that it has no line break there is no defect of the page.
        text = f"{extraction.text}\n" if extraction.text else ""
        outcome = prepare_text(source.name, text, pipeline)
        if outcome.problem is not None:
            # In quarantine goes the page itself, not the text that was extracted; so it needs no copy.
            return replace(outcome, data=data, decoded=None, page=structs.replace(place, kept=False))
        return replace(outcome, page=place, metadata=extraction.metadata)

    def _records(self, part: FilePart, format: Format) -> Iterator[Outcome]:
        """Yields the texts of a slice, or of all slices of a file, and its bad records, in order."""
        source, reading = part.source, self.configuration.reading
        codec = format.codec
        _, pipeline = self.at(source)
        several = len(reading.text_fields) > 1
        for slice in [part.slice] if part.slice is not None else cut_slices(source.path, codec):
            for item in codec.read(RecordSlice(source.path, slice, reading.fields, reading.limit)):
                if isinstance(item, BadRecord):
                    yield _bad_outcome(source, item)
                else:
                    # With one field the number of the record is name enough.
                    name = f"{source.name}:{item.number}" + (f"#{item.field}" if several else "")
                    own = pipeline.with_hints(item.hints)
                    outcome = (
                        _crash_outcome(name, item.text.encode(), own.hints)
                        if self._refused()
                        else prepare_text(name, item.text, own)
                    )
                    yield replace(
                        outcome, place=_place_of(source, item), problem=_locate_problem(outcome, source, item)
                    )


def cut_slices(path: Path, codec: RecordCodec, size: int = SLICE_SIZE) -> list[Slice]:
    """Cuts a file of records into slices of about `size` bytes. Raises `InputError` for one that cannot be
    cut."""
    return contain(lambda: list(codec.cut_slices(path, size)), partial(raise_bug, path))


def for_record_texts(pipeline: Pipeline) -> Pipeline:
    """Returns the pipeline for texts of records: they are no files, and need not end with a newline."""
    return replace(pipeline, policy=pipeline.policy.without([FINAL_NEWLINE]))


def _crash_outcome(name: str, data: bytes, hints: Hints) -> Outcome:
    problem = InputError("killed the worker that cleaned it, twice", path=name, remedy=REMEDY)
    return Outcome(name, data, None, Document.of(""), problem, hints=hints)


def bug_outcome(name: str, data: bytes, bug: str, hints: Hints = NO_HINTS) -> Outcome:
    """Returns the outcome of a document that a bug of ours cost; `data` goes to quarantine."""
    return Outcome(name, data, None, Document.of(""), bug_error(name, bug), hints=hints)


def bug_error(path: Path | str, bug: str) -> InputError:
    """Returns the problem of a document that a bug of ours cost."""
    return InputError(f"cannot be cleaned: {bug}", path=path, remedy=REMEDY)


def raise_bug(path: Path, bug: str) -> NoReturn:
    """Raises the problem of a file that a bug of ours cost: an `InputError`."""
    raise bug_error(path, bug)


def _locate_problem(outcome: Outcome, source: Source, item: RecordText) -> InputError | None:
    """Returns the problem of a text, with the line and the byte of its record; None where it has none."""
    problem = outcome.problem
    if problem is None:
        return None
    message = f"{problem.message} (in the field {item.field!r})"
    byte = item.offset if item.length else None  # a row of Parquet has none
    return InputError(message, path=source.path, line=item.number, byte=byte, remedy=problem.remedy)


def _place_of(source: Source, item: RecordText) -> RecordPlace:
    return RecordPlace(
        file=source.name,
        number=item.number,
        field=item.field,
        offset=item.offset,
        length=item.length,
        id=item.id,
        spelling=item.spelling,
    )


def _bad_outcome(source: Source, item: BadRecord) -> Outcome:
    place = RecordPlace(
        file=source.name, number=item.number, field="", offset=item.offset, length=item.length
    )
    name = f"{source.name}:{item.number}"
    return Outcome(name, item.data or b"", None, Document.of(""), item.problem, place=place)


def prepare(name: str, data: bytes, configuration: Configuration, pipeline: Pipeline) -> Outcome:
    """Decodes and cleans one document. A bug of ours costs this document and not the run: a problem."""
    return contain(
        lambda: _prepare(name, data, decode(data, configuration.encoding), pipeline),
        partial(bug_outcome, name, data, hints=pipeline.hints),
    )


def prepare_text(name: str, text: str, pipeline: Pipeline) -> Outcome:
    """Cleans a text that needs no decoding, such as that of a record; its bytes are those of UTF-8."""
    return contain(
        lambda: _prepare(name, *encode_utf8(text, "text of a record"), pipeline),
        lambda bug: bug_outcome(name, text.encode("utf-8", "surrogatepass"), bug, pipeline.hints),
    )


def _prepare(name: str, data: bytes, decoded: DecodedText, pipeline: Pipeline) -> Outcome:
    refusal = find_refusal(decoded.text, name)
    if refusal is not None:
        return Outcome(name, data, decoded, Document.of(""), refusal)
    document = pipeline.run(decoded.text)
    # A byte that no encoding explains is read as a lone surrogate. The stages report or remove it; where the
    # rule is off, the text has no bytes, and is found here and not when the output is half written.
    stray = _first_surrogate(document.text)
    if stray is not None:
        place = document.offsets.to_raw(stray).start
        error = InputError(
            f"character {place + 1} cannot be written as UTF-8",
            path=name,
            remedy="do not ignore encoding.stray-byte, or name the encoding",
        )
        return Outcome(name, data, decoded, Document.of(""), error, hints=pipeline.hints)
    # Reports about the decoding are of round 0: they stand on the raw text, before any edit.
    judged = (pipeline.policy.resolve(edit, decoded.text) for edit in form(decoded))
    reports = [edit for edit in judged if edit is not None]
    document = document.prepend_reports("encoding", reports)
    return Outcome(name, data, decoded, document, pipeline=pipeline, hints=pipeline.hints)


def _first_surrogate(text: str) -> int | None:
    """Returns the index of the first character that has no UTF-8, None where all have."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None
