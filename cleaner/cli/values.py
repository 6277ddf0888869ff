"""Types of options that click does not have: a share, a number of bytes, a language, and a hash."""

from __future__ import annotations

import re
from typing import Any

import click


class Percentage(click.ParamType[float]):
    """Reads a share, such as `30%` or `0.3`, as a number from 0 to 1."""

    name = "percentage"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        text = str(value)
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            # Falls through to the one message for all that is no share. "nan" does, too.
            share = -1.0
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is no share: say 30% or 0.3", param, ctx)
        return share


PERCENTAGE = Percentage()


class Bytes(click.ParamType[int]):
    """Reads a number of bytes, such as `500M` or `1G`; K, M and G are powers of 1024."""

    name = "bytes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).upper().removesuffix("B").removesuffix("I")
        unit = {"K": 10, "M": 20, "G": 30}.get(text[-1:], 0)
        number = text[:-1] if unit else text
        # No bytes at all is no limit that anything could keep to.
        # Ten digits of G are more than any disk; Python itself refuses a number of more than 4,300.
        if not number.isdecimal() or len(number) > 18 or not int(number):
            self.fail(f"{value!r} is no number of bytes: say 500M or 1G", param, ctx)
        return int(number) << unit


BYTES = Bytes()


class Language(click.ParamType[str]):
    """Reads a tag of BCP 47, such as `fr` or `pt-BR`."""

    name = "tag"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from cleaner.errors import UsageError
        from cleaner.structure.hint_values import parse_language

        try:
            return parse_language(str(value))
        except UsageError as error:
            self.fail(str(error), param, ctx)


LANGUAGE = Language()


class Sha256(click.ParamType[str]):
    """Reads a SHA-256 in hex, in letters of any case, as one in lower case."""

    name = "hash"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        # An empty value is refused, too: a variable that is not set must not pass for a comparison.
        if not re.fullmatch("[0-9a-f]{64}", str(value), re.IGNORECASE):
            self.fail(f"{value!r} is no SHA-256: say its 64 hexadecimal digits", param, ctx)
        return str(value).lower()


SHA256 = Sha256()
