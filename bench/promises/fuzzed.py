"""Every reader of what strangers send, fuzzed: each target of `fuzzing` is a promise."""

from __future__ import annotations

from functools import partial

from fuzzing.loop import fuzz
from fuzzing.target import Target
from fuzzing.targets import TARGETS

from promises.promise import Promise


def _of_target(target: Target) -> Promise:
    return Promise(f"fuzz-{target.name}", target.promise, target.short, target.long, partial(fuzz, target))


PROMISES = tuple(map(_of_target, TARGETS))
