"""`cleaner duplicates`: shows near-duplicates of a corpus, to choose a threshold by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.configuration import take_corpus_options
from cleaner.cli.inputs import choose_paths
from cleaner.cli.messages import escape, report_missing
from cleaner.cli.options import PATHS, corpus_options
from cleaner.cli.outcomes import show_progress_bar

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.duplicates.paragraph_columns import MemoryCorpus
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
@corpus_options
def duplicates(paths: tuple[Path, ...], sweep: bool, pairs_file: Path | None, **options: Any) -> int:
    """Compare the paragraphs of a corpus, each document cleaned first. Changes nothing."""
    from cleaner.formats.sources import find_sources

    if not sweep and pairs_file is None:
        raise click.UsageError("say --sweep, or --pairs with a file")
    selection, configuration = take_corpus_options(options)
    sources = find_sources(choose_paths(paths), selection)
    report_missing(sources)
    if sources.missing:
        return 2
    corpus = _clean_in_memory(sources, configuration)
    if sweep:
        for line in _format_sweep(corpus, configuration.settings):
            click.echo(line)
    if pairs_file is not None:
        _write_pairs(corpus, configuration.settings, pairs_file)
    return 0


def _clean_in_memory(sources: Sources, configuration: Configuration) -> MemoryCorpus:
    """Cleans the documents by themselves; near-duplicates stay, to be counted."""
    from dataclasses import replace

    from cleaner.corpus import clean_sources
    from cleaner.duplicates.member import Member
    from cleaner.duplicates.paragraph_columns import MemoryCorpus

    with show_progress_bar(len(sources.documents), quiet=False) as tick:
        # With duplicates dropped there would be no pairs left to measure.
        outcomes = clean_sources(sources, replace(configuration, duplicates="off"), tick)
    return MemoryCorpus([Member(outcome.name, outcome.document) for outcome in outcomes])


def _format_sweep(corpus: MemoryCorpus, settings: Settings) -> Iterator[str]:
    """Yields the lines of a sweep: a table of thresholds, then the pairs that are near the one in use."""
    from cleaner.duplicates.threshold_sweep import format_word_diff, measure_band_recall, sweep

    result = sweep(corpus.paragraphs, settings)
    recall = measure_band_recall(corpus.paragraphs, settings)
    yield f"{len(corpus.texts):,} paragraphs, {settings.shingle}; in use: {settings.threshold}"
    pairs = f"{recall.found:,} of {recall.exact:,} pairs"
    yield f"the bands find {pairs} at that threshold (recall {recall.share:.4f})"
    yield "threshold  dropped  kept as revisions"
    for step in result.steps:
        yield f"{step.threshold:>9}  {step.dropped:>7,}  {step.revisions:>17,}"
    for pair in result.borderline:
        comparison = pair.comparison
        places = f"{corpus.place(pair.earlier)} and {corpus.place(pair.later)}"
        yield ""
        verdict = f"{comparison.verdict} ({escape(comparison.reason)})"
        yield f"{comparison.similarity:.3f} {verdict}: {escape(places)}"
        yield escape(format_word_diff(corpus.texts[pair.earlier], corpus.texts[pair.later]))


def _write_pairs(corpus: MemoryCorpus, settings: Settings, path: Path) -> None:
    """Writes all pairs as JSON Lines, whole or not at all."""
    from cleaner import json_codec
    from cleaner.duplicates.threshold_sweep import find_pairs
    from cleaner.store.user_path import write_path

    rows: Sequence[bytes] = [
        json_codec.encode(
            {
                "earlier": corpus.place(pair.earlier),
                "later": corpus.place(pair.later),
                "similarity": round(pair.comparison.similarity, 4),
                "containment": round(pair.comparison.containment, 4),
                "verdict": pair.comparison.verdict,
                "reason": pair.comparison.reason,
            }
        )
        for pair in find_pairs(corpus.paragraphs, settings)
    ]
    write_path(path, b"".join(row + b"\n" for row in rows))
    click.echo(f"{len(rows):,} pairs in {escape(path)}", err=True)
