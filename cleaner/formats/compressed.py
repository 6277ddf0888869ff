"""Streams of bytes, plain, gzip or Zstandard, by the end of a file's name.

A compressed file that breaks off, or whose checksum does not match, yields all that comes before the
damage, and then says so: it is neither an error that costs the whole file nor a shorter text. Several gzip
members, or frames of Zstandard, are one stream. What is written has no time and no name in it: the same
bytes on every run.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, cast

from cleaner import zstd
from cleaner.regular_file import open_descriptor, unreadable_error

BLOCK = 1 << 18
"""Bytes that are read at a time."""
GZIP_LEVEL = 6
ZSTD_LEVEL = 3
"""The defaults of either: a corpus is read and written more often than it is kept."""

GZIP = ".gz"
ZSTD = ".zst"
SUFFIXES = (GZIP, ZSTD)

RATIO = 1000
"""Bytes that come out for each byte that went in, at most. Texts come to 10, logs to 200."""
UNPACKED = 256 << 20
"""Bytes that come out of a stream whatever the ratio. A line past the limit of a record is passed over at the
speed of memory, so that some such lines are no burden."""


class ByteStream(NamedTuple):
    """An open file, decompressed.

    `damage` says what is wrong with it, empty for nothing: to be called when the stream has ended.
    """

    file: BinaryIO
    damage: Callable[[], str]


def is_compressed(path: Path) -> bool:
    """Whether a file is compressed, by the end of its name."""
    return path.name.lower().endswith(SUFFIXES)


def open_regular(path: Path) -> io.BufferedReader:
    """Open a file as it is. Raises `InputError` for anything but a regular file, and when a read fails."""
    return io.BufferedReader(_RegularFile(path), BLOCK)


@contextmanager
def open_decompressed(path: Path) -> Iterator[ByteStream]:
    """Open a file, decompressed if its name says so. Raises `InputError` for anything but a regular file."""
    with open_regular(path) as file:
        name = path.name.lower()
        if name.endswith(GZIP):
            # NULs may pad a file of gzip.
            raw = _DecompressedFile(file, _GzipMember, zlib.error, b"\0")
        elif name.endswith(ZSTD):
            library = zstd.import_zstd()
            raw = _DecompressedFile(file, library.ZstdDecompressor, library.ZstdError, b"")
        else:
            yield ByteStream(file, str)
            return
        yield ByteStream(io.BufferedReader(raw, BLOCK), lambda: raw.damage)


@contextmanager
def open_compressor(path: Path, out: BinaryIO) -> Iterator[BinaryIO]:
    """Open a file to write to, whose bytes go to `out`, compressed if the name of `path` says so."""
    name = path.name.lower()
    if name.endswith(GZIP):
        with gzip.GzipFile("", "wb", GZIP_LEVEL, out, mtime=0) as packed:
            yield cast(BinaryIO, packed)
    elif name.endswith(ZSTD):
        frame = _ZstdFrame(out)
        yield cast(BinaryIO, frame)
        frame.end()
    else:
        yield out


class _StreamMember(Protocol):
    """One gzip member or one frame of Zstandard, being decompressed."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _GzipMember:
    """zlib's decompressor as a `_StreamMember`: it keeps what it could not take in yet.

    Of a member whose checksum does not match, it yields all of the text before the error; zlib would yield
    none of the last piece.
    """

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        self._failed: zlib.error | None = None

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        if self._failed is not None:
            raise self._failed
        before = self._zlib.copy()  # to read the same data again up to the error
        data = self._zlib.unconsumed_tail + data
        try:
            return self._zlib.decompress(data, max_length)
        except zlib.error as error:
            if not str(error).endswith(("incorrect data check", "incorrect length check")):
                raise
            self._failed = error
            text = bytearray()
            # Byte by byte, up to the checksum: slow, but once a file.
            with suppress(zlib.error):
                for byte in data:
                    text += before.decompress(bytes([byte]))
            if not text:
                raise
            return bytes(text)


class _DecompressedFile(io.RawIOBase):
    """Members or frames as one stream, which ends at the first damage, and remembers it.

    `begin` begins a member, `error` is what it raises for damage, `padding` may stand behind it.
    """

    def __init__(
        self, file: BinaryIO, begin: Callable[[], _StreamMember], error: type[Exception], padding: bytes
    ) -> None:
        self.damage = ""
        self._file = file
        self._begin = begin
        self._error = error
        self._padding = padding
        self._member = begin()
        self._ended = False
        self._packed = self._unpacked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = b"" if self._ended else self._next(len(buffer))
        self._unpacked += len(data)
        if self._unpacked > max(UNPACKED, RATIO * self._packed):
            self.damage = f"unpacks to more than {RATIO} times its size"
            data = b""
        buffer[: len(data)] = data
        self._ended = not data
        return len(data)

    def _next(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end or at damage."""
        packed = b""
        while True:
            if self._member.eof:
                packed = self._begin_next()
                if not packed:
                    return b""
            try:
                data = self._member.decompress(packed, size)
            except self._error as error:
                self.damage = f"is damaged: {error}"
                return b""
            if data:
                return data
            if not self._member.eof:
                packed = self._read()
                if not packed:
                    self.damage = "breaks off"
                    return b""

    def _begin_next(self) -> bytes:
        """Begin the next member, if there is one. Returns its first bytes, which are still packed."""
        packed = self._member.unused_data or self._read()
        while packed and not (head := packed.lstrip(self._padding)):
            packed = self._read()
        if packed:
            self._member = self._begin()
            return head
        return b""

    def _read(self) -> bytes:
        packed = self._file.read(BLOCK)
        self._packed += len(packed)
        return packed


class _ZstdFrame:
    """Writes one frame of Zstandard, also for no bytes: an empty file would be a damaged one."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._compressor = zstd.import_zstd().ZstdCompressor(options=zstd.compressor_options(ZSTD_LEVEL))

    def write(self, data: bytes) -> int:
        self._out.write(self._compressor.compress(data))
        return len(data)

    def end(self) -> None:
        self._out.write(self._compressor.flush())


class _RegularFile(io.FileIO):
    """A regular file of which a failed read is an `InputError` that names it. Never waits on a FIFO."""

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(open_descriptor(path), "rb")

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise unreadable_error(self._path, error) from error
