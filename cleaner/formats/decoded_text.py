"""Bytes and their text in a given encoding, both ways, so that every byte can be had back."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cleaner.text.sequence_diff import count_shared_ends

_NOT_FOR_FILES = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)


@lru_cache(maxsize=256)
def find_codec(name: str) -> codecs.CodecInfo | None:
    """Find the codec of an encoding that files of text can have; None for a name of anything else.

    >>> find_codec("latin-1").name, find_codec("hex"), find_codec("punycode"), find_codec("")
    ('iso8859-1', None, None, None)
    """
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return None if codec.name in _NOT_FOR_FILES or not codec._is_text_encoding else codec


class Patch(NamedTuple):
    """Where the encoded text differs from the raw bytes: `encoded[offset:offset + length]` is to be replaced.

    `original` is the raw bytes in hexadecimal digits, so that a patch is a JSON value.
    """

    offset: int
    length: int
    original: str


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, what its bytes are written in, and the reason to think so."""

    text: str
    encoding: str
    reason: str
    confident: bool = True
    """False where the bytes fit several encodings about as well, or none."""
    patches: tuple[Patch, ...] = ()
    """What turns the encoded text into the raw bytes, in order; most texts need none."""


def encode(decoded: DecodedText) -> bytes:
    """Encode a text to the bytes that it was made from, exactly.

    >>> encode(decode_as(b"caf\\xe9", "utf-8", "as told"))
    b'caf\\xe9'
    """
    encoded = _encode_unpatched(decoded.text, decoded.encoding)
    pieces: list[bytes] = []
    position = 0
    for offset, length, original in decoded.patches:
        pieces += encoded[position:offset], bytes.fromhex(original)
        position = offset + length
    return b"".join(pieces) + encoded[position:]


def decode_as(data: bytes, encoding: str, reason: str, *, confident: bool = True) -> DecodedText:
    """Decode bytes in an encoding; what does not fit it becomes a surrogate escape, or a patch."""
    try:
        text = data.decode(encoding, error_handler(encoding))
    except UnicodeError:
        # What the handler cannot take (half a character at the end of UTF-16) is kept by patches.
        text = data.decode(encoding, "replace")
    patches = tuple(_find_patches(_encode_unpatched(text, encoding), data))
    return DecodedText(text, encoding, reason, confident, patches)


def encode_utf8(text: str, reason: str) -> tuple[bytes, DecodedText]:
    """Encode a text that was taken out of a page or a record: its bytes in UTF-8, and those bytes decoded.

    A stray byte of a page is that byte again. Half a surrogate pair, which a page in UTF-16 can hold, has no
    bytes in UTF-8, and becomes a patch.

    >>> [encode_utf8(text, "a page")[0] for text in ("é", "\\udce9", "\\ud83d")]
    [b'\\xc3\\xa9', b'\\xe9', b'\\xed\\xa0\\xbd']
    """
    try:
        return text.encode("utf-8", "surrogateescape"), DecodedText(text, "utf-8", reason)
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogatepass")
        patches = tuple(_find_patches(_encode_unpatched(text, "utf-8"), data))
        return data, DecodedText(text, "utf-8", reason, True, patches)


def error_handler(encoding: str) -> str:
    """The name of the error handler with which every byte of an encoding has a character.

    In UTF-16 and UTF-32 what does not fit is half a surrogate pair, which is a character already.
    """
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _encode_unpatched(text: str, encoding: str) -> bytes:
    """Encode a text without its patches; a character that the encoding has not becomes a question mark."""
    try:
        return text.encode(encoding, error_handler(encoding))
    except UnicodeError:
        return text.encode(encoding, "replace")


def _find_patches(encoded: bytes, data: bytes) -> list[Patch]:
    """What turns `encoded` into `data`: by line where both have as many lines, one patch a line.

    Lines, so that few bytes are patched when a character at either end of a long text is to blame.
    """
    if encoded == data:
        return []
    encoded_lines, raw_lines = encoded.split(b"\n"), data.split(b"\n")
    if len(encoded_lines) != len(raw_lines):
        encoded_lines, raw_lines = [encoded], [data]
    patches: list[Patch] = []
    offset = 0
    for new, old in zip(encoded_lines, raw_lines, strict=True):
        if new != old:
            patches.append(_make_patch(new, old, offset))
        offset += len(new) + 1
    return patches


def _make_patch(new: bytes, old: bytes, offset: int) -> Patch:
    """The smallest single patch: what stands between the shared beginning and the shared end."""
    head, tail = count_shared_ends(new, old)
    return Patch(offset + head, len(new) - head - tail, old[head : len(old) - tail].hex())
