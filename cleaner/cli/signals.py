"""What ends a run from outside: an interrupt, or a request to terminate."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

TERMINATED = 128 + signal.SIGTERM


@contextmanager
def ending() -> Iterator[None]:
    """Within it, a request to terminate ends the run as an interrupt does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(number: int, frame: FrameType | None) -> None:
    click.echo("terminated: what is written is whole, run again to go on", err=True)
    sys.exit(TERMINATED)
