"""A rule that the manifest does not list is damage, also one that the program knows."""

import pytest

from cleaner.catalogue import RULES
from cleaner.errors import DamageError
from cleaner.store.listed_rules import ListedRules


def test_a_rule_that_is_not_listed_is_damage():
    rules = ListedRules({"encoding.bom": RULES["encoding.bom"]})
    assert rules["encoding.bom"].id == "encoding.bom"
    for rule in ("whitespace.trailing", ""):
        with pytest.raises(DamageError, match=f"the trail names {rule!r}"):
            _ = rules[rule]
