"""Ends a run on a request to terminate (SIGTERM) as on an interrupt."""

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
def handle_termination() -> Iterator[None]:
    """Makes SIGTERM end what runs within as an interrupt does: with a message, and all clean-up done."""
    # Python lets only the main thread set the handler of a signal.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _exit_terminated)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _exit_terminated(number: int, frame: FrameType | None) -> None:
    click.echo("terminated: what is written is whole, run again to go on", err=True)
    sys.exit(TERMINATED)
