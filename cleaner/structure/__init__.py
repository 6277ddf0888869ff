"""What kind of text each block is: prose, verse, a table, code and so on, by evidence that can be printed."""

from cleaner.structure.analysed_text import NO_HINTS, Hints, Text
from cleaner.structure.block_cuts import cut_blocks
from cleaner.structure.kinds import ANYWHERE, KINDS, PROSE, Kind
from cleaner.structure.line_ends import find_line_ends
from cleaner.structure.line_reader import read_lines_of
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
    "find_line_ends",
    "find_structure",
    "read_lines_of",
]
