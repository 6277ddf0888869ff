"""Damage is a name and a problem; what to do about it is said once, by the command."""

from cleaner.errors import DamageError
from cleaner.store.damage import Damage


def test_the_damage_of_an_error_is_its_message_without_the_remedy():
    assert Damage.of("a", DamageError("is gone", remedy="look for it")) == Damage("a", "is gone")
