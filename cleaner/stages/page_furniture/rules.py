"""The rules of page furniture."""

from __future__ import annotations

from typing import Final

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE, PROSE, Kind

_RUNNING: Final[frozenset[Kind]] = PROSE | {
    *("list", "references", "numbered-provisions", "speaker-turns", "quoted-message"),
    *("heading", "unknown", "page-furniture"),
}


def _write_pages(head: str) -> str:
    """Return an example: three pages whose ends cut sentences."""
    pages = (
        "The captain wrote to the owners that the crew would not sail",
        "again before the pumps were mended, and that he himself had",
        "seen the water stand a foot high in the hold. They answered him",
        "that he should hire another crew.",
    )
    return "\n".join(
        part for number, page in enumerate(pages, 1) for part in (page, head.format(number)) if part
    ).removesuffix("\n" + head.format(len(pages)))


_EXAMPLE_TEXT: Final = _write_pages("")

PAGE_NUMBER = Rule(
    id="page-furniture.page-number",
    certainty="likely",
    what="The number of a page on a line of its own goes: 12, - 12 -, Page 12 of 40, Seite 12, стр. 12, "
    "第12页.",
    why="It says something of the paper, not of the text, and stands in the middle of a sentence.",
    leaves_alone="Numbers that do not rise page by page: at form feeds, or inside sentences at distances of "
    "pages. So chapters, stanzas, verses, years, items, cells and footnotes stay, and page numbers inside a "
    "line.",
    example=(_write_pages("\f\nPage {}"), _EXAMPLE_TEXT),
    kinds=ANYWHERE,
)
RUNNING_HEAD = Rule(
    id="page-furniture.running-head",
    certainty="likely",
    what="A running head or foot goes: a line that recurs page after page where pages end, with or without a "
    "number.",
    why="It is repeated on each page by a machine, and parts sentences that belong together.",
    leaves_alone="The title on the first page, lines that recur elsewhere, and lines that two pages have.",
    example=(_write_pages("\f\n{} A History of Salt"), _EXAMPLE_TEXT),
    kinds=ANYWHERE,
)
DOWNLOAD_NOTICE = Rule(
    id="page-furniture.download-notice",
    certainty="likely",
    what="A line that says where a page was downloaded from, with a date or page after page, goes.",
    why="The server of a publisher printed it; its date makes equal texts unequal.",
    leaves_alone="Sentences about downloads, addresses, and lines that say more.",
    example=(
        "The pumps were mended.\nDownloaded from journals.example.org on May 7, 2008\n",
        "The pumps were mended.\n",
    ),
    kinds=ANYWHERE,
)
FORM_FEED = Rule(
    id="page-furniture.form-feed",
    certainty="certain",
    what="A form feed goes once it has said where a page ends; between two words it becomes a line break.",
    why="It is a command to a printer. Lines and paragraphs that a page end parts stay apart by line breaks.",
    leaves_alone="The text around it.",
    example=("The end.\n\fChapter Two\n", "The end.\nChapter Two\n"),
    kinds=ANYWHERE,
    inserts="\n",
)
PAGE_BREAK = Rule(
    id="page-furniture.page-break",
    certainty="likely",
    what="The blank lines at the end of a page go where a sentence runs over it. In hard-wrapped text a line "
    "break stays; between long lines a space does.",
    why="A sentence in two paragraphs is no sentence.",
    leaves_alone="Pages that end where a sentence does, verse, tables, code, headings, footnotes and what "
    "stands behind them.",
    example=(
        "The captain wrote to the owners that the crew would not sail\n\n\f\nagain before it was mended.",
        "The captain wrote to the owners that the crew would not sail\nagain before it was mended.",
    ),
    kinds=_RUNNING,
    inserts=" \n",
)
UNCERTAIN = Rule(
    id="page-furniture.uncertain",
    certainty="note",
    what="A line names a page, or numbers on lines of their own rise as those of pages do, and nothing else "
    "shows where pages end.",
    why="They may be page numbers, or those of chapters, sections or paragraphs: a reader can say.",
    leaves_alone="It changes nothing.",
    example=(
        "They mended the pumps.\n\nPage 12\n\nThey sailed.",
        "They mended the pumps.\n\nPage 12\n\nThey sailed.",
    ),
    kinds=ANYWHERE,
)
RULES: Final = (PAGE_NUMBER, RUNNING_HEAD, DOWNLOAD_NOTICE, FORM_FEED, PAGE_BREAK, UNCERTAIN)
