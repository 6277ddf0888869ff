"""Every rule that there is, by id, in the order in which they run."""

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

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for rules in (FORM_RULES, *(stage.rules for stage in STAGES), DUPLICATES, (UNSTABLE, OVER_BUDGET))
        for rule in rules
    }
)


def matching(names: Iterable[str]) -> frozenset[str]:
    """The ids of rules named by id or by stage. Raises `UsageError` for a name that matches none.

    >>> sorted(matching(["whitespace.final-newline"]))
    ['whitespace.final-newline']
    """
    found: set[str] = set()
    for name in names:
        ids = {rule.id for rule in RULES.values() if name in (rule.id, rule.stage)}
        if not ids:
            raise UsageError(f"no rule or stage is called {name!r}", remedy=_nearest(name))
        found |= ids
    return frozenset(found)


def _nearest(name: str) -> str:
    known = {*RULES, *(rule.stage for rule in RULES.values())}
    close = get_close_matches(name, sorted(known), n=1)
    return f"did you mean {close[0]}?" if close else "`cleaner explain` lists them all"
