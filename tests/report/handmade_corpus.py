"""Cleaned corpora made by hand, edit by edit: more and stranger findings than the stages make."""

from pathlib import Path

from cleaner.config import Configuration
from cleaner.formats.encoding_detection import decode
from cleaner.formats.sources import Sources
from cleaner.outcome import Outcome
from cleaner.store.archive import Archive
from cleaner.store.folder import OutputFolder
from cleaner.text import Document, Edit
from tests.output_plan import plan

KEPT = "The board met on Monday in the old hall and agreed on very little that had not been agreed before."


def outcome(name, text, edits, stage="hyphenation"):
    """A document to which one stage did what the edits say."""
    data = text.encode("utf-8", "surrogateescape")
    document = Document.of(text).apply(stage, edits)
    return Outcome(name, data, decode(data), document)


def archive(folder: Path, outcomes) -> Archive:
    """The corpus on the disk, and opened."""
    OutputFolder.open(folder).commit(plan(Sources((), ("in",), {}, (), ()), list(outcomes), Configuration()))
    return Archive.open(folder)


def with_payload(number, payload, filler):
    """Two findings that hold a payload in name, text, context, replacement and evidence."""
    part = filler(payload)
    name = f"{number:03} {part.replace('/', '∕').replace(chr(0), '')[:60]}.txt"
    text = f"{KEPT}\n\n{part} a bro-ken word {part}\n{KEPT} {part}\n"
    hyphen, copy = text.index("bro-ken") + 3, text.rindex(KEPT)
    return [
        outcome(
            name,
            text,
            [
                Edit(
                    hyphen, hyphen + 1, part, "hyphenation.broken-word", {"reasons": [part], "reason": part}
                ),
                Edit(copy, len(text), None, "duplicates.near", {"partner": f"{name}:1", "similarity": 0.9}),
            ],
        )
    ]
