"""Scores how doubtful a finding is: a reviewer should see the most doubtful ones first."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.finding import Finding

UNSCORED = {"certain": 0.0, "likely": 0.3, "note": 0.5}
"""The doubt of a finding without a score or a similarity, by the certainty of its rule."""


def score_doubt(finding: Finding, threshold: float) -> float:
    """Returns the doubt of a finding, from 0 (beyond doubt) to 1 (on the threshold).

    Of a duplicate: how little its similarity is above the threshold; of one that was kept for a difference in
    fact: how similar it is. Where there is a score, a log-odds: how near to zero it is.
    """
    evidence = finding.evidence
    similarity, score = _get_number(evidence, "similarity"), _get_number(evidence, "score")
    # Whatever its evidence says: a certain rule is right by its definition.
    if finding.rule.certainty == "certain":
        return 0.0
    if similarity is not None:
        if finding.rule.certainty == "note":
            return min(1.0, max(0.0, similarity))
        # With a threshold of 1 only equal texts are duplicates; the division stays defined.
        room = max(1 - threshold, 1e-9)
        return min(1.0, max(0.0, (1 - similarity) / room))
    if score is not None:
        # Falls from 1 at even odds, slowly: a score of 2 is half as doubtful.
        return 1 / (1 + abs(score) / 2)
    return UNSCORED[finding.rule.certainty]


def _get_number(evidence: Mapping[str, object], key: str) -> float | None:
    value = evidence.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
