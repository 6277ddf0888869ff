"""A command in this process that fails where it waits for ever, and what it says."""

import signal
from contextlib import contextmanager

import pytest

from tests.console import run

SECONDS = 30
"""After which a command waits for ever. Nothing is measured by it."""


@contextmanager
def guard():
    """Fail where the block waits for ever."""

    def stop(*_):
        pytest.fail("it waits for ever")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run_guarded(*arguments, cwd=None):
    """Run `cleaner ARGUMENTS` in this process: a hundredth of the cost of starting Python."""
    with guard():
        done = run(*arguments, cwd=cwd)
    assert b"Traceback" not in done.stderr and done.returncode < 5, done.stderr
    return done
