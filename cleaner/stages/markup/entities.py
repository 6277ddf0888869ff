"""The entities that the stage decodes, by name and by number."""

from __future__ import annotations

from html import unescape
from html.entities import name2codepoint

_PUNCTUATION = {
    "apos": "'",
    "comma": ",",
    "period": ".",
    "colon": ":",
    "excl": "!",
    "quest": "?",
    "lpar": "(",
    "rpar": ")",
    "num": "#",
    "dollar": "$",
    "percnt": "%",
    "lsqb": "[",
    "rsqb": "]",
    "horbar": "―",
    "rsquor": "’",
    "ldquor": "„",
    "rdquor": "”",
    "mldr": "…",
    "nbsp": "\xa0",
}
_WORD_NAMES = frozenset(
    "and ang cap cup empty exist image int not or part prop real".split()  # noqa: SIM905
)
"""Names of entities that are words of English."""
NAMED = {name: unescape(f"&{name};") for name in name2codepoint if name not in _WORD_NAMES} | _PUNCTUATION
"""The entities of HTML 4 but those that are words, and the marks of punctuation of HTML 5. The other two
thousand names of HTML 5 are mathematics."""


def decode_entity(name: str) -> str | None:
    """Returns the character of an entity; None for an unknown name, a control, a surrogate, no character.

    >>> decode_entity("rsquo"), decode_entity("#8217"), decode_entity("and"), decode_entity("#0")
    ('’', '’', None, None)
    """
    if not name.startswith("#"):
        return NAMED.get(name)
    # `unescape` reads 128 to 159 as cp1252, as browsers do (`&#146;` is an apostrophe).
    visible = unescape(f"&{name};")
    if len(visible) != 1 or visible == "\ufffd" or "\ud800" <= visible <= "\udfff":
        return None
    return visible if (visible >= " " and not "\x7f" <= visible <= "\x9f") or visible in "\t\n\r" else None
