"""`cleaner index`: a file that remembers the paragraphs of a corpus, for later ones to be compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.options import (
    configuration_of,
    configuration_options,
    input_options,
    inputs_of,
    policy_options,
    selection_of,
)
from cleaner.cli.run import complain, run, safe

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.duplicates.index.redis_index import SharedIndex
    from cleaner.duplicates.index.sqlite_index import Index
    from cleaner.duplicates.settings import Settings
    from cleaner.formats.selection import Selection

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


def _reading(command: Callable[..., Any]) -> Callable[..., Any]:
    return configuration_options(input_options(policy_options(command)))


@index.command()
@FILE
@PATHS
@_reading
def build(file: Path, paths: tuple[Path, ...], **options: Any) -> int:
    """Make a new index FILE of files and folders, each document cleaned first."""
    from cleaner.duplicates.index.sqlite_index import Index

    selection, configuration = selection_of(inputs_of(options)), configuration_of(options)
    documents = _documents(paths, selection, configuration)
    if documents is None:
        return 2
    with Index.build(file, configuration.settings) as made:
        made.add(documents)
    return _told(file)


@index.command()
@FILE
@PATHS
@BACKEND
@_reading
def add(file: Path, paths: tuple[Path, ...], backend: str, **options: Any) -> int:
    """Add files and folders to FILE; a document that it knows by name is replaced."""
    selection, configuration = selection_of(inputs_of(options)), configuration_of(options)
    documents = _documents(paths, selection, configuration)
    if documents is None:
        return 2
    with _opened(file, backend, configuration.settings) as opened:
        opened.add(documents)
    return _told(file) if backend == "file" else 0


@index.command()
@FILE
@click.argument("names", nargs=-1, required=True)
@BACKEND
def remove(file: Path, names: tuple[str, ...], backend: str) -> int:
    """Forget the documents of these NAMES (the paths under which they were added)."""
    with _opened(file, backend) as opened:
        forgotten = opened.remove(names)
    click.echo(f"{forgotten} of {len(names)} documents forgotten", err=True)
    return 0 if forgotten == len(names) else 1


@index.command()
@FILE
@PATHS
@BACKEND
@_reading
def query(file: Path, paths: tuple[Path, ...], backend: str, **options: Any) -> int:
    """Show what of FILE the paragraphs of files and folders are like. Changes nothing."""
    selection, configuration = selection_of(inputs_of(options)), configuration_of(options)
    documents = _documents(paths, selection, configuration)
    if documents is None:
        return 2
    with _opened(file, backend, configuration.settings) as opened:
        for name, texts in documents:
            for number, matches in enumerate(opened.query(texts), 1):
                for match in matches:
                    old, found = match.old, match.comparison
                    place = f"{name}, paragraph {number}: {found.verdict} {found.similarity:.3f}"
                    click.echo(safe(f"{place} {old.document}, paragraph {old.position + 1}: {found.reason}"))
    return 0


@index.command()
@FILE
def stat(file: Path) -> int:
    """Say what FILE holds, once all of it was read and is whole."""
    from cleaner.duplicates.index.sqlite_index import Index

    with Index.open(file) as opened:
        opened.verify()
        found = opened.statistics()
    click.echo(f"{found.documents:,} documents, {found.paragraphs:,} paragraphs, {found.bytes:,} bytes")
    for name, value in found.settings.items():
        click.echo(f"{name} {value}")
    return 0


@contextmanager
def _opened(file: Path, backend: str, settings: Settings | None = None) -> Iterator[Index | SharedIndex]:
    """The index of a file, or the one in a Redis server that the address names."""
    if backend == "file":
        from cleaner.duplicates.index.sqlite_index import Index

        with Index.open(file, settings) as opened:
            yield opened
        return
    from urllib.parse import urlsplit

    from cleaner.duplicates.index.redis_index import SharedIndex

    # A path takes one of the two slashes away.
    address = urlsplit(str(file).replace("redis:/", "redis://", 1))
    if address.scheme != "redis" or not address.hostname:
        raise click.UsageError(f"{file} is no address of a Redis server: say redis://HOST:PORT")
    server = {"host": address.hostname, "port": address.port or 6379}
    yield SharedIndex(settings, {"type": "redis", "redis": server})


def _told(file: Path) -> int:
    from cleaner.duplicates.index.sqlite_index import Index

    with Index.open(file) as opened:
        found = opened.statistics()
    click.echo(f"{safe(file)}: {found.documents:,} documents, {found.paragraphs:,} paragraphs", err=True)
    return 0


def _documents(
    paths: tuple[Path, ...], selection: Selection, configuration: Configuration
) -> list[tuple[str, list[str]]] | None:
    """The paths of the documents with their paragraphs, cleaned; None where a path cannot be taken."""
    from dataclasses import replace

    from cleaner.formats.sources import find

    sources = find(paths, selection, by_path=True)
    if sources.missing:
        complain(sources)
        return None
    outcomes = run(sources, replace(configuration, duplicates="off"), quiet=False)
    return [
        (outcome.name, list(_paragraphs(outcome.document.text)))
        for outcome in outcomes
        if outcome.problem is None
    ]


def _paragraphs(text: str) -> Iterator[str]:
    from cleaner.text import paragraphs

    return (text[span.start : span.end] for span in paragraphs(text))
