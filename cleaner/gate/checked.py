"""What a check found: every finding with its place in a file, and whether it fails."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.finding import Finding
from cleaner.gate.failing import Failing
from cleaner.gate.fingerprint import fingerprints
from cleaner.outcome import Outcome
from cleaner.pipeline import Policy
from cleaner.store.manifest import PagePlace, RecordPlace


class Located(NamedTuple):
    """A finding in its file; `path` is as the user named it, `raw` the text that the finding is about.

    That is the decoded text of the file, one text of a `record`, or what was taken out of a `page`. Lines and
    columns of the finding are those of the text: where in the file it stands says `line`.
    """

    path: str
    raw: str
    finding: Finding
    fails: bool
    fingerprint: str
    record: RecordPlace | None = None
    page: PagePlace | None = None

    @property
    def line(self) -> int | None:
        """The line in the file, or the row; none in a page, whose text has lines of its own."""
        if self.page is not None:
            return None
        return self.finding.line if self.record is None else self.record.number

    @property
    def text(self) -> str:
        """Which text of the file this is: the field of a record, or that of a page; empty for all of it."""
        return text_of(self.record, self.page)


@dataclass(frozen=True, slots=True)
class Checked:
    """The documents in their order, and their findings by path, record, line, column and rule.

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
        return self.paths.get(outcome.file, outcome.file)


def text_of(record: RecordPlace | None, page: PagePlace | None) -> str:
    """What a text is called that is not all of its file; empty for one that is."""
    if page is not None:
        return "text of the page"
    return "" if record is None else record.field


def checked(
    outcomes: Iterable[Outcome], paths: Mapping[str, str], policy: Policy, failing: Failing
) -> Checked:
    """The findings of all documents. `paths` gives the file of a document where its name is another."""
    done = list(outcomes)
    found: list[Located] = []
    accepted: list[Located] = []
    alike: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outcome in done:
        path, raw = paths.get(outcome.file, outcome.file), outcome.document.raw
        findings = outcome.findings()
        for finding, mark in zip(findings, fingerprints(raw, findings, alike[path]), strict=True):
            rejected = finding.evidence.get("decision") == "reject"
            suppressed = rejected or "suppressed" in finding.evidence
            fails = not suppressed and failing.fails(finding, policy)
            located = Located(path, raw, finding, fails, mark, outcome.place, outcome.page)
            (accepted if suppressed else found).append(located)
    return Checked(paths, done, _sorted(found), _sorted(accepted))


def _sorted(found: Iterable[Located]) -> tuple[Located, ...]:
    return tuple(sorted(found, key=_place))


def _place(located: Located) -> tuple[bytes, int, str, int, int, str]:
    finding, record = located.finding, located.record
    number, field = (0, "") if record is None else (record.number, record.field)
    return os.fsencode(located.path), number, field, finding.line, finding.column, finding.rule.id
