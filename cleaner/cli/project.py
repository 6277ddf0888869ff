"""`cleaner project`: annotations of raw files on the clean ones, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.run import safe

if TYPE_CHECKING:
    from cleaner.projection import Projected, Projection, Side
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

    documents = _Documents(Archive.open(corpus))
    fates = _Fates()
    if annotations.is_dir():
        files = sorted(annotations.rglob("*.ann"))
        documents.gather_beside([path.relative_to(annotations) for path in files])
        for path in files:
            relative = path.relative_to(annotations)
            atomic.ensure_folder((output / relative).parent)
            atomic.write(output / relative, _brat(path, relative, documents, to, fates))
    else:
        brat = annotations.suffix == ".ann"
        if brat:
            documents.gather_beside([Path(annotations.name)])
        atomic.ensure_folder(output.parent)
        written = (
            _brat(annotations, Path(annotations.name), documents, to, fates)
            if brat
            else _json_lines(annotations, documents, to, fates)
        )
        atomic.write(output, written)
    click.echo(str(fates), err=True)
    return 0


def _json_lines(path: Path, documents: _Documents, to: Side, fates: _Fates) -> bytes:
    from cleaner.projection.records import named, project

    data = path.read_bytes()
    documents.gather(*named(data))
    return b"".join(project(path, data, documents.find, to, fates.tell))


def _brat(path: Path, relative: Path, documents: _Documents, to: Side, fates: _Fates) -> bytes:
    from cleaner.projection.brat import project

    name, projection = documents.beside(relative)
    text = path.read_bytes().decode("utf-8")
    return project(path, text, projection, to, lambda *told: fates.tell(name, *told)).encode()


class _Documents:
    """The projections of those documents of a corpus that are annotated, by name or by text."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, Projection] = {}
        self._texts: dict[str, str] = {}
        self._beside: dict[str, list[str]] = {}

    def gather(self, names: Collection[str], texts: Collection[str] = ()) -> None:
        """Reads the documents of these names and texts, in one pass."""
        from cleaner.projection import Projection

        for record, entry in self._archive.entries(None if texts else names):
            own = {entry.document.text, entry.document.raw}.intersection(texts)
            self._texts |= dict.fromkeys(own, record.name)
            if own or record.name in names:
                self._known[record.name] = Projection.of(entry.document)

    def find(self, name: str | None, text: str | None) -> Projection:
        """Raises `UsageError` where there is none."""
        from cleaner.errors import UsageError

        if name is None:
            if text not in self._texts:
                raise UsageError(
                    "no document has the text of an annotation", remedy='name it with "document"'
                )
            name = self._texts[text]
        if name not in self._known:
            self._archive.entry(name)  # says why there is none
        return self._known[name]

    def gather_beside(self, files: Iterable[Path]) -> None:
        """Reads the documents that `.ann` files stand beside: of the same name but for its suffix, or, for a
        text of a record, of the same name."""
        self._beside = {file.with_suffix("").as_posix(): [] for file in files}
        for record in self._archive.records():
            stem = record.name if record.place is not None else record.name.rpartition(".")[0]
            if stem in self._beside:
                self._beside[stem].append(record.name)
        self.gather({name for names in self._beside.values() for name in names})

    def beside(self, relative: Path) -> tuple[str, Projection]:
        """The document that a file stands beside."""
        from cleaner.errors import UsageError

        names = self._beside[relative.with_suffix("").as_posix()]
        if len(names) != 1:
            raise UsageError(f"{relative} stands beside {len(names) or 'no'} documents of the corpus")
        return names[0], self.find(names[0], None)


class _Fates:
    """What became of the spans: a line for each that was removed, and their sums."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def tell(self, name: str, text: str, there: Projected) -> None:
        """One span."""
        self._counts[there.fate] += 1
        if there.fate == "removed":
            click.echo(f"removed {safe(name)}: {safe(repr(text[:80]))} by {', '.join(there.rules)}", err=True)

    def __str__(self) -> str:
        fates = ", ".join(f"{self._counts[fate]} {fate}" for fate in ("same", "changed", "removed"))
        return f"{sum(self._counts.values())} spans: {fates}"
