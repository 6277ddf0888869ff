"""What verify reports: a file of a cleaned folder, and what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.errors import DamageError


class Damage(NamedTuple):
    """What is wrong with a file of the folder, or with one of the documents in a file of records."""

    name: str
    problem: str

    @classmethod
    def of(cls, name: str, error: DamageError) -> Damage:
        """Make the damage of an error that names the file itself."""
        return cls(name, error.message)
