"""A checkpoint counts only as it was written, under its own key, and in the form that is asked for."""

import json

import msgspec
import pytest

from cleaner.corpus import checkpoint
from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile


class Count(msgspec.Struct):
    """A form of a record."""

    name: str
    number: int


class OlderCount(msgspec.Struct):
    """The same record in the form of another version."""

    name: str
    number: str


VALUE = Count("a.txt", 57)
KEY = key_of("a.txt", [1, 2])


@pytest.fixture
def one(tmp_path):
    return ScratchFile(Root.open(tmp_path), "one")


@pytest.mark.parametrize("value", [VALUE, Count("n\udcff.txt", 1), Count("\\ud800", 2)])
def test_a_checkpoint_is_read_as_it_was_written(one, value):
    seal(one, KEY, value)
    assert unseal(one, KEY, Count) == value


def test_there_is_none_where_nothing_was_written(one):
    assert unseal(one, KEY, Count) is None


def test_a_checkpoint_of_other_work_is_none(one):
    seal(one, KEY, VALUE)
    assert unseal(one, key_of("a.txt", [1, 3]), Count) is None


@pytest.mark.parametrize("what", ["__version__", "code_hash"])
def test_a_checkpoint_of_other_code_is_none(one, monkeypatch, what):
    seal(one, KEY, VALUE)
    monkeypatch.setattr(checkpoint, what, "0.0.1" if what == "__version__" else lambda: "0")
    assert unseal(one, key_of("a.txt", [1, 2]), Count) is None


def test_a_checkpoint_of_another_form_is_none(one):
    seal(one, KEY, OlderCount("a.txt", "57"))
    assert unseal(one, KEY, Count) is None
    assert unseal(one, KEY, OlderCount) is not None


def test_a_checkpoint_with_any_byte_changed_is_none(one):
    seal(one, KEY, VALUE)
    path, whole = one.path, one.read()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert unseal(one, KEY, Count) is None
    path.write_bytes(whole[:-1])
    assert unseal(one, KEY, Count) is None


def test_a_seal_without_the_key_does_not_hold(one):
    data = json.dumps({"name": "a.txt", "number": 58}).encode()
    one.write(checkpoint.sha256_hex(data).encode() + b"\n" + data)
    assert unseal(one, KEY, Count) is None
