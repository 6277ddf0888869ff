"""JSON as it is written into a cleaned corpus: UTF-8, compact, the same bytes on every machine."""

from __future__ import annotations

import json
import re

_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:u(d[89a-f][0-9a-f]{2})|.)")


def encode(value: object, *, indent: int | None = None) -> bytes:
    """One JSON value as bytes, without a line break at its end.

    Characters stand as they are, but for lone surrogates (a stray byte of a text or of a file name), which
    UTF-8 cannot hold: these are escaped.

    >>> encode({"removed": "\\u2019"}), encode({"removed": "\\udc92"})
    (b'{"removed":"\\xe2\\x80\\x99"}', b'{"removed":"\\\\udc92"}')
    """
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text).encode()


def decode(data: bytes) -> object:
    """The value again. Two halves of a character that were apart stay apart: JSON itself would join them.

    Raises `ValueError`, or `RecursionError` for what is nested too deep.

    >>> decode(encode("\\ud83d\\ude00")) == "\\ud83d\\ude00"
    True
    """
    text = data.decode()
    return json.loads(_ESCAPE.sub(_raw, text) if "\\ud" in text else text)


def _raw(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match.group()
