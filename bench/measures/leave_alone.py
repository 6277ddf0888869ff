"""Whole real documents that are right as they stand: which edits harm them, and which mend them.

Verdicts and patterns of verdicts are those of `score/score_leave_alone.py` beside the sets, which is run from
there. Each document is cleaned alone, once for all measures. Duplicates, comments and boilerplate are left
out of what harms: they have measures of their own.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from measures.measure import Measure, Outcome

DATA = Path(os.environ.get("CLEANER_EVAL") or Path(__file__).resolve().parents[3] / "shared" / "eval")
ELSEWHERE = ("duplicates.", "comments.", "boilerplate.")
"""Rules whose harm other measures count."""
FURNITURE = ("page", "encoding.control")
"""Rules of page numbers, running heads and form feeds, which the verdicts do not know."""
WRAPS = ("unwrap.",)
"""Rules that join lines: the verdicts know joins before small Latin letters alone. `measures/unwrap.py`
counts paragraphs that come out whole, and blocks that nobody may join."""


class Genres(NamedTuple):
    """Documents that are counted together."""

    name: str
    genre: str
    """A pattern that the genre begins with."""


GENRES = (
    Genres("verse", "verse_|songs|lyrics|theatre_fr|plays_|scripture|liturgy"),
    Genres("code", "docs_|manpages|changelogs|rfc"),
    Genres("tables", "sports|references"),
    Genres("mail", "mail|newsgroups|classified|announcements|faq|chat"),
    Genres("minutes", "minutes|court"),
    Genres("bulletins", "weather|press_releases|event_notices|job_ads"),
)


class Judged(NamedTuple):
    """An edit, what it is an edit of, and the verdict."""

    genre: str
    language: str
    rule: str
    verdict: str
    shown: str


@cache
def load_scorer() -> ModuleType:
    """The scorer beside the sets, as a module; without it the measures are left out."""
    path = DATA / "score" / "score_leave_alone.py"
    spec = importlib.util.spec_from_file_location("score_leave_alone", path)
    if spec is None or spec.loader is None or not path.exists():
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def judge_documents(documents: tuple[tuple[str, str, str, str], ...]) -> tuple[Judged, ...]:
    """Every edit of the documents (id, genre, language, text) with its verdict."""
    scorer = load_scorer()
    gold = [
        row for path in sorted((DATA / "leave_alone").glob("*.gold.jsonl")) for row in scorer.documents(path)
    ]
    judge = scorer.Gold(gold)
    rows: list[dict] = []
    texts = [{"id": name, "genre": genre, "text": text} for name, genre, _, text in documents]
    with contextlib.redirect_stderr(io.StringIO()):
        scorer.run(texts, "", "document", rows, {})
    languages = {name: language for name, _, language, _ in documents}
    return tuple(
        Judged(row["genre"], languages[row["id"]], row["rule"], judge(row), scorer.line(row)) for row in rows
    )


def judge(rows: list[dict]) -> tuple[Judged, ...]:
    """Every edit of the rows of the set, with its verdict."""
    return judge_documents(tuple((row["id"], row["genre"], row["lang"], row["text"]) for row in rows))


def count(edits: list[Judged], of: int, detail: str = "") -> Outcome:
    """So many edits among all."""
    failures = [{"genre": edit.genre, "edit": edit.shown} for edit in edits]
    rules = ", ".join(
        f"{number} {rule}" for rule, number in Counter(edit.rule for edit in edits).most_common(3)
    )
    return Outcome(len(edits), of, failures, detail or rules)


def harm(holds: Callable[[Judged], bool]) -> Callable[[list[dict]], Outcome]:
    """Serious errors in the documents for which something holds."""

    def run(rows: list[dict]) -> Outcome:
        edits = [edit for edit in judge(rows) if holds(edit) and not edit.rule.startswith(ELSEWHERE)]
        return count([edit for edit in edits if edit.verdict == "serious"], len(edits))

    return run


def is_of(genres: str) -> Callable[[Judged], bool]:
    """Whether the document is of one of the genres."""
    compiled = re.compile(genres)
    return lambda edit: compiled.match(edit.genre) is not None


def right(rows: list[dict]) -> Outcome:
    """Edits that mend what was broken, by whichever rule."""
    edits = judge(rows)
    return Outcome(sum(edit.verdict == "right" for edit in edits), len(edits), [])


def unjudged(rows: list[dict]) -> Outcome:
    """Share of edits that have no verdict, but for those of page furniture and of wraps."""
    edits = [edit for edit in judge(rows) if not edit.rule.startswith(ELSEWHERE + FURNITURE + WRAPS)]
    outcome = count([edit for edit in edits if edit.verdict == "unjudged"], len(edits))
    return outcome._replace(value=outcome.value / max(1, len(edits)))


MEASURES = (
    Measure("leave_alone", "harm: all", harm(lambda edit: True)),
    *(Measure("leave_alone", f"harm: {genres.name}", harm(is_of(genres.genre))) for genres in GENRES),
    Measure("leave_alone", "harm: outside English", harm(lambda edit: edit.language != "en")),
    Measure("leave_alone", "mended rightly", right),
    Measure("leave_alone", "share without a verdict", unjudged),
)
