"""Delays signals until a block has ended: a process that it starts could be left behind otherwise."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Of Ctrl-C, and of `kill` and batch systems.
ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def delay_signals() -> Iterator[None]:
    """Delays signals that end the program, if they come within the block, until it has ended."""
    if threading.current_thread() is not threading.main_thread():  # only that one gets signals
        yield
        return
    pending: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        pending.append(number)

    before = {number: signal.signal(number, remember) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    # The first one, by the handler that was there before: the program ends as it would have.
    if pending:
        signal.raise_signal(pending[0])
