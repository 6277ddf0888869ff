"""The values that a hint may have: names of kinds, and tags of languages (BCP 47), checked and spelt one way.

Everybody who takes a hint from a caller asks here: options, configuration files, fields of records.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from cleaner.errors import UsageError
from cleaner.structure.kinds import KINDS, Kind

_SHOWN: Final = 40
"""Characters of a wrong name that a message shows: it may be a whole text, from the wrong field."""
_LONGEST_TAG: Final = 64
"""Characters of a tag. RFC 5646 asks for room for 35; the tag stands in the record of each document."""
_NAMES: Final[dict[str, Kind]] = {kind: kind for kind in KINDS}

# RFC 5646, 2.1, without the tags of 1999 that it keeps for old data (i-klingon), and without languages of
# four and more letters: none is registered, and `english` or `latin` are mistakes. Each part has a length of
# its own, so that no tag makes the pattern go back.
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}(?![a-z0-9])){0,3}"  # language, with its extensions
    r"(?:-[a-z]{4}(?![a-z0-9]))?"  # script
    r"(?:-(?:[a-z]{2}|[0-9]{3})(?![a-z0-9]))?"  # region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})(?![a-z0-9]))*"  # variants
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"  # private use
    r"|x(?:-[a-z0-9]{1,8})+)"
)

_CODES: Final = {
    "ara": "ar",
    "bul": "bg",
    "cat": "ca",
    "ces": "cs",
    "chi": "zh",
    "cze": "cs",
    "dan": "da",
    "deu": "de",
    "dut": "nl",
    "ell": "el",
    "eng": "en",
    "fin": "fi",
    "fra": "fr",
    "fre": "fr",
    "ger": "de",
    "gre": "el",
    "hin": "hi",
    "hun": "hu",
    "ind": "id",
    "ita": "it",
    "jpn": "ja",
    "kor": "ko",
    "nld": "nl",
    "nob": "nb",
    "no": "nb",
    "nor": "nb",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rum": "ro",
    "rus": "ru",
    "slk": "sk",
    "slo": "sk",
    "spa": "es",
    "swe": "sv",
    "tur": "tr",
    "ukr": "uk",
    "urd": "ur",
    "zho": "zh",
}
"""Three letters of ISO 639-2 for the two of ISO 639-1, which BCP 47 asks for, of languages that corpora are
labelled with. Without the list ``eng`` would be a language that no rule knows. Texts that are labelled as
Norwegian (``no``) are in Bokmål, nine times in ten, and lists are of that."""


def parse_kind(name: str) -> Kind:
    """Return the kind of a name. Raises `UsageError` where there is none, with the nearest one.

    >>> parse_kind("verse")
    'verse'
    >>> parse_kind("verses")
    Traceback (most recent call last):
    cleaner.errors.UsageError: there is no kind 'verses' (did you mean verse?)
    """
    kind = _NAMES.get(name)
    if kind is not None:
        return kind
    # Nearer than the usual .6: a `poem` is no misspelt `prose`.
    close = get_close_matches(name[:_SHOWN].lower(), KINDS, n=1, cutoff=0.75)
    remedy = f"did you mean {close[0]}?" if close else f"known are {', '.join(KINDS)}"
    raise UsageError(f"there is no kind {_shorten(name)}", remedy=remedy)


def parse_language(tag: str) -> str:
    """Return a tag of BCP 47 as RFC 5646 spells it. Raises `UsageError` for one that is malformed.

    A language that no rule has lists for is as good as any other: it says that the text is in none of those.

    >>> parse_language("pt-br"), parse_language("ZH-hant-TW"), parse_language("deu")
    ('pt-BR', 'zh-Hant-TW', 'de')
    >>> parse_language("pt_BR")
    Traceback (most recent call last):
    cleaner.errors.UsageError: 'pt_BR' is no tag of a language (write one of BCP 47, such as fr or pt-BR)
    """
    parts = tag.lower()
    if len(tag) > _LONGEST_TAG or not tag.isascii() or _TAG.fullmatch(parts) is None:
        remedy = "write one of BCP 47, such as fr or pt-BR"
        raise UsageError(f"{_shorten(tag)} is no tag of a language", remedy=remedy)
    language, *others = parts.split("-")
    spelt = [_CODES.get(language, language)]
    # Behind a part of one letter stand extensions, where two letters are no region.
    is_plain = len(language) > 1
    for part in others:
        is_plain = is_plain and len(part) > 1
        if is_plain and part.isalpha() and len(part) in (2, 4):
            part = part.upper() if len(part) == 2 else part.title()
        spelt.append(part)
    return "-".join(spelt)


def _shorten(name: str) -> str:
    return repr(name if len(name) <= _SHOWN else f"{name[: _SHOWN - 1]}…")
