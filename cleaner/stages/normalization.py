"""Unicode normalization. Off unless it is selected: it changes text that nothing is wrong with.

>>> from cleaner.pipeline import find_edits
>>> [(edit.start, edit.end, edit.replacement) for edit in find_edits(Normalization(), "cafe\\u0301 au lait")]
[(3, 5, 'é')]
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from cleaner.rule import DECODED, Rule
from cleaner.structure import ANYWHERE, Text
from cleaner.text import Edit, Span, find_hunks
from cleaner.text.clusters import begins_cluster, cut_chunks

NFC = Rule(
    id="normalization.nfc",
    certainty="certain",
    what="A letter written as a letter and its accents becomes the one character that means the same.",
    why="Two spellings of one word are two words to whoever counts, searches or learns.",
    leaves_alone="Text in normal form C; compatibility characters (ligatures, widths, superscripts); a "
    "letter with more than 500 accents.",
    kinds=ANYWHERE - {"code"},
    example=("cafe\u0301 au lait\n", "caf\u00e9 au lait\n"),
    inserts=DECODED,
    default=False,
)


@dataclass(frozen=True, slots=True)
class Normalization:
    """Brings a text into normal form C, with one edit for each run that changes."""

    name: ClassVar[str] = "normalization"
    rules: ClassVar[tuple[Rule, ...]] = (NFC,)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yields one edit for each run that is not in normal form C."""
        content = text.content
        # Answered without a copy of the text.
        if content.isascii():
            return
        yield from _compose_runs(content)


def _compose_runs(text: str) -> Iterator[Edit]:
    """Yields an edit for each run that is not in normal form C."""
    run: tuple[int, int, str] | None = None
    for start, end, composed in _find_compositions(text):
        # Edits that touch are one.
        if run is not None and run[1] == start:
            run = run[0], end, run[2] + composed
            continue
        if run is not None:
            yield Edit(*run, NFC.id)
        run = start, end, composed
    if run is not None:
        yield Edit(*run, NFC.id)


def _find_compositions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yields the spans that are not in normal form C, each with what it becomes, in order."""
    for chunk in cut_chunks(text):
        # Answered without a copy, and of nearly every chunk with yes.
        if unicodedata.is_normalized("NFC", text[chunk.start : chunk.end]):
            continue
        for start, end in _cut_clusters(text, chunk):
            cluster = text[start:end]
            composed = unicodedata.normalize("NFC", cluster)
            for before, after in find_hunks(cluster, composed):
                yield start + before.start, start + before.end, composed[after.start : after.end]


def _cut_clusters(text: str, chunk: Span) -> Iterator[Span]:
    """Yields the clusters of a chunk: what normalization looks at together, a letter with its accents."""
    start = chunk.start
    for place in range(chunk.start + 1, chunk.end):
        if begins_cluster(text[place]):
            yield Span(start, place)
            start = place
    yield Span(start, chunk.end)
