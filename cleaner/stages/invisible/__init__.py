"""Characters that are there and not seen: kept where the script needs them, taken out where it does not.

A zero-width non-joiner is spelling in Persian and an accident in English; a no-break space is typography
in French and a trace of a web editor in English. So nothing here is decided by the character alone: each
run of such characters is judged by the letters on either side, and by the line that it stands in.

>>> stage = Invisible()
>>> [(edit.start, edit.end, edit.rule) for edit in stage.edits("secu\\u00adrity")]
[(4, 5, 'invisible.soft-hyphen')]
>>> list(stage.edits("👨\\u200d👩\\u200d👧 and می\\u200cشود"))
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from cleaner.rule import Rule
from cleaner.stages.invisible.confusable import AT_MEETING, OTHER, confusable_notes
from cleaner.stages.invisible.rules import RULES
from cleaner.stages.invisible.runs import CHARACTERS, run_edits
from cleaner.text import Edit, unusual

__all__ = ["Invisible"]


@dataclass(frozen=True, slots=True)
class Invisible:
    """The stage `invisible`; see the module."""

    name: ClassVar[str] = "invisible"
    rules: ClassVar[tuple[Rule, ...]] = RULES

    def edits(self, text: str) -> Iterator[Edit]:
        """Edits and notes, in order. A text without such characters costs one look."""
        if not _LOOKED_AT.search(unusual(text)) or not _SCREEN.search(text):
            return
        found = [*run_edits(text), *confusable_notes(text)]
        found.sort(key=lambda edit: (edit.start, edit.end))
        yield from found


_LOOKED_AT = re.compile(f"[{CHARACTERS}{OTHER}]")
_SCREEN = re.compile(f"[^\x00-\x7f](?:(?<=[{CHARACTERS}])|{AT_MEETING})")
"""Begins with any character outside ASCII and looks back at it: the engine finds those fast."""
