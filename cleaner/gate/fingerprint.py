"""What a finding is known by within its file when lines move: its rule and the text around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cleaner.finding import Finding
from cleaner.hashing import sha256_hex

CONTEXT = 24
"""Characters on each side that belong to the identity: enough to tell two hyphens of a line apart, few
enough that an edit elsewhere in a long paragraph makes no old finding new."""


def fingerprints(raw: str, findings: Iterable[Finding], seen: Counter[str]) -> Iterator[str]:
    """One for each finding of a text, in their order: a hash, and a number for those that look alike.

    `seen` counts those of the file: where a finding is the second of its kind, it is in whatever record.
    """
    for finding in findings:
        digest = _digest(raw, finding)
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"


def _digest(raw: str, finding: Finding) -> str:
    start, end = finding.span
    around = (raw[max(0, start - CONTEXT) : start], raw[start:end], raw[end : end + CONTEXT])
    parts = (finding.rule.id, *(" ".join(part.split()) for part in around), finding.replacement or "")
    return sha256_hex("\0".join(parts).encode("utf-8", "surrogatepass"))[:32]
