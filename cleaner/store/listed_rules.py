"""The rules of a cleaned folder: those that its manifest lists, and no others."""

from __future__ import annotations

from cleaner.errors import DamageError
from cleaner.rule import Rule
from cleaner.store.remedies import CLEAN_AGAIN


class ListedRules(dict[str, Rule]):
    """Rules by id. A trail that names another one is not as it was written: `DamageError`."""

    def __missing__(self, rule: str) -> Rule:
        raise DamageError(
            f"the trail names {rule!r}, a rule that the manifest does not list", remedy=CLEAN_AGAIN
        )
