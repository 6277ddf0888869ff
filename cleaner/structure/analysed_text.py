"""A text with what is known about it, worked out at most once and shared by all stages."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeVar

from cleaner.structure.kinds import Kind
from cleaner.structure.line_reader import read_lines
from cleaner.structure.structure import Structure, find_structure
from cleaner.text import Edit

R = TypeVar("R")


class Hints(NamedTuple):
    """What the caller knows of a text; it overrides what is inferred."""

    kind: Kind | None = None
    """The kind of all of its blocks."""
    language: str | None = None
    """A BCP 47 tag, such as ``fr`` or ``pt-BR``."""

    @property
    def base_language(self) -> str | None:
        """The language without script, region and all else: ``pt`` of ``pt-BR``."""
        return None if self.language is None else self.language.partition("-")[0]

    def override(self, nearer: Hints) -> Hints:
        """Return these hints, each overridden by that of somebody nearer to the text, if he gives one.

        >>> Hints("verse", "fr").override(Hints(language="pt-BR"))
        Hints(kind='verse', language='pt-BR')
        """
        return Hints(nearer.kind or self.kind, nearer.language or self.language)


NO_HINTS: Final = Hints()


@dataclass(frozen=True, slots=True)
class Text:
    r"""A string with its analyses: structure, blocks, paragraphs, and whatever a stage asks for.

    A text never changes. Each version of a document is a text of its own, and all stages that look at a
    version share its analyses.

    >>> text = Text("# Salt\n\nThe lake is dry. Nobody has seen it full since the war.\n")
    >>> [block.kind for block in text.structure.blocks], text.once(len)
    (['heading', 'prose'], 64)
    """

    content: str
    hints: Hints = NO_HINTS
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def structure(self) -> Structure:
        """The blocks with their kinds."""
        # No analysis can have this key: keys are functions.
        if "structure" not in self._known:
            kind, language = self.hints.kind, self.hints.base_language
            lines = self.once(read_lines)
            self._known["structure"] = find_structure(self.content, kind=kind, language=language, lines=lines)
        structure: Structure = self._known["structure"]
        return structure

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of all blocks."""
        if "kinds" not in self._known:
            self._known["kinds"] = frozenset(block.kind for block in self.structure.blocks)
        kinds: frozenset[Kind] = self._known["kinds"]
        return kinds

    def once(self, analysis: Callable[[str], R]) -> R:
        """Return the analysis of the content, worked out when it is first asked for.

        The analysis is a function at module level, so that all stages mean the same one.
        """
        if analysis not in self._known:
            self._known[analysis] = analysis(self.content)
        result: R = self._known[analysis]
        return result

    def kinds_at(self, edit: Edit) -> frozenset[Kind]:
        """Return the kinds of the blocks that an edit touches; none where it stands between blocks.

        An insertion touches the block that it stands in, also at its edges.
        """
        return frozenset(block.kind for block in self.structure.blocks_at(edit.start, edit.end))
