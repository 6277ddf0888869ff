"""A stream as numbered lines, whatever their length, in bounded memory. Only b"\\n" ends a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from cleaner.formats.record_codec import Slice

PIECE = 1 << 20
"""Bytes asked for at a time: what is held of a line that is being passed over."""


class NumberedLine(NamedTuple):
    """A line with its place in the file."""

    number: int
    offset: int
    length: int
    """Bytes with the line break."""
    data: bytes | None
    """The bytes with the line break; None where there are more than the limit."""
    damage: str = ""
    """Why the stream breaks off in this line, of which this is the part that can be read."""


def iterate_lines(
    file: BinaryIO, slice: Slice, limit: int, find_damage: Callable[[], str] = str
) -> Iterator[NumberedLine]:
    """Read the lines of a stream that stands at `slice.start`, up to `slice.stop` (-1: to the end).

    `find_damage` is asked at the end of the stream why it ended there: nothing for one that is whole.

    >>> from io import BytesIO
    >>> for line in iterate_lines(BytesIO(b"ab\\n\\n1234567\\nc"), Slice(0, -1, 1), limit=5):
    ...     print(*line[:4])
    1 0 3 b'ab\\n'
    2 3 1 b'\\n'
    3 4 8 None
    4 12 1 b'c'
    """
    number, offset = slice.first, slice.start
    while slice.stop < 0 or offset < slice.stop:
        data, length, ended = _read_line(file, limit)
        reason = "" if ended else find_damage()
        if length or reason:
            yield NumberedLine(number, offset, length, data, reason)
        if not ended:
            return
        number += 1
        offset += length


def _read_line(file: BinaryIO, limit: int) -> tuple[bytes | None, int, bool]:
    """Read the next line: its bytes, or None past the limit; its length; whether it has a line break."""
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
            pieces.clear()  # no more of it is held than one piece
    return (b"".join(pieces) if length - ended <= limit else None), length, ended


def iterate_pieces(file: BinaryIO, slice: Slice) -> Iterator[tuple[int, bytes]]:
    """Read all bytes of a stream that stands at `slice.start`, each piece with the number of its line.

    >>> from io import BytesIO
    >>> list(iterate_pieces(BytesIO(b"ab\\n\\nc"), Slice(0, -1, 1)))
    [(1, b'ab\\n'), (2, b'\\n'), (3, b'c')]
    """
    number, offset = slice.first, slice.start
    while (slice.stop < 0 or offset < slice.stop) and (piece := file.readline(PIECE)):
        yield number, piece
        number += piece.endswith(b"\n")
        offset += len(piece)


def cut_slices(file: BinaryIO, size: int) -> Iterator[Slice]:
    """Cut a file into slices of at least `size` bytes that end after a line break; at least one."""
    start, first = 0, 1  # of the slice that is being cut: its first byte, the number of its first line
    offset, number = 0, 1  # of the block: its first byte; the number of the line at `position`
    while block := file.read(PIECE):
        position = 0
        # The slice ends at the first line break from its byte number `size` on.
        while (least := start + size - offset - 1) < len(block):
            end = block.find(b"\n", max(least, position)) + 1
            if not end:
                break
            number += block.count(b"\n", position, end)
            position = end
            yield Slice(start, offset + end, first)
            start, first = offset + end, number
        number += block.count(b"\n", position)
        offset += len(block)
    # What is left, or the one slice of an empty file.
    if offset > start or not offset:
        yield Slice(start, offset, first)
