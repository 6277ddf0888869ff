"""What a stage finds in a string: the one way in which tests ask a stage. The edits keep their contract."""

from cleaner.pipeline import find_edits
from cleaner.rule import Stage
from cleaner.structure import Text
from cleaner.text import Document, Edit


def edits_of(stage: Stage, text: str | Text) -> list[Edit]:
    """The edits of a stage, of all of its rules: in order, inside the text, without overlap."""
    edits = find_edits(stage, text)
    content = text if isinstance(text, str) else text.content
    Document.of(content).apply(stage.name, edits)  # raises `StageError` for edits that break the contract
    return edits
