"""A stream as numbered lines, whatever their length, in bounded memory. Only b"\\n" ends a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from cleaner.formats.record_codec import Slice

PIECE = 1 << 20
"""Bytes asked for at a time: what is held of a line that is being passed over."""


class Line(NamedTuple):
    """A line with its place in the file."""

    number: int
    offset: int
    length: int
    """Bytes with the line break."""
    data: bytes | None
    """The bytes with the line break; None where there are more than the limit."""
    damage: str = ""
    """Why the stream breaks off here: then this is what was left of the line."""


def intact() -> str:
    """The damage of a stream that cannot break off: none."""
    return ""


def lines(file: BinaryIO, part: Slice, limit: int, damage: Callable[[], str] = intact) -> Iterator[Line]:
    """The lines of a stream that stands at `part.start`, up to `part.stop` (-1: to the end).

    >>> from io import BytesIO
    >>> for line in lines(BytesIO(b"ab\\n\\n1234567\\nc"), Slice(0, -1, 1), limit=5):
    ...     print(*line[:4])
    1 0 3 b'ab\\n'
    2 3 1 b'\\n'
    3 4 8 None
    4 12 1 b'c'
    """
    number, offset = part.first, part.start
    while part.stop < 0 or offset < part.stop:
        data, length, ended = _line(file, limit)
        reason = "" if ended else damage()
        if length or reason:
            yield Line(number, offset, length, data, reason)
        if not ended:
            return
        number += 1
        offset += length


def _line(file: BinaryIO, limit: int) -> tuple[bytes | None, int, bool]:
    """The next line, or None past the limit; its length; whether it has a line break."""
    data = file.readline(PIECE)
    length = len(data)
    ended = data.endswith(b"\n")
    if ended or length < PIECE:
        return (data if length - ended <= limit else None), length, ended
    pieces = [data]
    while not ended and (piece := file.readline(PIECE)):
        ended = piece.endswith(b"\n")
        length += len(piece)
        pieces.append(piece)
        if length - ended > limit:
            pieces.clear()
    return (b"".join(pieces) if length - ended <= limit else None), length, ended


def pieces(file: BinaryIO, part: Slice) -> Iterator[tuple[int, bytes]]:
    """All bytes of a stream that stands at `part.start`, each with the number of the line that it is of.

    >>> from io import BytesIO
    >>> list(pieces(BytesIO(b"ab\\n\\nc"), Slice(0, -1, 1)))
    [(1, b'ab\\n'), (2, b'\\n'), (3, b'c')]
    """
    number, offset = part.first, part.start
    while (part.stop < 0 or offset < part.stop) and (piece := file.readline(PIECE)):
        yield number, piece
        number += piece.endswith(b"\n")
        offset += len(piece)


def cuts(file: BinaryIO, size: int) -> Iterator[Slice]:
    """A file in slices of at least `size` bytes that end after a line break; at least one."""
    start, first = 0, 1
    offset, number = 0, 1
    while block := file.read(PIECE):
        place = 0
        while (need := start + size - offset - 1) < len(block):
            end = block.find(b"\n", max(need, place)) + 1
            if not end:
                break
            number += block.count(b"\n", place, end)
            place = end
            yield Slice(start, offset + end, first)
            start, first = offset + end, number
        number += block.count(b"\n", place)
        offset += len(block)
    if offset > start or not offset:
        yield Slice(start, offset, first)
