"""The seal of a manifest: one hash that stands for a whole cleaned folder, to keep elsewhere and compare."""

from __future__ import annotations

from cleaner.hashing import sha256_hex

_SIZE = 64
"""Characters of a seal: a SHA-256 in hex."""
_END = b'"\n}\n'
"""What stands behind the seal, which is the last value of a manifest."""


def compute_seal(data: bytes) -> str:
    r"""Compute the seal of a manifest: the hash of the bytes of its file with an empty string for the seal.

    It takes any bytes and parses none, so that it can be compared before anything in them is believed.

    >>> sealed = b'{\n "sha256": "' + b"0" * 64 + b'"\n}\n'
    >>> compute_seal(sealed) == sha256_hex(b'{\n "sha256": ""\n}\n')
    True
    """
    return sha256_hex(data[: -_SIZE - len(_END)] + data[-len(_END) :])
