"""The fixpoint loop on a scripted corpus: which decisions it asks for, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

import pytest

from cleaner.duplicates.fixpoint import remove_duplicates
from cleaner.duplicates.settings import Settings


@dataclass(frozen=True)
class Script:
    """A corpus in which each letter is a paragraph, and what happens to it.

    `copies` and `near` are pairs "ab": b is like a, which is the earlier one. `pipeline` says what the
    pipeline makes of other paragraphs once a paragraph is dropped: `{"c": "bx"}` is b turned into x, and
    `{"c": "b"}` is b removed. Letters of `suppressed` and `rejected` are kept by a suppression, by a
    reviewer.
    """

    corpus: str
    copies: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    pipeline: dict[str, tuple[str, ...]] = field(default_factory=dict)
    suppressed: str = ""
    rejected: str = ""
    near_stay: bool = False


@dataclass(frozen=True)
class Letters:
    """Pinned letters, and those of them that a reviewer wants."""

    pinned: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()

    def union(self, other: Self) -> Self:
        return replace(self, pinned=self.pinned | other.pinned, wanted=self.wanted | other.wanted)

    def difference(self, other: Self) -> Self:
        return replace(self, pinned=self.pinned - other.pinned, wanted=self.wanted - other.pinned)

    def rejections(self) -> Self:
        return replace(self, pinned=self.wanted)

    def is_empty(self) -> bool:
        return not self.pinned


class Drops(NamedTuple):
    """A decision: "ba" is b dropped for a. `suppressed` would be dropped if nothing were pinned."""

    drops: frozenset[str]
    suppressed: frozenset[str] = frozenset()


class Result(NamedTuple):
    """What the loop hands to the report."""

    corpus: str
    before: str
    last: str
    applied: bool
    suppressed: str
    rejected: str


@dataclass(frozen=True)
class ScriptedView:
    """A corpus of letters; `log` has the corpus and the pins of each decision."""

    script: Script
    letters: str
    log: list[str]

    def find_suppressed(self) -> Letters:
        return Letters(frozenset(self.script.suppressed))

    def decide(self, settings: Settings, pins: Letters | None = None) -> Drops:
        pinned = frozenset[str]() if pins is None else pins.pinned
        alike = {*self.script.copies, *(self.script.near if settings.threshold < 1 else ())}
        standing, drops = "", set()
        for letter in self.letters:
            partner = next((kept for kept in standing if kept + letter in alike), None)
            if partner is None or letter in pinned:
                standing += letter
            else:
                drops.add(letter + partner)
        self.log.append(" ".join([self.letters, *sorted(pinned & {*self.letters})]))
        return Drops(frozenset(drops))

    def find_rejected(self, decision: Drops) -> Letters:
        found = frozenset(drop[0] for drop in decision.drops if drop[0] in self.script.rejected)
        return Letters(found, found)

    def apply(self, decision: Drops) -> tuple[ScriptedView, bool]:
        if not decision.drops:
            return self, False
        dropped = {drop[0] for drop in decision.drops}
        letters = left = "".join(letter for letter in self.letters if letter not in dropped)
        for change in (each for letter in sorted(dropped) for each in self.script.pipeline.get(letter, ())):
            letters = letters.replace(change[0], change[1:])
        return replace(self, letters=letters), letters != left

    def link_drops(self, decision: Drops) -> frozenset[str]:
        return decision.drops

    def find_orphans(self, links: Sequence[frozenset[str]]) -> Letters:
        return Letters(frozenset(drop[0] for each in links for drop in each if drop[1] not in self.letters))

    def find_partners(self, links: Sequence[frozenset[str]]) -> Letters:
        return Letters(frozenset(drop[1] for each in links for drop in each))

    def add_suppressed(self, decision: Drops, settings: Settings, suppressed: Letters) -> Drops:
        free = self.decide(settings)
        return decision._replace(suppressed=frozenset(d for d in free.drops if d[0] in suppressed.pinned))

    def report(self, before: ScriptedView, decision: Drops, pins: Letters, *, applied: bool) -> Result:
        last, suppressed = (" ".join(sorted(each)) for each in decision)
        return Result(self.letters, before.letters, last, applied, suppressed, "".join(sorted(pins.wanted)))


class Expected(NamedTuple):
    """The corpus that comes out, and each decision: the corpus that it is about, and what is pinned."""

    corpus: str
    decisions: list[str]


CASES: dict[str, tuple[Script, Expected]] = {
    "nothing to do": (Script("abc"), Expected("abc", ["abc"])),
    "a drop, and nothing moves": (Script("abc", ("ab",)), Expected("ac", ["abc"])),
    "the pipeline changes another paragraph, which makes one more duplicate": (
        Script("abcd", ("ab", "xd"), pipeline={"b": ("cx",)}),
        Expected("ax", ["abcd", "axd"]),
    ),
    "the pipeline changes another paragraph, and all is as it should be": (
        Script("abc", ("ab",), pipeline={"b": ("cx",)}),
        Expected("ax", ["abc", "ax"]),
    ),
    "the pipeline takes the partner away: the orphan stays": (
        Script("abc", ("bc",), pipeline={"c": ("b",)}),
        Expected("abc", ["abc", "a", "abc c"]),
    ),
    "a later decision drops the partner: the orphan stays": (
        Script("abcd", ("bc", "xb"), pipeline={"c": ("ax",)}),
        Expected("abcd", ["abcd", "xbd", "abcd c"]),
    ),
    "the orphan is dropped in the end, where its partner is another by then": (
        Script("abcd", ("bc", "ad", "xc"), pipeline={"c": ("b",), "d": ("bx",)}),
        Expected("ax", ["abcd", "a", "abcd c", "axc c", "axc a"]),
    ),
    "the orphan is free, and the partners of what was dropped are not": (
        Script("beacd", ("bc", "ad", "xc", "ya"), pipeline={"c": ("b", "fy"), "d": ("bx", "ef")}),
        Expected("xya", ["beacd", "fa", "beacd c", "xfac c", "xfac a", "xya a"]),
    ),
    "the partner goes two decisions later: the orphan stays": (
        Script("abcde", ("bc", "ax"), pipeline={"c": ("ex",), "x": ("b",)}),
        Expected("abcde", ["abcde", "abdx", "ad", "abcde c"]),
    ),
    "the partners of the last decision are not free either": (
        Script("bfahcde", ("bc", "ad", "xc", "hg", "yh"), pipeline={"c": ("b", "fy"), "d": ("bx", "eg")}),
        Expected("xyah", ["bfahcde", "yahg", "bfahcde c", "xfahcg c", "xfahc a h", "xyah a h"]),
    ),
    "a rejected drop is pinned, and others are made": (
        Script("abcd", ("ab", "cd"), rejected="b"),
        Expected("abc", ["abcd", "abcd b"]),
    ),
    "a rejection lasts when orphans are free again": (
        Script("abcdef", ("bc", "ad", "xc", "ef"), pipeline={"c": ("b",), "d": ("bx",)}, rejected="f"),
        Expected("axef", ["abcdef", "abcdef f", "aef f", "abcdef c f", "axcef c f", "axcef a f"]),
    ),
    "a rejection in the second decision of a series": (
        Script("abcd", ("ab", "xd"), pipeline={"b": ("cx",)}, rejected="d"),
        Expected("axd", ["abcd", "axd", "abcd d", "axd d"]),
    ),
    "a suppressed paragraph stays": (
        Script("abc", ("ab", "ac"), suppressed="b"),
        Expected("ab", ["abc b", "abc"]),
    ),
    "where near-duplicates stay, the decision that reports them has those of suppressed paragraphs": (
        Script("abc", ("bc",), near=("ab",), suppressed="b", near_stay=True),
        Expected("ab", ["abc b", "ab"]),
    ),
}


def run(script: Script) -> tuple[Result, list[str]]:
    log: list[str] = []
    view = ScriptedView(script, script.corpus, log)
    return remove_duplicates(view, Settings(), near_stay=script.near_stay), log


@pytest.mark.parametrize("name", CASES)
def test_what_comes_out_and_by_which_decisions(name: str) -> None:
    script, expected = CASES[name]
    result, log = run(script)
    assert Expected(result.corpus, log) == expected


def test_the_report_is_about_the_last_decision() -> None:
    result, _ = run(Script("abcd", ("ab", "xd"), pipeline={"b": ("cx",)}))
    assert result == Result("ax", before="axd", last="dx", applied=True, suppressed="", rejected="")


def test_what_would_have_taken_a_suppressed_paragraph_is_reported() -> None:
    result, _ = run(Script("abc", ("ab", "ac"), suppressed="b"))
    assert (result.before, result.last, result.suppressed) == ("abc", "ca", "ba")


def test_a_rejection_is_reported() -> None:
    result, _ = run(Script("abcd", ("ab", "cd"), rejected="b"))
    assert (result.last, result.rejected) == ("dc", "b")


def test_where_near_duplicates_stay_exact_copies_go_first_and_the_rest_is_reported() -> None:
    result, log = run(Script("abc", copies=("bc",), near=("ab", "ac"), near_stay=True))
    assert log == ["abc", "ab"]
    assert result == Result("ab", before="ab", last="ba", applied=False, suppressed="", rejected="")


def test_where_near_duplicates_stay_a_suppressed_one_is_reported_once() -> None:
    result, _ = run(Script("abc", copies=("bc",), near=("ab",), suppressed="b", near_stay=True))
    assert result == Result("ab", before="ab", last="ba", applied=False, suppressed="", rejected="")
