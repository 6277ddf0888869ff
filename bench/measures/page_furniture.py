"""Page furniture of real documents: how much goes, and whether anything else goes with it.

The gold says which lines are furniture. Of reports, transcripts, minutes and RFCs the form of the line says
it, a pattern that was written while reading the documents and knows their names; it shares nothing with the
rules. Papers and lists of references were read line by line (`bench/page_furniture.toml`, half `dev` alone;
another half has patterns only). One reader: expect two or three disputable lines. Manual pages have heads,
and none that recurs.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from measures.measure import Measure, Outcome

from cleaner.pipeline import find_edits
from cleaner.stages.page_furniture import PageFurniture

READ = Path(__file__).resolve().parent.parent / "page_furniture.toml"
PAGED = re.compile(r"court|gov_|minutes|papers|references|rfc|manpages")
"""Genres of documents that were printed on pages."""
FORMS = {
    "rfc": (r"\S.* \[Page [\divx]+\]", r"\f?RFC \d+ .* \w+ \d{4}"),
    "gov_": (r"Page [\divx]+", r"GAO-\d\d-\d+\w*  .*"),
    "court": (
        r"\f? *Alderson Reporting Company",
        r"\f? *Official(?: - Subject to Final Review)?",
        r" {20,}\d{1,3}",
    ),
    "minutes": (
        r"\fCOUNCIL OF THE CITY OF WINNIPEG",
        r"(?<=\fCOUNCIL OF THE CITY OF WINNIPEG \n)\w+ \d+, \d{4}",
    ),
}
NUMBER_BELOW = re.compile(r"\fCOUNCIL OF THE CITY OF WINNIPEG *\n[^\n]*\n(?: *\n){0,4}(\d{1,4}) *(?:\n|$)")


@cache
def find_gold(document: str, genre: str, text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the lines that are furniture."""
    read = tomllib.loads(READ.read_text(encoding="utf-8"))
    numbers = set(read.get(document, {}).get("lines", ()))
    spans, start = set(), 0
    for number, line in enumerate(text.split("\n"), 1):
        if number in numbers:
            spans.add((start, start + len(line)))
        start += len(line) + 1
    for prefix, forms in FORMS.items():
        if genre.startswith(prefix):
            for form in forms:
                spans |= {match.span() for match in re.finditer(rf"(?m)^{form} *$", text)}
    if genre.startswith("minutes"):
        spans |= {match.span(1) for match in NUMBER_BELOW.finditer(text)}
    return tuple(sorted(spans))


@cache
def find_removed(text: str) -> frozenset[int]:
    """The places of the characters that go, but for white space and form feeds."""
    return frozenset(
        place
        for edit in find_edits(PageFurniture(), text)
        if edit.replacement is not None
        for place in range(edit.start, edit.end)
        if not text[place].isspace()
    )


def furniture_out(rows: list[dict]) -> Outcome:
    """Share of the furniture lines that go whole."""
    count, failures = 0, []
    for row in rows:
        removed = find_removed(row["text"])
        for start, end in find_gold(row["id"], row["genre"], row["text"]):
            count += 1
            if any(place not in removed and not row["text"][place].isspace() for place in range(start, end)):
                failures.append({"id": row["id"], "line": row["text"][start:end]})
    return Outcome(1 - len(failures) / max(1, count), count, failures)


def prose_lost(rows: list[dict]) -> Outcome:
    """Documents of paged genres in which something goes that is no furniture."""
    paged = [row for row in rows if PAGED.match(row["genre"])]
    failures = []
    for row in paged:
        gold = find_gold(row["id"], row["genre"], row["text"])
        inside = {place for start, end in gold for place in range(start, end)}
        if lost := sorted(find_removed(row["text"]) - inside):
            failures.append({"id": row["id"], "lost": "".join(row["text"][place] for place in lost)})
    return Outcome(len(failures), len(paged), failures)


def others_touched(rows: list[dict]) -> Outcome:
    """Documents of other genres in which anything but a form feed goes."""
    others = [row for row in rows if not PAGED.match(row["genre"])]
    failures = [
        {"id": row["id"], "lost": "".join(row["text"][place] for place in sorted(removed))}
        for row in others
        if (removed := find_removed(row["text"]))
    ]
    return Outcome(len(failures), len(others), failures)


MEASURES = (
    Measure("leave_alone", "page furniture: lines out", furniture_out),
    Measure("leave_alone", "page furniture: paged documents that lose prose", prose_lost),
    Measure("leave_alone", "page furniture: other documents touched", others_touched),
)
