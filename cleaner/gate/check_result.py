"""The result of a check: every finding with its place in a file, and whether it fails."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.finding import Finding
from cleaner.gate.fail_policy import FailPolicy
from cleaner.gate.fingerprint import compute_fingerprints
from cleaner.outcome import Outcome
from cleaner.pipeline import Policy
from cleaner.store.manifest import PagePlace, RecordPlace
from cleaner.structure import NO_HINTS, Hints


class LocatedFinding(NamedTuple):
    """A finding in its file; `path` is as the user named it, `raw` the text that the finding is about.

    That text is the decoded text of the file, one text of a `record`, or what was taken out of a `page`. Line
    and column of `finding` are places in that text; `line` is the place in the file. `hints` are what the
    caller says of the text.
    """

    path: str
    raw: str
    finding: Finding
    fails: bool
    fingerprint: str
    record: RecordPlace | None = None
    page: PagePlace | None = None
    hints: Hints = NO_HINTS

    @property
    def line(self) -> int | None:
        """The line in the file, or the row; None for a page: its file has no line for a line of the text."""
        if self.page is not None:
            return None
        return self.finding.line if self.record is None else self.record.number

    @property
    def text(self) -> str:
        """The name of the text within its file, as `name_text` makes it; "" where it is all of the file."""
        return name_text(self.record, self.page)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The documents in their order, and their findings by path, record, line, column and rule.

    `paths` gives the file of a document, as the user named it, by the name of its input. `accepted` are the
    findings that a suppression names or a reviewer rejected, `in_baseline` those that a baseline holds: these
    do not fail.
    """

    paths: Mapping[str, str]
    outcomes: Sequence[Outcome]
    findings: tuple[LocatedFinding, ...]
    accepted: tuple[LocatedFinding, ...] = ()
    in_baseline: tuple[LocatedFinding, ...] = ()

    @property
    def fail_count(self) -> int:
        """How many findings fail the check."""
        return sum(located.fails for located in self.findings)

    @property
    def counts(self) -> Counter[str]:
        """How many findings each rule made."""
        return Counter(located.finding.rule.id for located in self.findings)

    def find_path(self, outcome: Outcome) -> str:
        """Return the file of a document, as the user named it."""
        return self.paths.get(outcome.file, outcome.file)


def name_text(record: RecordPlace | None, page: PagePlace | None) -> str:
    """Name a text that is a part of its file: by the field of its record, or as that of a page; else ""."""
    if page is not None:
        return "text of the page"
    return "" if record is None else record.field


def check_outcomes(
    outcomes: Iterable[Outcome], paths: Mapping[str, str], policy: Policy, fail_policy: FailPolicy
) -> CheckResult:
    """Collect the findings of all documents, and decide of each whether it fails.

    `paths` gives the file of a document by the name of its input, where the user named it otherwise.
    """
    documents = list(outcomes)
    findings: list[LocatedFinding] = []
    accepted: list[LocatedFinding] = []
    # A counter for each file and not for each text: the numbers run through all records of a file.
    counters: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outcome in documents:
        path, raw = paths.get(outcome.file, outcome.file), outcome.document.raw
        texts_findings = outcome.findings()
        fingerprints = compute_fingerprints(raw, texts_findings, counters[path])
        for finding, fingerprint in zip(texts_findings, fingerprints, strict=True):
            # The pipeline turns what a user or a reviewer accepts into a report with this evidence.
            is_rejected = finding.evidence.get("decision") == "reject"
            is_accepted = is_rejected or "suppressed" in finding.evidence
            fails = not is_accepted and fail_policy.fails(finding, policy)
            place = (outcome.place, outcome.page, outcome.hints)
            located = LocatedFinding(path, raw, finding, fails, fingerprint, *place)
            (accepted if is_accepted else findings).append(located)
    return CheckResult(paths, documents, _sort_findings(findings), _sort_findings(accepted))


def _sort_findings(findings: Iterable[LocatedFinding]) -> tuple[LocatedFinding, ...]:
    return tuple(sorted(findings, key=_sort_key))


def _sort_key(located: LocatedFinding) -> tuple[bytes, int, str, int, int, str]:
    finding, record = located.finding, located.record
    number, field = (0, "") if record is None else (record.number, record.field)
    # Bytes, as the order of the corpus has them: a path that is not UTF-8 cannot be sorted by characters.
    return os.fsencode(located.path), number, field, finding.line, finding.column, finding.rule.id
