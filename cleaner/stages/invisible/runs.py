"""Judges runs of invisible characters by what stands around them.

Each decision looks only at the output before the character and at the next visible character after it. So
judging the result again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from cleaner.rule import Rule
from cleaner.stages.invisible import rules, scripts
from cleaner.stages.invisible.line_context import LineContext
from cleaner.stages.invisible.soft_hyphens import SOFT_HYPHEN, is_inside_word
from cleaner.stages.invisible.spaces import LONGEST_NUMERAL, SPACES, choose_space_rule
from cleaner.text import Edit

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
CHARACTERS = (
    "\u00a0\u00ad\u061c\u115f\u1160\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u206f\u3000\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e01ef" + _NONCHARACTERS
)
"""All characters that this module judges, as the inside of a character class."""

_RUN = re.compile(f"[^\x00-\x7f](?<=[{CHARACTERS}])[{CHARACTERS}]*+")
"""Begins with any character outside ASCII and looks back at it: the engine finds those fast."""
# A black flag, tags that spell a region (`gbwls` for Wales) and the tag that ends it.
_REGION_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
_BLACK_FLAG = "\U0001f3f4"

_JOINERS = frozenset("\u200c\u200d")
_ZERO_WIDTH_JOINER = "\u200d"
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_MONGOLIAN_SELECTORS = frozenset("\u180b\u180c\u180d\u180e\u180f")
_TAGS = frozenset(map(chr, range(0xE0000, 0xE0080)))
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OVERRIDES = frozenset("\u202d\u202e")
_RIGHT_TO_LEFT_EMBEDDINGS = frozenset("\u202b\u2067")
_SEPARATORS = frozenset("\u2028\u2029")
_HANGUL_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_KEYCAPS = frozenset("#*0123456789")
_KEYCAP = "\u20e3"
_TAIL = 8
"""Characters of the output that a decision may look back at."""


class _Site(NamedTuple):
    """An invisible character and what stands around it.

    `tail` is the end of the output before it, `base` the last visible character of that output, `after` the
    next visible character of the text ("" at its end), `following` some text behind the run.
    """

    character: str
    tail: str
    base: str
    after: str
    position: int
    following: str


_Change = tuple[Rule, str | None] | None
"""A rule and its replacement (None: a note); None where the character stays."""


def judge_runs(text: str) -> Iterator[Edit]:
    """Yields one edit or note for each stretch of characters that one rule takes, in order."""
    lines = LineContext(text)
    # The tag characters of a regional flag belong to it: a run begins behind them.
    flags: dict[int, int] = {}
    if _BLACK_FLAG in text:
        flags = {match.start() + 1: match.end() for match in _REGION_FLAG.finditer(text)}
    tail, position = "", 0
    for match in _RUN.finditer(text):
        start, end = flags.get(match.start(), match.start()), match.end()
        tail = (tail + text[position:start])[-_TAIL:]
        base = _BLACK_FLAG if start != match.start() else tail[-1:]
        edits, tail = _judge_run(text, start, end, tail, base, lines)
        yield from edits
        position = end


def _judge_run(
    text: str, start: int, end: int, tail: str, base: str, lines: LineContext
) -> tuple[list[Edit], str]:
    """Returns the edits of one run, and the end of the output after it."""
    if end - start == 1:
        return _judge_one(text, start, tail, base, lines)
    stretches: list[_Stretch] = []
    next_visible = _next_visible(text[start:end], text[end : end + 1])
    following = text[end : end + LONGEST_NUMERAL]
    for position in range(start, end):
        character = text[position]
        change = _judge(
            _Site(character, tail, base, next_visible[position - start], position, following), lines
        )
        output = character
        if change is not None:
            rule, replacement = change
            last = stretches[-1] if stretches else None
            # The same rule may remove or report the next character too: one edit for both.
            if (
                last
                and not replacement
                and (last.end, last.rule, last.replacement)
                == (
                    position,
                    rule,
                    replacement,
                )
            ):
                last.end = position + 1
            else:
                stretches.append(_Stretch(position, position + 1, replacement, rule))
            output = character if replacement is None else replacement
        # The next decision sees the output, as a second run of the stage would.
        tail = (tail + output)[-_TAIL:]
        # What stays and is seen becomes the base of the next one: of the characters judged here, spaces.
        if output and (output is not character or character in SPACES):
            base = output
    return [_make_edit(stretch, text) for stretch in stretches], tail


def _judge_one(text: str, at: int, tail: str, base: str, lines: LineContext) -> tuple[list[Edit], str]:
    """Returns what `_judge_run` returns for a run of one character, as most are."""
    character = text[at]
    following = text[at + 1 : at + 1 + LONGEST_NUMERAL]
    change = _judge(_Site(character, tail, base, following[:1], at, following), lines)
    if change is None:
        return [], (tail + character)[-_TAIL:]
    rule, replacement = change
    edit = _make_edit(_Stretch(at, at + 1, replacement, rule), text)
    return [edit], (tail + (character if replacement is None else replacement))[-_TAIL:]


@dataclass(slots=True)
class _Stretch:
    """Characters that one rule takes, `text[start:end]`; it grows while a run is judged."""

    start: int
    end: int
    replacement: str | None
    rule: Rule


def _next_visible(run: str, after: str) -> list[str]:
    """Returns, for each character of a run, the next visible one: a space, a line break, or `after`."""
    visible: list[str] = []
    for character in reversed(run):
        visible.append(after)
        if character in SPACES or character in _SEPARATORS:
            after = character
    return visible[::-1]


def _make_edit(stretch: _Stretch, text: str) -> Edit:
    """Returns an edit with the code points that it takes; for tags with the ASCII text that they spell."""
    characters = text[stretch.start : stretch.end]
    evidence: dict[str, object]
    if stretch.rule is rules.TAG:
        evidence = {
            "hidden": "".join(chr(ord(c) - 0xE0000) for c in characters if 0xE0020 <= ord(c) < 0xE007F)
        }
    else:
        names = map(_name_code_point, set(characters))
        evidence = {"characters": sorted(names) if len(characters) > 1 else list(names)}
    return Edit(stretch.start, stretch.end, stretch.replacement, stretch.rule.id, evidence)


@cache
def _name_code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _judge(site: _Site, lines: LineContext) -> _Change:
    """Decides whether one character stays, goes, is replaced or is reported."""
    character = site.character
    if character in SPACES:
        line_is_cjk = character == "\u3000" and lines.has_cjk(site.position)
        rule = choose_space_rule(character, site.base, site.after, site.tail, site.following, line_is_cjk)
        return None if rule is None else (rule, " ")
    if character in _SEPARATORS:
        # Beside a line break another one would make a blank line.
        at_break = site.tail.endswith(("\n", "\r")) or site.after in ("\n", "\r")
        return rules.LINE_SEPARATOR, "" if at_break else "\n"
    if character in _BIDI:
        return _judge_direction(site, lines)
    if character == SOFT_HYPHEN:
        return _judge_soft_hyphen(site, lines)
    rule = _removal_rule(site, lines)
    return None if rule is None else (rule, "")


def _judge_direction(site: _Site, lines: LineContext) -> _Change:
    """Decides about a mark, embedding, isolate or override of direction."""
    # Overrides come first: they are reported in lines of Arabic or Hebrew too.
    if site.character in _OVERRIDES:
        return rules.REORDERING, None
    if lines.has_right_to_left(site.position):
        return None
    if site.character in _RIGHT_TO_LEFT_EMBEDDINGS:
        return rules.REORDERING, None
    return None if lines.has_reordering(site.position) else (rules.DIRECTION_MARK, "")


def _judge_soft_hyphen(site: _Site, lines: LineContext) -> _Change:
    """Decides about a soft hyphen: inside a word it goes, for a hyphen that is meant to be seen it stays."""
    if lines.is_alone(site.position):
        return rules.SOFT_HYPHEN, ""
    if lines.is_before_line_break(site.position):
        return None
    if is_inside_word(site.base, site.after) and site.position not in lines.true_hyphens:
        return rules.SOFT_HYPHEN, ""
    return rules.HIDDEN_HYPHEN, None


def _removal_rule(site: _Site, lines: LineContext) -> Rule | None:
    """Returns the rule that removes the character; None where something around it needs it."""
    character, last = site.character, site.tail[-1:]
    spaceless = scripts.SPACELESS.match(site.base) or scripts.SPACELESS.match(site.after)
    if character in _JOINERS:
        # One joiner does all that a row of them does.
        return None if last not in _JOINERS and _is_joining(site) else rules.JOINER
    if character in _SELECTORS:
        return None if _is_selecting(last, site.after) else rules.VARIATION_SELECTOR
    if character in _MONGOLIAN_SELECTORS:
        return None if scripts.MONGOLIAN.match(site.base) else rules.VARIATION_SELECTOR
    if character in _HANGUL_FILLERS:
        beside_hangul = scripts.HANGUL.match(site.base) or scripts.HANGUL.match(site.after)
        return None if beside_hangul else rules.FILLER
    if character == "\u200b":
        return None if spaceless and last != character else rules.ZERO_WIDTH_SPACE
    if character == "\u2060":
        return None if spaceless and last != character else rules.WORD_JOINER
    if character == "\ufeff":
        # The mark at the very beginning is the stage `encoding`'s.
        return None if site.position == 0 else rules.BOM
    return rules.TAG if character in _TAGS else rules.FILLER


def _is_joining(site: _Site) -> bool:
    """Whether a joiner or non-joiner has letters, or a zero-width joiner parts of an emoji, to act on."""
    if scripts.JOINING.match(site.base) or scripts.JOINING.match(site.after):
        return True
    if site.character != _ZERO_WIDTH_JOINER:
        return False
    return scripts.EMOJI_PART.match(site.base) and scripts.EMOJI_PART.match(site.after)


def _is_selecting(last: str, after: str) -> bool:
    """Whether a variation selector follows a character that has variants, or a figure of a keycap."""
    return after == _KEYCAP if last in _KEYCAPS else scripts.VARIANT.match(last)
