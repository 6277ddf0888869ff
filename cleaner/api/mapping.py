"""The function for maps over columns, such as `map(..., batched=True)` of a `datasets.Dataset`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, Unpack

from cleaner import __version__
from cleaner.api.options import Options, build_configuration, parse_fields
from cleaner.code_hash import code_hash
from cleaner.config import Configuration
from cleaner.corpus.memory import NamedText, clean_texts
from cleaner.errors import UsageError
from cleaner.formats.record_codec import Fields
from cleaner.formats.record_hints import read_hints
from cleaner.outcome import Outcome
from cleaner.structure import NO_HINTS, Hints

Batch = Mapping[str, Sequence[Any]]


class Map:
    """Columns in, cleaned columns out; what `hf_map` gives.

    Its whole state is one string, the options with the version and the `code_hash` of this package as JSON
    with sorted keys: it is pickled alike in every process. So a cache that goes by the hash of a function
    finds what it made before, and makes it anew with another rule, table or library.
    """

    __slots__ = ("_settings", "description")

    def __init__(self, description: str) -> None:
        self.description = description
        self._settings: dict[str, Any] = json.loads(description)

    # By the string alone: a pickle of more could differ between processes, and a cache would miss.
    def __reduce__(self) -> tuple[type[Map], tuple[str]]:
        return Map, (self.description,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Map) and other.description == self.description

    def __hash__(self) -> int:
        return hash(self.description)

    def __repr__(self) -> str:
        return f"cleaner.api.mapping.Map({self.description!r})"

    def __call__(self, batch: Batch) -> dict[str, list[Any]]:
        """Clean a batch: return its text columns, cleaned, and the column of edits where it has a name."""
        configuration = _load_configuration(self.description)
        changed: dict[str, list[Any]] = {}
        hints = _read_hints(batch, self._settings)
        counts: list[int | None] = []
        # Only the columns that change are returned: `map` keeps the others.
        for field in self._settings["text_field"]:
            column = _get_column(batch, field)
            outcomes = _clean_column(column, hints, configuration)
            changed[field] = [
                text if outcome is None or outcome.problem is not None else outcome.document.text
                for text, outcome in zip(column, outcomes, strict=True)
            ]
            counts = _add_counts(counts, [_count_edits(outcome) for outcome in outcomes])
        if self._settings["edits_field"] is not None:
            changed[self._settings["edits_field"]] = counts
        return changed


def hf_map(
    text_field: str | Sequence[str] = "text",
    *,
    edits_field: str | None = None,
    kind_field: str | None = None,
    language_field: str | None = None,
    **options: Unpack[Options],
) -> Map:
    """Make a function for `datasets.Dataset.map(function, batched=True)`: columns in, cleaned columns out.

    Each text is cleaned as a corpus of its own: its stages, and duplicate paragraphs within it. What comes
    out depends neither on the size of a batch nor on the number of processes. For duplicates over all
    records there is `Corpus`, or `cleaner clean` on the files.

    Fields are columns by their whole names. A text inside a column of structures has no column: `flatten()`
    of the data set gives it one, named `article.body`.

    No row is left out: a null stays one, and a text that cannot be cleaned stays as it is. `edits_field`
    names a column for the number of edits, null for those. `kind_field` and `language_field` name columns in
    which a row says what its texts are; a row that names a kind that does not exist stays as it is. Options
    are those of `clean`.

    >>> clean = hf_map(edits_field="edits")
    >>> clean({"id": [1, 2], "text": ["A matter of secu-rity. ", None]})
    {'text': ['A matter of security.', None], 'edits': [2, None]}
    """
    fields = parse_fields(text_field)
    if edits_field in fields:
        raise UsageError(f"{edits_field!r} is a text field", remedy="choose another name for the edits")
    build_configuration(scope="document", **options)  # a wrong option is an error here, and not in a worker
    settings = {
        "text_field": fields,
        "edits_field": edits_field,
        "kind_field": kind_field,
        "language_field": language_field,
        "options": {name: _as_list(value) for name, value in dict(options).items()},
        "version": __version__,
        "code": code_hash(),
    }
    return Map(json.dumps(settings, sort_keys=True))


def _as_list(value: object) -> object:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


# A process maps with one function or a few; without this each batch would build its pipeline anew.
@lru_cache(8)
def _load_configuration(description: str) -> Configuration:
    return build_configuration(scope="document", **json.loads(description)["options"])


def _get_column(batch: Batch, field: str) -> Sequence[str | None]:
    if field not in batch:
        remedy = "name it with text_field"
        if "." in field:
            remedy = "a column is named, no path into one: flatten the data set first, or name it otherwise"
        raise UsageError(f"there is no column {field!r}", remedy=remedy)
    column: Any = batch[field]
    if hasattr(column, "tolist"):
        column = column.tolist()  # an array, where the data set is formatted as such
    if isinstance(column, str) or not isinstance(column, Sequence):
        raise UsageError(f"the column {field!r} is no list", remedy="call map with batched=True")
    for value in column:
        if value is not None and not isinstance(value, str):
            raise UsageError(f"the column {field!r} holds {type(value).__name__}, not text")
    texts: Sequence[str | None] = column
    return texts


def _read_hints(batch: Batch, settings: Mapping[str, Any]) -> Iterable[Hints | None]:
    """Read what each row says of its texts; None where that is wrong. Without fields, each says nothing."""
    fields = Fields(kind=settings["kind_field"], language=settings["language_field"])
    names = [name for name in (fields.kind, fields.language) if name is not None]
    if not names:
        return repeat(NO_HINTS)
    columns = [_get_column(batch, name) for name in names]
    return [_read_row(fields, dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def _read_row(fields: Fields, row: Mapping[str, str | None]) -> Hints | None:
    try:
        return read_hints(fields, lambda noun, field: row[field])
    except UsageError:
        return None


def _clean_column(
    column: Sequence[str | None], hints: Iterable[Hints | None], configuration: Configuration
) -> list[Outcome | None]:
    # An endless `hints` is as long as the column, so `strict` would be wrong.
    rows = [
        None if text is None or known is None else NamedText(str(number), text, known)
        for number, (text, known) in enumerate(zip(column, hints, strict=False))
    ]
    done = iter(clean_texts((row for row in rows if row is not None), configuration))
    return [None if row is None else next(done) for row in rows]


def _count_edits(outcome: Outcome | None) -> int | None:
    if outcome is None or outcome.problem is not None:
        return None
    steps = outcome.document.trail
    # A report has no replacement and changes nothing.
    return sum(edit.replacement is not None for step in steps for edit in step.edits)


def _add_counts(counts: Sequence[int | None], more: Sequence[int | None]) -> list[int | None]:
    """Add up the edits of a row over its fields; None where no field has a number."""
    if not counts:
        return list(more)
    return [
        (one or 0) + (other or 0) if one is not None or other is not None else None
        for one, other in zip(counts, more, strict=True)
    ]
