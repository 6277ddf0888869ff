"""What kind of text each block is: prose, verse, a table, code and so on, by evidence that can be printed."""

from cleaner.structure.block_cuts import cut_blocks
from cleaner.structure.kinds import KINDS, PROSE, Kind
from cleaner.structure.structure import Structure, TextBlock, find_structure

__all__ = ["KINDS", "PROSE", "Kind", "Structure", "TextBlock", "cut_blocks", "find_structure"]
