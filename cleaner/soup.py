"""The one module that knows BeautifulSoup: it parses markup, and extracts the text that a reader sees.

`beautifulsoup4` runs with Python's own ``html.parser``: it returns text for what other parsers drop or
choke on (lxml returns nothing beyond 256 nested elements). What a parser pays for hostile input is bounded
before it starts, by `Caps`; past a cap `SoupLimit` is raised, and never an empty text returned.

bs4 is imported by the first call, not by importing this module.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec, module_from_spec
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


class Caps(NamedTuple):
    """How much markup is read at once. The defaults are far above what a page made for readers has."""

    size: int = 8_000_000
    """Characters."""
    depth: int = 4_000
    """Elements inside each other; ``html.parser`` nests every ``<p>`` that is not closed."""
    attributes: int = 400
    """Attributes of one tag."""
    unclosed: int = 400
    """Tags or comments that begin and never end."""
    tags: int = 1_000_000
    """Tags that open or close an element; BeautifulSoup takes some ten microseconds for each."""


class SoupLimit(CleanerError):  # noqa: N818
    """Markup past a cap: it is too much to be judged, and says nothing about the text in it."""


# A marked section of SGML that ``html.parser`` does not know, and gives the whole page up for. A browser
# reads it as a comment up to the next `>`; so does ``html.parser`` where no bracket follows the `!`.
_UNKNOWN_SECTION = re.compile(
    r"<!\[(?!(?:temp|cdata|ignore|include|rcdata|if|else|endif)(?![-_.a-z0-9]))", re.ASCII | re.IGNORECASE
)


def parse(markup: str, caps: Caps = Caps()) -> BeautifulSoup:  # noqa: B008
    """Parse `markup` to a tree. Raises `SoupLimit` past a cap.

    >>> parse("<p>One<p>Two").find_all("p")[1].get_text()
    'Two'
    >>> parse("<b>" * 5000)
    Traceback (most recent call last):
        ...
    cleaner.soup.SoupLimit: elements stand more than 4000 deep inside each other
    """
    check_caps(markup, caps)
    # Before bs4 is imported for the first time: these would come with it.
    for name in ("soupsieve", "chardet"):
        _import_when_used(name)
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        # Markup that begins like XML is read as HTML on purpose, and a warning would reach the user's stderr.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        # A string is first checked for being a file name or an address, which fails on stray bytes.
        readable = _UNKNOWN_SECTION.sub("<! [", markup)
        return BeautifulSoup(StringIO(readable, newline=""), "html.parser")


def _import_when_used(name: str) -> None:
    """Have a module imported when something of it is first used, and not by the import statement.

    bs4 imports a library for its selectors, whose patterns cost more to compile than all of bs4, and one that
    guesses encodings. We use neither.
    """
    spec = find_spec(name) if name not in sys.modules else None
    if spec is None or spec.loader is None:
        return
    module, loader = module_from_spec(spec), spec.loader

    # Python asks `__getattr__` of a module for a name that it does not have: the first use is seen there.
    def load(attribute: str) -> object:
        # First: while the module runs, a missing name must be an error and no second load.
        del vars(module)["__getattr__"]
        loader.exec_module(module)
        return getattr(module, attribute)

    vars(module)["__getattr__"] = load
    sys.modules[name] = module


def extract_text(markup: str, caps: Caps = Caps()) -> str:  # noqa: B008
    """Extract the text of `markup`: without tags, comments, scripts and styles, its entities decoded.

    >>> extract_text("<p>S&amp;P &rsquo;05<!-- no --></p><script>let a = 1</script>")
    'S&P ’05'
    """
    return parse(markup, caps).get_text()


# Possessive quantifiers never go back: hostile markup costs the two patterns no more than linear time.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/><]*+)([^<>]*+)")
_ATTRIBUTE = re.compile(r"[^\s=/]++\s*+=\s*+(?:\"[^\"]*\"|'[^']*'|\S++)")
# Elements of the HTML standard that have no end tag: they hold nothing, and add no depth.
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
# What begins a tag, comment or declaration, and what ends it, as ``html.parser`` searches for it.
_OPENERS = (("<!--", "-->"), ("<![", "]"), ("<?", ">"), ("<", ">"))


def check_caps(markup: str, caps: Caps) -> None:
    """Raise `SoupLimit` for what takes the parser more than linear time, or makes a very deep tree."""
    if len(markup) > caps.size:
        raise SoupLimit(f"the markup has more than {caps.size} characters")
    # From each opener that is never closed, the parser searches the rest of the markup for its end.
    if any(markup.count(opener, markup.rfind(end) + 1) > caps.unclosed for opener, end in _OPENERS):
        raise SoupLimit(f"more than {caps.unclosed} tags or comments begin and never end")
    path: list[str] = []
    inside: Counter[str] = Counter()
    for count, match in enumerate(_TAG.finditer(markup)):
        if count == caps.tags:
            raise SoupLimit(f"the markup has more than {caps.tags} tags")
        slash, name, attributes = match.groups()
        name = name.lower()
        # Equals signs are cheap to count, but can stand in values, too: only many of them are worth a look.
        if attributes.count("=") > caps.attributes and len(_ATTRIBUTE.findall(attributes)) > caps.attributes:
            raise SoupLimit(f"a tag has more than {caps.attributes} attributes")
        if slash:
            # An end tag ends all elements inside its own; one that ends none is passed over.
            while inside[name]:
                inside[path[-1]] -= 1
                if path.pop() == name:
                    break
        elif name not in _VOID and not attributes.endswith("/"):
            path.append(name)
            inside[name] += 1
            if len(path) > caps.depth:
                raise SoupLimit(f"elements stand more than {caps.depth} deep inside each other")


class ElementStart(NamedTuple):
    """The start of an element."""

    name: str
    attributes: dict[str, str]


class ElementEnd(NamedTuple):
    """The end of the innermost element that is open."""

    name: str


def walk(markup: str, caps: Caps = Caps()) -> Iterator[ElementStart | ElementEnd | str]:  # noqa: B008
    """Walk the elements and texts of `markup` in reading order; each element has a start and an end.

    Comments, and the contents of scripts and styles, are left out. Deep trees cost no
    recursion. Raises `SoupLimit` past a cap, before the first step.

    >>> [step if isinstance(step, str) else step.name for step in walk("<p id=a>One <b>two<!-- no --></b>")]
    ['p', 'One ', 'b', 'two', 'b', 'p']
    """
    tree = parse(markup, caps)
    from bs4 import Tag
    from bs4.element import CData, NavigableString, TemplateString

    # A stack in place of recursion: trees are deeper than Python's stack.
    path = [(tree.name, iter(tree.contents))]
    while path:
        name, children = path[-1]
        child = next(children, None)
        if child is None:
            path.pop()
            if path:
                yield ElementEnd(name)
        elif isinstance(child, Tag):
            yield ElementStart(child.name, {key: _join_value(value) for key, value in child.attrs.items()})
            path.append((child.name, iter(child.contents)))
        # Subclasses are comments, declarations, and the contents of scripts and styles.
        elif type(child) in (NavigableString, CData, TemplateString):
            yield str(child)


def _join_value(value: str | list[str]) -> str:
    """Return the value of an attribute as one string: bs4 has a list for `class` and the like."""
    return value if isinstance(value, str) else " ".join(value)
