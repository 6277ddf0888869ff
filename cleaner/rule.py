"""The contracts: what a rule is and what a stage is. The documentation of a rule stands on the rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, Protocol

from cleaner.structure import Kind, Text
from cleaner.text import Edit

Certainty = Literal["certain", "likely", "note"]
"""``certain`` loses nothing that a reader would miss; ``likely`` is right by evidence and could be wrong;
``note`` is reported and never changes the text."""

DECODED = "decoded"
"""The value of `Rule.inserts` for rules whose replacement is what the removed characters stand for: the text
that their bytes decode to, the character that an entity names."""


class Rule(NamedTuple):
    """One kind of finding, with its documentation: `what` it does, `why`, what it `leaves_alone`.

    `example` is a text before and after; for a note both are the same text. `kinds` are the kinds of block in
    which the rule acts: the pipeline lets none of its edits through that touches another one. `inserts` is
    the set of characters that the rule may put in where it takes something out, or `DECODED`; "" means that
    it only removes. A rule that is not `default` runs when it is selected by name.
    """

    id: str
    certainty: Certainty
    what: str
    why: str
    leaves_alone: str
    example: tuple[str, str]
    kinds: frozenset[Kind]
    inserts: str = ""
    default: bool = True

    @property
    def stage(self) -> str:
        """The part of the id before the dot: the kind of defect."""
        return self.id.partition(".")[0]


class Stage(Protocol):
    """A stage finds one kind of defect in one text, and looks at nothing else.

    `edits` returns edits of the text, of rules in `rules` only, in order. Those that change the text do not
    overlap; reports may. The pipeline alone calls it (`cleaner.pipeline.find_edits`).
    """

    @property
    def name(self) -> str: ...
    @property
    def rules(self) -> tuple[Rule, ...]: ...
    def edits(self, text: Text) -> Iterable[Edit]: ...
