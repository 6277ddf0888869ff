"""The header that a scraper leaves at the head of a text: a key in lower case and a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cleaner.text import Span

# A key in lower case, as scrapers write it, and a day in ISO form with or without a time. All repeats are
# bounded: the head of a hostile text costs no more than any other.
_HEADER = re.compile(
    r"\s{0,20}(date|published|crawled|scraped|fetched|retrieved|timestamp)[ \t]{0,3}[:=]?[ \t]{0,3}"
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?:\s+|\Z)"
)


class Header(NamedTuple):
    """A header that ends at `text[end]`, white space included; `day` is in ISO form."""

    end: int
    key: str
    day: str


def find_headers(text: str, start: int = 0, removed: Sequence[Span] = ()) -> Iterator[Header]:
    """Yield the headers at the head of `text[start:]`, in order, each with the white space after it.

    It is no header if the sentence goes on in lower case, if the day is not in the calendar, if nothing
    follows, or if it is one of several keys of a front matter, which belongs to the text. The spans `removed`
    leave the text as well, in order and without overlap: what follows is the first text that stays.

    >>> list(find_headers(" date 2024-02-29 Vienna: The talks went on."))
    [Header(end=17, key='date', day='2024-02-29')]
    >>> list(find_headers("date 2024-02-29 was a leap day."))
    []
    >>> list(find_headers("date 2024-02-29\\n\\nshare this\\n\\nVienna.", removed=[Span(17, 29)]))
    [Header(end=17, key='date', day='2024-02-29')]
    """
    while match := _HEADER.match(text, start):
        key, *day = match.groups()
        start = match.end()
        following = _find_following(text, start, removed)
        if following == len(text) or not _is_day(*day):
            return
        # `date 2024-05-17 is the one to remember.` is a sentence; another header begins in lower case too.
        if text[following].islower() and not _HEADER.match(text, following):
            return
        yield Header(start, key, "-".join(day))


def _find_following(text: str, start: int, removed: Sequence[Span]) -> int:
    """Find the first visible character from `start` on that stands in no span of `removed`."""
    for span in removed:
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
