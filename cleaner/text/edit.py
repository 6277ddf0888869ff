"""An edit, and the step that a stage's edits make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Span(NamedTuple):
    """`text[start:end]`, in code points."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace `text[start:end]` by `replacement`, or only report it (`replacement` is None).

    `evidence` says why, in JSON values. Its key ``metadata`` is special: a mapping of what the removed text
    says about the document (a date, for example), which `Result.metadata` and the manifest keep.

    >>> Edit(4, 5, "", "hyphenation.broken-word", {"joined": 4.9, "halves": (2.1, 1.8)}).replacement
    ''
    """

    start: int
    end: int
    replacement: str | None
    rule: str
    evidence: Mapping[str, object] = {}


class Step(NamedTuple):
    """The edits of one stage in one round.

    `edits` count in the text that the stage saw; `removed[i]` is the text that stood at `edits[i]`.
    """

    round: int
    stage: str
    edits: tuple[Edit, ...]
    removed: tuple[str, ...]
