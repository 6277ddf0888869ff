"""Annotations of brat: an `.ann` file beside each text, one annotation a line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner.errors import InputError
from cleaner.projection.span_projection import ProjectedSpan, Projection, Side
from cleaner.text import Span

_TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (\d{1,18} \d{1,18}(?:;\d{1,18} \d{1,18})*)\t(.*)")
"""A text-bound annotation: id, label, the offsets of its fragments, the text that it covers."""
_ID = re.compile(r"[A-Z#*]\S*")
"""An id of any annotation: of a text (T), relation (R), event (E), attribute (A, M), note (#)..."""
_LINE = re.compile(r"[^\r\n]+")


def project(
    path: Path, text: str, projection: Projection, to: Side, report_fate: Callable[[str, ProjectedSpan], None]
) -> str:
    """Project the annotations of a file: return its lines with their offsets on the side `to`.

    A text-bound annotation whose text was removed is left out, and with it what refers to it (relations,
    events, attributes, notes). `report_fate` is called with the text and fate of each fragment. `path` is for
    messages. Raises `InputError`.
    """
    # At LF alone: another line end stays a part of its line, and comes out as it was.
    lines = text.split("\n")
    output: list[str] = []
    removed_ids: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.startswith("T"):
            output.append(line)
            continue
        match = _TEXT_BOUND.fullmatch(line.removesuffix("\r"))
        if match is None:
            raise InputError("is no annotation of brat", path=path, line=number)
        id, label, places, covered = match.groups()
        fragments = [Span(*map(int, place.split(" "))) for place in places.split(";")]
        _check_covered(path, number, fragments, covered, projection.source_text(to))
        projected = list(_project_fragments(fragments, projection, to, report_fate))
        if projected:
            target = projection.text(to)
            spans = ";".join(f"{span.start} {span.end}" for span in projected)
            words = " ".join(target[span.start : span.end] for span in projected)
            output.append(f"{id}\t{label} {spans}\t{words}")
        else:
            removed_ids.add(id)
    return "\n".join(_drop_references(output, removed_ids))


def _check_covered(path: Path, number: int, fragments: list[Span], covered: str, text: str) -> None:
    """Raise `InputError` where the offsets do not cover in `text` what the annotation says.

    brat writes the text that an annotation covers with a space between fragments and for a line end.
    """
    actual = " ".join(text[span.start : span.end] for span in fragments)
    if re.sub(r"\s", " ", actual) != re.sub(r"\s", " ", covered):
        raise InputError(
            f"covers {actual!r} in the document, not {covered!r}",
            path=path,
            line=number,
            remedy="see --to: which side is it made on?",
        )


def _project_fragments(
    fragments: list[Span],
    projection: Projection,
    to: Side,
    report_fate: Callable[[str, ProjectedSpan], None],
) -> Iterator[Span]:
    """Yield the fragments that are left, cut at line ends, which brat cannot have inside a fragment."""
    source, target = projection.source_text(to), projection.text(to)
    for fragment in fragments:
        projected = projection.project(fragment, to)
        report_fate(source[fragment.start : fragment.end], projected)
        for part in _LINE.finditer(target, *projected.span):
            # Of a removed text a space between two words may be left, which nobody annotated.
            if part.group().strip():
                yield Span(*part.span())


def _drop_references(lines: list[str], removed_ids: set[str]) -> list[str]:
    """Return the lines that refer to none of `removed_ids`, nor to a line that is dropped for that."""
    if not removed_ids:
        return lines
    references = [set[str]() if line.startswith("*") else _find_references(line) for line in lines]
    lost_ids = _add_referring(lines, references, removed_ids)
    remaining: list[str] = []
    for line, ids in zip(lines, references, strict=True):
        if line.startswith("*"):
            remaining += _drop_members(line, lost_ids)
        elif lost_ids.isdisjoint(ids):
            remaining.append(line)
    return remaining


def _add_referring(lines: list[str], references: list[set[str]], removed_ids: set[str]) -> set[str]:
    """Return the ids with those of all lines that refer to them, or to such a line."""
    # A note can stand on a relation, which stands on an event, which stands on a text, and so on.
    referring: defaultdict[str, list[str]] = defaultdict(list)
    for line, ids in zip(lines, references, strict=True):
        for id in ids:
            referring[id].append(line.partition("\t")[0])
    lost_ids = set(removed_ids)
    waiting = list(removed_ids)
    while waiting:
        for id in referring[waiting.pop()]:
            if id not in lost_ids:
                lost_ids.add(id)
                waiting.append(id)
    return lost_ids


def _find_references(line: str) -> set[str]:
    """Return the ids that a line names: as an argument (`Arg1:T3`), a trigger (`Type:T3`) or a target."""
    id, _, fields = line.partition("\t")
    # Behind the target of a note stands free text, in which a word like "T3" is no id.
    targets = fields.partition("\t")[0] if id.startswith("#") else fields
    return {word.rpartition(":")[2] for word in targets.split() if _ID.fullmatch(word.rpartition(":")[2])}


def _drop_members(line: str, removed_ids: set[str]) -> list[str]:
    """Return an equivalence (`*`) without its removed members; nothing where one or none is left.

    The line has no id to which another one could refer.
    """
    head, _, members = line.partition(" ")
    remaining = [member for member in members.split() if member not in removed_ids]
    return [" ".join([head, *remaining])] if len(remaining) > 1 else []
