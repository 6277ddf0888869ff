"""A text that is a document of XML or SGML, and no page: it is refused.

A stage that takes tags for leftovers of a page would take out half of them. Which elements of TEI, of a feed
or of a schema of one's own hold text is known to whoever made the file, and not to us.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from cleaner.errors import InputError

XML_SUFFIXES: Final = (".xml", ".tei", ".rss", ".atom", ".rdf", ".nxml")
"""Ends of names of files that hold XML."""
XML_REMEDY: Final = "take the text out of its elements first, for instance into records of JSON Lines"

_EXAMINED: Final = 1 << 16
"""Characters in which the first element stands; a longer prologue is none that people write."""
_PROLOGUE: Final = re.compile(
    r"\s*(?:<!--.*?-->|<\?.*?\?>|<!DOCTYPE\s+(?P<type>[\w.:-]+)(?:[^\[>]|\[[^\]]*+\])*+>)", re.DOTALL
)
_ELEMENT: Final = re.compile(
    r"\s*<(?P<name>[^\W\d][\w.:-]*)(?P<attributes>\s[^<>]*)?>\s*(?P<child><[^\W\d])?"
)
_END: Final = re.compile(r"\s*>(?:\s|<!--.*?-->)*+$", re.DOTALL)
"""What follows the name of the last tag of a document."""
_DECLARED: Final = "<?xml"
_MARK: Final = "\ufeff"
_ROOTS: Final = {
    "article": "",
    "feed": "Atom",
    "rdf:rdf": "RDF",
    "rss": "RSS",
    "tei": "TEI",
    "tei.2": "TEI",
    "teicorpus": "TEI",
    "teicorpus.2": "TEI",
}
"""Elements that begin a document of XML, with what it is; `article` begins pages, too."""
_JATS: Final = re.compile(r"\s(?:article-type|dtd-version|xmlns:mml|xmlns:xlink)\s*=")
_FRAGMENTS: Final = (
    "a abbr address article aside b big blockquote body br center cite code dd details div dl dt em fieldset "
    "figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link main "
    "meta nav ol p pre q s samp script section small span strong style sub summary sup svg table tbody td "
    "tfoot th thead title tr tt u ul var video"
)
"""Elements that fragments of pages begin with."""


class XmlRoot(NamedTuple):
    """The first element of a document of XML."""

    name: str
    title: str
    """What the document is, for a message: TEI, RSS, XML."""
    line: int
    """Counts from 1."""


def find_xml_root(text: str) -> XmlRoot | None:
    """Return the first element of a text that is a document of XML; None for a page and for text.

    A document says so: by its declaration, its type, a namespace, a known root, or by one element that holds
    all the others and is none of HTML.

    >>> find_xml_root('<?xml version="1.0"?>\\n<TEI><text>The gate.</text></TEI>')
    XmlRoot(name='TEI', title='TEI', line=2)
    >>> find_xml_root("<p>The gate.</p>"), find_xml_root("<grin> The gate is shut. </grin>")
    (None, None)
    """
    head = text[:_EXAMINED].removeprefix(_MARK)
    if not head.lstrip().startswith("<"):
        return None
    at, kind = 0, ""
    while match := _PROLOGUE.match(head, at):
        kind = match["type"] or kind
        at = match.end()
    is_declared = head.lstrip().startswith(_DECLARED)
    element = _ELEMENT.match(head, at)
    if element is None:
        return XmlRoot("", "XML", 1) if is_declared or _is_foreign(kind) else None
    name, attributes = element["name"], element["attributes"] or ""
    if name.lower() == "html" or kind.lower() == "html":
        return None
    end = text.rfind(f"</{name}")
    if end >= 0 and _END.match(text, end + len(name) + 2) is None:
        # Text goes on behind the element: it is shown in a text.
        return None
    is_foreign = name.lower() not in _FRAGMENTS.split()
    title = _name_document(name.lower(), attributes)
    is_whole = is_foreign and element["child"] is not None and end >= 0
    # A type that names another element than the first is none: browsers show such files as pages.
    is_typed = _is_foreign(kind) and (is_foreign or kind == name)
    if not (title or is_declared or is_typed or (is_foreign and "xmlns" in attributes) or is_whole):
        return None
    return XmlRoot(name, title or "XML", head.count("\n", 0, element.start("name")) + 1)


def find_refusal(text: str, path: Path | str) -> InputError | None:
    """Return why a document of XML is not read; None for a page and for text."""
    root = find_xml_root(text)
    if root is None:
        return None
    element = f", with the element <{root.name}> around it" if root.name else ""
    message = f"is a document of {root.title}{element}, and no text"
    return InputError(message, path=path, line=root.line, remedy=XML_REMEDY)


def _name_document(name: str, attributes: str) -> str:
    """Return what a document is by its first element, nothing where that does not tell."""
    if name == "article":
        return "JATS" if _JATS.search(attributes) else ""
    if name in ("feed", "rss") and not attributes:
        # Anybody writes <feed> in a text.
        return ""
    return _ROOTS.get(name, "")


def _is_foreign(kind: str) -> bool:
    return kind != "" and kind.lower() != "html"
