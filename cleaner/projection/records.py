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
from cleaner.projection.span_projection import ProjectedSpan, Projection, Side
from cleaner.small_file import PARSE_FAILURES, explain_bad_input
from cleaner.text import Span

SPAN_KEYS = ("spans", "ents", "entities")
"""Where annotations in use keep their spans: Prodigy, `Doc.to_json` of spaCy, training tuples of spaCy."""
TOKEN_KEYS = ("tokens", "token_start", "token_end", "sents")
"""What counts tokens: no projection of characters can keep it right."""

FindProjection = Callable[[str | None, str | None], Projection]
"""Finds the projection of a document, by its name or by the text of one side; raises `UsageError`."""
ReportFate = Callable[[str, str, ProjectedSpan], None]
"""Is called for each span with the name of its document ("" where it has none), its text and its fate."""


class AnnotationLine(NamedTuple):
    """The place of a line in a file of annotations, for messages."""

    path: Path
    number: int

    def make_error(self, message: str, remedy: str = "") -> InputError:
        """Make an error that names the line."""
        return InputError(message, path=self.path, line=self.number, remedy=remedy)


def project(
    path: Path, data: bytes, find: FindProjection, to: Side, report_fate: ReportFate
) -> Iterator[bytes]:
    """Yield each line with its spans on the side `to`.

    Spans whose text was removed stand under ``projection.removed``, and come back on the way back; those in
    other characters are named under ``projection.changed`` too. Raises `InputError` with the line.
    """
    for number, encoded in enumerate(data.split(b"\n"), 1):
        if encoded.strip():
            line = AnnotationLine(path, number)
            value = _parse_line(line, encoded)
            projected = _project_value(line, value, find, to, report_fate)
            # What was just deep enough to be read can be too deep to be written.
            with explain_bad_input(path, "cannot be written again", line=number):
                encoded = json_codec.encode(projected)
            yield encoded + b"\n"


class AnnotatedTexts(NamedTuple):
    """What the lines of a file are about: documents by name, and others by their text."""

    names: frozenset[str]
    texts: frozenset[str]


def find_documents(data: bytes) -> AnnotatedTexts:
    """Find the documents of a file of annotations. A wrong line is passed over: `project` raises its error.

    >>> find_documents(b'{"document": "a.jsonl:7"}\\n{"text": "One."}\\n[')
    AnnotatedTexts(names=frozenset({'a.jsonl:7'}), texts=frozenset({'One.'}))
    """
    names, texts = set[str](), set[str]()
    for encoded in data.split(b"\n"):
        try:
            value = json.loads(encoded)
        except PARSE_FAILURES:
            continue
        if isinstance(value, dict):
            name, text = value.get("document"), value.get("text")
            if isinstance(name, str):
                names.add(name)
            elif isinstance(text, str):
                texts.add(text)
    return AnnotatedTexts(frozenset(names), frozenset(texts))


def _parse_line(line: AnnotationLine, encoded: bytes) -> dict[str, object]:
    """Parse the JSON object of a line. Raises `InputError` for one that counts tokens, too."""
    with explain_bad_input(line.path, "is no JSON", line=line.number):
        # Not `json_codec`: it reads two escaped halves of a character as two, which moves the offsets.
        value = json.loads(encoded)
    if not isinstance(value, dict):
        raise line.make_error("is no JSON object")
    token_keys = [key for key in TOKEN_KEYS if key in value]
    if token_keys:
        remedy = "take them out, and make them again from the clean text"
        raise line.make_error(f"holds {token_keys[0]}", remedy=remedy)
    return value


def _find_projection(
    line: AnnotationLine, value: Mapping[str, object], find: FindProjection, to: Side
) -> Projection:
    """Find the projection of the document of a line. Raises `InputError` where its text is another."""
    name, text = value.get("document"), value.get("text")
    if (
        not isinstance(name, str | None)
        or not isinstance(text, str | None)
        or (name is None and text is None)
    ):
        raise line.make_error("names no document", remedy='give it a "document" or its "text"')
    projection = find(name, text)
    # Spans of another version of the text, or of the other side, would point at other words.
    if text is not None and text != projection.source_text(to):
        remedy = "see --to: which side is it made on?"
        raise line.make_error("has another text than the document", remedy=remedy)
    return projection


def _project_value(
    line: AnnotationLine,
    value: dict[str, object],
    find: FindProjection,
    to: Side,
    report_fate: ReportFate,
) -> dict[str, object]:
    """Return the object of a line with its text and spans on the side `to`; all else as it is."""
    projection = _find_projection(line, value, find, to)
    source = projection.source_text(to)
    name = str(value.get("document") or "")
    result = dict(value)
    if value.get("text") is not None:
        result["text"] = projection.text(to)
    changed: list[object] = []
    removed: list[object] = []
    for key in SPAN_KEYS:
        if key not in value:
            continue
        items: list[object] = []
        for span, item in _parse_spans(line, value[key], len(source)):
            projected = projection.project(span, to)
            report_fate(name, source[span.start : span.end], projected)
            entry = {"key": key, "span": item, "rules": list(projected.rules)}
            if projected.fate == "removed":
                removed.append(entry)
                continue
            if projected.fate == "changed":
                changed.append(entry)
            items.append(_move_item(item, projected.span))
        result[key] = items + _restore_removed(value.get("projection"), key, to)
    result["projection"] = {"to": to, "changed": changed, "removed": removed}
    return result


def _parse_spans(line: AnnotationLine, items: object, length: int) -> Iterator[tuple[Span, object]]:
    """Yield each item of a list of spans with its span. Raises `InputError` for what is no span."""
    if not isinstance(items, list):
        raise line.make_error(f"{items} is no list of spans")
    for item in items:
        ends = item[:2] if isinstance(item, list) else ()
        if isinstance(item, dict):
            token_keys = [key for key in TOKEN_KEYS if key in item]
            if token_keys:
                raise line.make_error(f"holds {token_keys[0]}", remedy="take them out: they count tokens")
            ends = [item.get("start"), item.get("end")]
        if (
            len(ends) != 2
            # Not `isinstance`: true and false are integers in Python, and no places.
            or not all(type(end) is int for end in ends)
            or not 0 <= ends[0] <= ends[1] <= length
        ):
            raise line.make_error(f"{item} is no span of a text of {length} characters")
        yield Span(*ends), item


def _move_item(item: object, span: Span) -> object:
    """Return an item with another span; its label and all else that it holds stay."""
    if isinstance(item, dict):
        return {**item, "start": span.start, "end": span.end}
    assert isinstance(item, list)
    return [span.start, span.end, *item[2:]]


def _restore_removed(previous: object, key: str, to: Side) -> list[object]:
    """Return the spans that an earlier projection to the clean text left out, on the way back to the raw one.

    `previous` is what that projection wrote under ``projection``. Its spans are those of the raw text.
    """
    if to == "clean" or not isinstance(previous, Mapping) or previous.get("to") != "clean":
        return []
    removed = previous.get("removed")
    entries = removed if isinstance(removed, list) else []
    return [
        entry["span"]
        for entry in entries
        if isinstance(entry, dict) and entry.get("key") == key and "span" in entry
    ]
