"""The kinds of text that a block can be."""

from __future__ import annotations

from typing import Final, Literal, get_args

Kind = Literal[
    "prose",
    "wrapped-prose",
    "verse",
    "list",
    "table",
    "code",
    "message-header",
    "quoted-message",
    "signature",
    "speaker-turns",
    "numbered-provisions",
    "references",
    "contents-list",
    "heading",
    "caption",
    "page-furniture",
    "unknown",
]
"""``prose``: each line is a paragraph. ``wrapped-prose``: a paragraph that a program or a typist broke into
lines. ``verse``: the lines are the author's. ``list``: items, also dictionaries of the form "term: meaning".
``table``: columns, by tabs, bars, blanks or one token a line. ``code``: programs, commands, configuration.
``message-header``: fields of mail and news. ``quoted-message``: lines behind ``>``. ``signature``: what
follows ``--``. ``speaker-turns``: plays, interviews, chat. ``numbered-provisions``: articles and paragraphs
of a law. ``references``: a bibliography. ``contents-list``: titles with page numbers. ``page-furniture``:
page numbers, running heads and feet. ``unknown``: none of them by the evidence at hand, so no rule for prose
may act in it."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

PROSE: Final[frozenset[Kind]] = frozenset({"prose", "wrapped-prose"})
"""The kinds that rules for prose may mend."""

ANYWHERE: Final[frozenset[Kind]] = frozenset(KINDS)
"""All kinds: what a rule states that mends characters and not texts."""
