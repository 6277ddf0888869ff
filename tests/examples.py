"""How many examples a property is tried with: few in the quick tier, all with CLEANER_TESTS=full."""

import os

from hypothesis import HealthCheck, settings

FULL = os.environ.get("CLEANER_TESTS") == "full"

# A tenth finds what is broken outright, in the time that someone waits for; rare cases are found in CI.
QUICK_SHARE = 10
FEWEST = 10


def count_examples(full: int) -> int:
    """Scale the number of examples of the full tier to the tier that runs."""
    return full if FULL else min(full, max(FEWEST, full // QUICK_SHARE))


def examples(full: int, suppress_health_check: tuple[HealthCheck, ...] = ()) -> settings:
    """Decorate a property: `full` is its number of examples in the full tier."""
    return settings(max_examples=count_examples(full), suppress_health_check=suppress_health_check)
