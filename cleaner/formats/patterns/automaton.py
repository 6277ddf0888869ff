"""Many patterns with wildcards, matched at once in time linear in the name and in the patterns.

Each step of a pattern is one bit of a whole number, and one more bit behind the last stands for a match. A
set bit means: what comes before this step is matched. A character moves all bits at once, by a few operations
on whole numbers, whatever the pattern: nothing is tried again, as backtracking would. (This is the method
*Shift-And* of Baeza-Yates and Gonnet, with the loops of Navarro and Raffinot.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from cleaner.errors import UsageError
from cleaner.formats.patterns.bracket import Bracket
from cleaner.formats.patterns.pattern import Pattern

MOST_STEPS = 1 << 18
"""Steps of all patterns: 32 KiB of bits, moved in some 10 µs a character. A large .gitignore has 5,000."""
MOST_BRACKETS = 256
"""Different bracket expressions: each is asked for each character that is new. A large .gitignore has 50."""
_CACHED = 512
"""Characters whose bits are remembered: up to 16 MiB."""


class Automaton:
    """Patterns with wildcards, as bits. A state is a whole number; what it means, only the automaton knows.

    `owners` has the number of each pattern by the bit of its match; `size` is the number of bits.
    """

    def __init__(self, patterns: Iterable[tuple[int, Pattern]]) -> None:
        """`patterns` come with their numbers, which increase. Raises `UsageError` for too many."""
        self.size = 0
        self._owners: dict[int, int] = {}
        self._wanted: defaultdict[str | None, list[int]] = defaultdict(list)
        self._brackets: defaultdict[Bracket, list[int]] = defaultdict(list)
        bits: defaultdict[str, list[int]] = defaultdict(list)
        for number, pattern in patterns:
            self._add(number, pattern, bits)
        self._star, self._loop = self._join(bits["*"] + bits["**"]), self._join(bits["**"])
        self._optional = self._join(bits["optional"])
        # A pattern of names may begin wherever a name does, any other at the first name alone.
        self._each_name = self._join(bits["name"])
        self.start = self._skip(self._join(bits["path"])) | self._each_name
        self._match_any = self._join(bits["match"])
        self._match_folder = self._match_any | self._join(bits["match folder"])
        self._slash = self._join(self._wanted.pop("/", []))
        self._any = self._join(self._wanted.pop(None, []))
        self._bracket_bits = [(bracket, self._join(bits)) for bracket, bits in self._brackets.items()]
        self._moves: dict[str, int] = {}

    def _add(self, number: int, pattern: Pattern, bits: defaultdict[str, list[int]]) -> None:
        """Add the bits of one pattern to lists of bits by their meaning."""
        first, last = self.size, self.size + len(pattern.steps)
        self.size = last + 1
        bits["name" if pattern.matches_names else "path"].append(first)
        for bit, step in enumerate(pattern.steps, first):
            if isinstance(step.wanted, Bracket):
                self._brackets[step.wanted].append(bit)
            else:
                self._wanted[step.wanted].append(bit)
            bits[step.loop].append(bit)
            if step.is_optional:
                bits["optional"].append(bit)
        bits[pattern.tail].append(last)
        bits["match folder" if pattern.folders_only else "match"].append(last)
        self._owners[last] = number
        if self.size > MOST_STEPS or len(self._brackets) > MOST_BRACKETS:
            raise UsageError(
                f"the patterns with wildcards are more than are matched together: {MOST_STEPS} characters, "
                f"{MOST_BRACKETS} different brackets",
                remedy="name files and folders in full, or by fewer patterns",
            )

    def _join(self, bits: list[int]) -> int:
        """Make a whole number of bits; one after the other would copy it as often."""
        data = bytearray(self.size // 8 + 1)
        for bit in bits:
            data[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(data, "little")

    def _skip(self, state: int) -> int:
        """Let the bits that have just been reached pass over a step that may be left out."""
        return state | (state & self._optional) << 1

    def read_name(self, state: int, name: str) -> int:
        """Return the state behind one name of a path, before the slash that may follow."""
        moves = self._moves
        for character in name:
            move = moves.get(character)
            if move is None:
                move = self._find_move(character)
            state = (state & move) << 1 | state & self._star
        return state

    def read_slash(self, state: int) -> int:
        """Return the state behind a slash, where the next name begins."""
        return self._skip((state & self._slash) << 1) | state & self._loop | self._each_name

    def find_last(self, state: int, *, folder: bool) -> int:
        """Return the number of the last pattern that matches what was read up to here; -1 for none."""
        matches = state & (self._match_folder if folder else self._match_any)
        return self._owners[matches.bit_length() - 1] if matches else -1

    def find_all(self, state: int, *, folder: bool) -> Iterator[int]:
        """Yield the numbers of all patterns that match what was read up to here, in order."""
        # As digits, because taking one bit after the other from a whole number would copy it as often.
        digits = bin(state & (self._match_folder if folder else self._match_any))[:1:-1]
        bit = digits.find("1")
        while bit >= 0:
            yield self._owners[bit]
            bit = digits.find("1", bit + 1)

    def _find_move(self, character: str) -> int:
        """The bits of the steps that ask for a character, which is no slash."""
        move = self._any | self._join(self._wanted.get(character, []))
        for bracket, bits in self._bracket_bits:
            if bracket.matches(character):
                move |= bits
        if len(self._moves) >= _CACHED:
            self._moves.clear()
        self._moves[character] = move
        return move
