"""A set of patterns that are matched together: by table where they are plain names, else by an automaton."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.errors import UsageError
from cleaner.formats.patterns.automaton import Automaton
from cleaner.formats.patterns.pattern import Pattern, parse_pattern


class PathState(NamedTuple):
    """What is known of a folder, before the name of a file in it is read: its path from the folder of the
    patterns, with a slash at the end ("" for that folder itself), and the state of the automaton."""

    folder: str
    automaton: int


class Flaw(NamedTuple):
    """A pattern, by its number, that cannot mean what it says: git passes over it without a word."""

    number: int
    reason: str


class PatternSet:
    """The patterns of some lines. One is known by its number, that of its line, from 0.

    `weight` is what matching a name costs: the bits of the automaton, 0 where all patterns are plain names.
    `flaw` is the first one that is wrong. Raises `UsageError` for more patterns with wildcards than are
    matched together.

    >>> PatternSet(["*.md", "[z-a]"]).flaw
    Flaw(number=1, reason='the range z-a is empty')
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._plain: defaultdict[tuple[bool, bool], defaultdict[str, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._negative: set[int] = set()
        self.flaw: Flaw | None = None
        self._automaton = Automaton(self._parse(lines))
        self.weight = self._automaton.size
        self.start = PathState("", self._automaton.start)

    def _parse(self, lines: Sequence[str]) -> Iterator[tuple[int, Pattern]]:
        """Yield the patterns with wildcards, with their numbers; note what is known of the others."""
        for number, pattern in enumerate(map(parse_pattern, lines)):
            if pattern is None:
                continue
            if pattern.flaw and self.flaw is None:
                self.flaw = Flaw(number, pattern.flaw)
            if pattern.is_negative:
                self._negative.add(number)
            if pattern.literal:
                self._plain[pattern.matches_names, pattern.folders_only][pattern.literal].append(number)
            elif not pattern.is_dead:
                yield number, pattern

    def __bool__(self) -> bool:
        """Whether any line is a pattern."""
        return bool(self._plain or self.weight)

    def enter(self, state: PathState, name: str) -> PathState:
        """Return the state in a folder that stands in the folder of `state`."""
        automaton = state.automaton
        if self.weight:
            automaton = self._automaton.read_slash(self._automaton.read_name(automaton, name))
        return PathState(f"{state.folder}{name}/", automaton)

    def match_name(self, state: PathState, name: str, *, folder: bool) -> bool | None:
        """Whether the last pattern that matches a name in the folder of `state` is no negative one; None
        where none matches. The folders above are not looked at."""
        last = max((numbers[-1] for numbers in self._find_plain(state, name, folder=folder)), default=-1)
        if self.weight:
            end = self._automaton.read_name(state.automaton, name)
            last = max(last, self._automaton.find_last(end, folder=folder))
        return None if last < 0 else last not in self._negative

    def find_matches(self, state: PathState, name: str, *, folder: bool) -> Iterator[int]:
        """Yield the numbers of all patterns that match a name in the folder of `state`."""
        for numbers in self._find_plain(state, name, folder=folder):
            yield from numbers
        if self.weight:
            end = self._automaton.read_name(state.automaton, name)
            yield from self._automaton.find_all(end, folder=folder)

    def find_all_matches(self, path: str) -> set[int]:
        """Return the numbers of the patterns, no negative ones, that match a path or a folder above it."""
        found: set[int] = set()
        state = self.start
        names, is_folder = _split(path)
        for name in names[:-1]:
            found.update(self.find_matches(state, name, folder=True))
            state = self.enter(state, name)
        found.update(self.find_matches(state, names[-1], folder=is_folder))
        return found - self._negative

    def match(self, path: str) -> bool | None:
        """Whether a path (of a folder: with a slash at its end) matches, or a folder above it; None where no
        line speaks of it. A later line overrules an earlier one; `!` takes a match back.

        >>> patterns = PatternSet(["drafts/", "*.md", "!read.md"])
        >>> patterns.match("a/x.md"), patterns.match("read.md"), patterns.match("a.txt")
        (True, False, None)
        """
        state = self.start
        names, is_folder = _split(path)
        for name in names[:-1]:
            # What stands in a folder that matches cannot be taken back by itself.
            if self.match_name(state, name, folder=True):
                return True
            state = self.enter(state, name)
        return self.match_name(state, names[-1], folder=is_folder)

    def _find_plain(self, state: PathState, name: str, *, folder: bool) -> Iterator[list[int]]:
        """Yield the lists of the plain patterns that match, each in order."""
        for (matches_names, folders_only), numbers in self._plain.items():
            if folder or not folders_only:
                found = numbers.get(name if matches_names else state.folder + name)
                if found is not None:
                    yield found


def _split(path: str) -> tuple[list[str], bool]:
    """Split a path into its names; and whether it is that of a folder, with a slash at its end."""
    names = path.removeprefix("./").removeprefix("/").split("/")
    return (names[:-1], True) if len(names) > 1 and not names[-1] else (names, False)


@lru_cache(maxsize=256)
def compile_patterns(lines: tuple[str, ...]) -> PatternSet:
    """Compile a set of patterns, once for the same lines."""
    return PatternSet(lines)


def find_matching(patterns: tuple[str, ...], path: str) -> set[int]:
    """Return the numbers, from 0, of the patterns that match a path, each by itself.

    >>> sorted(find_matching(("*.md", "a/", "b"), "a/x.md"))
    [0, 1]
    """
    return compile_patterns(patterns).find_all_matches(path)


def refuse_flaws(patterns: Sequence[str], where: str) -> None:
    """Raise `UsageError` for the first pattern that cannot mean what it says, and for too many.

    `where` says in the message where they stand.
    """
    try:
        flaw = compile_patterns(tuple(patterns)).flaw
    except UsageError as error:
        raise UsageError(f"{where}: {error.message}", remedy=error.remedy) from error
    if flaw is not None:
        pattern = patterns[flaw.number]
        raise UsageError(
            f"{where}: {pattern!r} is no pattern: {flaw.reason}", remedy="write it as in a .gitignore"
        )
