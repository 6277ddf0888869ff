"""Wrapped paragraphs: are they joined exactly, and is anything else touched?

Real ones are those that the genres label (`measures/structure.py`). Others are made: paragraphs of one line
are wrapped anew at 60 to 132 columns, in several layouts; in all languages of the sets, in Chinese and
Japanese between any two characters.
"""

from __future__ import annotations

import hashlib
import random
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from measures.measure import Measure, Outcome
from measures.structure import Label, find_labels, is_filled

from cleaner.pipeline import Pipeline, find_edits
from cleaner.stages.unwrap import Unwrap
from cleaner.text import Document

PIPELINE = Pipeline.named("unwrap", "hyphenation")
WIDTHS = (60, 132)
MOST = 8
"""Paragraphs of a document that is made."""
PROSE = re.compile("news_|speeches|prose_|blogs|press|event|job_ads")
WRAPPED_KINDS = ("wrapped-prose", "numbered-provisions", "references", "list", "speaker-turns", "prose")
"""Kinds in which joining lines can be right; in the others it never is."""
UNSPACED = re.compile("[\u3041-\u9fff]")
NEVER_FIRST = "。、，；：！？）」』”》"
NARROW = dict.fromkeys("iljtf.,;:'!|I ", 0.55) | dict.fromkeys("mwMW", 1.5)
"""Widths of letters on paper, about: in PDF text, lines of one width have different numbers of them."""


@cache
def clean(text: str) -> Document:
    """The text with its lines joined."""
    return PIPELINE.run(text)


def is_joined(label: Label) -> bool:
    """Whether a labelled paragraph comes out as one line."""
    document = clean(label.text)
    spans = [document.offsets.to_clean(label.start, label.end)]
    return all("\n" not in document.text[start:end].strip() for start, end in spans)


def joined(rows: list[dict]) -> Outcome:
    """Share of the wrapped paragraphs that come out as one line."""
    labels = [label for label in find_labels(rows) if label.kind == "wrapped-prose"]
    failures = [
        {"id": label.document, "input": label.text[label.start : label.end]}
        for label in labels
        if not is_joined(label)
    ]
    return Outcome(1 - len(failures) / max(1, len(labels)), len(labels), failures)


def touched(rows: list[dict]) -> Outcome:
    """How many labelled blocks of other kinds have lines joined: verse, tables, code, headers and so on."""
    failures = []
    ends: dict[str, list[int]] = {}
    labels = [label for label in find_labels(rows) if label.kind not in WRAPPED_KINDS]
    for label in labels:
        if label.document not in ends:
            edits = find_edits(Unwrap(), label.text)
            ends[label.document] = [edit.start for edit in edits if edit.replacement is not None]
        part = label.text[label.start : label.end]
        # Books of songs have prefaces, in prose with some words emphasised.
        is_preface = label.kind == "verse" and is_filled(part.replace("_", "").replace("--", ""))
        if not is_preface and any(label.start < at < label.end for at in ends[label.document]):
            failures.append({"id": label.document, "kind": label.kind, "input": part})
    kinds = Counter(failure["kind"] for failure in failures)
    return Outcome(
        len(failures), len(labels), failures, ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    )


def wrap(text: str, width: int) -> list[str]:
    """The lines of a paragraph that somebody wraps."""
    if 2 * len(UNSPACED.findall(text)) <= len(text):
        return textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False)
    lines, cells = [""], 0
    for character in text:
        cells += 2 if UNSPACED.match(character) or character in NEVER_FIRST else 1
        if cells > width and character not in NEVER_FIRST and character != " ":
            lines.append("")
            cells = 2
        lines[-1] += character
    return [line.strip() for line in lines]


def set_on_paper(text: str, width: int) -> list[str]:
    """The lines of a paragraph whose letters differ in width."""
    lines, room = [""], 0.0
    for word in text.split():
        room -= sum(NARROW.get(character, 1.05) for character in word) + NARROW[" "]
        if room < 0:
            lines.append("")
            room = width - sum(NARROW.get(character, 1.05) for character in word)
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


def hang(mark: str, text: str, width: int) -> str:
    """An item: its mark, and the other lines below its text."""
    return mark + ("\n" + " " * len(mark)).join(wrap(text, width - len(mark)))


LAYOUTS: dict[str, Callable[[list[str], int], str]] = {
    "blank lines": lambda texts, width: "\n\n".join("\n".join(wrap(text, width)) for text in texts),
    "set in by three": lambda texts, width: "\n\n".join(
        "\n".join("   " + line for line in wrap(text, width - 3)) for text in texts
    ),
    "first lines set in": lambda texts, width: "\n".join(
        "   " + "\n".join(wrap("\0" * 3 + text, width))[3:] for text in texts
    ),
    "items": lambda texts, width: "\n".join(
        hang(f"{place}. ", text, width) for place, text in enumerate(texts, 1)
    ),
    "nothing between": lambda texts, width: "\n".join("\n".join(wrap(text, width)) for text in texts),
    "PDF text": lambda texts, width: "\n".join("\n".join(set_on_paper(text, width)) for text in texts),
}


def read_paragraphs(rows: list[dict]) -> Iterator[tuple[str, list[str]]]:
    """Paragraphs of one line, with the name of their document or language."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if "input" not in row and not PROSE.match(row["genre"]):
            continue
        name = row["id"].rsplit("-", 1)[0] if "input" in row else row["id"]
        for line in (row.get("input") or row["text"]).split("\n"):
            text = re.sub(r"\s+", " ", line.strip())
            least = 80 if UNSPACED.search(text) else 150
            is_plain = not re.match(r"[-*•>#|<\d(\[]", text) and "|" not in text
            if least <= len(text) <= 1500 and is_plain and text[-1] in '.!?。।۔؟”"»':
                found.setdefault(name, []).append(text)
    return ((name, texts[:MOST]) for name, texts in found.items() if len(texts) > 1)


def made(layout: str) -> Callable[[list[dict]], Outcome]:
    """Share of the paragraphs that come back from a layout as they were."""

    def run(rows: list[dict]) -> Outcome:
        failures, count = [], 0
        for name, texts in read_paragraphs(rows):
            seed = hashlib.sha256(f"{layout}|{name}".encode()).digest()
            width = random.Random(seed).randint(*WIDTHS)
            wrapped = LAYOUTS[layout](texts, width)
            lines = {re.sub(r"^\d+\. | (?= )", "", line.strip()) for line in clean(wrapped).text.split("\n")}
            chosen = [text for text in texts if len(wrap(text, width - 3)) > 1]
            failures += [{"id": name, "width": width, "text": text} for text in chosen if text not in lines]
            count += len(chosen)
        return Outcome(1 - len(failures) / max(1, count), count, failures)

    return run


MEASURES = (
    Measure("leave_alone", "unwrap: wrapped paragraphs joined exactly", joined),
    Measure("leave_alone", "unwrap: other blocks touched", touched),
    *(
        Measure(dataset, f"unwrap: made, {layout}", made(layout))
        for dataset in ("leave_alone", "multilingual_udhr")
        for layout in LAYOUTS
    ),
)
