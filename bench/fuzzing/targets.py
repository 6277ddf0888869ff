"""All targets, by what they read."""

from __future__ import annotations

from fuzzing import (
    command_targets,
    folder_targets,
    input_targets,
    record_targets,
    settings_targets,
    text_targets,
)
from fuzzing.target import Target

TARGETS: tuple[Target, ...] = (
    *text_targets.TARGETS,
    *input_targets.TARGETS,
    *settings_targets.TARGETS,
    *record_targets.TARGETS,
    *command_targets.TARGETS,
    *folder_targets.TARGETS,
)


def find_target(name: str) -> Target:
    """The target of this name. Raises `KeyError`."""
    return {target.name: target for target in TARGETS}[name]
