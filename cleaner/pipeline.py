"""The per-document loop: every stage in order, again and again until a round changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter

from cleaner.budget import OVER_BUDGET, overspent
from cleaner.decisions import Decisions
from cleaner.errors import StageError, UsageError
from cleaner.rule import Rule, Stage
from cleaner.stages import STAGES
from cleaner.suppression import Suppression
from cleaner.text import Document, Edit, Offsets

MOST_ROUNDS = 4

UNSTABLE = Rule(
    id="pipeline.unstable",
    certainty="note",
    what=f"The stages still changed the document in round {MOST_ROUNDS}.",
    why="A text that cleaning does not bring to rest would be another text after each run.",
    leaves_alone="Everything: such a document comes out as it went in.",
    example=("", ""),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which rules are looked at (`found`) and which of those change the text (`applied`).

    `budget` is the share of a document's prose that boilerplate and markup rules may remove together;
    `accepted` are findings to leave as they are. One value, made once from the options, for `clean` and
    `check` alike.
    """

    found: frozenset[str]
    applied: frozenset[str]
    budget: float = 0.3
    accepted: tuple[Suppression, ...] = ()

    def fails(self, rule: Rule) -> bool:
        """Whether a finding of this rule is something to mend, and not only to know."""
        return rule.certainty != "note" and (rule.id in self.applied)

    @classmethod
    def of(cls, rules: Iterable[Rule], *, certain_only: bool = False, budget: float = 0.3) -> Policy:
        """Looks at `rules`; applies the certain and the likely ones, or the certain ones alone."""
        kept = tuple(rules)
        weak = {"note", "likely"} if certain_only else {"note"}
        return cls(
            frozenset(rule.id for rule in kept),
            frozenset(rule.id for rule in kept if rule.certainty not in weak),
            budget,
        )

    def without(self, rules: Iterable[str]) -> Policy:
        """The policy with some rules no longer looked at."""
        return replace(self, found=self.found.difference(rules), applied=self.applied.difference(rules))

    def judge(self, edit: Edit, text: str = "") -> Edit | None:
        """The edit, or a report in its place where it is accepted or not applied, or nothing.

        >>> policy = Policy(frozenset({"a.b"}), frozenset())
        >>> policy.judge(Edit(0, 1, "", "a.b"))
        Edit(start=0, end=1, replacement=None, rule='a.b', evidence={'withheld': ''})
        """
        if edit.rule not in self.found:
            return None
        for suppression in self.accepted:
            if suppression.covers(edit, text):
                told = {**edit.evidence, "suppressed": suppression.reason, "path": suppression.path}
                return edit._replace(replacement=None, evidence=told)
        if edit.replacement is None or edit.rule in self.applied:
            return edit
        return edit._replace(replacement=None, evidence={**edit.evidence, "withheld": edit.replacement})


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages in order under a policy, with what a reviewer decided. A pure function of one text: it looks at
    no other document. Where `spent` is given, the seconds of each stage are added there.
    """

    stages: tuple[Stage, ...]
    policy: Policy
    decisions: Decisions = field(default_factory=Decisions)
    spent: dict[str, float] | None = field(default=None, compare=False)

    @classmethod
    def named(cls, *names: str) -> Pipeline:
        """The stages of these names, in their own order, with their default rules.

        Raises `UsageError` for a name that is no stage.

        >>> Pipeline.named("whitespace").run("a  \\n").text
        'a\\n'
        """
        known = [stage.name for stage in STAGES]
        for name in names:
            if name not in known:
                raise UsageError(f"no stage is called {name!r}", remedy=f"known are {', '.join(known)}")
        stages = tuple(stage for stage in STAGES if stage.name in names)
        return cls(stages, Policy.of(rule for stage in stages for rule in stage.rules if rule.default))

    def run(self, document: Document | str) -> Document:
        """The document with its trail. Reports are those of the last round, on the text as it stays.

        Raises `StageError` when a stage breaks the contract of edits.
        """
        start = Document.of(document) if isinstance(document, str) else document.without_reports()
        done = self._to_rest(start)
        over = overspent(done, done.trail[len(start.trail) :], self.policy.budget)
        if over is None:
            return done
        # All of them: with some, what they leave would be within the budget of the next run.
        kept = replace(self, policy=self.policy.without(over.rules)).run(start)
        told = {"rules": list(over.rules), "share": round(over.share, 3), "budget": self.policy.budget}
        return kept.prepend_reports("pipeline", [Edit(0, 0, None, OVER_BUDGET.id, told)])

    def _to_rest(self, start: Document) -> Document:
        first = max((step.round for step in start.trail), default=0) + 1
        current = start
        stages = [stage for stage in self.stages if self._looks_at(stage)]
        for round in range(first, first + MOST_ROUNDS):
            before = current
            reports: list[tuple[str, list[Edit]]] = []
            for stage in stages:
                edits = self._edits(stage, current) if self.spent is None else self._timed(stage, current)
                changes = [edit for edit in edits if edit.replacement is not None]
                if changes:
                    current = current.apply(stage.name, changes, round=round)
                elif edits:
                    reports.append((stage.name, edits))
            if current is before:
                for name, edits in reports:
                    current = current.apply(name, edits, round=round)
                return current
        return start.apply("pipeline", [Edit(0, 0, None, UNSTABLE.id)], round=first)

    def _timed(self, stage: Stage, document: Document) -> list[Edit]:
        assert self.spent is not None
        before = perf_counter()
        edits = self._edits(stage, document)
        self.spent[stage.name] = self.spent.get(stage.name, 0.0) + perf_counter() - before
        return edits

    def _looks_at(self, stage: Stage) -> bool:
        """Whether any rule of a stage is looked at; one of which none is has nothing to say."""
        return any(rule.id in self.policy.found for rule in stage.rules)

    def _edits(self, stage: Stage, document: Document) -> list[Edit]:
        found = find_edits(stage, document.text)
        if not found:
            return found
        known = {rule.id for rule in stage.rules}
        decided = not self.decisions.named.isdisjoint(known)
        offsets = document.offsets if decided else None
        edits: list[Edit] = []
        for edit in found:
            if edit.rule not in known:
                raise StageError(f"{stage.name}: unknown rule {edit.rule}")
            judged = self.judge(edit, document, offsets)
            if judged is not None:
                edits.append(judged)
        return edits

    def judge(self, edit: Edit, document: Document, offsets: Offsets | None) -> Edit | None:
        """What the policy makes of an edit of the document, unless a reviewer decided otherwise.

        A rejected edit becomes a report; an accepted one is applied where the policy would have withheld it.
        Without `offsets` no decision is looked for.
        """
        judged = self.policy.judge(edit, document.text)
        if judged is None or offsets is None or edit.rule not in self.decisions.named:
            return judged
        verdict = self.decisions.verdict(edit, document, offsets)
        if verdict == "reject" and edit.replacement is not None:
            told = {**edit.evidence, "withheld": edit.replacement, "decision": verdict}
            return edit._replace(replacement=None, evidence=told)
        if verdict == "reject":
            return edit._replace(evidence={**edit.evidence, "decision": verdict})
        if verdict == "accept" and "withheld" in judged.evidence:
            return edit._replace(evidence={**edit.evidence, "decision": verdict})
        return judged


def find_edits(stage: Stage, text: str) -> list[Edit]:
    """What a stage finds in a text, whatever the policy. Nothing else calls `Stage.edits`."""
    return list(stage.edits(text))


def metadata(document: Document) -> Mapping[str, str]:
    """What the removed text told about the document; the first word on each key stands."""
    found: dict[str, str] = {}
    for step in document.trail:
        for edit in step.edits:
            told = edit.evidence.get("metadata")
            if edit.replacement is not None and isinstance(told, Mapping):
                found = {**told, **found}
    return found
