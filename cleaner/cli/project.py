"""`cleaner project`: moves annotations of raw files to the clean ones, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.messages import escape

if TYPE_CHECKING:
    from cleaner.projection import ProjectedSpan, Projection, Side
    from cleaner.store.archive import Archive


@click.command()
@click.argument("annotations", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--corpus",
    required=True,
    type=click.Path(path_type=Path),
    help="The cleaned folder of the annotated files.",
)
@click.option(
    "--to",
    type=click.Choice(["clean", "raw"]),
    default="clean",
    show_default=True,
    help="The side that the spans are wanted on.",
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The file or folder to write."
)
def project(annotations: Path, corpus: Path, to: Side, output: Path) -> int:
    """Move ANNOTATIONS between the raw and the clean text: JSON Lines, a brat .ann file, or a folder of them.

    A span whose text was removed is named on stderr with the rules that removed it.
    """
    from cleaner.store import atomic
    from cleaner.store.archive import Archive
    from cleaner.store.root import Root
    from cleaner.store.user_path import write_path

    documents = _AnnotatedDocuments(Archive.open(corpus))
    fates = _FateCounts()
    if annotations.is_dir():
        files = sorted(annotations.rglob("*.ann"))
        documents.gather_beside([path.relative_to(annotations) for path in files])
        root = Root.create(output)
        for path in files:
            relative = path.relative_to(annotations)
            projected = _project_brat(path, relative, documents, to, fates)
            atomic.write(root, relative.as_posix(), projected)
    else:
        brat = annotations.suffix == ".ann"
        if brat:
            documents.gather_beside([Path(annotations.name)])
        projected = (
            _project_brat(annotations, Path(annotations.name), documents, to, fates)
            if brat
            else _project_json_lines(annotations, documents, to, fates)
        )
        write_path(output, projected, create=True)
    click.echo(str(fates), err=True)
    return 0


def _project_json_lines(path: Path, documents: _AnnotatedDocuments, to: Side, fates: _FateCounts) -> bytes:
    """Projects a file of JSON Lines."""
    from cleaner.projection.records import find_documents, project
    from cleaner.regular_file import read

    data = read(path)
    documents.gather(*find_documents(data))
    return b"".join(project(path, data, documents.find, to, fates.count))


def _project_brat(
    path: Path, relative: Path, documents: _AnnotatedDocuments, to: Side, fates: _FateCounts
) -> bytes:
    """Projects a brat file, of the document that it stands beside."""
    from cleaner.projection.brat import project
    from cleaner.regular_file import read
    from cleaner.small_file import explain_bad_input

    name, projection = documents.find_beside(relative)
    data = read(path)
    with explain_bad_input(path, "is no annotation of brat"):
        text = data.decode("utf-8")
    return project(path, text, projection, to, lambda *fate: fates.count(name, *fate)).encode()


class _AnnotatedDocuments:
    """The projections of the documents that are annotated, found by name or by text."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._projections: dict[str, Projection] = {}
        self._names_by_text: dict[str, str] = {}
        self._names_beside: dict[str, list[str]] = {}

    def gather(self, names: Collection[str], texts: Collection[str] = ()) -> None:
        """Reads the documents of these names and texts, in one pass over the archive."""
        from cleaner.projection import Projection

        # A text is found by reading every document; by names alone the others are passed over.
        for record, entry in self._archive.stream_entries(None if texts else names):
            matches = {entry.document.text, entry.document.raw}.intersection(texts)
            self._names_by_text |= dict.fromkeys(matches, record.name)
            if matches or record.name in names:
                self._projections[record.name] = Projection.of(entry.document)

    def find(self, name: str | None, text: str | None) -> Projection:
        """Returns the projection of a document. Raises `UsageError` where there is none."""
        from cleaner.errors import UsageError

        if name is None:
            if text not in self._names_by_text:
                raise UsageError(
                    "no document has the text of an annotation", remedy='name it with "document"'
                )
            name = self._names_by_text[text]
        if name not in self._projections:
            self._archive.find_entry(name)  # raises: it knows why there is none
        return self._projections[name]

    def gather_beside(self, files: Iterable[Path]) -> None:
        """Reads the documents that `.ann` files stand beside.

        A document has the name of the file but for the suffix; the text of a record has the whole name.
        """
        self._names_beside = {file.with_suffix("").as_posix(): [] for file in files}
        for record in self._archive.stream_records():
            # The name of a record ends with its number or field, not with a suffix.
            stem = record.name if record.place is not None else record.name.rpartition(".")[0]
            if stem in self._names_beside:
                self._names_beside[stem].append(record.name)
        self.gather({name for names in self._names_beside.values() for name in names})

    def find_beside(self, relative: Path) -> tuple[str, Projection]:
        """Returns name and projection of the document that a file stands beside. Raises `UsageError`."""
        from cleaner.errors import UsageError

        names = self._names_beside[relative.with_suffix("").as_posix()]
        # a.txt and a.html have one stem: which of them was annotated cannot be known.
        if len(names) != 1:
            raise UsageError(f"{relative} stands beside {len(names) or 'no'} documents of the corpus")
        return names[0], self.find(names[0], None)


class _FateCounts:
    """Counts the fates of the spans, and reports each that was removed."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def count(self, name: str, text: str, projected: ProjectedSpan) -> None:
        """Counts one span of the document `name`."""
        self._counts[projected.fate] += 1
        if projected.fate == "removed":
            click.echo(
                f"removed {escape(name)}: {escape(repr(text[:80]))} by {', '.join(projected.rules)}", err=True
            )

    def __str__(self) -> str:
        fates = ", ".join(f"{self._counts[fate]} {fate}" for fate in ("same", "changed", "removed"))
        return f"{sum(self._counts.values())} spans: {fates}"
