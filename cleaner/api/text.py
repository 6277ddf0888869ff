"""One text in, a result out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

from cleaner.api.options import Options, build_configuration
from cleaner.catalogue import RULES
from cleaner.corpus.memory import decide
from cleaner.finding import Finding, list_findings
from cleaner.outcome import Outcome
from cleaner.pipeline import collect_metadata
from cleaner.text import Document, Offsets


@dataclass(frozen=True, slots=True)
class Result:
    """A cleaned text with everything that was done to it."""

    document: Document

    @property
    def text(self) -> str:
        """The clean text."""
        return self.document.text

    @property
    def edits(self) -> tuple[Finding, ...]:
        """Each edit and each report, by place in the raw text."""
        return tuple(list_findings(self.document, RULES))

    @property
    def offsets(self) -> Offsets:
        """Positions of the raw text and of the clean one, both ways."""
        return self.document.offsets

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the removed text told about the document, such as its date."""
        return collect_metadata(self.document)


def clean(text: str, **options: Unpack[Options]) -> Result:
    """Cleans one text, as a corpus of one document.

    The options are those of the command line: `select`, `extend_select`, `ignore`, `certain_only`,
    `max_removed`, `duplicates`, `shingle`, `threshold`, `kind` and `language`; `cleaner.api.options.Options`
    says what each is.

    Raises `UsageError` for a rule, stage or kind that does not exist.

    >>> result = clean(" date 2026-03-14 The gate is a matter of secu-rity.  ")
    >>> result.text
    'The gate is a matter of security.\\n'
    >>> [(edit.line, edit.column, edit.rule.id) for edit in result.edits][1:]
    [(1, 46, 'hyphenation.broken-word'), (1, 52, 'whitespace.trailing'), (1, 54, 'whitespace.final-newline')]
    >>> result.metadata, result.offsets.to_raw(0, 3), result.document.undo() == result.document.raw
    ({'date': '2026-03-14'}, Span(start=17, end=20), True)
    """
    if not isinstance(text, str):
        raise TypeError(f"a text is a string, not of type {type(text).__name__}")
    configuration = build_configuration(**options)
    pipeline = configuration.pipeline
    # There is no file: no name, no bytes, no encoding that was found.
    outcome = Outcome("", b"", None, pipeline.run(text), pipeline=pipeline, hints=pipeline.hints)
    return Result(decide([outcome], configuration)[0].document)
