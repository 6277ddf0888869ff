r"""Texts made to be dear: what triggers each rule, or nearly does, again and again.

Each is a function from a length to a text of about that many characters. The names say what is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import count, islice
from pathlib import Path
from random import Random

Attack = Callable[[int], str]

SAMPLE = Path(__file__).resolve().parents[2] / "clean"

_SENTENCE = "The council agreed on Tuesday that the old bridge should be closed for repairs. "
_QUOTED = "poke,” the report quoted a source as saying."


def _repeat(unit: str, end: str = "") -> Attack:
    """Repeat a unit, and put an end behind all of it."""
    return lambda n: (unit * (n // len(unit) + 1))[:n] + end


def _nest(opener: str, middle: str, closer: str) -> Attack:
    """Open as often as there is room, then close as often."""
    return lambda n: (
        opener * (n // (len(opener) + len(closer))) + middle + closer * (n // (len(opener) + len(closer)))
    )


def _number(shape: str) -> Attack:
    """Repeat a shape with a running number in it, so that no two repeats are alike."""

    def attack(n: int) -> str:
        text = "".join(islice((shape.format(i) for i in count()), n // len(shape) + 1))
        return text[:n]

    return attack


def _draw(alphabet: str | tuple[str, ...]) -> Attack:
    """Draw from an alphabet at random, the same for every run."""
    return lambda n: "".join(Random(n).choices(alphabet, k=n // max(map(len, alphabet)) + 1))[:n]


def _misread(text: str, encoding: str, times: int = 1) -> str:
    """Read UTF-8 in another encoding, as often as asked."""
    for _ in range(times):
        text = text.encode("utf-8").decode(encoding, "replace")
    return text


def PROSE(n: int) -> str:  # noqa: N802
    """Ordinary English news: what every other text is measured against. Sentences of the sample, shuffled."""
    random = Random(n)
    sentences = _read_sentences()
    paragraphs: list[str] = []
    size = 0
    while size < n:
        paragraphs.append(" ".join(random.choices(sentences, k=random.randint(2, 5))))
        size += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)[:n].rstrip() + "\n"


@cache
def _read_sentences() -> tuple[str, ...]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLE.glob("*.txt"))]
    found = re.findall(r"[A-Z][^.!?\n]{30,300}[.!?]", "\n".join(texts))
    return tuple(sentence for sentence in found if re.search(r"\b(?:the|of|and)\b", sentence))


ENCODING: dict[str, Attack] = {
    "mojibake of Russian": _repeat("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ "),
    "mojibake of Russian in lines": _repeat("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ Ð¿Ñ€Ð¸Ð²ÐµÑ‚\n"),
    "mojibake of Russian numbered": _number("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ {}\n"),
    "mojibake twice": _repeat(_misread("привет, как дела? ", "cp1252", 2)),
    "mojibake three times": _repeat(_misread("é’ü ", "latin-1", 3)),
    "mojibake five times": _repeat(_misread("é", "latin-1", 5) + " "),
    "mojibake cp1251": _repeat(_misread("книга лежит ", "cp1251")),
    "mojibake mac": _repeat("co‚Äêoperation and pi√π presto "),
    "mojibake cp437": _repeat(_misread("déjà vu — ", "cp437")),
    "mojibake and copies": _repeat("Â " + _QUOTED + "-"),
    "mojibake one line each": _number("It isnâ€™t far to cafÃ© {}.\n"),
    "mojibake half": _repeat("Ã"),
    "mojibake half apart": _repeat("Ã a"),
    "mojibake near": _repeat("Ð¿Ñ "),
    "mojibake of every encoding": _repeat("вЂ™ â€™ ‚Äô ΓÇÖ гЃ‚ "),
    "mojibake lossy": _repeat("â€\ufffd Ã\ufffd "),
    "mojibake random": _draw("ÃÂâ€™œžŸ¢©®ªº¼½¾ÐÑ¿\xa0 ab\n"),
    "mojibake random in one line": _draw("ÃÂâ€™œžŸ¢©®ªº¼½¾ÐÑ¿\xa0 ab"),
    "alphabet in another": _repeat("Êíèãà ëåæèò íà ñòîëå, "),
    "alphabet in another in lines": _repeat("Êíèãà ëåæèò íà ñòîëå,\n"),
    "Turkish in Icelandic": _repeat("Bu iþ için daðlarýn güneþi gerek. "),
    "C1 controls": _repeat("\x80\x9f"),
    "C1 controls apart": _repeat("a\x85b "),
    "controls": _repeat("\x00\x07"),
    "controls apart": _repeat("a\x00"),
    "form feeds": _repeat("a\x0cb"),
    "stray bytes": _repeat("caf\udce9 "),
    "stray bytes alone": _repeat("\udce9"),
    "stray bytes in lines": _repeat("caf\udce9 owners met here today\n"),
    "stray bytes foreign": _repeat("\udcef\udcf0\udce8\udce2\udce5\udcf2 "),
    "stray bytes foreign in lines": _repeat("\udcef\udcf0\udce8\udce2\udce5\udcf2 \udce4\udcee\n"),
    "stray bytes of UTF-8": _repeat("\udcc3\udca9"),
    "stray leads": _repeat("\udcf0"),
    "stray bytes beside Chinese": _repeat("中\udce9"),
    "surrogate halves": _repeat("\ud800"),
    "surrogate halves apart": _repeat("a\udfffb "),
    "surrogate pairs": _repeat("\ud83d\ude00"),
    "surrogates random": _draw("\ud800\udc00\udce9\udcc3\udca9 a\n"),
    "terminal escapes": _repeat("\x1b[1mred\x1b[0m "),
    "terminal escapes unclosed": _repeat("\x1b[0;"),
    "terminal escape one long": _repeat("0", "\x1b[" + "0;" * 2000),
    "replacement characters": _repeat("a\ufffd"),
    "marks at the beginning": _repeat("\ufeff"),
}

INVISIBLE: dict[str, Attack] = {
    "overrides": _repeat("\u202e"),
    "overrides apart": _repeat("a\u202eb "),
    "overrides in lines": _repeat("a\u202eb\n"),
    "embeddings nested": _nest("\u202a", "x", "\u202c"),
    "direction marks": _repeat("a\u200e"),
    "direction marks in Hebrew": _repeat("ש\u200e"),
    "zero widths": _repeat("\u200b"),
    "zero widths apart": _repeat("a\u200b"),
    "joiners": _repeat("a\u200d"),
    "joiners of emoji": _repeat("👨\u200d"),
    "soft hyphens": _repeat("\xad"),
    "soft hyphens apart": _repeat("a\xadb"),
    "soft hyphens at line ends": _repeat("secu\xad\nrity "),
    "soft hyphens before spaces": _repeat("\xad "),
    "variation selectors": _repeat("\ufe0f"),
    "variation selectors apart": _repeat("a\ufe0f"),
    "tags": _repeat("\U000e0068"),
    "flags": _repeat("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"),
    "flags without an end": _repeat("🏴\U000e0067"),
    "no-break spaces": _repeat("\xa0"),
    "no-break spaces apart": _repeat("the\xa0old "),
    "odd spaces": _repeat("a\u2003b\u2009"),
    "ideographic spaces": _repeat("a\u3000"),
    "line separators": _repeat("a\u2028"),
    "fillers": _repeat("a\ufffc"),
    "Hangul fillers": _repeat("\u3164가"),
    "Mongolian separators": _repeat("ᠠ\u180e"),
    "combining marks": _repeat("\u0301"),
    "combining marks on letters": _repeat("e\u0301"),
    "combining marks in two classes": _repeat("\u0301\u0323"),
    "mixed scripts": _repeat("p\u0430yment "),
    "mixed scripts in one word": _repeat("p\u0430"),
    "mixed scripts in one word with hyphens": _repeat("a-\u0430-"),
    "one Cyrillic letter behind a long word": _repeat("a", "\u0430"),
    "invisible random": _draw("\u200b\u200d\u202e\u2066\xad\xa0\u2009\ufe0f\u2060 aш\u0301\n"),
}

MARKUP: dict[str, Attack] = {
    "bold nested": _nest("<b>", "x", "</b>"),
    "bold open": _repeat("<b>"),
    "bold closed": _repeat("</b>"),
    "bold pairs": _repeat("<b>a</b> "),
    "divisions nested": _nest("<div>\n", "x", "</div>\n"),
    "paragraphs open": _repeat("<p>One. "),
    "paragraphs in lines": _repeat("<p>One.</p>\n"),
    "breaks": _repeat("<br>"),
    "breaks in lines": _repeat("a<br/>\n"),
    "links": _repeat('<a href="http://example.com/x">the page</a> '),
    "attributes": _repeat('<p class="a" id="b" style="c">x</p>\n'),
    "one tag with attributes": lambda n: "<p " + 'a="b" ' * (n // 6) + ">x</p>",
    "one tag with attributes unclosed": lambda n: "<p " + 'class="b" ' * (n // 10),
    "one tag with an open value": lambda n: '<p class="' + "b " * (n // 2),
    "tags with open values": _repeat('<p class="b '),
    "tags with equals": _repeat("<p a=b=c="),
    "less-than": _repeat("<"),
    "less-than apart": _repeat("< a "),
    "greater-than": _repeat(">"),
    "angle pairs": _repeat("<>"),
    "angle nested": _nest("<", "b", ">"),
    "comments": _repeat("<!-- a -->"),
    "comments open": _repeat("<!--"),
    "comments half closed": _repeat("<!-- -- "),
    "declarations": _repeat("<!DOCTYPE a>"),
    "declarations open": _repeat("<!["),
    "sections": _repeat("<![CDATA[a]]>"),
    "instructions open": _repeat("<?"),
    "scripts": _repeat("<script>let a = 1</script>"),
    "scripts open": _repeat("<script>"),
    "styles open": _repeat("<style> a "),
    "unknown elements": _number("<x{}>"),
    "unknown elements closed": _number("<x{0}>a</x{0}>"),
    "ampersands": _repeat("&"),
    "entities": _repeat("&amp;"),
    "entities nested": lambda n: "&" + "amp;" * (n // 4),
    "entities by number": _repeat("&#8217;"),
    "entities with many figures": lambda n: "&#" + "1" * n + ";",
    "entities with many letters": lambda n: "&" + "a" * n + ";",
    "entities without end": _repeat("&nbsp a"),
    "entities random": _draw("&#x;ampltgquo12 <>/b"),
    "backticks": _repeat("`"),
    "backticks apart": _repeat("`a` "),
    "fences": _repeat("```\na\n"),
    "fences open": _repeat("```\n<b>a</b>\n~~~\n"),
    "names of languages": _repeat("HTML <b>a</b> "),
    "markup random": _draw(("<b>", "</b>", "<p>", "<", ">", "&lt;", "&", '"', "=", " ", "a", "\n", "<!--")),
}

LINES: dict[str, Attack] = {
    "share": _repeat("Share this\n"),
    "share apart": _repeat("Share this\n\n"),
    "share and prose": _repeat("Share this\n\n" + _SENTENCE + "\n\n"),
    "read more": _repeat("Read more: The bridge is closed\n\n"),
    "headers": _repeat("date 2024-02-29\n"),
    "headers and share": _repeat("date 2024-02-29\n\nshare this\n\n"),
    "headers and spaces": lambda n: "date 2024-02-29" + " " * n,
    "origins": _repeat("This article originally appeared on Example.\n\n"),
    "origins cut off": _repeat("This article originally appeared "),
    "origin of a long place": lambda n: "This article originally appeared on " + "The Example " * (n // 12),
    "copyright": _repeat("© 2024 Example. All rights reserved.\n"),
    "cookies": _repeat("We use cookies to improve your experience.\n\n"),
    "newsletter": _repeat("Sign up for our newsletter\nEmail address\n\n"),
    "crumbs": _repeat("Home > News > Local\n"),
    "crumbs in one line": _repeat("Home > "),
    "bars in one line": _repeat("Share | Tweet | "),
    "advertisement": _repeat("ADVERTISEMENT\n\nContinue reading the main story\n\n"),
    "counters": _number("{} comments\n"),
    "comments behind": lambda n: (
        _SENTENCE + "\n\n" + ("Great post! Visit www.cheap-shoes.com now\n\n" * (n // 43))
    ),
    "comments behind numbered": lambda n: (
        _SENTENCE
        + "\n\n"
        + _number("I love HairPro{} ,buy now at http://a{}.com\n\n".replace("{}", "{0}"))(n)
    ),
    "comments in one paragraph": _repeat("buy cheap viagra at http://example.com/a "),
    "blank runs": _repeat("a\n\n\n\n\n"),
    "telephones": _repeat("030 123 456 "),
    "figures": _repeat("1"),
    "addresses": _repeat("http://www.example.com/a-b?c=d "),
    "address one long": lambda n: "http://www.example.com/" + "a-" * (n // 2),
    "mail": _repeat("a.b@example.com, "),
    "mail without end": _repeat("a.b@"),
    "domains": _repeat("a.b.c.d."),
    "formulas of comments": _repeat(
        "Great post! I will definitely be back. Thanks for sharing this article. "
    ),
    "camel": _repeat("HairPro"),
    "vowels": _repeat("aeiou"),
    "consonants": _repeat("bcdfg"),
    "long words": lambda n: ("a" * 5000 + " ") * (n // 5001 + 1),
    "capitals": _repeat("BUY NOW "),
}

HYPHENS: dict[str, Attack] = {
    "broken words": _repeat("secu-rity "),
    "broken words at line ends": _repeat("regional secu-\nrity and "),
    "broken words numbered": _number("secu{0}-rity{0} "),
    "broken words with spaces": _repeat("secu- rity "),
    "hyphens": _repeat("-"),
    "hyphens apart": _repeat("- "),
    "hyphens between letters": _repeat("a-"),
    "hyphens between words": _repeat("word-"),
    "hyphens in lines": _repeat("a-\n"),
    "hyphens and spaces": lambda n: "secu-" + " " * n + "rity",
    "hyphens and blank lines": _repeat("secu-\n\n\n"),
    "page numbers": _repeat("agree-\n\n12\n\nment "),
    "suspended": _repeat("pre- and post-war "),
    "compounds": _repeat("long-standing well-known non-executive "),
    "quoted forms": _repeat("'re-lease' \"re-lease\" "),
    "random words with hyphens": _draw("abcdefghij- \n"),
    "wrapped": _repeat("He said that the bridge over the river would open\nin the spring and "),
    "wrapped long": _repeat(_SENTENCE.lower().strip(". ") + "\n"),
    "Unicode hyphens": _repeat("secu‐rity "),
}

SPACES: dict[str, Attack] = {
    "spaces": _repeat(" "),
    "spaces at line ends": _repeat("a  \n"),
    "one line of spaces": lambda n: "a" + " " * n + "b",
    "tabs": _repeat("\t"),
    "tabs apart": _repeat("a\tb"),
    "blank lines": _repeat("\n"),
    "blank lines with spaces": _repeat(" \n"),
    "returns": _repeat("\r"),
    "returns and feeds": _repeat("\r\n"),
    "returns in threes": _repeat("\r\r\n"),
    "returns apart": _repeat("a\r"),
    "runs inside lines": _repeat("a  b   "),
    "tables": _repeat("a  b  c\n1  2  3\n"),
    "tables of tabs": _repeat("a\tb\tc\n"),
    "tables of bars": _repeat("| a | b |\n"),
    "rules": _repeat("-----\n"),
    "indented": _repeat("    a = 1\n"),
    "no final newline": _repeat("a"),
}

QUOTES: dict[str, Attack] = {
    "double quotes": _repeat('"'),
    "double quotes apart": _repeat('"a" '),
    "curly quotes": _repeat("“"),
    "curly quotes nested": _nest("“", "a", "”"),
    "curly quotes closed": _repeat("”"),
    "single quotes": _repeat("'"),
    "single quotes apart": _repeat("'a' "),
    "backtick quotes": _repeat("``a'' "),
    "primes": _repeat("5'10\" "),
    "guillemets": _repeat("«a» "),
    "apostrophes": _repeat("it’s it's "),
    "quotes random": _draw("\"'“”‘’«»`´ a\n"),
    "parentheses": _repeat("("),
    "parentheses nested": _nest("(", "a", ")"),
    "brackets": _repeat("["),
    "brackets nested": _nest("[", "a", "]"),
    "Markdown links": _repeat("[a](b) "),
    "Markdown links open": _repeat("[a]("),
}

PLAIN: dict[str, Attack] = {
    "one letter": _repeat("a"),
    "one capital": _repeat("A"),
    "one Chinese character": _repeat("中"),
    "one emoji": _repeat("😀"),
    "one letter of Thai": _repeat("ก"),
    "letters and spaces": _repeat("a "),
    "words in lines": _repeat("word\n"),
    "words apart": _repeat("word\n\n"),
    "full stops": _repeat("."),
    "dots apart": _repeat("a. "),
    "commas": _repeat(","),
    "marks": _repeat("!?"),
    "one sentence": _repeat(_SENTENCE),
    "one sentence in lines": _repeat(_SENTENCE + "\n"),
    "one sentence apart": _repeat(_SENTENCE + "\n\n"),
    "numbered sentences": _number("Item {} was sold at the market on Friday.\n\n"),
    "sentences without a break": lambda n: PROSE(n).replace("\n", " "),
    "Russian": _repeat("Книга лежит на столе, и никто её не читает. "),
    "Persian": _repeat("این کتاب روی میز است و می\u200cشود آن را خواند. "),
    "random ASCII": _draw("".join(map(chr, range(32, 127))) + "\n"),
    "random Latin-1": _draw("".join(map(chr, range(32, 256))) + "\n"),
    "random Unicode": _draw("".join(map(chr, range(32, 0x2FFF))) + "\n"),
    "random of one line": _draw("".join(map(chr, range(32, 0x2FFF)))),
}

ATTACKS: dict[str, Attack] = ENCODING | INVISIBLE | MARKUP | LINES | HYPHENS | SPACES | QUOTES | PLAIN
