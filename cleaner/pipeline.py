"""The pipeline: the stages in order, round after round, until a round changes nothing (a fixpoint)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from time import perf_counter

from cleaner.budget import OVER_BUDGET, Overspend, find_overspend
from cleaner.decisions import Decisions
from cleaner.errors import StageError, UsageError
from cleaner.rule import Rule, Stage
from cleaner.stages import STAGES
from cleaner.structure import ANYWHERE, NO_HINTS, Hints, Text
from cleaner.suppression import Suppression
from cleaner.text import Document, Edit, Offsets
from cleaner.work_budget import OVER_WORK, count_allowed_steps

MAX_ROUNDS = 4
"""Rounds after which a document is reported as unstable; real ones reach their fixpoint in two or three."""

UNSTABLE = Rule(
    id="pipeline.unstable",
    certainty="note",
    what=f"The stages still changed the document in round {MAX_ROUNDS}.",
    why="A text that cleaning does not bring to rest would be another text after each run.",
    leaves_alone="Everything: such a document comes out as it went in.",
    kinds=ANYWHERE,
    example=("", ""),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which rules are enabled, and which of those change the text (`applied`), both by id.

    `budget` is the share of a document's prose that boilerplate, markup and page furniture rules may remove
    together; `suppressions` name findings to leave as they are. `clean` and `check` use the same policy, made
    once from the options.
    """

    enabled: frozenset[str]
    applied: frozenset[str]
    budget: float = 0.3
    suppressions: tuple[Suppression, ...] = ()

    def fails(self, rule: Rule) -> bool:
        """Whether a finding of this rule fails a check: something is to mend."""
        return rule.certainty != "note" and rule.id in self.applied

    @classmethod
    def of(cls, rules: Iterable[Rule], *, certain_only: bool = False, budget: float = 0.3) -> Policy:
        """Return the policy that enables `rules` and applies the certain and likely, or only the certain."""
        enabled = tuple(rules)
        reporting = {"note", "likely"} if certain_only else {"note"}
        return cls(
            frozenset(rule.id for rule in enabled),
            frozenset(rule.id for rule in enabled if rule.certainty not in reporting),
            budget,
        )

    def without(self, rules: Iterable[str]) -> Policy:
        """Return the policy with some rules disabled."""
        return replace(self, enabled=self.enabled.difference(rules), applied=self.applied.difference(rules))

    def resolve(self, edit: Edit, text: str = "") -> Edit | None:
        """Return the edit; a report in its place if it is suppressed or not applied; None if it is disabled.

        >>> policy = Policy(frozenset({"a.b"}), frozenset())
        >>> policy.resolve(Edit(0, 1, "", "a.b"))
        Edit(start=0, end=1, replacement=None, rule='a.b', evidence={'withheld': ''})
        """
        if edit.rule not in self.enabled:
            return None
        for suppression in self.suppressions:
            if suppression.covers(edit, text):
                evidence = {**edit.evidence, "suppressed": suppression.reason, "path": suppression.path}
                return edit._replace(replacement=None, evidence=evidence)
        if edit.replacement is None or edit.rule in self.applied:
            return edit
        return edit._replace(replacement=None, evidence={**edit.evidence, "withheld": edit.replacement})


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages in order, under a policy and the decisions of a reviewer.

    A run is a pure function of one text and of the hints about it: it looks at no other document. `seconds`,
    if given, gets the wall time of each stage by name, added to what stands there.
    """

    stages: tuple[Stage, ...]
    policy: Policy
    decisions: Decisions = field(default_factory=Decisions)
    hints: Hints = NO_HINTS
    """What the caller knows of the texts that run through it."""
    seconds: dict[str, float] | None = field(default=None, compare=False)

    @classmethod
    def named(cls, *names: str) -> Pipeline:
        """Return the pipeline of the stages of these names, in their own order, with their default rules.

        Raises `UsageError` for a name that is no stage.

        >>> Pipeline.named("whitespace").run("a  \\n").text
        'a\\n'
        """
        stage_names = [stage.name for stage in STAGES]
        for name in names:
            if name not in stage_names:
                remedy = f"known are {', '.join(stage_names)}"
                raise UsageError(f"no stage is called {name!r}", remedy=remedy)
        stages = tuple(stage for stage in STAGES if stage.name in names)
        return cls(stages, Policy.of(rule for stage in stages for rule in stage.rules if rule.default))

    def with_hints(self, hints: Hints) -> Pipeline:
        """Return the pipeline for a text of which its record says `hints`: these go before its own."""
        return self if hints == NO_HINTS else replace(self, hints=self.hints.override(hints))

    def run(self, document: Document | str) -> Document:
        """Return the cleaned document with its trail.

        Reports are those of the last round, on the text as it stays. Raises `StageError` when a stage breaks
        the contract of edits.
        """
        start = Document.of(document) if isinstance(document, str) else document.without_reports()
        cleaned, overspend = self._run_all(start)
        if overspend is None:
            return cleaned
        # All of these rules are disabled: what some of them would leave is within the budget of the next run.
        within = replace(self, policy=self.policy.without(overspend.rules)).run(start)
        # What another stage took, a pasted comment inside markup, can be what made them overspend. The next
        # run, on the text that is left, would apply them then, so this one does.
        again, overspend_again = self._run_all(within.without_reports())
        if overspend_again is None and again.text != within.text:
            within = again
        evidence = {
            "rules": list(overspend.rules),
            "share": round(overspend.share, 3),
            "budget": self.policy.budget,
        }
        return within.prepend_reports("pipeline", [Edit(0, 0, None, OVER_BUDGET.id, evidence)])

    def _run_all(self, start: Document) -> tuple[Document, Overspend | None]:
        """Return the document with all enabled rules applied, and by how much they overspend the budget."""
        cleaned = self._run_to_fixpoint(start)
        return cleaned, find_overspend(cleaned, cleaned.trail[len(start.trail) :], self.policy.budget)

    def _run_to_fixpoint(self, start: Document) -> Document:
        # A document that comes with a trail (a dropped duplicate, for one) goes on with its next round.
        first = max((step.round for step in start.trail), default=0) + 1
        current = start
        room = count_allowed_steps(start.text)
        stages = [stage for stage in self.stages if self._is_enabled(stage)]
        text = Text(current.text, self.hints)
        for round in range(first, first + MAX_ROUNDS):
            before = current
            reports: list[tuple[str, list[Edit]]] = []
            for stage in stages:
                found, edits = self._resolve_edits(stage, current, text, room)
                room -= found
                if room < 0:
                    evidence = {"most": count_allowed_steps(start.text)}
                    return start.apply("pipeline", [Edit(0, 0, None, OVER_WORK.id, evidence)], round=first)
                changes = [edit for edit in edits if edit.replacement is not None]
                if changes:
                    current = current.apply(stage.name, changes, round=round)
                    text = Text(current.text, self.hints)
                elif edits:
                    reports.append((stage.name, edits))
            if current is before:
                # Reports of earlier rounds are dropped: they are about texts that are no more.
                for name, edits in reports:
                    current = current.apply(name, edits, round=round)
                return current
        return start.apply("pipeline", [Edit(0, 0, None, UNSTABLE.id)], round=first)

    def _is_enabled(self, stage: Stage) -> bool:
        return any(rule.id in self.policy.enabled for rule in stage.rules)

    def _resolve_edits(
        self, stage: Stage, document: Document, text: Text, room: int
    ) -> tuple[int, list[Edit]]:
        """Return how much a stage finds in the document, and that as the policy and the decisions resolve it.

        `text` is that of the document, with what the stages before found out about it. Nothing is resolved
        where a stage finds more than `room`, and nothing is sought past it.
        """
        before = perf_counter()
        found = find_edits(stage, text, room + 1)
        edits = self._resolve_all(found, stage, document) if len(found) <= room else []
        if self.seconds is not None:
            self.seconds[stage.name] = self.seconds.get(stage.name, 0.0) + perf_counter() - before
        return len(found), edits

    def _resolve_all(self, edits: list[Edit], stage: Stage, document: Document) -> list[Edit]:
        if not edits:
            return edits
        rule_ids = {rule.id for rule in stage.rules}
        # Offsets cost a walk through the trail, and few runs have decisions.
        offsets = None if self.decisions.rule_ids.isdisjoint(rule_ids) else document.offsets
        # Nearly every run takes an edit as it is: no rule is off or withheld, and nothing is suppressed.
        plain = frozenset[str]()
        if offsets is None and not self.policy.suppressions:
            plain = self.policy.enabled & self.policy.applied & rule_ids
        resolved: list[Edit] = []
        for edit in edits:
            if edit.rule in plain:
                resolved.append(edit)
                continue
            if edit.rule not in rule_ids:
                raise StageError(f"{stage.name}: unknown rule {edit.rule}")
            outcome = self.resolve(edit, document, offsets)
            if outcome is not None:
                resolved.append(outcome)
        return resolved

    def resolve(self, edit: Edit, document: Document, offsets: Offsets | None) -> Edit | None:
        """Return what the policy makes of an edit of the document, unless a reviewer decided otherwise.

        A rejected edit becomes a report; an accepted one is applied where the policy would withhold it.
        Without `offsets`, which are those of the document, no decision is looked up.
        """
        resolved = self.policy.resolve(edit, document.text)
        if resolved is None or offsets is None or edit.rule not in self.decisions.rule_ids:
            return resolved
        verdict = self.decisions.find_verdict(edit, document, offsets)
        if verdict == "reject" and edit.replacement is not None:
            evidence = {**edit.evidence, "withheld": edit.replacement, "decision": verdict}
            return edit._replace(replacement=None, evidence=evidence)
        if verdict == "reject":
            return edit._replace(evidence={**edit.evidence, "decision": verdict})
        # A suppressed edit has no "withheld": accepting it has no effect.
        if verdict == "accept" and "withheld" in resolved.evidence:
            return edit._replace(evidence={**edit.evidence, "decision": verdict})
        return resolved


def find_edits(stage: Stage, text: Text | str, most: int | None = None) -> list[Edit]:
    """Return what a stage finds in a text, whatever the policy: all of it, or the first `most` edits.

    An edit of a rule that does not act in the kind of text where the edit stands is none. Nothing else calls
    `Stage.edits`.
    """
    if isinstance(text, str):
        text = Text(text)
    edits = list(islice(stage.edits(text), most))
    # Most rules act anywhere, and most texts have no edit of another: then nobody asks for the structure.
    bound = {rule.id: rule.kinds for rule in stage.rules if rule.kinds != ANYWHERE}
    if any(edit.rule in bound for edit in edits):
        # A rule that acts in every kind that the text has need not be asked at each edit.
        bound = {rule: kinds for rule, kinds in bound.items() if not text.kinds <= kinds}
        edits = [edit for edit in edits if edit.rule not in bound or text.kinds_at(edit) <= bound[edit.rule]]
    return edits


def collect_metadata(document: Document) -> Mapping[str, str]:
    """Collect what removed text says about the document; of several values for a key the first stands."""
    metadata: dict[str, str] = {}
    for step in document.trail:
        for edit in step.edits:
            fields = edit.evidence.get("metadata")
            if edit.replacement is not None and isinstance(fields, Mapping):
                metadata = {**fields, **metadata}
    return metadata
