"""Inputs to start from: the rows of the tests, and words that rules look for."""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from pathlib import Path

CASES = Path(__file__).resolve().parents[2] / "tests" / "cases"
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")

PROSE = (
    "The harbour board said on Monday that the old crane would be taken down before the winter storms.",
    "It isnâ€™t clear who will pay for the work that was done on the roof of the reading room.",
    "“It is a matter of secu-rity,“ she said, and closed the gate behind her with great care.",
    "The old lighthouse on the eastern mole, which had been dark since the great storm, was\nlit again.",
    "Great post, I really enjoyed your article! Visit our shop at best-lamps24.example for cheap lamps.",
    "Share this article: Facebook Twitter WhatsApp",
    " date 2026-03-14 The library opened again on Friday after two years of building work.",
    "<p>Two of the <b>seven</b> boats came back &amp; the others did not, the harbour master said.</p>",
    "Die Fähre fährt um sieben; danach entscheidet die Flut, wie im-\nmer schon seit drei Jahren.",
    "Le pont sera fermé « jusqu’à nouvel ordre », a dit le maire de la ville voisine.",
)

TOKENS = (
    *("-\n", "- ", "­", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\ufffd", "\u00a0", "\u2028"),
    *("\x85", "\x0b", "\x1b[0m", "\x00", "\r", "\r\n", "\n\n\n", "   ", "\t", "’", "“", "”", "„", "«", "»"),
    *("'", '"', "`", "```", "|", "#", "> ", "* ", "1. ", "--", "—", "…", "&amp;", "&#146;", "&#x110000;"),
    *(
        "&nbsp;",
        "&amp;amp;",
        "&lt;",
        "<",
        ">",
        "</",
        "<b>",
        "</b>",
        "<p>",
        "<br/>",
        "<!--",
        "-->",
        "<![CDATA[",
    ),
    *("<![-", "<?", "<!", "<a href='", "<script>", "<x ", "â€™", "Ã©", "Â ", "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ ", "ï»¿", "ÃƒÂ©"),
    *(
        "é",
        "e\u0301",
        "ﬁ",
        "ſ",
        "İ",
        "ß",
        "中文",
        "ا",
        "ก",
        "한",
        "😀",
        "👩\u200d👩",
        "а",
        "Ａ",
        "\U000e0041",
    ),
    *("Share this\n", "4 min read\n", "Read more: ", "date 2026-03-14 ", "Advertisement\n", "Comments\n"),
    *("Thanks for sharing! ", "http://x.example/a?b=c ", "@name ", "#tag ", "cookies", "Subscribe", "said"),
)


def encode(text: str) -> bytes:
    """The bytes of a text; lone surrogates that stand for stray bytes are those bytes."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


@cache
def list_rows(stage: str = "*") -> tuple[bytes, ...]:
    """The texts of the cases of a stage, or of all stages, as bytes."""
    texts: list[str] = []
    for path in sorted(CASES.glob(f"{stage}.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            text = row["before"]
            texts.append(
                _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if row.get("escaped") else text
            )
    return tuple(encode(text) for text in texts)


@cache
def list_documents() -> tuple[bytes, ...]:
    """Documents of several paragraphs: prose and rows mixed, the same each time."""
    rng = random.Random("documents")
    pieces = [*(encode(text) for text in PROSE), *list_rows()]
    return tuple(
        rng.choice([b"\n", b"\n\n"]).join(rng.choice(pieces) for _ in range(rng.randint(2, 5)))
        for _ in range(200)
    )


TEXT_TOKENS = tuple(encode(token) for token in TOKENS)
