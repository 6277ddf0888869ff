"""Near-duplicate paragraphs: one definition, decided exactly, with a partner for everything that goes.

Paragraphs come in one order. In that order a paragraph is dropped if some earlier *kept* paragraph meets
it (has the same normal form, shares a band of MinHash signatures, or holds all of it) and `compare` calls
the later one a duplicate of the earlier. Nothing else is ever dropped: a chain of small edits A, B, C
keeps C when C is no duplicate of A, where a tool that drops clusters would lose it.

>>> from cleaner.duplicates import Paragraph, Settings, decide
>>> text = "The harbour office said that the new ferry line would open in spring, with four crossings a day."
>>> decide([Paragraph(0, text), Paragraph(1, text.upper())]).drops[0].rule
'duplicates.exact'

Who decides, from the inside out:

* `OrderedPass` (`ordered_pass`) goes through one row of paragraphs and decides about each;
* `decide_texts` makes one pass over two columns (texts, documents), and adds recurring lines and whole
  documents; `decide` is the same for `Paragraph` values;
* `decide_columns` (`machine_view`) is `decide_texts` for a corpus, with default resources. `Decide` is the
  type of such a function: `cleaner.corpus` has one with a scratch folder and several processes;
* `View.decide` (`fixpoint`) is one decision of the fixpoint loop. `MachineView` calls its `Decide`;
  `TableView` (`cleaner.cluster`) cuts the corpus into components and makes an `OrderedPass` over each;
* `remove_duplicates` (`fixpoint`) is the loop that calls `View.decide` until nothing changes.

Importing this package imports no numpy; `compare` needs none, `decide` imports it when it is called for.
"""

from __future__ import annotations

from cleaner.duplicates.compare import compare
from cleaner.duplicates.ordered_pass import decide, decide_texts
from cleaner.duplicates.rules import RULES
from cleaner.duplicates.settings import Bands, Settings
from cleaner.duplicates.verdicts import (
    Comparison,
    CorpusDecision,
    DocumentDrop,
    Paragraph,
    Resemblance,
    Verdict,
)

__all__ = [
    "RULES",
    "Bands",
    "Comparison",
    "CorpusDecision",
    "DocumentDrop",
    "Paragraph",
    "Resemblance",
    "Settings",
    "Verdict",
    "compare",
    "decide",
    "decide_texts",
]
