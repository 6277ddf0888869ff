"""All targets, by what they read."""

from __future__ import annotations

from fuzzing import text_targets
from fuzzing.target import Target

TARGETS: tuple[Target, ...] = (*text_targets.TARGETS,)


def find_target(name: str) -> Target:
    """The target of this name. Raises `KeyError`."""
    return {target.name: target for target in TARGETS}[name]
