"""What a stage finds in a string: the one way in which tests ask a stage. The edits keep their contract."""

from cleaner.pipeline import MAX_ROUNDS, find_edits
from cleaner.rule import Stage
from cleaner.structure import Text
from cleaner.text import Document, Edit


def edits_of(stage: Stage, text: str | Text) -> list[Edit]:
    """The edits of a stage, of all of its rules: in order, inside the text, without overlap."""
    edits = find_edits(stage, text)
    content = text if isinstance(text, str) else text.content
    Document.of(content).apply(stage.name, edits)  # raises `StageError` for edits that break the contract
    return edits


def run_stage(stage: Stage, text: str) -> str:
    """What the default rules of a stage leave of a text, round after round, as the pipeline asks for them.

    A cut can change the kind of what it leaves, so that the next round finds more. There is no budget.
    """
    default = {rule.id for rule in stage.rules if rule.default}
    for _ in range(MAX_ROUNDS):
        found = edits_of(stage, text)
        changes = [edit for edit in found if edit.replacement is not None and edit.rule in default]
        if not changes:
            break
        text = Document.of(text).apply(stage.name, changes).text
    return text
