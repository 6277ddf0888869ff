"""What kind of text each block is: prose, verse, a table, code and so on, by evidence that can be printed."""

from cleaner.structure.analysed_text import NO_HINTS, Hints, Text
from cleaner.structure.block_cuts import cut_blocks
from cleaner.structure.kinds import ANYWHERE, KINDS, PROSE, Kind
from cleaner.structure.structure import Structure, TextBlock, find_structure

__all__ = [
    "ANYWHERE",
    "KINDS",
    "NO_HINTS",
    "PROSE",
    "Hints",
    "Kind",
    "Structure",
    "Text",
    "TextBlock",
    "cut_blocks",
    "find_structure",
]
