"""Mojibake: text that was decoded with the wrong codec.

Two methods read each line that may be damaged. ftfy knows the patterns of the usual accidents, partly lost
bytes among them. `chains` tries more encodings, and `likeness` decides whether what comes out looks more
like writing than what stood there, by far more than chance. Where both have a repair, the likelier one is
taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from math import inf
from typing import TYPE_CHECKING

from cleaner.rule import DECODED, Rule
from cleaner.stages.encoding.chains import COSTS, MisreadSpan, find_encodings, find_misread, list_characters
from cleaner.stages.encoding.legacy import reread
from cleaner.stages.encoding.likeness import is_known, likeness
from cleaner.stages.encoding.misread_runs import find_misread_runs
from cleaner.structure import ANYWHERE
from cleaner.text import Edit, extract_unusual, find_line_edits

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

MOJIBAKE = Rule(
    id="encoding.mojibake",
    certainty="likely",
    what="Characters that come of reading bytes in the wrong encoding become the ones that were written.",
    why="`donâ€™t` is four tokens of noise where one word was meant; search and models miss it.",
    leaves_alone="Accents, symbols and quotation marks that make sense where they stand, in any language.",
    kinds=ANYWHERE,
    example=("It isnâ€™t far to the cafÃ©.", "It isn’t far to the café."),
    inserts=DECODED,
)

# Signs by themselves: C1 controls; Ã, Â, Œ and œ, whose next byte, A0, may have become a space (`voilÃ ,`);
# the Icelandic letters that may stand for Turkish ones (see `legacy`).
_LONE_SIGNS = "\x80-\x9fÃÂŒœðþÐÞ"
_FTFY_CHARACTERS = "\ufffd\ufb01\ufb02\uf8ff"
"""Characters that ftfy looks at and that stand for no byte in our encodings."""
# Two neighbours from one of these sets are no UTF-8 in any of our encodings. Without the sets every line of
# Russian or of dialogue would be suspect, and read by all three methods.
_INNOCENT_SETS = ("А-Яа-я", "Α-Ρα-ωΣ-Ωάέήίόύώς", "א-ת", "ء-غف-ي", "‘’“”–—…«»‹›„‚")
_ROUNDS = 8
"""Times that a line is read at most: each misreading on top of another takes one."""
_SHORT = 120
"""Characters up to which a line is cached with many others."""
_CACHED_LENGTH = 2000
"""Characters up to which a line is cached at all."""
_MOST_AT_REST = 1 << 12
_AT_REST: set[bytes] = set()
"""Hashes of longer lines that `repair` leaves as they are."""

_LEAST_GAIN = 6.0
"""Nats by which a repair must beat what stands there: odds of 400 to 1."""
_LEAST_GAIN_OF_PART = 12.0
"""The same where the line has other characters outside ASCII, which the repair leaves alone."""
_LEAST_GAIN_OF_ONE = 12.0
"""The same where the line has a single repaired character, which may be an accident of two symbols."""
_KNOWN_SHARE = 0.5
"""Share of the repaired characters that must belong to the writing of some language."""
_C1 = re.compile("[\x80-\x9f]")
_USUAL_COST = 4.0
"""The cost of an encoding up to which it may explain a part of a line."""


def is_suspect(text: str) -> bool:
    """Whether there may be something to repair: False only where there is nothing.

    Every sign of mojibake is two characters in a row that bytes are read as, a C1 control, one of the
    letters that byte C2, C3 or 9C reads as (byte A0, which often follows them, may have become a space), or
    a letter that stands for a Turkish one.
    Two letters of one alphabet in a row prove nothing, as long as no encoding has one of them where UTF-8
    has its following bytes; nor do two quotation marks or dashes.
    """
    return not text.isascii() and _suspect_pattern().search(text) is not None


@cache
def _suspect_pattern() -> re.Pattern[str]:
    """Begins with any character outside ASCII and looks back at it: the engine finds those fast."""
    read = f"[{re.escape(list_characters() + _FTFY_CHARACTERS)}]"
    innocent = "".join(f"(?!(?<=[{alphabet}])[{alphabet}])" for alphabet in _INNOCENT_SETS)
    return re.compile(f"[^\x00-\x7f](?:(?<=[{_LONE_SIGNS}])|(?<={read})(?={read}){innocent})")


def mojibake_edits(text: str) -> Iterator[Edit]:
    """Yield one edit for each run of characters that a repair changes, line by line."""
    if is_suspect(extract_unusual(text)) and is_suspect(text):
        yield from find_line_edits(_repair_cached, text, MOJIBAKE.id, find_misread_runs)


def _repair_cached(line: str) -> str:
    """Repair a line, with a cache: each pass and each round asks for the same lines again."""
    if len(line) <= _SHORT:
        return _repair_short(line)
    if len(line) <= _CACHED_LENGTH:
        return _repair_long(line)
    # A line too long to be kept is known by its hash, once it is at rest.
    digest = blake2b(line.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    if digest in _AT_REST:
        return line
    repaired = repair(line)
    if len(_AT_REST) >= _MOST_AT_REST:
        _AT_REST.clear()
    _AT_REST.add(blake2b(repaired.encode("utf-8", "surrogatepass"), digest_size=16).digest())
    return repaired


def repair(line: str) -> str:
    """Return the line as it was meant, as far as there is evidence; to repair it again changes nothing.

    >>> repair("co‚Äêoperation and pi√π presto"), repair("= √π is genuine")
    ('co‐operation and più presto', '= √π is genuine')
    """
    current = line
    for _ in range(_ROUNDS):
        if not is_suspect(current):
            return current
        # In this order, since `max` takes the first of equals: ftfy, then chains, then an alphabet.
        readings = dict.fromkeys((_repair_by_ftfy(current), _repair_by_chains(current), reread(current)))
        # One accident may hide another: a repaired line is read again, until no method changes it.
        candidates = [reading for reading in readings if reading != current]
        if not candidates:
            return current
        current = max(candidates, key=likeness) if len(candidates) > 1 else candidates[0]
    # A line that still changes would change in a second run too; it stays as it was.
    return line


_repair_short = lru_cache(maxsize=1 << 13)(repair)
_repair_long = lru_cache(maxsize=1 << 9)(repair)


def _repair_by_chains(line: str) -> str:
    """Return the likeliest reading of the line as misread UTF-8; the line itself if none is likely enough."""
    best, best_gain = line, 0.0
    size = len(line) - len(line.encode("ascii", "ignore"))
    for encoding in find_encodings(line):
        spans = list(find_misread(line, encoding))
        if not spans:
            continue
        cost = COSTS[encoding]
        gains = [_measure_gain(line, span) for span in spans]
        covers_all = sum(span.end - span.start for span in spans) == size
        repairs = spans
        # Where some characters are not of this encoding, only spans that are the likelier for it count.
        if not covers_all:
            repairs = [span for span, gain in zip(spans, gains, strict=True) if gain > 0]
            gains = [gain for gain in gains if gain > 0]
        gain = sum(gains) - cost
        if gain > best_gain and gain > _find_least_gain(line, repairs, covers_all, cost):
            best, best_gain = _replace_spans(line, repairs), gain
    return best


def _find_least_gain(line: str, repairs: list[MisreadSpan], covers_all: bool, cost: float) -> float:
    """By how much the reading must be the likelier one; infinite where no odds are enough."""
    meant = "".join(span.meant for span in repairs)
    # Signs that stand outside words beside others are meant: parts of mathematics and of faces made of signs
    # (`√π`, `(°◇° )`) read as UTF-8 too.
    if not covers_all and (cost > _USUAL_COST or not any(_is_in_word(line, span) for span in repairs)):
        return inf
    # Chance makes characters from all of Unicode, a repair makes those that languages use.
    if sum(map(is_known, meant)) < _KNOWN_SHARE * len(meant):
        return inf
    if len(meant) == 1:
        return _LEAST_GAIN_OF_ONE if _is_in_word(line, repairs[0]) else inf
    return _LEAST_GAIN if covers_all else _LEAST_GAIN_OF_PART


def _is_in_word(line: str, span: MisreadSpan) -> bool:
    """Whether something that no text has becomes something that text has, where a word needs it.

    A capital before a sign (`Ã’s`, `VOCÊ…`) is how genuine text looks, so it proves nothing. A C1 control
    needs no word: no text has it.
    """
    before, after = line[max(0, span.start - 1) : span.start], line[span.end : span.end + 1]
    damaged = line[span.start : span.end]
    if not is_known(span.meant):
        return False
    if _C1.search(damaged):
        return True
    looks_genuine = damaged[0].isupper() and not damaged[1].isalnum() and not before.islower()
    return (before.islower() or after.islower()) and not looks_genuine


def _measure_gain(line: str, span: MisreadSpan) -> float:
    before, after = line[max(0, span.start - 1) : span.start], line[span.end : span.end + 1]
    return _measure_gain_between(before, line[span.start : span.end], span.meant, after)


@lru_cache(maxsize=1 << 14)
def _measure_gain_between(before: str, damaged: str, meant: str, after: str) -> float:
    return likeness(before + meant + after) - likeness(before + damaged + after)


def _replace_spans(line: str, spans: list[MisreadSpan]) -> str:
    pieces: list[str] = []
    position = 0
    for span in spans:
        pieces += line[position : span.start], span.meant
        position = span.end
    return "".join(pieces) + line[position:]


def _repair_by_ftfy(line: str) -> str:
    # Imported here: most documents have no suspect line, and need not pay for it (0.1 s).
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    # What ftfy asks first: the answer alone costs a fraction of the call.
    return fix_encoding(line, _ftfy_config()) if is_bad(line) else line


@cache
def _ftfy_config() -> TextFixerConfig:
    from ftfy import TextFixerConfig

    # What ftfy does besides is work of other stages, or a change of what was written (quotes, ligatures).
    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=True,
        decode_inconsistent_utf8=True,
        fix_c1_controls=True,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
