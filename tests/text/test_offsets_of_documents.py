"""20,000 random places of real documents, both ways, against tables that hold every single character."""

import random
from pathlib import Path

from cleaner.config import Configuration
from cleaner.corpus import clean_sources
from cleaner.formats.sources import find_sources
from cleaner.text import Span

SEEDS = Path(__file__).parent.parent.parent / "seeds"


def tables(document):
    """For each step, where each character went and came from: no bisection, no hunks."""
    length = len(document.raw)
    for step in document.trail:
        there, back, position, after = [], [], 0, 0
        for edit in (edit for edit in step.edits if edit.replacement is not None):
            for place in range(position, edit.start):
                there.append((after, after + 1))
                back.append((place, place + 1))
                after += 1
            there += [(after, after + len(edit.replacement))] * (edit.end - edit.start)
            back += [(edit.start, edit.end)] * len(edit.replacement)
            after += len(edit.replacement)
            position = edit.end
        for place in range(position, length):
            there.append((after, after + 1))
            back.append((place, place + 1))
            after += 1
        yield there, back
        length = after


def carried(span, steps, lengths):
    """The span through the tables, one after the other; an empty one is the place before a character."""
    for table, length in zip(steps, lengths, strict=True):
        start = table[span.start][0] if span.start < len(table) else length
        end = start if span.start == span.end else table[span.end - 1][1]
        span = Span(start, end)
    return span


def test_random_spans_of_the_sample_corpus():
    documents = [outcome.document for outcome in clean_sources(find_sources([SEEDS]), Configuration())]
    dice, checked, wrong = random.Random(3), 0, []
    for document in documents:
        offsets, made = document.offsets, list(tables(document))
        forth = [there for there, _ in made]
        back = [table for _, table in reversed(made)]
        lengths = [len(table) for _, table in made]
        for source, steps, sizes, project in (
            (document.raw, forth, lengths, offsets.to_clean),
            (document.text, back, [len(there) for there, _ in reversed(made)], offsets.to_raw),
        ):
            for _ in range(20_000 // (2 * len(documents)) + 1):
                start = dice.randint(0, len(source))
                end = min(len(source), start + dice.choice([0, 1, 1, 2, 5, 20, 300]))
                checked += 1
                if project(start, end) != carried(Span(start, end), steps, sizes):
                    wrong.append((start, end))
    assert checked >= 20_000 and wrong == []
