"""Suppressions that accept nothing any more: their findings are mended, or their text has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.config import Configuration
from cleaner.outcome import Outcome
from cleaner.suppression import Suppression


def find_unused_suppressions(
    configuration: Configuration, outcomes: Iterable[Outcome], paths: Mapping[str, Path]
) -> list[Suppression]:
    """Return the suppressions that apply to this run and accept nothing, in the order of their file.

    A suppression applies when its pattern matches a document of the run and one of its rules is looked at
    there. The others may be needed by files that are not part of the run.
    """
    if not configuration.suppressions:
        return []
    applicable: set[Suppression] = set()
    used: set[tuple[str, str, str]] = set()
    files: set[str] = set()
    for outcome in outcomes:
        # A file of records has one configuration for all of its texts.
        if outcome.file not in files:
            files.add(outcome.file)
            local = configuration.at(outcome.file, paths.get(outcome.file))
            enabled = local.policy.enabled
            applicable |= {
                suppression
                for suppression in local.document_suppressions
                if not enabled.isdisjoint(suppression.rules)
            }
        for step in outcome.document.trail:
            used |= {
                (edit.rule, str(edit.evidence["path"]), str(edit.evidence["suppressed"]))
                for edit in step.edits
                if "suppressed" in edit.evidence
            }
    return [
        suppression
        for suppression in configuration.suppressions
        if suppression in applicable
        and not any((rule, suppression.path, suppression.reason) in used for rule in suppression.rules)
    ]
