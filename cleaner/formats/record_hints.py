"""What a record says of its texts: the kind and the language in the fields that the caller names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from cleaner.errors import UsageError
from cleaner.formats.record_codec import Fields
from cleaner.structure import NO_HINTS, Hints
from cleaner.structure.hint_values import parse_kind, parse_language

HintNoun = Literal["kind", "language"]
GetHint = Callable[[HintNoun, str], str | None]
"""Returns the string in a field of a record, None where there is null or nothing; the noun is for
messages."""

Value = TypeVar("Value")


def read_hints(fields: Fields, get: GetHint) -> Hints:
    """Read the hints of a record. A field that is missing, null or empty gives none.

    Raises `UsageError`, which says what is wrong in which field, for a kind that does not exist and for a tag
    that is malformed.

    >>> read_hints(Fields(kind="genre", language="lang"), lambda noun, field: {"genre": "verse"}.get(field))
    Hints(kind='verse', language=None)
    """
    if fields.kind is None and fields.language is None:
        return NO_HINTS
    return Hints(
        _read_hint("kind", fields.kind, get, parse_kind),
        _read_hint("language", fields.language, get, parse_language),
    )


def _read_hint(
    noun: HintNoun, field: str | None, get: GetHint, parse: Callable[[str], Value]
) -> Value | None:
    value = None if field is None else get(noun, field)
    if not value:
        return None
    try:
        return parse(value)
    except UsageError as error:
        message = f"has a wrong {noun} in the field {field!r}: {error.message}"
        raise UsageError(message, remedy=error.remedy) from error
