"""Suppressions that accept nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.config import Configuration
from cleaner.outcome import Outcome
from cleaner.suppression import Suppression


def unused(
    configuration: Configuration, outcomes: Iterable[Outcome], paths: Mapping[str, Path]
) -> list[Suppression]:
    """Those that match a document that was looked at, under rules that were looked at, and accept nothing.

    Nothing can be said of the others: their files were not part of the run.
    """
    if not configuration.suppressions:
        return []
    possible: set[Suppression] = set()
    used: set[tuple[str, str, str]] = set()
    files: set[str] = set()
    for outcome in outcomes:
        if outcome.file not in files:
            files.add(outcome.file)
            local = configuration.at(outcome.file, paths.get(outcome.file))
            found = local.policy.enabled
            possible |= {each for each in local.accepted if not found.isdisjoint(each.rules)}
        for step in outcome.document.trail:
            used |= {
                (edit.rule, str(edit.evidence["path"]), str(edit.evidence["suppressed"]))
                for edit in step.edits
                if "suppressed" in edit.evidence
            }
    return [
        each
        for each in configuration.suppressions
        if each in possible and not any((rule, each.path, each.reason) in used for rule in each.rules)
    ]
