"""`cleaner index`: keeps the paragraphs of a corpus in a file, for later corpora to be compared with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.configuration import take_corpus_options
from cleaner.cli.messages import escape, report_missing
from cleaner.cli.options import corpus_options
from cleaner.cli.outcomes import clean_with_progress

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.duplicates.index.answers import IndexMatch
    from cleaner.duplicates.index.redis_index import SharedIndex
    from cleaner.duplicates.index.sqlite_index import ParagraphIndex
    from cleaner.duplicates.settings import Settings

FILE = click.argument("file", type=click.Path(path_type=Path))
BACKEND = click.option(
    "--backend",
    type=click.Choice(["file", "datasketch"]),
    default="file",
    show_default=True,
    help="Whose storage: a file of ours, or datasketch's in Redis, at redis://HOST:PORT for FILE.",
)
PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group()
def index() -> None:
    """Remember the paragraphs of a corpus in one file, for `check --index` and `clean --index`."""


@index.command()
@FILE
@PATHS
@corpus_options
def build(file: Path, paths: tuple[Path, ...], **options: Any) -> int:
    """Make a new index FILE of files and folders, each document cleaned first."""
    from cleaner.duplicates.index.sqlite_index import ParagraphIndex

    documents, configuration = _clean_documents(paths, options)
    with ParagraphIndex.build(file, configuration.settings) as index:
        index.add(documents)
    return _print_size(file)


@index.command()
@FILE
@PATHS
@BACKEND
@corpus_options
def add(file: Path, paths: tuple[Path, ...], backend: str, **options: Any) -> int:
    """Add files and folders to FILE; a document that it knows by name is replaced."""
    documents, configuration = _clean_documents(paths, options)
    with _open_index(file, backend, configuration.settings) as index:
        index.add(documents)
    return _print_size(file) if backend == "file" else 0


@index.command()
@FILE
@click.argument("names", nargs=-1, required=True)
@BACKEND
def remove(file: Path, names: tuple[str, ...], backend: str) -> int:
    """Forget the documents of these NAMES (the paths under which they were added)."""
    with _open_index(file, backend) as index:
        count = index.remove(names)
    click.echo(f"{count} of {len(names)} documents forgotten", err=True)
    # A name that the index does not know is worth an exit code: it may be misspelt.
    return 0 if count == len(names) else 1


@index.command()
@FILE
@PATHS
@BACKEND
@corpus_options
def query(file: Path, paths: tuple[Path, ...], backend: str, **options: Any) -> int:
    """Show what of FILE the paragraphs of files and folders are like. Changes nothing."""
    documents, configuration = _clean_documents(paths, options)
    with _open_index(file, backend, configuration.settings, read_only=True) as index:
        for name, texts in documents:
            for number, matches in enumerate(index.query(texts), 1):
                for match in matches:
                    click.echo(escape(f"{name}, paragraph {number}: {_format_match(match)}"))
    return 0


@index.command()
@FILE
def stat(file: Path) -> int:
    """Say what FILE holds, once all of it was read and is whole."""
    from cleaner.duplicates.index.sqlite_index import ParagraphIndex

    with ParagraphIndex.open(file, read_only=True) as index:
        # A number of a damaged file would be worth nothing.
        index.verify()
        size = index.statistics()
    click.echo(f"{size.documents:,} documents, {size.paragraphs:,} paragraphs, {size.bytes:,} bytes")
    for name, value in size.settings.items():
        click.echo(f"{name} {value}")
    return 0


@contextmanager
def _open_index(
    file: Path, backend: str, settings: Settings | None = None, *, read_only: bool = False
) -> Iterator[ParagraphIndex | SharedIndex]:
    """Opens the index in a file, or the one in the Redis server that the address names."""
    if backend == "file":
        from cleaner.duplicates.index.sqlite_index import ParagraphIndex

        with ParagraphIndex.open(file, settings, read_only=read_only) as index:
            yield index
        return
    from urllib.parse import urlsplit

    from cleaner.duplicates.index.redis_index import SharedIndex

    # As a path, redis://HOST has lost one of its two slashes.
    address = urlsplit(str(file).replace("redis:/", "redis://", 1))
    if address.scheme != "redis" or not address.hostname:
        raise click.UsageError(f"{file} is no address of a Redis server: say redis://HOST:PORT")
    # 6379 is the port of Redis.
    server = {"host": address.hostname, "port": address.port or 6379}
    yield SharedIndex(settings, {"type": "redis", "redis": server})


def _format_match(match: IndexMatch) -> str:
    """Formats a paragraph of the index and how it compares."""
    old, comparison = match.old, match.comparison
    paragraph = f"{old.document}, paragraph {old.position + 1}"
    return f"{comparison.verdict} {comparison.similarity:.3f} {paragraph}: {comparison.reason}"


def _print_size(file: Path) -> int:
    """Writes on stderr how much an index holds. Returns the exit code."""
    from cleaner.duplicates.index.sqlite_index import ParagraphIndex

    with ParagraphIndex.open(file, read_only=True) as index:
        size = index.statistics()
    click.echo(f"{escape(file)}: {size.documents:,} documents, {size.paragraphs:,} paragraphs", err=True)
    return 0


def _clean_documents(
    paths: tuple[Path, ...], options: dict[str, Any]
) -> tuple[list[tuple[str, list[str]]], Configuration]:
    """Returns the documents at paths, each as its path and its clean paragraphs, and the configuration.

    Ends the command with 2 where a path holds no source. Near-duplicates stay in: the index is to know them.
    """
    from dataclasses import replace

    from cleaner.formats.sources import find_sources

    selection, configuration = take_corpus_options(options)
    # By path: an index outlives the run, and knows documents of several corpora by their paths.
    sources = find_sources(paths, selection, by_path=True)
    if sources.missing:
        report_missing(sources)
        raise click.exceptions.Exit(2)
    outcomes = clean_with_progress(sources, replace(configuration, duplicates="off"), quiet=False)
    documents = [
        (outcome.name, list(_split_paragraphs(outcome.document.text)))
        for outcome in outcomes
        if outcome.problem is None
    ]
    return documents, configuration


def _split_paragraphs(text: str) -> Iterator[str]:
    from cleaner.text import find_paragraphs

    return (text[span.start : span.end] for span in find_paragraphs(text))
