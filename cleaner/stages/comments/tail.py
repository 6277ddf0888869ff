"""Where an article ends and pasted material begins, and what of it goes.

A document is cut into units: its blocks where blank lines stand between its paragraphs (a comment of
several lines is then one unit), its paragraphs where each line is one. The tail is the run of units at the
end that, taken together, look least like the article: what shares the article's vocabulary speaks against
it; what speaks in the first person, breaks its lines in another way, is repeated, stands behind a stretch of
blank lines or promotes something speaks for it. In the tail each unit is then judged by its wording and by
its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import inf, log1p
from typing import NamedTuple

from cleaner.stages.comments.features import WRAP
from cleaner.stages.comments.phrases import persons, words
from cleaner.text import Span, count_line_breaks, find_blocks, find_paragraphs

Judge = Callable[[str], float]
"""Log-odds that a paragraph, taken alone, is promotional."""

Screen = Callable[[str], bool]
"""Whether a paragraph is worth judging."""

Read = Callable[[str], Sequence[str]]
"""The words of a paragraph, as `phrases.words` finds them."""

BODY_BELOW = -2.5
"""Log-odds below which a unit can lend its words to the article's vocabulary."""
ON_TOPIC, GOES_ON = 0.14, 3
"""Where so many units share so much of their long words with what stands above, the article goes on."""
MARGIN = 0.5
"""Log-odds from which a comment goes: of the genuine ones that were lost at 0, a third were below it."""
BLANK_RUN = 3
"""Blank lines in a row that no typesetter leaves between two paragraphs."""
WINDOW = 5
"""Units at the end of a document, one of which must look promotional; else it has no tail."""
SUSPICIOUS = -1.5
"""Log-odds from which a unit looks promotional."""
QUIET, SILENCE = -3.5, 6
"""The tail reaches up to where so many units in a row score below so many log-odds."""
REACH = 2_000
"""Units that a tail has at most."""
COMPANY = 5
"""Other promotional texts past which more of them say no more."""
ALONE = 0.25
"""Log-odds of its own from which a unit goes whose place gives no support."""
LEAST, LEAST_WRAPPED = -2.0, -3.5
"""Log-odds of its own that a unit must have to go, whatever company it keeps; less is enough where it breaks
its lines in mid-sentence, as many machines that paste do and few readers."""
BREAKS = 2.0
"""Log-odds that line breaks add at most: hard-wrapped prose that could not be unwrapped has them too."""
SUPPORT = ("any company", "blank lines", "repeated")
"""What of its place can carry a unit whose own wording is not enough."""
BOUND = 10.0
"""No single judgement of wording counts more than this."""


PROSE = 60
"""Characters past which a line can be a paragraph of prose."""
_SENTENCE_END = frozenset('.!?…。！？؟۔”’»"')
_QUOTES = frozenset('"“«„')


class Pasted(NamedTuple):
    """A unit of a tail: where it stands, its log-odds all told, and what its place says of it.

    It is promotional if the log-odds are above `MARGIN`, else a genuine comment.
    """

    span: Span
    score: float
    place: tuple[str, ...]

    @property
    def promotional(self) -> bool:
        return self.score > MARGIN


class Unit(NamedTuple):
    """A unit of a document: how promotional its wording is, and what is special about its place, by name."""

    span: Span
    key: str
    score: float
    place: dict[str, float]


def units(text: str) -> list[Span]:
    """Spans of the units of a document.

    >>> [end - start for start, end in units("One.\\n\\nTwo.\\n\\nA comment\\nof two lines.")]
    [4, 4, 23]
    >>> len(units("One.\\nTwo.\\nThree.\\n\\nFour.\\nFive."))
    5
    """
    found = list(find_blocks(text))
    listed = [_is_list(text, block) for block in found[:3]]
    if len(found) < 3 or listed[0] or sum(listed) > 1:
        return find_paragraphs(text)
    return [Span(block[0].start, block[-1].end) for block in found]


def _is_list(text: str, block: Sequence[Span]) -> bool:
    """Whether a block has two lines that are whole paragraphs of prose."""
    whole = (end - start > PROSE and text[end - 1] in _SENTENCE_END for start, end in block)
    return len(block) > 1 and sum(whole) > 1


def suspected(text: str, spans: Sequence[Span], judge: Judge, screen: Screen) -> bool:
    """Whether one of the last units looks promotional: the quick look that most documents get.

    Where units repeat each other or stand behind a stretch of blank lines, each is judged, whatever the
    screen says of its words.
    """
    last = spans[-WINDOW - 1 :]
    units = [text[start:end] for start, end in last[1:]]
    pasted = len(set(units)) < len(units) or any(
        _behind_blanks(text, before, span) for before, span in pairwise(last)
    )
    judge = _sober(text, spans, judge, enough=SUSPICIOUS)
    return any((pasted or screen(unit)) and judge(unit) > SUSPICIOUS for unit in reversed(units))


def hard_wrapped(text: str, spans: Sequence[Span]) -> bool:
    """Whether the article itself breaks its lines in mid-sentence, so that doing so tells nothing.

    >>> text = "The ferry was late, as it\\nalways is.\\n\\nIt rained.\\n\\nGreat post."
    >>> hard_wrapped(text, units(text)), hard_wrapped(text[36:], units(text[36:]))
    (True, False)
    """
    return any(
        text.find("\n", start, end) >= 0 and WRAP.search(text, start, end)
        for start, end in spans[: max(2, len(spans) // 2)]
    )


def _sober(text: str, spans: Sequence[Span], judge: Judge, enough: float = -inf) -> Judge:
    """The judge, for whom line breaks alone make no advert, and under a hard-wrapped article say nothing.

    What is `enough` or less is not looked at more closely.
    """
    most = cache(lambda: 0.0 if hard_wrapped(text, spans) else BREAKS)

    def judged(unit: str) -> float:
        score = judge(unit)
        if "\n" not in unit or score <= enough:
            return score
        return min(score, judge(" ".join(unit.split())) + most())

    return judged


def described(text: str, spans: Sequence[Span], judge: Judge, read: Read = words) -> list[Unit]:
    """The units at the end of a document, without its first, each with what its place tells."""
    broken = hard_wrapped(text, spans)
    judge = _sober(text, spans, judge)
    first = _reach(text, spans, judge)
    pairs = list(pairwise(spans[first - 1 :]))
    texts = [text[span.start : span.end] for _, span in pairs]
    tokens_of = list(map(read, texts))
    keys = list(map(" ".join, tokens_of))
    copies = Counter(keys)
    scores = [max(-BOUND, min(BOUND, judge(unit))) for unit in texts]
    promotional = {key for key, score in zip(keys, scores, strict=True) if score > 1}
    head = text[: pairs[0][0].end] if pairs else ""
    article = _topic(words(head))
    found: list[Unit] = []
    for (before, span), unit, tokens, key, score in zip(pairs, texts, tokens_of, keys, scores, strict=True):
        topic = _topic(tokens)
        share = len(topic & article) / len(topic) if topic else 0.0
        company = min(COMPANY, len(promotional - {key}))
        place = {
            "score": score,
            "promotion": max(0.0, score),
            "share": min(0.4, share),
            "shares none": float(len(topic) > 5 and not topic & article),
            "shares little": float(len(topic) > 5 and share < 0.08),
            "company": log1p(company),
            "any company": float(company > 0),
            "repeated": float(copies[key] > 1),
            "blank lines": float(_behind_blanks(text, before, span)),
            "lines": float("\n" in unit and not broken),
            "wrapped": float("\n" in unit and not broken and WRAP.search(unit) is not None),
            "person": min(1.0, 6 * persons(tokens) / max(6, len(tokens))),
            "short": float(len(tokens) < 12),
            "long": float(len(tokens) > 60),
            "quoted": float(unit[:1] in _QUOTES),
            "head": float(len(article) < 20),
            "bias": 1.0,
        }
        found.append(Unit(span, key, score, place))
        if score < BODY_BELOW and not ("\n" in unit and not broken):
            article |= topic
    return found


def _reach(text: str, spans: Sequence[Span], judge: Judge) -> int:
    """The unit from which on the end of a document is looked at; at least 1."""
    quiet = 0
    for index in range(len(spans) - 1, max(1, len(spans) - REACH), -1):
        quiet = quiet + 1 if judge(text[spans[index].start : spans[index].end]) < QUIET else 0
        if quiet == SILENCE:
            return index
    return max(1, len(spans) - REACH)


def pasted(
    text: str, spans: Sequence[Span], judge: Judge, weights: Mapping[str, float], read: Read = words
) -> list[Pasted]:
    """The comments of the tail, in order; none where none of them is promotional.

    The first unit is never among them, nor one inside the article.
    """
    found = described(text, spans, judge, read)
    copies = Counter(unit.key for unit in found)
    comments = [
        Pasted(unit.span, _all_told(unit, weights), _place(unit, copies[unit.key]))
        for unit in found[max(_tail_start(found, weights), _article_end(found)) :]
    ]
    return comments if any(comment.promotional for comment in comments) else []


def _article_end(found: Sequence[Unit]) -> int:
    """The unit from which on the article goes on for less than `GOES_ON` units: nothing above it goes."""
    follows = 0
    for index in range(len(found) - 1, -1, -1):
        follows += found[index].score < BODY_BELOW and found[index].place["share"] > ON_TOPIC
        if follows == GOES_ON:
            return index
    return 0


def _tail_start(found: Sequence[Unit], weights: Mapping[str, float]) -> int:
    """The unit from which on the rest, taken together, looks most like comments."""
    sums = list(accumulate(_weigh("comment: ", unit, weights) for unit in reversed(found)))
    best = max(range(len(sums)), key=sums.__getitem__, default=-1)
    return len(found) - 1 - best if best >= 0 and sums[best] > 0 else len(found)


def _all_told(unit: Unit, weights: Mapping[str, float]) -> float:
    """The log-odds of wording and place, so far as the wording lets the place speak."""
    total = _weigh("promotional: ", unit, weights)
    if not any(unit.place[name] for name in SUPPORT):
        return min(total, unit.score - ALONE + MARGIN)
    least = LEAST_WRAPPED if unit.place["wrapped"] else LEAST
    return total if unit.score > least else min(total, unit.score)


def _weigh(kind: str, unit: Unit, weights: Mapping[str, float]) -> float:
    return sum(weights.get(kind + name, 0.0) * value for name, value in unit.place.items() if value)


def _place(unit: Unit, copies: int) -> tuple[str, ...]:
    named = {
        f"repeated {copies} times": copies > 1,
        "behind blank lines": unit.place["blank lines"] > 0,
        "off topic": unit.place["shares little"] > 0,
    }
    return tuple(name for name, holds in named.items() if holds)


def _topic(tokens: Sequence[str]) -> frozenset[str]:
    return frozenset([token[:6] for token in tokens if len(token) > 4])


def _behind_blanks(text: str, before: Span, span: Span) -> bool:
    """Whether a stretch of blank lines stands between two units."""
    return span.start - before.end > BLANK_RUN and count_line_breaks(text, before.end, span.start) > BLANK_RUN
