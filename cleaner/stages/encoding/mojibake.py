"""Text that was decoded with the wrong codec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from cleaner.rule import DECODED, Rule
from cleaner.text import Edit, rewrites

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

MOJIBAKE = Rule(
    id="encoding.mojibake",
    certainty="likely",
    what="Characters that come of reading bytes in the wrong encoding become the ones that were written.",
    why="`donâ€™t` is four tokens of noise where one word was meant; search and models miss it.",
    leaves_alone="Accents, symbols and quotation marks that make sense where they stand, in any language.",
    example=("It isnâ€™t far to the cafÃ©.", "It isn’t far to the café."),
    inserts=DECODED,
)

_SUSPECT = re.compile("[\x80-\x9fÃÂŒœ]|[^\x00-\x7f][^\x00-\x7f]")
_LINE_SUSPECT = re.compile("[\x80-\x9fÃÂŒœ]|[^\x00-\x7f][^\x00-\x7f]")
_ROUNDS = 8


def suspect(text: str) -> bool:
    """Whether there may be something to repair: False only where there is nothing.

    Every sign of mojibake is two characters outside ASCII in a row, a C1 control, or one of the few
    letters that byte C2, C3 or 9C reads as (byte A0, which often follows them, may have become a space).
    """
    return not text.isascii() and _SUSPECT.search(text) is not None


def mojibake_edits(text: str) -> Iterator[Edit]:
    """Edits by line, aligned to the characters that change."""
    if suspect(text):
        yield from rewrites(repaired, text, MOJIBAKE.id)


def repaired(line: str) -> str:
    """The line as it was meant, as far as that can be known; repairing it again changes nothing."""
    if not suspect(line):
        return line
    from ftfy import fix_encoding

    seen = line
    for _ in range(_ROUNDS):
        fixed = fix_encoding(seen, _config())
        if fixed == seen:
            return fixed
        seen = fixed
    return line


@cache
def _config() -> TextFixerConfig:
    from ftfy import TextFixerConfig

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
