"""What kind of text each block is: prose, verse, a table, code and so on, by evidence that can be printed."""

from cleaner.structure.kinds import KINDS, PROSE, Kind
from cleaner.structure.structure import Block, Structure, find_structure

__all__ = ["KINDS", "PROSE", "Block", "Kind", "Structure", "find_structure"]
