"""Whether texts come to rest, and whether their blocks stay the same when others are cut out.

The pipeline gives up a text that comes to no rest, and it stays raw.
"""

from __future__ import annotations

import random

from measures.measure import Measure, Outcome

from cleaner.config import Configuration
from cleaner.pipeline import UNSTABLE
from cleaner.structure import cut_blocks, find_structure


def count_unstable(rows: list[dict]) -> Outcome:
    """How many texts come to no rest within the rounds that they have."""
    pipeline = Configuration().pipeline
    failures = []
    for row in rows:
        document = pipeline.run(row.get("text") or row.get("input") or "")
        if any(edit.rule == UNSTABLE.id for step in document.trail for edit in step.edits):
            failures.append({"id": row["id"]})
    return Outcome(len(failures), len(rows), failures)


def unsteady(rows: list[dict]) -> Outcome:
    """How many documents have other blocks after some were cut out at random."""
    failures = []
    chance = random.Random(1)
    for row in rows:
        text = row["text"][:20_000]
        structure = find_structure(text)
        dropped = {
            i
            for i, block in enumerate(structure.blocks)
            if block.kind != "page-furniture" and chance.random() < 0.4
        }
        kept = [
            (block.kind, text[slice(*block.span)])
            for i, block in enumerate(structure.blocks)
            if i not in dropped
        ]
        at, parts = 0, []
        for cut in cut_blocks(text, structure, dropped):
            parts.append(text[at : cut.start])
            at = cut.end
        rest = "".join(parts) + text[at:]
        if [(block.kind, rest[slice(*block.span)]) for block in find_structure(rest).blocks] != kept:
            failures.append({"id": row["id"]})
    return Outcome(len(failures), len(rows), failures)


SETS = ("leave_alone", "ham_news_paragraphs", "mojibake_built", "multilingual_udhr")
"""Sets whose texts are cleaned to see it; `dirty_robustness` has a measure that sees more."""

MEASURES = (
    *(Measure(name, "all stages: no rest", count_unstable) for name in SETS),
    Measure("leave_alone", "structure: documents unsteady under cuts", unsteady),
)
