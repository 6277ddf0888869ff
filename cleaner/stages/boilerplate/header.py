"""The header that a scraper leaves at the head of a text: a key in lower case and a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cleaner.text import Span

_HEADER = re.compile(
    r"\s{0,20}(date|published|crawled|scraped|fetched|retrieved|timestamp)[ \t]{0,3}[:=]?[ \t]{0,3}"
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?:\s+|\Z)"
)


class Header(NamedTuple):
    """`text[:end]` is the header; `key` and `day` are what it says."""

    end: int
    key: str
    day: str


def scrape_headers(text: str, start: int = 0, gone: Sequence[Span] = ()) -> Iterator[Header]:
    """The headers at the head of `text[start:]`, one after the other, each with the white space after it.

    It is no header if the sentence goes on in lower case, if the day is not in the calendar, if nothing
    follows, or if it is one of several keys of a front matter, which belongs to the text. What follows it is
    what does so once the spans `gone` have left the text: they are in order and do not overlap.

    >>> list(scrape_headers(" date 2024-02-29 Vienna: The talks went on."))
    [Header(end=17, key='date', day='2024-02-29')]
    >>> list(scrape_headers("date 2024-02-29 was a leap day."))
    []
    >>> list(scrape_headers("date 2024-02-29\\n\\nshare this\\n\\nVienna.", gone=[Span(17, 29)]))
    [Header(end=17, key='date', day='2024-02-29')]
    """
    while match := _HEADER.match(text, start):
        key, *day = match.groups()
        start = match.end()
        following = _first_that_stays(text, start, gone)
        if following == len(text) or not _is_day(*day):
            return
        if text[following].islower() and not _HEADER.match(text, following):
            return
        yield Header(start, key, "-".join(day))


def _first_that_stays(text: str, start: int, gone: Sequence[Span]) -> int:
    """Where the first visible character from `start` on stands that no span of `gone` holds."""
    for span in gone:
        if span.start > start:
            break
        start = max(start, span.end)
        start = len(text) - len(text[start:].lstrip())
    return start


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
