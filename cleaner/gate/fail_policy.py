"""The policy of a check: which findings fail it, by certainty and by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cleaner.catalogue import match_rules
from cleaner.finding import Finding
from cleaner.pipeline import Policy

FailOn = Literal["certain", "likely", "note", "never"]


@dataclass(frozen=True, slots=True)
class FailPolicy:
    """A finding fails when its certainty is `on` or better, or when its rule is one of `rules`.

    What a policy withholds (likely findings under `--certain-only`) is a report, and fails only under
    ``note`` or by the name of its rule.
    """

    on: FailOn = "likely"
    rules: frozenset[str] = frozenset()

    @classmethod
    def of(cls, on: FailOn | None, rules: Sequence[str]) -> FailPolicy:
        """Make the policy from the options: rules replace the default certainty, and add to a chosen one.

        Raises `UsageError` for a rule that does not exist.

        >>> FailPolicy.of(None, []).on, FailPolicy.of(None, ["duplicates.near"]).on
        ('likely', 'never')
        """
        ids = match_rules(rules)
        return cls(on or ("never" if ids else "likely"), ids)

    def fails(self, finding: Finding, policy: Policy) -> bool:
        """Whether this finding is something to mend before the check passes."""
        if finding.rule.id in self.rules or self.on == "note":
            return True
        # What the policy does not apply, `clean` would not mend either.
        if finding.rule.id not in policy.applied or self.on == "never":
            return False
        return finding.rule.certainty in ("certain", self.on)
