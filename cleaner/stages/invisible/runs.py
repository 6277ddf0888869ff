"""Runs of invisible characters, judged by what stands around them.

Every decision looks only at what is seen, or was kept, before the character, and at what is seen after
it. So judging the result again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.rule import Rule
from cleaner.stages.invisible import rules, scripts
from cleaner.stages.invisible.lines import LineView
from cleaner.stages.invisible.spaces import SPACES, space_rule
from cleaner.text import Edit

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
CHARACTERS = (
    "\u00a0\u00ad\u061c\u115f\u1160\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u206f\u3000\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e01ef" + _NONCHARACTERS
)
"""All that this module looks at, as the inside of a character class."""

_RUN = re.compile(f"[^\x00-\x7f](?<=[{CHARACTERS}])[{CHARACTERS}]*+")
"""Begins with any character outside ASCII and looks back at it: the engine finds those fast."""
_TAGGED_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
_FLAG = "\U0001f3f4"

_JOINERS = frozenset("\u200c\u200d")
_ZERO_WIDTH_JOINER = "\u200d"
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_MONGOLIAN_SELECTORS = frozenset("\u180b\u180c\u180d\u180e\u180f")
_TAGS = frozenset(map(chr, range(0xE0000, 0xE0080)))
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OVERRIDES = frozenset("\u202d\u202e")
_EMBEDDED_RIGHT_TO_LEFT = frozenset("\u202b\u2067")
_SEPARATORS = frozenset("\u2028\u2029")
_HANGUL_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_KEYCAPS = frozenset("#*0123456789")
_KEYCAP = "\u20e3"
_TAIL = 8
"""Characters of the output that a decision may look back at."""


class _Place(NamedTuple):
    """A character and what stands around it.

    `tail` is the end of the output so far; `base` its last character that is seen; `after` the next that is.
    """

    character: str
    tail: str
    base: str
    after: str
    position: int


_Verdict = tuple[Rule, str | None] | None
"""The rule and what it puts there (None: a note); None where the character stays."""


def run_edits(text: str) -> Iterator[Edit]:
    """One edit or note for each stretch of characters that one rule takes."""
    lines = LineView(text)
    flags = {match.start() + 1: match.end() for match in _TAGGED_FLAG.finditer(text)} if _FLAG in text else {}
    tail, done = "", 0
    for match in _RUN.finditer(text):
        start, end = flags.get(match.start(), match.start()), match.end()
        tail = (tail + text[done:start])[-_TAIL:]
        base = _FLAG if start != match.start() else tail[-1:]
        edits, tail = _judged(text, start, end, tail, base, lines)
        yield from edits
        done = end


def _judged(text: str, start: int, end: int, tail: str, base: str, lines: LineView) -> tuple[list[Edit], str]:
    """The edits of one run, and the end of the output after it."""
    edits: list[Edit] = []
    afters = _afters(text[start:end], text[end : end + 1])
    for position in range(start, end):
        character = text[position]
        place = _Place(character, tail, base, afters[position - start], position)
        verdict = _verdict(place, lines)
        kept = character
        if verdict is not None:
            rule, replacement = verdict
            _add(edits, Edit(position, position + 1, replacement, rule.id))
            kept = character if replacement is None else replacement
        tail = (tail + kept)[-_TAIL:]
        if kept and (kept in SPACES or not _RUN.match(kept)):
            base = kept
    return [_with_evidence(edit, text) for edit in edits], tail


def _afters(run: str, after: str) -> list[str]:
    """For each character of a run, the next one that is seen: a space, or what follows the run."""
    afters: list[str] = []
    for character in reversed(run):
        afters.append(after)
        if character in SPACES or character in _SEPARATORS:
            after = character
    return afters[::-1]


def _add(edits: list[Edit], edit: Edit) -> None:
    """Appends, or lengthens the last one where the same rule takes the next character out too."""
    removal = (edit.start, edit.rule, "")
    if edits and edit.replacement == "" and (edits[-1].end, edits[-1].rule, edits[-1].replacement) == removal:
        edits[-1] = edits[-1]._replace(end=edit.end)
    else:
        edits.append(edit)


def _with_evidence(edit: Edit, text: str) -> Edit:
    characters = text[edit.start : edit.end]
    evidence: dict[str, object] = {
        "characters": sorted({f"U+{ord(character):04X}" for character in characters})
    }
    if edit.rule == rules.TAG.id:
        evidence = {
            "hidden": "".join(chr(ord(c) - 0xE0000) for c in characters if 0xE0020 <= ord(c) < 0xE007F)
        }
    return edit._replace(evidence=evidence)


def _verdict(place: _Place, lines: LineView) -> _Verdict:
    character = place.character
    if character in SPACES:
        line_is_cjk = character == "\u3000" and lines.has_cjk(place.position)
        rule = space_rule(character, place.base, place.after, place.tail, line_is_cjk)
        return None if rule is None else (rule, " ")
    if character in _SEPARATORS:
        at_break = place.tail.endswith(("\n", "\r")) or place.after in ("\n", "\r")
        return rules.LINE_SEPARATOR, "" if at_break else "\n"
    if character in _BIDI:
        return _direction(place, lines)
    rule = _useless(place, lines)
    return None if rule is None else (rule, "")


def _direction(place: _Place, lines: LineView) -> _Verdict:
    if place.character in _OVERRIDES:
        return rules.REORDERING, None
    if lines.has_right_to_left(place.position):
        return None
    if place.character in _EMBEDDED_RIGHT_TO_LEFT:
        return rules.REORDERING, None
    return None if lines.reorders(place.position) else (rules.DIRECTION_MARK, "")


def _useless(place: _Place, lines: LineView) -> Rule | None:
    """The rule that takes the character out, unless something around it needs it."""
    character, last = place.character, place.tail[-1:]
    spaceless = scripts.SPACELESS.match(place.base) or scripts.SPACELESS.match(place.after)
    if character in _JOINERS:
        return None if last not in _JOINERS and _joins(place) else rules.JOINER
    if character in _SELECTORS:
        return None if _selects(last, place.after) else rules.VARIATION_SELECTOR
    if character in _MONGOLIAN_SELECTORS:
        return None if scripts.MONGOLIAN.match(place.base) else rules.VARIATION_SELECTOR
    if character in _HANGUL_FILLERS:
        needed = scripts.HANGUL.match(place.base) or scripts.HANGUL.match(place.after)
        return None if needed else rules.FILLER
    if character == "\u200b":
        return None if spaceless and last != character else rules.ZERO_WIDTH_SPACE
    if character == "\u2060":
        return None if spaceless and last != character else rules.WORD_JOINER
    if character == "\u00ad":
        return None if lines.ends_after(place.position) else rules.SOFT_HYPHEN
    if character == "\ufeff":
        return None if place.position == 0 else rules.BOM
    return rules.TAG if character in _TAGS else rules.FILLER


def _joins(place: _Place) -> bool:
    if scripts.JOINS.match(place.base) or scripts.JOINS.match(place.after):
        return True
    if place.character != _ZERO_WIDTH_JOINER:
        return False
    return scripts.EMOJI_PART.match(place.base) and scripts.EMOJI_PART.match(place.after)


def _selects(last: str, after: str) -> bool:
    return after == _KEYCAP if last in _KEYCAPS else scripts.VARIED.match(last)
