"""Left-over markup: tags, entities, comments and scripts of the page that a text was taken from.

A tag goes and what it encloses stays; where tags alone held two paragraphs apart, a line break takes their
place. An entity becomes the character that it names. A comment goes, and a script or a style sheet goes with
all that is in it.

What counts as markup is decided twice. The scanner finds the tokens: tags with a known name and attributes
that are attributes, entities with a known name and a semicolon. BeautifulSoup then reads the same text, and
the words that it shows must be those that the edits leave. Where the two differ nothing is touched, and
`markup.doubtful` says so.

Left alone: a `<` that opens no known tag (`<3`, `x < y`, `if a <b and c> d`, `<jane@example.org>`); a bare
tag that is a word or a letter and is never closed (`<title>` in a form letter); entities that would come to
look like a tag (`&lt;b&gt;`); whole texts that are about markup (`cleaner.stages.markup.topic`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.rule import Rule
from cleaner.stages.markup.cuts import plan_cuts
from cleaner.stages.markup.not_markup import drop_what_is_no_markup
from cleaner.stages.markup.raised_text import RaisedText, find_raised_texts
from cleaner.stages.markup.rules import COMMENT, DOUBTFUL, ENTITY, RAISED, SCRIPT, TAG
from cleaner.stages.markup.scanner import MarkupToken, find_escaped_tag, scan_markup
from cleaner.stages.markup.soup_check import soup_agrees
from cleaner.stages.markup.topic import is_about_markup
from cleaner.structure import Text
from cleaner.text import Edit

_RULES = {"tag": TAG, "entity": ENTITY, "comment": COMMENT, "script": SCRIPT}


@dataclass(frozen=True, slots=True)
class Markup:
    """The stage that takes left-over markup out.

    >>> from cleaner.pipeline import find_edits
    >>> [edit[:4] for edit in find_edits(Markup(), "<p>R&amp;D</p>")]
    [(0, 3, '', 'markup.tag'), (4, 9, '&', 'markup.entity'), (10, 14, '', 'markup.tag')]
    """

    name: str = "markup"
    rules: tuple[Rule, ...] = (TAG, ENTITY, COMMENT, SCRIPT, RAISED, DOUBTFUL)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yields one edit for each tag, entity, comment or script, and at most one note, in order."""
        content = text.content
        if not _may_have_markup(content):
            return
        # Whether a text is about markup is asked of the whole text, before any cut: one sentence about `<br>`
        # makes every other tag of it doubtful.
        tokens = list(scan_markup(content))
        escaped = find_escaped_tag(content)
        if (not tokens and escaped is None) or is_about_markup(content, tokens):
            return
        changes: list[Edit] = []
        doubtful: tuple[int, int] | None = escaped[:2] if escaped else None
        if soup_agrees(content, tokens):
            left = drop_what_is_no_markup(text, tokens)
            raised = find_raised_texts(content, left)
            changes = [Edit(*each, RAISED.id) for each in raised if each.replacement is not None]
            changes += _cut_others(content, left, raised)
            stays = next((each[:2] for each in raised if each.replacement is None), None)
            doubtful = doubtful or stays
        else:
            doubtful = tokens[0][:2]
        notes = [Edit(*doubtful, None, DOUBTFUL.id)] if doubtful else []
        yield from sorted(changes + notes, key=lambda edit: edit.start)


def _cut_others(text: str, tokens: list[MarkupToken], raised: list[RaisedText]) -> Iterator[Edit]:
    """Yields the edits of all tokens but those that belong to raised or lowered text."""
    if raised:
        starts = [each.start for each in raised]

        def is_raised(token: MarkupToken) -> bool:
            each = raised[bisect_right(starts, token.start) - 1]
            return each.start <= token.start < each.end

        tokens = [token for token in tokens if not is_raised(token)]
    for cut in plan_cuts(text, tokens):
        yield Edit(*cut[:3], _RULES[cut.kind].id)


def _may_have_markup(text: str) -> bool:
    """The prefilter: whether anything looks like a tag, a comment or an entity."""
    return ("<" in text and _TAG_START.search(text) is not None) or (
        "&" in text and _ENTITY_LIKE.search(text) is not None
    )


# Both are wider than what the scanner takes: `</`, `<!` and `<?` may begin a closing tag or a declaration.
_TAG_START = re.compile("<[A-Za-z/!?]")
_ENTITY_LIKE = re.compile("&[A-Za-z#][A-Za-z0-9]*;")
