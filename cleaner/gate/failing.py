"""What fails a check: by certainty, and by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cleaner.budget import OVER_BUDGET
from cleaner.catalogue import match_rules
from cleaner.finding import Finding
from cleaner.pipeline import Policy

FailOn = Literal["certain", "likely", "note", "never"]


@dataclass(frozen=True, slots=True)
class Failing:
    """A finding fails when its certainty is `on` or better, or when its rule is one of `rules`.

    A document that went over its budget fails like a likely finding: rules were withdrawn for it.

    What a policy withholds (likely findings under `--certain-only`) is a report, and fails only under
    ``note`` or by the name of its rule.
    """

    on: FailOn = "likely"
    rules: frozenset[str] = frozenset()

    @classmethod
    def of(cls, on: FailOn | None, rules: Sequence[str]) -> Failing:
        """From the options: rules that are named replace the default certainty, and add to one that is given.

        Raises `UsageError` for a rule that does not exist.

        >>> Failing.of(None, []).on, Failing.of(None, ["duplicates.near"]).on
        ('likely', 'never')
        """
        named = match_rules(rules)
        return cls(on or ("never" if named else "likely"), named)

    def fails(self, finding: Finding, policy: Policy) -> bool:
        """Whether this finding is something to mend before the check passes."""
        if finding.rule.id in self.rules or self.on == "note":
            return True
        if finding.rule.id == OVER_BUDGET.id:
            return self.on == "likely"
        if finding.rule.id not in policy.applied or self.on == "never":
            return False
        return finding.rule.certainty in ("certain", self.on)
