"""The rules of the stage `invisible`: one for each kind of character that is there and not seen."""

from __future__ import annotations

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE

ZERO_WIDTH_SPACE = Rule(
    id="invisible.zero-width-space",
    certainty="certain",
    what="A zero-width space goes.",
    why="It splits a word for search, tokenizers and duplicate detection, and no reader sees that.",
    leaves_alone="Thai, Lao, Khmer, Burmese, Tibetan and their relatives, where it parts words.",
    kinds=ANYWHERE,
    example=("car\u200bpet", "carpet"),
)
JOINER = Rule(
    id="invisible.joiner",
    certainty="certain",
    what="A zero-width joiner or non-joiner goes where there is nothing to join.",
    why="Between Latin letters it does nothing but make one word two different strings.",
    leaves_alone="Scripts whose letters join or form conjuncts (Arabic, Persian, Urdu, the scripts of India, "
    "Mongolian), and emoji that are made of several.",
    kinds=ANYWHERE,
    example=(
        "car\u200dpet and \u0645\u06cc\u200c\u0634\u0648\u062f",
        "carpet and \u0645\u06cc\u200c\u0634\u0648\u062f",
    ),
)
WORD_JOINER = Rule(
    id="invisible.word-joiner",
    certainty="certain",
    what="A word joiner (U+2060) goes.",
    why="It only forbids a line break, which means nothing in a corpus, and splits the word for programs.",
    leaves_alone="The scripts in which the zero-width space parts words.",
    kinds=ANYWHERE,
    example=("car\u2060pet", "carpet"),
)
BOM = Rule(
    id="invisible.bom",
    certainty="certain",
    what="A byte order mark inside the text (U+FEFF) goes.",
    why="It is left where files were put together; as a character it has been deprecated since 2002.",
    leaves_alone="The mark at the very beginning, which is `encoding.bom`'s.",
    kinds=ANYWHERE,
    example=("End.\n\ufeffBeginning.", "End.\nBeginning."),
)
SOFT_HYPHEN = Rule(
    id="invisible.soft-hyphen",
    certainty="likely",
    what="A soft hyphen inside a word goes, and one that has a line to itself.",
    why="It marks where a word may be broken and is not seen where it is not; programs take it for a letter.",
    leaves_alone="A soft hyphen at the end of a line, where it is seen: joining lines is the stage "
    "`hyphenation`'s. And one that stands for a hyphen or a dash: see `invisible.hidden-hyphen`.",
    example=("secu\u00adrity", "security"),
    kinds=ANYWHERE - {"code"},
)
HIDDEN_HYPHEN = Rule(
    id="invisible.hidden-hyphen",
    certainty="note",
    what="A soft hyphen that stands for a hyphen or a dash: beside a figure or a space; in a word that the "
    "document writes with a hyphen elsewhere or that says one half twice; and in words of a document whose "
    "soft hyphens are dashes elsewhere.",
    why="Text taken from a PDF may have it in place of each hyphen; without it, 88 to 95 would be 8895.",
    leaves_alone="Everything; which of hyphen, dash or minus the page has, only the page can tell.",
    example=("pages 88\u00ad95", "pages 88\u00ad95"),
    kinds=ANYWHERE - {"code"},
)
DIRECTION_MARK = Rule(
    id="invisible.direction-mark",
    certainty="certain",
    what="Marks, embeddings and isolates of direction go from lines in which all runs from left to right.",
    why="They come with copied paths, names and numbers, and change nothing but the string.",
    leaves_alone="Lines with Arabic, Hebrew or other letters that run from right to left, and lines with "
    "controls that reorder.",
    kinds=ANYWHERE,
    example=("Call \u202a0800 555 12\u202c.\u200e", "Call 0800 555 12."),
)
REORDERING = Rule(
    id="invisible.reordering",
    certainty="note",
    what="A control that makes the reader see another order than a program: an override, or a right-to-left "
    "embedding or isolate where nothing is written from right to left.",
    why="It can hide what a text says (file names, addresses, code) from one of the two.",
    leaves_alone="Everything; which of the two orders was meant, only a reader can tell.",
    kinds=ANYWHERE,
    example=("invoice\u202efdp.exe", "invoice\u202efdp.exe"),
)
TAG = Rule(
    id="invisible.tag",
    certainty="certain",
    what="Tag characters go; what they spell is kept as evidence.",
    why="They are an invisible copy of ASCII, and used to hide text from readers but not from models.",
    leaves_alone="The flags of England, Scotland, Wales and other regions, which are spelled with them.",
    kinds=ANYWHERE,
    example=("Hello\U000e0068\U000e0069.", "Hello."),
)
VARIATION_SELECTOR = Rule(
    id="invisible.variation-selector",
    certainty="certain",
    what="A variation selector goes where it selects nothing.",
    why="After a letter or another selector it has no meaning but to hide data.",
    leaves_alone="One selector after an emoji, a symbol, an ideograph, a letter of scripts that have them.",
    kinds=ANYWHERE,
    example=("a\ufe0fb \u2764\ufe0f", "ab \u2764\ufe0f"),
)
NO_BREAK_SPACE = Rule(
    id="invisible.no-break-space",
    certainty="likely",
    what="A no-break space between words becomes a space.",
    why="Web editors and copied pages are full of them; a program that splits at spaces sees one long word.",
    leaves_alone="Where it is typography: beside figures and signs, in French before ; : ! ? and inside « », "
    "beside dashes, after a one-letter word, an initial or an abbreviation, before a Roman numeral.",
    kinds=ANYWHERE - {"code"},
    example=("the\u00a0old harbour, 5\u00a0km, No.\u00a07", "the old harbour, 5\u00a0km, No.\u00a07"),
    inserts=" ",
)
ODD_SPACE = Rule(
    id="invisible.odd-space",
    certainty="likely",
    what="Spaces of other widths (em, en, thin, hair, ideographic and so on) become a space.",
    why="They are layout, not text, and few programs take them for what they are.",
    leaves_alone="Thin and hair spaces beside figures, signs, dashes and quotation marks, narrow no-break "
    "spaces where a no-break space may stand and in Mongolian, ideographic spaces in lines of Chinese, "
    "Japanese or Korean.",
    kinds=ANYWHERE - {"code"},
    example=("the\u2003old harbour, 10\u2009000", "the old harbour, 10\u2009000"),
    inserts=" ",
)
LINE_SEPARATOR = Rule(
    id="invisible.line-separator",
    certainty="certain",
    what="A line or paragraph separator (U+2028, U+2029) becomes a line break.",
    why="Only some programs break the line there, so that they count other lines than the rest.",
    leaves_alone="Line feeds and carriage returns.",
    kinds=ANYWHERE,
    example=("One.\u2028Two.", "One.\nTwo."),
    inserts="\n",
)
FILLER = Rule(
    id="invisible.filler",
    certainty="certain",
    what="Fillers and format characters that nothing uses go: Hangul fillers outside Hangul, deprecated "
    "format controls, interlinear annotation marks, the object replacement character, noncharacters.",
    why="They show as nothing or as a box, and stand for an image or a format that is gone.",
    leaves_alone="Hangul fillers beside Hangul letters.",
    kinds=ANYWHERE,
    example=("See \ufffcthe map.", "See the map."),
)
CONFUSABLE = Rule(
    id="invisible.confusable",
    certainty="note",
    what="A word that mixes Latin letters with Cyrillic or Greek ones that look the same.",
    why="It reads like an ordinary word and is none for a program: a slip of the keyboard, or a trick.",
    leaves_alone="Everything; and it does not report words in which no letter passes for another one, like "
    "`μm`.",
    kinds=ANYWHERE,
    example=("p\u0430yment", "p\u0430yment"),
)

RULES = (
    ZERO_WIDTH_SPACE,
    JOINER,
    WORD_JOINER,
    BOM,
    SOFT_HYPHEN,
    HIDDEN_HYPHEN,
    DIRECTION_MARK,
    REORDERING,
    TAG,
    VARIATION_SELECTOR,
    NO_BREAK_SPACE,
    ODD_SPACE,
    LINE_SEPARATOR,
    FILLER,
    CONFUSABLE,
)
