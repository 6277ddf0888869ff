"""The smallest input that breaks a promise in the same place."""

from __future__ import annotations

from collections.abc import Callable

MOST_TRIES = 400


def shrink(data: bytes, still_fails: Callable[[bytes], bool], tries: int = MOST_TRIES) -> bytes:
    """Leave out pieces, halves first and single bytes last, as long as it still fails; then plain letters.

    >>> shrink(b"some words and (then) more", lambda data: b"(" in data and b")" in data)
    b'()'
    """
    left = [tries]

    def fails(candidate: bytes) -> bool:
        left[0] -= 1
        return left[0] >= 0 and candidate != data and still_fails(candidate)

    size = max(1, len(data) // 2)
    while left[0] > 0:
        place, before = 0, len(data)
        while place < len(data):
            candidate = data[:place] + data[place + size :]
            if fails(candidate):
                data = candidate
            else:
                place += size
        if size == 1 and len(data) == before:
            break
        size = max(1, size // 2)
    for place in range(len(data)):
        candidate = data[:place] + b"a" + data[place + 1 :]
        if data[place : place + 1] not in (b"a", b"\n", b" ") and fails(candidate):
            data = candidate
    return data
