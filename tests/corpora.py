"""Strategies for hostile texts and small dense corpora; every sentence is made up."""

from hypothesis import strategies as st

HOSTILE = st.lists(
    st.sampled_from(
        list(
            "ab z.,;:!?\"'“”„‘’«»-–—­"
            "\u200b\u200c\u200d\u200e\u202e\ufeff\ufffd\u00a0\u2009\t\n\r\x00\x0b\x1b\x85\u2028"
        )
        + list("ÃâéÂ€™œ\u0081\u009dб中ยกכÄ\ud800\udc92\udcff<>/&;#=|`*_1٣😀")
        + [
            "<p>",
            "</p>",
            "<br/>",
            "&amp;",
            "&nbsp;",
            "&#146;",
            "<!--",
            "-->",
            "secu-rity",
            "â€™",
            "\n\n",
            "\r\n",
        ]
    ),
    max_size=40,
).map("".join)

PROSE = st.sampled_from(
    [
        "The harbour board said on Monday that the old crane would be taken down before the winter storms.",
        "Nobody in the square could say who had ordered the second set of benches, or who had paid for it.",
        "A ferry leaves at seven, at nine and at noon; after that the tide decides, as it always has.",
        "The harbour board said on Monday that the old crane would be taken down before the spring storms.",
        "“It is a matter of secu-rity,“ she said, and closed the gate behind her with great care.",
        "He was told that the well-known co-operative had re-opened, non-negotiable as it had seemed.",
        "It isnâ€™t clear who will pay for the work that was done on the roof of the reading room.",
        "Great post, I really enjoyed your article! Visit our shop at best-lamps24.example for cheap lamps.",
        "Great post, I really enjoyed your article! Visit our shop at best-lamps24.example for cheap lamps.",
        "- This article originally apeared on",
        "Share this article: Facebook Twitter WhatsApp",
        "4 min read",
        " date 2026-03-14 The library opened again on Friday after two years of building work upstairs.",
        "The old lighthouse on the eastern mole, which had been dark since the great storm of that year, was",
        "lit again on the evening of the fair, and the keeper's grand-",
        "daughter turned the switch in front of a crowd that had waited in the rain for an hour.",
        "A heading without a stop",
        "<p>Two of the <b>seven</b> boats came back &amp; the others did not, the harbour master said.</p>",
        "Tickets cost 12 euros and are sold at the door from six o'clock on the evening of the concert.",
        "Tickets cost 14 euros and are sold at the door from six o'clock on the evening of the concert.",
    ]
)

SEPARATOR = st.sampled_from(["\n", "\n\n", "\n\n\n\n", "\r\n", " \n \n", "\n \t\n"])


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Lines of prose with defects, hostile runs between them, joined in every way."""
    parts = draw(st.lists(st.one_of(PROSE, PROSE, PROSE, HOSTILE), max_size=10))
    return "".join(part + draw(SEPARATOR) for part in parts)


@st.composite
def corpora(draw: st.DrawFn) -> dict[str, bytes]:
    """Up to five small documents by name, as bytes: most are UTF-8 of text, some are anything."""
    texts = draw(st.lists(documents(), min_size=1, max_size=5))
    made = {
        f"{number}.txt": text.encode("utf-8", "surrogateescape" if _escapes(text) else "replace")
        for number, text in enumerate(texts)
    }
    if draw(st.booleans()):
        made["bytes.txt"] = draw(st.binary(max_size=60))
    return made


def _escapes(text: str) -> bool:
    """Whether every surrogate of the text stands for a stray byte."""
    return not any("\ud800" <= c <= "\udc7f" or "\udd00" <= c <= "\udfff" for c in text)
