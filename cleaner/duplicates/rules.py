"""The rules of the duplicate stage. They look at the whole corpus, so an example is one of two paragraphs."""

from __future__ import annotations

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE

STAGE = "duplicates"
"""The name of the stage in trails."""

_HARBOUR = (
    "The harbour office said on Monday that the new ferry line would open in spring, with four crossings "
    "a day and a night boat at weekends."
)
_REVISED = _HARBOUR.replace("four", "six")
_COPIED = _HARBOUR.replace("said on Monday", "announced on Monday")
_LONGER = _HARBOUR + " Tickets will be sold on board, and bicycles travel free of charge until the autumn."

EXACT = Rule(
    id="duplicates.exact",
    certainty="certain",
    what="A paragraph that stands earlier in the corpus, word for word.",
    why="Repeated text weighs more than it should in everything that is learnt or counted from a corpus.",
    leaves_alone="Short paragraphs, and those that differ in the sign or the decimal point of a figure.",
    kinds=ANYWHERE,
    example=(f"{_HARBOUR}\n\n{_HARBOUR}\n", f"{_HARBOUR}\n"),
)
NEAR = Rule(
    id="duplicates.near",
    certainty="likely",
    what="A paragraph that stands earlier in the corpus but for small edits.",
    why="Agency copy is edited, cut and re-set by every paper that prints it; it is still the same text.",
    leaves_alone="Short paragraphs, and pairs that differ in a figure, a name, a negation, an opposite or "
    "the person to whom a statement is attributed.",
    kinds=ANYWHERE,
    example=(f"{_HARBOUR}\n\n{_COPIED}\n", f"{_HARBOUR}\n"),
)
CONTAINED = Rule(
    id="duplicates.contained",
    certainty="likely",
    what="A paragraph all of whose words stand, in one run, in an earlier and longer one.",
    why="A shortened copy adds nothing to the longer one before it.",
    leaves_alone="Paragraphs with a word of their own, and short ones.",
    kinds=ANYWHERE,
    example=(f"{_LONGER}\n\n{_HARBOUR}\n", f"{_LONGER}\n"),
)
REVISION = Rule(
    id="duplicates.revision",
    certainty="note",
    what="A paragraph like an earlier one that says something else: another figure, name, negation, "
    "opposite or speaker.",
    why="Only a reader can tell a correction from the bulletin of another day; both are worth keeping.",
    leaves_alone="Both paragraphs.",
    kinds=ANYWHERE,
    example=(f"{_HARBOUR}\n\n{_REVISED}\n",) * 2,
)
LONGER = Rule(
    id="duplicates.longer",
    certainty="note",
    what="A paragraph that holds all of an earlier one and more.",
    why="The earlier one could go instead; the order of the corpus says otherwise.",
    leaves_alone="Both paragraphs.",
    kinds=ANYWHERE,
    example=(f"{_HARBOUR}\n\n{_LONGER}\n",) * 2,
)
DOCUMENT = Rule(
    id="duplicates.document",
    certainty="likely",
    what="A document all of whose paragraphs stand in one earlier document.",
    why="The same article, filed twice.",
    leaves_alone="Documents with one paragraph of their own, short ones included.",
    kinds=ANYWHERE,
    example=(f"{_HARBOUR}\n\n{_HARBOUR}\n", f"{_HARBOUR}\n"),
)
RECURRING_LINE = Rule(
    id="duplicates.recurring-line",
    certainty="likely",
    what="A short line that stands in many documents: the first one stays.",
    why="Section names and calls to subscribe are the frame of a site and no part of its articles.",
    leaves_alone="Lines that stand in few documents.",
    kinds=ANYWHERE,
    example=("More from this section\n",) * 2,
    default=False,
)

RULES: tuple[Rule, ...] = (EXACT, NEAR, CONTAINED, REVISION, LONGER, DOCUMENT, RECURRING_LINE)

REMOVING: frozenset[str] = frozenset(rule.id for rule in RULES if rule.certainty != "note")
"""The rules that take text out, where the policy applies them."""
