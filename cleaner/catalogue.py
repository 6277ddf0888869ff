"""The catalogue: every rule of the package by id, in the order in which rules run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from cleaner.budget import OVER_BUDGET
from cleaner.duplicates import RULES as DUPLICATES
from cleaner.errors import UsageError
from cleaner.formats.encoding_detection import FORM_RULES
from cleaner.pipeline import UNSTABLE
from cleaner.rule import Rule
from cleaner.stages import STAGES
from cleaner.work_budget import OVER_WORK

# The order of a run: bytes are decoded, stages clean each text, texts are compared with each other; the last
# ones are about the outcome of all that.
_OUTCOMES = (UNSTABLE, OVER_BUDGET, OVER_WORK)
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for rules in (FORM_RULES, *(stage.rules for stage in STAGES), DUPLICATES, _OUTCOMES)
        for rule in rules
    }
)


def match_rules(names: Iterable[str]) -> frozenset[str]:
    """Return the ids of the rules that `names` name, by id or by stage. Raises `UsageError` for other names.

    >>> sorted(match_rules(["whitespace.final-newline"]))
    ['whitespace.final-newline']
    """
    found: set[str] = set()
    for name in names:
        ids = {rule.id for rule in RULES.values() if name in (rule.id, rule.stage)}
        if not ids:
            raise UsageError(f"no rule or stage is called {name!r}", remedy=_suggest(name))
        found |= ids
    return frozenset(found)


def _suggest(name: str) -> str:
    names = {*RULES, *(rule.stage for rule in RULES.values())}
    close = get_close_matches(name, sorted(names), n=1)
    return f"did you mean {close[0]}?" if close else "`cleaner explain` lists them all"
