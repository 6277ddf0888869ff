"""The names of HTML by which a tag is known: elements, and their attributes."""

from __future__ import annotations


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCK = _words(
    """
    address article aside blockquote body center details dialog dir div dl fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend main menu nav noscript ol optgroup p pre search
    section summary table tbody tfoot thead title ul
    """
)
"""Elements that stand apart from what is around them: a blank line."""

LINE = _words("br caption col colgroup dd dt li option select tr")
"""Elements that begin or end a line."""

CELL = _words("td th")
"""Elements that a space sets apart."""

INLINE = _words(
    """
    a abbr acronym amp-img area audio b base basefont bdi bdo big blink button canvas cite code data datalist
    del dfn em embed font frame frameset i iframe img input ins kbd keygen label link map mark marquee meta
    meter nobr noembed noframes object output param picture progress q rp rt ruby s samp slot small source
    span strike strong sub sup svg path template textarea time track tt u var video wbr
    """
)
"""Elements that stand in a line."""

OFFICE_PREFIXES = ("o:", "v:", "w:", "m:", "st1:", "fb:")
"""Prefixes of elements that word processors and widgets leave behind in pages."""

KNOWN = BLOCK | LINE | CELL | INLINE | {"script", "style"}

PLAIN = _words(
    """
    amp-img blockquote br colgroup div dd dl dt em fieldset figcaption h1 h2 h3 h4 h5 h6 hr iframe img li nobr
    noscript ol optgroup script span strong style tbody td tfoot thead tr ul wbr
    """
)
"""Names that are no words and no variables: nothing but markup, even bare and alone. (`<title>` may be a
slot to fill in, `<b>` a comparison.)"""

BARE_ATTRIBUTES = _words(
    """
    allowfullscreen async autofocus autoplay checked compact controls crossorigin default defer disabled
    download formnovalidate hidden inert ismap itemscope loop multiple muted nohref nomodule noshade
    novalidate nowrap open playsinline readonly required reversed selected typemustmatch
    webkitallowfullscreen mozallowfullscreen
    """
)
"""Attributes that may stand without a value. Anything else without one is prose: `a <b and c> d`."""

ATTRIBUTES = _words(
    """
    abbr accept accesskey action align alink alt background bgcolor border cellpadding cellspacing char
    charset cite class clear color cols colspan content coords data datetime dir draggable enctype face for
    frameborder headers height href hreflang hspace id itemid itemprop itemtype label lang link
    loading longdesc marginheight marginwidth max maxlength media method min name onclick pattern placeholder
    ping property rel rev role rows rowspan rules scope scrolling shape size sizes span src srcset start style
    summary tabindex target text title translate type usemap valign value vlink vspace width wrap xmlns
    """
)
"""Attributes that a tag of one or two letters may have: `<b x=1>` may be a formula."""

ATTRIBUTE_PREFIXES = ("data-", "aria-", "xml", "item", "on", "v-", "ng-")


def is_known(name: str) -> bool:
    """Whether `name`, in lower case, is an element that leftovers of pages are made of."""
    return name in KNOWN or name.startswith(OFFICE_PREFIXES)


def break_level(name: str) -> int:
    """Returns how far the element `name` sets its text apart: 0 not, 1 a space, 2 a line, 3 a paragraph."""
    if name in BLOCK:
        return 3
    if name in LINE:
        return 2
    return 1 if name in CELL else 0
