"""Annotations in JSON Lines: one document a line, its spans under ``spans``, ``ents`` or ``entities``.

A span is an object with ``start`` and ``end`` (Prodigy, spaCy's `Doc.to_json`) or a list that begins with
them (spaCy's training tuples), in code points. The document is named by ``document``, or found by its
``text``, which must be the text that the spans were made on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from cleaner import json_codec
from cleaner.errors import InputError
from cleaner.projection.fate import Projected, Projection, Side
from cleaner.text import Span

KEYS = ("spans", "ents", "entities")
NUMBERED = ("tokens", "token_start", "token_end", "sents")
"""What counts tokens: no projection of characters can keep it right."""

Find = Callable[[str | None, str | None], Projection]
"""The projection of a document, by its name or by the text of one side; raises `UsageError`."""


class Line:
    """One line of a file of annotations, for messages."""

    def __init__(self, path: Path, number: int) -> None:
        self._path, self._number = path, number

    def error(self, message: str, remedy: str = "") -> InputError:
        """An error that names the line."""
        return InputError(message, path=self._path, line=self._number, remedy=remedy)


def project(
    path: Path, data: bytes, find: Find, to: Side, tell: Callable[[str, str, Projected], None]
) -> Iterator[bytes]:
    """Each line with its spans on the side `to`. `tell` is called with document, text and fate of each span.

    Spans whose text was removed stand under ``projection.removed``, and come back on the way back; those in
    other characters are named under ``projection.changed`` too. Raises `InputError` with the line.
    """
    for number, encoded in enumerate(data.split(b"\n"), 1):
        if encoded.strip():
            yield json_codec.encode(_record(Line(path, number), encoded, find, to, tell)) + b"\n"


class Named(NamedTuple):
    """What the lines of a file are about: documents by name, and others by their text."""

    names: frozenset[str]
    texts: frozenset[str]


def named(data: bytes) -> Named:
    """The documents of a file of annotations. Of a line that is none nothing is said: `project` does that.

    >>> named(b'{"document": "a.jsonl:7"}\\n{"text": "One."}\\n[')
    Named(names=frozenset({'a.jsonl:7'}), texts=frozenset({'One.'}))
    """
    names, texts = set[str](), set[str]()
    for encoded in data.split(b"\n"):
        try:
            value = json.loads(encoded)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            name, text = value.get("document"), value.get("text")
            if isinstance(name, str):
                names.add(name)
            elif isinstance(text, str):
                texts.add(text)
    return Named(frozenset(names), frozenset(texts))


def _record(
    line: Line, encoded: bytes, find: Find, to: Side, tell: Callable[[str, str, Projected], None]
) -> dict[str, object]:
    try:
        value = json.loads(encoded)
    except (ValueError, RecursionError) as error:
        raise line.error(f"is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise line.error("is no JSON object")
    told = [key for key in NUMBERED if key in value]
    if told:
        raise line.error(f"holds {told[0]}", remedy="take them out, and make them again from the clean text")
    name, text = value.get("document"), value.get("text")
    if (
        not isinstance(name, str | None)
        or not isinstance(text, str | None)
        or (name is None and text is None)
    ):
        raise line.error("names no document", remedy='give it a "document" or its "text"')
    projection = find(name, text)
    source = projection.text("clean" if to == "raw" else "raw")
    if text is not None and text != source:
        raise line.error("has another text than the document", remedy="see --to: which side is it made on?")
    result = dict(value)
    if text is not None:
        result["text"] = projection.text(to)
    before = value.get("projection")
    changed: list[object] = []
    removed: list[object] = []
    for key in KEYS:
        if key in value:
            kept: list[object] = []
            for span, item in _spans(line, value[key], len(source)):
                there = projection.project(span, to)
                tell(name or "", source[span.start : span.end], there)
                about = {"key": key, "span": item, "rules": list(there.rules)}
                if there.fate == "removed":
                    removed.append(about)
                    continue
                if there.fate == "changed":
                    changed.append(about)
                kept.append(_moved(item, there.span))
            result[key] = kept + _returned(before, key, to)
    result["projection"] = {"to": to, "changed": changed, "removed": removed}
    return result


def _spans(line: Line, items: object, length: int) -> Iterator[tuple[Span, object]]:
    if not isinstance(items, list):
        raise line.error(f"{items} is no list of spans")
    for item in items:
        ends = item[:2] if isinstance(item, list) else ()
        if isinstance(item, dict):
            if told := [key for key in NUMBERED if key in item]:
                raise line.error(f"holds {told[0]}", remedy="take them out: they count tokens")
            ends = [item.get("start"), item.get("end")]
        if (
            len(ends) != 2
            or not all(type(end) is int for end in ends)
            or not 0 <= ends[0] <= ends[1] <= length
        ):
            raise line.error(f"{item} is no span of a text of {length} characters")
        yield Span(*ends), item


def _moved(item: object, span: Span) -> object:
    if isinstance(item, dict):
        return {**item, "start": span.start, "end": span.end}
    assert isinstance(item, list)
    return [span.start, span.end, *item[2:]]


def _returned(before: object, key: str, to: Side) -> list[object]:
    """What an earlier projection to the clean text had to leave out, on the way back to the raw one."""
    if to == "clean" or not isinstance(before, Mapping) or before.get("to") != "clean":
        return []
    return [entry["span"] for entry in before["removed"] if entry["key"] == key]
