"""Bytes that come without a file, as standard input does: a text, a page, or records, by the name given."""

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
    """The outcomes of what would stand at `path`, and need not; a name of no known type is a text.

    They are compared with each other, with the reference of `sources`, and with the index.
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
    """The records, by way of a file: that is what their formats read. It has the ends of the name."""
    pipelines = DocumentPreparer(configuration.at(source.name, source.path))
    with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
        file = Path(folder, "stdin" + "".join(source.path.suffixes[-2:]))
        file.write_bytes(data)
        for outcome in pipelines.documents(FilePart(source._replace(path=file))):
            yield replace(outcome, problem=_rename_problem(outcome.problem, source.path))


def _rename_problem(problem: InputError | None, path: Path) -> InputError | None:
    if problem is None:
        return None
    return InputError(problem.message, path=path, line=problem.line, byte=problem.byte, remedy=problem.remedy)
