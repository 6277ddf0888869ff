"""The rules of the stage `markup`."""

from __future__ import annotations

from cleaner.rule import DECODED, Rule
from cleaner.stages.markup.raised_text import INSERTED
from cleaner.structure import ANYWHERE

KINDS_WITH_MARKUP = ANYWHERE - {"message-header"}
"""Where markup may be left over. A paragraph of a page's source is code by its look: the stage looks at what
is left without the tags. In a field of a mail pointed brackets are addresses, and a subject may be in fun."""

TAG = Rule(
    id="markup.tag",
    certainty="likely",
    what="A left-over tag goes; the text that it encloses stays.",
    why="Tags are the page's, not the text's: they count as words and make equal paragraphs unequal.",
    leaves_alone="A `<` that opens no known tag, `<title>` as a slot to fill in, texts about markup, code "
    "and tables that are so also without their tags, speakers of a chat (`<br> hello`), raised and lowered "
    "text that would run into what it stands beside (`markup.raised`).",
    kinds=KINDS_WITH_MARKUP,
    example=("<p>The vote is on <b>Monday</b>.</p>\n", "The vote is on Monday.\n"),
    inserts=" \n",
)
ENTITY = Rule(
    id="markup.entity",
    certainty="certain",
    what="An entity becomes the character that it names, also one that was escaped twice.",
    why="A reader of the page saw the character.",
    leaves_alone="Names without a semicolon, unknown names, and what would come to look like a tag; the bar, "
    "which parts the cells of a table.",
    kinds=KINDS_WITH_MARKUP,
    example=("Marks &amp; Spencer&rsquo;s, &#8220;as of old&#8221;\n", "Marks & Spencer’s, “as of old”\n"),
    inserts=DECODED,
)
COMMENT = Rule(
    id="markup.comment",
    certainty="certain",
    what="A comment or a declaration of the page goes.",
    why="No reader of the page ever saw it.",
    leaves_alone="A comment that never ends.",
    kinds=KINDS_WITH_MARKUP,
    example=("The first.<!-- banner -->\n", "The first.\n"),
)
SCRIPT = Rule(
    id="markup.script",
    certainty="likely",
    what="A script or a style sheet goes, with all that is in it.",
    why="It is a program, not text.",
    leaves_alone="One that never ends, and one that is shown as an example.",
    kinds=KINDS_WITH_MARKUP,
    example=(
        "The bridge was opened on Monday.<script>go()</script> The mayor cut a ribbon, and a choir sang.\n",
        "The bridge was opened on Monday. The mayor cut a ribbon, and a choir sang.\n",
    ),
)
RAISED = Rule(
    id="markup.raised",
    certainty="likely",
    what="Raised or lowered figures, signs and single letters become the characters that are so themselves.",
    why="Without its tags `10<sup>6</sup>` would be 106, and `H<sub>2</sub>O` another word.",
    leaves_alone="Endings and words (`1<sup>st</sup>`), whose tags go; what has no such characters "
    "(`a<sup>x,1</sup>`), whose tags stay.",
    kinds=KINDS_WITH_MARKUP,
    example=("10<sup>6</sup> m<sup>2</sup> of H<sub>2</sub>O\n", "10⁶ m² of H₂O\n"),
    inserts=INSERTED,
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
