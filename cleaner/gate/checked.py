"""What a check found: every finding with its file, and whether it fails."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.finding import Finding
from cleaner.gate.failing import Failing
from cleaner.gate.fingerprint import fingerprints
from cleaner.outcome import Outcome
from cleaner.pipeline import Policy


class Located(NamedTuple):
    """A finding in its file; `path` is as the user named it, `raw` the decoded text of the file."""

    path: str
    raw: str
    finding: Finding
    fails: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The documents in their order, and their findings by path, line, column and rule.

    `accepted` are the findings that a suppression names or a reviewer rejected, `old` those that a baseline
    holds: neither fails.
    """

    paths: Mapping[str, str]
    outcomes: Sequence[Outcome]
    findings: tuple[Located, ...]
    accepted: tuple[Located, ...] = ()
    old: tuple[Located, ...] = ()

    @property
    def failing(self) -> int:
        """How many findings fail the check."""
        return sum(located.fails for located in self.findings)

    @property
    def counts(self) -> Counter[str]:
        """How many findings each rule made."""
        return Counter(located.finding.rule.id for located in self.findings)

    def path(self, outcome: Outcome) -> str:
        """A document's file, as the user named it."""
        return self.paths.get(outcome.name, outcome.name)


def checked(
    outcomes: Iterable[Outcome], paths: Mapping[str, str], policy: Policy, failing: Failing
) -> Checked:
    """The findings of all documents. `paths` gives the file of a document where its name is another."""
    done = list(outcomes)
    found: list[Located] = []
    accepted: list[Located] = []
    for outcome in done:
        path, raw = paths.get(outcome.name, outcome.name), outcome.document.raw
        findings = outcome.findings()
        for finding, mark in zip(findings, fingerprints(raw, findings), strict=True):
            rejected = finding.evidence.get("decision") == "reject"
            suppressed = rejected or "suppressed" in finding.evidence
            fails = not suppressed and failing.fails(finding, policy)
            (accepted if suppressed else found).append(Located(path, raw, finding, fails, mark))
    return Checked(paths, done, _sorted(found), _sorted(accepted))


def _sorted(found: Iterable[Located]) -> tuple[Located, ...]:
    return tuple(sorted(found, key=_place))


def _place(located: Located) -> tuple[bytes, int, int, str]:
    finding = located.finding
    return os.fsencode(located.path), finding.line, finding.column, finding.rule.id
