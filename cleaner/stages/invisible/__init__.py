"""Characters that are there and not seen: kept where the script needs them, taken out where it does not.

A zero-width non-joiner is spelling in Persian and an accident in English; a no-break space is typography
in French and a trace of a web editor in English. So nothing here is decided by the character alone: each
run of such characters is judged by the letters on either side, and by the line that it stands in.

>>> from cleaner.pipeline import find_edits
>>> stage = Invisible()
>>> [(edit.start, edit.end, edit.rule) for edit in find_edits(stage, "secu\\u00adrity")]
[(4, 5, 'invisible.soft-hyphen')]
>>> list(find_edits(stage, "👨\\u200d👩\\u200d👧 and می\\u200cشود"))
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from cleaner.rule import Rule
from cleaner.stages.invisible.confusable import GREEK_OR_CYRILLIC, SCRIPT_BOUNDARY, find_confusables
from cleaner.stages.invisible.rules import RULES
from cleaner.stages.invisible.runs import CHARACTERS, judge_runs
from cleaner.structure import Text
from cleaner.text import Edit, extract_unusual

__all__ = ["Invisible"]


@dataclass(frozen=True, slots=True)
class Invisible:
    """Removes, replaces or reports characters that are there and not seen."""

    name: ClassVar[str] = "invisible"
    rules: ClassVar[tuple[Rule, ...]] = RULES

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yields edits and notes, in order. A text without such characters costs one search."""
        content = text.content
        if not _JUDGED_CHARACTER.search(extract_unusual(content)) or not _SCREEN.search(content):
            return
        edits = [*judge_runs(content), *find_confusables(content)]
        edits.sort(key=lambda edit: (edit.start, edit.end))
        yield from edits


_JUDGED_CHARACTER = re.compile(f"[{CHARACTERS}{GREEK_OR_CYRILLIC}]")
_SCREEN = re.compile(f"[^\x00-\x7f](?:(?<=[{CHARACTERS}])|{SCRIPT_BOUNDARY})")
"""Matches where the stage may have an edit. It begins with any character outside ASCII and looks back at it:
the engine finds those fast."""
