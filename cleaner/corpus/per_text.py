"""Cleans texts one by one: each is a corpus of its own, compared with itself and with an index.

For streams and for functions over columns, where the next text is not there yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from cleaner.bug import contain
from cleaner.config import Configuration
from cleaner.corpus.documents import bug_outcome, for_record_texts, prepare_text
from cleaner.corpus.index_reference import query_index
from cleaner.corpus.memory import decide
from cleaner.duplicates.compare import find_shingles
from cleaner.duplicates.index.sqlite_index import ParagraphIndex
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.outcome import Outcome
from cleaner.structure import NO_HINTS, Hints
from cleaner.text import find_paragraphs


class TextCleaner:
    """Cleans texts one by one under one configuration, against an index that is opened once.

    >>> with TextCleaner(Configuration()) as cleaner:
    ...     cleaner.clean("a", "A matter of secu-rity. ").document.text
    'A matter of security.'
    """

    def __init__(self, configuration: Configuration, index: Path | None = None) -> None:
        self._configuration = configuration
        self._pipeline = for_record_texts(configuration.pipeline)
        self._open = ExitStack()
        self._index = None
        if index is not None and configuration.duplicates != "off":
            self._index = self._open.enter_context(
                ParagraphIndex.open(index, configuration.settings, read_only=True)
            )
            self._index.cache()  # each of thousands of small questions would read segments again

    def __enter__(self) -> TextCleaner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._open.close()

    def clean(self, name: str, text: str, hints: Hints = NO_HINTS) -> Outcome:
        """Returns the outcome of one text, of which its record says `hints`. One that cannot be cleaned has a
        problem."""
        return contain(
            lambda: self._clean(name, text, hints),
            lambda bug: bug_outcome(name, text.encode("utf-8", "surrogatepass"), bug, hints),
        )

    def _clean(self, name: str, text: str, hints: Hints) -> Outcome:
        outcome = prepare_text(name, text, self._pipeline.with_hints(hints))
        if outcome.problem is not None or self._configuration.duplicates == "off":
            return outcome
        texts = _paragraphs(outcome)
        before = [] if self._index is None else query_index(self._index, texts, {name})
        reference_texts = [text for old in before for text in _paragraphs(old)]
        # Recurring lines are too short for shingles, so the quick test says nothing about them.
        duplicate_settings = self._configuration.duplicate_settings
        if not duplicate_settings.recurring and not may_repeat(
            [*reference_texts, *texts], duplicate_settings
        ):
            return outcome
        return decide([*before, outcome], self._configuration, len(before))[-1]


def _paragraphs(outcome: Outcome) -> list[str]:
    text = outcome.document.text
    return [text[start:end] for start, end in find_paragraphs(text)]


def may_repeat(texts: Sequence[str], settings: Settings) -> bool:
    """Whether some paragraph could be a duplicate or a near-duplicate of another.

    A prefilter for texts that come one by one, where the arrays that compare a whole corpus would cost more
    than the cleaning. Both paragraphs of a similar pair have at least the threshold as the share of their
    shingles that stand in others too; of a contained pair, the smaller one has the threshold of containment.

    >>> line = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> may_repeat([line, line.replace("every", "each")], Settings()), may_repeat([line, "No."], Settings())
    (True, False)
    """
    shingle = Shingle.of(settings.shingle)
    shingle_sets = [
        shingles for text in texts if len(shingles := find_shingles(text, shingle)) >= settings.min_shingles
    ]
    # Paragraphs of fewer than `min_shingles` shingles are compared with none.
    if len(shingle_sets) < 2:
        return False
    seen: Counter[object] = Counter()
    for shingles in shingle_sets:
        seen.update(shingles)
    least = min(settings.threshold, settings.containment or 1.0)
    return any(sum(seen[one] > 1 for one in shingles) / len(shingles) >= least for shingles in shingle_sets)
