"""Title, date and language of a page, as its head and its JSON-LD state them.

Nothing is guessed: a date is one that the page calls its date of publication, and no year in a text or an
address; a language is one that it declares. What is not stated is not known, and its key is absent.
"""

from __future__ import annotations

import datetime
import html as entities
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.formats.page.visible_markup import VisibleMarkup

_TAG = re.compile(
    r"<(?:(html|meta|time)\b((?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*+)>|title\b[^<>]*+>([^<]*+))", re.I
)
_ATTRIBUTE = re.compile(r"([^\s/=>\"']++)\s*+(?:=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']++)))?+")
_DATE = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_SPACE = re.compile(r"\s+")

# Where a page states its title, date and language, the most reliable first.
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date",
)
_LANGUAGES = ("content-language", "dc.language", "og:locale", "inlanguage")
_DEPTH = 20
"""Levels of JSON-LD that are searched for articles."""


class PageStatements(NamedTuple):
    """Title, date and language of a page, and its text where JSON-LD gives it."""

    metadata: dict[str, str]
    """`title`, `date` and `language`, each where the page states it."""
    body: str
    """The text of the article as given in JSON-LD (`articleBody`); "" where it is not."""


def find_statements(page: VisibleMarkup) -> PageStatements:
    """Find the statements of a page: of two that contradict each other, the one that comes first.

    >>> page = '<html lang=en_GB><title>Rain | News</title><meta property=og:title content="Rain &amp; wind">'
    >>> find_statements(VisibleMarkup(page + '<meta name=date content="2024-05-17T08:00Z">', [])).metadata
    {'title': 'Rain & wind', 'date': '2024-05-17', 'language': 'en-GB'}
    """
    stated: dict[str, str] = {}
    for match in _TAG.finditer(page.markup):
        name, attributes, title = match.groups()
        if name:
            _add_tag(name.lower(), _parse_attributes(attributes), stated)
        else:
            stated.setdefault("title", entities.unescape(title))
    bodies = [""]
    for statement in page.statements:
        for article in _find_articles(statement):
            _add_article(article, stated, bodies)
    return PageStatements(_choose_metadata(stated), max(bodies, key=len))


def _add_tag(name: str, attributes: dict[str, str], stated: dict[str, str]) -> None:
    """Add what a tag states to `stated`, by its key in lower case."""
    if name == "html":
        stated.setdefault("lang", attributes.get("lang") or attributes.get("xml:lang", ""))
    elif name == "time":
        published = "datepublished" in attributes.get("itemprop", "").lower() or "pubdate" in attributes
        stated.setdefault("datepublished" if published else "time", attributes.get("datetime", ""))
    elif "content" in attributes:
        for key in ("property", "name", "itemprop", "http-equiv"):
            if key in attributes:
                stated.setdefault(attributes[key].lower(), attributes["content"])


def _add_article(article: dict[str, Any], stated: dict[str, str], bodies: list[str]) -> None:
    """Add what an article of JSON-LD states, and its text to `bodies`."""
    for key in ("headline", "datePublished", "inLanguage"):
        if isinstance(article.get(key), str):
            stated.setdefault(key.lower(), entities.unescape(article[key]))
    if isinstance(article.get("articleBody"), str):
        bodies.append(article["articleBody"])


def _choose_metadata(stated: dict[str, str]) -> dict[str, str]:
    """The best statement of each kind, in the order of the tuples above."""
    titles = [_SPACE.sub(" ", stated.get(key, "")).strip() for key in (*_TITLES, "title")]
    dates = [_parse_date(stated.get(key, "")) for key in (*_DATES, "time")]
    languages = [_parse_language(stated.get(key, "")) for key in ("lang", *_LANGUAGES)]
    candidates = {"title": titles, "date": dates, "language": languages}
    return {key: next(filter(None, values)) for key, values in candidates.items() if any(values)}


def _parse_date(value: str) -> str:
    """The date that a value begins with; "" where it is none."""
    match = _DATE.match(value)
    if not match:
        return ""
    try:
        return datetime.date(*map(int, match.groups())).isoformat()
    except ValueError:
        return ""


def _parse_language(value: str) -> str:
    """The tag of a language, with hyphens; "" where it is none."""
    value = value.strip()
    return value.replace("_", "-") if _LANGUAGE.fullmatch(value) else ""


def _parse_attributes(source: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        value = match[2] or match[3] or match[4] or ""
        values.setdefault(match[1].lower(), entities.unescape(value))
    return values


def _find_articles(source: str) -> Iterator[dict[str, Any]]:
    """The objects of a piece of JSON-LD that are of a kind of article. What is no JSON states nothing."""
    try:
        value = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return
    level = [value]
    for _ in range(_DEPTH):
        below: list[Any] = []
        for item in level:
            if isinstance(item, list):
                below += item
            elif isinstance(item, dict):
                if _is_article(item.get("@type")):
                    yield item
                below += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]
        level = below


def _is_article(type_: object) -> bool:
    """Whether a type of schema.org, or one of a list of them, is a kind of article."""
    types = type_ if isinstance(type_, list) else [type_]
    return any(isinstance(name, str) and name.endswith(("Article", "Posting", "Report")) for name in types)
