"""The options of a run as one frozen value, and the policy and pipeline that follow from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from cleaner.catalogue import RULES, matching
from cleaner.duplicates import Settings
from cleaner.pipeline import Pipeline, Policy
from cleaner.stages import STAGES
from cleaner.store import jsonl
from cleaner.store.manifest import sha256

Action = Literal["off", "report", "drop"]


@dataclass(frozen=True, slots=True)
class Configuration:
    """What decides the output, and nothing else: it stands, hashed, in the manifest.

    `select` replaces the default rules, `extend_select` adds to them, `ignore` takes away; each names
    rules or stages. `encoding` overrules the detection. `max_removed` is the share of a document's prose that
    boilerplate and markup rules may remove together.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    certain_only: bool = False
    encoding: str | None = None
    duplicates: Action = "drop"
    max_removed: float = 0.3
    settings: Settings = field(default_factory=Settings)

    @property
    def policy(self) -> Policy:
        """Raises `UsageError` for a rule that does not exist."""
        default = frozenset(rule.id for rule in RULES.values() if rule.default)
        chosen = matching(self.select) if self.select else default
        chosen = (chosen | matching(self.extend_select)) - matching(self.ignore)
        rules = [rule for rule in RULES.values() if rule.id in chosen]
        policy = Policy.of(rules, certain_only=self.certain_only, budget=self.max_removed)
        if self.duplicates == "report":
            kept = frozenset(rule for rule in policy.applied if not rule.startswith("duplicates."))
            return replace(policy, applied=kept)
        return policy

    @property
    def pipeline(self) -> Pipeline:
        """The stages of a document under the policy; a stage none of whose rules is looked at is left out."""
        policy = self.policy
        stages = tuple(stage for stage in STAGES if any(rule.id in policy.found for rule in stage.rules))
        return Pipeline(stages, policy)

    def record(self) -> dict[str, object]:
        """The configuration in JSON values."""
        return asdict(self)

    @property
    def sha256(self) -> str:
        """The hash of the record."""
        return sha256(jsonl.encode(self.record()))
