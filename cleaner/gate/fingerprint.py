"""Fingerprints: each identifies a finding in its file when lines move, by its rule and the text around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cleaner.finding import Finding
from cleaner.hashing import sha256_hex

CONTEXT = 24
"""Characters on each side that belong to the identity: enough to tell two hyphens of a line apart, few
enough that an edit elsewhere in a long paragraph makes no old finding new."""


def compute_fingerprints(raw: str, findings: Iterable[Finding], counts: Counter[str]) -> Iterator[str]:
    """Yield a fingerprint for each finding of a text, in order: a hash, and a number among those alike.

    `counts` has the number of each hash in the texts of the file so far, and is updated. So the second of two
    findings that look alike is number 2 in whatever record it stands, and a third one is new to a baseline.
    """
    for finding in findings:
        digest = _hash_finding(raw, finding)
        counts[digest] += 1
        yield f"{digest}:{counts[digest]}"


def _hash_finding(raw: str, finding: Finding) -> str:
    start, end = finding.span
    context = (raw[max(0, start - CONTEXT) : start], raw[start:end], raw[end : end + CONTEXT])
    # White space counts for nothing: a paragraph that is wrapped anew keeps its fingerprints.
    parts = (finding.rule.id, *(" ".join(part.split()) for part in context), finding.replacement or "")
    # A text with stray bytes holds lone surrogates. 32 digits are 128 bits: a baseline stays short.
    return sha256_hex("\0".join(parts).encode("utf-8", "surrogatepass"))[:32]
