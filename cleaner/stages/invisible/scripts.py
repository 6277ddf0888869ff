"""The characters of scripts and kinds of scripts: ranges of Unicode 15, as character classes.

The standard library knows no scripts, and a table of all of them would be a dependency for six questions.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final


class CharacterClass:
    """A class of characters. Its pattern is compiled when it is first used: most texts use none of them."""

    def __init__(self, characters: str) -> None:
        self._characters = characters

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches one character of the class."""
        return re.compile(self._characters)

    def match(self, text: str) -> bool:
        """Whether a text begins with a character of the class."""
        return self.pattern.match(text) is not None

    def search(self, text: str) -> bool:
        """Whether a text has a character of the class."""
        return self.pattern.search(text) is not None


_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0860-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
_SYRIAC_TO_MANDAIC = "\u0700-\u074f\u0780-\u085f"
_INDIC = "\u0900-\u0dff"
_SPACELESS = (
    "\u0e00-\u0fff"  # Thai, Lao, Tibetan
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Myanmar
    "\u1780-\u17b3\u17b6-\u17ff\u19e0-\u19ff"  # Khmer, without its two inherent vowels
    "\u1950-\u19df\u1a20-\u1aaf\uaa80-\uaadf"  # Tai Le, New Tai Lue, Tai Tham, Tai Viet
    "\u1b00-\u1b7f\ua980-\ua9df"  # Balinese, Javanese
)
_MONGOLIAN = "\u1800-\u180a\u1810-\u18af"
_OTHER_COMPLEX = (
    "\u1700-\u177f\u1a00-\u1a1f\u1b80-\u1c4f\u1cd0-\u1cff\ua800-\ua97f\uaae0-\uaaff\uabc0-\uabff"
    "\U00010a00-\U00010aff\U00010d00-\U00010d3f\U00010e80-\U00010eff\U00010f30-\U00010fff"
    "\U00011000-\U00011fff\U00016d40-\U00016d7f\U0001e900-\U0001e95f"
    # Hieroglyphs are set in groups by them, the vowel points of Hebrew in their order.
    "\U00013000-\U0001345f\u0591-\u05f4"
)
_CJK = (
    "\u1100-\u115e\u1161-\u11ff\u2e80-\u2fff\u3001-\u3163\u3165-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\uffa1-\uffef\U00016fe0-\U00018cff\U0001aff0-\U0001b2ff"
    "\U00020000-\U0003fffd"
)
_RIGHT_TO_LEFT = (
    "\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff"
)
# With `#`, `*` and the figures, which are keycaps with a selector (5️⃣).
_PICTOGRAPHS = (
    "#*0-9\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001faff"
)
# Operators that have a variant form, and the zero with a slash.
_MATH = "\u2200-\u22ff\u2a00-\u2aff\u0030"

JOINING: Final = CharacterClass(
    f"[{_ARABIC}{_SYRIAC_TO_MANDAIC}{_INDIC}{_SPACELESS}{_MONGOLIAN}{_OTHER_COMPLEX}]"
)
"""Letters whose shape a zero-width joiner or non-joiner changes."""
SPACELESS: Final = CharacterClass(f"[{_SPACELESS}]")
"""Letters of scripts that put no space between words."""
MONGOLIAN: Final = CharacterClass(f"[{_MONGOLIAN}]")
"""Letters of Mongolian, whose variation selectors and narrow no-break spaces are spelling."""
CJK: Final = CharacterClass(f"[{_CJK}]")
"""Chinese, Japanese and Korean, without the ideographic space and the fillers, which the stage judges."""
RIGHT_TO_LEFT: Final = CharacterClass(f"[{_RIGHT_TO_LEFT}]")
"""Letters of the scripts that are written from right to left, without the Arabic letter mark."""
EMOJI_PART: Final = CharacterClass("[\u2190-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
"""Characters that can stand before or after a joiner in an emoji."""
VARIANT: Final = CharacterClass(
    f"[{_PICTOGRAPHS}{_MATH}{_CJK}\u1000-\u109f\uaa60-\uaa7f\ua840-\ua877\U00010ac0-\U00010aff\U00013000-\U0001345f]"
)
"""Characters that have variants to select: emoji, symbols, ideographs, Myanmar, Phags-pa, Manichaean,
hieroglyphs."""
HANGUL: Final = CharacterClass(
    "[\u1100-\u115e\u1161-\u11ff\u3131-\u3163\u3165-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa1-\uffdc]"
)
"""Letters of Hangul, beside which its fillers mean something."""
