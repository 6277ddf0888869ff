"""Bytes and text in a given encoding, both ways, so that every byte can be had back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cleaner.text.sequence_diff import shared_ends


class Patch(NamedTuple):
    """Where the encoded text differs from the raw bytes: `encoded[offset:offset + length]` is to be replaced.

    `original` is the raw bytes in hexadecimal digits, so that a patch is a JSON value.
    """

    offset: int
    length: int
    original: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, what its bytes were written in, and why we think so.

    `confident` is False where the bytes fit several encodings about as well, or none.
    """

    text: str
    encoding: str
    reason: str
    confident: bool = True
    patches: tuple[Patch, ...] = ()


def encode(decoded: Decoded) -> bytes:
    """The bytes that `decoded` was made from, exactly.

    >>> encode(decoded_as(b"caf\\xe9", "utf-8", "as told"))
    b'caf\\xe9'
    """
    encoded = _encoded(decoded.text, decoded.encoding)
    pieces: list[bytes] = []
    position = 0
    for offset, length, original in decoded.patches:
        pieces += encoded[position:offset], bytes.fromhex(original)
        position = offset + length
    return b"".join(pieces) + encoded[position:]


def decoded_as(data: bytes, encoding: str, reason: str, *, confident: bool = True) -> Decoded:
    """The bytes read in an encoding; what does not fit it becomes a surrogate escape, or a patch."""
    try:
        text = data.decode(encoding, escape(encoding))
    except UnicodeError:
        text = data.decode(encoding, "replace")
    return Decoded(text, encoding, reason, confident, tuple(_patches(_encoded(text, encoding), data)))


def taken_as(text: str, reason: str) -> tuple[bytes, Decoded]:
    """The bytes in UTF-8 of a text that was taken out of something, and those bytes as that text.

    A stray byte of a page is that byte again. Half a surrogate pair, which a page in UTF-16 can hold, has no
    bytes in UTF-8, and becomes a patch.

    >>> [taken_as(text, "a page")[0] for text in ("é", "\\udce9", "\\ud83d")]
    [b'\\xc3\\xa9', b'\\xe9', b'\\xed\\xa0\\xbd']
    """
    try:
        return text.encode("utf-8", "surrogateescape"), Decoded(text, "utf-8", reason)
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogatepass")
        return data, Decoded(text, "utf-8", reason, True, tuple(_patches(_encoded(text, "utf-8"), data)))


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding, escape(encoding))
    except UnicodeError:
        return text.encode(encoding, "replace")


def escape(encoding: str) -> str:
    """The error handler with which every byte of an encoding has a character."""
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _patches(encoded: bytes, data: bytes) -> list[Patch]:
    """What turns `encoded` into `data`: by line where both have as many lines, one patch a line."""
    if encoded == data:
        return []
    ours, theirs = encoded.split(b"\n"), data.split(b"\n")
    if len(ours) != len(theirs):
        ours, theirs = [encoded], [data]
    patches: list[Patch] = []
    offset = 0
    for new, old in zip(ours, theirs, strict=True):
        if new != old:
            patches.append(_patch(new, old, offset))
        offset += len(new) + 1
    return patches


def _patch(new: bytes, old: bytes, offset: int) -> Patch:
    """The smallest single patch: what stands between the common beginning and the common end."""
    head, tail = shared_ends(new, old)
    return Patch(offset + head, len(new) - head - tail, old[head : len(old) - tail].hex())
