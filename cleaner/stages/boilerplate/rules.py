"""The rules of the stage, each with its documentation."""

from __future__ import annotations

from typing import Final

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE, Kind

_FURNISHED: Final[frozenset[Kind]] = ANYWHERE - {
    "code",
    "table",
    "message-header",
    "quoted-message",
    "signature",
    "verse",
    "numbered-provisions",
    "references",
}
"""Where a page's furniture may stand: a short line looks like a heading, an item or the turn of a speaker."""

HEADER = Rule(
    id="boilerplate.scrape-header",
    certainty="certain",
    what="A scraper's header at the head of a text goes; its date is kept as metadata.",
    why="It is the scraper's record, not the author's first words.",
    leaves_alone="A sentence that begins with a date, a front matter with several keys.",
    kinds=_FURNISHED,
    example=("date 2024-05-17 Vienna: The talks went on.\n", "Vienna: The talks went on.\n"),
)


def _line_rule(name: str, what: str, why: str, leaves_alone: str, line: str, *, default: bool = True) -> Rule:
    """A rule about whole lines, shown at the end of an article."""
    article = (
        "The bridge was opened on Monday. The mayor cut a ribbon, the children's choir sang, and the first "
        "to cross it was the man who had kept the ferry for forty years. He did not look down once.\n"
    )
    return Rule(
        id=f"boilerplate.{name}",
        certainty="likely",
        what=what,
        why=why,
        leaves_alone=leaves_alone,
        kinds=_FURNISHED,
        example=(f"{article}{line}\n", article),
        default=default,
    )


_NOT_TEXT = "It is the page's furniture, repeats over a whole corpus, and is no sentence of the text."

RULES: tuple[Rule, ...] = (
    HEADER,
    _line_rule(
        "advertisement",
        "A line that marks an advertisement goes.",
        "The advertisement itself is gone; the mark interrupts the text.",
        "Sentences about advertisements.",
        "Article continues below this advertisement",
    ),
    _line_rule(
        "comment-form",
        "What a form for comments says goes.",
        _NOT_TEXT,
        "The comments themselves.",
        "Your email address will not be published.",
    ),
    _line_rule(
        "cookie-notice",
        "A notice about cookies, and the buttons under it, go.",
        _NOT_TEXT,
        "An article about cookies.",
        "We use cookies to improve your experience on our site.",
    ),
    _line_rule(
        "copyright",
        "A line that claims the copyright goes.",
        _NOT_TEXT,
        "An article about copyright; a paragraph that ends in such a line.",
        "© 2024 The Example Post. All rights reserved.",
    ),
    _line_rule(
        "counter",
        "Minutes to read, views, shares, comments, hours ago: a line of nothing but a count goes.",
        _NOT_TEXT,
        "A count in a sentence.",
        "3 min read",
    ),
    _line_rule(
        "credit-line",
        "A line that credits agencies or reporters at the end of an article goes.",
        "It is not the text, though some corpora want it: off unless selected.",
        "A sentence that names an agency.",
        "- With inputs from agencies",
        default=False,
    ),
    _line_rule(
        "navigation",
        "Crumbs and links of the page's navigation go.",
        _NOT_TEXT,
        "A title that has such a sign in it.",
        "Home > News > Transport",
    ),
    _line_rule(
        "newsletter",
        "An invitation to subscribe, to sign up or to log in goes.",
        _NOT_TEXT,
        "A sentence about subscribers.",
        "Sign up for our daily newsletter",
    ),
    _line_rule(
        "origin",
        "“This article originally appeared on ...” goes, also cut off or misspelt.",
        "It is about the page, names another one, and is often broken where the link was.",
        "The story of an article that first appeared somewhere; credits of agencies.",
        "This article orignally appeared on",
    ),
    _line_rule(
        "photo-credit",
        "A line that credits a picture goes.",
        "The picture is not there.",
        "Captions, which tell something.",
        "Photo: A. Example/Agency",
    ),
    _line_rule(
        "read-more",
        "Links to other articles go: read more, also read, related stories.",
        "They lead to other texts, and their titles are not this text.",
        "A sentence that asks for more to be read.",
        "Read more: How the bridge was built",
    ),
    _line_rule(
        "script-notice",
        "A notice about JavaScript or an unfit browser goes.",
        _NOT_TEXT,
        "An article about JavaScript.",
        "Please enable JavaScript to view the comments.",
    ),
    _line_rule(
        "share",
        "Share bars and invitations to follow go.",
        _NOT_TEXT,
        "A sentence that asks to share something.",
        "Share on Facebook",
    ),
)
"""All rules, the header first and then by name."""

OFF = frozenset(rule.id.partition(".")[2] for rule in RULES if not rule.default)
"""Rules that run only if they are selected: their lines count as lines that stay."""
