"""What a stage finds in a string: the one way in which tests ask a stage."""

from cleaner.pipeline import find_edits
from cleaner.rule import Stage
from cleaner.text import Edit


def edits_of(stage: Stage, text: str) -> list[Edit]:
    """The edits of a stage, of all of its rules."""
    return find_edits(stage, text)
