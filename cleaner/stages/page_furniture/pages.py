"""Finds the page furniture of a text: all of it, or none.

Where pages end is said by form feeds, or by numbers that rise page by page. Numbers alone prove little: the
stanzas of a poem, chapters, footnotes and years have such numbers, too. Without form feeds they count only
where they stand inside sentences again and again, as no chapter does. Near the ends of pages, what recurs
page after page is a running head or foot.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cleaner.stages.page_furniture.notices import find_notices
from cleaner.stages.page_furniture.page_evidence import PageEvidence
from cleaner.stages.page_furniture.page_numbers import WIDEST, PageNumber, read_page_numbers
from cleaner.stages.page_furniture.page_sequence import PageSequence, find_sequences
from cleaner.stages.page_furniture.running_heads import find_heads, find_like
from cleaner.structure import Text, marks
from cleaner.structure.line_reader import Line
from cleaner.structure.running_lines import LEAST

_GAP: Final = 4
"""How much the numbers on both sides of one that is left out may differ: three pages of other heads."""


class Furniture(NamedTuple):
    """The furniture of a text, by place in its lines."""

    lines: Sequence[Line]
    numbers: dict[int, PageSequence]
    """Lines that are page numbers, or heads with one in them, with the sequence that shows it."""
    heads: dict[int, int]
    """Running heads and feet without a number that rises: how often each recurs at the end of a page."""
    notices: dict[int, int]
    """Notices of a download: how often each recurs."""
    feeds: frozenset[int]
    """Lines with a form feed."""
    bare_feeds: frozenset[int]
    """Lines with form feeds and nothing else."""
    doubtful: tuple[PageSequence, ...]
    """Numbers that rise as those of pages, where nothing else shows pages."""

    @property
    def places(self) -> frozenset[int]:
        """All lines that are furniture and nothing else."""
        return frozenset({*self.numbers, *self.heads, *self.notices, *self.bare_feeds})


def find_furniture(text: Text) -> Furniture:
    """Find the page furniture of a text.

    >>> text = "".join(f"It goes on and\\n\\f\\n{n} A History of Salt\\n\\non it goes.\\n" for n in (1, 2, 3))
    >>> sorted(find_furniture(Text(text)).numbers)
    [2, 6, 10]
    """
    return _Finder(PageEvidence.of(text)).find()


class _Finder(NamedTuple):
    """A text with its lines that are not blank, and the form feeds among them."""

    evidence: PageEvidence

    def find(self) -> Furniture:
        """Find all furniture."""
        evidence = self.evidence
        numbers, doubtful = self._find_numbers()
        # Form feeds between releases or chapters end no pages.
        has_pages = evidence.has_even_pages or any(place in evidence.near_feeds for place in numbers)
        feeds = evidence.feeds if has_pages else frozenset()
        ends = sorted({*feeds, *(place for place in numbers if place not in evidence.near_feeds)})
        notices = find_notices(evidence)
        recurring = {**find_like(evidence, numbers), **find_heads(evidence, ends, feeds)}
        heads = {
            place: times
            for place, times in recurring.items()
            if place not in numbers and place not in notices
        }
        bare = frozenset(place for place in evidence.feeds if not evidence.read(place))
        return Furniture(evidence.lines, numbers, heads, notices, evidence.feeds, bare, tuple(doubtful))

    def _find_numbers(self) -> tuple[dict[int, PageSequence], list[PageSequence]]:
        """Return the lines with page numbers, and the sequences that are in doubt."""
        near = self.evidence.near_feeds
        found = list(self._read_numbers())
        forms = Counter(number.form for number in found)
        accepted: list[PageSequence] = []
        refused: list[PageSequence] = []
        doubtful: list[PageSequence] = []
        for sequence in find_sequences(found, near):
            form = sequence.members[0].form
            # A text has one number for each page, or two where form feeds show it: `Page 3 of 9` and `12-3`.
            if any(
                sequence.overlaps(other)
                and (other.members[0].form == form or not near.keys() & {m.place for m in sequence.members})
                for other in accepted
            ):
                continue
            # Where the longer numbers at form feeds are none of pages, or in doubt, part of them are none.
            is_part = any(map(sequence.overlaps, refused)) and sequence.style != "head"
            if not is_part and self.evidence.shows(sequence, forms[form]):
                accepted.append(sequence)
                continue
            if len(sequence.members) >= LEAST and near.keys() & {m.place for m in sequence.members}:
                refused.append(sequence)
            if (
                len(sequence.members) >= LEAST
                and sequence.style != "head"
                and sequence.is_even
                and sequence.is_gapless
            ):
                doubtful.append(sequence)
        accepted += self._find_missing(found, accepted)
        numbers = {number.place: sequence for sequence in reversed(accepted) for number in sequence.members}
        return numbers, [sequence for sequence in doubtful if not any(map(sequence.overlaps, accepted))]

    def _find_missing(
        self, found: Sequence[PageNumber], accepted: Sequence[PageSequence]
    ) -> list[PageSequence]:
        """Return the numbers beside form feeds that are left out between those of other pages, one by one.

        The page that a chapter begins on has its number elsewhere, and the head of a short chapter never
        recurs: they leave with the others.
        """
        known = sorted({number.place: number for sequence in accepted for number in sequence.members}.items())
        places = [place for place, _ in known]
        feeds = self.evidence.feeds
        missing: dict[int, PageSequence] = {}
        for number in found if len(known) >= LEAST else ():
            at = bisect_left(places, number.place)
            is_known = places[at : at + 1] == [number.place]
            if is_known or feeds.isdisjoint(range(number.place - 1, number.place + 2)):
                continue
            before = known[at - 1][1].number if at else number.number - 1
            after = known[at][1].number if at < len(known) else number.number + 1
            if before < number.number < after and after - before <= _GAP:
                missing[number.place] = PageSequence((number,))
        return list(missing.values())

    def _read_numbers(self) -> Iterator[PageNumber]:
        for place, line in enumerate(self.evidence.lines):
            # A head that is laid out has its number at the other edge of the page.
            if line.shape.cells > WIDEST and not (line.has(marks.FEED) and line.has(marks.GAPPED)):
                continue
            content = " ".join(self.evidence.read(place).split())
            for number in read_page_numbers(place, line.start, content):
                if place in self.evidence.near_feeds or number.style != "bracketed":
                    yield number
