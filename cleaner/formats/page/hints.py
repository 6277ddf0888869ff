"""What a page's makers call its parts: by element, by class and id, by what schema.org has for it."""

from __future__ import annotations

import re


def _name_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SILENT = _name_set("script style")
"""Elements whose content is no text."""

ASIDE = _name_set(
    "aside audio button canvas datalist dialog figcaption footer iframe map menu nav noscript object option"
    " progress select svg template textarea title video"
)
"""Elements for what stands beside the article, or is shown instead of something else."""

BLOCK = ASIDE | _name_set(
    "address article blockquote body caption center dd details dir div dl dt fieldset figure form"
    " frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main ol p pre search section summary"
    " table tbody tfoot thead tr ul"
)
"""Elements that begin and end a paragraph."""

HEADING = _name_set("h1 h2 h3 h4 h5 h6")

BOILERPLATE = _name_set("""
    ad ads adbox advert advertisement advertising adv banner sponsor sponsored promo promos promotion promoted
    comment comments commentlist disqus respond reply replies livefyre
    share sharing shares sharebar sharedaddy social socials addthis addtoany
    related relateds relatedposts relatedlinks recommend recommended recommendation recommendations recirc
    similar outbrain taboola trending popular mostread morenews readmore alsoread readnext upnext
    latest recent next prev previous
    newsletter newsletters subscribe subscription signup login register
    cookie cookies consent gdpr privacy
    sidebar aside rail nav navbar navigation menu breadcrumb breadcrumbs pagination pager paginator toolbar
    footer masthead topbar copyright legal disclaimer
    tags taglist keywords topics
    byline author authors bio authorbox profile contact
    caption credit credits
    popup modal overlay tooltip lightbox dropdown
    widget widgets teasers carousel slider slideshow gallery
    print printfriendly
    toc rating ratings vote votes poll jobs shop products
    meta postmeta metadata dateline timestamp infobox
    """)
"""Words in a class or an id of what is not the article."""

_WHOLE = _name_set("article body content entry main post story text")
"""Words that name the text of an article when a class is made of them alone."""

UNSEEN = _name_set("hidden hide invisible visually-hidden visuallyhidden sr-only screen-reader-text d-none")
"""Classes of what is not shown. In a longer name (`hidden-xs`, `label-hidden`) they say something else."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


def split_words(name: str) -> set[str]:
    """Split a class or id into its words: parted by hyphens, underscores and capitals.

    >>> sorted(split_words("articleShare-box"))
    ['article', 'box', 'share']
    """
    return {word.lower() for word in _WORD.findall(name)}


def is_boilerplate(attributes: dict[str, str]) -> bool:
    """Whether class, id or role name something that is not the article.

    >>> is_boilerplate({"class": "post-related"}), is_boilerplate({"class": "story"})
    (True, False)
    """
    names = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('role', '')}"
    return not BOILERPLATE.isdisjoint(split_words(names))


def is_called_body(attributes: dict[str, str]) -> bool:
    """Whether one class names the text of the article, in two words or more that all say so.

    >>> is_called_body({"class": "grid__sidebar article__content"}), is_called_body({"class": "content"})
    (True, False)
    """
    return any(
        len(words := split_words(name)) > 1 and words <= _WHOLE
        for name in attributes.get("class", "").split()
    )


def is_hidden(attributes: dict[str, str]) -> bool:
    """Whether a browser would not show the element.

    >>> is_hidden({"style": "Display: none"}), is_hidden({"class": "hidden-xs"})
    (True, False)
    """
    style = attributes.get("style", "").replace(" ", "").lower()
    classes = attributes.get("class", "").lower().split()
    return (
        "hidden" in attributes
        or "display:none" in style
        or "visibility:hidden" in style
        or not UNSEEN.isdisjoint(classes)
    )


def is_marked_as_body(attributes: dict[str, str]) -> bool:
    """Whether schema.org's mark of an article's text stands on the element."""
    return "articlebody" in attributes.get("itemprop", "").lower()
