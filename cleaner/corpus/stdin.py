"""Cleans bytes without a file, such as standard input: a text, a page or records, by the name they go by."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cleaner.config import Configuration
from cleaner.corpus.documents import DocumentPreparer, FilePart
from cleaner.corpus.memory import decide_against
from cleaner.errors import InputError
from cleaner.formats.registry import find_format
from cleaner.formats.sources import Source, Sources
from cleaner.outcome import Outcome


def clean_stdin(
    path: Path,
    data: bytes,
    configuration: Configuration,
    sources: Sources,
    index: Path | None = None,
) -> list[Outcome]:
    """Cleans `data` as if it were the file at `path`, which need not exist: returns its outcomes in order.

    A name of no known type is that of a text. Documents are compared with each other, with the reference of
    `sources`, and with the index. Raises `InputError` where a document of the reference cannot be read.
    """
    pipelines = DocumentPreparer(configuration)
    reference = pipelines.reference(sources.reference)
    source = Source(path.as_posix(), path)
    format = find_format(path, configuration.reading.input_format)
    if format is not None and format.content == "records":
        outcomes = list(_read_records(source, data, configuration))
    else:
        outcomes = [pipelines.document(source, data, format)]
    return decide_against(reference, outcomes, configuration, index, {path.as_posix()})


def _read_records(source: Source, data: bytes, configuration: Configuration) -> Iterator[Outcome]:
    """Yields the records, by way of a temporary file, as codecs of records read files.

    Problems name the path that the user named, and not the temporary one.
    """
    pipelines = DocumentPreparer(configuration.at(source.name, source.path))
    with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
        # Two suffixes: `.jsonl.gz` says format and compression.
        file = Path(folder, "stdin" + "".join(source.path.suffixes[-2:]))
        file.write_bytes(data)
        for outcome in pipelines.documents(FilePart(source._replace(path=file))):
            yield replace(outcome, problem=_rename_problem(outcome.problem, source.path))


def _rename_problem(problem: InputError | None, path: Path) -> InputError | None:
    if problem is None:
        return None
    return InputError(problem.message, path=path, line=problem.line, byte=problem.byte, remedy=problem.remedy)
