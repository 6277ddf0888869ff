"""Contexts of a hyphen that forbid to touch it: addresses, identifiers, conjunctions, talk about spelling."""

from __future__ import annotations

import re
from typing import Final

from cleaner.stages.hyphenation.hyphens import Hyphen

_GLUE: Final = frozenset("/\\@_=#&+~$%^<>{}|`*")
"""Characters that hold the parts of an address, a path or a formula together."""
_QUOTES: Final = frozenset("\"'“”„‘’‚«»‹›`")
_CLOSERS: Final = frozenset(",.;:!?")
"""Marks that may stand between a word and the quotation mark behind it."""
_EXPLANATION = re.compile(r" {0,2}(?:\[|=|\(=)")
"""How an explanation of the word before it begins: vi-ta [life]."""


def is_identifier(text: str, hyphen: Hyphen) -> bool:
    """Whether the hyphen stands in an address, a path, a file name or a program's identifier.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> text = "see docs.secu-rity.example"
    >>> is_identifier(text, next(find_hyphens(text)))
    True
    """
    before, after = _word_edges(hyphen)
    previous, following = text[before - 1 : before], text[after : after + 1]
    if previous in _GLUE or following in _GLUE:
        return True
    # A full stop or colon between letters joins the parts of an address or file name; one before a space ends
    # a sentence.
    if following in (".", ":") and text[after + 1 : after + 2].isalnum():
        return True
    return previous in (".", ":") and text[before - 2 : before - 1].isalnum()


_CLITICS: Final = frozenset(
    """
    se me te lo la los las le les li nos vos ne ci vi si mi ti gli hi ho en y
    je tu il elle on ce nous vous ils elles moi toi lui leur là
    то либо нибудь таки
    """.split()  # noqa: SIM905
)


def takes_hyphens(right: str, language: str) -> bool:
    """Whether the language joins `right` on with a hyphen: casar-se, dit-il, кто-то; Indonesian, any word.

    >>> takes_hyphens("il", "fr"), takes_hyphens("tions", "fr"), takes_hyphens("il", "en")
    (True, False, False)
    """
    return language == "id" or (language in ("es", "fr", "it", "ru") and right in _CLITICS)


_ADDRESS = re.compile(r"://|www\.|[@\\_]|[^\W\d_]\.[^\W\d_]|^/|^\.")
_JOINTS: Final = frozenset(".@_\\")
"""What can stand between the parts of an address: the first characters of what follows."""
_DOMAIN = re.compile(r"\.(?:com|org|net|edu|gov|info|co|uk|de|pk|tr|html?|php|pdf)\b|[@_\\]")


def is_broken_address(text: str, hyphen: Hyphen) -> bool:
    r"""Whether an address was broken at a line end; whether the hyphen belongs to it cannot be known.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> is_broken_address(text := "see https://secu-\nrity.example", next(find_hyphens(text)))
    True
    """
    after = hyphen.end + len(hyphen.right)
    if text[after : after + 1] in _JOINTS and _DOMAIN.match(text, after) is not None:
        return True
    token = _token_before(text, hyphen)
    return token != "" and _ADDRESS.search(token) is not None


def is_broken_slug(text: str, hyphen: Hyphen) -> bool:
    r"""Whether the break stands in a slug: a title written into an address, where every gap is a hyphen.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> text = "on fair.example/2/the-fair-is-\nback-again"
    >>> [is_broken_slug(text, hyphen) for hyphen in find_hyphens(text) if hyphen.kind == "line"]
    [True]
    """
    if hyphen.kind != "line":
        return False
    token = _token_before(text, hyphen)
    # Most tokens have no hyphens: the count is cheaper than the search.
    return token != "" and token.rpartition("/")[2].count("-") > 1 and _ADDRESS.search(token) is not None


def _token_before(text: str, hyphen: Hyphen) -> str:
    """Returns what stands before the left half, back to a space or a line feed, at most 100 characters."""
    before = hyphen.start - len(hyphen.left)
    # Most words begin their token.
    if before == 0 or text[before - 1] in " \n":
        return ""
    return text[max(0, before - 100) : before].rpartition(" ")[2].rpartition("\n")[2]


def is_chained(text: str, hyphen: Hyphen) -> bool:
    """Whether the halves belong to a longer chain: hard-done-by, s-e-c-u-r-i-t-y."""
    before, after = _word_edges(hyphen)
    return text[before - 1 : before] in ("-", "‐") or text[after : after + 1] in ("-", "‐")


_CITATION = re.compile(
    r"\b(?:divid(?:es?|ed|ing)|writ(?:es?|ing|ten)|wrote|print(?:s|ed)?|reads?|spell?s?|words?|forms?|terms?)\b"
    r"[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
"""What comes before a form that is cited for how it is written: he divides it as “govern-ment”."""
_CITED = re.compile(r"[”\"'’»]{1,2},? (?:is how|in print|it says|it reads|says the|reads the)\b")
"""What comes behind a quotation that ends in such a form: “he was sen-tenced” is how the print has it."""


def is_explained(text: str, hyphen: Hyphen) -> bool:
    """Whether an explanation follows the form: it is spoken about, not used.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> [is_explained(text, next(find_hyphens(text))) for text in ("govern-ment [rule]", "a vi-ta.")]
    [True, False]
    """
    return _EXPLANATION.match(text, _word_edges(hyphen)[1]) is not None


def is_cited(text: str, hyphen: Hyphen) -> bool:
    """Whether a form in quotation marks, or at the end of a quotation, is cited for how it is written.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("he writes “govern-ment” in it", "called it “disgrace-ful”")
    >>> [is_cited(text, next(find_hyphens(text))) for text in texts]
    [True, False]
    """
    before, after = _word_edges(hyphen)
    if _CITED.match(text, after):
        return True
    return is_quoted(text, hyphen) and _CITATION.search(text, max(0, before - 60), before - 1) is not None


def is_quoted(text: str, hyphen: Hyphen) -> bool:
    """Whether the form stands alone in quotation marks. An apostrophe in a word is none.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("as “vi-ta” is", "“vi-ta,” he said", "a vi-ta.", "O'Sulli-van's win")
    >>> [is_quoted(text, next(find_hyphens(text))) for text in texts]
    [True, True, False, False]
    """
    before, after = _word_edges(hyphen)
    while text[after : after + 1] in _CLOSERS:
        after += 1
    if text[before - 1 : before] not in _QUOTES or text[after : after + 1] not in _QUOTES:
        return False
    return not (text[before - 2 : before - 1].isalnum() or text[after + 1 : after + 2].isalnum())


def _word_edges(hyphen: Hyphen) -> tuple[int, int]:
    """Returns where the left half begins and where the right one ends."""
    return hyphen.start - len(hyphen.left), hyphen.end + len(hyphen.right)


# Stems of what one says of syllables, hyphens and spelling in English, German (Silbe, Trennung), Finnish
# (tavutt-), Spanish and Portuguese (sílab-) and Russian (слог). One spells out a plan, too.
_SPELLING_TOPIC = re.compile(
    r"syllab|hyphen|pronounc|\bspel(?:t|led|ling)\b(?! out)|misspel|misprint|silbe|trennung|tavutt|sílab"
    r"|слог",
    re.IGNORECASE,
)
_SIC = re.compile(r"[\[(]sic[\])]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\s")
_SIC_REACH: Final = 40
"""Characters behind the form in which `[sic]` may stand: the rest of a quotation."""
_SENTENCE: Final = 200
"""Characters on either side that a sentence is looked for in: a text without full stops must stay cheap."""


def is_about_spelling(text: str, position: int) -> bool:
    """Whether the sentence around `position` is about how words are written: its hyphens are meant.

    >>> is_about_spelling("It has two syllables, mis-sa.", 25)
    True
    >>> is_about_spelling("Words of two syllables are hard. Charac-ters are not.", 39)
    False
    """
    low = max(0, position - _SENTENCE, text.rfind("\n", 0, position) + 1)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, low, position)]
    after = text[position : position + _SENTENCE].partition("\n")[0]
    end = _SENTENCE_END.search(after)
    sentence = text[ends[-1] if ends else low : position] + after[: end.start() if end else None]
    return _SPELLING_TOPIC.search(sentence) is not None or _SIC.search(after[:_SIC_REACH]) is not None


def is_spelled(text: str, hyphen: Hyphen) -> bool:
    """Whether the text around a form tells how it is written: it is explained, cited, or spoken about."""
    return is_explained(text, hyphen) or is_cited(text, hyphen) or is_about_spelling(text, hyphen.start)
