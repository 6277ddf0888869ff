"""Words of messages that need more than a format string."""

from __future__ import annotations


def format_count(number: int, noun: str, *, separator: str = ",") -> str:
    """Write a number with its noun, in the plural unless it is one. `separator` stands between thousands.

    >>> format_count(1, "finding"), format_count(1200, "finding"), format_count(1200, "byte", separator="")
    ('1 finding', '1,200 findings', '1200 bytes')
    """
    return f"{number:{separator}} {noun}{'' if number == 1 else 's'}"
