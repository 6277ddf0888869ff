"""Annotations of brat: an `.ann` file beside each text, one annotation a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner.errors import InputError
from cleaner.projection.fate import Projected, Projection, Side
from cleaner.text import Span

_TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_ID = re.compile(r"[A-Z#*]\S*")
_LINE = re.compile(r"[^\r\n]+")


def project(
    path: Path, text: str, projection: Projection, to: Side, tell: Callable[[str, Projected], None]
) -> str:
    """The lines with their offsets on the side `to`.

    A text-bound annotation whose text was removed goes, and with it what refers to it (relations, events,
    attributes, notes); `tell` is called with the text and fate of each fragment. Raises `InputError`.
    """
    lines = text.split("\n")
    kept: list[str] = []
    gone: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.startswith("T"):
            kept.append(line)
            continue
        match = _TEXT_BOUND.fullmatch(line.removesuffix("\r"))
        if match is None:
            raise InputError("is no annotation of brat", path=path, line=number)
        id, label, places, covered = match.groups()
        fragments = [Span(*map(int, place.split(" "))) for place in places.split(";")]
        _check(path, number, fragments, covered, projection.text("clean" if to == "raw" else "raw"))
        moved = list(_moved(fragments, projection, to, tell))
        if moved:
            there = projection.text(to)
            spans = ";".join(f"{span.start} {span.end}" for span in moved)
            kept.append(f"{id}\t{label} {spans}\t{' '.join(there[span.start : span.end] for span in moved)}")
        else:
            gone.add(id)
    return "\n".join(_without(kept, gone))


def _check(path: Path, number: int, fragments: list[Span], covered: str, text: str) -> None:
    """brat writes the text that an annotation covers, with a space between fragments and for a line end."""
    found = " ".join(text[span.start : span.end] for span in fragments)
    if re.sub(r"\s", " ", found) != re.sub(r"\s", " ", covered):
        raise InputError(
            f"covers {found!r} in the document, not {covered!r}",
            path=path,
            line=number,
            remedy="see --to: which side is it made on?",
        )


def _moved(
    fragments: list[Span], projection: Projection, to: Side, tell: Callable[[str, Projected], None]
) -> Iterator[Span]:
    """The fragments that are left, cut at line ends, which brat cannot have inside one."""
    source, there = projection.text("clean" if to == "raw" else "raw"), projection.text(to)
    for fragment in fragments:
        projected = projection.project(fragment, to)
        tell(source[fragment.start : fragment.end], projected)
        for part in _LINE.finditer(there, *projected.span):
            if part.group().strip():
                yield Span(*part.span())


def _without(lines: list[str], gone: set[str]) -> list[str]:
    """The lines that refer to none of `gone`, nor to a line that therefore goes."""
    while gone:
        staying: list[str] = []
        dead: set[str] = set()
        for line in lines:
            if line.startswith("*"):
                staying += _equivalence(line, gone)
            elif gone & _references(line):
                dead.add(line.partition("\t")[0])
            else:
                staying.append(line)
        lines, gone = staying, dead
    return lines


def _references(line: str) -> set[str]:
    """The ids that a line names: as an argument (`Arg1:T3`), a trigger (`Type:T3`) or a target."""
    id, _, rest = line.partition("\t")
    about = rest.partition("\t")[0] if id.startswith("#") else rest
    return {word.rpartition(":")[2] for word in about.split() if _ID.fullmatch(word.rpartition(":")[2])}


def _equivalence(line: str, gone: set[str]) -> list[str]:
    """`*` and its members without those that are gone; nothing where one or none is left."""
    head, _, members = line.partition(" ")
    left = [member for member in members.split() if member not in gone]
    return [" ".join([head, *left])] if len(left) > 1 else []
