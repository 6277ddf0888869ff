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
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.rule import DECODED, Rule
from cleaner.stages.markup.cuts import plan_cuts
from cleaner.stages.markup.scanner import find_escaped_tag, scan_markup
from cleaner.stages.markup.soup_check import soup_agrees
from cleaner.stages.markup.topic import is_about_markup
from cleaner.structure import ANYWHERE, Text
from cleaner.text import Edit

TAG = Rule(
    id="markup.tag",
    certainty="certain",
    what="A left-over tag goes; the text that it encloses stays.",
    why="Tags are the page's, not the text's: they count as words and make equal paragraphs unequal.",
    leaves_alone="A `<` that opens no known tag, `<title>` as a slot to fill in, texts about markup.",
    kinds=ANYWHERE,
    example=("<p>The vote is on <b>Monday</b>.</p>\n", "The vote is on Monday.\n"),
    inserts=" \n",
)
ENTITY = Rule(
    id="markup.entity",
    certainty="certain",
    what="An entity becomes the character that it names, also one that was escaped twice.",
    why="A reader of the page saw the character.",
    leaves_alone="Names without a semicolon, unknown names, and what would come to look like a tag.",
    kinds=ANYWHERE,
    example=("Marks &amp; Spencer&rsquo;s, &#8220;as of old&#8221;\n", "Marks & Spencer’s, “as of old”\n"),
    inserts=DECODED,
)
COMMENT = Rule(
    id="markup.comment",
    certainty="certain",
    what="A comment or a declaration of the page goes.",
    why="No reader of the page ever saw it.",
    leaves_alone="A comment that never ends.",
    kinds=ANYWHERE,
    example=("The first.<!-- banner -->\n", "The first.\n"),
)
SCRIPT = Rule(
    id="markup.script",
    certainty="likely",
    what="A script or a style sheet goes, with all that is in it.",
    why="It is a program, not text.",
    leaves_alone="One that never ends, and one that is shown as an example.",
    kinds=ANYWHERE,
    example=(
        "The bridge was opened on Monday.<script>go()</script> The mayor cut a ribbon, and a choir sang.\n",
        "The bridge was opened on Monday. The mayor cut a ribbon, and a choir sang.\n",
    ),
)
DOUBTFUL = Rule(
    id="markup.doubtful",
    certainty="note",
    what="What may be markup and stays: escaped tags, and tags that BeautifulSoup reads otherwise.",
    why="An escaped tag is often an example, and cutting what two readers read differently is not safe.",
    leaves_alone="Everything: it only reports, once a text.",
    kinds=ANYWHERE,
    example=("A &lt;b&gt;new&lt;/b&gt; bridge\n", "A &lt;b&gt;new&lt;/b&gt; bridge\n"),
)
_RULES = {"tag": TAG, "entity": ENTITY, "comment": COMMENT, "script": SCRIPT}


@dataclass(frozen=True, slots=True)
class Markup:
    """The stage that takes left-over markup out.

    >>> from cleaner.pipeline import find_edits
    >>> [edit[:4] for edit in find_edits(Markup(), "<p>R&amp;D</p>")]
    [(0, 3, '', 'markup.tag'), (4, 9, '&', 'markup.entity'), (10, 14, '', 'markup.tag')]
    """

    name: str = "markup"
    rules: tuple[Rule, ...] = (TAG, ENTITY, COMMENT, SCRIPT, DOUBTFUL)

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
        doubtful = escaped
        if soup_agrees(content, tokens):
            changes = [Edit(*cut[:3], _RULES[cut.kind].id) for cut in plan_cuts(content, tokens)]
        else:
            doubtful = tokens[0]
        notes = [Edit(doubtful.start, doubtful.end, None, DOUBTFUL.id)] if doubtful else []
        yield from sorted(changes + notes, key=lambda edit: edit.start)


def _may_have_markup(text: str) -> bool:
    """The prefilter: whether anything looks like a tag, a comment or an entity."""
    return ("<" in text and _TAG_START.search(text) is not None) or (
        "&" in text and _ENTITY_LIKE.search(text) is not None
    )


# Both are wider than what the scanner takes: `</`, `<!` and `<?` may begin a closing tag or a declaration.
_TAG_START = re.compile("<[A-Za-z/!?]")
_ENTITY_LIKE = re.compile("&[A-Za-z#][A-Za-z0-9]*;")
