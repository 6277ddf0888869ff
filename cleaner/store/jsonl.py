"""JSON as it is written into a cleaned corpus: UTF-8, readable, the same bytes on every machine."""

from __future__ import annotations

import json


def encode(value: object, *, indent: int | None = None) -> bytes:
    """One JSON value as bytes, without a line break at its end.

    Characters stand as they are; where one is a lone surrogate (a stray byte of a text or of a file
    name), which UTF-8 cannot hold, the whole value is written with escapes.

    >>> encode({"removed": "\\u2019"}), encode({"removed": "\\udc92"})
    (b'{"removed": "\\xe2\\x80\\x99"}', b'{"removed": "\\\\udc92"}')
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent).encode()
