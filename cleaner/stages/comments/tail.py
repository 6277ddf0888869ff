"""The tail of a document: where the article ends and pasted comments begin, and which of them are
promotional.

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
from cleaner.stages.comments.phrases import count_persons, split_words
from cleaner.text import Span, count_line_breaks, find_blocks, find_paragraphs

Scorer = Callable[[str], float]
"""Returns the log-odds that a paragraph, taken alone, is promotional."""

Prefilter = Callable[[str], bool]
"""Says whether a paragraph is worth scoring."""

WordSplitter = Callable[[str], Sequence[str]]
"""Returns the words of a paragraph, as `phrases.split_words` does."""

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


class Comment(NamedTuple):
    """A unit of a tail: its span, its log-odds from wording and place, and the reasons that its place gives.

    It is promotional if the log-odds are above `MARGIN`, else a genuine comment.
    """

    span: Span
    score: float
    place: tuple[str, ...]

    @property
    def promotional(self) -> bool:
        return self.score > MARGIN


class Unit(NamedTuple):
    """A unit of a document: its words (`key`), the log-odds of its wording, its place as features by name."""

    span: Span
    key: str
    score: float
    place: dict[str, float]


def units(text: str) -> list[Span]:
    """Return the spans of the units of a document.

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


def suspected(text: str, spans: Sequence[Span], score: Scorer, is_worth_scoring: Prefilter) -> bool:
    """Whether one of the last units looks promotional: all that is done for most documents.

    Where units repeat each other or stand behind a run of blank lines, the prefilter is not asked.
    """
    # One unit more than is scored: whether blank lines stand before a unit is seen from the one above it.
    last = spans[-WINDOW - 1 :]
    units = [text[start:end] for start, end in last[1:]]
    pasted = len(set(units)) < len(units) or any(
        _follows_blank_run(text, before, span) for before, span in pairwise(last)
    )
    score = _limit_breaks(text, spans, score, enough=SUSPICIOUS)
    return any((pasted or is_worth_scoring(unit)) and score(unit) > SUSPICIOUS for unit in reversed(units))


def is_hard_wrapped(text: str, spans: Sequence[Span]) -> bool:
    """Whether the article itself breaks its lines in mid-sentence, so that line breaks are no evidence.

    >>> text = "The ferry was late, as it\\nalways is.\\n\\nIt rained.\\n\\nGreat post."
    >>> is_hard_wrapped(text, units(text)), is_hard_wrapped(text[36:], units(text[36:]))
    (True, False)
    """
    # Of the first half of the text: the second one may be comments.
    return any(
        text.find("\n", start, end) >= 0 and WRAP.search(text, start, end)
        for start, end in spans[: max(2, len(spans) // 2)]
    )


def _limit_breaks(text: str, spans: Sequence[Span], score: Scorer, enough: float = -inf) -> Scorer:
    """Return a scorer to which line breaks add `BREAKS` at most, and nothing under a hard-wrapped article.

    Scores of `enough` or less are returned as they are: they decide nothing.
    """
    most = cache(lambda: 0.0 if is_hard_wrapped(text, spans) else BREAKS)

    def score_unit(unit: str) -> float:
        value = score(unit)
        if "\n" not in unit or value <= enough:
            return value
        return min(value, score(" ".join(unit.split())) + most())

    return score_unit


def describe_units(
    text: str, spans: Sequence[Span], score: Scorer, split: WordSplitter = split_words
) -> list[Unit]:
    """Describe the units at the end of a document, without its first one, in order."""
    wrapped = is_hard_wrapped(text, spans)
    score = _limit_breaks(text, spans, score)
    first = _find_first_unit(text, spans, score)
    pairs = list(pairwise(spans[first - 1 :]))
    texts = [text[span.start : span.end] for _, span in pairs]
    tokens_of = list(map(split, texts))
    keys = list(map(" ".join, tokens_of))
    copies = Counter(keys)
    scores = [max(-BOUND, min(BOUND, score(unit))) for unit in texts]
    promotional = {key for key, value in zip(keys, scores, strict=True) if value > 1}
    # The vocabulary of the article grows from its first unit down, by the units that are surely no adverts.
    article = _select_topic_words(split_words(text[: pairs[0][0].end] if pairs else ""))
    described: list[Unit] = []
    for (before, span), unit, tokens, key, value in zip(pairs, texts, tokens_of, keys, scores, strict=True):
        has_breaks = "\n" in unit and not wrapped
        place = {
            "score": value,
            "promotion": max(0.0, value),
            **_compare_topic(_select_topic_words(tokens), article),
            **_describe_company(len(promotional - {key})),
            "repeated": float(copies[key] > 1),
            "blank lines": float(_follows_blank_run(text, before, span)),
            "lines": float(has_breaks),
            "wrapped": float(has_breaks and WRAP.search(unit) is not None),
            **_describe_wording(unit, tokens),
            "head": float(len(article) < 20),
            "bias": 1.0,
        }
        described.append(Unit(span, key, value, place))
        # An advert would teach the vocabulary its own words, with which its copies would be on topic.
        if value < BODY_BELOW and not has_breaks:
            article |= _select_topic_words(tokens)
    return described


def _compare_topic(topic: frozenset[str], article: frozenset[str]) -> dict[str, float]:
    """Return the features of what a unit shares with the vocabulary of the article."""
    share = len(topic & article) / len(topic) if topic else 0.0
    return {
        "share": min(0.4, share),
        "shares none": float(len(topic) > 5 and not topic & article),
        "shares little": float(len(topic) > 5 and share < 0.08),
    }


def _describe_company(others: int) -> dict[str, float]:
    """Return the features of the number of other promotional texts at the end of the document."""
    company = min(COMPANY, others)
    return {"company": log1p(company), "any company": float(company > 0)}


def _describe_wording(unit: str, tokens: Sequence[str]) -> dict[str, float]:
    """Return the features of a unit that are about neither its place nor promotion."""
    return {
        "person": min(1.0, 6 * count_persons(tokens) / max(6, len(tokens))),
        "short": float(len(tokens) < 12),
        "long": float(len(tokens) > 60),
        "quoted": float(unit[:1] in _QUOTES),
    }


def _find_first_unit(text: str, spans: Sequence[Span], score: Scorer) -> int:
    """Find the first unit that can belong to the tail, by its index; at least 1."""
    quiet = 0
    for index in range(len(spans) - 1, max(1, len(spans) - REACH), -1):
        quiet = quiet + 1 if score(text[spans[index].start : spans[index].end]) < QUIET else 0
        if quiet == SILENCE:
            return index
    return max(1, len(spans) - REACH)


def find_comments(
    text: str,
    spans: Sequence[Span],
    score: Scorer,
    weights: Mapping[str, float],
    split: WordSplitter = split_words,
) -> list[Comment]:
    """Find the comments of the tail, in order; none where none of them is promotional.

    The first unit is never among them, nor one inside the article.
    """
    found = describe_units(text, spans, score, split)
    copies = Counter(unit.key for unit in found)
    comments = [
        Comment(unit.span, _total_score(unit, weights), _list_reasons(unit, copies[unit.key]))
        for unit in found[max(_find_tail_start(found, weights), _find_article_end(found)) :]
    ]
    return comments if any(comment.promotional for comment in comments) else []


def _find_article_end(found: Sequence[Unit]) -> int:
    """Find the unit from which on fewer than `GOES_ON` units continue the article: nothing above it goes."""
    follows = 0
    for index in range(len(found) - 1, -1, -1):
        follows += found[index].score < BODY_BELOW and found[index].place["share"] > ON_TOPIC
        if follows == GOES_ON:
            return index
    return 0


def _find_tail_start(found: Sequence[Unit], weights: Mapping[str, float]) -> int:
    """Find the unit from which on all units, taken together, look most like comments."""
    sums = list(accumulate(_weigh("comment: ", unit, weights) for unit in reversed(found)))
    best = max(range(len(sums)), key=sums.__getitem__, default=-1)
    return len(found) - 1 - best if best >= 0 and sums[best] > 0 else len(found)


def _total_score(unit: Unit, weights: Mapping[str, float]) -> float:
    """Return the log-odds of wording and place; the wording limits how much the place may add."""
    total = _weigh("promotional: ", unit, weights)
    if not any(unit.place[name] for name in SUPPORT):
        return min(total, unit.score - ALONE + MARGIN)
    least = LEAST_WRAPPED if unit.place["wrapped"] else LEAST
    return total if unit.score > least else min(total, unit.score)


def _weigh(kind: str, unit: Unit, weights: Mapping[str, float]) -> float:
    return sum(weights.get(kind + name, 0.0) * value for name, value in unit.place.items() if value)


def _list_reasons(unit: Unit, copies: int) -> tuple[str, ...]:
    named = {
        f"repeated {copies} times": copies > 1,
        "behind blank lines": unit.place["blank lines"] > 0,
        "off topic": unit.place["shares little"] > 0,
    }
    return tuple(name for name, holds in named.items() if holds)


def _select_topic_words(tokens: Sequence[str]) -> frozenset[str]:
    # Six letters stand for a stem (`council`, `councillors`); shorter words are of any topic.
    return frozenset([token[:6] for token in tokens if len(token) > 4])


def _follows_blank_run(text: str, before: Span, span: Span) -> bool:
    """Whether a run of blank lines stands between two units."""
    return span.start - before.end > BLANK_RUN and count_line_breaks(text, before.end, span.start) > BLANK_RUN
