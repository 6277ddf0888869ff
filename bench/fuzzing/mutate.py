"""Inputs made of others: pieces that mean something to a reader, spliced, repeated, cut and damaged."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from fuzzing.mutate_json import change_value
from fuzzing.mutate_text import lay_out
from fuzzing.seeds import encode
from fuzzing.target import MOST_BYTES, Target

ENCODINGS = ("cp1252", "latin-1", "utf-16", "utf-16-le", "shift_jis", "gb18030", "cp1251", "utf-7", "koi8-r")
MOST_STEPS = 6


class Mutator:
    """Makes inputs for a target. What it makes depends on the random numbers alone."""

    def __init__(self, target: Target, rng: random.Random) -> None:
        self._rng = rng
        self._seeds = list(target.seeds()) or [b""]
        self._tokens = [*target.tokens, b"\n", b"\n\n", b" ", b"\0", b"\xff", b"\xe2\x80"]
        self._texts = [token.decode("utf-8", "replace") for token in self._tokens]
        self._steps: list[Callable[[bytes], bytes]] = [
            *(self._delete, self._repeat, self._insert, self._insert, self._insert_run, self._flip),
            *(self._swap, self._splice, self._splice, self._truncate),
        ]
        if target.shape == "text":
            self._steps += [self._misread, self._recode, *[self._lay_out] * 6]
        elif target.shape == "json":
            self._steps = [*self._steps[:6], *[self._change_json] * 12]
        elif target.shape == "values":
            self._steps = [self._change_values]

    def make(self) -> bytes:
        """Make the next input."""
        data = self._rng.choice(self._seeds)
        for _ in range(self._rng.randint(1, MOST_STEPS)):
            changed = self._rng.choice(self._steps)(data)
            # Values are not cut: what is left would be no JSON.
            data = changed[:MOST_BYTES] if self._steps != [self._change_values] else changed
        return data

    def _cut(self, data: bytes) -> tuple[int, int]:
        """Two places in the data, in order: mostly near each other."""
        start = self._rng.randrange(len(data) + 1)
        if self._rng.random() < 0.3:
            stop = self._rng.randrange(len(data) + 1)
        else:
            stop = min(len(data), start + self._rng.randint(0, 12))
        return min(start, stop), max(start, stop)

    def _delete(self, data: bytes) -> bytes:
        start, stop = self._cut(data)
        return data[:start] + data[stop:]

    def _repeat(self, data: bytes) -> bytes:
        start, stop = self._cut(data)
        piece = data[start:stop]
        times = self._rng.choice((2, 2, 3, 9, 70, 400))
        return data[:start] + piece * min(times, MOST_BYTES // max(1, len(piece)) + 1) + data[stop:]

    def _insert(self, data: bytes) -> bytes:
        place = self._rng.randrange(len(data) + 1)
        return data[:place] + self._rng.choice(self._tokens) + data[place:]

    def _insert_run(self, data: bytes) -> bytes:
        """Several tokens at one place, some of them many times."""
        place = self._rng.randrange(len(data) + 1)
        run = b"".join(
            self._rng.choice(self._tokens) * self._rng.choice((1, 1, 1, 2, 3, 50))
            for _ in range(self._rng.randint(1, 6))
        )
        return data[:place] + run + data[place:]

    def _flip(self, data: bytes) -> bytes:
        if not data:
            return data
        place = self._rng.randrange(len(data))
        return data[:place] + bytes([data[place] ^ (1 << self._rng.randrange(8))]) + data[place + 1 :]

    def _swap(self, data: bytes) -> bytes:
        """Lines in another order."""
        lines = data.splitlines(keepends=True)
        if len(lines) > 1:
            first, second = self._rng.sample(range(len(lines)), 2)
            lines[first], lines[second] = lines[second], lines[first]
        return b"".join(lines)

    def _splice(self, data: bytes) -> bytes:
        """A piece of another seed."""
        other = self._rng.choice(self._seeds)
        if self._rng.random() < 0.5:
            start, stop = self._cut(other)
            other = other[start:stop]
        place = self._rng.randrange(len(data) + 1)
        return data[:place] + other + data[place:]

    def _truncate(self, data: bytes) -> bytes:
        return data[: self._rng.randrange(len(data) + 1)] if self._rng.random() < 0.3 else data

    def _misread(self, data: bytes) -> bytes:
        """A piece of UTF-8 read in another encoding, once or twice: mojibake."""
        start, stop = self._cut(data)
        encoding = self._rng.choice(("cp1252", "latin-1", "cp1251", "mac-roman", "cp437"))
        piece = data[start:stop]
        for _ in range(self._rng.randint(1, 2)):
            piece = piece.decode(encoding, "replace").encode("utf-8", "replace")
        return data[:start] + piece + data[stop:]

    def _recode(self, data: bytes) -> bytes:
        """All of it, or a piece, in another encoding."""
        if self._rng.random() < 0.7:
            return data
        start, stop = (0, len(data)) if self._rng.random() < 0.5 else self._cut(data)
        piece = data[start:stop].decode("utf-8", "replace").encode(self._rng.choice(ENCODINGS), "replace")
        return data[:start] + piece + data[stop:]

    def _lay_out(self, data: bytes) -> bytes:
        """Another layout of some of its lines."""
        text = lay_out(data.decode("utf-8", "surrogateescape"), self._rng, self._texts)
        return encode(text)

    def _change_values(self, data: bytes) -> bytes:
        """Another value somewhere in JSON that stays JSON."""
        return change_value(json.loads(data), self._rng, self._texts, valid=True)

    def _change_json(self, data: bytes) -> bytes:
        """Another value somewhere in the JSON of one line, or of all of it."""
        lines = [data] if self._rng.random() < 0.5 else data.split(b"\n")
        place = self._rng.randrange(len(lines))
        try:
            value = json.loads(lines[place])
        except (ValueError, RecursionError):
            return data
        lines[place] = change_value(value, self._rng, self._texts)
        return b"\n".join(lines)
