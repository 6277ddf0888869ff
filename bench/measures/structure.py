"""What kind of text each block is, held against the genre of real documents: a share for each kind.

A genre says what its blocks are (stanzas in a book of poems), and a simple test says which blocks it says it
of. What a genre does not say (headings, captions, lists in a report) is left out. `bench/structure.py` prints
the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from measures.measure import Measure, Outcome

from cleaner.structure import KINDS, PROSE, TextBlock, find_structure

WHOLE = 0.9
"""Share of the characters of a labelled block that must have its kind."""


class Label(NamedTuple):
    """A part of a document whose kind is known."""

    document: str
    text: str
    start: int
    end: int
    kind: str


class Labeller(NamedTuple):
    """Which parts of which genres are of a kind."""

    kind: str
    genres: str
    """A pattern that the genre begins with."""
    part: Callable[[str], Iterator[tuple[int, int]]]
    """Cuts a document into lines or blocks."""
    holds: Callable[[str], bool]
    """Whether a part is of the kind."""


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that are not blank."""
    for match in re.finditer(r"[^\n]+", text):
        if match.group().strip():
            yield match.span()


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """What stands between blank lines."""
    for match in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        yield match.span()


def first_block(text: str) -> Iterator[tuple[int, int]]:
    """The first block."""
    yield from list(blocks(text))[:1]


def is_long_line(text: str) -> bool:
    """A paragraph in one line: not a bullet, not markup."""
    other = text.upper() == text or re.match(
        r"\w+: |(?:Mr|Mrs|Dr)\.? \w+ ?:|[A-Z][\w-]+, (?:[A-Z]\.)+,", text
    )
    return (
        len(text) >= 100
        and not other
        and re.match(r"\s*[^\W_]|\s*[\"“«„'‘(—–]|\s*-- ", text) is not None
        and "\t" not in text.strip()
    )


def is_filled(text: str) -> bool:
    """Four lines or more that all reach nearly the same column but the last, of words alone."""
    rows = text.split("\n")
    body = [len(row.rstrip()) for row in rows[:-1]]
    plain = not re.search(r"\S {3,}\S|\.{4}|[|{}<>=_]|^\s*(?:[-*•o>]|\(?\w{1,3}[.)]) ", text, re.MULTILINE)
    return (
        len(rows) >= 4
        and min(body) >= max(body) - 14
        and max(body) >= 50
        and plain
        and text.upper() != text
        and not re.match(r"\s*(?:Q\s|[A-Z ]{3,20}:)", text)
    )


def is_wide(text: str) -> bool:
    """Three lines or more of Chinese or Japanese."""
    rows = text.split("\n")
    kana = len(re.findall("[\u3041-\u9fff]", text))
    return (
        len(rows) >= 3
        and kana > 0.6 * len(text.replace(" ", ""))
        and min(map(len, rows[:-1])) >= 25
        and "|" not in text
    )


def is_stanza(text: str) -> bool:
    """Three lines or more that are neither filled nor begin with a note or a name in brackets."""
    return (
        text.count("\n") >= 2
        and not is_filled(text)
        and not text.lstrip().startswith("[")
        and text.upper() != text
    )


def has_lines(number: int) -> Callable[[str], bool]:
    """Blocks of so many lines or more."""
    return lambda text: text.count("\n") + 1 >= number


def every_line(pattern: str, least: int = 1) -> Callable[[str], bool]:
    """Blocks each of whose lines begins so."""
    compiled = re.compile(pattern)
    return lambda text: (
        text.count("\n") + 1 >= least and all(compiled.match(line) for line in text.split("\n"))
    )


def begins(pattern: str) -> Callable[[str], bool]:
    """Parts that begin so."""
    compiled = re.compile(pattern)
    return lambda text: compiled.match(text) is not None


def is_speech(text: str) -> bool:
    """A name in capitals above what it says."""
    return re.match(r"[A-Z][A-Z .']+\n\S", text) is not None


FENCED = re.compile(r"^```[^\n]*\n.*?^```[^\n]*$", re.MULTILINE | re.DOTALL)


def fences(text: str) -> Iterator[tuple[int, int]]:
    """Fenced code."""
    for match in FENCED.finditer(text):
        yield match.span()


def signatures(text: str) -> Iterator[tuple[int, int]]:
    """From the mark of a signature to the next blank line."""
    for match in re.finditer(r"^-- ?(?:\n[^\n]*\S[^\n]*){1,12}", text, re.MULTILINE):
        yield match.span()


NEWS = "news_|speeches|prose_(?:es|fr|ru)|ocr_news|press_releases|job_ads|event_notices|blogs"
WRAPPED = (
    "novel_en|rfc|manpages|faq|newsgroups|mail|law_(?:en|de)|docs_markdown|gov_|announcements|classified"
)
LABELLERS = (
    Labeller("prose", NEWS, lines, is_long_line),
    Labeller("wrapped-prose", WRAPPED, blocks, is_filled),
    Labeller("wrapped-prose", "docs_(?:ja|zh)", blocks, is_wide),
    Labeller("verse", "verse_|songs|theatre_fr|lyrics", blocks, is_stanza),
    Labeller("speaker-turns", "plays_shakespeare", blocks, is_speech),
    Labeller("speaker-turns", "plays_gutenberg", blocks, begins(r"_[A-Z][\w. ]+\._ ")),
    Labeller(
        "speaker-turns", "minutes", blocks, begins(r"(?:Mr\. Speaker|Councillor \w+|Mayor Katz|Clerk): ")
    ),
    Labeller("speaker-turns", "chat_irc", lines, begins(r"\[\d\d:\d\d\] <|=== \S+ \[")),
    Labeller("speaker-turns", "screenplays", lines, begins(r"[A-Z ]{4,20}: \S")),
    Labeller(
        "message-header",
        "mail|newsgroups|classified|announcements|faq",
        first_block,
        begins(r"(?:From|Xref|Path|Newsgroups)[: ]"),
    ),
    Labeller("quoted-message", "mail|newsgroups|classified|docs_tldr", blocks, every_line(r">")),
    Labeller("signature", "mail|newsgroups|classified|announcements", signatures, lambda _: True),
    Labeller("list", "recipes|docs_markdown|docs_tldr|blogs", blocks, every_line(r"\s*(?:[-*] |\d{1,2}\. )")),
    Labeller("list", "law_de", blocks, begins(r"\s*(?:\*|\d+\.|[a-z]\)) {1,3}\S")),
    Labeller("list", "changelogs", blocks, begins(r"\s*[-*] \S")),
    Labeller("table", "sports", blocks, has_lines(4)),
    Labeller("table", "docs_zh", blocks, every_line(r"\s*[|+]", 4)),
    Labeller("table", "law_en", blocks, every_line(r"[^|]+\|[^|]*\|", 4)),
    Labeller("code", "docs_tldr", blocks, every_line(r"`[^`]+`$")),
    Labeller("code", "docs_markdown|recipes|faq|blogs", fences, lambda _: True),
    Labeller("numbered-provisions", "law_de", blocks, begins(r"\(\d+\w?\) \S")),
    Labeller("numbered-provisions", "scripture", blocks, begins(r"\d+:\d+ \S")),
    Labeller("references", "references", blocks, has_lines(4)),
    Labeller("contents-list", "rfc|faq|law_en", lines, begins(r".*\S ?(?:\. ?){4,} *\d+\s*$")),
    Labeller("heading", "docs_markdown|blogs|law_de|recipes|faq", lines, begins(r"#{1,6} [^#\n]{2,80}$")),
    Labeller("page-furniture", "rfc", lines, begins(r"\S.* {3,}\[Page \w+\]$|RFC \d+ .* {3,}\w+ \d{4}$")),
    Labeller("page-furniture", "gov_", lines, begins(r"Page \d+\s*$|GAO-\d\d-\d+ ")),
    Labeller(
        "page-furniture",
        "court",
        lines,
        begins(r"\s*(?:Alderson Reporting Company|Official - Subject to Final Review)\s*$"),
    ),
)


def find_labels(rows: list[dict]) -> Iterator[Label]:
    """What the genres say of documents."""
    for row in rows:
        for labeller in LABELLERS:
            if re.match(labeller.genres, row["genre"]):
                fenced = (
                    [match.span() for match in FENCED.finditer(row["text"])]
                    if labeller.part is not fences
                    else []
                )
                for start, end in labeller.part(row["text"]):
                    inside = any(a <= start < b for a, b in fenced)
                    if not inside and labeller.holds(row["text"][start:end]):
                        yield Label(row["id"], row["text"], start, end, labeller.kind)


@cache
def cut_text(text: str) -> tuple[TextBlock, ...]:
    """The blocks of a text, found once for all kinds."""
    return find_structure(text).blocks


def judge_label(label: Label) -> str:
    """The kind of most of a labelled part: of `WHOLE` of it, else "mixed" with the kind of the largest
    share."""
    sizes: Counter[str] = Counter()
    for block in cut_text(label.text):
        overlap = min(block.span.end, label.end) - max(block.span.start, label.start)
        if overlap > 0:
            # Prose may be wrapped or not: rules for prose act in both.
            sizes[label.kind if {label.kind, block.kind} <= PROSE else block.kind] += overlap
    if not sizes:
        return "nothing"
    kind = sizes.most_common(1)[0][0]
    if label.kind in sizes and sizes[label.kind] >= WHOLE * sum(sizes.values()):
        return label.kind
    return kind if kind != label.kind else sizes.most_common(2)[-1][0]


def named(kind: str) -> Callable[[list[dict]], Outcome]:
    """Share of the labelled blocks of a kind that are named so."""

    def run(rows: list[dict]) -> Outcome:
        labels = [label for label in find_labels(rows) if label.kind == kind]
        failures = []
        others: Counter[str] = Counter()
        for label in labels:
            found = judge_label(label)
            if found != label.kind:
                others[found] += 1
                failures.append(
                    {"id": label.document, "found": found, "input": label.text[label.start : label.end]}
                )
        detail = ", ".join(f"{count} {other}" for other, count in others.most_common(3))
        return Outcome(1 - len(failures) / max(1, len(labels)), len(labels), failures, detail)

    return run


def taken_for_prose(rows: list[dict]) -> Outcome:
    """Share of the labelled blocks of other kinds of which some tenth is named prose: where rules for prose
    would act that must not."""
    labels = [label for label in find_labels(rows) if label.kind not in PROSE]
    failures = []
    others: Counter[str] = Counter()
    for label in labels:
        overlaps = [
            min(block.span.end, label.end) - max(block.span.start, label.start)
            for block in cut_text(label.text)
            if block.kind in PROSE
        ]
        if 10 * sum(overlap for overlap in overlaps if overlap > 0) >= label.end - label.start:
            others[label.kind] += 1
            failures.append({"id": label.document, "input": label.text[label.start : label.end]})
    detail = ", ".join(f"{count} {other}" for other, count in others.most_common(4))
    return Outcome(len(failures) / max(1, len(labels)), len(labels), failures, detail)


MEASURES = (
    *(
        Measure("leave_alone", f"structure: {kind}", named(kind))
        for kind in KINDS
        if any(kind == each.kind for each in LABELLERS)
    ),
    Measure("leave_alone", "structure: others taken for prose", taken_for_prose),
)
