"""The input of the model: a paragraph cut to size, without the links that it cites, in lower case, word by
word."""

from __future__ import annotations

import re
from string import ascii_lowercase, digits
from typing import NamedTuple

from cleaner.stages.comments.phrases import split_words

LIMIT = 4_000
"""Characters of a paragraph that are read: enough to tell what it is."""

DOTTED = re.compile(r"\.(?:(?<=\w\.)[a-z]{2}| ?(?:com|net|org|info|biz)\b)", re.I)
"""A part that every domain has and most texts have not."""
_CITED = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:youtube|youtu|wikipedia|bbc|cnn|nytimes|theguardian|guardian|washingtonpost"
    r"|reuters|theglobeandmail|cbc|economist|github|stackoverflow|stackexchange|microsoft|msdn|google|apple|dropbox"
    r"|mozilla|python|archive|arxiv|spiegel|lemonde|elpais|forbes|bloomberg|globalnews|huffingtonpost|imdb|nature|ft"
    r"|npr|apnews|aljazeera|dawn|hurriyet|time|wsj|statcan|who|un|europa|(?:[\w-]+\.)?(?:gov|edu|gc|ac))"
    r"\.(?:com|org|net|be|co\.uk|uk|ca|de|fr|es|int|eu|gov|edu|pk|tr|au|nz|us|in)\b[^\s<>\"]*"
    r"|(?:https?://)?(?:[\w-]+\.)+(?:gov|edu|mil)\b[^\s<>\"]*",
    re.I,
)
"""Links to what people cite: news, reference works, authorities, code. They advertise nothing."""

# A word with its inner hyphens and apostrophes (`write-up`, `it's`), or one mark. Underscores belong to
# neither.
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[^\w\s]")
_ASCII_TOKEN = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[^a-z0-9_\s\x1c-\x1f]", re.ASCII)
"""The same, quicker, where a text in lower case is ASCII."""
_MARKS = frozenset(map(chr, range(128))) - frozenset(ascii_lowercase + digits)
_DIGIT = re.compile(r"\d")
_ZEROS = str.maketrans("123456789", "000000000")


class ModelInput(NamedTuple):
    """`text` without what is `cited`; `lowered` with straight apostrophes; `tokens` are its words and marks,
    `words` the words alone, as `phrases.words` finds them; `whole` where nothing was cut off or left out.
    """

    text: str
    whole: bool
    cited: bool
    dotted: bool
    lowered: str
    tokens: list[str]
    words: list[str]

    @classmethod
    def of(cls, text: str) -> ModelInput:
        """Read a paragraph.

        >>> found = ModelInput.of("Watch youtube.com/watch or buy at SHOES.COM")
        >>> found.text, found.cited, found.dotted, found.whole
        ('Watch … or buy at SHOES.COM', True, True, False)
        >>> found.tokens
        ['watch', '…', 'or', 'buy', 'at', 'shoes', '.', 'com']
        """
        size = len(text)
        text = text[:LIMIT].strip()
        dotted = DOTTED.search(text) is not None
        cited = dotted and _CITED.search(text) is not None
        # An ellipsis holds the place: without it the words on both sides would become neighbours, and
        # n-grams.
        if cited:
            text = _CITED.sub("…", text)
            dotted = DOTTED.search(text) is not None
        whole = len(text) == size and not cited
        lowered = text.lower()
        if lowered.isascii():
            tokens = _ASCII_TOKEN.findall(lowered)
            return cls(text, whole, cited, dotted, lowered, tokens, [t for t in tokens if t not in _MARKS])
        lowered = lowered.replace("’", "'")
        tokens = _TOKEN.findall(lowered)
        # The dot that lower case leaves on a Turkish İ would part a word in two.
        found = split_words(text) if "i̇" in lowered else [token for token in tokens if token[0].isalnum()]
        return cls(text, whole, cited, dotted, lowered, tokens, found)


def zero_digits(text: str) -> str:
    """Replace every digit, of any script, by 0: numbers differ, their form says something.

    >>> zero_digits("only £25")
    'only £00'
    """
    return text.translate(_ZEROS) if text.isascii() else _DIGIT.sub("0", text)
