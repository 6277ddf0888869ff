"""The options of the library: those of the command line that decide what comes out, by the same names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict, get_args

from cleaner.config import Action, Configuration
from cleaner.duplicates.settings import Settings
from cleaner.errors import UsageError
from cleaner.formats.io_options import ReadOptions
from cleaner.structure import Kind
from cleaner.structure.hint_values import parse_kind, parse_language

_DEFAULT = Configuration()


class Options(TypedDict, total=False):
    """What `clean`, `Corpus` and `hf_map` take; the default of each is that of the command line."""

    select: Sequence[str]
    """Look at these rules or stages only."""
    extend_select: Sequence[str]
    """Look at these rules or stages too."""
    ignore: Sequence[str]
    """Do not look at these rules or stages."""
    certain_only: bool
    """Apply certain findings alone; report the likely ones."""
    max_removed: float
    """How much of a document's prose boilerplate, markup and page furniture rules may remove together."""
    duplicates: Action
    """What to do with near-duplicate paragraphs: ``off``, ``report`` or ``drop``."""
    shingle: str
    """What similarity counts: ``word:N`` or ``char:N``."""
    threshold: float
    """The Jaccard similarity from which two paragraphs are near-duplicates."""
    kind: Kind | None
    """What kind of text every block is, such as ``verse``; None: that is inferred, block by block."""
    language: str | None
    """The language of the texts, as a tag of BCP 47; None: that is inferred."""


def build_configuration(
    *,
    scope: Literal["document", "corpus"] = "corpus",
    reading: ReadOptions = _DEFAULT.reading,
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    certain_only: bool = False,
    max_removed: float = _DEFAULT.max_removed,
    duplicates: Action = "drop",
    shingle: str = _DEFAULT.settings.shingle,
    threshold: float = _DEFAULT.settings.threshold,
    kind: str | None = None,
    language: str | None = None,
) -> Configuration:
    """Build the configuration of a run. Raises `UsageError` for a rule, stage, kind or choice that does not
    exist and for a tag that is malformed, `TypeError` for an option that does not exist.

    >>> build_configuration(ignore="markup")
    Traceback (most recent call last):
    TypeError: ignore is a list of rules or stages, not a string
    """
    _refuse_strings(select=select, extend_select=extend_select, ignore=ignore)
    if duplicates not in (actions := get_args(Action)):
        raise UsageError(f"duplicates cannot be {duplicates!r}", remedy=f"choose {', '.join(actions)}")
    configuration = Configuration(
        select=tuple(select),
        extend_select=tuple(extend_select),
        ignore=tuple(ignore),
        certain_only=certain_only,
        max_removed=max_removed,
        duplicates=duplicates,
        kind=None if kind is None else parse_kind(kind),
        language=None if language is None else parse_language(language),
        settings=Settings(shingle=shingle, threshold=threshold, scope=scope),
        reading=reading,
    )
    _ = configuration.policy  # an unknown rule is an error before any text is read
    return configuration


def _refuse_strings(**lists: Sequence[str]) -> None:
    for name, value in lists.items():
        # A string is a sequence, too: of rules with names of one letter.
        if isinstance(value, str):
            raise TypeError(f"{name} is a list of rules or stages, not a string")


def parse_fields(text_field: str | Sequence[str]) -> tuple[str, ...]:
    """Parse the names of text fields: one string is one name. Raises `UsageError` for none, or one twice."""
    from cleaner.formats.record_codec import Fields, check_fields

    return check_fields(Fields((text_field,) if isinstance(text_field, str) else tuple(text_field))).text
