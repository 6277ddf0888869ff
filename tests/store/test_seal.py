"""The seal stands for every byte of a manifest, and is the one that the manifest holds."""

import json

import pytest

from cleaner.store import manifest
from cleaner.store.seal import compute_seal
from tests.sample_corpus import written


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return (written(tmp_path_factory.mktemp("sealed")) / manifest.NAME).read_bytes()


def test_it_is_what_the_manifest_holds(data):
    assert compute_seal(data) == json.loads(data)["sha256"]


def test_every_byte_but_those_of_the_seal_itself_counts(data):
    seal = compute_seal(data)
    place = data.index(seal.encode())
    for position in range(len(data)):
        flipped = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        assert (compute_seal(flipped) == seal) == (place <= position < place + 64)


@pytest.mark.parametrize("other", [b"", b"{}", b'"\n}\n', b"0" * 67, b"[" * 1000])
def test_what_is_no_manifest_has_another_seal(data, other):
    assert compute_seal(other) != compute_seal(data)
