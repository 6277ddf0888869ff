"""Names by which a page's makers call its parts: what is not the article, and what is."""

from __future__ import annotations

import re

SILENT = frozenset(
    "applet area audio base button canvas datalist dialog embed head iframe input link map menu meta"
    " noscript object option param progress script select style svg template textarea title track video".split()
)
"""Elements that hold nothing that a reader reads as text."""

ASIDE = frozenset("nav aside footer".split())
"""Elements for what stands beside the article."""

BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure"
    " footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre search section"
    " summary table tbody tfoot thead tr ul".split()
)
"""Elements that begin and end a paragraph."""

HEADING = frozenset("h1 h2 h3 h4 h5 h6".split())

BOILERPLATE = frozenset(
    """
    ad ads adbox advert advertisement advertising adv banner sponsor sponsored promo promos promotion promoted
    comment comments commentlist disqus respond reply replies livefyre
    share sharing shares sharebar sharedaddy social socials addthis addtoany facebook twitter whatsapp
    related relateds recommend recommended recommendation recommendations recirc similar outbrain taboola
    trending popular mostread morenews readmore more-stories alsoread readnext upnext
    newsletter newsletters subscribe subscription signup login register paywall
    cookie cookies consent gdpr privacy
    sidebar aside rail nav navbar navigation menu breadcrumb breadcrumbs pagination pager paginator toolbar
    footer masthead topbar copyright legal disclaimer
    tag tags taglist keywords topics categories category
    byline author authors bio authorbox
    caption credit credits copyright
    popup modal overlay tooltip lightbox dropdown
    widget widgets teaser teasers carousel slider slideshow
    print printfriendly hidden hide invisible visually sr screen-reader
    toc rating ratings vote votes poll jobs job shop product products
    meta postmeta metadata dateline timestamp infobox
    """.split()
)
"""Words in a class or an id of what is not the article."""

BODY = frozenset("articlebody article-body storybody story-body entry-content post-content".split())

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


def words(name: str) -> set[str]:
    """The words of a class or id: parted by hyphens, underscores and capitals.

    >>> sorted(words("articleShare-box"))
    ['article', 'box', 'share']
    """
    return {word.lower() for word in _WORD.findall(name)}


def boilerplate(attributes: dict[str, str]) -> bool:
    """Whether class, id or role name something that is not the article."""
    names = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('role', '')}"
    return not BOILERPLATE.isdisjoint(words(names))


def hidden(attributes: dict[str, str]) -> bool:
    """Whether a browser would not show the element."""
    style = attributes.get("style", "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style
