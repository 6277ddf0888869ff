"""The stages, in the order in which they run.

Each stage finds one kind of defect in one text and yields edits; none looks at another document, and none
imports another. A new stage is a module beside these, its cases, and its place in the tuple.
"""

from __future__ import annotations

from cleaner.rule import Stage
from cleaner.stages.boilerplate import Boilerplate
from cleaner.stages.comments import Comments
from cleaner.stages.encoding import Encoding
from cleaner.stages.hyphenation import Hyphenation
from cleaner.stages.invisible import Invisible
from cleaner.stages.markup import Markup
from cleaner.stages.normalization import Normalization
from cleaner.stages.page_furniture import PageFurniture
from cleaner.stages.quotation import Quotation
from cleaner.stages.unwrap import Unwrap
from cleaner.stages.whitespace import Whitespace

STAGES: tuple[Stage, ...] = (
    Encoding(),  # first: what the bytes meant, before anyone reads words
    Markup(),
    Invisible(),
    Normalization(),  # off by default
    Quotation(),
    PageFurniture(),  # before unwrap: a sentence, too, can run over the end of a page
    Unwrap(),  # before hyphenation, which makes some lines longer; it leaves broken words alone
    Hyphenation(),
    Comments(),
    Boilerplate(),
    Whitespace(),  # last: what the others left
)
