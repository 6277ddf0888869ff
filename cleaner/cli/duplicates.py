"""`cleaner duplicates`: look at near-duplicates before settling on a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.inputs import paths_or_corpus
from cleaner.cli.options import (
    PATHS,
    configuration_of,
    configuration_options,
    input_options,
    inputs_of,
    policy_options,
    selection_of,
)
from cleaner.cli.run import complain, progress, safe

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.duplicates.corpus_view import MemoryCorpus
    from cleaner.duplicates.settings import Settings
    from cleaner.formats.sources import Sources


@click.command()
@PATHS
@click.option(
    "--sweep", is_flag=True, help="How many paragraphs would fall at each threshold; borderline pairs."
)
@click.option(
    "--pairs", "pairs_file", type=click.Path(path_type=Path), help="Write all pairs to a JSON Lines file."
)
@configuration_options
@input_options
@policy_options
def duplicates(paths: tuple[Path, ...], sweep: bool, pairs_file: Path | None, **options: Any) -> int:
    """Compare the paragraphs of a corpus, each document cleaned first. Changes nothing."""
    from cleaner.formats.sources import find

    if not sweep and pairs_file is None:
        raise click.UsageError("say --sweep, or --pairs with a file")
    selection = selection_of(inputs_of(options))
    configuration = configuration_of(options)
    sources = find(paths_or_corpus(paths), selection)
    complain(sources)
    if sources.missing:
        return 2
    view = _view(sources, configuration)
    if sweep:
        for line in _sweep(view, configuration.settings):
            click.echo(line)
    if pairs_file is not None:
        _write_pairs(view, configuration.settings, pairs_file)
    return 0


def _view(sources: Sources, configuration: Configuration) -> MemoryCorpus:
    from dataclasses import replace

    from cleaner.corpus import clean_sources
    from cleaner.duplicates.corpus_view import MemoryCorpus
    from cleaner.duplicates.member import Member

    with progress(len(sources.documents), quiet=False) as tick:
        outcomes = clean_sources(sources, replace(configuration, duplicates="off"), tick)
    return MemoryCorpus([Member(outcome.name, outcome.document) for outcome in outcomes])


def _sweep(view: MemoryCorpus, settings: Settings) -> Iterator[str]:
    from cleaner.duplicates.threshold_sweep import band_recall, sweep, word_diff

    found = sweep(view.paragraphs, settings)
    recall = band_recall(view.paragraphs, settings)
    yield f"{len(view.texts):,} paragraphs, {settings.shingle}; in use: {settings.threshold}"
    pairs = f"{recall.met:,} of {recall.exact:,} pairs"
    yield f"the bands find {pairs} at that threshold (recall {recall.share:.4f})"
    yield "threshold  dropped  kept as revisions"
    for step in found.steps:
        yield f"{step.threshold:>9}  {step.dropped:>7,}  {step.revisions:>17,}"
    for pair in found.borderline:
        comparison = pair.comparison
        places = f"{view.place(pair.earlier)} and {view.place(pair.later)}"
        yield ""
        yield f"{comparison.similarity:.3f} {comparison.verdict} ({safe(comparison.reason)}): {safe(places)}"
        yield safe(word_diff(view.texts[pair.earlier], view.texts[pair.later]))


def _write_pairs(view: MemoryCorpus, settings: Settings, path: Path) -> None:
    from cleaner import json_codec
    from cleaner.duplicates.threshold_sweep import pairs
    from cleaner.store import atomic

    rows: Sequence[bytes] = [
        json_codec.encode(
            {
                "earlier": view.place(pair.earlier),
                "later": view.place(pair.later),
                "similarity": round(pair.comparison.similarity, 4),
                "containment": round(pair.comparison.containment, 4),
                "verdict": pair.comparison.verdict,
                "reason": pair.comparison.reason,
            }
        )
        for pair in pairs(view.paragraphs, settings)
    ]
    atomic.write(path, b"".join(row + b"\n" for row in rows))
    click.echo(f"{len(rows):,} pairs in {safe(path)}", err=True)
